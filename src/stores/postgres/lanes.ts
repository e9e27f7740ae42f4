/**
 * Who shares a transaction with whom. Works of one group are carried out in the order in which they come, and a group's
 * turn is in one transaction at a time. What arrives in a workspace while a transaction of it is under way waits for the
 * next one together, whichever groups it belongs to. Between servers the database keeps the turns (turns.ts).
 */
import type { GroupId, WorkspaceId } from '../../core/model.ts'
import type { Tx } from '../../core/store.ts'
import { carryOutBatch, type Settle, type Work } from './batch.ts'
import type { Link, Pool, Scope } from './connection.ts'
import { busy, toTrouble } from './trouble.ts'
import type { Foresight } from './tx.ts'

/** At most so much in one transaction, so that the first does not wait long for the last, nor other servers. */
export interface Bounds {
  readonly works: number
  readonly milliseconds: number
  /** So many transactions that groups share are under way in a workspace at a time, so that the others gather. */
  readonly sharing: number
  /** One that takes longer than this is not waited for any more: others begin beside it. */
  readonly patience: number
  /** So many groups of a workspace that are not to share go by themselves at a time. */
  readonly apart: number
  /** So many transactions of a workspace may wait for a turn that somebody else has: each holds a connection. */
  readonly waiting: number
}

const usual: Bounds = { works: 128, milliseconds: 50, sharing: 1, patience: 20, apart: 4, waiting: 2 }

/** A group goes by itself for so long after its works were in the way of others. */
const apartMs = 1000

/** A turn that somebody else has, and for which no transaction may wait, is asked for again after this. */
const againMs = 10

/** A work that could not have its turn for so long is refused: its caller is told within two seconds. */
const lateMs = 1500

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
  readonly underWay: { sharing: number; apart: number; waiting: number }
  /**
   * How many works go into the next transaction: for those that it has no time for all would be looked up in vain. Half as
   * many again as the last had time for, up to the bound.
   */
  most: number
  /** A transaction is waiting for a connection; what comes until then is in it. */
  isBeginning: boolean
  isScheduled: boolean
}

