/**
 * Transactions that are shared. What arrives for the same group while a transaction of that group is under way waits
 * for the next one together, each piece of work in a savepoint of its own; different groups run beside each other.
 * Between servers the database keeps the turn, by a lock on the group's row.
 */
import type { GroupId, WorkspaceId } from '../../core/model.ts'
import type { Tx } from '../../core/store.ts'
import { command, type Link, type Pool, type Scope, show } from './connection.ts'
import { isWorthAgain, toTrouble } from './trouble.ts'
import { createHands, takeTurn } from './tx.ts'

/** At most so much in one transaction, so that the first does not wait long for the last, nor other servers. */
export interface Bounds {
  readonly works: number
  readonly milliseconds: number
}

const usual: Bounds = { works: 128, milliseconds: 50 }

/** So often is work done that others come in the way of; each time means that somebody got on. */
const timesMost = 12

type Settle = () => void

interface Work {
  readonly carryOut: (tx: Tx) => Promise<Settle>
  /** False for what is only rehearsed. */
  readonly kept: boolean
  readonly fail: (error: unknown) => void
  times: number
}

interface Lane {
  readonly scope: Scope
  readonly turn: GroupId | null
  readonly works: Work[]
}

/** What one transaction came to: what to tell, and what to do again. */
interface Batch {
  readonly settles: Settle[]
  readonly again: Work[]
  readonly touched: Set<WorkspaceId>
}

export interface Lanes {
  readonly add: <T>(
    scope: Scope,
    turn: GroupId | null,
    kept: boolean,
    work: (tx: Tx) => Promise<T>,
  ) => Promise<T>
  /** Takes no more work, and waits for what was taken. */
  readonly close: () => Promise<void>
}

export interface LaneOptions {
  readonly pool: Pool
  /** Events were committed in these workspaces. */
  readonly committed: (workspaces: ReadonlySet<WorkspaceId>) => void
  /** Whether the store is being read beside the transactions. */
  readonly isReading: () => boolean
  readonly bounds?: Bounds
}

/** Sends a command that is not waited for; what follows it fails when it does. */
function ahead(link: Link, text: string): void {
  command(link, text).catch(() => undefined)
}

/** Carries out one work. When it alone fails, only what it did is undone. */
async function carryOut(
  link: Link,
  lane: Lane,
  work: Work,
  batch: Batch,
  { isAlone, isReading }: { readonly isAlone: boolean; readonly isReading: () => boolean },
): Promise<boolean> {
  const hands = createHands(link, lane.turn, isReading)
  if (!isAlone) ahead(link, 'savepoint work')
  try {
    const settle = await Promise.race([work.carryOut(hands.tx), hands.overdue])
    await hands.written()
    hands.end()
    if (work.kept) for (const workspace of hands.touched) batch.touched.add(workspace)
    if (!isAlone && !work.kept) ahead(link, 'rollback to savepoint work')
    if (!isAlone) ahead(link, 'release savepoint work')
    batch.settles.push(settle)
    return work.kept
  } catch (error) {
    hands.end()
    if (link.broken) throw error
    if (!isAlone) ahead(link, 'rollback to savepoint work')
    if (!isAlone) ahead(link, 'release savepoint work')
    work.times += 1
    if (isWorthAgain(error) && work.times < timesMost) batch.again.push(work)
    else batch.settles.push(() => work.fail(toTrouble(error)))
    return false
  }
}

/** One transaction with the first of the lane's works; takes from the lane what it carried out. */
async function carryOutBatch(
  link: Link,
  lane: Lane,
  bounds: Bounds,
  isReading: () => boolean,
): Promise<Batch> {
  const works = lane.works.slice(0, bounds.works)
  const end = performance.now() + bounds.milliseconds
  const batch: Batch = { settles: [], again: [], touched: new Set() }
  show(link, lane.scope)
  ahead(link, 'begin')
  await takeTurn(link, lane.turn)
  let taken = 0
  let isWorthCommit = false
  for (const work of works) {
    taken += 1
    const isAlone = works.length === 1
    const isKept = await carryOut(link, lane, work, batch, { isAlone, isReading })
    isWorthCommit ||= isKept
    if (performance.now() >= end) break
  }
  const { command: done } = await command(link, isWorthCommit ? 'commit' : 'rollback')
  // A transaction in which something failed unnoticed is rolled back by a commit, without an error.
  if (isWorthCommit && done !== 'COMMIT') throw new Error('The store could not keep the changes.')
  lane.works.splice(0, taken)
  return batch
}

export function createLanes({ pool, committed, isReading, bounds = usual }: LaneOptions): Lanes {
  const lanes = new Map<string, Lane>()
  let closed = false
  let idle: (() => void) | null = null

  /** Everybody who waits is told at once: the database is away for the next one too. */
  function failAll(lane: Lane, cause: unknown): void {
    const trouble = toTrouble(cause)
    for (const work of lane.works.splice(0)) work.fail(trouble)
  }

  async function turnOf(lane: Lane): Promise<void> {
    const link = await pool.take()
    try {
      const batch = await carryOutBatch(link, lane, bounds, isReading)
      if (batch.touched.size > 0) committed(batch.touched)
      for (const settle of batch.settles) settle()
      lane.works.unshift(...batch.again)
    } catch (error) {
      // What was under way is undone with the connection; whether a commit that broke off was kept, nobody knows.
      link.broken = true
      throw error
    } finally {
      pool.give(link)
    }
  }

  async function run(key: string, lane: Lane): Promise<void> {
    // What arrives in the same turn of the event loop shares the first transaction.
    await new Promise((resolve) => setImmediate(resolve))
    while (lane.works.length > 0) {
      const again = lane.works[0]?.times ?? 0
      // The more often somebody else was in the way, the longer it is left to him.
      if (again > 2) await new Promise((resolve) => setTimeout(resolve, Math.random() * 4 * again))
      await turnOf(lane).catch((error: unknown) => failAll(lane, error))
    }
    lanes.delete(key)
    if (lanes.size === 0) idle?.()
  }

  return {
    add(scope, turn, kept, work) {
      if (closed) return Promise.reject(new Error('The store is closed.'))
      return new Promise((resolve, reject) => {
        const carryOut = async (tx: Tx): Promise<Settle> => {
          const value = await work(tx)
          return () => resolve(value)
        }
        const key = `${scope} ${turn ?? ''}`
        const known = lanes.get(key)
        const lane = known ?? { scope, turn, works: [] }
        lane.works.push({ carryOut, kept, fail: reject, times: 0 })
        if (known !== undefined) return
        lanes.set(key, lane)
        void run(key, lane)
      })
    },
    close() {
      closed = true
      if (lanes.size === 0) return Promise.resolve()
      return new Promise((resolve) => {
        idle = resolve
      })
    },
  }
}
