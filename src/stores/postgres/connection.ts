/** Connections to one PostgreSQL: pools of them, what each is set to, and a driver over one. */
import pg from 'pg'
import type { WorkspaceId } from '../../core/model.ts'
import type { Driver, Statement, Value } from '../driver.ts'
import { type Spelled, spell } from './spelling.ts'
import { fromWire, isBroken, toTrouble } from './trouble.ts'

/** The role that the server's statements run as. It owns nothing, so that row-level security holds for it. */
export const appRole = 'muster_app'

/** Whose rows a statement sees: one workspace's, or with `*` everybody's, for the server's own work. */
export type Scope = WorkspaceId | '*'

/** A caller is told within two seconds that the database is away, so nothing waits longer than this for it. */
const patienceMs = 1500

const int8 = 20

/** Ids, times and counts are below 2^53, so they are numbers here as everywhere. */
const types: pg.CustomTypesConfig = {
  // The driver's own parser answers by the column's type, which no signature can tell.
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)) as never,
}

/**
 * Every statement goes along an index in the order that it wants (`test/contract/sqlite.test.ts` holds it to that). Left
 * to itself PostgreSQL takes what a workspace or a group holds for the average, or for a row or two behind a wall, and
 * then reads all of a large group and sorts it for the sake of one page. What it has no other way for it still sorts.
 */
export const planning = [
  ...['enable_sort=off', 'enable_incremental_sort=off', 'enable_bitmapscan=off', 'enable_seqscan=off'],
  ...['enable_hashjoin=off', 'enable_mergejoin=off'],
  // A page is read in half a millisecond; to start processes that read it together takes ten times as long.
  ...['max_parallel_workers_per_gather=0', 'jit=off'],
] as const

/**
 * An address and the `options` in it. Left there they would take the place of the server's own, and with those the role
 * that cannot see beyond a workspace.
 */
function apart(url: string): { readonly address: string; readonly options: readonly string[] } {
  const [address = url, query = ''] = url.split(/\?(.*)/s)
  const parameters = new URLSearchParams(query)
  const options = parameters.getAll('options')
  parameters.delete('options')
  return { address: parameters.size === 0 ? address : `${address}?${parameters}`, options }
}

/** How one connection is made. Without a role it is the owner's, who may change the schema, and may take his time. */
export function clientOptions(url: string, role: string | null): pg.ClientConfig {
  const settings = [
    ...(role === null ? [] : [`role=${role}`, `statement_timeout=${patienceMs}`]),
    'idle_in_transaction_session_timeout=60000',
    // Every look-up goes along one key, whatever it is given: a plan is made once for each statement and kept.
    'plan_cache_mode=force_generic_plan',
    'default_transaction_isolation=read\\ committed',
    'synchronous_commit=on',
    // The owner's connection looks through whole tables, and is left to the planner.
    ...(role === null ? [] : planning),
    // A server whose machine went away must not hold its locks for hours.
    'tcp_keepalives_idle=5',
    'tcp_keepalives_interval=2',
    'tcp_keepalives_count=3',
  ]
  const { address, options } = apart(url)
  return {
    connectionString: address,
    application_name: 'muster',
    types,
    keepAlive: true,
    connectionTimeoutMillis: patienceMs,
    // Of two settings of one name the last holds.
    options: [...options, ...settings.map((setting) => `-c ${setting}`)].join(' '),
    ...(role === null ? {} : { query_timeout: patienceMs + 300 }),
  }
}

/** A connection, and whose rows it shows at present. */
export interface Link {
  readonly client: pg.PoolClient
  scope: Scope | null
  /** When it last began to make its plans, by the steady clock. */
  plannedAt: number
  /** Something went wrong on the wire: what is open is lost, and the connection with it. */
  broken: boolean
}

export interface Pool {
  /** Whether any of its connections is in use or waited for. */
  readonly isBusy: () => boolean
  readonly take: () => Promise<Link>
  readonly give: (link: Link) => void
  readonly end: () => Promise<void>
}

/**
 * A plan that was made for a table of ten rows may read all of a table of a million. PostgreSQL keeps a statement's plan
 * until it has analyzed its tables anew, a minute later or more; so plans are made anew this often, which takes some
 * milliseconds.
 */
