/** The whole schedule of a delivery in virtual time: when it is sent, what of the answers counts, and how it ends. */
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Webhook } from '../../src/core/delivery.ts'
import type { GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Answer } from '../../src/webhooks/index.ts'
import { answer, type Hooks, openHooks, type Sent } from '../support/hooks.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
/** How long after the attempt before each attempt comes. */
const waits = [5 * second, 5 * minute, 30 * minute, ...[2, 5, 10, 14, 20, 24].map((count) => count * hour)]

let hooks: Hooks
let group: GroupId
let webhook: Webhook
let secret: string

beforeEach(async () => {
  hooks = await openHooks()
  group = await hooks.world.group(await hooks.world.account('owner'))
  const made = await hooks.webhook()
  webhook = made.webhook
  secret = made.secret
})
afterEach(async () => {
  expect(hooks.trouble).toEqual([])
  await hooks.world.close()
})

/** One event, and its delivery, which is due. */
async function one(text = 'Hello'): Promise<void> {
  await hooks.message(group, text)
  await hooks.fan()
}

const only = async () => {
  const [delivery, ...more] = await hooks.deliveries(webhook)
  expect(more).toEqual([])
  if (delivery === undefined) throw new Error('no delivery')
  return delivery
}

const gaps = (sent: readonly Sent[]) => sent.slice(1).map(({ at }, index) => at - (sent[index]?.at ?? 0))

describe('the schedule', () => {
  test('ten attempts within some 75 hours, the first at once; then it is dead, and nothing comes after', async () => {
    hooks.endpoint = () => answer(500)
    await one()
    const began = hooks.world.clock.at
    await hooks.runOut(hooks.lane(webhook))
    expect(hooks.sent[0]?.at).toBe(began)
    expect(gaps(hooks.sent)).toEqual(waits)
    expect(hooks.sent).toHaveLength(10)
    const { status, attempts, next_at, ended_at } = await only()
    expect({ status, attempts, next_at, ended_at }).toEqual({
      ...{ status: 'dead', attempts: 10, next_at: null },
      ended_at: began + waits.reduce((sum, wait) => sum + wait, 0),
    })
    expect((hooks.world.clock.at - began) / hour).toBeCloseTo(75.6, 1)
    hooks.world.pass(1000 * hour)
    expect(await hooks.lane(webhook).drain()).toBeNull()
    expect(hooks.sent).toHaveLength(10)
    // One of many that die changes nothing about the webhook itself.
    expect(await hooks.present(webhook)).toMatchObject({ enabled: true, disabled_reason: null })
  })

  test.each([
    [0, 0.9],
    [1, 1.1],
    [0.25, 0.95],
  ])('waits are longer or shorter by a tenth at most: random %f is %f of them', async (random, factor) => {
    hooks.endpoint = () => answer(500)
    hooks.random = random
    await one()
    await hooks.runOut(hooks.lane(webhook))
    expect(gaps(hooks.sent)).toEqual(waits.map((wait) => Math.round(wait * factor)))
  })

  test('every attempt sends the same body and id, and is kept with what came back', async () => {
    const replies: Answer[] = [answer(500), { error: 'No answer within 15 s.' }, answer(302), answer(204)]
    hooks.endpoint = () => replies[hooks.sent.length - 1] ?? answer(500)
    await one()
    const lane = hooks.lane(webhook)
    await lane.drain()
    // What the group is called now is no part of what happened then.
    const account = (await hooks.world.account('owner')).id
    await hooks.world.run(operations.updateGroup, { account, group, name: 'Renamed' })
    await hooks.runOut(lane)
    expect(new Set(hooks.sent.map(({ body }) => body)).size).toBe(1)
    expect(new Set(hooks.sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(hooks.sent).toHaveLength(4)
    const delivery = await only()
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 4, body: hooks.sent[0]?.body })
    const { attempts } = await hooks.world.run(operations.getDelivery, {
      webhook: webhook.id,
      delivery: delivery.id,
    })
    expect(attempts.map(({ number, status, error, at }) => [number, status, error, at])).toEqual([
      [4, 204, null, hooks.sent[3]?.at],
      [3, 302, null, hooks.sent[2]?.at],
      [2, null, 'No answer within 15 s.', hooks.sent[1]?.at],
      [1, 500, null, hooks.sent[0]?.at],
    ])
  })
})

