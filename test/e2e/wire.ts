/** Plain HTTP without any help: paths and headers go out as they are written, the hostile ones too. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Asked {
  readonly method: string
  /** Path and query, already encoded. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** The body as JSON, or null when it is none. */
  readonly body: unknown
}

// A page of a hundred requests at once waits for its turn here instead of opening a hundred connections.
const shared = new Agent({ keepAlive: true, maxSockets: 64 })

/** A request that does not send all that it promised must not leave its connection to another. */
function agentOf({ headers }: Asked): Agent {
  return headers?.connection === 'close' ? new Agent({ keepAlive: false }) : shared
}

/** One request and its answer. It fails only when there is no answer at all. */
export function send(url: string, asked: Asked): Promise<Reply> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const going = request(
      {
        agent: agentOf(asked),
        hostname,
        port,
        method: asked.method,
        path: asked.path,
        headers: headersOf(asked),
      },
      (coming) => {
        const parts: Buffer[] = []
        const whole = () => {
          const bytes = Buffer.concat(parts)
          const { statusCode: status = 0, headers } = coming
          resolve({ status, headers, bytes, body: parsed(headers, bytes) })
        }
        const isStream = /^text\/event-stream/.test(coming.headers['content-type'] ?? '')
        coming.on('data', (part: Buffer) => {
          parts.push(part)
          // A stream has no end to wait for; that it has begun is its answer.
          if (isStream) {
            whole()
            coming.destroy()
          }
        })
        coming.on('error', reject)
        coming.on('end', whole)
      },
    )
    going.on('error', reject)
    going.end(asked.body)
  })
}

/** The length is said, so that a body on DELETE is sent as on POST; unless the body shall come in chunks. */
function headersOf({ headers = {}, body }: Asked): Record<string, string | string[]> {
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  )
  return body === undefined || 'transfer-encoding' in given
    ? given
    : { 'content-length': String(Buffer.byteLength(body)), ...given }
}

function parsed(headers: IncomingHttpHeaders, bytes: Buffer): unknown {
  // Lines of JSON are many values, and no one of them the answer.
  return /[/+]json/.test(headers['content-type'] ?? '') && bytes.length > 0
    ? JSON.parse(bytes.toString())
    : null
}

/** What stands at a place such as `group.counts.member` or `data.0.id`. */
export function at(value: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((inner, name) => {
    return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
      ? (inner as Readonly<Record<string, unknown>>)[name]
      : undefined
  }, value)
}

/** The text at a place; anything else there is an error of the test's expectations. */
export function text(value: unknown, place: string): string {
  const found = at(value, place)
  if (typeof found !== 'string') throw new Error(`No text at ${place} of ${JSON.stringify(value)}`)
  return found
}

export function whole(value: unknown, place: string): number {
  const found = at(value, place)
  if (!Number.isInteger(found)) throw new Error(`No whole number at ${place} of ${JSON.stringify(value)}`)
  return Number(found)
}

export function list(value: unknown, place: string): readonly unknown[] {
  const found = at(value, place)
  if (!Array.isArray(found)) throw new Error(`No list at ${place} of ${JSON.stringify(value)}`)
  return found
}

export function texts(value: unknown, place: string, inner: string): readonly string[] {
  return list(value, place).map((item) => text(item, inner))
}

/** A header's text; empty when it is not there. */
export function headerOf(reply: Reply, name: string): string {
  const value = reply.headers[name]
  return Array.isArray(value) ? value.join(', ') : (value ?? '')
}