const plansLastMs = 10_000

/** A pool of connections that send a statement before the one before it was answered. */
export function createPool(url: string, role: string | null, max: number): Pool {
  const pool = new pg.Pool({
    ...clientOptions(url, role),
    pipeline: true,
    max,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
  } as pg.PoolConfig)
  // An idle connection that ends is taken out of the pool; whoever needs one next gets a new one.
  pool.on('error', () => undefined)
  // What breaks between two statements is told to the next one. The end may stand right behind the greeting, before
  // whoever asked for the connection has it, and an error that nobody hears would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  const links = new WeakMap<pg.PoolClient, Link>()
  return {
    isBusy: () => pool.waitingCount > 0 || pool.totalCount > pool.idleCount,
    async take() {
      try {
        const client = await pool.connect()
        const now = performance.now()
        const known = links.get(client)
        if (known !== undefined) {
          if (now - known.plannedAt > plansLastMs) {
            known.plannedAt = now
            // Not waited for: what follows is carried out behind it, and meets whatever it met.
            command(known, 'discard plans').catch(() => undefined)
          }
          return known
        }
        const link = { client, scope: null, plannedAt: now, broken: false }
        links.set(client, link)
        return link
      } catch (error) {
        throw toTrouble(fromWire(error))
      }
    },
    give(link) {
      link.client.release(link.broken)
    },
    end: () => pool.end(),
  }
}

export type Row = pg.QueryResultRow

/** What a statement may be given here: a value, or a list for those that take lists. */
export type Argument = Value | readonly Value[]

/** An argument as PostgreSQL takes it. */
function taken(argument: Argument): Argument {
  return Array.isArray(argument) ? argument.map(within) : within(argument as Value)
}

/** Sends one statement, prepared under its name. */
export async function send(
  link: Link,
  { name, text }: Pick<Spelled, 'name' | 'text'>,
  values: readonly Argument[],
): Promise<pg.QueryResult<Row>> {
  try {
    return await link.client.query<Row>({ name, text, values: values.map(taken) })
  } catch (error) {
    if (isBroken(error)) link.broken = true
    throw fromWire(error)
  }
}

/** Sends a command without arguments. */
export async function command(link: Link, text: string): Promise<pg.QueryResult<Row>> {
  try {
    return await link.client.query<Row>(text)
  } catch (error) {
    if (isBroken(error)) link.broken = true
    throw fromWire(error)
  }
}

const scopeTo = { name: 'scope', text: "select set_config('muster.workspace', $1, false)" }

/** Shows the connection the rows of one workspace. It is not waited for: what follows is sent right behind it. */
export function show(link: Link, scope: Scope): void {
  if (link.scope === scope) return
  link.scope = scope
  // When it fails the statement behind it fails too, or sees no row at all.
  send(link, scopeTo, [String(scope)]).catch(() => {
    link.broken = true
  })
}

/** How many rows go into one statement: few sizes, so that few statements are prepared. */
const sizes = [256, 128, 64, 32, 16, 8, 4, 2, 1] as const

/** Rows in portions of these sizes. */
export function portions<T>(rows: readonly T[]): readonly (readonly T[])[] {
  const made: (readonly T[])[] = []
  for (let from = 0; from < rows.length; ) {
    const size = sizes.find((each) => each <= rows.length - from) ?? 1
    made.push(rows.slice(from, from + size))
    from += size
  }
  return made
}

export type Send = (
  spelled: Pick<Spelled, 'name' | 'text'>,
  values: readonly Argument[],
) => Promise<pg.QueryResult<Row>>

/** So many statements are sent before the first is answered: enough to keep the wire full, and none waits long. */
export const sentAtOnce = 200

/** Does something with each, many at a time, in order. */
export async function inPortions<T, R>(
  list: readonly T[],
  each: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  for (let from = 0; from < list.length; from += sentAtOnce) {
    results.push(...(await Promise.all(list.slice(from, from + sentAtOnce).map(each))))
  }
  return results
}

