/** Webhooks of the native dialect, judged by the reference library of Standard Webhooks. */
import { createHmac, randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { eventTypes, type Happening } from '../../src/core/event.ts'
import type { AccountId, WorkspaceId } from '../../src/core/model.ts'
import { native } from '../../src/dialects/native/index.ts'

function telling() {
  if (native.events === undefined) throw new Error('The native dialect tells events.')
  return native.events
}
const { sign, secret: secretOf, secretProblem, render, types, typesOf, scheduleMs, perAccount } = telling()

const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest()
const seconds = () => Math.floor(Date.now() / 1000)
const body = JSON.stringify({ type: 'group.created', facts: { name: 'Ümläut 💬' } })

function signed(
  secrets: readonly string[],
  more: { readonly body?: string; readonly seconds?: number } = {},
) {
  return { ...sign({ id: 'evt_1', seconds: seconds(), body, secrets, hmac, ...more }) }
}

test.each([24, 32, 64])('the reference library takes what is signed with %i bytes', (size) => {
  const secret = secretOf(randomBytes(size))
  expect(secretProblem(secret)).toBeNull()
  expect(new Webhook(secret).verify(body, signed([secret]))).toEqual(JSON.parse(body))
})

test('during a rotation both secrets are good, and no third', () => {
  const [first, second, third] = [32, 32, 32].map((size) => secretOf(randomBytes(size)))
  const headers = signed([first ?? '', second ?? ''])
  expect(headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
  for (const secret of [first, second]) new Webhook(secret ?? '').verify(body, headers)
  expect(() => new Webhook(third ?? '').verify(body, headers)).toThrow()
})

test('the reference library refuses another body, another id and another time', () => {
  const secret = secretOf(randomBytes(32))
  const verify = (text: string, headers: Record<string, string>) => new Webhook(secret).verify(text, headers)
  expect(() => verify(`${body} `, signed([secret]))).toThrow()
  expect(() => verify(body, { ...signed([secret]), 'webhook-id': 'evt_2' })).toThrow()
  expect(() => verify(body, signed([secret], { seconds: seconds() - 3600 }))).toThrow()
  expect(() => verify(body, { ...signed([secret]), 'webhook-timestamp': String(seconds() - 1) })).toThrow()
})

test.each([
  '',
  'secret',
  'whsec_',
  'whsec_short',
  `whsec_${'!'.repeat(44)}`,
  randomBytes(32).toString('base64'),
])('says how to write a secret instead of %j', (secret) => {
  expect(secretProblem(secret)).toContain('`whsec_`')
})

test('says that 65 bytes are too many', () => {
  expect(secretProblem(secretOf(randomBytes(65)))).toContain('24 to 64 bytes')
})

const notice: Happening = {
  workspace: 1 as WorkspaceId,
  group: null,
  revision: null,
  at: Date.UTC(2026, 10, 20),
  actor: null,
  account: 7 as AccountId,
  run: null,
  facts: {
    type: 'account.created',
    account: 7 as AccountId,
    name: 'Support',
    network: 'builtin',
    profile: 'open',
    user_id: 'support',
  },
}

test('an event is told once, under its own name, as the feed shows it; a test has no place there', () => {
  expect(perAccount).toBe(false)
  expect(typesOf(notice)).toEqual(['account.created'])
  expect(Object.keys(types)).toEqual(Object.keys(eventTypes))
  const view = { event: notice, id: 'evt_1', seer: null, account: null, head: null, own: null, run: null }
  expect(render({ ...view, seq: 12 }, 0)).toMatchObject({
    cursor: 'ec',
    group: null,
    type: 'account.created',
    facts: { account: expect.stringMatching(/^acc_0+7$/), name: 'Support' },
  })
  expect(render({ ...view, seq: null }, 0)).toMatchObject({ cursor: null, type: 'account.created' })
})

test('it tries ten times over three days, as Standard Webhooks advises', () => {
  const hours = scheduleMs.map((ms) => ms / 3_600_000)
  expect(scheduleMs.slice(0, 4)).toEqual([0, 5_000, 300_000, 1_800_000])
  expect(hours.slice(4)).toEqual([2, 5, 10, 14, 20, 24])
})