/** What goes into one transaction. */
interface Load {
  readonly queues: readonly Queue[]
  readonly works: readonly Work[]
  readonly mayWait: boolean
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
    ...{ underWay: { sharing: 0, apart: 0, waiting: 0 }, isBeginning: false, isScheduled: false },
    most: Number.POSITIVE_INFINITY,
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
function gather({ sharing, underWay, most: wanted }: Lane, { works: bound, waiting }: Bounds): Load {
  const most = Math.min(wanted, bound)
  const [queues, works]: [Queue[], Work[]] = [[], []]
  while (works.length < most) {
    const queue = sharing.shift()
    if (queue === undefined) break
    queues.push(queue)
    works.push(...takeFrom(queue, most - works.length))
  }
  return { queues, works, mayWait: underWay.waiting < waiting }
}

/** Puts back what was not carried out, in front of what came since. Answers the queues that hold something. */
function putBack(lane: Lane, queues: readonly Queue[], again: readonly Work[]): readonly Queue[] {
  for (const work of again.toReversed()) lane.queues.get(work.turn)?.works.unshift(work)
  for (const { turn, works } of queues) if (works.length === 0) lane.queues.delete(turn)
  return queues.filter(({ works }) => works.length > 0)
}

function failAll(works: readonly Work[], cause: unknown): void {
  const trouble = toTrouble(cause)
  for (const work of works) work.fail(trouble)
}

/** Everybody who waits is told at once: the database is away for the next one too. */
function failWaiting({ queues, sharing, apart }: Lane, cause: unknown): void {
  for (const { turn, works } of [...sharing.splice(0), ...apart.splice(0)]) {
    queues.delete(turn)
    failAll(works.splice(0), cause)
  }
}

/** Refuses what waited too long for its turn. */
function failLate({ queues }: Lane, { turn, works }: Queue): void {
  const now = performance.now()
  const inTime = works.findIndex(({ since }) => now - since < lateMs)
  failAll(
    works.splice(0, inTime < 0 ? works.length : inTime),
    busy(new Error('another server has the turn of the group')),
  )
  if (works.length === 0) queues.delete(turn)
}

export function createLanes(options: LaneOptions): Lanes {
  const { pool, committed, isReading, bounds = usual } = options
  const lanes = new Map<Scope, Lane>()
  let closed = false
  let idle: (() => void) | null = null

  /** Somebody else has the turn: as many as may wait for it, each by itself; the others ask again. */
  function waitFor(lane: Lane, queue: Queue): void {
    failLate(lane, queue)
    if (queue.works.length === 0) return
    if (lane.underWay.waiting < bounds.waiting) return void goApart(lane, queue, 'waiting')
    setTimeout(() => {
      place(lane, queue)
      begin(lane)
    }, againMs)
  }

  async function carryOut(link: Link, lane: Lane, { queues, works, mayWait }: Load): Promise<void> {
    try {
      const { scope } = lane
      const { milliseconds } = bounds
      const outcome = await carryOutBatch(link, { scope, works, milliseconds, mayWait, isReading })
      if (outcome.touched.size > 0) committed(outcome.touched)
      for (const settle of outcome.settles) settle()
      const { cutAt } = outcome
      lane.most = cutAt === null ? Math.min(lane.most * 2, Number.MAX_SAFE_INTEGER) : Math.ceil(cutAt * 1.5)
      setApart(lane, outcome.apart)
      for (const queue of putBack(lane, queues, outcome.again)) {
        if (outcome.missed.has(queue.turn)) waitFor(lane, queue)
        else place(lane, queue)
      }
    } catch (error) {
      failLoad(lane, { queues, works }, error)
      if (link.broken) failWaiting(lane, error)
      // What was under way is undone with the connection; whether a commit that broke off was kept, nobody knows.
      link.broken = true
    }
  }

  /** Tells all whose turn it was, and those who wait behind them. */
  function failLoad(lane: Lane, { queues, works }: Pick<Load, 'queues' | 'works'>, cause: unknown): void {
    failAll([...works, ...queues.flatMap((queue) => queue.works.splice(0))], cause)
    putBack(lane, queues, [])
  }

  /** One transaction with what `next` takes when there is a connection for it. */
  async function transact(lane: Lane, next: () => Load): Promise<void> {
    const link = await pool.take().catch((error: unknown) => {
      failLoad(lane, next(), error)
      failWaiting(lane, error)
      return null
    })
    if (link === null) return
    const load = next()
    if (load.works.length > 0) await carryOut(link, lane, load)
    pool.give(link)
  }

  async function share(lane: Lane): Promise<void> {
    const { underWay, sharing } = lane
    lane.isBeginning = true
    underWay.sharing += 1
    let timer: NodeJS.Timeout | undefined
    let end = () => {
      underWay.sharing -= 1
    }
    await transact(lane, () => {
      lane.isBeginning = false
      timer = setTimeout(() => {
        end()
        // It may be waiting for a turn, or do much; nobody else waits for it any more.
        underWay.waiting += 1
        end = () => {
          underWay.waiting -= 1
        }
        begin(lane)
      }, bounds.patience)
      const load = gather(lane, bounds)
      if (sharing.length > 0) schedule(lane)
      return load
    })
    clearTimeout(timer)
    end()
    schedule(lane)
  }

  async function goApart(lane: Lane, queue: Queue, as: 'apart' | 'waiting'): Promise<void> {
    // What belongs to no group is one queue, and has its own place.
    const isCounted = Number(queue.turn !== null)
    lane.underWay[as] += isCounted
    const times = queue.works[0]?.times ?? 0
    // The more often somebody else was in the way, the longer it is left to him.
    if (times > 2) await new Promise((resolve) => setTimeout(resolve, Math.random() * 4 * times))
    const next = () => ({
      queues: [queue],
      works: takeFrom(queue, Math.min(lane.most, bounds.works)),
      mayWait: true,
    })
    await transact(lane, next)
    lane.underWay[as] -= isCounted
    schedule(lane)
  }

  /** Begins as many transactions as there may be. */
  function begin(lane: Lane): void {
    const { underWay, sharing, apart } = lane
    for (;;) {
      const place = apart.findIndex(({ turn }) => turn === null || underWay.apart < bounds.apart)
      const [queue] = place < 0 ? [] : apart.splice(place, 1)
      if (queue === undefined) break
      void goApart(lane, queue, 'apart')
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
        const since = performance.now()
        queue.works.push({ ...about, since, times: 0, wasDisturbed: false, isAlone: false })
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
