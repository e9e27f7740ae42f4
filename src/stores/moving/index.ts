/** Moves everything from one database to another, and proves that it arrived; and copies of a PostgreSQL as a file. */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { databaseIn } from '../copies.ts'
import { lock } from '../sqlite.ts'
import { postgresSource, postgresTarget } from './postgres.ts'
import { checksum, portions, type Side, type Table, type Target } from './side.ts'
import { sqliteSource, sqliteTarget } from './sqlite.ts'

export interface MoveProgress {
  /** What is done now, for a person who watches. */
  readonly doing: (what: string) => void
  /** How much of everything is done, from 0 to 1. */
  readonly done: (share: number) => void
}

/** What was moved: each table, with the checksum that both databases have. */
export type Moved = readonly { readonly table: string; readonly rows: number; readonly sha256: string }[]

const silent: MoveProgress = { doing: () => undefined, done: () => undefined }

async function moveAll(
  source: Side,
  target: Target,
  tables: readonly Table[],
  progress: MoveProgress,
): Promise<Moved> {
  let total = 0
  for (const table of tables) total += await source.count(table)
  // Each row is written once, and read once more on either side to be compared.
  const all = Math.max(1, total * 3)
  let done = 0
  const onRows = (count: number) => {
    done += count
    progress.done(Math.min(1, done / all))
  }
  for (const table of tables) {
    progress.doing(`copying ${table.name}`)
    for await (const rows of portions(source, table, await target.last(table))) {
      await target.write(table, rows)
      onRows(rows.length)
    }
  }
  const moved: Moved[number][] = []
  for (const table of tables) {
    progress.doing(`comparing ${table.name}`)
    const [from, to] = [await checksum(source, table, onRows), await checksum(target, table, onRows)]
    if (from.sha256 !== to.sha256) {
      throw new Error(
        `The table ${table.name} is not the same at both ends (${from.rows} rows, and ${to.rows}); nothing was put in place.`,
      )
    }
    moved.push({ table: table.name, ...from })
  }
  await target.finish()
  progress.done(1)
  return moved
}

async function between(
  source: Side,
  target: Target,
  tables: readonly Table[],
  progress: MoveProgress,
): Promise<Moved> {
  try {
    return await moveAll(source, target, tables, progress)
  } finally {
    await source.close()
    await target.close()
  }
}

/** Whether a place is a PostgreSQL, and not a data directory. */
export const isAddress = (place: string) => /^postgres(ql)?:\/\//.test(place)

/**
 * Moves everything from a data directory to a PostgreSQL, or back; nothing is changed where it comes from. A move
 * that broke off is gone on with when it is asked for again.
 */
export async function move(from: string, to: string, progress: MoveProgress = silent): Promise<Moved> {
  if (isAddress(from) === isAddress(to)) {
    throw new Error('Name a data directory and a postgres:// address: one to move from, and one to move to.')
  }
  const directory = isAddress(from) ? to : from
  if (isAddress(from)) mkdirSync(directory, { recursive: true, mode: 0o700 })
  else if (!existsSync(databaseIn(directory))) throw new Error(`There is no database in ${directory}.`)
  const held = lock(directory)
  try {
    if (isAddress(to)) {
      const { side, tables } = sqliteSource(databaseIn(directory))
      return await between(side, await opened(side, postgresTarget(to)), tables, progress)
    }
    const source = await postgresSource(from, { isAlone: true })
    const { side, tables } = await opened(
      source,
      Promise.resolve().then(() => sqliteTarget(databaseIn(directory))),
    )
    return await between(source, side, tables, progress)
  } finally {
    held.close()
  }
}

/** The other end, once it is open; when it cannot be opened, the first is closed. */
async function opened<T>(first: Side, other: Promise<T>): Promise<T> {
  try {
    return await other
  } catch (error) {
    await first.close()
    throw error
  }
}

/** Writes one moment of a PostgreSQL to a new file, which is an embedded database; servers may be running on it. */
export async function backupPostgres(url: string, file: string): Promise<void> {
  if (existsSync(file))
    throw new Error(`The file ${file} exists already; choose another name for the backup.`)
  const source = await postgresSource(url, { isAlone: false })
  mkdirSync(dirname(file), { recursive: true })
  // What another copy left behind is of another moment.
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}.moving${end}`, { force: true })
  const { side, tables } = await opened(
    source,
    Promise.resolve().then(() => sqliteTarget(file)),
  )
  await between(source, side, tables, silent)
}

/** Puts a backup into an empty PostgreSQL. */
export async function restorePostgres(file: string, url: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}; name a backup.`)
  const { side, tables } = sqliteSource(file)
  await between(side, await opened(side, postgresTarget(url)), tables, silent)
}
