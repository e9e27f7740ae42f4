/**
 * Kills the server while it delivers to endpoints of every temper, and counts what arrived: nothing may be lost for
 * the healthy, and for the others everything must still stand in the lists.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { type RunningServer, startServer } from '../test/e2e/server.ts'
import { at, list, type Reply, send, text } from '../test/e2e/wire.ts'
import { get } from './gate-check.ts'
import {
  createTally,
  type Endpoint,
  openEndpoints,
  type Tally,
  type Temper,
  tempers,
} from './gate-endpoints.ts'

export interface WebhookGateOptions {
  readonly events: number
  readonly kills: number
  readonly clients: number
  /** How many endpoints of each temper. */
  readonly counts: Readonly<Record<Temper, number>>
  readonly progress?: (line: string) => void
}

export const usualCounts = { healthy: 30, failing: 5, slow: 5, resetting: 5, dead: 5 }

export interface WebhookGateResult {
  readonly events: number
  readonly kills: number
  readonly endpoints: number
  /** Calls that healthy endpoints answered, and those of them that came again. */
  readonly arrived: number
  readonly again: number
  readonly seconds: number
  /** Of all deliveries to endpoints that are not healthy, by their status. */
  readonly delivered: number
  readonly pending: number
  readonly dead: number
  /** Must be 0: an event that a healthy endpoint never got. */
  readonly lost: number
  /** Must be 0: an event that stands in no list of an endpoint that is not healthy, or stands there twice. */
  readonly unlisted: number
  /** Must be 0: listed as delivered, and the endpoint never saw it. */
  readonly claimed: number
  readonly badSignatures: number
  readonly otherIds: number
}

export const isKept = (result: WebhookGateResult) =>
  result.lost + result.unlisted + result.claimed + result.badSignatures + result.otherIds === 0

const env = { MUSTER_OUTBOUND_ALLOW: '127.0.0.1', MUSTER_LOG_LEVEL: 'error' }

/** The server that runs now; it changes with each kill. */
interface Place {
  server: RunningServer
}

export async function runWebhookGate(options: WebhookGateOptions): Promise<WebhookGateResult> {
  const { events, kills, clients, counts, progress = () => {} } = options
  const tally = createTally(events)
  const { base, close } = await openEndpoints(tally)
  const place: Place = { server: await startServer({ env }) }
  const path = await prepare(place.server, tally, base, counts)
  const began = performance.now()
  const wanted = events * counts.healthy
  const writing = writeAll(place, path, events, clients)
  // A kill at random parts of the way, so that it meets writing, fanning out and sending alike.
  const points = Array.from({ length: kills }, () => Math.random() * 0.98 * wanted).sort((a, b) => a - b)
  for (const [index, point] of points.entries()) {
    await until(() => tally.distinct >= point, tally)
    await wait(Math.random() * 200)
    await place.server.kill()
    progress(`kill ${index + 1} at ${tally.distinct} of ${wanted}, ${seconds(began)} s`)
    place.server = await startServer({ dataDir: place.server.dataDir, env })
  }
  await writing
  await until(() => tally.distinct === wanted, tally)
  const took = seconds(began)
  progress(`all arrived after ${took} s; the lists are read`)
  const listed = await readLists(place.server, tally, events)
  await place.server.stop()
  close()
  return {
    ...{ events, kills, endpoints: tally.endpoints.size, seconds: took },
    ...{ arrived: tally.distinct + tally.again, again: tally.again, lost: wanted - tally.distinct },
    ...{ badSignatures: tally.badSignatures, otherIds: tally.otherIds + sharedIds(tally) },
    ...listed,
  }
}

const seconds = (began: number) => Math.round((performance.now() - began) / 1000)

/** How long nothing may arrive before the gate gives up, longer than any wait of the schedule's beginning. */
const patienceMs = 400_000

