/** Serves one dialect: every row of its table, with its own failures. It knows no dialect by name. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { demandLive } from '../core/access.ts'
import type { Call, Environment, Result } from '../core/environment.ts'
import { Failure, fail } from '../core/failure.ts'
import { renderId } from '../core/id.ts'
import type { Key, KeyId, Workspace } from '../core/model.ts'
import type { Given, InputOf, Operation, OutputOf } from '../core/operation.ts'
import { type OperationName, operations } from '../core/operations/index.ts'
import { execute } from '../core/run.ts'
import { type About, type Dialect, header, type Look, type Reply, type Route } from '../dialects/dialect.ts'
import type { FeedSignal } from '../events/feed.ts'
import { toFailure } from './failures.ts'
import { lineMedia } from './line-shapes.ts'
import type { Metrics } from './metrics.ts'
import type { RateLimit } from './rate-limit.ts'
import { replyOf, send } from './reply.ts'
import { type Lasting, sendList, sendUpload } from './send-lines.ts'
import { type Streamed, type Streams, sendStream } from './stream.ts'
import type { UploadLimits } from './upload.ts'
import {
  type CheckedRoute,
  check,
  decoded,
  dryRun,
  type Incoming,
  idempotencyKey,
  ifMatch,
  prefers,
} from './wire.ts'

export interface AnswerLimits extends UploadLimits {
  /** The longest that an answer may take, or the beginning of one that goes on. */
  readonly handlerTimeoutMs: number
}

export interface Serving {
  readonly env: Environment
  readonly hashSecret: (secret: string) => string
  readonly rateLimit: RateLimit
  /** Tells when there is more to read, for answers that may wait. */
  readonly feed: FeedSignal
  readonly metrics: Metrics
  /** False once the server is told to stop: what runs is finished, what is new is refused. */
  readonly accepting: () => boolean
  readonly streams: Streams
  /** Scheme and host for links in answers; null for those of the request. */
  readonly publicUrl: string | null
  readonly limits: AnswerLimits
}

interface Caller {
  readonly key: Key
  readonly workspace: Workspace
}

const callers = new WeakMap<FastifyRequest, Caller>()

/** Mounts a dialect under its prefix. */
export function serveDialect(app: FastifyInstance, dialect: Dialect, serving: Serving): void {
  app.register(
    async (scope) => {
      scope.setErrorHandler((error, request, reply) => sendFailure(dialect, serving, error, request, reply))
      scope.setNotFoundHandler((request, reply) =>
        sendFailure(
          dialect,
          serving,
          new Failure('route_not_found', `There is no ${request.method} ${pathOf(request)} here; see /docs.`),
          request,
          reply,
        ),
      )
      for (const rows of byAddress(dialect)) mount(scope, dialect, serving, rows)
      for (const { method, path, reason } of dialect.declined) {
        scope.route({
          method,
          url: fastifyPath(path),
          onRequest: (request) => authenticate(dialect, serving, request),
          handler: () => fail('unsupported_by_dialect', reason),
        })
      }
    },
    { prefix: dialect.prefix },
  )
}

function originOf({ publicUrl }: Serving, request: FastifyRequest): string {
  return publicUrl ?? `${request.protocol}://${request.host}`
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/'
}

/** Rows that share method and path, in the order of the table. */
function byAddress(dialect: Dialect): readonly (readonly CheckedRoute[])[] {
  const byKey = new Map<string, CheckedRoute[]>()
  for (const row of dialect.routes) {
    const address = `${row.method} ${row.path}`
    byKey.set(address, [...(byKey.get(address) ?? []), check(row)])
  }
  return [...byKey.values()]
}

function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

function mount(
  parent: FastifyInstance,
  dialect: Dialect,
  serving: Serving,
  routes: readonly CheckedRoute[],
): void {
  const [first] = routes
  if (first === undefined) return
  const isShownInBody = first.row.shownKey !== undefined
  const place = (scope: FastifyInstance) =>
    scope.route({
      method: first.row.method,
      url: fastifyPath(first.row.path),
      config: {
        operation: first.row.operation,
        call: first.row.id ?? first.row.operation,
        dialect: dialect.id,
      },
      // The key is checked before the body is read, so that strangers send no bodies, or none but short ones.
      onRequest: (request) =>
        isShownInBody ? demandAccepting(serving) : authenticate(dialect, serving, request),
      ...(isShownInBody ? { bodyLimit: keyBytesMax } : {}),
      handler: (request, reply) => inTime(serving, request, handle(dialect, serving, routes, request, reply)),
    })
  if (!routes.some(({ row }) => row.batched !== undefined)) return void place(parent)
  // Lines are left to whoever carries them out; everywhere else they are a body like any other that is no JSON.
  parent.register(async (scope) => {
    scope.addContentTypeParser(lineMedia, (_request, body, done) => done(null, body))
    place(scope)
  })
}

