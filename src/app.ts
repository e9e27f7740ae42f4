/** The one file that knows every part: it puts them together into a server that runs. */
import { randomBytes } from 'node:crypto'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { destination, type Logger, pino } from 'pino'
import { type Config, limits } from './config.ts'
import { sealWhatEnded } from './core/audit.ts'
import type { Teller } from './core/delivery.ts'
import type { Environment } from './core/environment.ts'
import type { Happening } from './core/event.ts'
import { endWhatIsOver } from './core/expiry.ts'
import { createIds, nodeOf } from './core/id.ts'
import type { Key, KeyId, Workspace, WorkspaceId } from './core/model.ts'
import type { Store } from './core/store.ts'
import type { Dialect, DialectEvents } from './dialects/dialect.ts'
import { genuin } from './dialects/genuin/index.ts'
import { native } from './dialects/native/index.ts'
import { unipile } from './dialects/unipile/index.ts'
import { whatsapi } from './dialects/whatsapi/index.ts'
import { whatsappCloud } from './dialects/whatsapp-cloud/index.ts'
import { createFeedSignal } from './events/feed.ts'
import { createHttp, createMetrics, openApi, rateLimit } from './http/index.ts'
import { builtin } from './networks/builtin/index.ts'
import { createOutbound, type Outbound, parseAllowed } from './outbound/index.ts'
import { decodePicture } from './pictures/index.ts'
import { createCode, createSecret, hmac, sha256 } from './secrets.ts'
import { openPostgres } from './stores/postgres/index.ts'
import { openSqlite } from './stores/sqlite.ts'
import { createWebhooks, type Webhooks } from './webhooks/index.ts'

export { type AuditReport, auditPostgres, auditSqlite } from './audit.ts'
export { backupPostgres, isAddress, move, restorePostgres } from './stores/moving/index.ts'
export { backupSqlite, restoreSqlite } from './stores/sqlite.ts'

/** Every dialect that is served, in the order of the explorer's list. */
export const dialects: readonly Dialect[] = [native, unipile, whatsapi, whatsappCloud, genuin]

/** Those that tell events to webhooks, by their names. */
const telling: ReadonlyMap<string, DialectEvents> = new Map(
  dialects.flatMap(({ id, events }) => (events === undefined ? [] : [[id, events] as const])),
)

/** What the core must know of them. */
export const tellers: ReadonlyMap<string, Teller> = new Map(
  [...telling].map(([id, events]) => [id, { ...events, newSecret: () => events.secret(randomBytes(32)) }]),
)

/** Asks an endpoint as the dialect's vendor does, and answers what is wrong with what it said. */
async function verifyEndpoint(
  { send }: Pick<Outbound, 'send'>,
  dialect: string,
  url: string,
  token: string,
): Promise<string | null> {
  const asking = telling.get(dialect)?.verification?.({ challenge: createCode(), token })
  if (asking === undefined)
    return `The dialect ${dialect} asks endpoints nothing; leave \`verify_token\` out.`
  const address = new URL(url)
  for (const [name, value] of Object.entries(asking.query)) address.searchParams.set(name, value)
  const answer = await send({
    method: 'GET',
    url: address.href,
    headers: { 'user-agent': 'Muster' },
    body: null,
  })
  if ('error' in answer) return `It was asked for its challenge. ${answer.error}`
  if (answer.status === 200 && answer.body.trim() === asking.expected) return null
  return `It was asked for its challenge and answered ${answer.status} with something else; it must answer 200 with the value of hub.challenge when hub.verify_token is right.`
}

/** The OpenAPI document of each dialect, by its id. */
export function documents(): ReadonlyMap<string, unknown> {
  return new Map(dialects.map((dialect) => [dialect.id, openApi(dialect)]))
}

export interface Server {
  readonly url: string
  /** The secret of the first admin key, when this start made one up; it is shown only now. */
  readonly firstKey: string | null
  /** Refuses what is new, finishes what runs, closes the store. */
  readonly stop: () => Promise<void>
}

/** Logs as JSON lines on standard error; keys never reach them, and headers are not logged at all. */
export function createLog(level: Config['logLevel']): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.authorization', '*.key', '*.secret', 'headers'],
    },
    // A write for each line would take up to a tenth of the processor time of a request. What ends the process flushes.
    destination({ fd: 2, sync: false, minLength: limits.logBytesAtOnce, periodicFlush: limits.logEveryMs }),
  )
}

