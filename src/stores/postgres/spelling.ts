/** The statements as PostgreSQL takes them: `$1` for the first `?`, and the few that it needs otherwise. */
import { deliveryStatements } from '../delivery-statements.ts'
import type { Statement, Value } from '../driver.ts'
import { reads, writes } from '../statements.ts'

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
  [
    reads.accountsOf.sql,
    reads.accountsOf.sql.replace(
      'in (select value from json_each(?))',
      '= any(array(select value::bigint from jsonb_array_elements_text(?::jsonb)))',
    ),
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

/** Of the moves of a head that follow on each other only the last is left to be written, where they set the same. */
const moves: readonly string[] = [
  ...[writes.movePeople, writes.moveRevision, writes.moveMessage, writes.moveInfo].map(({ sql }) => sql),
  ...[writes.movePicture, writes.movePins].map(({ sql }) => sql),
]

/** What moves set that is text; all else is a number. */
const texts: ReadonlySet<string> = new Set([
  ...['name', 'description', 'settings', 'tags', 'topics', 'metadata', 'picture', 'pins'],
])

/**
 * Statements in words that take a list for each argument, and do for all what the usual ones do for each. Those that
 * read say in `at` for which of them a row is, from 1.
 */
const inLists: ReadonlyMap<string, string> = new Map([
  ...[
    forEach(reads.named.sql, ['bigint', 'bigint', 'text', 'text']),
    forEach(reads.remembered.sql, ['bigint', 'text']),
    forEach(reads.account.sql, ['bigint', 'bigint']),
    forEach(reads.head.sql, ['bigint']),
    forEach(reads.membership.sql, ['bigint', 'bigint']),
    forEach(reads.view.sql, ['bigint', 'bigint']),
    forEach(reads.groupCount.sql, ['bigint']),
  ],
  addEach(writes.addAccount.sql, [
    ...(['bigint', 'bigint', 'text', 'text', 'text', 'text'] as const),
    ...(['bigint', 'text', 'text', 'text', 'bigint', 'bigint'] as const),
  ]),
  ...moves.map((sql): readonly [string, string] => [sql, moveEach(sql)]),
  // People in one order everywhere, so that two groups that share people do not wait for each other in a circle.
  [
    writes.countGroups.sql,
    `update accounts set groups = groups + moved.by from (
      select person, sum(by)::bigint as by from unnest($1::bigint[], $2::bigint[]) as each (by, person)
      group by person order by person) as moved
    where accounts.person_id = moved.person`,
  ],
  [
    writes.showGroup.sql,
    `update views set hidden = 0 from unnest($1::bigint[], $2::bigint[]) as shown (person, of_group)
    where views.person_id = shown.person and views.group_id = shown.of_group and views.hidden = 1`,
  ],
])

type Kind = 'bigint' | 'text'

/** Lists of these kinds as a table of so many columns, `v1`, `v2` and so on. */
function listed(kinds: readonly Kind[]): { readonly lists: string; readonly names: string } {
  return {
    lists: kinds.map((kind, index) => `$${index + 1}::${kind}[]`).join(', '),
    names: kinds.map((_, index) => `v${index + 1}`).join(', '),
  }
}

/** A statement with the columns of such a table in the places of its arguments. */
function over(sql: string, table: string): string {
  let place = 0
  return sql.replaceAll('?', () => {
    place += 1
    return `${table}.v${place}`
  })
}

/** A statement that reads, for each set of arguments in lists of these kinds. */
function forEach(sql: string, kinds: readonly Kind[]): readonly [sql: string, inLists: string] {
  const { lists, names } = listed(kinds)
  const text = `select asked.at, found.* from unnest(${lists}) with ordinality as asked (${names}, at)
    cross join lateral (${over(sql, 'asked')}) as found`
  return [sql, text]
}

/** A statement that adds one row, of arguments and of what it looks up, for each set of arguments. */
function addEach(sql: string, kinds: readonly Kind[]): readonly [sql: string, inLists: string] {
  const { lists, names } = listed(kinds)
  const rows = over(sql, 'added')
    .replace('values (', 'select ')
    .replace(/\)\s*$/, '')
  return [sql, `${rows} from unnest(${lists}) as added (${names})`]
}

/** A statement that moves a head, for as many groups as there are in the lists. */
function moveEach(sql: string): string {
  const columns = [...sql.matchAll(/(\w+) = \?/g)].map(([, column = '']) => column)
  const { lists, names } = listed(columns.map((column) => (texts.has(column) ? 'text' : 'bigint')))
  const set = columns.slice(0, -2).map((column, index) => `${column} = moved.v${index + 1}`)
  return `update groups set ${set.join(', ')} from unnest(${lists}) as moved (${names})
    where groups.id = moved.v${columns.length - 1} and groups.revision = moved.v${columns.length}`
}

/** A key's memory looks at the run of its own work alone, which stands before it whatever else is put there. */
const mentionsOtherwise: ReadonlyMap<string, readonly string[]> = new Map([
  [writes.remember.sql, ['idempotency']],
])

/** The tables that a statement reads or changes. */
function mentionsOf(sql: string): readonly string[] {
  const found = [...sql.matchAll(/\b(?:from|join|into|update)\s+(\w+)/g)].map(([, table = '']) => table)
  return mentionsOtherwise.get(sql) ?? [...new Set(found)]
}

export interface Spelled {
  /** By which the connection knows that it has the statement prepared. */
  readonly name: string
  readonly text: string
  /** The text around one row of values, for statements that can take several rows at once. */
  readonly many: ((rows: number) => Spelled) | null
  /** The same with a list for each argument. */
  readonly lists: Pick<Spelled, 'name' | 'text'> | null
  /** Whether it moves a group's head from one revision, its last argument, to another, its first. */
  readonly isMove: boolean
  readonly mentions: readonly string[]
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
    const rest = { many: null, lists: null, isMove: false, mentions: mentionsOf(sql), places: 0 }
    const spelled = { name: `s${count}`, text, ...rest }
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
  const lists = inLists.get(of.sql)
  const spelled = {
    name: `s${count}`,
    text: numbered(sql),
    many: manyOf(sql),
    lists: lists === undefined ? null : { name: `s${count}l`, text: lists },
    isMove: moves.includes(of.sql),
    mentions: mentionsOf(sql),
    places: sql.split('?').length - 1,
  }
  known.set(of, spelled)
  return spelled
}
