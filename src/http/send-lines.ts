/** Answers that are lines of JSON: whole lists, and what became of a body of lines. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Call, Environment } from '../core/environment.ts'
import { type Failure, fail } from '../core/failure.ts'
import type { AccountRef } from '../core/model.ts'
import type { Operation } from '../core/operation.ts'
import { operations } from '../core/operations/index.ts'
import { execute, limitOf } from '../core/run.ts'
import type { Look, Reply, Route } from '../dialects/dialect.ts'
import { lineMedia } from './line-shapes.ts'
import { type Listing, listAdvice, writeList } from './lists.ts'
import type { Metrics } from './metrics.ts'
import { Outlet } from './outlet.ts'
import { headOf, noteEnd, occupy, type Streams } from './stream.ts'
import { receive, type UploadLimits } from './upload.ts'
import { type CheckedRoute, decodedHead, type Incoming } from './wire.ts'

/** What an answer that goes on needs beside its row. */
export interface Lasting {
  readonly env: Environment
  readonly call: Call
  readonly look: Look
  readonly streams: Streams
  readonly metrics: Metrics
  readonly accepting: () => boolean
  /** Fails when the key is no longer valid. */
  readonly demandLive: () => Promise<void>
  /** A failure as the dialect shows it. */
  readonly problem: (failure: Failure) => Reply
}

/** Answers with the whole list. What is wrong with the request fails before the first byte, as with any call. */
export async function sendList(
  lasting: Lasting,
  { row }: CheckedRoute,
  asked: { readonly input: unknown; readonly request: Parameters<Route['decode']>[0] },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { env, call, streams, metrics, accepting } = lasting
  const { listed } = row
  if (listed === undefined) return fail('internal')
  // The row's functions were checked by the compiler against this very operation.
  const operation = operations[row.operation] as Operation
  const look = async (input: unknown) => (await execute(env, call, operation, input as never)).output
  const input = listed.first(asked.input as never, asked.request.query as never)
  const { over, leave } = occupy(streams, call.key.id, request, reply)
  const first = await look(input).catch((error: unknown) => {
    leave()
    throw error
  })
  // It took so long that the caller was told to come back.
  if (reply.sent) {
    leave()
    return reply
  }
  metrics.streamOpened()
  // From here on the connection is ours.
  reply.hijack()
  const headers = { connection: 'close' }
  const head = headOf({ status: row.reply.status, headers }, lineMedia, request)
  reply.raw.writeHead(head.status, head.headers)
  const waiting = { ...streams.limits, streamStallMs: streams.limits.listStallMs }
  const outlet = new Outlet({ out: reply.raw, limits: waiting, over }, accepting, listAdvice)
  const partsOf = (output: unknown) => row.madeOf?.(output as never, asked.request) ?? null
  const listing: Listing = { ...lasting, listed, input, look, partsOf }
  void writeList(listing, outlet, first).then((end) => {
    leave()
    noteEnd(end, metrics, request)
  })
  return reply
}

/** Carries out a body of lines. What can be known before the body is read fails as with any call. */
export async function sendUpload(
  lasting: Lasting,
  route: CheckedRoute,
  incoming: Incoming,
  limits: UploadLimits,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { env, call, look, streams, metrics } = lasting
  const { row } = route
  const { batched } = row
  if (batched === undefined) return fail('internal')
  if (call.dryRun)
    fail(
      'invalid_input',
      'Lines take no `dry_run`: each batch would be judged as if those before it had not been. Send the people as JSON.',
    )
  const head = decodedHead(route, incoming)
  const asked = { ...head, body: batched.body([]) as Parameters<typeof row.decode>[0]['body'] }
  // Every row whose operation has a limit names the account that acts.
  const input = (await row.decode(asked, look)) as { readonly account: AccountRef }
  const most = await limitOf(env, call, operations[row.operation].scope, input, batched.limit)
  await batched.demand(head, look)
  if (reply.sent) return reply
  const { over, leave } = occupy(streams, call.key.id, request, reply)
  metrics.streamOpened()
  // From here on the connection is ours.
  reply.hijack()
  // Node would close a connection behind the answer, although lines still come, where the sender asked for its end.
  const stay = { connection: 'keep-alive' }
  const { headers } = headOf({ status: row.reply.status, headers: stay }, lineMedia, request)
  const upload = { ...lasting, route, batched, asked, most, limits, headers, body: request.raw }
  void receive(upload, { out: reply.raw, limits: streams.limits, over }).then((end) => {
    leave()
    noteEnd(end, metrics, request)
  })
  return reply
}