/** The store that the settings name. */
export function openStore({ dataDirectory, databaseUrl }: Config): Promise<Store> {
  return databaseUrl === null ? openSqlite({ directory: dataDirectory }) : openPostgres({ url: databaseUrl })
}

/** Opens the store, prepares the first key, and listens. */
export async function startServer(config: Config, log: Logger): Promise<Server> {
  const outbound = openOutbound(config)
  const store = await openStore(config)
  const metrics = createMetrics()
  let stopping = false
  const feed = createFeedSignal()
  const told = {
    committed: (events: readonly Happening[]) => {
      metrics.eventsCommitted(events.length)
      feed.committed(events)
      webhooks.wake(new Set(events.map((event) => event.workspace)))
    },
    changed: (workspace: WorkspaceId) => webhooks.changed(workspace),
  }
  const env = await createEnvironment(store, told, outbound)
  // Of several servers one does what nobody asked for.
  const leads = store.lead('jobs')
  const webhooks = openWebhooks(env, outbound, leads, log)
  store.onChange((workspace) => {
    feed.changedElsewhere(workspace)
    if (workspace !== null) webhooks.wake([workspace])
  })
  const born = env.id()
  await endOpenRuns(env, born)
  const firstKey = await ensureFirstKey(env, config.bootstrapKey)
  const http = await createHttp({
    env,
    dialects,
    log,
    limits,
    publicUrl: config.publicUrl,
    metrics,
    feed,
    hashSecret: sha256,
    rateLimit: rateLimit(config.requestsPerSecond),
    accepting: () => !stopping,
    ready: async () => !stopping && (await store.ready()),
  })
  const url = await http.listen(config.host, config.port).catch(async (error: unknown) => {
    await http.close()
    outbound.close()
    await store.close()
    throw error
  })
  webhooks.start()
  const forgetting = setInterval(() => leads() && void forgetEnded(env, log), limits.forgetEveryMs)
  const whenLeading = (work: () => Promise<number>) => async () => (leads() ? work() : 0)
  const ending = repeat(
    limits.endEveryMs,
    whenLeading(() => endWhatIsOver(env)),
    log,
    'what is over could not be ended',
  )
  // A server that ended without a word left its runs open; here they are its successor's to end.
  const endingRuns = repeat(
    limits.endOpenRunsEveryMs,
    whenLeading(() => endOpenRuns(env, born)),
    log,
    'runs of a server that ended could not be ended',
  )
  const sealOnce = whenLeading(() => sealWhatEnded({ ...env, rest: () => turn() }))
  const sealing = repeat(limits.sealEveryMs, sealOnce, log, 'runs could not be sealed')
  return {
    url,
    firstKey,
    stop: async () => {
      stopping = true
      feed.wakeAll()
      clearInterval(forgetting)
      await Promise.all([ending.stop(), endingRuns.stop()])
      const ended = Promise.all([http.close(), webhooks.stop()])
      await Promise.race([ended, wait(limits.shutdownMs, undefined, { ref: false })])
      outbound.close()
      await sealing.stop()
      await sealRest(sealOnce, log)
      await store.close()
    },
  }
}

/** What reaches addresses that callers chose; the setting is checked here, before anything is opened. */
function openOutbound({ outboundAllow }: Config): Outbound {
  const { outboundTimeoutMs, outboundAnswerBytesMax, outboundConnectionsPerEndpoint } = limits
  return createOutbound(
    {
      timeoutMs: outboundTimeoutMs,
      answerBytesMax: outboundAnswerBytesMax,
      connectionsPerEndpoint: outboundConnectionsPerEndpoint,
    },
    parseAllowed(outboundAllow),
  )
}

function openWebhooks(env: Environment, outbound: Outbound, leads: () => boolean, log: Logger): Webhooks {
  return createWebhooks({
    leads,
    store: env.store,
    dialects: telling,
    tellers,
    post: (url, headers, body) => outbound.send({ method: 'POST', url, headers, body }),
    hmac,
    now: env.now,
    id: env.id,
    random: Math.random,
    committed: env.committed,
    trouble: (error, webhook) => log.error({ err: error, webhook }, 'a webhook was not served; it goes on'),
    sweepMs: limits.webhookSweepMs,
    keepMs: { delivered: limits.deliveredKeptMs, dead: limits.deadKeptMs },
  })
}

