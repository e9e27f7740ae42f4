/** One group through all five APIs at once: each sees what the others did, and each subscriber is told in his own words. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Apis, apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { text, texts } from './wire.ts'

interface Heard {
  readonly path: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

let server: RunningServer
let endpoint: Server
let apis: Apis
const heard: Heard[] = []

const chat_id = '0b1f4a5e-93c5-4a1c-8d51-2d0a5f0c7e11'
const product = { messaging_product: 'whatsapp' }

beforeAll(async () => {
  endpoint = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    heard.push({ path: request.url ?? '', headers: request.headers, body })
    response.end()
  })
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
  server = await startServer({ env: { MUSTER_OUTBOUND_ALLOW: '127.0.0.1' } })
  apis = await apisOf(server.url, server.key)
})
afterAll(async () => {
  await server.stop()
  endpoint.closeAllConnections()
  await new Promise((resolve) => endpoint.close(resolve))
})

/** The same group by the id that each wire has for it. */
async function open() {
  const [v1, v2, wa, gn, cloud] = ['native', 'unipile', 'whatsapi', 'genuin', 'whatsapp-cloud'].map((id) =>
    apis.of(id),
  )
  if (!(v1 && v2 && wa && gn && cloud)) throw new Error('there are five APIs')
  const json = { name: 'Shop', user_id: '+12025550100', profile: 'whatsapp', alias: 'genuin' }
  const own = (await v1.ok('createAccount', {}, { json })).body
  const account = text(own, 'id')
  const created = await v1.ok('createGroup', { account }, { json: { name: 'Team', alias: chat_id } })
  const key = (await v1.ok('createKey', {}, { json: { name: 'genuin', scopes: ['write'], account } })).body
  const shown = { api_key: text(key, 'id'), api_secret: text(key, 'key') }
  const token = text((await gn.ok('auth', {}, { json: shown })).body, 'data.gn-access-token')
  const onCloud = { version: 'v23.0', phone_number_id: text(own, 'phone_number_id') }
  return {
    ...{ v1, v2, wa, cloud, gn: gn.as(token) },
    native: { account, group: text(created.body, 'group.id') },
    chat: {
      account_id: account,
      chat_id: text((await v2.ok('getChatsList', { account_id: account })).body, 'data.0.id'),
    },
    jid: {
      instance_key: account,
      group_id: text((await wa.ok('getAllGroups', { instance_key: account })).body, 'data.groups.0.JID'),
    },
    meta: {
      version: 'v23.0',
      group_id: text((await cloud.ok('listGroups', onCloud)).body, 'data.groups.0.id'),
    },
  }
}

let opened: ReturnType<typeof open>

it('adds through all of them at once, and all of them show the same people', async () => {
  opened = open()
  const { v1, v2, wa, gn, cloud, native, chat, jid, meta } = await opened
  const { port } = endpoint.address() as AddressInfo
  for (const dialect of ['native', 'unipile', 'whatsapp-cloud']) {
    await v1.ok('createWebhook', {}, { json: { url: `http://127.0.0.1:${port}/${dialect}`, dialect } })
  }
  const number = (wire: number, count: number) => `1202555${String(1000 + wire * 100 + count)}`
  const counts = [0, 1, 2, 3, 4]
  await Promise.all(
    counts.flatMap((count) => [
      v1.ok('addParticipants', native, { json: { participants: [`+${number(1, count)}`] } }),
      v2.ok('addParticipant', chat, { json: { user_id: `${number(2, count)}@s.whatsapp.net` } }),
      wa.ok('addParticipant', jid, { json: { participants: [number(3, count)] } }),
      cloud.ok('addParticipants', meta, { json: { ...product, participants: [{ user: number(4, count) }] } }),
      gn.ok(
        'updateConversation',
        { chat_id },
        { json: { members_added: [{ user_id: `+${number(5, count)}` }] } },
      ),
    ]),
  )
  const all = [1, 2, 3, 4, 5].flatMap((wire) => counts.map((count) => number(wire, count)))
  const everybody = [...all, '12025550100'].toSorted()
  const digits = (ids: readonly string[]) => ids.map((id) => id.replace(/\D/g, '')).toSorted()
  const query = { limit: 100 }
  expect(digits(texts((await v1.ok('listParticipants', native, { query })).body, 'data', 'id'))).toEqual(
    everybody,
  )
  const members = (await v2.ok('getParticipantsList', chat, { query })).body
  expect(digits(texts(members, 'data', 'user.id'))).toEqual(everybody)
  const jids = (await wa.ok('getAllParticipants', jid)).body
  expect(digits(texts(jids, 'data.participants', 'JID'))).toEqual(everybody)
  const info = await cloud.ok('getGroup', meta, { query: { fields: 'participants,total_participant_count' } })
  // This wire leaves the business itself out.
  expect(digits(texts(info.body, 'participants', 'wa_id'))).toEqual(all.toSorted())
  // Whoever is in already is not added again, whichever wire added him.
  const again = { json: { members_added: all.map((id) => ({ user_id: `+${id}` })), name: 'Everybody' } }
  const updated = (await gn.ok('updateConversation', { chat_id }, again)).body
  expect(updated).toMatchObject({ data: { members_added: [], name_updated: true } })
  expect((await v2.ok('getChat', chat)).body).toMatchObject({ name: 'Everybody', participants_count: 26 })
  expect((await v1.ok('getGroup', native)).body).toMatchObject({ name: 'Everybody', revision: 27 })
})

