/** What is kept at one moment, to be read from outside of the server that may be using it. */
import { existsSync } from 'node:fs'
import type { Reader } from '../core/store.ts'
import { createDriver, demandCurrent, openReader } from './connection.ts'
import { databaseIn } from './copies.ts'
import { createReader } from './queries.ts'

/**
 * Lends a reader of one moment of a data directory. Nothing is written, a server may be running on it, and whatever it
 * writes meanwhile is not seen.
 */
export async function readSqlite<T>(directory: string, use: (reader: Reader) => Promise<T>): Promise<T> {
  const file = databaseIn(directory)
  if (!existsSync(file)) throw new Error(`There is no database in ${directory}; name the data directory.`)
  const connection = openReader(file)
  try {
    demandCurrent(connection, `The database ${file}`)
    connection.exec('begin')
    return await use(createReader(createDriver(connection, () => false, connection)))
  } finally {
    connection.close()
  }
}
