/** The embedded store: SQLite in one directory, for one server. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Store } from '../core/store.ts'
import {
  type Connection,
  createDriver,
  createPrivately,
  createWriter,
  demandKnown,
  migrate,
  openReader,
  prepareWriter,
} from './connection.ts'
import { copyDatabase, databaseIn } from './copies.ts'
import { keepRead } from './kept.ts'
import { createReader } from './queries.ts'
import { createSharing } from './sharing.ts'
import { reads } from './statements.ts'

export { backupSqlite, restoreSqlite } from './copies.ts'

/**
 * Takes the directory for this process. The lock is one that SQLite holds on a file of its own, so it ends with
 * the process, however that ends.
 */
export function lock(directory: string): Connection {
  const file = join(directory, 'muster.lock')
  createPrivately(file)
  const connection = new Database(file, { timeout: 0 })
  try {
    // Nothing is ever written in it, so it needs no journal beside it.
    connection.pragma('journal_mode = memory')
    connection.exec('begin exclusive')
    return connection
  } catch (cause) {
    connection.close()
    throw new Error(
      `Another server uses the data directory ${directory}; stop it, or start this one on another directory.`,
      { cause },
    )
  }
}

/** Opens the file, brings its schema up to date, and gives the two connections. */
function openDatabase(file: string): { readonly writer: Connection; readonly reader: Connection } {
  createPrivately(file)
  const writer = new Database(file)
  try {
    demandKnown(writer, `The database ${file}`)
    prepareWriter(writer)
    migrate(writer)
    return { writer, reader: openReader(file) }
  } catch (error) {
    writer.close()
    throw error
  }
}

export interface SqliteOptions {
  readonly directory: string
  /** How many memberships may be kept in memory between readings; the usual number when left out. */
  readonly keptRows?: number
}

/** Opens the store in a directory, which is made when there is none. One server at a time has it open. */
export async function openSqlite({ directory, keptRows }: SqliteOptions): Promise<Store> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const held = lock(directory)
  try {
    return createStore(directory, held, keptRows)
  } catch (error) {
    held.close()
    throw error
  }
}

function createStore(directory: string, held: Connection, keptRows?: number): Store {
  const file = databaseIn(directory)
  const { writer, reader } = openDatabase(file)
  const isOpen = () => writing.isOpen()
  const driver = createDriver(writer, isOpen, reader)
  const read = createReader(driver)
  const { kept, changing } = keepRead(read, isOpen, keptRows)
  const writing = createWriter(writer, changing)
  const sharing = createSharing(writing)
  const backups = new Set<Promise<void>>()
  const store: Store = {
    // There is one server, and no wall but the core's own.
    within: () => store,
    node: () => 0,
    lead: () => () => true,
    onChange: () => () => undefined,
    read: { ...read, ...kept },
    transaction: (_turn, work) => sharing.add(true, work),
    rehearse: (_turn, work) => sharing.add(false, work),
    async highestId() {
      return (await driver.one(reads.highestId))?.id ?? 0
    },
    async ready() {
      return reader.open && writer.open && (await driver.one(reads.ready))?.n === 1
    },
    async backup(to) {
      const copying = copyDatabase(file, to)
      backups.add(copying)
      await copying.finally(() => backups.delete(copying))
    },
    async close() {
      await sharing.close()
      await Promise.allSettled(backups)
      reader.close()
      writer.close()
      held.close()
    },
  }
  return store
}
