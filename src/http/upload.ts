/**
 * A body without an end, as lines of JSON. As many lines as one call may name become an ordinary call with a run of its
 * own, and are told when they are done; so the upload is durable batch by batch, and costs the memory of one batch.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Call, Environment } from '../core/environment.ts'
import { type Facts, Failure, fail } from '../core/failure.ts'
import { renderId } from '../core/id.ts'
import type { Operation } from '../core/operation.ts'
import { operations } from '../core/operations/index.ts'
import { execute } from '../core/run.ts'
import type { About, Look, Reply, Route } from '../dialects/dialect.ts'
import { lineMedia } from './line-shapes.ts'
import { Broken, type Line, type LineLimits, linesOf, parsed } from './lines.ts'
import { endOf, linesOf as textOf } from './lists.ts'
import { type Advice, type End, type Listener, Outlet } from './outlet.ts'
import { type CheckedRoute, checkedLine } from './wire.ts'

export interface UploadLimits extends LineLimits {
  /** Bytes of the lines of one batch, as of the body of one call. */
  readonly bodyBytesMax: number
}

/** What is uploaded, by whom. */
export interface Upload {
  readonly env: Environment
  readonly call: Call
  readonly route: CheckedRoute
  readonly batched: NonNullable<Route['batched']>
  /** The request without its body. */
  readonly asked: Parameters<Route['decode']>[0]
  readonly look: Look
  /** Lines of one batch. */
  readonly most: number
  readonly limits: UploadLimits
  readonly body: IncomingMessage
  readonly accepting: () => boolean
  /** Fails when the key is no longer valid. */
  readonly demandLive: () => Promise<void>
  /** A failure as the dialect shows it. */
  readonly problem: (failure: Failure) => Reply
  /** What every head of an answer says. */
  readonly headers: Readonly<Record<string, string>>
}

interface Batch {
  readonly number: number
  readonly lines: readonly { readonly number: number; readonly value: unknown }[]
}

interface Done {
  readonly batches: number
  readonly lines: number
  readonly counts: Readonly<Record<string, number>>
}

const nothing: Done = { batches: 0, lines: 0, counts: {} }
const advice: Advice = {
  stopping: 'send the same lines again in a moment, with the same Idempotency-Key.',
  stalled: 'read the answer while you send, and send the same lines again with the same Idempotency-Key.',
}

/** Sockets on which lines come: they may take longer than a request does, and have a limit of their own. */
const uploading = new WeakSet<Socket>()

/** Node ends what does not arrive whole in a while. Uploads are spared: they are cut when nothing comes. */
export function spareUploads(server: Server): void {
  const [usual] = server.listeners('clientError')
  if (usual === undefined) return
  server.removeAllListeners('clientError')
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code !== 'ERR_HTTP_REQUEST_TIMEOUT' || !uploading.has(socket)) usual(error, socket)
  })
}

/** Carries out what comes, and tells it. It never fails. The answer's head waits for the first batch. */
export async function receive(upload: Upload, listener: Listener): Promise<End> {
  const { socket } = upload.body
  uploading.add(socket)
  const outlet = new Outlet(listener, upload.accepting, advice)
  const receiving = new Receiving(upload, listener, outlet)
  const end = await receiving.run().catch((error: unknown) => receiving.brokenOff(error))
  uploading.delete(socket)
  // A connection that stays open would keep a server that is going away waiting; and some senders ask for its end.
  const isAsked = /\bclose\b/i.test(upload.body.headers.connection ?? '')
  const isLast = isAsked || end.reason === 'stopping' || !upload.accepting()
  if (!upload.body.readableEnded) discard(upload.body, listener, isLast)
  else if (isLast) closeBehind(listener.out, socket)
  return end
}

/** Reads what still comes to nowhere for a moment: a sender who is cut at once would not see the answer. */
function discard(body: IncomingMessage, { out, limits }: Listener, isLast: boolean): void {
  const { socket } = body
  const timer = setTimeout(() => socket.destroy(), limits.streamEndMs)
  const clear = () => clearTimeout(timer)
  body.once('end', clear)
  socket.once('close', clear)
  if (isLast) body.once('end', () => closeBehind(out, socket))
  body.resume()
}

function closeBehind(out: ServerResponse, socket: Socket): void {
  if (out.writableFinished) socket.destroySoon()
  else out.once('finish', () => socket.destroySoon())
}

class Receiving {
  readonly #upload: Upload
  readonly #listener: Listener
  readonly #outlet: Outlet
  #done = nothing

  constructor(upload: Upload, listener: Listener, outlet: Outlet) {
    this.#upload = upload
    this.#listener = listener
    this.#outlet = outlet
  }

