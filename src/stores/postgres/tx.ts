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
  const driver = driverOver((use) =>
    use((spelled, values) => {
      assert(!ended, 'a transaction is used after its end')
      assert(!link.broken, 'a transaction is used after the database ended it')
      return watching.during(send(link, spelled, values))
    }),
  )
  const touched = new Set<WorkspaceId>()
  return {
    tx: careful(createTx(driver), driver, turn, touched),
    touched,
    overdue: watching.overdue,
    end() {
      ended = true
      watching.end()
    },
  }
}

/**
 * What looks before it acts must find the same when it acts. Reading a group's head takes the group's turn. People
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
    async named(workspace, directory, userIds, group) {
      const found = await tx.named(workspace, directory, userIds, group)
      for (const [index, { person }] of found.entries()) {
        if (person === null) strangers.add(`${workspace} ${directory} ${userIds[index]}`)
      }
      return found
    },
    async addPeople(workspace, directory, people) {
      await tx.addPeople(workspace, directory, people)
      const met = people.filter(({ user_id }) => strangers.has(`${workspace} ${directory} ${user_id}`))
      if (met.length === 0) return
      const kept = await tx.named(
        workspace,
        directory,
        met.map(({ user_id }) => user_id),
        null,
      )
      if (kept.some(({ person }, index) => person?.id !== met[index]?.id)) throw new Again('a person')
    },
    async remembered(key, idempotencyKey) {
      const found = await tx.remembered(key, idempotencyKey)
      if (found === null) unused.add(`${key} ${idempotencyKey}`)
      return found
    },
    async remember(remembered) {
      const { key, idempotency_key, run } = remembered
      await tx.remember(remembered)
      if (!unused.has(`${key} ${idempotency_key}`)) return
      if ((await tx.remembered(key, idempotency_key))?.run !== run) throw new Again('an idempotency key')
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
