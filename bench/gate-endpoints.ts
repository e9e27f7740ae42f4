/** Endpoints of every temper for the gate, and a tally of what reached them. */

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import type { Webhook } from 'standardwebhooks'
import { openReceiver, type Received, type Receiver } from '../test/support/receiver.ts'

export const tempers = ['healthy', 'failing', 'slow', 'resetting', 'dead'] as const
export type Temper = (typeof tempers)[number]

/** One webhook, and what its endpoint has seen. */
export interface Endpoint {
  readonly temper: Temper
  readonly url: string
  readonly webhook: string
  readonly library: Webhook
  /** For each event by its number how often it was answered with success. */
  readonly seen: Uint16Array
}

export interface Tally {
  readonly endpoints: Map<string, Endpoint>
  /** The id under which each event came first. */
  readonly ids: (string | undefined)[]
  /** Came with success to the healthy, each event and endpoint counted once. */
  distinct: number
  again: number
  badSignatures: number
  /** The same event under two ids, or one id for two events. */
  otherIds: number
}

export function createTally(events: number): Tally {
  return { endpoints: new Map(), ids: Array(events), distinct: 0, again: 0, badSignatures: 0, otherIds: 0 }
}

const numberOf = (body: string) => Number(/"text":"event (\d+)"/.exec(body)?.[1])

/** Checks and notes one call; false when its signature is wrong. */
function note(tally: Tally, { path, headers, body }: Received): void {
  const endpoint = tally.endpoints.get(path)
  if (endpoint === undefined) throw new Error(`A call for ${path}, which nobody made`)
  try {
    endpoint.library.verify(body, { ...headers })
  } catch {
    tally.badSignatures += 1
    return
  }
  const number = numberOf(body)
  const id = headers['webhook-id']
  if (tally.ids[number] === undefined) tally.ids[number] = id
  if (tally.ids[number] !== id) tally.otherIds += 1
  const before = endpoint.seen[number] ?? 0
  endpoint.seen[number] = before + 1
  if (endpoint.temper !== 'healthy') return
  if (before === 0) tally.distinct += 1
  else tally.again += 1
}

const slowMs = 1000

/** One server for each temper; each webhook has a path of its own there. */
export async function openEndpoints(
  tally: Tally,
): Promise<{ readonly base: Readonly<Record<Temper, string>>; readonly close: () => void }> {
  const open: Record<Exclude<Temper, 'dead'>, Receiver> = {
    healthy: await openReceiver((received, response) => {
      note(tally, received)
      response.writeHead(204).end()
    }),
    failing: await openReceiver((_received, response) => void response.writeHead(500).end()),
    slow: await openReceiver((received, response) => {
      setTimeout(() => {
        if (response.destroyed) return
        note(tally, received)
        response.writeHead(204).end()
      }, slowMs)
    }),
    resetting: await openReceiver((_received, response) => void response.socket?.resetAndDestroy()),
  }
  const { healthy, failing, slow, resetting } = open
  const dead = `http://127.0.0.1:${await closedPort()}/`
  return {
    base: { healthy: healthy.url, failing: failing.url, slow: slow.url, resetting: resetting.url, dead },
    close: () => {
      for (const receiver of Object.values(open)) receiver.close()
    },
  }
}

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
