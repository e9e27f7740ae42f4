/** What one webhook costs an add: the same load with and without one endpoint that answers at once, in turns. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { adding, call, load, newAccount, newGroup, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { median } from '../turns.ts'

const connections = 64

interface Cost {
  /** Adds per second. */
  readonly without: number
  readonly with: number
  /** Of the adds of a round with the webhook, how many were delivered while it lasted. */
  readonly delivered: number
}

/** Answers at once, and counts. */
async function openEndpoint() {
  let count = 0
  const server = createServer((request, response) => {
    request.resume()
    count += 1
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    count: () => count,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function costOn(kind: Kind, { seconds, rounds }: Bench): Promise<Cost> {
  const place = await kind.make()
  const muster = await startMuster({ ...place.env, MUSTER_OUTBOUND_ALLOW: '127.0.0.1' })
  const endpoint = await openEndpoint()
  const path = await newGroup(muster.url, await newAccount(muster.url))
  const seen = { without: [] as number[], with: [] as number[], delivered: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    seen.without.push(await load(muster.url, connections, seconds, adding(path)))
    const { id } = await call<{ id: string }>(muster.url, 'POST', '/v1/webhooks', { url: endpoint.url })
    const before = endpoint.count()
    const perSecond = await load(muster.url, connections, seconds, adding(path))
    seen.with.push(perSecond)
    seen.delivered.push((endpoint.count() - before) / (perSecond * seconds))
    // What is left of this round must not be sent in the next.
    await call(muster.url, 'DELETE', `/v1/webhooks/${id}`)
  }
  await muster.stop()
  await place.remove()
  endpoint.close()
  return { without: median(seen.without), with: median(seen.with), delivered: median(seen.delivered) }
}

async function run(bench: Bench): Promise<readonly string[]> {
  const rows: (readonly string[])[] = []
  for (const kind of bench.stores) {
    const cost = await costOn(kind, bench)
    rows.push(
      [kind.name, 'without a webhook', whole(cost.without), '1', ''],
      [
        ...[kind.name, 'with one, whose endpoint answers at once', whole(cost.with)],
        ...[ratio(cost.with / cost.without), ratio(cost.delivered)],
      ],
    )
  }
  return table(['store', '', 'adds per second', 'of those without', 'delivered meanwhile, of the adds'], rows)
}

export const webhooks: Part = { title: 'What a webhook costs an add, 64 at once', run }
