/** Lists of any length, page by page. */
import type { CallOptions } from './method.ts'

/** A page of a list: most lists go on by a cursor, the history of a group by a revision. */
interface Page<T> {
  readonly data: readonly T[]
  readonly next_cursor?: string | null
  readonly next_after?: number | null
}

/**
 * Every item of a list, from the first page to the last: `for await (const person of pages(muster.listParticipants,
 * { account, group }))`. A page is asked for when the one before it is used up.
 */
export async function* pages<I extends object, T>(
  list: (input: I, options?: CallOptions) => Promise<Page<T>>,
  input: NoInfer<I>,
  options?: CallOptions,
): AsyncGenerator<T, void, undefined> {
  let next: I | null = input
  while (next !== null) {
    const page: Page<T> = await list(next, options)
    yield* page.data
    next = following(input, page)
  }
}

function following<I extends object>(input: I, { next_cursor, next_after }: Page<unknown>): I | null {
  if (next_cursor != null) return { ...input, cursor: next_cursor }
  return next_after == null ? null : { ...input, after: next_after }
}
