/** `Tx` over one connection, which several works share, while other transactions run beside it. */
import { assert } from '../../core/failure.ts'
import type { GroupId, Person, WorkspaceId } from '../../core/model.ts'
import type { Reader, Tx } from '../../core/store.ts'
import { createTx } from '../changes.ts'
import { type Driver, type Statement, statement, type Value } from '../driver.ts'
import { json } from '../rows.ts'
import { sealStatements } from '../seals.ts'
import { writes } from '../statements.ts'
import { isNowhere, type Link, readOnes, rowsOf, type Send, send } from './connection.ts'
import { createOutbox } from './outbox.ts'
import { beginNoting, createMemory, forgetAll, recalling, undoNotes } from './recall.ts'
import { spell } from './spelling.ts'
import { Again, busy } from './trouble.ts'
import { Elsewhere, findGroup, lockFreeGroup, lockGroup } from './turns.ts'

// Runs that were written meanwhile have lower numbers too, so only those in the seal leave the queue.
const unqueue = statement<[workspace: number, runs: string]>(`
  delete from unsealed where workspace_id = ? and run_id in (
    select value::bigint from jsonb_array_elements_text(?::jsonb))`)

/** A transaction's hands, for one piece of work. */
export interface Hands {
  readonly tx: Tx
  /** After this they do nothing any more. */
  readonly end: () => void
  /** Takes back what the work wrote; false when some of it was sent, and only the whole transaction can be undone. */
  readonly undo: () => boolean
  /** Ends with an error as soon as the work waits for something else than this. */
  readonly overdue: Promise<never>
}

/** What reads beforehand what a work will read. What it answers is nobody's. */
export type Foresight = (reader: Reader) => Promise<unknown>

/** One transaction, which several works share. */
export interface Session {
  readonly begin: () => Hands
  /** Reads for all works at once, so that each finds it read. */
  readonly foresee: (foresights: readonly Foresight[]) => Promise<void>
  /** Waits until everything is written. Fails with what failed first. */
  readonly written: () => Promise<void>
  /** Nothing is sent any more: what comes next on the connection stands outside of the transaction. */
  readonly end: () => void
  /** What failed in the database: then all of the transaction is lost. */
  readonly trouble: () => { readonly cause: unknown } | null
  /** How many rows were written, or are about to be. */
  readonly rows: () => number
  /** Workspaces in which something was written that needs a number. */
  readonly touched: ReadonlySet<WorkspaceId>
}

/**
 * Notices work that waits for something other than the store, which nobody can end: no statement is under way, and
 * the event loop turned without a new one.
 */
function watch(isReading: () => boolean, isUnderWay: () => boolean) {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined)
  let [begun, ended] = [0, false]
  const look = () => {
    const seen = begun
    setImmediate(() =>
      setImmediate(() => {
        if (ended || isUnderWay() || begun !== seen) return
        // It may wait for a reading of the store beside it.
        if (isReading()) return void setTimeout(look, 5)
        reject(new Error('This cannot happen: a transaction that waits for something other than the store.'))
      }),
    )
  }
  look()
  return {
    overdue: promise,
    end() {
      ended = true
    },
    /** Something is about to be sent. */
    noted() {
      begun += 1
    },
    /** Nothing is under way any more: what comes next must come soon. */
    look,
  }
}

/** What is written by statements that the memory takes note of; anything else makes it forget everything. */
const noted: ReadonlySet<Statement<never, unknown>> = new Set<Statement<never, unknown>>([
  ...[writes.addGroup, writes.movePeople, writes.moveRevision, writes.moveMessage, writes.moveInfo],
  ...[writes.movePicture, writes.movePins, writes.moveEnd, writes.addEvent, writes.addStay],
  writes.addAccount,
  ...[writes.addMembership, writes.setMembership, writes.dropMembership, writes.showGroup],
  ...[writes.countGroups, writes.uncountGroup, writes.addInvite, writes.revokeInvite, writes.endInvite],
  ...[writes.useInvite, writes.addMessage, writes.addPerson, writes.addRun, writes.addUnsealed],
  ...[writes.finishRun, writes.remember, writes.setView, writes.setPicture, writes.dropPicture],
])

/** Asks in one statement what is asked in the same turn of the event loop. */
function createTogether(send: Send) {
  const asked = new Map<object, Asked[]>()
  async function go<A extends readonly Value[], R>(of: Statement<A, R>, list: readonly Asked[]) {
    try {
      // The list was asked of this very statement.
      const args = list.map((each) => each.args as A)
      const rows = await readOnes(send, of, args)
      for (const [index, { found }] of list.entries()) found(rows[index])
    } catch (error) {
      for (const { fail } of list) fail(error)
    }
  }
  return <A extends readonly Value[], R>(of: Statement<A, R>, args: A): Promise<R | undefined> =>
    new Promise((resolve, fail) => {
      const list = asked.get(of) ?? []
      asked.set(of, list)
      // A statement's own type says what its rows are.
      list.push({ args, found: (row) => resolve(row as R | undefined), fail })
      if (list.length > 1) return
      setImmediate(() => {
        asked.delete(of)
        void go(of, list)
      })
    })
}

