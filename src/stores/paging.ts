/** Pages by key: where one begins, and the key to go on from. */
import type { Key as CursorKey, Listing, Page } from '../core/cursor.ts'
import { assert } from '../core/failure.ts'

/** Beyond every id and every time. */
export const beyond = Number.MAX_SAFE_INTEGER

/** The key after which a page begins, or the one before the first row. */
export function startOf(page: Listing, first: CursorKey): CursorKey {
  if (page.after === null) return first
  assert(page.after.length === first.length, 'a cursor of another list')
  return page.after
}

/** The page of rows that were asked for with one more than its limit. */
export function pageOf<R, T>(
  rows: readonly R[],
  { limit }: Listing,
  toItem: (row: R) => T,
  keyOf: (row: R) => CursorKey,
): Page<T> {
  const shown = rows.length > limit ? rows.slice(0, limit) : rows
  const last = shown.at(-1)
  return { items: shown.map(toItem), next: rows.length > limit && last !== undefined ? keyOf(last) : null }
}

export const byId = (row: { readonly id: number }): CursorKey => [row.id]