/** A statement's own type says what its rows are. */
export function rowsOf<R>({ rows }: pg.QueryResult<Row>): readonly R[] {
  return rows as unknown as readonly R[]
}

/** PostgreSQL keeps no text with this character, and takes no such argument: whoever looks for one finds nothing. */
export const isNowhere = (args: readonly Value[]): boolean =>
  args.some((arg) => typeof arg === 'string' && arg.includes('\0'))

/** The largest number that a double holds and PostgreSQL takes for an integer: 2^63 less the step of doubles there. */
const wholeMost = 2 ** 63 - 1024

/** A number so large that PostgreSQL knows none such is as large as it knows: it is compared with rows, and no row is larger. */
function within(value: Value): Value {
  return typeof value === 'number' ? Math.min(Math.max(value, -wholeMost), wholeMost) : value
}

/** In lists of this length at most, so that no statement takes long. */
const listMost = 500

/** Rows in lists that are not too long. */
export function inLists<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / listMost) }, (_, n) =>
    rows.slice(n * listMost, (n + 1) * listMost),
  )
}

/** The arguments of rows, one list for each place. */
export function columns(rows: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  return (rows[0] ?? []).map((_, place) => rows.map((row) => row[place] ?? null))
}

/** The first row for each set of arguments; as one statement where it can take lists. */
export async function readOnes<A extends readonly Value[], R>(
  send: Send,
  of: Statement<A, R>,
  list: readonly A[],
): Promise<readonly (R | undefined)[]> {
  const spelled = spell(of)
  const { lists } = spelled
  if (lists === null || list.length === 1) {
    return inPortions(list, async (args) => rowsOf<R>(await send(spelled, args))[0])
  }
  const found: (R | undefined)[] = []
  for (const part of inLists(list)) {
    const from = found.length
    found.push(...part.map(() => undefined))
    for (const row of rowsOf<R & { readonly at: number }>(await send(lists, columns(part)))) {
      found[from + row.at - 1] ??= row
    }
  }
  return found
}

/**
 * A driver for reading: each statement on whichever connection is free, in a scope. What several ask at the same time
 * is asked once: who comes while it is being read waits for the next reading, so that nobody is told what was before.
 */
export function readDriver(pool: Pool, scope: Scope): Driver {
  const share = createShared()
  async function reading<T>(use: (send: Send) => Promise<T>): Promise<T> {
    const link = await pool.take()
    try {
      show(link, scope)
      return await use((spelled, values) => send(link, spelled, values))
    } catch (error) {
      throw toTrouble(error)
    } finally {
      pool.give(link)
    }
  }
  const all = async <R>(of: Statement<never, R>, args: readonly Value[]): Promise<readonly R[]> => {
    if (isNowhere(args)) return []
    const spelled = spell(of)
    return share(`${spelled.name} ${JSON.stringify(args)}`, () =>
      reading(async (send) => rowsOf<R>(await send(spelled, args))),
    )
  }
  return {
    one: async (of, ...args) => (await all(of, args))[0],
    all: (of, ...args) => all(of, args),
    ones: async (of, list) => (list.length === 0 ? [] : reading((send) => readOnes(send, of, list))),
    run: () => Promise.reject(new Error('nothing is written where only reading is asked')),
    runs: () => Promise.reject(new Error('nothing is written where only reading is asked')),
  }
}

/** Shares what is under way: whoever asks the same while it is, gets the next answer, together with all who do. */
export function createShared() {
  interface UnderWay {
    readonly now: Promise<unknown>
    next: Promise<unknown> | null
  }
  const underWay = new Map<string, UnderWay>()
  function begin<T>(key: string, read: () => Promise<T>): Promise<T> {
    const now = read()
    const entry: UnderWay = { now, next: null }
    underWay.set(key, entry)
    now.then(
      () => entry.next === null && underWay.delete(key),
      // Trouble is everybody's who waits: he is told now, and does not wait for it once more.
      () => underWay.delete(key),
    )
    return now
  }
  return <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const known = underWay.get(key)
    if (known === undefined) return begin(key, read)
    known.next ??= known.now.then(() => begin(key, read))
    // The same key is the same statement, whose answers are of one type.
    return known.next as Promise<T>
  }
}
