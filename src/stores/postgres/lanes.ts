/**
 * Who shares a transaction with whom. Works of one group are carried out in the order in which they come, and a group's
 * turn is in one transaction at a time. What arrives in a workspace while a transaction of it is under way waits for the
 * next one together, whichever groups it belongs to. Between servers the database keeps the turns (turns.ts).
 */
import type { GroupId, WorkspaceId } from '../../core/model.ts'
import type { Tx } from '../../core/store.ts'
import { carryOutBatch, type Settle, type Work } from './batch.ts'
import type { Link, Pool, Scope } from './connection.ts'
import { toTrouble } from './trouble.ts'
import type { Foresight } from './tx.ts'

/** At most so much in one transaction, so that the first does not wait long for the last, nor other servers. */
export interface Bounds {
  readonly works: number
  readonly milliseconds: number
  /** So many transactions that groups share are under way in a workspace at a time, so that the others gather. */
  readonly sharing: number
  /** One that takes longer than this is not waited for any more: others begin beside it. */
  readonly patience: number
  /** So many groups of a workspace go by themselves at a time: they may wait, and hold connections meanwhile. */
  readonly apart: number
}

const usual: Bounds = { works: 128, milliseconds: 50, sharing: 1, patience: 20, apart: 4 }

/** A group goes by itself for so long after its works were in the way of others. */
const apartMs = 1000

/** What waits for one turn. It stands in one of the lane's lists, or its turn is under way. */
interface Queue {
  readonly turn: GroupId | null
  readonly works: Work[]
}

/** All that waits and is under way in one scope. */
interface Lane {
  readonly scope: Scope
  readonly queues: Map<GroupId | null, Queue>
  /** In the order in which they began to wait: those that share, and those that go by themselves. */
  readonly sharing: Queue[]
  readonly apart: Queue[]
  /** Groups that go by themselves, and until when. */
  readonly apartUntil: Map<GroupId | null, number>
  /** Transactions under way, as far as others wait for them. */
  underWay: { sharing: number; apart: number }
  /** A transaction is waiting for a connection; what comes until then is in it. */
  isBeginning: boolean
  isScheduled: boolean
}

