/** The types of the methods, from the types of the OpenAPI document: path, query and body in one flat object. */
import type { operations } from './schema.ts'

/** What a call may be given beside its input. */
export interface CallOptions {
  /** Names this write, so that repeating it has one effect; made up when left out. Reads do not need one. */
  readonly idempotencyKey?: string | undefined
  /** The group's revision as it was seen; when the group has changed since, nothing is done. */
  readonly ifMatch?: number | string | undefined
  /** Check and answer as if it were done, and change nothing. */
  readonly dryRun?: boolean | undefined
  /** Ends the call, and the waiting between retries. */
  readonly signal?: AbortSignal | undefined
}

type Documented = operations

/** A missing part is `undefined` or `never` in the document's types; both mean that there are no fields. */
type Fields<T> = [T] extends [never] ? unknown : T extends object ? T : unknown
type PathOf<O> = O extends { parameters: { path: infer P } } ? Fields<P> : unknown
type WithoutOptions<T> = [T] extends [never] ? unknown : Omit<T, 'dry_run'>
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? WithoutOptions<NonNullable<Q>> : unknown
type ContentOf<O> = O extends { requestBody?: infer B }
  ? [NonNullable<B>] extends [never]
    ? never
    : NonNullable<B> extends { content: infer C }
      ? C
      : never
  : never
type BodyOf<O> = [ContentOf<O>] extends [never]
  ? unknown
  : ContentOf<O> extends { 'application/json': infer B }
    ? B
    : { /** The file's bytes. */ picture: Uint8Array }

/** With `exactOptionalPropertyTypes` too, a field that may be left out may be given as undefined. */
type Given<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] }

/** The input of an operation. */
export type Input<Id extends keyof Documented> = Given<
  PathOf<Documented[Id]> & QueryOf<Documented[Id]> & BodyOf<Documented[Id]>
>

type Successful<R> = R extends { 200: infer A }
  ? A
  : R extends { 201: infer B }
    ? B
    : R extends { 202: infer C }
      ? C
      : never

/** The reply body of an operation. */
export type Output<Id extends keyof Documented> = Documented[Id] extends { responses: infer R }
  ? Successful<R> extends { content: infer C }
    ? C extends { 'application/json': infer J }
      ? J
      : Uint8Array
    : undefined
  : never

/** A method; the input may be left out where it has no field that must be given. */
export type Method<Id extends keyof Documented> =
  Record<never, never> extends Input<Id>
    ? (input?: Input<Id>, options?: CallOptions) => Promise<Output<Id>>
    : (input: Input<Id>, options?: CallOptions) => Promise<Output<Id>>
