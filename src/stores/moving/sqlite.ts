/** SQLite as an end of a move. Its schema says which tables and columns are moved. */
import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type Connection, createPrivately, demandKnown, migrate, openReader } from '../connection.ts'
import { publish } from '../copies.ts'
import type { Cell, Row, Side, Table, Target } from './side.ts'

/** Tables that others are looked up in come first. */
const first = ['workspaces', 'people', 'accounts', 'keys', 'webhooks', 'groups']

/** Every table of Muster's schema, in an order in which they can be filled. */
export function tablesOf(connection: Connection): readonly Table[] {
  const named = connection
    .prepare<[], { name: string }>(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
    )
    .all()
    .map(({ name }) => name)
  const rank = (name: string) => (first.indexOf(name) + 1 || first.length + 1) * 1000 + named.indexOf(name)
  return named
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) => {
      const info = connection
        .prepare<[string], { name: string; pk: number }>('select name, pk from pragma_table_info(?)')
        .all(name)
      const key = info.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk)
      return { name, columns: info.map((column) => column.name), key: key.map((column) => column.name) }
    })
}

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

function sideOver(connection: Connection): Side {
  return {
    async read({ name, columns, key }, after, most) {
      const marks = key.map(() => '?').join(', ')
      const where = after === null ? '' : `where (${list(key)}) > (${marks})`
      const query = connection.prepare<Cell[], Row>(
        `select ${list(columns)} from "${name}" ${where} order by ${list(key)} limit ?`,
      )
      return query.raw().all(...(after ?? []), most)
    },
    async count({ name }) {
      return connection.prepare<[], { n: number }>(`select count(*) as n from "${name}"`).get()?.n ?? 0
    },
    async close() {
      connection.close()
    },
  }
}

/** Reads a database that no server has open. */
export function sqliteSource(file: string): { readonly side: Side; readonly tables: readonly Table[] } {
  if (!existsSync(file)) throw new Error(`There is no database ${file}; name the data directory.`)
  const connection = new Database(file)
  try {
    demandKnown(connection, file)
    migrate(connection)
    connection.close()
  } catch (error) {
    connection.close()
    throw error
  }
  const reader = openReader(file)
  reader.exec('begin')
  return { side: sideOver(reader), tables: tablesOf(reader) }
}

/** A new database, filled under another name until it is whole; one that was begun is gone on with. */
export function sqliteTarget(file: string): { readonly side: Target; readonly tables: readonly Table[] } {
  if (existsSync(file)) {
    throw new Error(`${file} has a database already; name another place, or move that database away.`)
  }
  const partial = `${file}.moving`
  createPrivately(partial)
  const connection = new Database(partial)
  try {
    // Until it has its name nobody relies on it, and then it is on the disk.
    connection.pragma('journal_mode = wal')
    connection.pragma('synchronous = normal')
    migrate(connection)
    connection.pragma('foreign_keys = off')
  } catch (error) {
    connection.close()
    throw error
  }
  const side = sideOver(connection)
  return {
    tables: tablesOf(connection),
    side: {
      ...side,
      async write({ name, columns }, rows) {
        const insert = connection.prepare(
          `insert into "${name}" (${list(columns)}) values (${columns.map(() => '?').join(', ')})`,
        )
        connection.transaction(() => {
          for (const row of rows) insert.run(...row)
        })()
      },
      async last({ name, key }) {
        const order = key.map((column) => `"${column}" desc`).join(', ')
        const query = connection.prepare<[], Row>(
          `select ${list(key)} from "${name}" order by ${order} limit 1`,
        )
        return query.raw().get() ?? null
      },
      async finish() {
        const strangers = connection.pragma('foreign_key_check')
        if (Array.isArray(strangers) && strangers.length > 0) {
          throw new Error('Rows that were moved refer to rows that are not there; nothing was put in place.')
        }
        connection.pragma('wal_checkpoint(truncate)')
        connection.pragma('journal_mode = delete')
        connection.close()
        publish(partial, file)
      },
    },
  }
}
