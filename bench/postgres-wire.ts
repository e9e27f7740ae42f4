/** A wire to PostgreSQL that counts: statements, and how often a connection waited for an answer. */
import { createServer, connect as open, type Socket } from 'node:net'

export interface CountingWire {
  readonly url: string
  /** What went over it since the last time. */
  readonly take: () => { readonly statements: number; readonly roundTrips: number }
  readonly close: () => Promise<void>
}

const execute = 'E'.charCodeAt(0)
const simpleQuery = 'Q'.charCodeAt(0)

/** Counts the statements in what a client sends: after the first message each is a letter, a length and the rest. */
function statementCounter(): (bytes: Buffer) => number {
  let rest = Buffer.alloc(0)
  let hasBegun = false
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    let count = 0
    for (;;) {
      const head = hasBegun ? 1 : 0
      if (rest.length < head + 4) return count
      const length = head + rest.readInt32BE(head)
      if (rest.length < length) return count
      if (hasBegun && (rest[0] === execute || rest[0] === simpleQuery)) count += 1
      rest = rest.subarray(length)
      hasBegun = true
    }
  }
}

/** Begins to pass connections on, and counts. */
export async function createCountingWire(target: string): Promise<CountingWire> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let [statements, roundTrips] = [0, 0]
  const server = createServer((socket) => {
    const other = open(Number(port), hostname)
    const count = statementCounter()
    // Whoever sends after he was answered has waited for the answer.
    let wasAnswered = true
    socket.on('data', (bytes) => {
      statements += count(bytes)
      if (wasAnswered) roundTrips += 1
      wasAnswered = false
      other.write(bytes)
    })
    other.on('data', (bytes) => {
      wasAnswered = true
      socket.write(bytes)
    })
    for (const each of [socket, other]) {
      sockets.add(each)
      each.setNoDelay(true)
      each.on('error', () => undefined)
      each.once('close', () => {
        sockets.delete(each)
        socket.destroy()
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  const url = new URL(target)
  url.port = String(address.port)
  return {
    url: url.href,
    take() {
      const taken = { statements, roundTrips }
      statements = 0
      roundTrips = 0
      return taken
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
