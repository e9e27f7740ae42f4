/** One webhook's lane: what is under way at once, in which order, and what is left when something ends in the middle. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Webhook } from '../../src/core/delivery.ts'
import type { GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Answer } from '../../src/webhooks/index.ts'
import { answer, type Hooks, openHooks, type Sent, textOf } from '../support/hooks.ts'

let hooks: Hooks
let group: GroupId
let other: GroupId

beforeEach(async () => {
  hooks = await openHooks()
  const owner = await hooks.world.account('owner')
  group = await hooks.world.group(owner)
  other = await hooks.world.group(owner)
})
afterEach(async () => {
  expect(hooks.trouble).toEqual([])
  await hooks.world.close()
})

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

async function messages(texts: readonly string[], to = group): Promise<void> {
  for (const text of texts) await hooks.message(to, text)
  await hooks.fan()
}

const texts = () => hooks.sent.map(({ body }) => textOf(body))
const statuses = async (webhook: Webhook) => (await hooks.deliveries(webhook)).map(({ status }) => status)

/** An endpoint whose answers the test gives when it wants, by the text of the message. */
function held() {
  const open = new Map<string, (answer: Answer) => void>()
  let most = 0
  hooks.endpoint = ({ body }: Sent) =>
    new Promise((resolve) => {
      open.set(textOf(body), resolve)
      most = Math.max(most, open.size)
    })
  return {
    open: () => [...open.keys()],
    most: () => most,
    give(text: string, what: Answer) {
      const resolve = open.get(text)
      open.delete(text)
      if (resolve === undefined) throw new Error(`${text} is not under way`)
      resolve(what)
    },
  }
}