/** The most that a stranger may send: a body that shows a key holds little else. */
const keyBytesMax = 64 * 1024

async function demandAccepting({ accepting }: Serving): Promise<void> {
  if (!accepting()) fail('overloaded', 'The server is shutting down; send the request again in a moment.')
}

async function authenticate(dialect: Dialect, serving: Serving, request: FastifyRequest): Promise<void> {
  await demandAccepting(serving)
  const secret = dialect.credentials(request.headers, queryOf(request))
  if (secret === null) fail('missing_credentials')
  await admit(serving, request, secret, null)
}

/** Lets a caller in by his secret, which must be that of the key with this id, where he named one. */
async function admit(
  serving: Serving,
  request: FastifyRequest,
  secret: string,
  id: KeyId | null,
): Promise<void> {
  const { env } = serving
  const key = await liveKey(serving, secret, id)
  await serving.rateLimit(key.id)
  const workspace = await env.store.read.workspace(key.workspace)
  if (workspace === null) fail('invalid_credentials')
  callers.set(request, { key, workspace })
}

async function liveKey({ env, hashSecret }: Serving, secret: string, id: KeyId | null): Promise<Key> {
  const found = await env.store.read.keyByHash(hashSecret(secret))
  if (id !== null && found?.id !== id) fail('invalid_credentials')
  return demandLive(found, env.now())
}

function callOf(dialect: Dialect, request: FastifyRequest): Call {
  const caller = callers.get(request)
  if (caller === undefined) throw new Error('A request reached its handler without a key.')
  const { headers } = request
  return {
    ...caller,
    dialect: dialect.id,
    requestId: request.id,
    idempotencyKey: idempotencyKey(header(headers, 'idempotency-key')),
    revision: ifMatch(header(headers, 'if-match')),
    dryRun: dryRun(queryOf(request).dry_run),
  }
}

function queryOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Record<string, unknown>
}

/**
 * The answer, or a failure when it takes too long; the work goes on. The framework's own limit makes an abort signal with an
 * exception for every request, which is a twentieth of a write's whole time.
 */
async function inTime<T>({ limits }: Serving, request: FastifyRequest, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    // Nobody is told any more what becomes of it; a fault of ours is still one.
    answer.catch((error: unknown) => {
      if (toFailure(error).code === 'internal')
        request.log.error({ err: error }, 'a request that took too long failed by a fault of ours')
    })
    late.reject(new Failure('overloaded', tooLong))
  }, limits.handlerTimeoutMs)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
const tooLong = 'The request took too long; it may still end. Repeat it with the same Idempotency-Key.'

async function handle(
  dialect: Dialect,
  serving: Serving,
  routes: readonly CheckedRoute[],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { env } = serving
  const origin = originOf(serving, request)
  const stranger = {
    params: request.params,
    query: queryOf(request),
    body: request.body,
    contentType: header(request.headers, 'content-type') ?? '',
    account: null,
    origin,
  }
  await admitByBody(serving, routes, request, stranger)
  const call = callOf(dialect, request)
  const incoming = { ...stranger, account: call.key.account }
  const lasting = () => lastingOf(dialect, serving, call, request)
  const taking = routes.find(({ row }) => row.batched !== undefined)
  if (taking !== undefined && request.body === request.raw)
    return sendUpload(lasting(), taking, incoming, serving.limits, request, reply)
  for (const route of routes) {
    const asked = await decoded(route, incoming)
    if (route.row.when !== undefined && !(await route.row.when(asked, look(env, call)))) continue
    const input = await route.row.decode(asked, look(env, call))
    if (route.row.stream !== undefined)
      return stream(dialect, serving, { call, row: route.row, asked, input }, request, reply)
    if (route.row.listed !== undefined && prefers(header(request.headers, 'accept'), lineMedia))
      return sendList(lasting(), route, { input, request: asked }, request, reply)
    const result = await answered(serving, call, route, asked, input)
    // It took so long that the caller was told to come back.
    if (reply.sent) return reply
    const about: About = {
      origin,
      requestId: request.id,
      run: result.run,
      revision: result.revision,
      now: env.now(),
    }
    const answer = await replyOf(route.row, result.output, about, asked, look(env, call))
    if (result.run !== null) reply.header('muster-run', renderId('run_', result.run))
    if (result.replayed) reply.header('idempotency-replayed', 'true')
    if (call.dryRun && operations[route.row.operation].kind !== 'read') reply.header('muster-dry-run', 'true')
    return send(reply, answer)
  }
  return fail('route_not_found')
}

