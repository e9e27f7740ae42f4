/**
 * What a change costs on PostgreSQL: statements and round trips for each, which do not depend on the machine's load,
 * and how many there are in a second. With `--before <folder>` another checkout is measured beside this one, turn by
 * turn, and the figures are ratios.
 */
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import pg from 'pg'
import type { Call, Environment } from '../src/core/environment.ts'
import type { AccountId, GroupId, Key, KeyId, Workspace, WorkspaceId } from '../src/core/model.ts'
import type { Store } from '../src/core/store.ts'
import { startPostgres } from '../test/support/postgres-server.ts'
import { newPeople } from './load.ts'
import { createCountingWire } from './postgres-wire.ts'
import { median, repeat } from './turns.ts'

interface Version {
  readonly name: string
  readonly store: Store
  /** Carries out an operation by its name. */
  readonly act: (name: string, input: object) => Promise<Output>
  readonly account: AccountId
  readonly groups: readonly GroupId[]
  readonly code: string
}

/** What the operations that are used here answer, as far as it is looked at. */
interface Output {
  readonly account: { readonly id: AccountId }
  readonly group: { readonly head: { readonly id: GroupId } }
  readonly invite: { readonly code: string }
}

interface Scenario {
  readonly name: string
  readonly callers: number
  readonly once: (version: Version) => Promise<unknown>
}

let turn = 0
const add = (groups: number) => (version: Version) => {
  const [id = ''] = newPeople(1)
  turn += 1
  const group = version.groups[turn % groups]
  return version.act('addParticipants', { account: version.account, group, participants: [{ id }] })
}
const create = ({ act, account }: Version) => act('createGroup', { account, name: 'New', participants: [] })
function newAccount({ act }: Version): Promise<unknown> {
  const [user_id = ''] = newPeople(1)
  return act('createAccount', { network: 'builtin', profile: null, name: 'A', user_id })
}
async function joinNew({ act, code }: Version): Promise<unknown> {
  const [user_id = ''] = newPeople(1)
  const made = await act('createAccount', { network: 'builtin', profile: null, name: 'J', user_id })
  return act('joinGroup', { account: made.account.id, code })
}

const every: readonly Scenario[] = [
  { name: 'add, one group', callers: 1, once: add(1) },
  { name: 'add, one group', callers: 16, once: add(1) },
  { name: 'add, one group', callers: 64, once: add(1) },
  { name: 'add, 16 groups', callers: 64, once: add(16) },
  { name: 'add, 2,000 groups', callers: 16, once: add(2000) },
  { name: 'add, 2,000 groups', callers: 64, once: add(2000) },
  { name: 'new group', callers: 1, once: create },
  { name: 'new group', callers: 64, once: create },
  { name: 'new account', callers: 64, once: newAccount },
  { name: 'new account and join', callers: 64, once: joinNew },
]

const { values: options } = parseArgs({
  options: {
    before: { type: 'string' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    // Only those with so many callers.
    callers: { type: 'string' },
  },
})
const scenarios = every.filter(
  ({ callers }) => options.callers === undefined || callers === Number(options.callers),
)

/** Opens a store of some checkout on a new database, with all that the scenarios need. */
async function openVersion(name: string, folder: string, url: string): Promise<Version> {
  // Another checkout has the same modules, of which only these parts are used.
  const from = <T>(path: string) => import(join(folder, path)) as Promise<T>
  const { openPostgres } = await from<typeof import('../src/stores/postgres/index.ts')>(
    'src/stores/postgres/index.ts',
  )
  const { createEnvironment } = await from<typeof import('../src/app.ts')>('src/app.ts')
  const { execute } = await from<typeof import('../src/core/run.ts')>('src/core/run.ts')
  const { operations } = await from<{ operations: Readonly<Record<string, never>> }>(
    'src/core/operations/index.ts',
  )
  const store = await openPostgres({ url })
  const env: Environment = await createEnvironment(
    store,
    { committed: () => {}, changed: () => {} },
    { problem: () => null, send: () => Promise.resolve({ error: 'nothing is sent' }) },
  )
  // Nobody shall be refused, however long it runs.
  const most = { 'account.groups': 1e8, 'group.participants': 1e8 }
  const profiles = [...env.networks.values()].flatMap((network) => [...network.profiles.keys()])
  const limits = Object.fromEntries(profiles.map((profile) => [profile, most]))
  const workspace: Workspace = { id: env.id() as WorkspaceId, name, created_at: env.now(), limits }
  const times = { created_at: env.now(), expires_at: null, revoked_at: null }
  const bound = { account: null, parent: null, scopes: ['admin'] as const }
  const key: Key = { id: env.id() as KeyId, workspace: workspace.id, name, ...bound, ...times }
  await store.transaction(null, async (tx) => {
    await tx.addWorkspace(workspace)
    await tx.addKey(key, name)
  })
  const about = { dialect: 'bench', requestId: 'bench', idempotencyKey: null, revision: null, dryRun: false }
  const call: Call = { key, workspace, ...about }
  const act = async (operation: string, input: object): Promise<Output> => {
    const found = operations[operation]
    if (found === undefined) throw new Error(`There is no operation ${operation}.`)
    // The operation's own types say what it answers; here only what is listed above is looked at.
    return (await execute(env, call, found, input as never)).output as Output
  }
  const made = await act('createAccount', { network: 'builtin', profile: null, name: 'Bench', user_id: null })
  const account = made.account.id
  const groups: GroupId[] = []
  const newGroup = () => act('createGroup', { account, name: 'Bench', participants: [] })
  while (groups.length < 2000) {
    const some = await Promise.all(Array.from({ length: 50 }, newGroup))
    groups.push(...some.map(({ group }) => group.head.id))
  }
  const { invite } = await act('createInvite', {
    ...{ account, group: groups[0], expires_at: null, uses_max: null, role: 'member', approval: false },
  })
  return { name, store, act, account, groups, code: invite.code }
}

/** Seconds of processor time that the sessions of a database have used. */
async function processorOf(url: string): Promise<number> {
  const { readFileSync } = await import('node:fs')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and application_name = 'muster'",
  )
  await client.end()
  const ticks = rows.map(({ pid }) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, each) => sum + each, 0) / 100
}

