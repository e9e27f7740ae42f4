/**
 * One kept-alive HTTP connection for one request at a time. It does as little as it can, because the client shares the
 * machine's cores with the server that is measured: what a client library costs would make both servers look alike.
 */
import { createConnection, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly text: string
}

export interface Connection {
  readonly send: (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<Answer>
  readonly close: () => void
}

/** The answer that has come in whole, or null while some of it is missing. */
function parse(bytes: Buffer): Answer | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const head = bytes.toString('latin1', 0, headEnd)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined)
    throw new Error(`An answer without a length, which this client cannot read: ${head}`)
  const end = headEnd + 4 + Number(length)
  if (bytes.length < end) return null
  return { status: Number(head.slice(9, 12)), text: bytes.toString('utf8', headEnd + 4, end) }
}

function connected(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: url.hostname, port: Number(url.port), noDelay: true })
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })
}

export async function openConnection(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Connection> {
  const url = new URL(address)
  const socket = await connected(url)
  const always = Object.entries({ host: url.host, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  let parts: Buffer[] = []
  let size = 0
  let waiting: PromiseWithResolvers<Answer> | null = null
  const fail = (error: Error) => waiting?.reject(error)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error(`${address} closed the connection before it answered.`)))
  socket.on('data', (part: Buffer) => {
    parts.push(part)
    size += part.length
    // A long list comes in many parts: they are put together only once the whole can be there.
    if (size < expected(parts[0])) return
    try {
      const answer = parse(parts.length === 1 ? part : Buffer.concat(parts))
      if (answer === null) return
      parts = []
      size = 0
      waiting?.resolve(answer)
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)))
    }
  })
  return {
    send: (method, path, body) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const about =
        body === undefined
          ? ''
          : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`
      waiting = Promise.withResolvers<Answer>()
      socket.write(
        `${method} ${url.pathname.replace(/\/$/, '')}${path} HTTP/1.1\r\n${always.join('')}${about}\r\n${text}`,
      )
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}

/** How long the whole will be at least, as far as its first part tells. */
function expected(first: Buffer | undefined): number {
  const length =
    first === undefined ? null : /\r\ncontent-length: *(\d+)/i.exec(first.toString('latin1', 0, 2048))
  return Number(length?.[1] ?? 0)
}
