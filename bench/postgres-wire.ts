/** Wires to PostgreSQL: one that can be cut, and one that counts what goes over it. */
import { createServer, connect as open, type Socket } from 'node:net'

export interface Wire {
  /** The address of the database through this wire. */
  readonly url: string
  /** Ends every connection, and lets none through for a while. */
  readonly cut: (milliseconds: number) => void
  readonly close: () => Promise<void>
}

/** Hears what goes over one connection. */
interface Tap {
  readonly sent: (bytes: Buffer) => void
  readonly answered: () => void
}

/** Begins to pass connections on to the database at this address. */
export async function createWire(target: string, tap: () => Tap | null = () => null): Promise<Wire> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((socket) => {
    if (isCut) return void socket.destroy()
    const other = open(Number(port), hostname)
    const heard = tap()
    if (heard !== null) {
      socket.on('data', heard.sent)
      other.on('data', heard.answered)
    }
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
    socket.pipe(other).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  const url = new URL(target)
  url.port = String(address.port)
  return {
    url: url.href,
    cut(milliseconds) {
      isCut = true
      for (const socket of sockets) socket.destroy()
      setTimeout(() => {
        isCut = false
      }, milliseconds)
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
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

export interface CountingWire extends Pick<Wire, 'url' | 'close'> {
  /** What went over it since the last time: statements, and how often a connection waited for an answer. */
  readonly take: () => { readonly statements: number; readonly roundTrips: number }
}

/** Begins to pass connections on, and counts. */
export async function createCountingWire(target: string): Promise<CountingWire> {
  let [statements, roundTrips] = [0, 0]
  const { url, close } = await createWire(target, () => {
    const count = statementCounter()
    // Whoever sends after he was answered has waited for the answer.
    let wasAnswered = true
    return {
      sent(bytes) {
        statements += count(bytes)
        if (wasAnswered) roundTrips += 1
        wasAnswered = false
      },
      answered() {
        wasAnswered = true
      },
    }
  })
  return {
    ...{ url, close },
    take() {
      const taken = { statements, roundTrips }
      statements = 0
      roundTrips = 0
      return taken
    },
  }
}
