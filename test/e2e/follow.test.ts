/** `follow` of the SDK against the built server: nothing is lost or repeated, whatever happens to the connection. */
import { createMuster, type FeedEvent, follow, type Muster, MusterError } from 'muster-sdk'
import { expect, test } from 'vitest'
import { type RunningServer, startServer } from './server.ts'

async function groupOf(muster: Muster): Promise<{ readonly account: string; readonly group: string }> {
  const { id: account } = await muster.createAccount({ name: 'Follow' })
  const { group } = await muster.createGroup({ account, name: 'Followed' })
  return { account, group: group.id }
}

const sdk = (server: RunningServer, key = server.key) => createMuster({ url: server.url, key, retries: 0 })

/** The same server again, on the same address and data. */
const again = ({ url, dataDir }: RunningServer) =>
  startServer({ dataDir, env: { MUSTER_PORT: new URL(url).port } })

test('goes on across kills and restarts of the server, and across consumers, without a gap or a repeat', async () => {
  let server = await startServer()
  const muster = sdk(server)
  const on = await groupOf(muster)
  const ending = new AbortController()
  const seen: FeedEvent[] = []
  let retries = 0
  // Two consumers take turns: the second goes on from the cursor that the first one kept.
  const consume = async (after: string, until: number) => {
    const options = { signal: ending.signal, onRetry: () => (retries += 1) }
    for await (const event of follow(muster, { after, group: on.group }, options)) {
      seen.push(event)
      if (seen.length === until) break
    }
  }
  const consuming = consume('start', 30).then(() => consume(seen.at(-1)?.cursor ?? '', 61))
  for (let n = 0; n < 60; n += 1) {
    if (n % 20 === 10) {
      // Once without a warning, then with one, while the consumer waits for more.
      await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(n + 1)
      await (n === 30 ? server.stop() : server.kill())
      await expect.poll(() => retries, { timeout: 20_000 }).toBeGreaterThan(0)
      retries = 0
      server = await again(server)
    }
    await muster.addParticipants({ ...on, participants: [`person-${n}`] })
  }
  await consuming
  expect(seen.map(({ revision }) => revision)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1))
  ending.abort()
  expect(await server.stop()).toBe(0)
})

test('begins now when nothing is said, hears of positions, and ends with its signal', async () => {
  const server = await startServer()
  const muster = sdk(server)
  const on = await groupOf(muster)
  const ending = new AbortController()
  const seen: string[] = []
  const positions: string[] = []
  const options = { signal: ending.signal, onPosition: (cursor: string) => positions.push(cursor) }
  const consuming = (async () => {
    for await (const { type } of follow(muster, { type: 'message.sent' }, options)) seen.push(type)
  })()
  await expect.poll(() => positions.length).toBeGreaterThan(0)
  await muster.addParticipants({ ...on, participants: ['anna'] })
  await muster.sendMessage({ ...on, text: 'Hello' })
  await expect.poll(() => seen).toEqual(['message.sent'])
  // It waits for the next one; the signal does not let it.
  ending.abort()
  await consuming
  expect(seen).toEqual(['message.sent'])
  expect(await server.stop()).toBe(0)
})

test('throws what waiting cannot change', async () => {
  const server = await startServer()
  const first = async (muster: Muster, input: Parameters<typeof follow>[1]) => follow(muster, input).next()
  await expect(first(sdk(server), { after: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_cursor' })
  await expect(first(sdk(server), { type: 'nonsense' })).rejects.toBeInstanceOf(MusterError)
  await expect(first(sdk(server, 'wrong'), {})).rejects.toMatchObject({ code: 'invalid_credentials' })
  expect(await server.stop()).toBe(0)
})
