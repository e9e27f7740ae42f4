/** Cursors: the key after which a page begins, as a text that callers pass on unchanged. */
import { Failure } from './failure.ts'

/** A key of integers, in the order of the index that the page follows. */
export type Key = readonly number[]

export function renderCursor(kind: string, key: Key): string {
  return `${kind}${key.map((part) => part.toString(36)).join('_')}`
}

/** The key of a cursor of this kind and length. Anything else is refused: a guess would skip or repeat rows. */
export function parseCursor(kind: string, text: string, parts: number): Key {
  const body = text.startsWith(kind) ? text.slice(kind.length) : ''
  const key = body
    .split('_')
    .map((part) => (/^[0-9a-z]{1,11}$/.test(part) ? Number.parseInt(part, 36) : Number.NaN))
  if (key.length !== parts || !key.every((part) => Number.isSafeInteger(part))) {
    throw new Failure('invalid_cursor')
  }
  return key
}

/** One page of a list, and the key to go on from, or null at the end. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next: Key | null
}

/** Which page of a list is asked for. */
export interface Listing {
  readonly limit: number
  /** The key after which it begins; null for the first page. */
  readonly after: Key | null
}
