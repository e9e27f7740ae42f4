/** What a move needs of the database at either end of it, and the checksum that compares the two. */
import { createHash } from 'node:crypto'

export type Cell = number | string | null | Uint8Array
export type Row = readonly Cell[]

/** One table as both databases have it: the columns that they share, and those by which its rows are in order. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

export interface Side {
  /** Rows behind a key, in its order, at most `most`; the same at every reading. */
  readonly read: (table: Table, after: Row | null, most: number) => Promise<readonly Row[]>
  readonly count: (table: Table) => Promise<number>
  readonly close: () => Promise<void>
}

export interface Target extends Side {
  /** Adds rows, all or none of them. */
  readonly write: (table: Table, rows: readonly Row[]) => Promise<void>
  /** The key of the last row that is there; null when there is none. */
  readonly last: (table: Table) => Promise<Row | null>
  /** Makes the database one that a server may open. */
  readonly finish: () => Promise<void>
}

/** So many rows in one go: few enough to be carried by one statement. */
const portion = 2000

export function keyOf(table: Table, row: Row): Row {
  return table.key.map((column) => row[table.columns.indexOf(column)] ?? null)
}

/** All rows behind a key, portion by portion. */
export async function* portions(side: Side, table: Table, from: Row | null = null) {
  let after = from
  for (;;) {
    const rows = await side.read(table, after, portion)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    after = keyOf(table, last)
  }
}

/** A cell so that no two unlike cells look alike. */
function textOf(cell: Cell): string | number | null | { readonly bytes: string } {
  return cell instanceof Uint8Array ? { bytes: Buffer.from(cell).toString('hex') } : cell
}

/** SHA-256 of every row in order, and how many there are. */
export async function checksum(
  side: Side,
  table: Table,
  onRows: (count: number) => void,
): Promise<{ readonly rows: number; readonly sha256: string }> {
  const hash = createHash('sha256')
  let count = 0
  for await (const rows of portions(side, table)) {
    for (const row of rows) hash.update(`${JSON.stringify(row.map(textOf))}\n`)
    count += rows.length
    onRows(rows.length)
  }
  return { rows: count, sha256: hash.digest('hex') }
}