  async run(): Promise<End> {
    for await (const batch of batchesOf(this.#upload, this.#listener.over)) {
      this.#outlet.demandGoingOn()
      await this.#upload.demandLive()
      const told = await this.#carryOut(batch)
      this.#begin()
      await this.#outlet.report(textOf([told]))
    }
    if (this.#done.batches === 0)
      fail('invalid_input', 'The body holds no line; write one value on each, as an item of the JSON body.')
    await this.#outlet.finish(textOf([{ done: true, ...this.#done }]))
    return { reason: 'done', failure: null }
  }

  /** Tells why it ends before its end: as every call does while nothing was done, else on the last line. */
  brokenOff(error: unknown): End {
    const { out } = this.#listener
    const end = this.#endOf(error)
    if (end.failure === null || out.destroyed) return end
    const { status, headers, body } = this.#upload.problem(end.failure)
    if (this.#done.batches > 0) {
      this.#outlet.end(textOf([{ error: body, ...this.#done }]))
      return end
    }
    out.writeHead(status, { ...this.#upload.headers, ...headers })
    this.#outlet.end(JSON.stringify(body))
    return end
  }

  #endOf(error: unknown): End {
    if (!(error instanceof Broken)) return endOf(error)
    try {
      this.#outlet.demandGoingOn()
    } catch (stopping) {
      return endOf(stopping)
    }
    return error.end
  }

  #begin(): void {
    const { out } = this.#listener
    if (out.headersSent) return
    const { headers, route } = this.#upload
    out.writeHead(route.row.reply.status, { ...headers, 'content-type': lineMedia })
  }

  /** One batch as the ordinary call that it stands for; answers its line. */
  async #carryOut(batch: Batch): Promise<unknown> {
    const { env, route, batched, asked, look, call } = this.#upload
    const { row } = route
    const input = await decodedBatch(this.#upload, batch)
    // The row's decode was checked by the compiler against this very operation.
    const operation = operations[row.operation] as Operation
    const result = await execute(env, callFor(call, batch), operation, input as never).catch((error) => {
      throw within(error, factsOf(batch))
    })
    const { output, run, revision, replayed } = result
    const counts = batched.counts(output as never)
    this.#done = added(this.#done, batch.lines.length, counts)
    const about: About = {
      ...{ origin: asked.origin, requestId: call.requestId },
      ...{ run, revision, now: env.now() },
    }
    const { body } = await row.encode(output as never, about, asked, look)
    const shownRun = run === null ? null : renderId('run_', run)
    return { ...factsOf(batch), run: shownRun, revision, replayed, counts, ...Object(body) }
  }
}

function added(done: Done, lines: number, counts: Done['counts']): Done {
  const sums = Object.entries(counts).map(([name, count]) => [name, (done.counts[name] ?? 0) + count])
  return {
    batches: done.batches + 1,
    lines: done.lines + lines,
    counts: { ...done.counts, ...Object.fromEntries(sums) },
  }
}

/** No key that a caller can send holds a space, so that these are no other request's. */
function callFor(call: Call, { number }: Batch): Call {
  const { idempotencyKey, revision } = call
  return {
    ...call,
    idempotencyKey: idempotencyKey === null ? null : `${idempotencyKey} ${number}`,
    // Behind the first batch it is this very upload that has changed the group.
    revision: number === 1 ? revision : null,
  }
}

function factsOf({ number, lines }: Batch) {
  return { batch: number, from_line: lines[0]?.number ?? 0, to_line: lines.at(-1)?.number ?? 0 }
}

/** The same failure with more facts. */
function within(error: unknown, facts: Facts): unknown {
  if (!(error instanceof Failure)) return error
  return new Failure(error.code, error.message, { ...error.facts, ...facts }, error.cause)
}

/** The operation's input; where the row refuses it, the line is named that it refuses. */
async function decodedBatch({ route, batched, asked, look }: Upload, { lines }: Batch): Promise<unknown> {
  const decode = async (values: readonly unknown[]) =>
    route.row.decode({ ...asked, body: batched.body(values) as typeof asked.body }, look)
  try {
    return await decode(lines.map(({ value }) => value))
  } catch (error) {
    for (const { number, value } of lines) {
      await decode([value]).catch((wrong: unknown) => {
        throw within(wrong, { line: number })
      })
    }
    throw error
  }
}

/** The body in batches, each as large as it may be and as soon as it is; what stands on each line was checked. */
async function* batchesOf(
  { body, limits, most, route }: Upload,
  over: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  let lines: { number: number; value: unknown }[] = []
  let bytes = 0
  let number = 0
  const cut = (): Batch => {
    number += 1
    const batch = { number, lines }
    lines = []
    bytes = 0
    return batch
  }
  for await (const come of linesOf(body, limits, over)) {
    for (const line of come) {
      const value = valueOn(route, line)
      if (value === undefined) continue
      if (lines.length > 0 && bytes + line.bytes.length > limits.bodyBytesMax) yield cut()
      bytes += line.bytes.length
      lines.push({ number: line.number, value })
      if (lines.length === most) yield cut()
    }
  }
  if (lines.length > 0) yield cut()
}

function valueOn(route: CheckedRoute, line: Line): unknown {
  const value = parsed(line)
  return value === undefined ? undefined : checkedLine(route, value, line.number)
}
