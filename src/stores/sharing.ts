/**
 * Commits that are shared. What arrives while the server handles other requests waits for one commit together,
 * because a commit that survives power loss costs far more than the writes in it. Each piece of work stands in a
 * savepoint of its own, so that one which fails takes nothing of its neighbours with it.
 */
import type { Tx } from '../core/store.ts'

/** What a batch needs of a database with one writer. None of it waits. */
export interface Writer {
  readonly begin: () => void
  readonly commit: () => void
  readonly rollback: () => void
  /** Begins, keeps or undoes one piece of work within the transaction. */
  readonly save: () => void
  readonly release: () => void
  readonly undo: () => void
  /** Whether a transaction is open; some failures of the database end it by themselves. */
  readonly isOpen: () => boolean
  /** A transaction's hands, for one piece of work; after `end` they do nothing any more. */
  readonly tx: () => { readonly tx: Tx; readonly end: () => void }
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

async function carryOut(writer: Writer, work: Work, overdue: Promise<never>): Promise<Settle> {
  const { tx, end } = writer.tx()
  writer.save()
  try {
    const settle = await Promise.race([work.carryOut(tx), overdue])
    end()
    if (work.kept) writer.release()
    else writer.undo()
    return settle
  } catch (error) {
    end()
    if (!writer.isOpen()) throw error
    writer.undo()
    return () => work.fail(error)
  }
}

/** Carries out the first of the works, as many as the bounds allow; answers how many. */
async function carryOutBatch(writer: Writer, works: readonly Work[], bounds: Bounds): Promise<number> {
  const watching = watch()
  const end = performance.now() + bounds.milliseconds
  const settles: Settle[] = []
  let taken = 0
  try {
    writer.begin()
    for (const work of works) {
      taken += 1
      settles.push(await carryOut(writer, work, watching.promise))
      if (watching.hasTurned() || performance.now() >= end) break
    }
    writer.commit()
  } catch (cause) {
    if (writer.isOpen()) writer.rollback()
    const error = new Error('The store could not keep the changes; nothing of them was kept.', { cause })
    // Even what failed by itself is told this: it may have failed by what a neighbour wrote and lost.
    for (const work of works.slice(0, taken)) work.fail(error)
    if (taken === 0) for (const work of works) work.fail(error)
    return taken === 0 ? works.length : taken
  } finally {
    watching.stop()
  }
  for (const settle of settles) settle()
  return taken
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