/** Lets the caller in by the key that his body shows, for calls that take it there. */
async function admitByBody(
  serving: Serving,
  [first]: readonly CheckedRoute[],
  request: FastifyRequest,
  incoming: Incoming,
): Promise<void> {
  if (first?.row.shownKey === undefined) return
  const { key, secret } = first.row.shownKey(await decoded(first, incoming))
  await admit(serving, request, secret, key)
}

/** What an answer that goes on needs beside its row. */
function lastingOf(dialect: Dialect, serving: Serving, call: Call, request: FastifyRequest): Lasting {
  const { env } = serving
  const secret = dialect.credentials(request.headers, queryOf(request)) ?? ''
  return {
    ...serving,
    call,
    look: look(env, call),
    demandLive: async () => void (await liveKey(serving, secret, call.key.id)),
    problem: (failure) => problemOf(dialect, serving, failure, request),
  }
}

interface Opening {
  readonly call: Call
  readonly row: Route
  readonly asked: Parameters<Route['decode']>[0]
  readonly input: unknown
}

/** Answers a row whose answer goes on, from where the caller was before if he says so. */
async function stream(
  dialect: Dialect,
  serving: Serving,
  { call, row, asked, input }: Opening,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { env } = serving
  if (row.stream === undefined) return fail('internal')
  const secret = dialect.credentials(request.headers) ?? ''
  const last = header(request.headers, 'last-event-id')
  const operation = operations[row.operation] as Operation
  const place = `${dialect.id} ${row.path} ${call.workspace.id}`
  const about = { origin: asked.origin, requestId: request.id, run: null, revision: null, now: env.now() }
  const streamed: Streamed = {
    ...serving,
    stream: row.stream,
    head: async (first: unknown) => row.encode(first as never, about, asked, look(env, call)),
    workspace: call.workspace.id,
    key: call.key.id,
    input: last === null ? input : row.stream.from(input as never, last),
    look: (given: unknown, version: number | null) => {
      const look = async () => (await execute(env, call, operation, given as never)).output
      if (version === null) return look()
      // A key that may look at all sees what every key of its workspace sees; the first look was its own.
      return serving.streams.share(`${place} ${version} ${JSON.stringify(given)}`, look)
    },
    demandLive: async () => void (await liveKey(serving, secret, call.key.id)),
  }
  return sendStream(serving.streams, streamed, request, reply)
}

/** Carries the row's operation out; where the row may wait, again until there is something or the time is over. */
async function answered(
  { env, feed, accepting }: Serving,
  call: Call,
  { row }: CheckedRoute,
  asked: Parameters<Route['decode']>[0],
  input: unknown,
): Promise<Result<unknown>> {
  // The row's decode was checked by the compiler against this very operation.
  const operation = operations[row.operation] as Operation
  const end = env.now() + (row.poll?.waitMs(asked) ?? 0)
  let given = input
  for (;;) {
    const seen = feed.version(call.workspace.id)
    const result: Result<unknown> = await execute(env, call, operation, given as never)
    const left = end - env.now()
    const isAnswer = row.poll === undefined || !row.poll.isEmpty(result.output as never)
    if (isAnswer || left <= 0 || !accepting()) return result
    given = row.poll.again(given as never, result.output as never)
    await feed.changed(call.workspace.id, seen, left)
  }
}

function look(env: Environment, call: Call): Look {
  return async <N extends OperationName>(name: N, input: Given<InputOf<(typeof operations)[N]>>) => {
    const operation = operations[name] as Operation
    if (operation.kind !== 'read') throw new Error('Only a reading operation may be used to look.')
    const { output } = await execute(env, call, operation, input as never)
    return output as OutputOf<(typeof operations)[N]>
  }
}

/** The call that a request is, as far as it is one of a dialect. */
function nameOf(request: FastifyRequest): string | null {
  const { call } = (request.routeOptions?.config ?? {}) as { readonly call?: string }
  return call ?? null
}

/** Answers a failure as the dialect shows it, and notes it. */
export function sendFailure(
  dialect: Dialect,
  serving: Serving,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const failure = toFailure(error)
  // Closed at once, a caller who still sends would see a broken connection instead of this answer.
  if (failure.code === 'too_large') reply.header('connection', 'keep-alive')
  if (failure.code === 'internal') request.log.error({ err: error }, 'request failed by a fault of ours')
  else if (failure.cause !== undefined)
    request.log.warn({ err: failure.cause, code: failure.code }, 'request failed')
  return send(reply, problemOf(dialect, serving, failure, request))
}

/** A failure as the dialect shows it, counted. */
function problemOf(dialect: Dialect, serving: Serving, failure: Failure, request: FastifyRequest): Reply {
  serving.metrics.failed(dialect.id, failure.code)
  const origin = originOf(serving, request)
  return dialect.failure(failure, { origin, requestId: request.id, call: nameOf(request) })
}
