/** The statements as PostgreSQL takes them: `$1` for the first `?`, and the few that it needs otherwise. */
import { deliveryStatements } from '../delivery-statements.ts'
import type { Statement, Value } from '../driver.ts'
import { reads } from '../statements.ts'

/**
 * Statements that PostgreSQL needs in other words; all others are the very text that SQLite runs. Arguments and rows
 * are the same.
 */
const otherwise: ReadonlyMap<string, string> = new Map([
  // The last of each workspace is found by one step into an index; the last of all would be a walk over the table.
  [
    reads.highestId.sql,
    `select max(id) as id from (
      select max(id) as id from workspaces union all select max(id) from people union all
      select max(id) from accounts union all select max(id) from keys union all select max(id) from groups union all
      select max(id) from messages union all
      select (select max(r.id) from runs r where r.workspace_id = w.id) from workspaces w) as every`,
  ],
  // SQLite takes the tables of a cross join in the order in which they stand; here the planner knows by itself.
  [
    deliveryStatements.accountsIn.sql,
    deliveryStatements.accountsIn.sql.replace('cross join memberships', 'join memberships'),
  ],
  // Others run beside this server: a run is left behind only when nobody lives who bears the number in its id.
  [
    reads.openRuns.sql,
    `${reads.openRuns.sql.split('order by')[0]} and not exists (
      select 1 from leases l where l.name = 'node ' || (runs.id / 128 % 32) and l.floor < runs.id
        and l.until > extract(epoch from clock_timestamp()) * 1000)
    order by id limit ?`,
  ],
])

export interface Spelled {
  /** By which the connection knows that it has the statement prepared. */
  readonly name: string
  readonly text: string
  /** The text around one row of values, for statements that can take several rows at once. */
  readonly many: ((rows: number) => Spelled) | null
  readonly places: number
}

let count = 0
const known = new WeakMap<Statement<never, unknown>, Spelled>()

/** `$1`, `$2` … for each `?` in turn. */
export function numbered(sql: string): string {
  let place = 0
  return sql.replaceAll('?', () => {
    place += 1
    return `$${place}`
  })
}

// An insert of one row that does not change a row which is there already.
const oneRow = /^(\s*insert into [^?]* values )(\((?:\?(?:, )?)+\))((?:(?!do update)[^?])*)$/

function manyOf(sql: string): Spelled['many'] {
  const [, head, row, tail] = oneRow.exec(sql) ?? []
  if (head === undefined || row === undefined) return null
  const made = new Map<number, Spelled>()
  return (rows) => {
    const found = made.get(rows)
    if (found !== undefined) return found
    count += 1
    const text = numbered(`${head}${Array.from({ length: rows }, () => row).join(', ')}${tail ?? ''}`)
    const spelled = { name: `s${count}`, text, many: null, places: 0 }
    made.set(rows, spelled)
    return spelled
  }
}

/** The statement for PostgreSQL; made once. */
export function spell<A extends readonly Value[], R>(of: Statement<A, R>): Spelled {
  const found = known.get(of)
  if (found !== undefined) return found
  const sql = otherwise.get(of.sql) ?? of.sql
  count += 1
  const spelled = {
    name: `s${count}`,
    text: numbered(sql),
    many: manyOf(sql),
    places: sql.split('?').length - 1,
  }
  known.set(of, spelled)
  return spelled
}
