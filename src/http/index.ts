/** The HTTP server: dialects as data, health, metrics and pages. The only folder that knows the web framework. */
import { randomBytes } from 'node:crypto'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { Failure, failures } from '../core/failure.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { toFailure } from './failures.ts'
import { servePages } from './pages.ts'
import { type AnswerLimits, type Serving, sendFailure, serveDialect } from './serve.ts'
import { createStreams, isGoingOn, type StreamLimits } from './stream.ts'
import { spareUploads } from './upload.ts'

export { createMetrics, type Metrics } from './metrics.ts'
export { openApi } from './openapi.ts'
export { rateLimit } from './rate-limit.ts'

export interface HttpOptions extends Omit<Serving, 'streams' | 'limits'> {
  readonly dialects: readonly Dialect[]
  readonly log: FastifyBaseLogger
  readonly ready: () => Promise<boolean>
  readonly limits: StreamLimits &
    AnswerLimits & {
      readonly pathPartMax: number
      readonly requestTimeoutMs: number
      readonly keepAliveTimeoutMs: number
      readonly connectionsMax: number
    }
}

export interface HttpServer {
  /** Listens, and answers the address that was taken. */
  readonly listen: (host: string, port: number) => Promise<string>
  /** Refuses what is new, finishes what runs. */
  readonly close: () => Promise<void>
}

/** Ids that no other start of the server gives: a random beginning for this one, and a count. */
function createRequestIds(): () => string {
  const beginning = randomBytes(6).toString('base64url')
  let count = 0
  return () => {
    count += 1
    return `req_${beginning}${count.toString(36)}`
  }
}

export async function createHttp(given: HttpOptions): Promise<HttpServer> {
  const { limits } = given
  const streams = createStreams(limits)
  const options = { ...given, streams }
  const app: FastifyInstance = Fastify({
    loggerInstance: options.log,
    // One line for each answer is written below, with the row's name instead of the address.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: createRequestIds(),
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    // Two GET calls of a dialect change something; a HEAD that nobody documented must not.
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // What comes in on open connections is refused by the dialects, in their own words.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: limits.pathPartMax },
    // Errors before routing belong to no scope; whose wire it is, the path tells.
    frameworkErrors: (error, request, reply) => {
      const dialect = options.dialects.find(({ prefix }) => request.url.startsWith(`${prefix}/`))
      const [asked, answer] = [request as FastifyRequest, reply as FastifyReply]
      return dialect === undefined
        ? plainFailure(error, asked, answer)
        : sendFailure(dialect, options, error, asked, answer)
    },
  })
  app.server.maxConnections = limits.connectionsMax
  spareUploads(app.server)
  bodies(app)
  observe(app, options)
  app.setErrorHandler((error, request, reply) => plainFailure(error, request, reply))
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]
    return reply
      .code(404)
      .send({ code: 'route_not_found', detail: `There is no ${request.method} ${path} here; see /docs.` })
  })
  app.register((scope) => servePages(scope, options.dialects))
  for (const dialect of options.dialects) serveDialect(app, dialect, options)
  // The server waits for whoever it still answers, and a stream does not end by itself.
  app.addHook('preClose', async () => streams.endAll())
  await app.ready()
  return {
    // As `localhost` the framework would open a second server, on ::1, without the settings of the first.
    listen: (host, port) => app.listen({ host: host === 'localhost' ? '127.0.0.1' : host, port }),
    close: () => app.close(),
  }
}

/** A failure outside of any dialect. */
function plainFailure(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const failure = toFailure(error)
  const isOurs = failure.code === 'internal'
  if (isOurs) request.log.error({ err: error }, 'request failed by a fault of ours')
  return reply.code(isOurs ? 500 : 400).send({
    code: failure.code,
    title: failures[failure.code].title,
    detail: isOurs ? failures.internal.advice : failure.message,
  })
}

/** Bodies: JSON is parsed, whatever else comes is kept as bytes for the row to judge. An empty body is none. */
function bodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser(
    /^application\/(?:[\w.-]+\+)?json/i,
    { parseAs: 'string' },
    (request, text, done) => {
      if (text === '') return done(null, undefined)
      void parseJson(request, text as string, (error, value) => {
        if (error === null) return done(null, value)
        done(new Failure('invalid_json', undefined, {}, error))
      })
    },
  )
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes))
}

function observe(app: FastifyInstance, { metrics, ready, accepting, log }: HttpOptions): void {
  // The line of an answer holds nothing to hide, and looking for that is a good part of what a line costs.
  const answers = log.child({}, { redact: [] })
  app.addHook('onResponse', async (request, reply) => {
    const config = request.routeOptions.config as {
      operation?: string
      dialect?: string
    }
    const operation = config.operation ?? 'none'
    const milliseconds = Math.round(reply.elapsedTime * 100) / 100
    // How long a stream was followed says nothing about how fast the server answers.
    if (!isGoingOn(request) || reply.statusCode >= 400)
      metrics.answered(config.dialect ?? 'none', operation, reply.statusCode, reply.elapsedTime / 1000)
    // The address may hold phone numbers and invite codes, so the log names the row instead.
    if (request.routeOptions.logLevel === 'silent') return
    answers.info(
      {
        request_id: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        operation,
        status: reply.statusCode,
        ms: milliseconds,
      },
      'answered',
    )
  })
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id)
    reply.header('x-content-type-options', 'nosniff')
    // A connection that stays open would keep its caller at a server that is going away, and the server waiting.
    if (!accepting()) reply.header('connection', 'close')
    // Answers hold other people's data: no cache on the way may keep them.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  app.get('/healthz', { logLevel: 'silent' }, () => ({ status: 'ok' }))
  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const isReady = await ready()
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
  })
  app.get('/metrics', { logLevel: 'silent' }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
}