interface Asked {
  readonly args: readonly Value[]
  readonly found: (row: unknown) => void
  readonly fail: (error: unknown) => void
}

export interface SessionOptions {
  /** Groups whose turns are held already. */
  readonly turns: readonly GroupId[]
  /** Whether a work may wait for the turn of one more group; else it is told that somebody has it. */
  readonly waits: boolean
  /** Whether the store is being read beside the transactions. */
  readonly isReading: () => boolean
}

/** A transaction over a connection on which it has begun. */
export function createSession(link: Link, { turns, waits, isReading }: SessionOptions): Session {
  let trouble: { readonly cause: unknown } | null = null
  let watching: ReturnType<typeof watch> | null = null
  const memory = createMemory()
  const touched = new Set<WorkspaceId>()
  const looked: Looked = {
    turns: new Set(turns),
    waits,
    strangers: new Set(),
    unused: new Set(),
    undo: memory.undo,
  }
  let sent: Promise<void>[] = []
  let isOver = false
  /** Whoever sent them: a work may wait for what another one asked first. */
  let underWay = 0

  const deliver: Send = async (spelled, values) => {
    assert(!isOver, 'a transaction is used after its end')
    // What was under way is lost with the connection, and so is what comes after it.
    if (link.broken) throw trouble?.cause ?? busy(new Error('the connection broke'))
    watching?.noted()
    underWay += 1
    try {
      return await send(link, spelled, values)
    } catch (cause) {
      trouble ??= { cause }
      throw cause
    } finally {
      underWay -= 1
      if (underWay === 0) watching?.look()
    }
  }
  const outbox = createOutbox(deliver, link.scope !== null && link.scope !== '*')
  /** What is read is read behind all that was written. */
  const behind = <T>(read: () => Promise<T>): Promise<T> => {
    const long = outbox.flush()
    return long === null ? read() : long.then(read)
  }
  const write = <A extends readonly Value[]>(of: Statement<A>, list: readonly A[]): Promise<number> => {
    watching?.noted()
    const changing = outbox.add(spell(of), list)
    if (!noted.has(of)) forgetAll(memory)
    return changing
  }
  const driverFor = (guard: () => void): Driver => {
    const all = <A extends readonly Value[], R>(of: Statement<A, R>, args: A): Promise<readonly R[]> => {
      guard()
      if (isNowhere(args)) return Promise.resolve([])
      return behind(async () => rowsOf<R>(await deliver(spell(of), args)))
    }
    return {
      one: async (of, ...args) => (await all(of, args))[0],
      all: (of, ...args) => all(of, args),
      async ones(of, list) {
        guard()
        return list.length === 0 ? [] : behind(() => readOnes(deliver, of, list))
      },
      async run(of, ...args) {
        guard()
        return write(of, [args])
      },
      async runs(of, list) {
        guard()
        return write(of, list)
      },
    }
  }
  const recalled = (driver: Driver) => recalling(careful(createTx(driver), driver, looked, touched), memory)

  return {
    touched,
    trouble: () => trouble,
    rows: outbox.rows,
    async foresee(foresights) {
      const driver = driverFor(() => undefined)
      const together = createTogether(deliver)
      const tx = recalled({
        ...driver,
        one: (of, ...args) => (spell(of).lists === null ? driver.one(of, ...args) : together(of, args)),
        ones: (of, list) =>
          spell(of).lists === null
            ? driver.ones(of, list)
            : Promise.all(list.map((args) => together(of, args))),
      })
      // Whatever it meets, the work itself will meet again.
      await Promise.allSettled(foresights.map((foresight) => foresight(tx)))
    },
    begin() {
      let ended = false
      beginNoting(memory)
      const [mark, before] = [outbox.mark(), sent.length]
      const own = watch(isReading, () => underWay > 0)
      watching = own
      const driver = driverFor(() => assert(!ended, 'a transaction is used after its end'))
      return {
        tx: sooner(recalled(driver), sent, () => !ended),
        overdue: own.overdue,
        end() {
          ended = true
          own.end()
          watching = null
        },
        undo() {
          if (outbox.mark() === mark) return true
          sent = sent.slice(0, before)
          const isUndone = outbox.takeBack(mark)
          if (isUndone) undoNotes(memory)
          else forgetAll(memory)
          return isUndone
        },
      }
    },
    end() {
      isOver = true
      outbox.close()
    },
    async written() {
      await outbox.flush()
      // The first that failed is the cause of the others.
      for (const each of sent) await each
    },
  }
}

