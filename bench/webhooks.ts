/** What one webhook costs an add: the same load with and without one endpoint that answers at once, in turns. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { call, load, median, newPeople, startMuster } from './load.ts'

export interface WebhookCost {
  /** Adds per second. */
  readonly without: number
  readonly with: number
  /** Of the adds of a round with the webhook, how many were delivered while it lasted. */
  readonly delivered: number
}

export interface WebhookBench {
  readonly connections: number
  readonly seconds: number
  readonly rounds: number
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

export async function webhookCost({ connections, seconds, rounds }: WebhookBench): Promise<WebhookCost> {
  const muster = await startMuster({ MUSTER_OUTBOUND_ALLOW: '127.0.0.1' })
  const endpoint = await openEndpoint()
  const { id: account } = await call<{ id: string }>(muster.url, 'POST', '/v1/accounts', { name: 'Bench' })
  const groups = `/v1/accounts/${account}/groups`
  const { group } = await call<{ group: { id: string } }>(muster.url, 'POST', groups, { name: 'Bench' })
  const path = `${groups}/${group.id}/participants`
  await call(muster.url, 'POST', path, { participants: newPeople(200) })
  const seen = { without: [] as number[], with: [] as number[], delivered: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    seen.without.push((await load(muster.url + path, 'POST', connections, { seconds })).perSecond)
    const { id } = await call<{ id: string }>(muster.url, 'POST', '/v1/webhooks', { url: endpoint.url })
    const before = endpoint.count()
    const { perSecond } = await load(muster.url + path, 'POST', connections, { seconds })
    seen.with.push(perSecond)
    seen.delivered.push((endpoint.count() - before) / (perSecond * seconds))
    // What is left of this round must not be sent in the next.
    await call(muster.url, 'DELETE', `/v1/webhooks/${id}`)
  }
  await muster.stop()
  endpoint.close()
  return { without: median(seen.without), with: median(seen.with), delivered: median(seen.delivered) }
}
