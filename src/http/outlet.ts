/**
 * An answer that goes on for as long as there is something to say. It is written piece by piece: no piece before the
 * connection has taken the one before, and for nobody who takes nothing.
 */
import type { ServerResponse } from 'node:http'
import { Failure } from '../core/failure.ts'

/** A connection is given so much at a time: what is longer is no reason to take a slow reader for one who stalls. */
const pieceBytes = 256 * 1024

export interface OutletLimits {
  /** How long a connection that is full is waited for. */
  readonly streamStallMs: number
  /** How long one that is over may take for its last words. */
  readonly streamEndMs: number
}

/**
 * Why it is over. `done`: all was said. `gone`: the reader left. `dropped`: he took nothing. `refused`: what he asked for
 * was not done to its end.
 */
export interface End {
  readonly reason: 'done' | 'gone' | 'dropped' | 'stopping' | 'key' | 'refused' | 'fault'
  /** What the reader is told of it. */
  readonly failure: Failure | null
}

/** Ends an answer for a reason that is no fault. */
export class Over extends Error {
  readonly end: End

  constructor(reason: End['reason'], failure: Failure | null) {
    super(reason)
    this.end = { reason, failure }
  }
}

/** What a reader should do next, in the words of the answer that he reads. */
export interface Advice {
  readonly stalled: string
  readonly stopping: string
}

export interface Listener {
  readonly out: ServerResponse
  readonly limits: OutletLimits
  /** Aborted when the reader has left or the server stops: nobody waits any more. */
  readonly over: AbortSignal
}

export class Outlet {
  readonly #listener: Listener
  readonly #accepting: () => boolean
  readonly #advice: Advice

  constructor(listener: Listener, accepting: () => boolean, advice: Advice) {
    this.#listener = listener
    this.#accepting = accepting
    this.#advice = advice
  }

  /** Fails with `Over` when nobody listens any more, or the server is to stop. */
  demandGoingOn(): void {
    const { out, over } = this.#listener
    if (out.destroyed) throw new Over('gone', null)
    if (over.aborted || !this.#accepting())
      throw new Over(
        'stopping',
        new Failure('overloaded', `The server is shutting down; ${this.#advice.stopping}`),
      )
  }

  /** Writes, and waits until the connection wants more; false when it had to be waited for. */
  async write(text: string | Uint8Array): Promise<boolean> {
    this.demandGoingOn()
    const wasFree = await this.#put(text)
    if (!wasFree) this.demandGoingOn()
    return wasFree
  }

  /** Writes what has happened already, even to a reader of a server that is to stop, and waits as `write` does. */
  async report(text: string): Promise<void> {
    await this.#put(text)
    this.demandGoingOn()
  }

  async #put(text: string | Uint8Array): Promise<boolean> {
    const { out } = this.#listener
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    let wasFree = true
    for (let at = 0; at < bytes.length && !out.destroyed; at += pieceBytes) {
      if (out.write(bytes.subarray(at, at + pieceBytes))) continue
      wasFree = false
      await this.#drained().catch((stalled: unknown) => {
        // In the middle of something no last words can be understood.
        if (at + pieceBytes < bytes.length) out.destroy()
        throw stalled
      })
    }
    return wasFree
  }

  /** The last words when all was said. Nothing comes behind them, whatever becomes of the reader. */
  async finish(text: string): Promise<void> {
    await this.#put(text).catch(() => undefined)
    this.end('')
  }

  /** Ends it, with last words. Whoever does not take them must not hold the connection. */
  end(text: string): void {
    const { out, limits } = this.#listener
    if (out.destroyed) return
    out.end(text)
    const timer = setTimeout(() => out.destroy(), limits.streamEndMs)
    out.once('close', () => clearTimeout(timer))
  }

  #drained(): Promise<void> {
    const { out, over, limits } = this.#listener
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => () => {
        clearTimeout(timer)
        out.off('drain', drained)
        over.removeEventListener('abort', drained)
        settle()
      }
      // When it is over, nothing is waited for; why it is, is asked behind.
      const drained = end(resolve)
      const timer = setTimeout(
        end(() => reject(this.#stalled())),
        limits.streamStallMs,
      )
      out.once('drain', drained)
      over.addEventListener('abort', drained)
      if (over.aborted) drained()
    })
  }

  #stalled(): Over {
    const seconds = this.#listener.limits.streamStallMs / 1000
    const detail = `The reader took too little for ${seconds} s; ${this.#advice.stalled}`
    return new Over('dropped', new Failure('overloaded', detail))
  }
}
