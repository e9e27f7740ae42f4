/** Connections to one SQLite file: how they are opened, and a driver and a writer over them. */
import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { assert } from '../core/failure.ts'
import { createTx } from './changes.ts'
import type { Driver, Statement, Value } from './driver.ts'
import { type Changing, keepsNothing } from './kept.ts'
import { migrations } from './migrations/index.ts'
import type { Writer } from './sharing.ts'

export type Connection = Database.Database

/** The mark in the file's header that tells a Muster database from any other SQLite file: MUST. */
const mark = 0x4d555354

/** Makes an empty file that only its owner reads. False when there is one already, which is left alone. */
export function createPrivately(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Sets how the one connection that writes does so. */
export function prepareWriter(connection: Connection): void {
  connection.pragma('journal_mode = wal')
  // An acknowledged write survives power loss: each commit waits until its pages are on the disk.
  connection.pragma('synchronous = full')
  connection.pragma('foreign_keys = on')
  connection.pragma('busy_timeout = 5000')
  connection.pragma('cache_size = -65536')
  connection.pragma('temp_store = memory')
  // A hot page that many commits change is copied into the file once, not every thousand pages.
  connection.pragma('wal_autocheckpoint = 4000')
  connection.pragma('journal_size_limit = 67108864')
}

/** Opens a connection that only reads, and sees only what is committed. */
export function openReader(file: string): Connection {
  const connection = new Database(file, { readonly: true, fileMustExist: true })
  connection.pragma('busy_timeout = 5000')
  connection.pragma('cache_size = -65536')
  connection.pragma('temp_store = memory')
  return connection
}

function numberOf(connection: Connection, pragma: string): number {
  const value = connection.pragma(pragma, { simple: true })
  assert(typeof value === 'number', `${pragma} is not a number`)
  return value
}

/** Refuses a database of something else, or of a later program; `where` begins the sentence. */
export function demandKnown(connection: Connection, where: string): void {
  const version = numberOf(connection, 'user_version')
  const isEmpty = version === 0 && numberOf(connection, 'schema_version') === 0
  if (!isEmpty && numberOf(connection, 'application_id') !== mark) {
    throw new Error(`${where} is not a database of Muster; choose another.`)
  }
  if (version > migrations.length) {
    throw new Error(
      `${where} was written by a newer Muster (schema ${version}, this one knows ${migrations.length}); ` +
        'start that version, or restore a backup from before the update.',
    )
  }
}

/** As `demandKnown`; refuses also what this program has not brought up to date. */
export function demandCurrent(connection: Connection, where: string): void {
  demandKnown(connection, where)
  if (numberOf(connection, 'user_version') < migrations.length) {
    throw new Error(
      `${where} is from an older Muster; start this one on it once, which brings it up to date.`,
    )
  }
}

/** Takes the steps that the database has not taken yet, each in full or not at all. */
export function migrate(connection: Connection): void {
  for (let version = numberOf(connection, 'user_version'); version < migrations.length; version += 1) {
    const step = connection.transaction(() => {
      connection.exec(migrations[version] ?? '')
      connection.pragma(`application_id = ${mark}`)
      connection.pragma(`user_version = ${version + 1}`)
    })
    step.exclusive()
  }
}

type Prepare = <A extends readonly Value[], R>(of: Statement<A, R>) => Database.Statement<Value[], R>

/**
 * The statement as this SQLite takes it best. It is built to look at an argument's value when it plans a query, and
 * so plans the query again for each new value, which costs five times as much as the query itself. Behind a plus,
 * which does nothing, it does not look.
 */
export function withoutPeeking(sql: string): string {
  return sql.replaceAll('?', '+?')
}

/** Prepares each statement once, when it is first needed. */
function createPrepare(connection: Connection): Prepare {
  const prepared = new Map<Statement<never, unknown>, Database.Statement<Value[], unknown>>()
  return <A extends readonly Value[], R>(of: Statement<A, R>) => {
    let known = prepared.get(of)
    if (known === undefined) {
      known = connection.prepare<Value[], unknown>(withoutPeeking(of.sql))
      prepared.set(of, known)
    }
    // A statement's own type says what its rows are.
    return known as Database.Statement<Value[], R>
  }
}

/** What is asked before a statement reads, and before one writes, and who is told when one fails. */
interface Guards {
  readonly reading: () => void
  readonly writing: () => void
  readonly failed: () => void
}

function driverOver(prepare: Prepare, { reading, writing, failed }: Guards): Driver {
  const telling = <T>(carryOut: () => T): T => {
    try {
      return carryOut()
    } catch (error) {
      failed()
      throw error
    }
  }
  return {
    async one(of, ...args) {
      reading()
      return telling(() => prepare(of).get(...args))
    },
    async all(of, ...args) {
      reading()
      return telling(() => prepare(of).all(...args))
    },
    async run(of, ...args) {
      writing()
      return telling(() => prepare(of).run(...args).changes)
    },
    async ones(of, list) {
      reading()
      const found = prepare(of)
      return telling(() => list.map((args) => found.get(...args)))
    },
    async runs(of, list) {
      if (list.length === 0) return 0
      writing()
      const found = prepare(of)
      return telling(() => list.reduce((sum, args) => sum + found.run(...args).changes, 0))
    },
  }
}

/**
 * A driver for reading. Between batches it reads on the writer's connection: there everything is committed, and its
 * pages are still in memory, while a connection of its own must read them anew after each commit. While a batch is
 * open it reads on the other, which sees only what is committed.
 */
export function createDriver(writer: Connection, isOpen: Writer['isOpen'], reader: Connection): Driver {
  const onWriter = createPrepare(writer)
  const onReader = createPrepare(reader)
  const nothing = () => undefined
  return driverOver((of) => (isOpen() ? onReader(of) : onWriter(of)), {
    reading: nothing,
    writing: nothing,
    failed: nothing,
  })
}

/** The writer of a batch over one connection; it tells what it changes of what is kept. */
export function createWriter(connection: Connection, changing: Changing = keepsNothing): Writer {
  const prepare = createPrepare(connection)
  // To ask the connection costs more than many a statement, so it is asked whenever the answer may have changed.
  let isOpen = connection.inTransaction
  const look = () => {
    isOpen = connection.inTransaction
  }
  const command = (sql: string) => {
    const prepared = connection.prepare(sql)
    return () => {
      try {
        prepared.run()
      } finally {
        look()
      }
    }
  }
  const undo = command('rollback to work')
  const release = command('release work')
  return {
    begin: command('begin immediate'),
    commit: command('commit'),
    rollback: command('rollback'),
    save: command('savepoint work'),
    release,
    undo() {
      undo()
      release()
    },
    isOpen: () => isOpen,
    tx() {
      let ended = false
      let written = false
      const reading = () => assert(!ended, 'a transaction is used after its end')
      const writing = () => {
        reading()
        written = true
        // Without this a failure that ended the transaction would let what follows commit by itself.
        assert(isOpen, 'a transaction is used after the database ended it')
      }
      return {
        tx: createTx(driverOver(prepare, { reading, writing, failed: look }), changing),
        end() {
          ended = true
        },
        hasWritten: () => written,
      }
    },
  }
}