describe('what an answer means', () => {
  test.each([200, 201, 202, 204, 226, 299])('%i is success', async (status) => {
    hooks.endpoint = () => answer(status)
    await one()
    await hooks.runOut(hooks.lane(webhook))
    expect(hooks.sent).toHaveLength(1)
    expect(await only()).toMatchObject({ status: 'delivered', attempts: 1, next_at: null })
  })

  test.each([101, 199, 300, 301, 302, 304, 307, 308, 400, 401, 404, 409, 411, 422, 500, 502, 504, 599])(
    '%i is a failure, and is tried again after 5 seconds',
    async (status) => {
      hooks.endpoint = () => answer(status, { location: 'https://example.com/other' })
      await one()
      const next = await hooks.lane(webhook).drain()
      expect(next).toBe(hooks.world.clock.at + 5 * second)
      expect(await only()).toMatchObject({ status: 'pending', attempts: 1, next_at: next })
      expect(hooks.sent.map(({ url }) => url)).toEqual([webhook.url])
    },
  )

  test('no answer is a failure', async () => {
    hooks.endpoint = () => ({ error: 'No answer: ECONNREFUSED.' })
    await one()
    expect(await hooks.lane(webhook).drain()).toBe(hooks.world.clock.at + 5 * second)
  })

  test('410 ends it, switches the webhook off, and tells so in one notice', async () => {
    hooks.endpoint = () => answer(410)
    for (const text of ['A', 'B', 'C']) await one(text)
    const lane = hooks.lane(webhook)
    expect(await lane.drain()).toBeNull()
    const reason = 'The endpoint answered 410 Gone.'
    expect(await hooks.present(webhook)).toMatchObject({ enabled: false, disabled_reason: reason })
    expect((await hooks.deliveries(webhook)).map(({ status }) => status)).toEqual(['dead', 'dead', 'dead'])
    const facts = { type: 'webhook.disabled', webhook: webhook.id, url: webhook.url, reason }
    expect(hooks.notices.map((notice) => notice.facts)).toEqual([facts])
    const feed = await hooks.world.env.store.read.feed(hooks.world.call.workspace.id, {
      after: 0,
      limit: 100,
    })
    expect(feed.map(({ event }) => event.facts).filter(({ type }) => type === 'webhook.disabled')).toEqual([
      facts,
    ])
    await one('D')
    hooks.world.pass(100 * hour)
    expect(await lane.drain()).toBeNull()
    expect(hooks.sent).toHaveLength(3)
  })

  const inDate = (milliseconds: number) => new Date(hooks.world.clock.at + milliseconds).toUTCString()
  test.each<[string, number, () => string, number]>([
    ['seconds', 429, () => '120', 2 * minute],
    ['seconds', 503, () => '120', 2 * minute],
    ['a date', 429, () => inDate(10 * minute), 10 * minute],
    ['a date', 503, () => inDate(10 * minute), 10 * minute],
    ['less than the schedule', 429, () => '1', 5 * second],
    ['nothing', 429, () => '0', 5 * second],
    ['a date that is over', 503, () => inDate(-hour), 5 * second],
    ['ten years', 429, () => '315360000', 24 * hour],
    ['more than any number', 429, () => '9'.repeat(400), 5 * second],
    ['a date in the year 9999', 503, () => 'Fri, 31 Dec 9999 23:59:59 GMT', 24 * hour],
    ['less than nothing', 429, () => '-5', 5 * second],
    ['a word', 503, () => 'soon', 5 * second],
    ['seconds with the wrong status', 500, () => '120', 5 * second],
    ['seconds with the wrong status', 404, () => '120', 5 * second],
    ['seconds with a redirect', 301, () => '120', 5 * second],
  ])('Retry-After with %s and %i', async (_what, status, wish, wait) => {
    hooks.endpoint = () => answer(status, { 'retry-after': wish() })
    await one()
    expect(await hooks.lane(webhook).drain()).toBe(hooks.world.clock.at + wait)
  })

  test('Retry-After adds no attempts and takes none: it is dead after ten all the same', async () => {
    hooks.endpoint = () => answer(429, { 'retry-after': '90000' })
    await one()
    await hooks.runOut(hooks.lane(webhook))
    expect(gaps(hooks.sent)).toEqual(waits.map((wait) => Math.max(wait, 24 * hour)))
    expect(await only()).toMatchObject({ status: 'dead', attempts: 10 })
  })
})

describe('signatures', () => {
  /** What the independent library says to a request, a moment after it was sent. */
  function isSigned(key: string, { headers, body, at }: Sent): boolean {
    try {
      // It compares the timestamp with its own clock, which is not the test's: so the moment is said anew by its own.
      const id = headers['webhook-id'] ?? ''
      const signature = new StandardWebhook(key).sign(id, new Date(Math.floor(at / 1000) * 1000), body)
      return (headers['webhook-signature'] ?? '').split(' ').includes(signature)
    } catch {
      return false
    }
  }

  test('the secret signs each attempt anew, at the time when it is sent', async () => {
    hooks.endpoint = () => answer(500)
    await one()
    await hooks.runOut(hooks.lane(webhook))
    const times = hooks.sent.map(({ headers }) => Number(headers['webhook-timestamp']))
    expect(times).toEqual(hooks.sent.map(({ at }) => Math.floor(at / 1000)))
    expect(hooks.sent.every((sent) => isSigned(secret, sent))).toBe(true)
    expect(new Set(hooks.sent.map(({ headers }) => headers['webhook-signature'])).size).toBe(10)
    expect(hooks.sent.every(({ headers }) => headers['content-type'] === 'application/json')).toBe(true)
  })

  test('during a rotation both secrets sign, the new one first; after it one', async () => {
    const rotation = { webhook: webhook.id, secret: null, overlap_s: 3600 }
    const after = (await hooks.world.run(operations.rotateWebhookSecret, rotation)).secret ?? ''
    const lane = hooks.lane(webhook)
    await one('A')
    await lane.drain()
    hooks.world.pass(hour - 1)
    await one('B')
    await lane.drain()
    hooks.world.pass(1)
    await one('C')
    await lane.drain()
    const signedBy = (key: string) => hooks.sent.map((sent) => isSigned(key, sent))
    expect(signedBy(after)).toEqual([true, true, true])
    expect(signedBy(secret)).toEqual([true, true, false])
    const count = hooks.sent.map(({ headers }) => headers['webhook-signature']?.split(' ').length)
    expect(count).toEqual([2, 2, 1])
  })

  test('a rotation without an overlap ends the secret before at once', async () => {
    await hooks.world.run(operations.rotateWebhookSecret, { webhook: webhook.id, secret: null, overlap_s: 0 })
    await one()
    await hooks.lane(webhook).drain()
    expect(hooks.sent.map((sent) => isSigned(secret, sent))).toEqual([false])
  })
})
