/** Whole lists as lines of JSON: page after page, each read when the reader has taken the one before. */
import { setImmediate } from 'node:timers/promises'
import { Failure } from '../core/failure.ts'
import type { Reply, Route } from '../dialects/dialect.ts'
import { type Advice, type End, type Outlet, Over } from './outlet.ts'
import { keepWritten, type Parts, writtenBefore } from './written.ts'

/** What is listed, and where it comes from. */
export interface Listing {
  readonly listed: NonNullable<Route['listed']>
  /** The input of the first page. */
  readonly input: unknown
  readonly look: (input: unknown) => Promise<unknown>
  /** All that the lines of a page are made of, where they may be kept. */
  readonly partsOf: (output: unknown) => Parts | null
  /** Fails when the key is no longer valid. */
  readonly demandLive: () => Promise<void>
  /** A failure as the dialect shows it. */
  readonly problem: (failure: Failure) => Reply
}

export const listAdvice: Advice = {
  stopping: 'ask for the list again in a moment.',
  stalled: 'ask for the list again, or for its pages, which wait for nobody.',
}

/** Any failure on the way, as the end that it is. */
export function endOf(error: unknown): End {
  if (error instanceof Over) return error.end
  if (error instanceof Failure && error.code !== 'internal') return { reason: 'refused', failure: error }
  return { reason: 'fault', failure: new Failure('internal', undefined, {}, error) }
}

/** Text of values, one on each line. */
export function linesOf(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

/** Writes the list and its last line. It never fails. `first` is the first page. */
export async function writeList(listing: Listing, outlet: Outlet, first: unknown): Promise<End> {
  try {
    await outlet.finish(linesOf([await writePages(listing, outlet, first)]))
    return { reason: 'done', failure: null }
  } catch (error) {
    const end = endOf(error)
    if (end.failure !== null) outlet.end(linesOf([{ error: listing.problem(end.failure).body }]))
    return end
  }
}

/** The lines of one page. */
interface Lines {
  readonly count: number
  readonly text: string | Uint8Array
}

/** The lines of a page; where they are made of what some were made of before, those. */
function pageLines({ listed, partsOf }: Listing, output: unknown): Lines {
  const parts = partsOf(output)
  const before = writtenBefore<Lines>(listed, parts)
  if (before !== null) return before
  const lines = listed.lines(output as never)
  return keepWritten<Lines>(listed, parts, { count: lines.length, text: linesOf(lines) }, inBytes)
}

function inBytes({ count, text }: Lines): Lines {
  return { count, text: Buffer.from(text) }
}

/** Writes all pages, and answers the last line. */
async function writePages(listing: Listing, outlet: Outlet, first: unknown) {
  const { listed, look, demandLive } = listing
  // The row's functions were checked by the compiler against the operation whose input and output these are.
  let output = first
  let input = listing.input
  let count = 0
  for (;;) {
    const lines = pageLines(listing, output)
    count += lines.count
    await outlet.write(lines.text)
    const next = listed.next(input as never, output as never)
    if (next === null) break
    // Others have their turn in between.
    await setImmediate()
    await demandLive()
    input = next
    output = await look(input)
  }
  const last = listed.last === undefined ? output : await look(listed.last(input as never))
  return {
    done: true,
    count,
    from_revision: listed.revision(first as never),
    to_revision: listed.revision(last as never),
  }
}
