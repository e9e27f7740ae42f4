/** The stores to measure, as data: how an empty one is made, copied, weighed and removed. The parts know none by name. */
import { cpSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { Store } from '../src/core/store.ts'
import { openPostgres } from '../src/stores/postgres/index.ts'
import { openSqlite } from '../src/stores/sqlite.ts'
import { startPostgres } from '../test/support/postgres-server.ts'
import { untilTheEnd } from './closing.ts'
import { temporaryFolder } from './load.ts'
import { cpuSecondsWithChildren } from './processor.ts'

/** One database. */
export interface Place {
  /** Tells a server to use it. */
  readonly env: Readonly<Record<string, string>>
  /** Opens it in this process. */
  readonly open: () => Promise<Store>
  /** Looks at what came in, as a database that plans by statistics does by itself within a minute or two. */
  readonly settle: () => Promise<void>
  /** Another one with the same content. Nobody may have this one open. */
  readonly copy: () => Promise<Place>
  /** Bytes on disk, and of them those of each table with its indexes. Nobody may have it open. */
  readonly weigh: () => Promise<Weight>
  readonly remove: () => Promise<void>
}

export interface Weight {
  readonly total: number
  readonly tables: Readonly<Record<string, number>>
}

export interface Kind {
  readonly name: string
  /** Versions, and how a commit is made durable. */
  readonly about: string
  /** Whether several servers may use one database. */
  readonly isShared: boolean
  readonly make: () => Promise<Place>
  /** Processor seconds of the database's own processes so far; not a number where they are not ours to see. */
  readonly cpuSeconds: () => number
}

function sqlitePlace(directory: string): Place {
  const remove = untilTheEnd(async () => rmSync(directory, { recursive: true, force: true }))
  return {
    env: { MUSTER_DATA_DIR: directory },
    // The store alone is its rows, not what it kept of those that it read before.
    open: () => openSqlite({ directory, keptRows: 0 }),
    // Its plans are the same whatever it holds.
    settle: () => Promise.resolve(),
    async copy() {
      const other = temporaryFolder()
      cpSync(directory, other, { recursive: true })
      return sqlitePlace(other)
    },
    async weigh() {
      const sizes = readdirSync(directory).map((name) => statSync(join(directory, name)).size)
      const connection = new Database(join(directory, 'muster.db'), { readonly: true })
      const rows = connection
        .prepare<[], { name: string; bytes: number }>(`
          select s.tbl_name as name, sum(d.pgsize) as bytes
          from dbstat d join sqlite_schema s on s.name = d.name where d.aggregate = 1 group by s.tbl_name`)
        .all()
      connection.close()
      const tables = Object.fromEntries(rows.map(({ name, bytes }) => [name, bytes]))
      return { total: sizes.reduce((sum, size) => sum + size, 0), tables }
    },
    remove,
  }
}

/** The embedded store. */
export function embedded(): Kind {
  const connection = new Database(':memory:')
  const version = connection.prepare<[], { v: string }>('select sqlite_version() as v').get()?.v
  connection.close()
  return {
    name: 'SQLite',
    about: `SQLite ${version}, synchronous=FULL`,
    isShared: false,
    make: async () => sqlitePlace(temporaryFolder()),
    cpuSeconds: () => 0,
  }
}

async function asOwner<R extends pg.QueryResultRow>(url: string, sql: string): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<R>(sql)).rows
  } finally {
    await client.end()
  }
}

let databases = 0

async function postgresPlace(server: string, template: string | null): Promise<Place> {
  databases += 1
  const name = `muster_bench_${process.pid}_${databases}`
  await asOwner(server, `create database ${name}${template === null ? '' : ` template ${template}`}`)
  const address = new URL(server)
  address.pathname = `/${name}`
  const url = address.href
  return {
    env: { MUSTER_DATABASE_URL: url },
    open: () => openPostgres({ url }),
    async settle() {
      await asOwner(url, 'vacuum analyze')
    },
    copy: () => postgresPlace(server, name),
    async weigh() {
      const rows = await asOwner<{ name: string; bytes: string }>(
        url,
        `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
         where relkind = 'r' and relnamespace = 'public'::regnamespace
         union all select '', pg_database_size(current_database())`,
      )
      const sizes = new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]))
      const total = sizes.get('') ?? 0
      sizes.delete('')
      return { total, tables: Object.fromEntries(sizes) }
    },
    remove: untilTheEnd(async () => {
      await asOwner(server, `drop database if exists ${name} with (force)`)
    }),
  }
}

/** What PostgreSQL's manual advises for a server of its own is a quarter of the memory; this is that of a small one. */
const settings = ['shared_buffers=1GB']

/** PostgreSQL: the one at an address, where new databases are made and dropped, or one that is started for the run. */
export async function postgres(given: string | undefined): Promise<Kind> {
  const own = given === undefined || given === '' ? await startPostgres({ isDurable: true, settings }) : null
  if (own !== null) untilTheEnd(own.stop)
  const server = own?.url ?? given ?? ''
  const [found] = await asOwner<{ version: string; fsync: string; buffers: string }>(
    server,
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('shared_buffers') as buffers`,
  )
  return {
    name: 'PostgreSQL',
    about: `PostgreSQL ${found?.version}, fsync=${found?.fsync}, shared_buffers=${found?.buffers}`,
    isShared: true,
    make: () => postgresPlace(server, null),
    cpuSeconds: () => (own === null ? Number.NaN : cpuSecondsWithChildren(own.pid())),
  }
}
