/** A webhook of the WhatsApp Cloud dialect on the running server: called over HTTP, signed, with the receipt of the call. */
import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type RunningServer, startServer } from './server.ts'

interface Heard {
  readonly signature: string
  readonly body: string
}

let server: RunningServer
let endpoint: Server
const heard: Heard[] = []

beforeAll(async () => {
  endpoint = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const signature = String(request.headers['x-hub-signature-256'])
    heard.push({ signature, body: Buffer.concat(parts).toString() })
    response.end()
  })
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
  server = await startServer({ env: { MUSTER_OUTBOUND_ALLOW: '127.0.0.0/8' } })
})
afterAll(async () => {
  await server.stop()
  endpoint.closeAllConnections()
  await new Promise((resolve) => endpoint.close(resolve))
})

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const key = { authorization: `Bearer ${server.key}` }
  const response = await fetch(server.url + path, {
    method,
    ...(body === undefined
      ? { headers: key }
      : { headers: { ...key, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return response.json()
}

function textAt(value: unknown, name: string): string {
  return typeof value === 'object' && value !== null ? String(Reflect.get(value, name)) : ''
}

it('tells the outcome of each call, those that did nothing too, with the receipt that the call gave', async () => {
  const { port } = endpoint.address() as AddressInfo
  const secret = '0123456789abcdef0123456789abcdef'
  await call('POST', '/v1/webhooks', { url: `http://127.0.0.1:${port}/`, dialect: 'whatsapp-cloud', secret })
  const account = await call('POST', '/v1/accounts', { name: 'Shop', profile: 'whatsapp-cloud' })
  const phone = textAt(account, 'phone_number_id')
  const product = { messaging_product: 'whatsapp' }
  const created = await call('POST', `/whatsapp-cloud/v23.0/${phone}/groups`, { ...product, subject: 'Team' })
  const participants = `/whatsapp-cloud/v23.0/${textAt(created, 'id')}/participants`
  const people = (...users: string[]) => ({ ...product, participants: users.map((user) => ({ user })) })
  const added = await call('POST', participants, people('12025550123', 'nobody'))
  const vain = await call('DELETE', participants, people('12025550199'))
  await vi.waitFor(() => expect(heard).toHaveLength(3), { timeout: 10_000 })

  const objects = heard.map(({ body }) => {
    const { object, entry } = JSON.parse(body)
    expect([object, entry[0].id]).toEqual([
      'whatsapp_business_account',
      textAt(account, 'business_account_id'),
    ])
    expect(entry[0].changes[0].value.metadata.phone_number_id).toBe(phone)
    return entry[0].changes[0].value.groups[0]
  })
  const byReceipt = new Map(objects.map((object) => [object.request_id, object]))
  expect(byReceipt.get(textAt(created, 'request_id'))).toMatchObject({
    type: 'group_create',
    group_id: textAt(created, 'id'),
    invite_link: textAt(created, 'invite_link'),
  })
  expect(byReceipt.get(textAt(added, 'request_id'))).toMatchObject({
    type: 'group_participants_add',
    added_participants: [{ input: '12025550123' }],
    failed_participants: [{ input: 'nobody' }],
  })
  expect(byReceipt.get(textAt(vain, 'request_id'))).toMatchObject({
    type: 'group_participants_remove',
    removed_participants: [],
    failed_participants: [{ input: '12025550199', errors: [{ code: 131212 }] }],
  })

  const [listed] = Object(await call('GET', `/v1/accounts/${textAt(account, 'id')}/groups`)).data
  const native = `/v1/accounts/${textAt(account, 'id')}/groups/${textAt(listed, 'id')}`
  const frozen = await call('POST', `${native}/suspend`, { reason: 'Spam' })
  const refused = await call('POST', participants, people('12025550124'))
  expect(refused).toMatchObject({ error: { code: 131207 } })
  await call('POST', `${native}/unsuspend`)
  await vi.waitFor(() => expect(heard).toHaveLength(6), { timeout: 10_000 })
  const status = heard.slice(3).map(({ body }) => JSON.parse(body).entry[0].changes[0])
  const [group_id, at] = [textAt(created, 'id'), Date.parse(textAt(Object(frozen).suspension, 'at'))]
  const timestamp = String(Math.floor(at / 1000))
  const told = status.map(({ field, value }) => [field, value.groups[0]])
  expect(told).toContainEqual(['group_status_update', { timestamp, group_id, type: 'group_suspend' }])
  expect(told).toContainEqual([
    'group_status_update',
    { timestamp: expect.any(String), group_id, type: 'group_suspend_cleared' },
  ])
  expect(told).toContainEqual([
    'group_participants_update',
    expect.objectContaining({ added_participants: [], errors: [expect.objectContaining({ code: 131207 })] }),
  ])
  for (const { signature, body } of heard) {
    expect(signature).toBe(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`)
  }
})
