/** Every setting: its name in the environment, its meaning, its default and its limits. The README lists them all. */
import { isIP } from 'node:net'

export interface Config {
  readonly host: string
  readonly port: number
  /** Scheme and host by which callers reach the server, without a slash at the end; null for what each request says. */
  readonly publicUrl: string | null
  readonly dataDirectory: string
  /** The address of a PostgreSQL, or null for the embedded store. */
  readonly databaseUrl: string | null
  readonly bootstrapKey: string | null
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly requestsPerSecond: number
  readonly outboundAllow: string
}

interface Setting {
  readonly name: string
  readonly meaning: string
  readonly fallback: string
}

/** The settings as data, for the README, `muster serve --help`, and `readConfig`. */
export const settings = {
  host: {
    name: 'MUSTER_HOST',
    meaning: 'Address to listen on. 0.0.0.0 opens the server to the network.',
    fallback: '127.0.0.1',
  },
  port: { name: 'MUSTER_PORT', meaning: 'Port to listen on; 0 takes a free one.', fallback: '8080' },
  publicUrl: {
    name: 'MUSTER_PUBLIC_URL',
    meaning:
      'Scheme and host by which callers reach the server, such as https://chat.example; for links in answers when a proxy stands in front. Without it they are made of what each request says.',
    fallback: '',
  },
  dataDirectory: {
    name: 'MUSTER_DATA_DIR',
    meaning: 'Folder of the embedded store; made when it is not there.',
    fallback: './data',
  },
  databaseUrl: {
    name: 'MUSTER_DATABASE_URL',
    meaning:
      'A PostgreSQL database instead of the embedded store, as postgres://user:password@host/database. Several servers may run on one.',
    fallback: '',
  },
  bootstrapKey: {
    name: 'MUSTER_BOOTSTRAP_KEY',
    meaning:
      'The first admin key of a new store, at least 16 characters, instead of a generated one that is printed once.',
    fallback: '',
  },
  logLevel: {
    name: 'MUSTER_LOG_LEVEL',
    meaning: 'debug, info, warn, error or silent. Logs are JSON lines on standard error.',
    fallback: 'info',
  },
  requestsPerSecond: {
    name: 'MUSTER_REQUESTS_PER_SECOND',
    meaning:
      'Requests that one key may make per second, on the average of ten seconds; 0 for no limit. The default is about what one process writes: set it lower where keys must share a server, higher or 0 for one that only reads.',
    fallback: '10000',
  },
  outboundAllow: {
    name: 'MUSTER_OUTBOUND_ALLOW',
    meaning:
      'Addresses and networks that webhooks may reach although they are not public, with commas between: `127.0.0.1,::1,10.0.0.0/8`.',
    fallback: '',
  },
} as const satisfies Record<keyof Config, Setting>

