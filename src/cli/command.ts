/** A command as data: its name, the operations behind it, what it takes, and what it does. */
import type { CallOptions, Muster, MusterOptions, OperationId } from 'muster-sdk'
import type { Fields, Values } from './field.ts'
import type { Exit } from './told.ts'

/** What a command may use. */
export interface Context {
  readonly muster: Muster
  /** The same server, for what is no single call. */
  readonly server: MusterOptions
  /** The server's address, to be shown. */
  readonly url: string
  /** What each write is to be given: dry run, idempotency key, revision. */
  readonly call: CallOptions
  /** Print the API's JSON, for programs. */
  readonly isJson: boolean
  readonly print: (text: string) => void
  readonly warn: (text: string) => void
}

interface RowData<A extends Fields, O extends Fields> {
  /** The words of the command, such as `group create`. */
  readonly name: string
  /** The operations that it calls; a test holds that each operation of the API has a command. */
  readonly operations: readonly OperationId[]
  readonly summary: string
  readonly arguments?: A
  readonly options?: O
  readonly run: (context: Context, given: Values<A> & Values<O>) => Promise<Exit>
}

/** One row of the table of commands. What `run` takes was checked by the compiler in `command`. */
export type CommandRow = RowData<Fields, Fields>

/** Writes one row; the compiler holds `run` to the fields that the row declares. */
export function command<A extends Fields = Record<never, never>, O extends Fields = Record<never, never>>(
  row: RowData<A, O>,
): CommandRow {
  // The fields were the proof; behind this line every row looks alike.
  return row as unknown as CommandRow
}
