/** `muster demo`: a server with something going on. */
import { intro, outro, spinner } from '@clack/prompts'
import type { Context } from '../command.ts'
import { colours, json, table } from '../output.ts'
import { type Exit, exits } from '../told.ts'
import { type Filled, fill } from './fill.ts'
import { type GroupPlan, groups } from './plan.ts'

interface Progress {
  readonly tell: (doing: string) => void
  readonly end: (said: string, isDone: boolean) => void
}

/** A terminal sees one line that changes, a pipe one line for each step, a program nothing. */
function progressOf({ isJson, print }: Context): Progress {
  if (isJson) return { tell: () => undefined, end: () => undefined }
  if (process.stdout.isTTY !== true) return { tell: print, end: print }
  intro('A server with something going on')
  const turning = spinner()
  turning.start('Beginning')
  return {
    tell: (doing) => turning.message(doing),
    end: (said, isDone) => {
      if (!isDone) return turning.error(said)
      turning.stop('Filled')
      outro(said)
    },
  }
}

/** Fills the server and prints what to try. */
export async function demo(context: Context): Promise<Exit> {
  const progress = progressOf(context)
  try {
    const filled = await fill(context.muster, progress.tell)
    progress.end(`${filled.accounts.size} accounts and ${filled.groups.size} groups are there.`, true)
    context.print(context.isJson ? json(asJson(filled)) : report(filled, context.url))
    return exits.ok
  } catch (error) {
    progress.end('It did not get to the end; run it again to continue.', false)
    throw error
  }
}

function asJson({ accounts, groups, sandbox, refusals }: Filled) {
  return { accounts: Object.fromEntries(accounts), groups: Object.fromEntries(groups), sandbox, refusals }
}

function rowOf({ accounts, groups }: Filled, plan: GroupPlan): readonly unknown[] {
  return [groups.get(plan.slug), plan.name, accounts.get(plan.owner), plan.description]
}

function report(filled: Filled, url: string): string {
  const { sandbox, refusals } = filled
  return [
    '',
    table(
      ['group', 'name', 'its owner', 'what it shows'],
      groups.map((plan) => rowOf(filled, plan)),
    ),
    ...(sandbox.length === 0 ? [] : ['', 'People who could not simply be added:', '', outcomes(sandbox)]),
    '',
    'Accounts without groups say why:',
    ...refusals.map((sentence) => `  ${sentence}`),
    '',
    colours.bold('Try:'),
    ...suggestions(filled, url).map((line) => `  ${line}`),
  ].join('\n')
}

function outcomes(sandbox: Filled['sandbox']): string {
  return table(
    ['participant', 'outcome', 'reason'],
    sandbox.map((one) => [one.participant, one.outcome, one.reason]),
  )
}

function suggestions({ accounts, groups }: Filled, url: string): readonly string[] {
  const group = (slug: string) => groups.get(slug) ?? ''
  return [
    `export MUSTER_ACCOUNT=${accounts.get('anna') ?? ''}`,
    'muster group list',
    `muster message list ${group('hiking')}`,
    `muster participant list ${group('town-hall')} --limit 5`,
    `muster participant add ${group('hiking')} gustav helga --dry-run`,
    `muster group get ${group('old-project')}   # read only: Anna has left`,
    `muster request list ${group('books')} --account ${accounts.get('ben') ?? ''}`,
    `muster ban list ${group('football')} --account ${accounts.get('clara') ?? ''}`,
    `muster participant add ${group('suppliers')} +15550100403 +15550100404 --account ${accounts.get('sales') ?? ''}`,
    'muster network capabilities --profile whatsapp',
    `${url}/docs   # every call, to be tried in a browser`,
  ]
}
