/** Looks at the database beside the store, to see what was really kept. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Every row of every table as text, by table. Only committed rows are seen. */
export function tablesIn(directory: string): Readonly<Record<string, readonly string[]>> {
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

/** As `tablesIn`, without the record of who tried what and its notices, which grow when something is refused. */
export function tablesWithoutRuns(directory: string): Readonly<Record<string, readonly string[]>> {
  const { events = [], ...tables } = tablesIn(directory)
  const others = events.filter((row) => !row.includes('"type":"run.refused"'))
  return { ...tables, events: others, runs: [], unsealed: [] }
}

/** The bytes of every file of the store one after another, the write-ahead log included. */
export function bytesIn(directory: string): Buffer {
  return Buffer.concat(readdirSync(directory).map((name) => readFileSync(join(directory, name))))
}

/** For each account how many groups its person is in: as it is kept beside the account, and counted. */
export function groupCountsIn(
  directory: string,
): readonly { readonly kept: number; readonly counted: number }[] {
  const connection = new Database(join(directory, 'muster.db'), { readonly: true })
  try {
    const counts = connection.prepare<[], { kept: number; counted: number }>(`
      select a.groups as kept, (
        select count(*) from memberships m join groups g on g.id = m.group_id
        where m.person_id = a.person_id and m.standing <= 4 and g.deleted_at is null) as counted
      from accounts a order by a.id`)
    return counts.all()
  } finally {
    connection.close()
  }
}
