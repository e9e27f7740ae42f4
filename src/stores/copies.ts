/** Copies of an SQLite database: backups taken while a server writes, and the way back. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { createPrivately, demandKnown, openReader } from './connection.ts'

/** The database's file in a data directory. */
export function databaseIn(directory: string): string {
  return join(directory, 'muster.db')
}

/** So many pages in one go, so that requests are answered in between. */
const pagesPerStep = 500

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function refuseExisting(file: string): void {
  if (existsSync(file))
    throw new Error(`The file ${file} exists already; choose another name for the backup.`)
}

/** Gives a finished file its name, so that nobody takes half a file for a whole one. */
export function publish(partial: string, file: string): void {
  sync(partial)
  renameSync(partial, file)
  sync(dirname(file))
}

/**
 * Copies what is committed at this moment into a new file, while others write. The connection holds on to that
 * moment until the end; without this every write would make the copy begin again.
 */
export async function copyDatabase(source: string, file: string): Promise<void> {
  refuseExisting(file)
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  const connection = openReader(source)
  try {
    demandKnown(connection, source)
    connection.exec('begin')
    connection.prepare('select count(*) from sqlite_schema').get()
    createPrivately(partial)
    await connection.backup(partial, { progress: () => pagesPerStep })
    refuseExisting(file)
    publish(partial, file)
  } finally {
    connection.close()
    rmSync(partial, { force: true })
    rmSync(`${partial}-journal`, { force: true })
  }
}

/** Writes a backup of a data directory to a new file; a server may be running on it. */
export async function backupSqlite(directory: string, file: string): Promise<void> {
  const source = databaseIn(directory)
  if (!existsSync(source)) throw new Error(`There is no database in ${directory}; name the data directory.`)
  await copyDatabase(source, file)
}

/** Refuses a file that is damaged, not Muster's, or of a later Muster. */
function demandSound(copy: string, file: string): void {
  const connection = new Database(copy)
  try {
    demandKnown(connection, `The file ${file}`)
    const found = connection.pragma('integrity_check', { simple: true })
    if (found !== 'ok')
      throw new Error(`The file ${file} is damaged (${String(found)}); choose another backup.`)
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    throw new Error(`The file ${file} is damaged or not a database; choose another backup.`, { cause: error })
  } finally {
    connection.close()
  }
}

/** Puts a backup into a data directory that has no database yet. */
export async function restoreSqlite(file: string, directory: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}; name a backup.`)
  const target = databaseIn(directory)
  if (existsSync(target)) {
    throw new Error(
      `${directory} has a database already; name an empty directory, or move that database away.`,
    )
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const partial = `${target}.partial`
  rmSync(partial, { force: true })
  try {
    createPrivately(partial)
    copyFileSync(file, partial)
    demandSound(partial, file)
    publish(partial, target)
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${end}`, { force: true })
  }
}
