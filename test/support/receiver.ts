/** An endpoint on loopback that gets webhooks, as a customer would run it. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Respond = (received: Received, response: ServerResponse) => void

export interface Receiver {
  readonly url: string
  readonly port: number
  /** What it does with a request from now on. */
  respond: Respond
  /** Ends its connections and listens no more. */
  readonly close: () => void
}

export const status =
  (code: number): Respond =>
  (_received, response) => {
    response.writeHead(code).end()
  }

export async function openReceiver(respond: Respond): Promise<Receiver> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      receiver.respond({ path: request.url ?? '', headers: single(request.headers), body }, response)
    })
    // A server that is killed breaks its calls off; the test looks at what arrived.
    request.on('error', () => undefined)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/`,
    port,
    respond,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return receiver
}

function single(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
