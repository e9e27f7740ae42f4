/** Databases for tests: one for each place that a test names, on the server that this run of the tests has. */
import { createHash } from 'node:crypto'
import pg from 'pg'

/** All databases of tests begin so; what a run left behind on a server that was given to it can be found by it. */
const prefix = 'muster_test_'

function serverUrl(): string {
  const url = process.env.MUSTER_TEST_DATABASE_URL
  if (url === undefined) throw new Error('There is no PostgreSQL: test/support/global-setup.ts starts it.')
  return url
}

/** Runs something as the server's superuser, in one of its databases. */
export async function asOwner<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** The address of a database with this name. */
export function databaseUrl(name: string): string {
  const url = new URL(serverUrl())
  url.pathname = `/${name}`
  return url.href
}

/** The name of the database that belongs to a place: a folder that a test made for itself alone. */
export function databaseOf(place: string): string {
  return prefix + createHash('sha256').update(place).digest('hex').slice(0, 16)
}

/** The database that belongs to a place, made when it is asked for first. */
export async function databaseFor(place: string): Promise<string> {
  const name = databaseOf(place)
  await asOwner(serverUrl(), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${name}`)
  })
  return databaseUrl(name)
}

/** Whether a place has a database. */
export async function hasDatabase(place: string): Promise<boolean> {
  return asOwner(serverUrl(), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      databaseOf(place),
    ])
    return rowCount === 1
  })
}

/** Removes the databases that tests made. */
export async function dropDatabases(): Promise<void> {
  await asOwner(serverUrl(), async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  })
}