async function counts(
  folders: ReadonlyMap<string, string>,
  newDatabase: () => Promise<string>,
): Promise<void> {
  const table = new Table({
    head: ['counted', 'callers', 'version', 'statements each', 'round trips each'],
    style: { head: [], border: [] },
  })
  for (const [name, folder] of folders) {
    const wire = await createCountingWire(await newDatabase())
    const version = await openVersion(name, folder, wire.url)
    for (const { name: what, callers, once } of scenarios) {
      // Statements are prepared by the first.
      for (let n = 0; n < 3; n += 1) await Promise.all(Array.from({ length: callers }, () => once(version)))
      wire.take()
      const times = Math.max(100, callers * 8)
      let left = times
      const caller = async () => {
        for (; left > 0; ) {
          left -= 1
          await once(version)
        }
      }
      await Promise.all(Array.from({ length: callers }, caller))
      const { statements, roundTrips } = wire.take()
      table.push([what, callers, name, (statements / times).toFixed(2), (roundTrips / times).toFixed(2)])
    }
    await version.store.close()
    await wire.close()
  }
  console.log(table.toString())
}

async function speeds(
  folders: ReadonlyMap<string, string>,
  newDatabase: () => Promise<string>,
  { seconds, rounds }: { readonly seconds: number; readonly rounds: number },
): Promise<void> {
  const open: { readonly version: Version; readonly url: string }[] = []
  for (const [name, folder] of folders) {
    const url = await newDatabase()
    open.push({ version: await openVersion(name, folder, url), url })
  }
  const table = new Table({
    head: [
      'measured',
      'callers',
      'version',
      'per second',
      'of the first',
      'ms of Node each',
      'ms of PostgreSQL each',
    ],
    style: { head: [], border: [] },
  })
  for (const { name, callers, once } of scenarios) {
    const seen = open.map(() => ({ rates: [] as number[], node: [] as number[], postgres: [] as number[] }))
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, { version, url }] of open.entries()) {
        const [before, cpu] = [await processorOf(url), process.cpuUsage()]
        const rate = await repeat(callers, seconds, () => once(version))
        const used = process.cpuUsage(cpu)
        const times = rate * seconds
        seen[index]?.rates.push(rate)
        seen[index]?.node.push((used.user + used.system) / 1000 / times)
        seen[index]?.postgres.push((((await processorOf(url)) - before) * 1000) / times)
      }
    }
    const first = median(seen[0]?.rates ?? [])
    for (const [index, { version }] of open.entries()) {
      const { rates = [], node = [], postgres = [] } = seen[index] ?? {}
      const rate = median(rates)
      table.push([
        ...[name, callers, version.name, Math.round(rate), (rate / first).toFixed(2)],
        ...[median(node).toFixed(2), median(postgres).toFixed(2)],
      ])
    }
  }
  for (const { version } of open) await version.store.close()
  console.log(table.toString())
}

async function main(): Promise<void> {
  const own = join(import.meta.dirname, '..')
  const folders = new Map([
    ...(options.before === undefined ? [] : ([['before', resolve(options.before)]] as const)),
    ['now', own] as const,
  ])
  const postgres = await startPostgres({ isDurable: true })
  let databases = 0
  const newDatabase = async () => {
    databases += 1
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    await client.query(`create database bench${databases}`)
    await client.end()
    const url = new URL(postgres.url)
    url.pathname = `/bench${databases}`
    return url.href
  }
  try {
    await counts(folders, newDatabase)
    await speeds(folders, newDatabase, { seconds: Number(options.seconds), rounds: Number(options.rounds) })
  } finally {
    await postgres.stop()
  }
}

await main()
