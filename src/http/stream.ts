/** Answers without an end: how many there may be, how each begins, and that all of them end with the server. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { fail } from '../core/failure.ts'
import type { KeyId } from '../core/model.ts'
import type { Reply } from '../dialects/dialect.ts'
import type { Metrics } from './metrics.ts'
import type { End } from './outlet.ts'
import { type Head, type Source, type TellerLimits, tell } from './teller.ts'

export interface StreamLimits extends TellerLimits {
  readonly streamsMax: number
  readonly streamsPerKeyMax: number
  /** How long the full connection of somebody who reads a whole list is waited for. */
  readonly listStallMs: number
}

/** The streams that are open, so that they are counted and can be ended. */
export interface Streams {
  readonly limits: StreamLimits
  /** A place for one more of this key; `leave` gives it back. Fails when there is none. */
  readonly take: (key: KeyId) => Place
  /** A look that another stream has just made is not made again; `name` says of what, from where and at which version. */
  readonly share: (name: string, look: () => Promise<unknown>) => Promise<unknown>
  /** Ends all of them, for a server that stops. */
  readonly endAll: () => void
}

interface Place {
  readonly stopped: AbortSignal
  readonly leave: () => void
}

export function createStreams(limits: StreamLimits): Streams {
  const open = new Map<KeyId, number>()
  const stopping = new AbortController()
  const looks = new Map<string, Promise<unknown>>()
  let count = 0
  return {
    limits,
    take(key) {
      const own = open.get(key) ?? 0
      if (own >= limits.streamsPerKeyMax) {
        fail(
          'rate_limited',
          `This key has ${own} streams open, which is the most; end one, or share one among your programs.`,
          { retry_after_s: 1 },
        )
      }
      if (count >= limits.streamsMax) {
        fail('overloaded', `The server has ${count} streams open, which is the most; follow GET /v1/events.`)
      }
      count += 1
      open.set(key, own + 1)
      return {
        stopped: stopping.signal,
        leave() {
          count -= 1
          const left = (open.get(key) ?? 1) - 1
          if (left === 0) open.delete(key)
          else open.set(key, left)
        },
      }
    },
    share(name, look) {
      const known = looks.get(name)
      if (known !== undefined) return known
      const found = look()
      looks.set(name, found)
      setTimeout(() => looks.delete(name), limits.streamPauseMs)
      return found
    },
    endAll: () => stopping.abort(),
  }
}

/** What is answered with a stream. */
export interface Streamed extends Source {
  /** The head of the answer, from what the first look has found. */
  readonly head: (first: unknown) => Promise<Reply>
  readonly key: KeyId
  readonly metrics: Metrics
}

/** An answer that has taken a place among those that go on. */
export interface Occupied {
  /** Aborted when the reader has left or the server stops. */
  readonly over: AbortSignal
  /** Gives the place back. */
  readonly leave: () => void
}

/** Requests whose answers go on: how long they take says nothing about how fast the server answers. */
const goingOn = new WeakSet<FastifyRequest>()

export function isGoingOn(request: FastifyRequest): boolean {
  return goingOn.has(request)
}

/** A place for an answer that goes on. Fails when there is none. */
export function occupy(
  streams: Streams,
  key: KeyId,
  request: FastifyRequest,
  { raw }: FastifyReply,
): Occupied {
  const { stopped, leave } = streams.take(key)
  const over = new AbortController()
  const end = () => over.abort()
  raw.once('close', end)
  stopped.addEventListener('abort', end)
  goingOn.add(request)
  return {
    over: over.signal,
    leave() {
      stopped.removeEventListener('abort', end)
      leave()
    },
  }
}

/** What every answer that goes on says in its head. */
export function headOf({ status, headers }: Reply, media: string, request: FastifyRequest): Head {
  return {
    status,
    headers: {
      'content-type': media,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
      ...headers,
    },
  }
}

/** Answers with a stream. What is wrong with the request fails before the first byte, as with any call. */
export async function sendStream(
  streams: Streams,
  streamed: Streamed,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { over, leave } = occupy(streams, streamed.key, request, reply)
  const begin = async () => {
    const found = await streamed.look(streamed.input, null)
    const answer = await streamed.head(found)
    // Nothing follows a stream on its connection, so that its end is also the connection's.
    const headers = { connection: 'close', ...answer.headers }
    return { first: found, head: headOf({ ...answer, headers }, 'text/event-stream; charset=utf-8', request) }
  }
  const { first, head } = await begin().catch((error: unknown) => {
    leave()
    throw error
  })
  streamed.metrics.streamOpened()
  // From here on the connection is ours: the framework would end the answer with its handler.
  reply.hijack()
  const to = { out: reply.raw, limits: streams.limits, over }
  void tell(streamed, to, head, first).then((end) => {
    leave()
    noteEnd(end, streamed.metrics, request)
  })
  return reply
}

/** Notes how an answer that went on has ended. */
export function noteEnd({ reason, failure }: End, metrics: Metrics, request: FastifyRequest): void {
  metrics.streamEnded(reason)
  if (reason === 'dropped') request.log.warn({ reason }, 'a stream was ended because its reader stalled')
  if (reason === 'fault') request.log.error({ err: failure?.cause }, 'a stream ended by a fault of ours')
}
