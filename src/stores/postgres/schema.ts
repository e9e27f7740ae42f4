/** Brings a PostgreSQL database to the present schema, by one server at a time, while others serve. */
import pg from 'pg'
import { appRole, clientOptions } from './connection.ts'
import { numberFunction } from './numbering.ts'
import { steps } from './steps.ts'
import { walls } from './walls.ts'

/** An arbitrary number that means "Muster's schema is being changed". */
const lock = 1_297_437_524

async function versionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ muster: string | null; others: string }>(`
    select to_regclass(format('%I.muster', current_schema()))::text as muster,
      (select count(*) from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r') as others`)
  const [found] = rows
  if (found?.muster == null) {
    if (Number(found?.others) > 0) {
      throw new Error('The database is not one of Muster, and not empty; choose another.')
    }
    return 0
  }
  const kept = await client.query<{ version: string }>('select version from muster')
  return Number(kept.rows[0]?.version ?? 0)
}

/** The role that owns nothing, made once for all databases of the server; null where this user may not make one. */
async function roleFor(client: pg.Client): Promise<string | null> {
  // Two servers that begin at once may both find that there is none.
  for (let times = 0; times < 5; times += 1) {
    try {
      await client.query(`
        do $$ begin
          if not exists (select 1 from pg_roles where rolname = '${appRole}') then
            create role ${appRole} nologin;
          end if;
          if not pg_has_role(current_user, '${appRole}', 'member') then
            execute format('grant ${appRole} to %I', current_user);
          end if;
        end $$`)
      return appRole
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '42501') return null
      if (times === 4) throw error
    }
  }
  return null
}

/** Puts this version's function into the database, if another one or none is there. It holds no data, so it is no step. */
async function putFunction(client: pg.Client, { name, head, body }: typeof numberFunction): Promise<void> {
  const { rows } = await client.query<{ prosrc: string }>(
    'select prosrc from pg_proc where proname = $1 and pronamespace = current_schema()::regnamespace',
    [name],
  )
  if (rows[0]?.prosrc !== body) await client.query(`create or replace ${head} as $body$${body}$body$`)
}

/** Connects, or says in a sentence why not. The address holds a password, so it is not repeated. */
async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer'
    const why = cause instanceof pg.DatabaseError ? cause.message : code
    throw new Error(`The PostgreSQL at the address that was given cannot be used (${why}).`, { cause })
  }
}

/** Refuses a database that this version cannot read: another's, one that is half there, or one of another version. */
export async function demandReadable(url: string): Promise<void> {
  const client = new pg.Client(clientOptions(url, null))
  client.on('error', () => undefined)
  try {
    await connect(client)
    await client.query("set muster.workspace = '*'")
    const version = await versionOf(client)
    if (version === 0) throw new Error('There is no database of Muster at that address.')
    if (version < 0) throw new Error(isHalf)
    if (version < steps.length) {
      throw new Error(
        'The database is from an older Muster; start this one on it once, which brings it up to date.',
      )
    }
    if (version > steps.length + 1) throw new Error(isNewer(version))
  } finally {
    await client.end().catch(() => undefined)
  }
}

const isHalf = 'The database holds half of what is moved into it; run the same `muster move` again.'
const isNewer = (version: number) =>
  `The database was written by a newer Muster (schema ${version}, this one knows ${steps.length}); start that version.`

/**
 * Takes the steps that the database has not taken yet, each in full or not at all. Answers the role to work as. A
 * database that is one step ahead is served too: that is a newer version which is being rolled out beside this one.
 */
export async function prepareDatabase(url: string): Promise<string | null> {
  const client = new pg.Client(clientOptions(url, null))
  client.on('error', () => undefined)
  try {
    await connect(client)
    await client.query('select pg_advisory_lock($1)', [lock])
    const role = await roleFor(client)
    await client.query("set muster.workspace = '*'")
    const version = await versionOf(client)
    if (version < 0) throw new Error(isHalf)
    if (version > steps.length + 1) throw new Error(isNewer(version))
    for (let step = version; step < steps.length; step += 1) {
      await client.query('begin')
      await client.query(steps[step] ?? '')
      if (step > 0) await client.query(`${walls}; update muster set version = ${step + 1}`)
      await client.query('commit')
    }
    await putFunction(client, numberFunction)
    return role
  } finally {
    await client.end().catch(() => undefined)
  }
}
