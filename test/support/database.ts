/** Looks at the database beside the store, to see what was really kept. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { asOwner, databaseFor, hasDatabase } from './postgres.ts'

type Tables = Readonly<Record<string, readonly string[]>>

/** Every row of every table as text, by table. Only committed rows are seen. */
export async function tablesIn(directory: string): Promise<Tables> {
  if (await isPostgres(directory)) return postgresTables(directory)
  const connection = new Database(join(directory, 'muster.db'), { readonly: true })
  try {
    const named = connection.prepare<[], { name: string }>(
      "select name from sqlite_schema where type = 'table'",
    )
    const tables = named.all().map(({ name }) => {
      const rows = connection.prepare<[], object>(`select * from "${name}"`).all()
      return [name, rows.map((row) => JSON.stringify(row))] as const
    })
    return Object.fromEntries(tables)
  } finally {
    connection.close()
  }
}

const isPostgres = async (directory: string) =>
  process.env.MUSTER_TEST_STORE === 'postgres' && (await hasDatabase(directory))

/** All but what moves by itself: leases, and the numbers that events get a moment after their commit. */
async function postgresTables(directory: string): Promise<Tables> {
  return asOwner(await databaseFor(directory), async (client) => {
    const named = await client.query<{ name: string }>(`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name not in ('leases', 'feeds')`)
    const tables: (readonly [string, readonly string[]])[] = []
    for (const { name } of named.rows) {
      const { rows } = await client.query<{ row: Readonly<Record<string, unknown>> }>(
        `select to_jsonb(t) as row from "${name}" t`,
      )
      const texts = rows.map(({ row: { seq: _, ...row } }) => JSON.stringify(row))
      tables.push([name, texts.toSorted()])
    }
    return Object.fromEntries(tables)
  })
}

/** As `tablesIn`, without the record of who tried what and its notices, which grow when something is refused. */
export async function tablesWithoutRuns(directory: string): Promise<Tables> {
  const { events = [], ...tables } = await tablesIn(directory)
  const others = events.filter((row) => !row.includes('"type":"run.refused"'))
  return { ...tables, events: others, runs: [], unsealed: [] }
}

/** The bytes of every file of the store one after another, the write-ahead log included. */
export function bytesIn(directory: string): Buffer {
  return Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name))))
}

interface GroupCount {
  readonly kept: number
  readonly counted: number
}

/** For each account how many groups its person is in: as it is kept beside the account, and counted. */
export async function groupCountsIn(directory: string): Promise<readonly GroupCount[]> {
  const sql = `
    select a.groups as kept, (
      select count(*) from memberships m join groups g on g.id = m.group_id
      where m.person_id = a.person_id and m.standing <= 4 and g.deleted_at is null) as counted
    from accounts a order by a.id`
  if (await isPostgres(directory)) {
    const { rows } = await asOwner(await databaseFor(directory), (client) => client.query<GroupCount>(sql))
    return rows
  }
  const connection = new Database(join(directory, 'muster.db'), { readonly: true })
  try {
    return connection.prepare<[], GroupCount>(sql).all()
  } finally {
    connection.close()
  }
}
