/** What can go wrong with a database behind a wire, and what it means: come back, try again, or a fault of ours. */
import pg from 'pg'
import { Failure } from '../../core/failure.ts'

/** The database is away, too busy or about to go: nothing is wrong with the request. */
const away = /^(08|53)|^57P0[1-5]$|^(57014|55P03|25P0[23]|25006)$/

/**
 * Somebody else was there at the same time: a deadlock, a snapshot that is too old, or a row that came in between
 * the look and the act. The same work finds everything in order when it is done again.
 */
const together = /^(40001|40P01|23505)$/

/** Work that saw what was no longer so when it wrote; it is undone and done again. */
export class Again extends Error {}

function stateOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null
}

/** Whether the work may succeed when it is done again from its beginning. */
export function isWorthAgain(error: unknown): boolean {
  return error instanceof Again || together.test(stateOf(error) ?? '')
}

/** Whether the connection is of no use any more. What the database itself did not say came from the wire. */
export function isBroken(error: unknown): boolean {
  const state = stateOf(error)
  return state === null || /^(08|57P)/.test(state)
}

/** What went wrong with a statement: what the database said of it, or that it could not be reached. */
export function fromWire(error: unknown): unknown {
  return stateOf(error) === null ? busy(error) : error
}

/** The failure that a caller is told: to come back, where that helps; else what it was. */
export function toTrouble(error: unknown): unknown {
  const state = stateOf(error) ?? ''
  return error instanceof Again || together.test(state) || away.test(state) ? busy(error) : error
}

/** The server cannot serve at this moment. */
export function busy(cause: unknown): Failure {
  const detail =
    'The database cannot be reached or is busy; repeat the request after the seconds in Retry-After.'
  return new Failure('overloaded', detail, { retry_after_s: 1 }, cause)
}
