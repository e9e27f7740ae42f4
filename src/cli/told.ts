/** Trouble that has been put into a sentence for the person at the terminal. */
import { getSystemErrorMessage } from 'node:util'

/** The exit codes of the program. */
export const exits = { ok: 0, refused: 1, usage: 2, unreachable: 3 } as const
export type Exit = (typeof exits)[keyof typeof exits]

/** Ends the program with one sentence on standard error. */
export class Told extends Error {
  readonly exit: Exit

  constructor(exit: Exit, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.exit = exit
  }
}

/** What went wrong, in the words of whoever noticed it; the system's are put into plain ones. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!('errno' in error) || typeof error.errno !== 'number') return error.message
  const path = 'path' in error && typeof error.path === 'string' ? ` (${error.path})` : ''
  return `${getSystemErrorMessage(error.errno)}${path}`
}