export async function createEnvironment(
  store: Store,
  told: Pick<Environment, 'committed' | 'changed'>,
  outbound: Pick<Outbound, 'problem' | 'send'>,
): Promise<Environment> {
  const network = builtin({ wait: (milliseconds) => wait(milliseconds) })
  return {
    store,
    networks: new Map([[network.id, network]]),
    now: Date.now,
    id: createIds(Date.now, store.node, await store.highestId()),
    code: createCode,
    digest: sha256,
    ports: {
      secret: createSecret,
      picture: decodePicture,
      tellers,
      addressProblem: outbound.problem,
      verifyEndpoint: (dialect, url, token) => verifyEndpoint(outbound, dialect, url, token),
    },
    ...told,
    rememberMs: limits.rememberMs,
  }
}

/** Runs that were waiting for the network when their server ended: nothing of them was applied, and they say so. */
async function endOpenRuns(env: Environment, born: number): Promise<number> {
  const detail =
    'The server stopped before the network answered; nothing was changed here. Read the group, then ask again.'
  for (;;) {
    const ended = await env.store.transaction(null, async (tx) => {
      const found = await tx.openRuns(limits.forgetBatch)
      // What this server began itself is still under way.
      const open = found.filter(({ id }) => id < born || nodeOf(id) !== env.store.node())
      for (const run of open) {
        await tx.finishRun({
          ...run,
          status: 'failed',
          failure: { code: 'no_answer', detail, facts: {} },
          ended_at: env.now(),
        })
      }
      return open.length
    })
    if (ended === 0) return 0
  }
}

/** The first workspace and its key, on a store that has none. */
async function ensureFirstKey(env: Environment, bootstrapKey: string | null): Promise<string | null> {
  return env.store.transaction(null, async (tx) => {
    const { items } = await tx.workspaces({ limit: 1, after: null })
    if (items.length > 0) return null
    const at = env.now()
    const workspace: Workspace = { id: env.id() as WorkspaceId, name: 'default', created_at: at, limits: {} }
    const made = bootstrapKey === null ? createSecret() : { secret: bootstrapKey, hash: sha256(bootstrapKey) }
    const key: Key = {
      id: env.id() as KeyId,
      workspace: workspace.id,
      name: 'first key',
      scopes: ['operator'],
      account: null,
      parent: null,
      created_at: at,
      expires_at: null,
      revoked_at: null,
    }
    await tx.addWorkspace(workspace)
    await tx.addKey(key, made.hash)
    // A key that the operator chose is known to him, and has no place in what is printed.
    return bootstrapKey === null ? made.secret : null
  })
}

/** Does something again and again, with a pause whenever there was nothing to do; a round that fails is logged. */
function repeat(everyMs: number, work: () => Promise<number>, log: Logger, trouble: string) {
  const stopping = new AbortController()
  const done = (async () => {
    while (!stopping.signal.aborted) {
      const count = await work().catch((error: unknown) => {
        log.error({ err: error }, `${trouble}; the next round tries again`)
        return 0
      })
      // An abort ends the pause; there is nothing else that it could end.
      if (count === 0) await wait(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: () => {
      stopping.abort()
      return done
    },
  }
}

/** Seals what the last requests left behind. What it has no time for waits for the next start. */
async function sealRest(sealOnce: () => Promise<number>, log: Logger): Promise<void> {
  const end = Date.now() + limits.shutdownMs
  try {
    while (Date.now() < end && (await sealOnce()) > 0);
  } catch (error) {
    log.error({ err: error }, 'runs could not be sealed; the next start does it')
  }
}

async function forgetEnded(env: Environment, log: Logger): Promise<void> {
  try {
    const before = env.now()
    while (
      (await env.store.transaction(null, (tx) => tx.forget(before, limits.forgetBatch))) ===
      limits.forgetBatch
    );
  } catch (error) {
    log.error({ err: error }, 'ended idempotency keys could not be forgotten; the next round tries again')
  }
}