/**
 * Writes that answer nothing are not waited for one by one: they are sent, and what became of them is asked at the
 * end of the work. What is read after them is sent after them.
 */
function sooner(tx: Tx, sent: Promise<void>[], isOpen: () => boolean): Tx {
  const later =
    <A extends readonly unknown[]>(write: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      const writing = write(...args)
      // After the end nobody asks any more.
      if (!isOpen()) return writing
      writing.catch(() => undefined)
      sent.push(writing)
    }
  return {
    ...tx,
    append: later(tx.append),
    addPeople: later(tx.addPeople),
    addAccount: later(tx.addAccount),
    addNotice: later(tx.addNotice),
    addRun: later(tx.addRun),
    finishRun: later(tx.finishRun),
    remember: later(tx.remember),
    setView: later(tx.setView),
    setPicture: later(tx.setPicture),
  }
}

type PersonValues = [id: number, workspace: number, directory: string, userId: string, name: string | null]

/** What was looked for in a transaction, whichever of its works looked. */
interface Looked {
  /** Groups whose turn is held. */
  readonly turns: Set<GroupId>
  readonly waits: boolean
  /** People and idempotency keys that were not there. */
  readonly strangers: Set<string>
  readonly unused: Set<string>
  readonly undo: (() => void)[]
}

/** Takes something from a set, until the work under way is undone; answers whether it was there. */
function takeFrom(set: Set<string>, key: string, undo: (() => void)[]): boolean {
  if (!set.delete(key)) return false
  undo.push(() => set.add(key))
  return true
}

/**
 * What looks before it acts must find the same when it acts. Reading a group's head, or an invite to it, takes the
 * group's turn. People
 * and idempotency keys that were looked for in vain, and are there when they are written, came in between: then the
 * work is done again, and finds them.
 */
function careful(tx: Tx, driver: Driver, looked: Looked, touched: Set<WorkspaceId>): Tx {
  const { turns, waits, strangers, unused, undo } = looked
  async function take(group: GroupId): Promise<void> {
    if (turns.has(group)) return
    if (waits) await driver.one(lockGroup, group)
    else if ((await driver.one(lockFreeGroup, group)) === undefined) {
      if ((await driver.one(findGroup, group)) !== undefined) throw new Elsewhere('the turn of a group')
    }
    turns.add(group)
  }
  return {
    ...tx,
    async head(id) {
      await take(id)
      return tx.head(id)
    },
    async invite(code) {
      const found = await tx.invite(code)
      if (found === null || turns.has(found.group)) return found
      // It may have ended while its group's turn was waited for.
      await take(found.group)
      return tx.invite(code)
    },
    async named(workspace, directory, userIds, group) {
      const found = await tx.named(workspace, directory, userIds, group)
      for (const [index, { person }] of found.entries()) {
        if (person === null) strangers.add(`${workspace} ${directory} ${userIds[index]}`)
      }
      return found
    },
    async addPeople(workspace, directory, people) {
      const isNew = ({ user_id }: Person) => takeFrom(strangers, `${workspace} ${directory} ${user_id}`, undo)
      const met = people.filter(isNew)
      const rows = met.map(({ id, user_id, name }): PersonValues => [id, workspace, directory, user_id, name])
      const isMet = new Set(met)
      const others = people.filter((person) => !isMet.has(person))
      const [added] = await Promise.all([
        driver.runs(writes.addPerson, rows),
        tx.addPeople(workspace, directory, others),
      ])
      if (added !== met.length) throw new Again('a person')
    },
    async remembered(key, idempotencyKey) {
      const found = await tx.remembered(key, idempotencyKey)
      if (found === null) unused.add(`${key} ${idempotencyKey}`)
      return found
    },
    async remember(remembered) {
      const { key, idempotency_key, run, digest, expires_at } = remembered
      if (!takeFrom(unused, `${key} ${idempotency_key}`, undo)) return tx.remember(remembered)
      const kept = await driver.run(writes.remember, key, idempotency_key, run, digest, expires_at)
      if (kept !== 1) throw new Again('an idempotency key')
    },
    async append(before, event, after) {
      touched.add(event.workspace)
      await tx.append(before, event, after)
    },
    async addNotice(notice) {
      touched.add(notice.workspace)
      await tx.addNotice(notice)
    },
    async addSeal({ workspace, number, at, runs, previous, hash }) {
      await driver.run(sealStatements.add, workspace, number, at, json(runs), previous, hash)
      await driver.run(unqueue, workspace, json(runs.map(({ run }) => run)))
    },
  }
}
