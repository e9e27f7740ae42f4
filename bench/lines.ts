/** Lists as lines of JSON (NDJSON), sent and read as they come: nothing of them is collected. */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { createConnection, type Socket } from 'node:net'
import { key } from './load.ts'

const agent = new Agent({ keepAlive: true })
const ndjson = 'application/x-ndjson'
const lineFeed = 0x0a

export interface Lines {
  /** Whether the answer came as lines; a server that does not know them answers JSON, or refuses the body. */
  readonly isServed: boolean
  /** How many there were, the last one included, which tells that all have come. */
  readonly count: number
  readonly last: string
}

async function linesIn(answer: IncomingMessage): Promise<Lines> {
  const isServed = answer.headers['content-type']?.startsWith(ndjson) ?? false
  let [count, last] = [0, Buffer.alloc(0)]
  for await (const part of answer as AsyncIterable<Buffer>) {
    for (let at = part.indexOf(lineFeed); at !== -1; at = part.indexOf(lineFeed, at + 1)) count += 1
    // The last line is short, so it is in the last two parts.
    last = Buffer.concat([last.subarray(-1000), part])
  }
  const text = last.toString().trimEnd()
  const end = text.slice(text.lastIndexOf('\n') + 1)
  if (isServed && (answer.statusCode !== 200 || !/"done"/.test(end)))
    throw new Error(`${answer.statusCode}: the lines end with ${end.slice(0, 300)}`)
  return { isServed, count, last: end }
}

/** Reads lists as lines, one after the other, with as little work as `openConnection`. */
export interface LineReader {
  readonly read: (path: string) => Promise<Lines>
  readonly close: () => void
}

const carriageReturn = 0x0d
const endOfChunks = '0\r\n\r\n'

/** How many lines end in these bytes. What lies between chunks ends with a carriage return too, and is not counted. */
function linesEnding(part: Buffer, before: number): number {
  let count = 0
  for (let at = part.indexOf(lineFeed); at !== -1; at = part.indexOf(lineFeed, at + 1)) {
    if ((at === 0 ? before : part[at - 1]) !== carriageReturn) count += 1
  }
  return count
}

/** What is known of an answer that is coming in. */
interface Coming {
  readonly done: PromiseWithResolvers<Lines>
  head: string | null
  count: number
  /** The end of what has come, long enough for the last line. */
  tail: Buffer
}

function take(coming: Coming, part: Buffer): void {
  coming.count += linesEnding(part, coming.tail.at(-1) ?? 0)
  coming.tail = Buffer.concat([coming.tail.subarray(-1000), part])
  coming.head ??= coming.tail.toString('latin1')
  if (!coming.tail.toString('latin1', Math.max(0, coming.tail.length - 5)).endsWith(endOfChunks)) return
  const { head, count } = coming
  const lines = coming.tail.toString().split('\n')
  const last = lines.findLast((line) => line.startsWith('{')) ?? ''
  if (/^HTTP\/1.1 200/.test(head) && /"done"/.test(last)) coming.done.resolve({ isServed: true, count, last })
  else coming.done.reject(new Error(`${head.slice(0, 15)}: the lines end with ${last.slice(0, 300)}`))
}

/**
 * Reads from a server of which it is known that it serves lines, which come in chunks. A server may close the connection
 * behind them; then the next list begins with a new one, as for any client.
 */
export function openLineReader(address: string): LineReader {
  const { hostname, port, host } = new URL(address)
  let socket: Socket | null = null
  let coming: Coming | null = null
  const forget = () => {
    socket?.destroy()
    socket = null
  }
  const connect = () => {
    const made = createConnection({ host: hostname, port: Number(port), noDelay: true })
    made.on('data', (part: Buffer) => coming !== null && take(coming, part))
    made.on('error', (error) => coming?.done.reject(error))
    made.on('end', () => coming?.done.reject(new Error(`${address} closed the connection.`)))
    return made
  }
  return {
    async read(path) {
      socket ??= connect()
      coming = { done: Promise.withResolvers(), head: null, count: 0, tail: Buffer.alloc(0) }
      const headers = `host: ${host}\r\nauthorization: Bearer ${key}\r\naccept: ${ndjson}\r\n`
      socket.write(`GET ${path} HTTP/1.1\r\n${headers}\r\n`)
      const lines = await coming.done.promise
      if (/\r\nconnection: close/i.test(coming.head ?? '')) forget()
      return lines
    },
    close: forget,
  }
}

/** Reads a list as lines, or finds that it is not served so. */
export async function readLines(url: string, path: string): Promise<Lines> {
  const headers = { authorization: `Bearer ${key}`, accept: ndjson }
  const asking = request(`${url}${path}`, { agent, headers })
  asking.end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  return linesIn(answer)
}

/** Sends lines, many in one piece, and reads the lines of the answer meanwhile. */
export async function sendLines(url: string, path: string, pieces: Iterable<string>): Promise<Lines> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': ndjson, accept: ndjson }
  const sending = request(`${url}${path}`, { method: 'POST', agent, headers })
  let isOver = false
  const answered = once(sending, 'response').then(async ([answer]) => {
    const lines = await linesIn(answer as IncomingMessage)
    isOver = true
    return lines
  })
  // A server that refuses the body answers, and closes the connection while it is still being sent.
  sending.on('error', () => undefined)
  for (const piece of pieces) {
    if (isOver || sending.destroyed) break
    if (!sending.write(piece)) await Promise.race([once(sending, 'drain'), answered])
  }
  sending.end()
  return answered
}
