/** What the queries need of a database: to carry out statements that are written once, as data. */

declare const shape: unique symbol

/** One SQL statement: `?` takes the arguments in order, and it yields rows of one shape. */
export interface Statement<Arguments extends readonly Value[] = readonly Value[], Row = unknown> {
  readonly sql: string
  readonly [shape]?: (...args: Arguments) => Row
}

/** What a statement may be given. Truth values are 0 and 1, and everything else is JSON text. */
export type Value = number | string | null | Uint8Array

/** Writes down one statement with the types of its arguments and rows. */
export function statement<Arguments extends readonly Value[], Row = never>(
  sql: string,
): Statement<Arguments, Row> {
  return { sql }
}

/** Carries out statements on one connection, each after the one before. */
export interface Driver {
  readonly one: <A extends readonly Value[], R>(of: Statement<A, R>, ...args: A) => Promise<R | undefined>
  readonly all: <A extends readonly Value[], R>(of: Statement<A, R>, ...args: A) => Promise<readonly R[]>
  /** How many rows changed. */
  readonly run: <A extends readonly Value[]>(of: Statement<A>, ...args: A) => Promise<number>
  /** `one` for each set of arguments; a database behind a wire may be asked for all of them at once. */
  readonly ones: <A extends readonly Value[], R>(
    of: Statement<A, R>,
    list: readonly A[],
  ) => Promise<readonly (R | undefined)[]>
  /** `run` for each set of arguments; how many rows changed in all. */
  readonly runs: <A extends readonly Value[]>(of: Statement<A>, list: readonly A[]) => Promise<number>
}
