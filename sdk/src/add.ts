/** People of any number, added as they come. */
import { MusterError } from './error.ts'
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
  /** People in one call; when left out 10,000, or as many as the account's limit `participants.batch` allows. */
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
 * is repeated by itself like any other. When it throws, the calls that were answered have been done; the sentence says for
 * whom the one that failed was.
 */
export async function* addParticipantsFrom(
  muster: Adder,
  { account, group }: AddInput,
  people: Iterable<Newcomer> | AsyncIterable<Newcomer>,
  { idempotencyKey, ifMatch, signal, batch }: AddOptions = {},
): AsyncGenerator<Added, void, undefined> {
  let size = demandSize(batch ?? batchMax)
  let [before, number] = [0, 0]
  for await (const part of inParts(people, () => size)) {
    for (let rest = part; rest.length > 0; ) {
      const participants = rest.slice(0, size)
      number += 1
      const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}-${number}`
      const options = { idempotencyKey: key, ifMatch: before === 0 ? ifMatch : undefined, signal }
      const answer = await muster
        .addParticipants({ account, group, participants }, options)
        .catch((error: unknown) => {
          const most = batch === undefined ? batchOf(error) : null
          if (most === null || most >= participants.length) throw about(error, before, participants.length)
          size = most
          return null
        })
      if (answer === null) continue
      yield { ...answer, before }
      before += participants.length
      rest = rest.slice(participants.length)
    }
  }
}

/** How many people one call may name, when that is what was wrong with it. */
function batchOf(error: unknown): number | null {
  if (!(error instanceof MusterError) || error.code !== 'limit_exceeded') return null
  const { limit, max } = error.facts
  return limit === 'participants.batch' && typeof max === 'number' && max >= 1 ? max : null
}

/** The same problem, with whom it was about. */
function about(error: unknown, before: number, count: number): unknown {
  if (!(error instanceof MusterError)) return error
  const { status, code, title, requestId, facts, retryAfter } = error
  const who = `This call was for the people from ${before + 1} to ${before + count}; those before them are done.`
  const detail = `${error.detail} ${who}`
  return new MusterError({ status, code, title, detail, requestId, facts, retryAfter }, { cause: error })
}

function demandSize(size: number): number {
  if (!Number.isInteger(size) || size < 1 || size > batchMax)
    throw new TypeError(`\`batch\` must be a whole number from 1 to ${batchMax}.`)
  return size
}

async function* inParts(
  people: Iterable<Newcomer> | AsyncIterable<Newcomer>,
  size: () => number,
): AsyncGenerator<Newcomer[], void, undefined> {
  let part: Newcomer[] = []
  for await (const person of people) {
    part.push(person)
    if (part.length < size()) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
