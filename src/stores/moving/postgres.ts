/** PostgreSQL as an end of a move. */
import pg from 'pg'
import { clientOptions } from '../postgres/connection.ts'
import { prepareDatabase } from '../postgres/schema.ts'
import type { Cell, Row, Side, Table, Target } from './side.ts'

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(clientOptions(url, null))
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (cause) {
    if (cause instanceof pg.DatabaseError && cause.code === '3D000') {
      throw new Error('There is no database at that address; make it first.', { cause })
    }
    throw cause
  }
  await client.query("set muster.workspace = '*'")
  return client
}

async function one(client: pg.Client, text: string): Promise<unknown> {
  const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' })
  return rows[0]?.[0]
}

/** Events that are committed and have no number yet get theirs in the copy, as if it were given at its moment. */
async function lateEvents(client: pg.Client, { columns }: Table, after: Row | null): Promise<readonly Row[]> {
  const top = Number(await one(client, 'select coalesce(max(seq), 0) from events'))
  if (after !== null && Number(after[0]) > top) return []
  const { rows } = await client.query<Cell[]>({
    text: `select ${list(columns)} from events where seq is null order by arrival`,
    rowMode: 'array',
  })
  return rows.map((row, index) => row.with(columns.indexOf('seq'), top + 1 + index))
}

function sideOver(client: pg.Client): Side {
  return {
    async read(table, after, most) {
      const { name, columns, key } = table
      const marks = key.map((_, index) => `$${index + 2}`).join(', ')
      const isEvents = name === 'events'
      const bounds = [
        ...(after === null ? [] : [`(${list(key)}) > (${marks})`]),
        ...(isEvents ? ['seq is not null'] : []),
      ]
      const where = bounds.length === 0 ? '' : `where ${bounds.join(' and ')}`
      const { rows } = await client.query<Cell[]>({
        text: `select ${list(columns)} from "${name}" ${where} order by ${list(key)} limit $1`,
        values: [most, ...(after ?? [])],
        rowMode: 'array',
      })
      return rows.length === 0 && isEvents ? lateEvents(client, table, after) : rows
    },
    async count({ name }) {
      return Number(await one(client, `select count(*) from "${name}"`))
    },
    async close() {
      await client.end()
    },
  }
}

/** Reads one moment of a database, whoever else uses it. `isAlone` refuses one that servers use. */
export async function postgresSource(url: string, { isAlone }: { readonly isAlone: boolean }): Promise<Side> {
  const client = await connect(url)
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    if ((await one(client, "select to_regclass('muster')")) === null) {
      throw new Error('There is no database of Muster at that address.')
    }
    const alive = await one(
      client,
      "select count(*) from leases where name like 'node %' and until > extract(epoch from now()) * 1000",
    )
    if (isAlone && Number(alive) > 0) {
      throw new Error('Servers run on the database; stop them first, so that nothing is left behind.')
    }
    return sideOver(client)
  } catch (error) {
    await client.end()
    throw error
  }
}

const stepsOf = 'select version from muster'

/** A database without rows, or one into which a move was begun. No server opens it until that has ended. */
export async function postgresTarget(url: string): Promise<Target> {
  const client = await connect(url)
  try {
    const isThere = (await one(client, "select to_regclass('muster')")) !== null
    const version = isThere ? Number(await one(client, stepsOf)) : 0
    if (version >= 0) {
      await prepareDatabase(url)
      // Every server that had it open has left its name in it.
      if (Number(await one(client, "select count(*) from leases where holder <> ''")) > 0) {
        throw new Error('That address has a database already, which a server has used; name an empty one.')
      }
      await client.query('update muster set version = -version')
    }
    return { ...sideOver(client), ...writing(client) }
  } catch (error) {
    await client.end()
    throw error
  }
}

function writing(client: pg.Client): Pick<Target, 'write' | 'last' | 'finish'> {
  const types = new Map<string, readonly string[]>()

  async function typesOf({ name, columns }: Table): Promise<readonly string[]> {
    const known = types.get(name)
    if (known !== undefined) return known
    const { rows } = await client.query<{ name: string; type: string }>(
      `select attname as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0`,
      [`"${name}"`],
    )
    const found = columns.map((column) => rows.find((row) => row.name === column)?.type ?? 'text')
    types.set(name, found)
    return found
  }

  return {
    async write(table, rows) {
      const arrays = (await typesOf(table)).map((type, index) => `$${index + 1}::${type}[]`)
      const order = table.key.map((column) => `"${column}"`).join(', ')
      await client.query({
        text: `insert into "${table.name}" (${list(table.columns)})
          select * from unnest(${arrays.join(', ')}) as given (${list(table.columns)}) order by ${order}`,
        values: table.columns.map((_, index) =>
          rows.map((row) => {
            const cell = row[index] ?? null
            return cell instanceof Uint8Array ? Buffer.from(cell) : cell
          }),
        ),
      })
    },
    async last({ name, key }) {
      const order = key.map((column) => `"${column}" desc`).join(', ')
      const { rows } = await client.query<Cell[]>({
        text: `select ${list(key)} from "${name}" order by ${order} limit 1`,
        rowMode: 'array',
      })
      return rows[0] ?? null
    },
    async finish() {
      // What counts by itself goes on behind what was moved.
      await client.query(`
        select setval('feed_numbers', greatest((select max(seq) from events), 1));
        select setval(pg_get_serial_sequence('invites', 'number'), greatest((select max(number) from invites), 1));
        select setval(pg_get_serial_sequence('unsealed', 'seq'), greatest((select max(seq) from unsealed), 1));
        update muster set version = -version;`)
      await client.query('analyze')
    },
  }
}
