/** The program `muster`: parses the command line, and turns every end into an exit code and a sentence. */
import { CommanderError } from 'commander'
import { MusterError } from 'muster-sdk'
import { createProgram, globalsOf } from './program.ts'
import { type Exit, exits, Told, wordsOf } from './told.ts'

const program = createProgram()

/** The sentence for the person at the terminal, and the exit code. */
function endOf(error: unknown): { readonly exit: Exit; readonly sentence: string | null } {
  if (error instanceof CommanderError) {
    // It has printed its own sentence, or the help that was asked for.
    return { exit: error.exitCode === 0 ? exits.ok : exits.usage, sentence: null }
  }
  if (error instanceof Told) return { exit: error.exit, sentence: error.message }
  if (error instanceof MusterError) {
    return { exit: error.code === 'unreachable' ? exits.unreachable : exits.refused, sentence: error.message }
  }
  return { exit: exits.refused, sentence: `Unexpected: ${wordsOf(error)} (--debug shows where it came from)` }
}

// Whoever reads the output may have read enough: `muster group list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exits.ok : exits.refused)
})

try {
  await program.parseAsync()
} catch (error) {
  const { exit, sentence } = endOf(error)
  if (sentence !== null) process.stderr.write(`${sentence}\n`)
  if (sentence !== null && globalsOf(program).debug === true) console.error(error)
  process.exitCode = exit
}