it('shows on all of them that it is suspended, and each refuses in its own words', async () => {
  const { v1, v2, wa, gn, cloud, native, chat, jid, meta } = await opened
  const shown = async () => [
    (await v1.ok('getGroup', native)).body,
    (await v2.ok('getChat', chat)).body,
    (await wa.ok('getGroup', jid)).body,
    (await cloud.ok('getGroup', meta, { query: { fields: 'suspended' } })).body,
  ]
  await v1.ok('suspendGroup', native, { json: { reason: 'Spam' } })
  expect(await shown()).toMatchObject([
    ...[{ suspension: { reason: 'Spam' } }, { is_readonly: true }, { data: { Suspended: true } }],
    { suspended: true },
  ])
  const name = { json: { name: 'Late' } }
  const refusals = [
    await v1.refused(403, 'updateGroup', native, name),
    await v2.refused(403, 'updateChat', chat, name),
    await wa.refused(400, 'setGroupName', jid, name),
    await gn.refused(400, 'updateConversation', { chat_id }, name),
    await cloud.refused(403, 'updateGroup', meta, { json: { ...product, subject: 'Late' } }),
  ]
  expect(refusals.map(({ body }) => body)).toMatchObject([
    { code: 'group_suspended', status: 403 },
    { type: 'provider/insufficient_permissions', status: 403 },
    { code: 'group_suspended', error: true, status: 400 },
    { code: '1099', reason: 'group_suspended' },
    { error: { code: 131207 } },
  ])
  for (const { bytes } of refusals) expect(bytes.toString()).toContain('Spam')
  await v1.ok('unsuspendGroup', native)
  expect(await shown()).toMatchObject([
    ...[{ suspension: null, name: 'Everybody' }, { is_readonly: false }, { data: { Suspended: false } }],
    { suspended: false },
  ])
})

it('tells each subscriber of each change once, in his own words and signed in his own way', async () => {
  const of = (path: string) => heard.filter((one) => one.path === path)
  const isAdded = ({ body }: Heard) => /participants\.added|"event_type":3|group_participants_add/.test(body)
  await vi.waitFor(
    () => {
      for (const path of ['/native', '/unipile', '/whatsapp-cloud']) {
        expect([path, of(path).filter(isAdded).length]).toEqual([path, 25])
      }
    },
    { timeout: 30_000 },
  )
  for (const { headers } of of('/native')) expect(headers['webhook-signature']).toMatch(/^v1,/)
  for (const { headers } of of('/unipile'))
    expect(headers['unipile-signature']).toMatch(/^t=\d+,v0=[0-9a-f]{64}$/)
  for (const { headers, body } of of('/whatsapp-cloud')) {
    expect(headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/)
    expect(JSON.parse(body)).toMatchObject({ object: 'whatsapp_business_account' })
  }
})