/** Waits until something is so, for as long as the test may last. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}

test('everything due is sent, sixteen at once', async () => {
  const { webhook } = await hooks.webhook()
  await messages(numbers(40))
  const endpoint = held()
  const done = hooks.lane(webhook).drain()
  for (let given = 0; given < 40; given += 1) {
    await until(() => endpoint.open().length === Math.min(16, 40 - given))
    endpoint.give(endpoint.open()[0] ?? '', answer(200))
  }
  expect(await done).toBeNull()
  expect(endpoint.most()).toBe(16)
  expect(texts().toSorted()).toEqual(numbers(40).toSorted())
  expect(new Set(await statuses(webhook))).toEqual(new Set(['delivered']))
})

test('what comes while an answer is awaited is begun at once, when the lane is told', async () => {
  const { webhook } = await hooks.webhook()
  await messages(['slow'])
  const endpoint = held()
  const lane = hooks.lane(webhook)
  const done = lane.drain()
  await until(() => endpoint.open().length === 1)
  await messages(['quick'])
  lane.wake()
  await until(() => endpoint.open().includes('quick'))
  endpoint.give('quick', answer(200))
  await until(async () => (await statuses(webhook))[1] === 'delivered')
  expect(await statuses(webhook)).toEqual(['pending', 'delivered'])
  endpoint.give('slow', answer(200))
  expect(await done).toBeNull()
  expect(texts()).toEqual(['slow', 'quick'])
})

test('an endpoint that fails five times in a row gets one at a time, and sixteen again when it is well', async () => {
  const { webhook } = await hooks.webhook()
  await messages(numbers(60))
  let underWay = 0
  const seen: number[] = []
  hooks.endpoint = async () => {
    underWay += 1
    seen.push(underWay)
    await new Promise((resolve) => setImmediate(resolve))
    underWay -= 1
    return answer(hooks.sent.length > 45 ? 200 : 500)
  }
  const lane = hooks.lane(webhook)
  await lane.drain()
  expect(Math.max(...seen.slice(0, 16))).toBe(16)
  expect(new Set(seen.slice(21, 46))).toEqual(new Set([1]))
  await hooks.runOut(lane)
  expect(Math.max(...seen.slice(60))).toBeGreaterThan(1)
  expect(new Set(await statuses(webhook))).toEqual(new Set(['delivered']))
})

test('ordered: one group’s come one after the other, and another group’s are not held up by them', async () => {
  const { webhook } = await hooks.webhook({ ordered: true })
  await messages(['a1', 'a2', 'a3'])
  await messages(['b1', 'b2'], other)
  expect(await statuses(webhook)).toEqual(['pending', 'waiting', 'waiting', 'pending', 'waiting'])
  const endpoint = held()
  const done = hooks.lane(webhook).drain()
  await until(() => endpoint.open().length === 2)
  expect(endpoint.open()).toEqual(['a1', 'b1'])
  endpoint.give('b1', answer(200))
  await until(() => endpoint.open().includes('b2'))
  endpoint.give('b2', answer(200))
  await until(async () => (await statuses(webhook))[4] === 'delivered')
  expect(await statuses(webhook)).toEqual(['pending', 'waiting', 'waiting', 'delivered', 'delivered'])
  for (const text of ['a1', 'a2', 'a3']) {
    await until(() => endpoint.open().length === 1)
    endpoint.give(text, answer(200))
  }
  expect(await done).toBeNull()
  expect(texts()).toEqual(['a1', 'b1', 'b2', 'a2', 'a3'])
})

test('ordered: what fails is sent again before what follows, and when it is dead the next begins', async () => {
  const { webhook } = await hooks.webhook({ ordered: true })
  await messages(['first', 'second', 'third'])
  hooks.endpoint = ({ body }) => answer(textOf(body) === 'first' ? 500 : 200)
  const lane = hooks.lane(webhook)
  const next = await lane.drain()
  expect(next).toBe(hooks.world.clock.at + 5000)
  expect(texts()).toEqual(['first'])
  // What comes meanwhile waits behind them all.
  await messages(['fourth'])
  await hooks.runOut(lane)
  expect(texts()).toEqual([...Array.from({ length: 10 }, () => 'first'), 'second', 'third', 'fourth'])
  expect(await statuses(webhook)).toEqual(['dead', 'delivered', 'delivered', 'delivered'])
})

test('ordered: a replay of everything comes in the order of the events, also of those from before the webhook', async () => {
  await messages(['1', '2'])
  const { webhook } = await hooks.webhook({ ordered: true, events: ['message.sent'] })
  await messages(['3', '4'])
  const lane = hooks.lane(webhook)
  await hooks.runOut(lane)
  expect(texts()).toEqual(['3', '4'])
  await hooks.world.run(operations.replayDeliveries, { webhook: webhook.id, since: 0 })
  await messages(['5'])
  await hooks.runOut(lane)
  expect(texts().slice(2)).toEqual(['1', '2', '3', '4', '5'])
})

test('ordered: a replayed delivery waits for what is under way of its group', async () => {
  const { webhook } = await hooks.webhook({ ordered: true })
  await messages(['1', '2'])
  const lane = hooks.lane(webhook)
  await hooks.runOut(lane)
  const [first] = await hooks.deliveries(webhook)
  if (first === undefined) throw new Error('no delivery')
  await messages(['3', '4'])
  const replayed = { webhook: webhook.id, delivery: first.id }
  expect((await hooks.world.run(operations.replayDelivery, replayed)).delivery.status).toBe('waiting')
  await hooks.runOut(lane)
  expect(texts()).toEqual(['1', '2', '3', '1', '4'])
  expect((await hooks.world.run(operations.replayDelivery, replayed)).delivery.status).toBe('pending')
  await hooks.runOut(lane)
  expect(texts().at(-1)).toBe('1')
})

test('a dead delivery that is replayed has the same id and body, and the whole schedule anew', async () => {
  const { webhook } = await hooks.webhook()
  await messages(['x'])
  hooks.endpoint = () => answer(500)
  const lane = hooks.lane(webhook)
  await hooks.runOut(lane)
  const [dead] = await hooks.deliveries(webhook)
  if (dead === undefined) throw new Error('no delivery')
  expect(dead.status).toBe('dead')
  await hooks.world.run(operations.replayDelivery, { webhook: webhook.id, delivery: dead.id })
  await hooks.runOut(lane)
  expect(hooks.sent).toHaveLength(20)
  expect(new Set(hooks.sent.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(new Set(hooks.sent.map(({ body }) => body)).size).toBe(1)
})

test('switched off in the middle nothing more is sent; switched on, what was kept goes on and what came between is not sent', async () => {
  const { webhook } = await hooks.webhook()
  await messages(numbers(20))
  const endpoint = held()
  const lane = hooks.lane(webhook)
  const done = lane.drain()
  await until(() => endpoint.open().length === 16)
  await hooks.world.run(operations.updateWebhook, { webhook: webhook.id, enabled: false })
  const begun = endpoint.open()
  for (const text of begun) endpoint.give(text, answer(200))
  expect(await done).toBeNull()
  expect(texts()).toEqual(begun)
  await messages(['between'])
  hooks.world.pass(1000)
  expect(await lane.drain()).toBeNull()
  expect(hooks.sent).toHaveLength(16)
  await hooks.world.run(operations.updateWebhook, { webhook: webhook.id, enabled: true })
  await messages(['after'])
  hooks.endpoint = () => answer(200)
  await hooks.runOut(lane)
  expect(texts().toSorted()).toEqual([...numbers(20), 'after'].toSorted())
})

test('switched on again beside another, it does not get what came between but was not written yet', async () => {
  const { webhook } = await hooks.webhook()
  const { webhook: always } = await hooks.webhook({ url: 'https://example.com/always' })
  await hooks.world.run(operations.updateWebhook, { webhook: webhook.id, enabled: false })
  await hooks.message(group, 'between')
  await hooks.world.run(operations.updateWebhook, { webhook: webhook.id, enabled: true })
  await messages(['after'])
  await hooks.runOut(hooks.lane(webhook))
  expect(texts()).toEqual(['after'])
  expect(await statuses(always)).toEqual(['pending', 'pending'])
})

test('deleted in the middle: what is under way ends without trouble, and nothing of it is left', async () => {
  const { webhook } = await hooks.webhook()
  await messages(numbers(20))
  const endpoint = held()
  const done = hooks.lane(webhook).drain()
  await until(() => endpoint.open().length === 16)
  await hooks.world.run(operations.deleteWebhook, { webhook: webhook.id })
  for (const text of endpoint.open()) endpoint.give(text, answer(500))
  expect(await done).toBeNull()
  expect(hooks.sent).toHaveLength(16)
  const { read } = hooks.world.env.store
  const all = { limit: 100, after: null }
  expect((await read.deliveries(webhook.id, all)).items).toEqual([])
  expect((await read.attempts(webhook.id, all)).items).toEqual([])
})

test('a changed address is where the next attempt goes', async () => {
  const { webhook } = await hooks.webhook()
  await messages(['x'])
  hooks.endpoint = ({ url }) => answer(url.endsWith('new') ? 200 : 500)
  const lane = hooks.lane(webhook)
  await lane.drain()
  const url = 'https://example.com/new'
  await hooks.world.run(operations.updateWebhook, { webhook: webhook.id, url })
  await hooks.runOut(lane)
  expect(hooks.sent.map((sent) => sent.url)).toEqual([webhook.url, url])
})

test('a restart sends what was under way again, with the same id and body, and loses nothing of the rest', async () => {
  const { webhook } = await hooks.webhook({ ordered: true })
  await messages(['1', '2', '3'])
  await messages(
    numbers(3).map((number) => `b${number}`),
    other,
  )
  const endpoint = held()
  // This lane never gets an answer: it is the process that was killed.
  void hooks.lane(webhook).drain()
  await until(() => endpoint.open().length === 2)
  const before = [...hooks.sent]
  hooks.world.pass(10)
  hooks.endpoint = () => answer(200)
  await hooks.runOut(hooks.lane(webhook))
  const again = hooks.sent.slice(before.length)
  for (const lost of before) {
    const same = again.filter(({ headers }) => headers['webhook-id'] === lost.headers['webhook-id'])
    expect(same.map(({ body }) => body)).toEqual([lost.body])
  }
  expect(again.map(({ body }) => textOf(body)).filter((text) => !text.startsWith('b'))).toEqual([
    '1',
    '2',
    '3',
  ])
  expect(new Set(await statuses(webhook))).toEqual(new Set(['delivered']))
})

test('a server that stops begins nothing more, and waits for what is under way', async () => {
  const { webhook } = await hooks.webhook()
  await messages(numbers(20))
  const endpoint = held()
  const done = hooks.lane(webhook).drain()
  await until(() => endpoint.open().length === 16)
  hooks.stopping = true
  for (const text of endpoint.open()) endpoint.give(text, answer(200))
  expect(await done).toBeNull()
  expect((await statuses(webhook)).filter((status) => status === 'pending')).toHaveLength(4)
})

test('what was answered while the database was away is sent again as soon as it is back, and no later', async () => {
  const { webhook } = await hooks.webhook()
  await messages(['1', '2', '3'])
  const endpoint = held()
  const lane = hooks.lane(webhook)
  const done = lane.drain()
  await until(() => endpoint.open().length === 3)
  endpoint.give('1', answer(200))
  await until(async () => (await statuses(webhook))[0] === 'delivered')
  hooks.isAway = true
  endpoint.give('2', answer(200))
  endpoint.give('3', answer(500))
  await expect(done).rejects.toMatchObject({ code: 'overloaded' })
  expect(await statuses(webhook)).toEqual(['delivered', 'pending', 'pending'])
  hooks.isAway = false
  hooks.endpoint = () => answer(200)
  // The clock stands still: nothing was put off.
  expect(await lane.drain()).toBeNull()
  expect(new Set(await statuses(webhook))).toEqual(new Set(['delivered']))
  expect(texts().toSorted()).toEqual(['1', '2', '2', '3', '3'])
})

test('what could not be read is sent when the database is back, and what was under way ends first', async () => {
  const { webhook } = await hooks.webhook()
  await messages(['1'])
  const endpoint = held()
  const lane = hooks.lane(webhook)
  const done = lane.drain()
  let isOver = false
  const over = done
    .catch((error: unknown) => error)
    .finally(() => {
      isOver = true
    })
  await until(() => endpoint.open().length === 1)
  await messages(numbers(3).map((number) => `later ${number}`))
  hooks.isUnreadable = true
  lane.wake()
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  // Whoever stops the server waits for the lane, and with it for the request under way.
  expect(isOver).toBe(false)
  endpoint.give('1', answer(200))
  expect(await over).toMatchObject({ code: 'overloaded' })
  hooks.isUnreadable = false
  hooks.endpoint = () => answer(200)
  expect(await lane.drain()).toBeNull()
  expect(texts().toSorted()).toEqual(['1', 'later 0', 'later 1', 'later 2'])
  expect(new Set(await statuses(webhook))).toEqual(new Set(['delivered']))
})

test('the place of an answered request is free before the answer is written down', async () => {
  const { webhook } = await hooks.webhook()
  await messages(numbers(100))
  const { promise: written, resolve: goOn } = Promise.withResolvers<void>()
  hooks.beforeWriting = () => written
  const lane = hooks.lane(webhook)
  const done = lane.drain()
  // Sixteen at once are answered at once; only so many stay unwritten.
  await until(() => hooks.sent.length >= 32)
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(hooks.sent).toHaveLength(32)
  expect(new Set(await statuses(webhook))).toEqual(new Set(['pending']))
  goOn()
  expect(await done).toBeNull()
  expect(hooks.sent).toHaveLength(100)
  expect(new Set(texts()).size).toBe(100)
  expect(new Set(await statuses(webhook))).toEqual(new Set(['delivered']))
})

test('a test is sent with its own id, though nothing happened', async () => {
  const { webhook } = await hooks.webhook({ events: ['group.deleted'] })
  const { delivery } = await hooks.world.run(operations.testWebhook, { webhook: webhook.id })
  await hooks.runOut(hooks.lane(webhook))
  expect(hooks.sent.map(({ headers }) => headers['webhook-id'])).toEqual([expect.stringMatching(/^test_/)])
  expect(JSON.parse(hooks.sent[0]?.body ?? '')).toMatchObject({ type: 'webhook.test' })
  expect((await hooks.deliveries(webhook))[0]).toMatchObject({ id: delivery.id, status: 'delivered' })
})