/** What goes into one transaction. */
interface Load {
  readonly queues: readonly Queue[]
  readonly works: readonly Work[]
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

function newLane(scope: Scope): Lane {
  return {
    ...{ scope, queues: new Map(), sharing: [], apart: [], apartUntil: new Map() },
    ...{ underWay: { sharing: 0, apart: 0 }, isBeginning: false, isScheduled: false },
  }
}

/**
 * Puts a queue where it waits. What a workspace does outside of groups takes the workspace's turn, for which all servers
 * wait, so no group is made to wait with it.
 */
function place({ sharing, apart, apartUntil }: Lane, queue: Queue): void {
  const until = apartUntil.get(queue.turn) ?? 0
  const isApart = queue.turn === null || queue.works[0]?.isAlone === true || until > performance.now()
  if (isApart) apart.push(queue)
  else sharing.push(queue)
}

/** Lets groups go by themselves for a while. */
function setApart({ apartUntil }: Lane, turns: ReadonlySet<GroupId | null>): void {
  const now = performance.now()
  for (const turn of turns) {
    apartUntil.delete(turn)
    apartUntil.set(turn, now + apartMs)
  }
  // The first in the map are the first to end.
  for (const [turn, until] of apartUntil) {
    if (until > now) return
    apartUntil.delete(turn)
  }
}

/** Takes the first works of a queue, as far as they go together; one that failed with others is by itself. */
function takeFrom({ works }: Queue, most: number): readonly Work[] {
  const alone = works.slice(0, most).findIndex(({ isAlone }) => isAlone)
  return works.splice(0, alone < 0 ? most : Math.max(alone, 1))
}

/** Takes what waits and shares, up to a bound. */
function gather({ sharing }: Lane, most: number): Load {
  const [queues, works]: [Queue[], Work[]] = [[], []]
  while (works.length < most) {
    const queue = sharing.shift()
    if (queue === undefined) break
    queues.push(queue)
    works.push(...takeFrom(queue, most - works.length))
  }
  return { queues, works }
}

/** Puts back what was not carried out, in front of what came since, and lets the queues wait again. */
function giveBack(lane: Lane, queues: readonly Queue[], again: readonly Work[]): void {
  for (const work of again.toReversed()) lane.queues.get(work.turn)?.works.unshift(work)
  for (const queue of queues) {
    if (queue.works.length === 0) lane.queues.delete(queue.turn)
    else place(lane, queue)
  }
}

function failAll(works: readonly Work[], cause: unknown): void {
  const trouble = toTrouble(cause)
  for (const work of works) work.fail(trouble)
}

/** Everybody who waits is told at once: the database is away for the next one too. */
function failWaiting(lane: Lane, cause: unknown): void {
  for (const queue of [...lane.sharing.splice(0), ...lane.apart.splice(0)]) {
    lane.queues.delete(queue.turn)
    failAll(queue.works.splice(0), cause)
  }
}

export function createLanes(options: LaneOptions): Lanes {
  const { pool, committed, isReading, bounds = usual } = options
  const lanes = new Map<Scope, Lane>()
  let closed = false
  let idle: (() => void) | null = null

  async function carryOut(link: Link, lane: Lane, { queues, works }: Load): Promise<void> {
    try {
      const { scope } = lane
      const { milliseconds } = bounds
      const outcome = await carryOutBatch(link, { scope, works, milliseconds, isReading })
      if (outcome.touched.size > 0) committed(outcome.touched)
      for (const settle of outcome.settles) settle()
      setApart(lane, outcome.apart)
      giveBack(lane, queues, outcome.again)
    } catch (error) {
      const waiting = queues.flatMap((queue) => queue.works.splice(0))
      failAll([...works, ...waiting], error)
      giveBack(lane, queues, [])
      if (link.broken) failWaiting(lane, error)
      // What was under way is undone with the connection; whether a commit that broke off was kept, nobody knows.
      link.broken = true
    }
  }

  /** One transaction with what `next` takes when there is a connection for it. */
  async function transact(lane: Lane, next: () => Load): Promise<void> {
    const link = await pool.take().catch((error: unknown) => {
      const { queues, works } = next()
      failAll([...works, ...queues.flatMap((queue) => queue.works.splice(0))], error)
      giveBack(lane, queues, [])
      failWaiting(lane, error)
      return null
    })
    if (link === null) return
    const load = next()
    if (load.works.length > 0) await carryOut(link, lane, load)
    pool.give(link)
  }

  async function share(lane: Lane): Promise<void> {
    lane.isBeginning = true
    lane.underWay.sharing += 1
    let isCounted = true
    const forget = () => {
      if (isCounted) lane.underWay.sharing -= 1
      isCounted = false
    }
    let timer: NodeJS.Timeout | undefined
    await transact(lane, () => {
      lane.isBeginning = false
      timer = setTimeout(() => {
        forget()
        begin(lane)
      }, bounds.patience)
      const load = gather(lane, bounds.works)
      if (lane.sharing.length > 0) schedule(lane)
      return load
    })
    clearTimeout(timer)
    forget()
    schedule(lane)
  }

  async function goApart(lane: Lane, queue: Queue): Promise<void> {
    const isCounted = Number(queue.turn !== null)
    lane.underWay.apart += isCounted
    const times = queue.works[0]?.times ?? 0
    // The more often somebody else was in the way, the longer it is left to him.
    if (times > 2) await new Promise((resolve) => setTimeout(resolve, Math.random() * 4 * times))
    await transact(lane, () => ({ queues: [queue], works: takeFrom(queue, bounds.works) }))
    lane.underWay.apart -= isCounted
    schedule(lane)
  }

  /** Begins as many transactions as there may be. */
  function begin(lane: Lane): void {
    const { underWay, sharing, apart } = lane
    for (;;) {
      const place = apart.findIndex(({ turn }) => turn === null || underWay.apart < bounds.apart)
      const [queue] = place < 0 ? [] : apart.splice(place, 1)
      if (queue === undefined) break
      void goApart(lane, queue)
    }
    if (sharing.length > 0 && !lane.isBeginning && underWay.sharing < bounds.sharing) void share(lane)
    if (lane.queues.size > 0 || lanes.get(lane.scope) !== lane) return
    lanes.delete(lane.scope)
    if (lanes.size === 0) idle?.()
  }

  /** What arrives in the same turn of the event loop shares the first transaction. */
  function schedule(lane: Lane): void {
    if (lane.isScheduled) return
    lane.isScheduled = true
    setImmediate(() => {
      lane.isScheduled = false
      begin(lane)
    })
  }

  function laneOf(scope: Scope): Lane {
    const known = lanes.get(scope)
    if (known !== undefined) return known
    const lane = newLane(scope)
    lanes.set(scope, lane)
    return lane
  }

  return {
    add(scope, turn, kept, work, foresight) {
      if (closed) return Promise.reject(new Error('The store is closed.'))
      return new Promise((resolve, reject) => {
        const carryOut = async (tx: Tx): Promise<Settle> => {
          const value = await work(tx)
          return () => resolve(value)
        }
        const lane = laneOf(scope)
        const known = lane.queues.get(turn)
        const queue = known ?? { turn, works: [] }
        const about = { turn, carryOut, kept, fail: reject, foresight }
        queue.works.push({ ...about, times: 0, wasDisturbed: false, isAlone: false })
        if (known !== undefined) return
        lane.queues.set(turn, queue)
        place(lane, queue)
        schedule(lane)
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
