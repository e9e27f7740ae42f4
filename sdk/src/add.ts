/** People of any number, added as they come. */
import type { CallOptions, Input, Output } from './method.ts'

/** A person to add: an id, or an id with a role, a name and an end. */
export type Newcomer = Input<'addParticipants'>['participants'][number]

/** Which account adds to which group. */
export interface AddInput {
  readonly account: string
  readonly group: string
}

export interface AddOptions {
  /**
   * Names the whole undertaking: each call gets a key made from it and its place, so that doing all of it again, with the
   * same people in the same order and the same `batch`, adds nobody twice and answers as the first time.
   */
  readonly idempotencyKey?: string | undefined
  /** The group's revision as it was seen, held to by the first call. */
  readonly ifMatch?: number | string | undefined
  readonly signal?: AbortSignal | undefined
  /** People in one call; 10,000 when left out, and fewer where the account's limit `participants.batch` says so. */
  readonly batch?: number | undefined
}

/** What became of the people of one call. */
export interface Added extends Output<'addParticipants'> {
  /** People of the calls before. */
  readonly before: number
}

interface Adder {
  readonly addParticipants: (
    input: AddInput & { participants: Newcomer[] },
    options?: CallOptions,
  ) => Promise<Output<'addParticipants'>>
}

const batchMax = 10_000

/**
 * Adds whomever `people` gives, call after call: `for await (const { outcomes } of addParticipantsFrom(muster, on, people))`.
 * The next are asked for when those before were added and looked at, so that it takes the memory of one call. Each call
 * is repeated by itself like any other. When it throws, the calls that were answered have been done.
 */
export async function* addParticipantsFrom(
  muster: Adder,
  { account, group }: AddInput,
  people: Iterable<Newcomer> | AsyncIterable<Newcomer>,
  { idempotencyKey, ifMatch, signal, batch = batchMax }: AddOptions = {},
): AsyncGenerator<Added, void, undefined> {
  let before = 0
  let number = 0
  for await (const participants of inParts(people, batch)) {
    number += 1
    const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}-${number}`
    const options = { idempotencyKey: key, ifMatch: number === 1 ? ifMatch : undefined, signal }
    const answer = await muster.addParticipants({ account, group, participants }, options)
    yield { ...answer, before }
    before += participants.length
  }
}

async function* inParts(
  people: Iterable<Newcomer> | AsyncIterable<Newcomer>,
  size: number,
): AsyncGenerator<Newcomer[], void, undefined> {
  if (!Number.isInteger(size) || size < 1 || size > batchMax)
    throw new TypeError(`\`batch\` must be a whole number from 1 to ${batchMax}.`)
  let part: Newcomer[] = []
  for await (const person of people) {
    part.push(person)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
