/** Carries out one call: from the flat input to the wire and back. */
import createClient from 'openapi-fetch'
import { problemOf, unexpectedAnswer, unreachable } from './error.ts'
import type { CallOptions } from './method.ts'
import { type OperationId, operations } from './operations.ts'
import { withRetries } from './retry.ts'

/** Where the server is and how to speak to it. */
export interface MusterOptions {
  /** The server's address without a path of the API, such as `http://127.0.0.1:8080`. */
  readonly url: string
  /** A key of that server. */
  readonly key: string
  /** How often a call is made again when nobody answered or the server was busy; 3 when left out. */
  readonly retries?: number | undefined
  /** Another `fetch` than the platform's. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined
}

interface WireOperation {
  readonly method: string
  readonly path: string
  readonly pathNames: readonly string[]
  readonly queryNames: readonly string[]
  readonly bodyMedia: string | null
  readonly replyMedia: string
  readonly isWrite: boolean
}

type Values = Readonly<Record<string, unknown>>
type Caller = (id: OperationId, input: Values, options: CallOptions) => Promise<unknown>

/** openapi-fetch as it is at run time; the types of each operation are in `Methods`. */
interface Client {
  readonly request: (
    method: string,
    path: string,
    init: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>
}

export const defaultRetries = 3

/** The function that carries out every call. Throws at once when the address or the key cannot be right. */
export function createCaller({ url, key, retries = defaultRetries, fetch }: MusterOptions): Caller {
  const baseUrl = addressOf(url)
  demandKey(key)
  const client = createClient({
    baseUrl,
    headers: { authorization: `Bearer ${key}` },
    fetch: whole(baseUrl, fetch ?? ((request) => globalThis.fetch(request))),
  }) as unknown as Client
  return async (id, input, options) => {
    const operation: WireOperation = operations[id]
    const init = initOf(operation, input, options)
    return withRetries(retries, options.signal, async () => {
      const { data, error, response } = await client.request(operation.method, operation.path, init)
      if (!response.ok) throw problemOf(response, error)
      return replyOf(operation, response, data)
    })
  }
}

export function demandKey(key: string): void {
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new TypeError('The key must be a text without spaces, as the server printed it.')
}

export function addressOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw new TypeError(`The address must be one such as http://127.0.0.1:8080, not "${url}".`)
  }
  return url.replace(/\/+$/, '')
}

/** Reads the whole answer in one place, so that a connection that breaks in the middle of it is noticed here too. */
function whole(url: string, fetch: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    try {
      const { status, headers, bytes } = await read(await fetch(request))
      return new Response(bytes.byteLength === 0 ? null : bytes, { status, headers })
    } catch (cause) {
      if (request.signal.aborted) throw request.signal.reason
      throw unreachable(url, cause)
    }
  }
}

async function read(answer: Response) {
  return { status: answer.status, headers: answer.headers, bytes: await answer.arrayBuffer() }
}

function picked(names: readonly string[], input: Values): Values {
  return Object.fromEntries(names.map((name) => [name, input[name]]))
}

function initOf(operation: WireOperation, input: Values, options: CallOptions): Values {
  const known = new Set([...operation.pathNames, ...operation.queryNames])
  for (const name of operation.pathNames) demandPathPart(name, input[name])
  const rest = Object.fromEntries(Object.entries(input).filter(([name]) => !known.has(name)))
  return {
    params: {
      path: picked(operation.pathNames, input),
      query: {
        ...picked(operation.queryNames, input),
        ...(options.dryRun === true ? { dry_run: true } : {}),
      },
    },
    headers: headersOf(operation, options),
    parseAs: 'arrayBuffer',
    ...bodyOf(operation, rest),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }
}

/** An empty part, and the two that every URL resolves away, would make the path that of another call. */
export function demandPathPart(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new TypeError(`\`${name}\` must be an id, not ${JSON.stringify(value) ?? 'left out'}.`)
  }
}

function bodyOf({ bodyMedia }: WireOperation, rest: Values): Values {
  if (bodyMedia === null) return {}
  if (bodyMedia === 'application/json') return { body: rest }
  const { picture } = rest
  return { body: picture, bodySerializer: (bytes: unknown) => bytes }
}

function headersOf(operation: WireOperation, { idempotencyKey, ifMatch, dryRun }: CallOptions): Values {
  // A dry run changes nothing, so that repeating it needs no key.
  const key = idempotencyKey ?? (operation.isWrite && dryRun !== true ? newKey() : undefined)
  return {
    ...(operation.bodyMedia === null ? {} : { 'content-type': operation.bodyMedia }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(ifMatch === undefined ? {} : { 'if-match': typeof ifMatch === 'number' ? `"${ifMatch}"` : ifMatch }),
  }
}

/** 128 random bits; `crypto.randomUUID` is missing in pages that came without TLS. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function replyOf({ replyMedia }: WireOperation, response: Response, data: unknown): unknown {
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array()
  if (replyMedia !== 'application/json') return bytes
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw unexpectedAnswer(response)
  }
}
