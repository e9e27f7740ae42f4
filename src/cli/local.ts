/** Commands that are not one call of the API: the server itself, its copies, the demo, and those for webhooks. */
import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { readConfig, settings } from '../config.ts'
import type { Context } from './command.ts'
import type { ListenOptions } from './listen/index.ts'
import { exits, Told, wordsOf } from './told.ts'
import type { TriggerOptions } from './trigger/index.ts'

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
  addEventCommands(program, context)
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
  addAuditCommands(program)
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

function addAuditCommands(program: Command): void {
  program
    .command('audit')
    .description('The record of runs, and whether it is what it was.')
    .command('verify')
    .description(
      `Check the sealed record of runs in ${settings.dataDirectory.name} or ${settings.databaseUrl.name}, also while the server runs; docs/audit.md says what it proves.`,
    )
    .option('--of <place>', 'Another data directory, or postgres://user:password@host/database.')
    .option(
      '--expect <hash>',
      'A hash that was noted earlier must still be in the chain; can be repeated.',
      hashes,
    )
    .action(({ of, expect = [] }: { readonly of?: string; readonly expect?: readonly string[] }) =>
      inWords('The record was not checked', async () => {
        const { verifyAudit } = await import('./audit.ts')
        const { dataDirectory, databaseUrl } = readConfig(process.env)
        const isJson = program.opts<{ readonly json?: boolean }>().json === true
        process.exitCode = await verifyAudit({ place: of ?? databaseUrl ?? dataDirectory, expect, isJson })
      }),
    )
}

function hashes(text: string, earlier: readonly string[] = []): readonly string[] {
  const hash = text.trim().toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new InvalidArgumentError('It must have 64 hexadecimal digits.')
  return [...earlier, hash]
}

/** Those that help with events: seeing them, having them delivered, and causing them. */
function addEventCommands(program: Command, context: () => Context): void {
  program
    .command('listen')
    .description("Print what happens in the workspace's groups, as it comes; with --json one JSON to a line.")
    .option('--group <group>', 'Only events of this group: grp_….')
    .option('--type <types>', 'Only events of these types, with commas between.')
    .option(
      '--after <cursor>',
      'Go on behind this cursor; start for the very first. From now on when left out.',
    )
    .option('--forward <address>', 'Deliver each event there by POST, signed per Standard Webhooks.')
    .option('--secret <secret>', 'Signs what --forward delivers: whsec_…; made up when left out.')
    .action(async (options: ListenOptions) => {
      const { listen } = await import('./listen/index.ts')
      process.exitCode = await listen(context(), options)
    })
  program
    .command('trigger')
    .description(
      'Cause a sample of an event, in an account and a group made for it, and take both away again.',
    )
    .argument('[event]', 'Its type, such as participants.added.')
    .option('--list', 'Show every event and what is done for it.')
    .option('--keep', 'Leave account and group there.')
    .action(async (event: string | undefined, options: TriggerOptions) => {
      const { trigger } = await import('./trigger/index.ts')
      process.exitCode = await trigger(context(), event, options)
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
