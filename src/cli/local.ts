/** Commands that are not one call of the API: the server itself, its copies, and the demo. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readConfig, settings } from '../config.ts'
import type { Context } from './command.ts'
import { exits, Told, wordsOf } from './told.ts'

/** Adds them. What is large is loaded only by the command that needs it, so that the others start quickly. */
export function addLocalCommands(program: Command, context: () => Context): void {
  program
    .command('serve')
    .description('Run the server until it is told to stop.')
    .addHelpText('after', `\nSettings, from the environment:\n${settingsText()}`)
    .action(async () => {
      const { serve } = await import('./serve.ts')
      await serve()
    })
  program
    .command('demo')
    .description('Fill the server with a lively example; running it again does no harm.')
    .action(async () => {
      const { demo } = await import('./demo/index.ts')
      process.exitCode = await demo(context())
    })
  program
    .command('backup')
    .description('Copy everything that the server keeps to a new file, also while it runs.')
    .argument('<file>', 'The new file.')
    .action((file: string) =>
      inWords('The backup was not made', async () => {
        const { backupSqlite, backupPostgres } = await import('../app.ts')
        const { dataDirectory, databaseUrl } = readConfig(process.env)
        if (databaseUrl === null) await backupSqlite(dataDirectory, file)
        else await backupPostgres(databaseUrl, file)
        const what = databaseUrl === null ? resolve(dataDirectory) : 'the PostgreSQL'
        process.stdout.write(`Everything in ${what} is in ${resolve(file)}.\n`)
      }),
    )
  program
    .command('restore')
    .description(
      `Bring a backup back into ${settings.dataDirectory.name} or ${settings.databaseUrl.name}, which must be empty.`,
    )
    .argument('<file>', 'The backup.')
    .action((file: string) =>
      inWords('Nothing was restored', async () => {
        const { restoreSqlite, restorePostgres } = await import('../app.ts')
        const { dataDirectory, databaseUrl } = readConfig(process.env)
        if (databaseUrl === null) await restoreSqlite(file, dataDirectory)
        else await restorePostgres(file, databaseUrl)
        const where = databaseUrl === null ? resolve(dataDirectory) : 'the PostgreSQL'
        process.stdout.write(`${resolve(file)} is back in ${where}.\n`)
      }),
    )
  program
    .command('move')
    .description(
      'Move everything from a data directory to a PostgreSQL, or back, and compare every row. Run it again to go on.',
    )
    .requiredOption('--from <place>', 'The data directory, or postgres://user:password@host/database.')
    .requiredOption('--to <place>', 'The other one; it must be empty.')
    .action(async ({ from, to }: { from: string; to: string }) => {
      const { moveAll } = await import('./move.ts')
      await inWords('Not everything was moved', () => moveAll(from, to))
    })
}

function settingsText(): string {
  return Object.values(settings)
    .map(
      ({ name, meaning, fallback }) =>
        `  ${name.padEnd(28)}${meaning}${fallback === '' ? '' : ` (${fallback})`}`,
    )
    .join('\n')
}

/** What goes wrong with files and databases is said in one sentence; --debug shows the rest. */
async function inWords(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new Told(exits.refused, `${what}: ${wordsOf(error)}`, error)
  }
}
