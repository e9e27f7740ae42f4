/** Unipile's webhook endpoints on the built server: what comes in at a receiver, signed, in whose view, and what is listed of it. */
import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { at, list, text, texts } from './wire.ts'

interface Received {
  readonly path: string
  readonly signature: string
  readonly raw: string
  readonly body: unknown
}

const received: Received[] = []
let receiver: Server
let hooks: string
let server: RunningServer
let v1: Api
let v2: Api

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString()
      const path = request.url ?? ''
      const signature = String(request.headers['unipile-signature'])
      received.push({ path, signature, raw, body: JSON.parse(raw) })
      response.writeHead(path === '/broken' ? 500 : 200).end(path === '/broken' ? 'no' : 'yes')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address with one.
  hooks = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  server = await startServer({ env: { MUSTER_OUTBOUND_ALLOW: '127.0.0.1' } })
  const apis = await apisOf(server.url, server.key)
  v1 = apis.of('native')
  v2 = apis.of('unipile')
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
  receiver.close()
})

async function account(name: string): Promise<{ readonly account_id: string; readonly user_id: string }> {
  const json = { provider: 'mock', credentials: { user_id: name }, config: { name } }
  const { body } = await v2.ok('startAuthIntent', {}, { json })
  return { account_id: text(body, 'id'), user_id: text(body, 'user_id') }
}

async function endpoint(path: string, more: object) {
  const { body } = await v2.ok('createWebhookEndpoint', {}, { json: { url: hooks + path, ...more } })
  return { endpoint_id: text(body, 'id'), secret: text(body, 'secret') }
}

/** Looks again until it is so; the test's own time is the end of it. */
async function until<T>(look: () => T | Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look()
    if (isSo(seen)) return seen
    await wait(20)
  }
}
const sentTo = (path: string) => received.filter((one) => one.path === path)

/** Type, whose view, and what it says, as one line, so that the order of arrival does not matter. */
function line({ body }: Received, names: ReadonlyMap<string, string>): string {
  const payload = at(body, 'payload')
  const said = at(payload, 'text') ?? at(payload, 'event_type') ?? at(payload, 'participants_count')
  return [text(body, 'type'), names.get(text(body, 'account_id')), said, at(payload, 'is_sender')].join(' ')
}

test('a message and an added person, told to each account in its own view, signed and listed', async () => {
  const [ann, ben] = [await account('ann'), await account('ben')]
  const names = new Map([
    [ann.account_id, 'ann'],
    [ben.account_id, 'ben'],
  ])
  const all = await endpoint('/all', { trigger_events: ['message.new', 'chat.update', 'email.new'] })
  const bens = await endpoint('/bens', { trigger_events: ['message.new'], account_ids: [ben.account_id] })
  const broken = await endpoint('/broken', { trigger_events: ['chat.delete', 'chat.update'] })

  const started = await v2.ok('startChat', ann, {
    json: { text: 'Hi', users_ids: [ben.user_id], name: 'Team' },
  })
  const chat = { ...ann, chat_id: text(started.body, 'chat_id') }
  // What is told of a chat is how it is when it is sent, so the next change waits for that.
  await until(
    () => sentTo('/all').length,
    (count) => count >= 7,
  )
  await v2.ok('addParticipant', chat, { json: { user_id: 'dora' } })

  // The group began, and then Ben was added to it; each is told on its own, and the chat as it is when that is sent.
  const begun = [
    ...['chat.update ann 2 ', 'chat.update ann 2 ', 'message.new ann 3 true', 'message.new ann Hi true'],
    // When the group began, Ben was not in it yet.
    ...['chat.update ben 2 ', 'message.new ben 3 false', 'message.new ben Hi false'],
  ]
  const expected = [
    ...[...begun, 'chat.update ann 3 ', 'message.new ann 3 true'],
    ...['chat.update ben 3 ', 'message.new ben 3 false'],
  ]
  const told = await until(
    () => sentTo('/all'),
    ({ length }) => length >= expected.length,
  )
  expect(told.map((one) => line(one, names)).toSorted()).toEqual(expected.toSorted())
  const own = await until(
    () => sentTo('/bens'),
    ({ length }) => length >= 3,
  )
  expect(own.map((one) => line(one, names)).toSorted()).toEqual([
    'message.new ben 3 false',
    'message.new ben 3 false',
    'message.new ben Hi false',
  ])
  const added = told.filter(({ body }) => at(body, 'payload.event_metadata.user_id') === 'dora')
  expect(added).toHaveLength(2)
  for (const { body } of added) {
    expect(at(body, 'payload')).toMatchObject({ is_event: true, event_type: 3 })
    await v2.refused(404, 'getMessage', { ...chat, message_id: text(body, 'payload.id') })
  }
  expect(new Set(told.map(({ body }) => text(body, 'id'))).size).toBe(told.length)

  for (const [{ secret }, some] of [
    [all, told],
    [bens, own],
  ] as const) {
    for (const { signature, raw } of some) {
      const [, seconds = '', hex] = /^t=(\d+),v0=([0-9a-f]{64})$/.exec(signature) ?? []
      expect(hex).toBe(createHmac('sha256', secret).update(`${seconds}.${raw}`).digest('hex'))
    }
  }

  const attempts = async (query: Readonly<Record<string, string | number>>) =>
    (await v2.ok('listWebhookConversations', {}, { query })).body
  const { endpoint_id } = all
  const listed = await until(
    () => attempts({ endpoint_id }),
    (body) => list(body, 'data').length >= told.length,
  )
  expect(texts(listed, 'data', 'event_id').toSorted()).toEqual(
    told.map(({ body }) => text(body, 'id')).toSorted(),
  )
  const first = await attempts({ endpoint_id, limit: 3 })
  const rest = await attempts({ endpoint_id, limit: 1000, offset: 3 })
  expect([first, rest].map((body) => at(body, 'has_more'))).toEqual([true, false])
  expect([...list(first, 'data'), ...list(rest, 'data')]).toEqual(list(listed, 'data'))
  for (const event_id of texts(listed, 'data', 'event_id')) {
    const one = await attempts({ endpoint_id, event_id })
    expect(one).toMatchObject({
      data: [
        {
          event_id,
          first_attempt: true,
          http_status: 200,
          response_body: 'yes',
          endpoint_url: `${hooks}/all`,
        },
      ],
      has_more: false,
    })
  }
  const failed = await until(
    () => attempts({ endpoint_id: broken.endpoint_id }),
    (body) => list(body, 'data').length >= 4,
  )
  expect(list(failed, 'data')).toContainEqual(
    expect.objectContaining({
      event_type: 'chat.update',
      http_status: 500,
      response_body: 'no',
      first_attempt: true,
    }),
  )
})

