/** Builds the program from the table of commands. */
import { readFileSync } from 'node:fs'
import { Argument, Command, Option } from 'commander'
import { type CallOptions, createMuster, operations } from 'muster-sdk'
import type { CommandRow, Context } from './command.ts'
import { commands, subjects } from './commands/index.ts'
import type { Field, Fields } from './field.ts'
import { addLocalCommands } from './local.ts'
import { exits, Told, wordsOf } from './told.ts'

/** Options that stand before or after any command. */
export interface Globals {
  readonly url: string
  readonly key?: string
  readonly json?: boolean
  readonly debug?: boolean
}

/** The options that stand before or after any command, as commander has read them. */
export function globalsOf(program: Command): Globals {
  return program.opts<Globals>()
}

function version(): string {
  // Both src/cli and dist/cli lie two folders below it.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

/** The whole program, ready to parse. It throws instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('muster')
    .description('Manages group chats: runs the server, and calls it.')
    .version(version())
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows what it takes)')
    .addOption(
      new Option('--url <address>', 'The server.').env('MUSTER_URL').default('http://127.0.0.1:8080'),
    )
    .addOption(new Option('--key <key>', 'A key of the server.').env('MUSTER_KEY'))
    .option('--json', "Print the API's JSON, for programs.")
    .option('--debug', 'Show where an unexpected error came from.')
    .addHelpText('after', '\nExit codes: 0 done, 1 refused, 2 wrong usage, 3 the server cannot be reached.')
  addLocalCommands(program, () => contextOf(program))
  const parents = new Map(
    Object.entries(subjects).map(([word, meaning]) => [word, program.command(word).description(meaning)]),
  )
  for (const row of commands) {
    const [subject = '', verb = ''] = row.name.split(' ')
    const parent = parents.get(subject)
    if (parent === undefined) throw new Error(`The command ${row.name} has no subject.`)
    addCommand(program, parent.command(verb), row)
  }
  return program
}

function addCommand(program: Command, made: Command, row: CommandRow): void {
  made.description(row.summary)
  for (const [name, field] of Object.entries(row.arguments ?? {})) made.addArgument(argumentOf(name, field))
  for (const [name, field] of Object.entries(row.options ?? {})) made.addOption(optionOf(name, field))
  addWriteOptions(made, row)
  made.action(async () => {
    const given = {
      ...argumentsOf(row.arguments ?? {}, made.processedArgs),
      ...made.opts<Record<string, unknown>>(),
    }
    process.exitCode = await row.run(contextOf(program, callOf(made)), given)
  })
}

function argumentOf(name: string, field: Field<unknown>): Argument {
  const syntax = `${dashed(name)}${field.isMany ? '...' : ''}`
  const made = new Argument(field.isRequired ? `<${syntax}>` : `[${syntax}]`, field.meaning)
  return made.argParser(field.read)
}

function optionOf(name: string, field: Field<unknown>): Option {
  const value = field.placeholder === null ? '' : ` <${field.placeholder}>`
  const made = new Option(`--${dashed(name)}${value}`, field.meaning).makeOptionMandatory(field.isRequired)
  if (field.placeholder !== null) made.argParser(field.read)
  return field.env === null ? made : made.env(field.env)
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function argumentsOf(fields: Fields, values: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(fields).map((name, index) => [name, values[index]]))
}

function addWriteOptions(made: Command, row: CommandRow): void {
  const behind = row.operations.map((id) => operations[id])
  if (behind.some((operation) => operation.isWrite)) {
    made.option('--dry-run', 'Check and answer as if it were done, and change nothing.')
    made.addOption(
      new Option('--idempotency-key <key>', 'With the same key the same command has one effect.').argParser(
        visible,
      ),
    )
  }
  if (behind.some((operation) => operation.takesIfMatch)) {
    made.addOption(
      new Option('--if-match <revision>', "Only if this is still the group's revision.").argParser(revision),
    )
  }
}

function visible(text: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(text))
    throw new Told(exits.usage, 'The idempotency key must have 1 to 255 characters without spaces.')
  return text
}

function revision(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new Told(exits.usage, 'The revision must be a whole number, as `group get` shows it.')
  return Number(text)
}

function callOf(made: Command): CallOptions {
  const { dryRun, idempotencyKey, ifMatch } = made.opts<CallOptions>()
  return { dryRun, idempotencyKey, ifMatch }
}

function contextOf(program: Command, call: CallOptions = {}): Context {
  const { url, key, json } = globalsOf(program)
  if (key === undefined || key === '')
    throw new Told(exits.usage, 'Name a key of the server with --key or MUSTER_KEY.')
  return {
    muster: connect(url, key),
    server: { url, key },
    url: url.replace(/\/+$/, ''),
    call,
    isJson: json === true,
    print: (text) => process.stdout.write(`${text}\n`),
    warn: (text) => process.stderr.write(`${text}\n`),
  }
}

function connect(url: string, key: string) {
  try {
    return createMuster({ url, key })
  } catch (error) {
    throw new Told(exits.usage, wordsOf(error))
  }
}
