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

/** How one connection is made. Without a role it is the owner's, who may change the schema, and may take his time. */
export function clientOptions(url: string, role: string | null): pg.ClientConfig {
  const settings = [
    ...(role === null ? [] : [`role=${role}`, `statement_timeout=${patienceMs}`]),
    'idle_in_transaction_session_timeout=60000',
    'default_transaction_isolation=read\\ committed',
    'synchronous_commit=on',
    // A server whose machine went away must not hold its locks for hours.
    'tcp_keepalives_idle=5',
    'tcp_keepalives_interval=2',
    'tcp_keepalives_count=3',
  ]
  return {
    connectionString: url,
    application_name: 'muster',
    types,
    keepAlive: true,
    connectionTimeoutMillis: patienceMs,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    ...(role === null ? {} : { query_timeout: patienceMs + 300 }),
  }
}

/** A connection, and whose rows it shows at present. */
export interface Link {
  readonly client: pg.PoolClient
  scope: Scope | null
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
  const links = new WeakMap<pg.PoolClient, Link>()
  return {
    isBusy: () => pool.waitingCount > 0 || pool.totalCount > pool.idleCount,
    async take() {
      try {
        const client = await pool.connect()
        const known = links.get(client)
        if (known !== undefined) return known
        // What breaks between two statements is told to the next one.
        client.on('error', () => undefined)
        const link = { client, scope: null, broken: false }
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

type Row = pg.QueryResultRow

/** Sends one statement, prepared under its name. */
export async function send(
  link: Link,
  { name, text }: Pick<Spelled, 'name' | 'text'>,
  values: readonly Value[],
): Promise<pg.QueryResult<Row>> {
  try {
    return await link.client.query<Row>({ name, text, values: [...values] })
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

const atOnceMost = 256

/** How many rows go into the next statement: few sizes, so that few statements are prepared. */
function portion(left: number): number {
  for (const size of [atOnceMost, 32, 8]) if (left >= size) return size
  return 1
}

type Send = (spelled: Spelled, values: readonly Value[]) => Promise<pg.QueryResult<Row>>

/** So many statements are sent before the first is answered: enough to keep the wire full, and none waits long. */
const sentAtOnce = 200

/** Does something with each, many at a time, in order. */
async function inPortions<T, R>(list: readonly T[], each: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  for (let from = 0; from < list.length; from += sentAtOnce) {
    results.push(...(await Promise.all(list.slice(from, from + sentAtOnce).map(each))))
  }
  return results
}

/** The same statement for each set of arguments, as few statements, each with the arguments of its rows. */
function inserts(spelled: Spelled, list: readonly (readonly Value[])[]) {
  const { many } = spelled
  if (many === null) return list.map((values) => ({ spelled, values }))
  const made: { readonly spelled: Spelled; readonly values: readonly Value[] }[] = []
  for (let from = 0; from < list.length; ) {
    const size = portion(list.length - from)
    const values = list.slice(from, from + size).flat()
    made.push({ spelled: size === 1 ? spelled : many(size), values })
    from += size
  }
  return made
}

/** Gives a connection for as long as something is done with it. `isLong` is what is not sent in one go. */
type During = <T>(use: (send: Send) => Promise<T>, isLong: boolean) => Promise<T>

/** A driver over connections. */
export function driverOver(during: During): Driver {
  // A statement's own type says what its rows are.
  const rowsOf = <R>({ rows }: pg.QueryResult<Row>) => rows as unknown as readonly R[]
  const all = <R>(of: Statement<never, R>, values: readonly Value[]): Promise<readonly R[]> =>
    during(async (send) => rowsOf<R>(await send(spell(of), values)), false)
  return {
    one: async (of, ...args) => (await all(of, args))[0],
    all: (of, ...args) => all(of, args),
    run: (of, ...args) => during(async (send) => (await send(spell(of), args)).rowCount ?? 0, false),
    async ones<A extends readonly Value[], R>(of: Statement<A, R>, list: readonly A[]) {
      if (list.length === 0) return []
      return during(
        (send) => inPortions(list, async (args) => rowsOf<R>(await send(spell(of), args))[0]),
        list.length > sentAtOnce,
      )
    },
    async runs(of, list) {
      if (list.length === 0) return 0
      const made = inserts(spell(of), list)
      const results = await during(
        (send) => inPortions(made, ({ spelled, values }) => send(spelled, values)),
        made.length > sentAtOnce,
      )
      return results.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0)
    },
  }
}

/** A driver for reading: each statement on whichever connection is free, in a scope. */
export function readDriver(pool: Pool, scope: Scope): Driver {
  return driverOver(async (use) => {
    const link = await pool.take()
    try {
      show(link, scope)
      return await use((spelled, values) => send(link, spelled, values))
    } catch (error) {
      throw toTrouble(error)
    } finally {
      pool.give(link)
    }
  })
}