test('an account that is removed is told so, and nothing more until it is back; an endpoint that is switched off gets nothing', async () => {
  const [carl, dan] = [await account('carl'), await account('dan')]
  const names = new Map([
    [carl.account_id, 'carl'],
    [dan.account_id, 'dan'],
  ])
  const wants = { trigger_events: ['message.new'], account_ids: [dan.account_id] }
  await endpoint('/dans', wants)
  const off = await endpoint('/off', wants)
  await v2.ok('updateWebhookEndpoint', off, { json: { enabled: false } })
  await endpoint('/carls', { ...wants, account_ids: [carl.account_id] })
  const counts = (path: string, most: number) =>
    until(
      () => sentTo(path),
      ({ length }) => length >= most,
    )
  const json = { text: '', users_ids: [dan.user_id], name: 'Two' }
  const chat = { ...carl, chat_id: text((await v2.ok('startChat', carl, { json })).body, 'chat_id') }
  // Who is told is decided shortly after a change, so each of these waits for the one before.
  await counts('/dans', 1)
  await v2.ok('updateChat', chat, { json: { name: 'Three' } })
  await counts('/dans', 2)
  await v2.ok('removeParticipant', { ...chat, user_id: dan.user_id })
  await counts('/dans', 3)
  await v2.ok('sendMessage', chat, { json: { text: 'Between us' } })
  const carls = await counts('/carls', 4)
  expect(carls.map((one) => line(one, names))).toContain('message.new carl Between us true')
  // He is back, and what he was told until then is without what was said while he was out.
  await v2.ok('addParticipant', chat, { json: { user_id: dan.user_id } })
  const told = await counts('/dans', 4)
  expect(told.map((one) => line(one, names)).toSorted()).toEqual([
    ...['message.new dan 1 false', 'message.new dan 3 false', 'message.new dan 3 false'],
    'message.new dan 4 false',
  ])
  expect(told.map(({ body }) => at(body, 'payload.event_metadata'))).toContainEqual({
    ...{ user_id: dan.user_id, user_name: 'dan', reason: 'kicked' },
  })
  expect(sentTo('/off')).toEqual([])
})

test('only endpoints of this dialect are listed, and a repeated request shows the same secret', async () => {
  // A workspace of its own has no other webhooks.
  const made = await v1.ok('createWorkspace', {}, { json: { name: 'Lists' } })
  const key = text(made.body, 'admin_key.key')
  const [own, natives] = [v2.as(key), v1.as(key)]
  const json = { url: `${hooks}/list`, trigger_events: ['relation.new'] }
  const headers = { 'idempotency-key': 'make-one' }
  const first = await own.ok('createWebhookEndpoint', {}, { json, headers })
  const again = await own.ok('createWebhookEndpoint', {}, { json, headers })
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.body).toEqual(first.body)
  expect(text(first.body, 'secret')).toHaveLength(36)
  await natives.ok('createWebhook', {}, { json: { url: `${hooks}/native` } })
  await own.ok('createWebhookEndpoint', {}, { json })
  await natives.ok('createWebhook', {}, { json: { url: `${hooks}/native`, dialect: 'unipile' } })
  const page = async (query: object) =>
    (await own.ok('listWebhookEndpoints', {}, { query: { ...query } })).body
  const all = await page({})
  expect(list(all, 'data')).toHaveLength(3)
  expect(at(all, 'data.0')).toEqual(first.body)
  // Made for everything by the native API: it shows the names that can come.
  expect(list(all, 'data.2.trigger_events')).toContain('message.new')
  const pages = [await page({ limit: 2 }), await page({ limit: 2, offset: 2 }), await page({ offset: 3 })]
  expect(pages.map((body) => at(body, 'has_more'))).toEqual([true, false, false])
  expect(pages.flatMap((body) => list(body, 'data'))).toEqual(list(all, 'data'))
})