/** Limits that no setting changes, each with its reason. */
export const limits = {
  /** 10,000 people with roles and names in one call are about 1.2 MB of JSON; a picture is at most 5 MB. */
  bodyBytesMax: 8 * 1024 * 1024,
  /** Longest id in a path, percent-decoded, with room for every vendor's. */
  pathPartMax: 1024,
  /** Time for a whole request to arrive; slower senders only hold a connection. */
  requestTimeoutMs: 30_000,
  /** Time for an answer; the slowest operation takes seconds, so this means a fault. */
  handlerTimeoutMs: 60_000,
  /** Idle connections are closed after this; longer than the 60 s of common load balancers. */
  keepAliveTimeoutMs: 72_000,
  /** Connections at once; one process serves about 9,000 writes per second with 64. */
  connectionsMax: 10_000,
  /**
   * Streams at once: each holds a connection and looks into the feed when its workspace has changed. A thousand leave
   * most of a core to writers; one key alone must not use them up.
   */
  streamsMax: 1000,
  streamsPerKeyMax: 100,
  /** A stream without news says that it lives, well before the 60 s after which proxies give up. */
  streamHeartbeatMs: 15_000,
  /** A reader who takes nothing for so long has stalled; he goes on later from where he was. */
  streamStallMs: 30_000,
  /**
   * A connection wants more only when much of what waits in the system's buffers was taken, which at a few kilobytes a second
   * takes minutes. A list cannot be gone on with from where it broke, so its reader is waited for that long.
   */
  listStallMs: 10 * 60_000,
  /** Looks for news at most this often: what is committed in between is read together, and writers keep their time. */
  streamPauseMs: 20,
  /** How long a stream that is over waits for its reader to take the last words. */
  streamEndMs: 2_000,
  /** One line of a body of lines: a person with every field at its longest is a quarter of it. */
  lineBytesMax: 16 * 1024,
  /**
   * Whoever sends lines and then nothing for so long is cut; what was done until then stays done. Some senders first read
   * what became of a batch, half a megabyte, over a slow line.
   */
  lineSilenceMs: 60_000,
  /** A clean shutdown finishes what runs within this. */
  shutdownMs: 10_000,
  /** How long an idempotency key is kept: a client's retries end within a day; one more for clocks and weekends. */
  rememberMs: 48 * 60 * 60 * 1000,
  /** How often it is looked for what is over: it must end within a second. One look is three short index reads. */
  endEveryMs: 250,
  /** One call to a webhook: the Standard Webhooks specification asks receivers to answer within 15 s. */
  outboundTimeoutMs: 15_000,
  /** Bytes of an endpoint's answer that are read: enough to see what is wrong, too few to hurt. */
  outboundAnswerBytesMax: 16_384,
  /** Connections to one endpoint at once. */
  outboundConnectionsPerEndpoint: 32,
  /** How often every webhook is looked at although nothing woke it. */
  webhookSweepMs: 5_000,
  /** What was delivered can be looked at for a week, what was given up for a month. */
  deliveredKeptMs: 7 * 24 * 60 * 60 * 1000,
  deadKeptMs: 30 * 24 * 60 * 60 * 1000,
  /** Lines of the log are written out when they are so many bytes together, and so often: about thirty, and at once for a reader. */
  logBytesAtOnce: 8192,
  logEveryMs: 100,
  /** How often the runs that ended are sealed: so long can one be changed unnoticed. One look is one short index read. */
  sealEveryMs: 500,
  /** How often it is looked for runs that a server left open when it ended. One look is one short index read. */
  endOpenRunsEveryMs: 5000,
  /** How often ended idempotency keys are forgotten, and how many at a time, so that no request waits long. */
  forgetEveryMs: 60_000,
  forgetBatch: 1000,
} as const

function wholeNumber(setting: Setting, text: string, max: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > max) {
    throw new Error(`${setting.name} must be a whole number from 0 to ${max}, not "${text}".`)
  }
  return value
}

function oneOf<T extends string>(setting: Setting, text: string, values: readonly T[]): T {
  const value = values.find((known) => known === text)
  if (value === undefined)
    throw new Error(`${setting.name} must be one of ${values.join(', ')}, not "${text}".`)
  return value
}

/** The origin that an address names. A path behind it would be lost in links, so it is refused. */
function origin(setting: Setting, text: string): string {
  const url = URL.parse(text)
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
  if (!isOrigin) {
    throw new Error(
      `${setting.name} must be a scheme and a host, such as https://chat.example, not "${text}".`,
    )
  }
  return url.origin
}

/** The configuration from the environment. Throws an Error whose sentence names the setting that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const text = (key: keyof typeof settings) => env[settings[key].name]?.trim() || settings[key].fallback
  const host = text('host')
  if (isIP(host) === 0 && !/^[a-z0-9.-]+$/i.test(host)) {
    throw new Error(`${settings.host.name} must be an address or a host name, not "${host}".`)
  }
  const bootstrapKey = text('bootstrapKey')
  const databaseUrl = text('databaseUrl')
  // The address holds a password, so the sentence does not repeat it.
  if (databaseUrl !== '' && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error(`${settings.databaseUrl.name} must begin with postgres://.`)
  }
  if (bootstrapKey !== '' && !/^[\x21-\x7e]{16,256}$/.test(bootstrapKey)) {
    throw new Error(`${settings.bootstrapKey.name} must have 16 to 256 characters without spaces.`)
  }
  return {
    host,
    port: wholeNumber(settings.port, text('port'), 65_535),
    publicUrl: text('publicUrl') === '' ? null : origin(settings.publicUrl, text('publicUrl')),
    dataDirectory: text('dataDirectory'),
    databaseUrl: databaseUrl === '' ? null : databaseUrl,
    bootstrapKey: bootstrapKey === '' ? null : bootstrapKey,
    logLevel: oneOf(settings.logLevel, text('logLevel'), ['debug', 'info', 'warn', 'error', 'silent']),
    outboundAllow: text('outboundAllow'),
    requestsPerSecond: wholeNumber(settings.requestsPerSecond, text('requestsPerSecond'), 1_000_000),
  }
}
