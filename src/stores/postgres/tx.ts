/** `Tx` over one connection, with what only matters where several transactions run beside each other. */
import { assert } from '../../core/failure.ts'
import type { GroupId, WorkspaceId } from '../../core/model.ts'
import type { Tx } from '../../core/store.ts'
import { createTx } from '../changes.ts'
import { type Driver, statement } from '../driver.ts'
import { json } from '../rows.ts'
import { sealStatements } from '../seals.ts'
import { driverOver, type Link, send } from './connection.ts'
import { spell } from './spelling.ts'
import { Again } from './trouble.ts'

const lockGroup = statement<[group: number], { readonly id: number }>(
  'select id from groups where id = ? for no key update',
)
const lockWorkspace = statement<[workspace: number], { readonly id: number }>(
  'select id from workspaces where id = ? for no key update',
)
const lockServer = statement<[], { readonly id: number }>('select id from muster for no key update')
// Runs that were written meanwhile have lower numbers too, so only those in the seal leave the queue.
const unqueue = statement<[workspace: number, runs: string]>(`
  delete from unsealed where workspace_id = ? and run_id in (
    select value::bigint from jsonb_array_elements_text(?::jsonb))`)

/** Takes the turn of a group; without one, the turn of all that a workspace, or the server, does outside of groups. */
export function takeTurn(link: Link, turn: GroupId | null): Promise<unknown> {
  if (turn !== null) return send(link, spell(lockGroup), [turn])
  if (link.scope === null || link.scope === '*') return send(link, spell(lockServer), [])
  return send(link, spell(lockWorkspace), [link.scope])
}

export interface Hands {
  readonly tx: Tx
  /** Waits until everything that the work wrote is written. */
  readonly written: () => Promise<void>
  /** After this they do nothing any more. */
  readonly end: () => void
  /** Workspaces in which it wrote what needs a number. */
  readonly touched: ReadonlySet<WorkspaceId>
  /** Ends with an error as soon as the work waits for something else than this. */
  readonly overdue: Promise<never>
}

/**
 * Notices work that waits for something other than the store, which nobody can end: no statement is under way, and
 * the event loop turned without a new one.
 */
function watch(isReading: () => boolean) {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined)
  let [underWay, begun, ended] = [0, 0, false]
  const look = () => {
    const seen = begun
    setImmediate(() =>
      setImmediate(() => {
        if (ended || underWay > 0 || begun !== seen) return
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
    async during<T>(statement: Promise<T>): Promise<T> {
      begun += 1
      underWay += 1
      try {
        return await statement
      } finally {
        underWay -= 1
        if (underWay === 0) look()
      }
    },
  }
}

/** A transaction's hands, for one piece of work. `turn` is the group whose turn is held already. */
export function createHands(link: Link, turn: GroupId | null, isReading: () => boolean): Hands {
  let ended = false
  const watching = watch(isReading)
  /** What is not sent in one go keeps what follows waiting, because the order of statements is their meaning. */
  let long: Promise<unknown> | null = null
  const driver = driverOver((use, isLong) => {
    const begin = () =>
      use(async (spelled, values) => {
        assert(!ended, 'a transaction is used after its end')
        assert(!link.broken, 'a transaction is used after the database ended it')
        return watching.during(send(link, spelled, values))
      })
    const doing = long === null ? begin() : long.then(begin)
    if (isLong) long = doing.catch(() => undefined)
    return doing
  })
  const touched = new Set<WorkspaceId>()
  const sent: Promise<void>[] = []
  return {
    tx: sooner(careful(createTx(driver), driver, turn, touched), sent, () => !ended),
    touched,
    overdue: watching.overdue,
    async written() {
      // The first that failed is the cause of the others.
      for (const each of sent) await each
    },
    end() {
      ended = true
      watching.end()
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
    addNotice: later(tx.addNotice),
    addRun: later(tx.addRun),
    finishRun: later(tx.finishRun),
    remember: later(tx.remember),
    setView: later(tx.setView),
    setPicture: later(tx.setPicture),
  }
}

/**
 * What looks before it acts must find the same when it acts. Reading a group's head, or an invite to it, takes the
 * group's turn. People
 * and idempotency keys that were looked for in vain, and are there when they are written, came in between: then the
 * work is done again, and finds them.
 */
function careful(tx: Tx, driver: Driver, turn: GroupId | null, touched: Set<WorkspaceId>): Tx {
  const turns = new Set(turn === null ? [] : [turn])
  const strangers = new Set<string>()
  const unused = new Set<string>()
  return {
    ...tx,
    async head(id) {
      if (!turns.has(id)) await driver.one(lockGroup, id)
      turns.add(id)
      return tx.head(id)
    },
    async invite(code) {
      const found = await tx.invite(code)
      if (found === null || turns.has(found.group)) return found
      // It may have ended while its group's turn was waited for.
      await driver.one(lockGroup, found.group)
      turns.add(found.group)
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
      const adding = tx.addPeople(workspace, directory, people)
      const met = people.filter(({ user_id }) => strangers.has(`${workspace} ${directory} ${user_id}`))
      const ids = met.map(({ user_id }) => user_id)
      const [kept] = await Promise.all([tx.named(workspace, directory, ids, null), adding])
      if (kept.some(({ person }, index) => person?.id !== met[index]?.id)) throw new Again('a person')
    },
    async remembered(key, idempotencyKey) {
      const found = await tx.remembered(key, idempotencyKey)
      if (found === null) unused.add(`${key} ${idempotencyKey}`)
      return found
    },
    async remember(remembered) {
      const { key, idempotency_key, run } = remembered
      const remembering = tx.remember(remembered)
      if (!unused.has(`${key} ${idempotency_key}`)) return remembering
      const [found] = await Promise.all([tx.remembered(key, idempotency_key), remembering])
      if (found?.run !== run) throw new Again('an idempotency key')
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
