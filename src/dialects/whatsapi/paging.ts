/**
 * Pages. The contract has none, and its clients read one answer as all there is: so a list without `limit` is as
 * long as one answer may be, and says so in `next_cursor` where there is more.
 */
import { Type } from 'typebox'
import { type Key, parseCursor, renderCursor } from '../../core/cursor.ts'
import { fail } from '../../core/failure.ts'

/** Most rows of one answer. */
export const limitMax = 1000
/** Most people that come along with a group: all that a group on WhatsApp holds. */
export const peopleMax = 1024

/** The query of every list, of ours. */
export const paging = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: limitMax,
      description: `How many at most; as many as one answer holds when left out, ${limitMax}. A field of ours.`,
    }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1024, description: 'The `next_cursor` of the page before. A field of ours.' }),
  ),
}

interface PageQuery {
  readonly limit?: number
  readonly cursor?: string
}

/** One kind of cursor: its letter, and of how many numbers the key of its list is. */
export interface CursorKind {
  readonly letter: string
  readonly parts: number
}
/** Accounts, oldest first: id. */
export const instanceCursor: CursorKind = { letter: 'i', parts: 1 }
/** Groups, newest first: id. */
export const groupCursor: CursorKind = { letter: 'g', parts: 1 }
/** Participants: standing, since, person. */
export const participantCursor: CursorKind = { letter: 'p', parts: 3 }

/** The page that the query asks for. */
export function pageOf(
  { letter, parts }: CursorKind,
  { limit = limitMax, cursor }: PageQuery,
): { readonly limit: number; readonly after: number[] | null } {
  return { limit, after: cursor === undefined ? null : [...parseCursor(letter, cursor, parts)] }
}

/** The cursor of the next page as a field of the answer; no field at the end. */
export function nextCursor({ letter }: CursorKind, next: Key | null): { readonly next_cursor?: string } {
  return next === null ? {} : { next_cursor: renderCursor(letter, next) }
}

/** Contacts follow each other by their ids, which are texts. */
const contactLetter = 'k'

/** The page of contacts that the query asks for. */
export function contactPage({ limit = limitMax, cursor }: PageQuery): {
  readonly limit: number
  readonly after: string | null
} {
  if (cursor === undefined) return { limit, after: null }
  const after = Buffer.from(cursor.slice(1), 'base64url').toString()
  if (after === '' || contactCursor(after).next_cursor !== cursor) fail('invalid_cursor')
  return { limit, after }
}

/** The cursor after a contact, as a field of the answer. */
export function contactCursor(next: string | null): { readonly next_cursor?: string } {
  return next === null ? {} : { next_cursor: contactLetter + Buffer.from(next).toString('base64url') }
}
