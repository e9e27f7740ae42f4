/** What a stream tells one reader, over a real socket, from a log that is made up here. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Failure } from '../../src/core/failure.ts'
import type { WorkspaceId } from '../../src/core/model.ts'
import { createFeedSignal } from '../../src/events/feed.ts'
import { type End, type Source, type TellerLimits, tell } from '../../src/http/teller.ts'

const limits: TellerLimits = {
  streamHeartbeatMs: 50,
  streamStallMs: 300,
  streamPauseMs: 1,
  streamEndMs: 5_000,
}
const batch = 20

interface Input {
  readonly from: number
}
interface Found {
  readonly wanted: readonly number[]
  readonly place: number
}

/** A log of numbers; those that are wanted are told, with so much text beside each. */
class Log {
  length: number
  looks = 0
  isLive = true
  isBroken = false
  isOpen = true
  readonly #wants: (number: number) => boolean
  readonly #ballast: string

  constructor(length: number, ballast = 0, wants: (number: number) => boolean = () => true) {
    this.length = length
    this.#ballast = 'x'.repeat(ballast)
    this.#wants = wants
  }

  source(from = 0): Source {
    const stream = {
      parts: ({ wanted }: Found) =>
        wanted.map((number) => ({
          id: String(number),
          event: 'number',
          data: { number, ballast: this.#ballast },
        })),
      place: ({ place }: Found) => String(place),
      from: (_: Input, place: string) => ({ from: Number(place) }),
      isFull: (_: Input, { wanted }: Found) => wanted.length === batch,
    }
    return {
      // A log of numbers is no operation of the catalogue; what a stream needs of one, it has.
      stream: stream as unknown as Source['stream'],
      workspace: 1 as WorkspaceId,
      input: { from },
      look: async (input) => this.look(input as Input),
      demandLive: async () => {
        if (!this.isLive) throw new Failure('expired_credentials')
      },
      feed: createFeedSignal(),
      accepting: () => this.isOpen,
    }
  }

  look({ from }: Input): Found {
    this.looks += 1
    if (this.isBroken) throw new Error('the store is gone')
    const wanted: number[] = []
    let place = from
    while (place < this.length && wanted.length < batch) {
      place += 1
      if (this.#wants(place)) wanted.push(place)
    }
    return { wanted, place }
  }
}

let server: Server
let socket: Socket
let log: Log
let ended: Promise<End>
let from: number
let stopping: AbortController

beforeEach(async () => {
  from = 0
  stopping = new AbortController()
  ended = new Promise((resolve) => {
    server = createServer((request, out) => {
      const over = new AbortController()
      out.once('close', () => over.abort())
      stopping.signal.addEventListener('abort', () => over.abort())
      const source = log.source(from)
      const head = { status: 200, headers: { 'content-type': 'text/event-stream', connection: 'close' } }
      const first = log.look({ from })
      request.resume()
      void tell(source, { out, limits, over: over.signal }, head, first).then(resolve)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(async () => {
  socket.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Connects and asks; nothing is read before `read`. */
async function ask(): Promise<void> {
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n')
}

let heard = ''
function read(): void {
  heard = ''
  socket.setEncoding('utf8').on('data', (text) => {
    heard += String(text)
  })
  socket.resume()
}

const numbers = () => [...heard.matchAll(/"number":(\d+)/g)].map(([, number]) => Number(number))
const counted = (length: number) => Array.from({ length }, (_, index) => index + 1)

test('tells all that is there, in order and once, then says that it lives', async () => {
  log = new Log(1000)
  await ask()
  read()
  await expect.poll(() => numbers().length).toBe(1000)
  await expect.poll(() => heard).toMatch(/\n:\n\n/)
  expect(numbers()).toEqual(counted(1000))
  expect(heard).toContain('id: 1000\nevent: number\ndata: {"number":1000,"ballast":""}\n\n')
})

test('a reader who takes nothing is dropped, was not read ahead for, and is told why when he wakes', async () => {
  log = new Log(10_000, 100_000)
  await ask()
  const end = await ended
  expect(end.reason).toBe('dropped')
  // The sockets of the system take some megabytes; the log is a gigabyte.
  expect(log.looks).toBeLessThan(100)
  read()
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('event: dropped\n')
  const last = Math.max(...numbers())
  expect(numbers()).toEqual(counted(last))
  expect(/event: dropped\ndata: (.*)\n/.exec(heard)?.[1]).toContain('took too little for 0.3 s')
})

test('a slow reader gets everything once, although what he did not take is read again', async () => {
  log = new Log(200, 100_000)
  await ask()
  read()
  const pausing = setInterval(() => {
    socket.pause()
    setTimeout(() => socket.resume(), 20)
  }, 25)
  await expect.poll(() => numbers().length, { timeout: 20_000 }).toBe(200)
  clearInterval(pausing)
  expect(numbers()).toEqual(counted(200))
})

test('a filter that lets little through still tells how far it has come', async () => {
  log = new Log(5000, 0, (number) => number === 3)
  await ask()
  read()
  await expect.poll(() => heard, { timeout: 10_000 }).toContain(': position\nid: 5000\n\n')
  expect(numbers()).toEqual([3])
})

test('begins behind the place that it was given', async () => {
  log = new Log(30)
  from = 25
  await ask()
  read()
  await expect.poll(() => numbers().length).toBe(5)
  await expect.poll(() => heard).toMatch(/\n:\n\n/)
  expect(numbers()).toEqual([26, 27, 28, 29, 30])
})

test.each([
  ['key', 'expired_credentials', () => (log.isLive = false)],
  ['stopping', 'overloaded', () => (log.isOpen = false)],
  ['stopping', 'overloaded', () => stopping.abort()],
  ['fault', 'internal', () => (log.isBroken = true)],
])('says that it ends: %s, %s', async (reason, code, cause) => {
  log = new Log(1)
  await ask()
  read()
  await expect.poll(() => numbers()).toEqual([1])
  cause()
  expect((await ended).reason).toBe(reason)
  await once(socket, 'close')
  expect(heard).toContain(`event: ending\ndata: {"code":"${code}"`)
})

test('notices that the reader has left', async () => {
  log = new Log(1)
  await ask()
  read()
  await expect.poll(() => numbers()).toEqual([1])
  socket.destroy()
  expect(await ended).toEqual({ reason: 'gone', failure: null })
})
