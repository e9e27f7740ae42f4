/** The feed as a sequence without an end, across errors, restarts of the server and breaks of the network. */
import { MusterError } from './error.ts'
import type { CallOptions, Output } from './method.ts'

/** One event of the feed. */
export type FeedEvent = Output<'listEvents'>['data'][number]

/** Where to begin, and what to leave out. */
export interface FollowInput {
  /** The `cursor` of the event that was handled last; `start` for the very first; `now` for what comes from now on. `now` when left out. */
  readonly after?: string | undefined
  /** Only events of this group: `grp_…`. */
  readonly group?: string | undefined
  /** Only events of these types, with commas between. */
  readonly type?: string | undefined
}

/** What is told beside the events. */
export interface FollowOptions {
  /** Ends the sequence, also in the middle of waiting; it then ends without an error. */
  readonly signal?: AbortSignal | undefined
  /** Hears of each failure after which it is tried again, and after how many milliseconds. */
  readonly onRetry?: ((error: unknown, waitMs: number) => void) | undefined
  /** Hears how far the feed was read, also where the filter left everything out: a place to go on from. */
  readonly onPosition?: ((cursor: string) => void) | undefined
}

interface Feed {
  readonly listEvents: (
    input: FollowInput & { readonly wait?: number; readonly limit?: number },
    options?: CallOptions,
  ) => Promise<Output<'listEvents'>>
}

const waitSeconds = 30
const atOnce = 500
/** An answer comes after the wait at the latest; whoever hears nothing for so long has lost his connection. */
const silenceMs = (waitSeconds + 15) * 1000
const firstPauseMs = 200
const longestPauseMs = 10_000

/**
 * Every event once and in order, from a cursor on, without an end: `for await (const event of follow(muster, { after })`.
 * Keep the `cursor` of what you have handled, in the same transaction as its effect, and go on from there after a
 * restart. Trouble that may pass is waited for; what cannot (a wrong cursor, a key that is no more) is thrown.
 */
export async function* follow(
  muster: Feed,
  { after = 'now', group, type }: FollowInput = {},
  { signal, onRetry, onPosition }: FollowOptions = {},
): AsyncGenerator<FeedEvent, void, undefined> {
  let cursor = after
  for (;;) {
    const answer = await patiently(muster, { after: cursor, group, type }, { signal, onRetry })
    if (answer === null) return
    for (const event of answer.data) {
      yield event
      if (isOver(signal)) return
    }
    cursor = answer.cursor
    onPosition?.(cursor)
  }
}

/** Asked anew each time: whoever was given an event may have ended it. */
function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

/** The next answer, however long it takes to get one; null when the signal has ended it. */
async function patiently(
  { listEvents }: Feed,
  input: FollowInput,
  { signal, onRetry }: FollowOptions,
): Promise<Output<'listEvents'> | null> {
  // `now` must become a place before anything is waited for: an answer that got lost would lose its events.
  const wait = input.after === 'now' ? 0 : waitSeconds
  for (let failures = 0; !isOver(signal); failures += 1) {
    try {
      return await within(signal, (either) =>
        listEvents({ ...input, limit: atOnce, wait }, { signal: either }),
      )
    } catch (error) {
      if (isOver(signal)) break
      const pause = pauseAfter(error, failures)
      if (pause === null) throw error
      onRetry?.(error, pause)
      await sleep(pause, signal)
    }
  }
  return null
}

/** Lost connections that nobody has closed. */
class Silence extends Error {
  constructor() {
    super(`Nothing was heard for ${silenceMs / 1000} s.`)
  }
}

/** A call that ends with the signal, and when it takes longer than any answer does. */
async function within<T>(
  signal: AbortSignal | undefined,
  call: (either: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = new AbortController()
  const end = () => either.abort(signal?.reason)
  const timer = setTimeout(() => either.abort(new Silence()), silenceMs)
  signal?.addEventListener('abort', end)
  try {
    return await call(either.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  }
}

/** How long to wait, in milliseconds; null for trouble that does not pass by waiting. */
function pauseAfter(error: unknown, failures: number): number | null {
  const isMuster = error instanceof MusterError
  if (!isMuster && !(error instanceof Silence)) return null
  // 408 and 429 pass, as do the server's own troubles and those of what stands before it.
  if (isMuster && error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429)
    return null
  if (isMuster && error.retryAfter !== null) return error.retryAfter * 1000
  return Math.min(longestPauseMs, firstPauseMs * 2 ** failures) * (0.5 + Math.random() / 2)
}

function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end)
    if (signal?.aborted === true) end()
  })
}
