/** Webhooks of the built server, to endpoints on loopback; signatures are checked by two libraries that are not ours. */
import { setTimeout as wait } from 'node:timers/promises'
import { Webhook as Standard } from 'standardwebhooks'
import { Webhook as Svix } from 'svix'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openReceiver, type Received, type Receiver, status } from '../support/receiver.ts'
import { type Api, apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { at, list, send, text, texts, whole } from './wire.ts'

const env = { MUSTER_OUTBOUND_ALLOW: '127.0.0.1' }

let server: RunningServer
let api: Api
let account: string
let group: string
let receiver: Receiver
let received: Received[]

beforeEach(async () => {
  server = await startServer({ env })
  api = (await apisOf(server.url, server.key)).of('native')
  account = text((await api.ok('createAccount', {}, { json: { name: 'W', user_id: 'w' } })).body, 'id')
  group = await newGroup()
  received = []
  receiver = await openReceiver((request, response) => {
    received.push(request)
    response.writeHead(204).end()
  })
})
afterEach(async () => {
  receiver.close()
  expect(await server.stop()).toBe(0)
})

const newGroup = async () =>
  text((await api.ok('createGroup', { account }, { json: { name: 'G' } })).body, 'group.id')

async function newWebhook(json: object = {}): Promise<{ readonly id: string; readonly secret: string }> {
  const { body } = await api.ok('createWebhook', {}, { json: { url: receiver.url, ...json } })
  return { id: text(body, 'id'), secret: text(body, 'secret') }
}

const message = (words: string, to = group) =>
  api.ok('sendMessage', { account, group: to }, { json: { text: words } })

/** Waits until something is so; a machine under load takes its time. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    if (await isSo()) return
    await wait(20)
  }
  throw new Error(`It never came to be: ${what}\n${server.logs().slice(-2000)}`)
}

const wordsOf = ({ body }: Received) => text(JSON.parse(body), 'facts.message.text')
const idOf = ({ headers }: Received) => headers['webhook-id'] ?? ''
const deliveries = async (webhook: string, query = {}) =>
  list((await api.ok('listDeliveries', { webhook }, { query: { limit: 1000, ...query } })).body, 'data')

function verifies(library: new (secret: string) => { verify: Standard['verify'] }, secret: string) {
  return ({ headers, body }: Received) => {
    try {
      new library(secret).verify(body, { ...headers })
      return true
    } catch {
      return false
    }
  }
}

describe('what is delivered', () => {
  test('two libraries of others find every signature good, and the body is the event of the feed', async () => {
    const { id, secret } = await newWebhook()
    for (const words of ['one', 'zwei äöü', '三 😀']) await message(words)
    await until('three arrive', () => received.length === 3)
    expect(received.every(verifies(Standard, secret))).toBe(true)
    expect(received.every(verifies(Svix, secret))).toBe(true)
    const [first] = received
    if (first === undefined) throw new Error('nothing arrived')
    const forged = [
      { ...first, body: `${first.body} ` },
      { ...first, headers: { ...first.headers, 'webhook-id': 'x' } },
    ]
    for (const each of forged)
      expect([verifies(Standard, secret)(each), verifies(Svix, secret)(each)]).toEqual([false, false])
    const feed = list((await api.ok('listEvents', {}, { query: { limit: 1000 } })).body, 'data').slice(-3)
    const bodies = received.map(({ body }): unknown => JSON.parse(body))
    expect(bodies.toSorted((a, b) => text(a, 'cursor').localeCompare(text(b, 'cursor')))).toEqual(feed)
    await until('all are delivered', async () => (await deliveries(id, { status: 'delivered' })).length === 3)
  })

  test('a test is listed with what came back, and a dead or delivered one is replayed with the same id', async () => {
    const { id, secret } = await newWebhook({ description: 'Ours', events: ['message.sent'] })
    const made = (await api.ok('testWebhook', { webhook: id })).body
    await until('the test arrives', () => received.length === 1)
    expect(received.every(verifies(Standard, secret))).toBe(true)
    const on = { webhook: id, delivery: text(made, 'id') }
    const now = async () => (await api.ok('getDelivery', on)).body
    await until('it is delivered', async () => text(await now(), 'status') === 'delivered')
    expect(await now()).toMatchObject({
      attempts: 1,
      message_id: idOf(received[0] as Received),
      tries: [{ number: 1, status: 204, error: null }],
    })
    expect((await api.ok('replayDelivery', on)).body).toMatchObject({ status: 'pending', attempts: 0 })
    await until('it arrives again', () => received.length === 2)
    expect(new Set(received.map(idOf)).size).toBe(1)
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    await until('both are told', async () => list(await now(), 'tries').length === 2)
    const tries = list((await api.ok('listAttempts', { webhook: id })).body, 'data')
    expect(tries).toHaveLength(2)
    expect((await api.ok('getWebhook', { webhook: id })).body).toMatchObject({
      description: 'Ours',
      enabled: true,
    })
    expect(texts((await api.ok('listWebhooks')).body, 'data', 'id')).toEqual([id])
  })

  test('everything since a time is sent again, also from before the webhook', async () => {
    const since = new Date(Date.now() - 60_000).toISOString()
    for (let each = 0; each < 20; each += 1) await message(`m${each}`)
    const { id } = await newWebhook({ events: ['message.sent'] })
    await message('m20')
    await until('the new one arrives', () => received.length === 1)
    const { body } = await api.ok('replayDeliveries', { webhook: id }, { json: { since } })
    expect(at(body, 'cursor')).toBeNull()
    await until('everything arrives', () => new Set(received.map(wordsOf)).size === 21)
    await until(
      'all are delivered',
      async () => (await deliveries(id, { status: 'delivered' })).length === 21,
    )
  })

  test('after a rotation both secrets sign, and the first no more when there is no overlap', async () => {
    const { id, secret } = await newWebhook()
    const rotate = async (json: object) =>
      text((await api.ok('rotateWebhookSecret', { webhook: id }, { json })).body, 'secret')
    const second = await rotate({ overlap_seconds: 3600 })
    await message('both')
    await until('it arrives', () => received.length === 1)
    const signed = (keys: readonly string[]) =>
      keys.map((key) =>
        received.slice(-1).every((one) => verifies(Standard, key)(one) && verifies(Svix, key)(one)),
      )
    expect(signed([secret, second])).toEqual([true, true])
    const third = await rotate({ overlap_seconds: 0 })
    await message('one')
    await until('it arrives', () => received.length === 2)
    expect(signed([secret, second, third])).toEqual([false, false, true])
  })

  test('410 switches the webhook off, and the feed tells it once', async () => {
    receiver.respond = status(410)
    const { id } = await newWebhook()
    await message('gone')
    await until(
      'it is off',
      async () => at((await api.ok('getWebhook', { webhook: id })).body, 'enabled') === false,
    )
    const feed = list((await api.ok('listEvents', {}, { query: { limit: 1000 } })).body, 'data')
    const told = feed.filter((event) => text(event, 'type') === 'webhook.disabled')
    expect(told).toMatchObject([{ group: null, facts: { webhook: id, url: receiver.url } }])
    expect(await deliveries(id, { status: 'dead' })).toHaveLength(1)
  })

  test('ordered: the messages of each group come in their order', async () => {
    await newWebhook({ ordered: true, events: ['message.sent'] })
    const groups = [group, await newGroup(), await newGroup()]
    const words = Array.from({ length: 20 }, (_, each) => String(each))
    await Promise.all(
      groups.map(async (one) => {
        for (const word of words) await message(word, one)
      }),
    )
    await until('all arrive', () => received.length === 60)
    for (const one of groups) {
      const own = received.filter(({ body }) => text(JSON.parse(body), 'group') === one)
      expect(own.map(wordsOf)).toEqual(words)
    }
  })

  test('an endpoint that hangs delays only itself, and what comes after it is begun beside it', async () => {
    const open: (() => void)[] = []
    const hanging = await openReceiver((_request, response) => {
      open.push(() => response.end())
    })
    const { id } = await newWebhook({ url: hanging.url })
    await newWebhook()
    for (let each = 0; each < 30; each += 1) await message(String(each))
    await until('the other has all', () => received.length === 30)
    await until('it has sixteen', () => open.length === 16)
    expect(await deliveries(id, { status: 'delivered' })).toEqual([])
    hanging.respond = status(200)
    for (const end of open) end()
    await until('it has all', async () => (await deliveries(id, { status: 'delivered' })).length === 30)
    hanging.close()
  })
})

test('kill -9 while events come: each arrives at least once, and again only with the same id', async () => {
  const { secret } = await newWebhook({ events: ['message.sent'] })
  const acknowledged = new Set<string>()
  for (let kill = 0; kill < 4; kill += 1) {
    let killed = false
    const writer = async (name: string) => {
      for (let each = 0; !killed; each += 1) {
        const words = `${kill}-${name}-${each}`
        const sent = await message(words).catch(() => null)
        if (sent !== null) acknowledged.add(words)
      }
    }
    const writing = Promise.all(['a', 'b', 'c', 'd'].map(writer))
    await wait(150 + 100 * kill)
    killed = true
    await server.kill()
    await writing
    server = await startServer({ dataDir: server.dataDir, env })
    api = (await apisOf(server.url, server.key)).of('native')
  }
  const arrived = () => new Set(received.map(wordsOf))
  await until('all arrive', () => [...acknowledged].every((words) => arrived().has(words)))
  expect(acknowledged.size).toBeGreaterThan(20)
  expect(received.every(verifies(Standard, secret))).toBe(true)
  const ids = new Map<string, string>()
  for (const one of received) {
    const words = wordsOf(one)
    expect(idOf(one)).toBe(ids.get(words) ?? idOf(one))
    ids.set(words, idOf(one))
  }
  expect(new Set(ids.values()).size).toBe(ids.size)
})

test('another workspace’s webhook is nobody’s: 404 for every call', async () => {
  const { id } = await newWebhook()
  const delivery = text((await api.ok('testWebhook', { webhook: id })).body, 'id')
  const { body } = await api.ok('createWorkspace', {}, { json: { name: 'Other' } })
  const other = api.as(text(body, 'admin_key.key'))
  const on = { webhook: id, delivery }
  await other.refused(404, 'getWebhook', on)
  await other.refused(404, 'updateWebhook', on, { json: { enabled: false } })
  await other.refused(404, 'rotateWebhookSecret', on, { json: {} })
  await other.refused(404, 'testWebhook', on)
  await other.refused(404, 'listDeliveries', on)
  await other.refused(404, 'getDelivery', on)
  await other.refused(404, 'replayDelivery', on)
  await other.refused(404, 'replayDeliveries', on, { json: { since: '2026-01-01T00:00:00.000Z' } })
  await other.refused(404, 'listAttempts', on)
  await other.refused(404, 'deleteWebhook', on)
  expect(list((await other.ok('listWebhooks')).body, 'data')).toEqual([])
  // A delivery belongs to its webhook, in its own workspace too.
  const second = await newWebhook()
  await api.refused(404, 'getDelivery', { webhook: second.id, delivery })
  await api.refused(404, 'replayDelivery', { webhook: second.id, delivery })
  const present = (await api.ok('getWebhook', on)).body
  expect([at(present, 'enabled'), at(present, 'rotates_until')]).toEqual([true, null])
  await api.ok('deleteWebhook', on)
  await api.refused(404, 'getWebhook', on)
})

test('bad input is refused with a sentence, and changes nothing', async () => {
  const { id } = await newWebhook()
  const url = receiver.url
  const before = (await api.ok('listWebhooks')).body
  const creations: readonly object[] = [
    {},
    { url: '' },
    { url: 'not a url' },
    { url: 'ftp://example.com/' },
    { url: 'https://user:pass@example.com/' },
    { url: 'http://169.254.169.254/latest/meta-data/' },
    { url: 'http://0x0a000001/' },
    { url: 'http://[::ffff:10.0.0.1]/' },
    { url: `https://example.com/${'x'.repeat(2100)}` },
    { url: 7 },
    { url, dialect: 'klingon' },
    { url, events: ['no.such.event'] },
    { url, events: 'message.sent' },
    { url, account: 'acc_00000000000' },
    { url, secret: 'short' },
    { url, secret: `whsec_${'!'.repeat(40)}` },
    { url, ordered: 'yes' },
    { url, description: 'two\nlines' },
    { url, unknown: true },
  ]
  for (const json of creations) {
    const reply = await send(server.url, {
      method: 'POST',
      path: '/v1/webhooks',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(json),
    })
    expect(
      [reply.status >= 400 && reply.status < 500, text(reply.body, 'detail').length > 10],
      JSON.stringify(json),
    ).toEqual([true, true])
  }
  const on = { webhook: id }
  await api.refused(400, 'updateWebhook', on, { json: { url: 'http://10.0.0.1/' } })
  await api.refused(400, 'updateWebhook', on, { json: { events: ['x'] } })
  await api.refused(400, 'rotateWebhookSecret', on, { json: { secret: 'whsec_AAAA' } })
  await api.refused(400, 'rotateWebhookSecret', on, { json: { overlap_seconds: -1 } })
  await api.refused(400, 'replayDeliveries', on, { json: { since: 'yesterday' } })
  await api.refused(400, 'listDeliveries', on, { query: { status: 'lost' } })
  expect((await api.ok('listWebhooks')).body).toEqual(before)
  await api.ok('updateWebhook', on, { json: { enabled: false } })
  await api.refused(400, 'testWebhook', on)
  await api.refused(400, 'replayDeliveries', on, { json: { since: '2026-01-01T00:00:00.000Z' } })
  expect(whole({ count: (await deliveries(id)).length }, 'count')).toBe(0)
  expect(received).toEqual([])
})