/** Waits until something is so; gives up when nothing arrives for long, and the count then tells what is lost. */
async function until(isSo: () => boolean, tally: Tally): Promise<void> {
  let [seen, since] = [tally.distinct, performance.now()]
  while (!isSo() && performance.now() - since < patienceMs) {
    await wait(20)
    if (tally.distinct !== seen) [seen, since] = [tally.distinct, performance.now()]
  }
}

function post({ url, key }: RunningServer, path: string, body: object, once?: string): Promise<Reply> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const own = once === undefined ? headers : { ...headers, 'idempotency-key': once }
  return send(url, { method: 'POST', path, headers: own, body: JSON.stringify(body) })
}

/** A group to write to, and the webhooks. */
async function prepare(
  server: RunningServer,
  tally: Tally,
  base: Readonly<Record<Temper, string>>,
  counts: WebhookGateOptions['counts'],
): Promise<string> {
  const account = text((await post(server, '/v1/accounts', { name: 'Gate', user_id: 'gate' })).body, 'id')
  const groups = `/v1/accounts/${account}/groups`
  const group = text((await post(server, groups, { name: 'Gate' })).body, 'group.id')
  for (const temper of tempers) {
    for (let index = 0; index < counts[temper]; index += 1) {
      const url = `${base[temper]}${temper}-${index}`
      const { body } = await post(server, '/v1/webhooks', { url, events: ['message.sent'] })
      const library = new Webhook(text(body, 'secret'))
      const seen = new Uint16Array(tally.ids.length)
      tally.endpoints.set(new URL(url).pathname, { temper, url, webhook: text(body, 'id'), library, seen })
    }
  }
  return `${groups}/${group}/messages`
}

/** Every event once: whatever a kill left without an answer is asked for again with its key. */
async function writeAll(place: Place, path: string, events: number, clients: number): Promise<void> {
  let next = 0
  const client = async () => {
    while (next < events) {
      const number = next
      next += 1
      for (;;) {
        const { server } = place
        const reply = await post(server, path, { text: `event ${number}` }, `event-${number}`).catch(
          () => null,
        )
        if (reply?.status === 201) break
        if (reply !== null) throw new Error(`${path}: ${reply.status} ${reply.bytes.toString()}`)
        await wait(50)
      }
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
}

/** An id that two events have. */
function sharedIds({ ids }: Tally): number {
  const known = ids.filter((id) => id !== undefined)
  return known.length - new Set(known).size
}

async function readLists(
  server: RunningServer,
  tally: Tally,
  events: number,
): Promise<Pick<WebhookGateResult, 'delivered' | 'pending' | 'dead' | 'unlisted' | 'claimed'>> {
  const result = { delivered: 0, pending: 0, dead: 0, unlisted: 0, claimed: 0 }
  const numbers = new Map(tally.ids.map((id, number) => [id, number]))
  for (const endpoint of tally.endpoints.values()) {
    if (endpoint.temper === 'healthy') continue
    const listed = await listOf(server, endpoint)
    const ids = new Set(listed.map(({ id }) => id))
    result.unlisted += listed.length - ids.size + [...tally.ids].filter((id) => !ids.has(id ?? '')).length
    result.unlisted += Math.abs(listed.length - events)
    for (const { id, status } of listed) {
      if (status !== 'delivered' && status !== 'dead' && status !== 'pending')
        throw new Error(`${id} is ${status}`)
      result[status] += 1
      if (status === 'delivered' && (endpoint.seen[numbers.get(id) ?? -1] ?? 0) === 0) result.claimed += 1
    }
  }
  return result
}

async function listOf(server: RunningServer, { webhook }: Endpoint) {
  const rows: { readonly id: string; readonly status: string }[] = []
  let cursor = ''
  do {
    const page = await get(server, `/v1/webhooks/${webhook}/deliveries?limit=1000${cursor}`)
    rows.push(
      ...list(page, 'data').map((row) => ({ id: text(row, 'message_id'), status: text(row, 'status') })),
    )
    const next = at(page, 'next_cursor')
    cursor = typeof next === 'string' ? `&cursor=${next}` : ''
  } while (cursor !== '')
  return rows
}
