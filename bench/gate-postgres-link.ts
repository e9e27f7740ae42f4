/** A wire between a server and its database that can be cut. */
import { createServer, connect as open, type Socket } from 'node:net'

export interface Wire {
  /** The address of the database through this wire. */
  readonly url: string
  /** Ends every connection, and lets none through for a while. */
  readonly cut: (milliseconds: number) => void
  readonly close: () => Promise<void>
}

/** Begins to pass connections on to the database at this address. */
export async function createWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((socket) => {
    if (isCut) return void socket.destroy()
    const other = open(Number(port), hostname)
    for (const each of [socket, other]) {
      sockets.add(each)
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
