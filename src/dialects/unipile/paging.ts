/**
 * Pages (contract 1.3). The lists of an account take a cursor or an offset, both everywhere; the account list
 * takes an offset only. A cursor carries the limit and the filters of its first request, so it may be sent alone.
 */
import { Type } from 'typebox'
import { type Key, parseCursor, renderCursor } from '../../core/cursor.ts'
import { fail } from '../../core/failure.ts'

/** What a page holds when nothing is asked for (contract 1.3). */
const limitDefault = 20
// Unipile publishes no highest limit. More than this is refused and never cut down in silence: a client that
// pages by offset adds the limit it asked for, and would skip what was cut.
const limitMax = 1000
/** As far as an offset goes, so that the cost of a page is bounded. */
const offsetMax = 10_000

const limit = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: limitMax,
    description: `How many at most; ${limitDefault} when left out (contract 1.3).`,
  }),
)
const offset = Type.Optional(
  Type.Integer({
    minimum: 0,
    description: `How many to skip, at most ${offsetMax}; beyond it use the cursor (contract 1.3).`,
  }),
)

/** The query of the account list (contract 1.3). */
export const offsetPaging = { limit, offset }

/** The query of every list of an account (contract 1.3). */
export const cursorPaging = {
  limit,
  offset,
  cursor: Type.Optional(
    Type.String({
      maxLength: 2048,
      description:
        'The `next_cursor` of the page before, unchanged; alone, or with another limit (contract 1.3).',
    }),
  ),
}

type Filters = Readonly<Record<string, string>>

interface OffsetQuery {
  readonly limit?: number
  readonly offset?: number
}
interface CursorQuery extends OffsetQuery {
  readonly cursor?: string
}

/** One page as the core wants it, and the filters that hold for it. */
export interface Wanted {
  readonly limit: number
  readonly skip: number
  readonly after: number[] | null
  readonly filters: Filters
}

/** One kind of cursor: its letter, and of how many numbers the key of its list is. */
export interface CursorKind {
  readonly letter: string
  readonly parts: number
}

/** Chats by last activity: time, id. */
export const chatCursor: CursorKind = { letter: 'c', parts: 2 }
/** Participants: standing, since, person. */
export const participantCursor: CursorKind = { letter: 'p', parts: 3 }
/** Messages: id. */
export const messageCursor: CursorKind = { letter: 'm', parts: 1 }

function skipOf(query: OffsetQuery): number {
  const skip = query.offset ?? 0
  if (skip > offsetMax) {
    fail('limit_exceeded', `An offset goes to ${offsetMax}; beyond it, use cursor for pagination.`, {
      max: offsetMax,
    })
  }
  return skip
}

/** The page of a list that takes an offset only. */
export function offsetPage(query: OffsetQuery): { readonly limit: number; readonly skip: number } {
  return { limit: query.limit ?? limitDefault, skip: skipOf(query) }
}

function parseFilters(text: string): Filters {
  try {
    const found: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (
      typeof found === 'object' &&
      found !== null &&
      Object.values(found).every((value) => typeof value === 'string')
    ) {
      return found as Filters
    }
  } catch {
    // What is no JSON is no cursor of ours, as is JSON of another shape.
  }
  fail('invalid_cursor')
}

/** The page that the query asks for. A cursor with other filters than its own, or with an offset, is refused. */
export function cursorPage(kind: CursorKind, query: CursorQuery, filters: Filters): Wanted {
  if (query.cursor === undefined) {
    return { limit: query.limit ?? limitDefault, skip: skipOf(query), after: null, filters }
  }
  if ((query.offset ?? 0) > 0) fail('invalid_cursor', 'Send either a cursor or an offset, not both.')
  const [key = '', kept] = query.cursor.split('~')
  const [first = limitDefault, ...after] = parseCursor(kind.letter, key, kind.parts + 1)
  const own = kept === undefined ? {} : parseFilters(kept)
  for (const [name, value] of Object.entries(filters)) {
    if (own[name] !== value) {
      fail('invalid_cursor', `The cursor belongs to a query with another \`${name}\`; send the cursor alone.`)
    }
  }
  return { limit: query.limit ?? first, skip: 0, after, filters: own }
}

/** The cursor of the next page, as a field of the answer; no field at the end (contract 1.1, 1.3). */
export function nextCursor(
  kind: CursorKind,
  wanted: Wanted,
  next: Key | null,
): { readonly next_cursor?: string } {
  if (next === null) return {}
  const key = renderCursor(kind.letter, [wanted.limit, ...next])
  const kept =
    Object.keys(wanted.filters).length === 0
      ? ''
      : `~${Buffer.from(JSON.stringify(wanted.filters)).toString('base64url')}`
  return { next_cursor: key + kept }
}
