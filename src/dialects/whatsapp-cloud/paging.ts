/**
 * Pages (contract 1.3: 2 and 9). A cursor holds the place of a row in two ways: its key, behind which the next page
 * begins without a gap or a repeat, and its number in the list, before which the previous page ends. Backwards a row
 * can be seen twice or missed when the list has changed meanwhile.
 */
import { type Static, Type } from 'typebox'
import { type Key, parseCursor, renderCursor } from '../../core/cursor.ts'
import { fail } from '../../core/failure.ts'

/** Rows of a page (contract 1.9). */
export const limitMax = 1024
const limitDefault = 25
/** So far a list is counted from its beginning to find the page before. */
const backwardsMax = 10_000

/** The query of every list. */
export const PageQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: limitMax,
      description: 'Rows of a page, 1 to 1,024; 25 when left out (contract 1.9).',
    }),
  ),
  after: Type.Optional(Type.String({ maxLength: 256, description: '`cursors.after` of the page before.' })),
  before: Type.Optional(Type.String({ maxLength: 256, description: '`cursors.before` of the page behind.' })),
})
type PageQuery = Static<typeof PageQuery>

/** One kind of cursor: its letter, and of how many numbers the key of its list is. */
export interface CursorKind {
  readonly letter: string
  readonly parts: number
}
/** Groups, newest first: id. */
export const groupCursor: CursorKind = { letter: 'g', parts: 1 }
/** Join requests, longest first: standing, since, person. */
export const requestCursor: CursorKind = { letter: 'j', parts: 3 }

interface Asked {
  /** The number of the page's first row in the whole list. */
  readonly start: number
  /** How many rows the page has at most; 0 before the first row. */
  readonly count: number
  /** What the core is asked for. */
  readonly page: { readonly limit: number; readonly after: number[] | null; readonly skip: number }
}

/** The page that a query asks for. */
export function asked({ letter, parts }: CursorKind, query: PageQuery): Asked {
  const { limit = limitDefault, after, before } = query
  if (after !== undefined && before !== undefined) {
    fail(
      'invalid_input',
      'Send `after` or `before`, not both: a page begins behind one row or ends before one.',
    )
  }
  if (after !== undefined) {
    const [number = 0, ...key] = parseCursor(letter, after, parts + 1)
    return { start: number + 1, count: limit, page: { limit, after: key, skip: 0 } }
  }
  const [end] = before === undefined ? [limit] : parseCursor(letter, before, parts + 1)
  const start = before === undefined ? 0 : Math.max(0, (end ?? 0) - limit)
  if (start > backwardsMax) fail('invalid_cursor', 'So far back a list is read with `after` only.')
  const count = (end ?? 0) - start
  return { start, count, page: { limit: Math.max(1, count), after: null, skip: start } }
}

interface Listed<T> {
  readonly items: readonly T[]
  readonly next: Key | null
}

export const Paging = Type.Object(
  {
    cursors: Type.Optional(
      Type.Object(
        {
          before: Type.String({ description: 'Of the first row: send it as `before` for the page before.' }),
          after: Type.String({ description: 'Of the last row: send it as `after` for the page behind.' }),
        },
        { description: 'Absent when the page has no row.' },
      ),
    ),
    previous: Type.Optional(Type.String({ description: 'The whole address of the page before.' })),
    next: Type.Optional(Type.String({ description: 'The whole address of the page behind.' })),
  },
  { description: 'Where the list goes on (contract 1.3).' },
)

/** The rows of the page, and how to go on from it; `address` is the list's own, without a query. */
export function paged<T>(
  kind: CursorKind,
  query: PageQuery,
  list: Listed<T>,
  keyOf: (item: T) => Key,
  address: string,
): { readonly items: readonly T[]; readonly paging: Static<typeof Paging> } {
  const { start, count } = asked(kind, query)
  const items = list.items.slice(0, count)
  const [first, last] = [items[0], items.at(-1)]
  if (first === undefined || last === undefined) return { items, paging: {} }
  const cursor = (number: number, item: T) => renderCursor(kind.letter, [number, ...keyOf(item)])
  const cursors = { before: cursor(start, first), after: cursor(start + items.length - 1, last) }
  const to = (name: 'after' | 'before') =>
    `${address}?limit=${query.limit ?? limitDefault}&${name}=${encodeURIComponent(cursors[name])}`
  // Whoever came back from a row knows that there is one behind.
  const hasNext = list.next !== null || query.before !== undefined
  return {
    items,
    paging: {
      cursors,
      ...(start > 0 ? { previous: to('before') } : {}),
      ...(hasNext ? { next: to('after') } : {}),
    },
  }
}
