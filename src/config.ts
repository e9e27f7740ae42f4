/** Every setting: its name in the environment, its meaning, its default and its limits. The README lists them all. */
import { isIP } from 'node:net'

export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDirectory: string
  /** The address of a PostgreSQL, or null for the embedded store. */
  readonly databaseUrl: string | null
  readonly bootstrapKey: string | null
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  readonly requestsPerSecond: number
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
      'Requests that one key may make per second, on the average of ten seconds; 0 for no limit. The default is more than one process serves: set it lower where keys must share a server.',
    fallback: '10000',
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
  /** A clean shutdown finishes what runs within this. */
  shutdownMs: 10_000,
  /** How long an idempotency key is kept: a client's retries end within a day; one more for clocks and weekends. */
  rememberMs: 48 * 60 * 60 * 1000,
  /** How often it is looked for what is over: it must end within a second. One look is three short index reads. */
  endEveryMs: 250,
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
    dataDirectory: text('dataDirectory'),
    databaseUrl: databaseUrl === '' ? null : databaseUrl,
    bootstrapKey: bootstrapKey === '' ? null : bootstrapKey,
    logLevel: oneOf(settings.logLevel, text('logLevel'), ['debug', 'info', 'warn', 'error', 'silent']),
    requestsPerSecond: wholeNumber(settings.requestsPerSecond, text('requestsPerSecond'), 1_000_000),
  }
}
