/**
 * Commits that are shared. What arrives while the server handles other requests waits for one commit together,
 * because a commit that survives power loss costs far more than the writes in it. Work that fails takes nothing of its
 * neighbours with it: what failed before it wrote has left nothing, which is nearly always so. Where it has, the batch
 * is undone and carried out again without it, this time with a savepoint around each piece of work; to have them always
 * would cost every work two statements and a copy of each page that it changes.
 */
import { assert } from '../core/failure.ts'
import type { Tx } from '../core/store.ts'

/** What a batch needs of a database with one writer. None of it waits. */
export interface Writer {
  readonly begin: () => void
  readonly commit: () => void
  readonly rollback: () => void
  /** Begins, keeps or undoes a piece of work that stands apart within the transaction. */
  readonly save: () => void
  readonly release: () => void
  readonly undo: () => void
  /** Whether a transaction is open; some failures of the database end it by themselves. */
  readonly isOpen: () => boolean
  readonly tx: () => Hands
}

/** A transaction's hands, for one piece of work; after `end` they do nothing any more. */
export interface Hands {
  readonly tx: Tx
  readonly end: () => void
  /** Whether they have tried to write. */
  readonly hasWritten: () => boolean
}

/** At most so much in one batch, so that the first does not wait long for the last. */
export interface Bounds {
  readonly works: number
  readonly milliseconds: number
}

const usual: Bounds = { works: 256, milliseconds: 20 }

/** Tells its caller what came of it, once that is certain. */
type Settle = () => void

interface Work {
  readonly carryOut: (tx: Tx) => Promise<Settle>
  /** False for what is only rehearsed. */
  readonly kept: boolean
  readonly fail: (error: unknown) => void
}

/** Takes work and carries it out in batches. */
export interface Sharing {
  readonly add: <T>(kept: boolean, work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Takes no more work, and waits for what was taken. */
  readonly close: () => Promise<void>
}

/**
 * Ends a wait that would never end. Work waits only for the store, which answers before the event loop turns: if
 * the loop turns, the work waits for something else, and every writer of the server would wait with it.
 */
function watch() {
  const { promise, reject } = Promise.withResolvers<never>()
  // Nobody may be looking when the loop turns between two pieces of work.
  promise.catch(() => undefined)
  let turned = false
  const timer = setImmediate(() => {
    turned = true
    reject(new Error('This cannot happen: a transaction that waits for something other than the store.'))
  })
  return { promise, hasTurned: () => turned, stop: () => clearImmediate(timer) }
}

/** A piece of work that failed and left something of itself in the transaction. */
interface Spoilt {
  readonly spoilt: Work
  readonly error: unknown
}

async function carryOut(
  writer: Writer,
  work: Work,
  overdue: Promise<never>,
  isApart: boolean,
): Promise<Settle | Spoilt> {
  const { tx, end, hasWritten } = writer.tx()
  if (isApart) writer.save()
  try {
    const settle = await Promise.race([work.carryOut(tx), overdue])
    end()
    if (isApart) (work.kept ? writer.release : writer.undo)()
    return settle
  } catch (error) {
    end()
    if (!writer.isOpen()) throw error
    if (isApart) writer.undo()
    else if (hasWritten()) return { spoilt: work, error }
    return () => work.fail(error)
  }
}

/**
 * Carries out works one after the other, as many as the bounds allow, and commits; answers who is told what, or which
 * one spoilt it for all. `taken` gets each that was begun.
 */
async function attempt(
  writer: Writer,
  works: readonly Work[],
  bounds: Bounds,
  before: Spoilt | null,
  taken: Work[],
): Promise<readonly Settle[] | Spoilt> {
  const watching = watch()
  const end = performance.now() + bounds.milliseconds
  const settles: Settle[] = []
  try {
    writer.begin()
    for (const work of works) {
      taken.push(work)
      const came =
        work === before?.spoilt
          ? () => work.fail(before.error)
          : await carryOut(writer, work, watching.promise, before !== null || !work.kept)
      if (typeof came === 'object') {
        writer.rollback()
        return came
      }
      settles.push(came)
      if (watching.hasTurned() || performance.now() >= end) break
    }
    writer.commit()
    return settles
  } finally {
    watching.stop()
  }
}

/** Carries out the first of the works; answers how many. */
async function carryOutBatch(writer: Writer, works: readonly Work[], bounds: Bounds): Promise<number> {
  let taken: Work[] = []
  try {
    let came = await attempt(writer, works, bounds, null, taken)
    if ('spoilt' in came) {
      taken = []
      came = await attempt(writer, works, bounds, came, taken)
      assert(!('spoilt' in came), 'work that stands apart spoilt its batch')
    }
    for (const settle of came) settle()
    return came.length
  } catch (cause) {
    if (writer.isOpen()) writer.rollback()
    const error = new Error('The store could not keep the changes; nothing of them was kept.', { cause })
    // Where not even a transaction began there is none for any of them.
    const failed = taken.length === 0 ? works : taken
    // Even what failed by itself is told this: it may have failed by what a neighbour wrote and lost.
    for (const work of failed) work.fail(error)
    return failed.length
  }
}

/** Shares commits on one writer. */
export function createSharing(writer: Writer, bounds: Bounds = usual): Sharing {
  let queue: readonly Work[] = []
  let arrived: Work[] = []
  let busy = false
  let closed = false
  const idle = Promise.withResolvers<void>()

  async function turn(): Promise<void> {
    queue = queue.length === 0 ? arrived : [...queue, ...arrived]
    arrived = []
    const taken = await carryOutBatch(writer, queue.slice(0, bounds.works), bounds)
    queue = queue.slice(taken)
    busy = queue.length + arrived.length > 0
    if (busy) setImmediate(turn)
    else if (closed) idle.resolve()
  }

  return {
    add(kept, work) {
      if (closed) return Promise.reject(new Error('The store is closed.'))
      return new Promise((resolve, reject) => {
        const carryOut = async (tx: Tx): Promise<Settle> => {
          const value = await work(tx)
          return () => resolve(value)
        }
        arrived.push({ carryOut, kept, fail: reject })
        if (busy) return
        busy = true
        setImmediate(turn)
      })
    },
    close() {
      closed = true
      if (!busy) idle.resolve()
      return idle.promise
    },
  }
}
