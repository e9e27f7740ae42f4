/**
 * Transactions that are shared. What arrives for the same group while a transaction of that group is under way waits
 * for the next one together, and shares what is read and what is sent; different groups run beside each other. When
 * it cannot be kept as a whole, each piece of work is done again alone. Between servers the database keeps the turn, by
 * a lock on the group's row.
 */
import type { GroupId, WorkspaceId } from '../../core/model.ts'
import type { Tx } from '../../core/store.ts'
import { command, type Link, type Pool, type Scope, show } from './connection.ts'
import { busy, isWorthAgain, toTrouble } from './trouble.ts'
import { createSession, type Foresight, type Session, takeTurn } from './tx.ts'

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
  readonly foresight: Foresight | undefined
  times: number
  /** It shares no transaction any more. */
  isAlone: boolean
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
  readonly touched: ReadonlySet<WorkspaceId>
  isWorthCommit: boolean
}

export interface Lanes {
  readonly add: <T>(
    scope: Scope,
    turn: GroupId | null,
    kept: boolean,
    work: (tx: Tx) => Promise<T>,
    foresight?: Foresight,
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

/** The works that go together now; one that failed with others is carried out alone. */
function together({ works }: Lane, bounds: Bounds): readonly Work[] {
  const alone = works.slice(0, bounds.works).findIndex(({ isAlone }) => isAlone)
  return works.slice(0, alone < 0 ? bounds.works : Math.max(alone, 1))
}

/** Carries out one work. False when it can only be undone with its neighbours. */
async function carryOut(session: Session, work: Work, batch: Batch): Promise<boolean> {
  const hands = session.begin()
  try {
    const settle = await Promise.race([work.carryOut(hands.tx), hands.overdue])
    hands.end()
    batch.settles.push(settle)
    batch.isWorthCommit ||= work.kept
    return work.kept || hands.undo()
  } catch (error) {
    hands.end()
    batch.settles.push(() => work.fail(toTrouble(error)))
    return hands.undo()
  }
}

/** What came of a work that was alone and that the database did not take. */
function failAlone(work: Work, error: unknown): Batch {
  work.times += 1
  const isAgain = isWorthAgain(error) && work.times < timesMost
  return {
    settles: isAgain ? [] : [() => work.fail(toTrouble(error))],
    again: isAgain ? [work] : [],
    touched: new Set(),
    isWorthCommit: false,
  }
}

const sentAlready = new Error('work that failed had sent what it wrote')

interface Course {
  readonly taken: number
  /** Why nothing of it can be kept. */
  readonly trouble: { readonly cause: unknown } | null
}

/** Carries out works until one of them, or the time, ends it. Answers how many, and why they cannot be kept. */
async function carryOutAll(
  session: Session,
  works: readonly Work[],
  batch: Batch,
  milliseconds: number,
): Promise<Course> {
  const end = performance.now() + milliseconds
  let taken = 0
  let isClean = true
  for (const work of works) {
    taken += 1
    isClean = (await carryOut(session, work, batch)) || works.length === 1
    if (!isClean || session.trouble() !== null || performance.now() >= end) break
  }
  const unclean = isClean ? null : { cause: sentAlready }
  return session.written().then(
    () => ({ taken, trouble: session.trouble() ?? unclean }),
    // What was written first, and failed, is the cause of what failed after it.
    (cause: unknown) => ({ taken, trouble: { cause } }),
  )
}

/**
 * One transaction with the first of the lane's works; takes from the lane what it carried out. When the database
 * refuses any of what they wrote, nothing is kept, and each is done again alone.
 */
async function carryOutBatch(
  link: Link,
  lane: Lane,
  bounds: Bounds,
  isReading: () => boolean,
): Promise<Batch> {
  const works = together(lane, bounds)
  show(link, lane.scope)
  ahead(link, 'begin')
  const turned = takeTurn(link, lane.turn)
  turned.catch(() => undefined)
  const session = createSession(link, lane.turn, isReading)
  const batch = { settles: [], again: [], touched: session.touched, isWorthCommit: false }
  if (works.length > 1) await session.foresee(works.flatMap(({ foresight }) => foresight ?? []))
  const { taken, trouble } = await carryOutAll(session, works, batch, bounds.milliseconds)
  session.end()
  // Without the turn nothing else was carried out, and nobody else who waits for it would get it.
  await turned
  if (link.broken) throw session.trouble()?.cause ?? busy(new Error('the connection broke'))
  const { command: done } = await command(
    link,
    trouble === null && batch.isWorthCommit ? 'commit' : 'rollback',
  )
  if (trouble === null) {
    // A transaction in which something failed unnoticed is rolled back by a commit, without an error.
    if (batch.isWorthCommit && done !== 'COMMIT') throw new Error('The store could not keep the changes.')
    lane.works.splice(0, taken)
    return batch
  }
  const [first] = works
  if (works.length > 1 || first === undefined) {
    for (const work of works.slice(0, taken)) work.isAlone = true
    return { ...batch, settles: [], touched: new Set() }
  }
  lane.works.splice(0, 1)
  return failAlone(first, trouble.cause)
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
    add(scope, turn, kept, work, foresight) {
      if (closed) return Promise.reject(new Error('The store is closed.'))
      return new Promise((resolve, reject) => {
        const carryOut = async (tx: Tx): Promise<Settle> => {
          const value = await work(tx)
          return () => resolve(value)
        }
        const key = `${scope} ${turn ?? ''}`
        const known = lanes.get(key)
        const lane = known ?? { scope, turn, works: [] }
        lane.works.push({ carryOut, kept, fail: reject, foresight, times: 0, isAlone: false })
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
