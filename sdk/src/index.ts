/** The client library of Muster: one method for each operation, with retries that are safe. */
import { createCaller, type MusterOptions } from './call.ts'
import type { CallOptions } from './method.ts'
import { type Methods, operations } from './operations.ts'
import type { components } from './schema.ts'

export { type Added, type AddInput, type AddOptions, addParticipantsFrom, type Newcomer } from './add.ts'
export type { MusterOptions } from './call.ts'
export { type Facts, MusterError } from './error.ts'
export { type FeedEvent, type FollowInput, type FollowOptions, follow } from './follow.ts'
export { type ListEnd, type ListInput, type ListOptions, streamParticipants } from './lines.ts'
export type { CallOptions, Input, Method, Output } from './method.ts'
export { type Methods, type OperationId, operations } from './operations.ts'
export { pages } from './pages.ts'
export type { components, operations as WireOperations, paths } from './schema.ts'

/** The things that the API shows, by name, such as `Schemas['Group']`. */
export type Schemas = components['schemas']

/** A server as one key sees it. */
export type Muster = Methods

/**
 * A client of the server at `url`. Each method takes path, query and body in one object, answers the reply's body,
 * and throws a `MusterError` for everything else.
 */
export function createMuster(options: MusterOptions): Muster {
  const call = createCaller(options)
  const methods = Object.entries(operations).map(([id]) => [
    id,
    (input: Readonly<Record<string, unknown>> = {}, given: CallOptions = {}) =>
      call(id as keyof typeof operations, input, given),
  ])
  // One method for each operation of the document that the types were made from.
  return Object.fromEntries(methods) as Methods
}
