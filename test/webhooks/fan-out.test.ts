/** From the feed to deliveries: exactly what the filters want, once each, whatever happens between the rounds. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tellers } from '../../src/app.ts'
import type { Delivery, Webhook } from '../../src/core/delivery.ts'
import type { Facts } from '../../src/core/event.ts'
import { Failure } from '../../src/core/failure.ts'
import { type Account, type GroupId, isPresent } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Fed } from '../../src/core/store.ts'
import { fanOut } from '../../src/webhooks/fan-out.ts'
import { answer, type Hooks, openHooks, textOf } from '../support/hooks.ts'

let hooks: Hooks
let owner: Account
let group: GroupId

beforeEach(async () => {
  hooks = await openHooks()
  owner = await hooks.world.account('owner')
  group = await hooks.world.group(owner)
})
afterEach(() => hooks.world.close())

const round = () => {
  const { store, now, id } = hooks.world.env
  return fanOut({ store, tellers, now, id }, hooks.world.call.workspace.id)
}
const feed = (): Promise<readonly Fed[]> =>
  hooks.world.env.store.read.feed(hooks.world.call.workspace.id, { after: 0, limit: 100_000 })
const typesOf = async (webhook: Webhook) => (await hooks.deliveries(webhook)).map(({ type }) => type)
const seqsOf = async (webhook: Webhook) => (await hooks.deliveries(webhook)).map(({ seq }) => seq)
const add = (...people: readonly string[]) =>
  hooks.world.run(operations.addParticipants, {
    ...{ account: owner.id, group },
    participants: people.map((id) => ({ id })),
  })
const remove = (person: string) =>
  hooks.world.run(operations.removeParticipants, { account: owner.id, group, participants: [person] })

test('who sees many events of a group is found by a few readings, however many come and go', async () => {
  const guests = await Promise.all(['guest-0', 'guest-1'].map((name) => hooks.world.account(name)))
  const [first] = guests
  if (first === undefined) throw new Error('no account')
  const { webhook } = await hooks.webhook({ accounts: [first.id] })
  for (let time = 0; time < 10; time += 1) {
    await add('guest-1', `somebody-${time}`)
    await add('guest-0')
    await hooks.message(group, 'seen')
    await remove('guest-0')
    await hooks.message(group, 'not seen')
    await remove('guest-1')
  }
  const { store, now, id } = hooks.world.env
  let readings = 0
  const counted = <A extends readonly unknown[], R>(read: (...args: A) => R) => {
    return (...args: A): R => {
      readings += 1
      return read(...args)
    }
  }
  const { accountsIn, accountsOf } = store.read
  const read = { ...store.read, accountsIn: counted(accountsIn), accountsOf: counted(accountsOf) }
  await fanOut({ store: { ...store, read }, tellers, now, id }, hooks.world.call.workspace.id)
  expect(readings).toBe(2)
  const told = ['participants.added', 'message.sent', 'participants.removed']
  expect(await typesOf(webhook)).toEqual(Array.from({ length: 10 }, () => told).flat())
})

test('a store that cannot be read ends the round, and nothing else', async () => {
  const { webhook } = await hooks.webhook({ accounts: [owner.id], events: ['message.sent'] })
  for (let time = 0; time < 3; time += 1) {
    await hooks.message(group, 'told')
    await add(`somebody-${time}`)
  }
  const { store, now, id } = hooks.world.env
  const unheard: unknown[] = []
  const note = (error: unknown) => void unheard.push(error)
  process.on('unhandledRejection', note)
  const accountsIn = () => Promise.reject(new Failure('overloaded', 'The database is away.'))
  const away = { ...store, read: { ...store.read, accountsIn } }
  const { workspace } = hooks.world.call
  await expect(fanOut({ store: away, tellers, now, id }, workspace.id)).rejects.toThrow('away')
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', note)
  expect(unheard).toEqual([])
  await hooks.fan()
  expect(await typesOf(webhook)).toEqual(['message.sent', 'message.sent', 'message.sent'])
})

test('an event of a newer program, which this one has no word for, holds up nobody', async () => {
  const { webhook } = await hooks.webhook({ accounts: [owner.id] })
  const { webhook: unipile } = await hooks.webhook({ dialect: 'unipile' })
  const { env, call, clock } = hooks.world
  await env.store.transaction(group, async (tx) => {
    const head = await tx.head(group)
    if (head === null) throw new Error('no group')
    const event = {
      ...{ workspace: call.workspace.id, group, revision: head.revision + 1, at: clock.at },
      ...{ actor: null, account: null, run: null },
      // It comes from the store, where the type says less than the program knows.
      facts: { type: 'group.painted', colour: 'red' } as unknown as Facts,
    }
    await tx.append(head, event, { ...head, revision: event.revision, updated_at: event.at })
  })
  await hooks.message(group, 'after it')
  await hooks.fan()
  expect(await typesOf(webhook)).toEqual(['group.painted', 'message.sent'])
  expect(await typesOf(unipile)).toEqual(['message.new'])
})

/** An event of an account and of no group. */
const notice = ({ id, name, network, profile, person }: Account) =>
  hooks.world.env.store.transaction(null, (tx) =>
    tx.addNotice({
      ...{ workspace: hooks.world.call.workspace.id, group: null, revision: null, at: hooks.world.clock.at },
      ...{ actor: null, account: null, run: null },
      facts: { type: 'account.disconnected', account: id, name, network, profile, user_id: person.user_id },
    }),
  )

test('each webhook gets the types that it asks for, and what happened before it is not for it', async () => {
  await hooks.message(group, 'before')
  const { webhook: all } = await hooks.webhook()
  const { webhook: people } = await hooks.webhook({ events: ['participants.added', 'participants.removed'] })
  await hooks.message(group, 'one')
  await add('anna')
  await remove('anna')
  const { webhook: late } = await hooks.webhook()
  await hooks.message(group, 'two')
  await hooks.fan()
  const [first, second, third, last] = (await feed()).slice(-4).map(({ seq }) => seq)
  expect(await seqsOf(all)).toEqual([first, second, third, last])
  expect(await seqsOf(people)).toEqual([second, third])
  expect(await typesOf(people)).toEqual(['participants.added', 'participants.removed'])
  expect(await seqsOf(late)).toEqual([last])
})

test('where nobody is to be told, the feed is not read, however often it goes on', async () => {
  const { store, now, id } = hooks.world.env
  let looks = 0
  const feed: typeof store.read.feed = (...all) => {
    looks += 1
    return store.read.feed(...all)
  }
  const watched = { ...store, read: { ...store.read, feed } }
  const look = () => fanOut({ store: watched, tellers, now, id }, hooks.world.call.workspace.id)
  await add('anna')
  expect(await look()).toEqual({ webhooks: [], more: false })
  expect(looks).toBe(0)
  await hooks.webhook()
  await add('ben')
  await look()
  expect(looks).toBe(1)
})

test('an account’s webhook gets what the account sees: from when it came in to its removal, of which it is told', async () => {
  const anna = await hooks.world.account('anna')
  await hooks.fan()
  const { webhook } = await hooks.webhook({ accounts: [anna.id] })
  await hooks.message(group, 'not yet')
  await add('anna')
  await hooks.message(group, 'seen')
  await remove('anna')
  await hooks.message(group, 'no more')
  await notice(anna)
  await notice(owner)
  await hooks.fan()
  const own = ['participants.added', 'message.sent', 'participants.removed', 'account.disconnected']
  expect(await typesOf(webhook)).toEqual(own)
})

test('what an account saw does not depend on how late it is told, and a replay sends the same', async () => {
  const anna = await hooks.world.account('anna')
  const steps = [
    () => add('anna'),
    () => hooks.message(group, 'seen'),
    () => remove('anna'),
    () => add('anna'),
  ]
  const { webhook: atOnce } = await hooks.webhook({ accounts: [anna.id] })
  for (const step of steps) {
    await step()
    await hooks.fan()
  }
  await hooks.world.run(operations.leaveGroup, { account: anna.id, group })
  await hooks.fan()
  const { webhook: later } = await hooks.webhook({ accounts: [anna.id] })
  await hooks.world.run(operations.replayDeliveries, { webhook: later.id, since: 0 })
  const replayed = await seqsOf(later)
  const live = await seqsOf(atOnce)
  expect(live).toHaveLength(5)
  // The notice of the account's own making is older than the first webhook.
  expect(replayed.slice(-5)).toEqual(live)
})

test('many events are written in batches, and each round says whether the feed goes on', async () => {
  const { webhook } = await hooks.webhook()
  for (let each = 0; each < 250; each += 1) await hooks.message(group, String(each))
  const rounds = [await round(), await round(), await round(), await round()]
  expect(rounds.map(({ more }) => more)).toEqual([true, true, false, false])
  expect(rounds.map(({ webhooks }) => webhooks)).toEqual([[webhook.id], [webhook.id], [webhook.id], []])
  const seqs = await seqsOf(webhook)
  expect(seqs).toEqual((await feed()).slice(-250).map(({ seq }) => seq))
})

test('rounds at the same time, and a crash between them, write nothing twice', async () => {
  const { webhook } = await hooks.webhook()
  const { webhook: second } = await hooks.webhook({ url: 'https://example.com/second' })
  for (let each = 0; each < 150; each += 1) await hooks.message(group, String(each))
  const told = await Promise.all(Array.from({ length: 8 }, round))
  // Whoever was slower says that there may be more, and tells no webhook.
  expect(told.filter(({ webhooks }) => webhooks.length === 2)).toHaveLength(1)
  await Promise.all([hooks.fan(), hooks.fan(), hooks.fan()])
  await hooks.fan()
  for (const one of [webhook, second]) {
    const seqs = await seqsOf(one)
    expect(seqs).toHaveLength(150)
    expect(new Set(seqs).size).toBe(150)
  }
})

test('a webhook that is deleted or switched off while a round is at work holds nobody else up', async () => {
  const { webhook: gone } = await hooks.webhook()
  const { webhook: off } = await hooks.webhook()
  const { webhook: stays } = await hooks.webhook()
  await hooks.message(group, 'x')
  const { store } = hooks.world.env
  const working = round()
  // Both transactions stand before the round's own, which begins once the round has read.
  await Promise.all([
    store.transaction(null, (tx) => tx.deleteWebhook(gone.id)),
    store.transaction(null, (tx) => tx.setWebhook({ ...off, secret: 'whsec_', enabled: false })),
  ])
  await working
  await hooks.fan()
  expect([await seqsOf(gone), await seqsOf(off)]).toEqual([[], []])
  expect(await seqsOf(stays)).toHaveLength(1)
})

test('a webhook that is made while a round is at work gets everything that happens after it', async () => {
  const { webhook: first } = await hooks.webhook()
  for (let turn = 0; turn < 30; turn += 1) {
    await hooks.message(group, `before ${turn}`)
    const [, made] = await Promise.all([round(), hooks.webhook({ url: `https://example.com/${turn}` })])
    await hooks.message(group, `after ${turn}`)
    await hooks.fan()
    expect(await seqsOf(made.webhook)).toEqual([(await feed()).at(-1)?.seq])
    await hooks.world.run(operations.deleteWebhook, { webhook: made.webhook.id })
  }
  expect(await seqsOf(first)).toHaveLength(60)
})

test('a replay sends everything since a time, what was delivered and what never was to be, and nothing twice', async () => {
  await hooks.message(group, 'long ago')
  hooks.world.pass(3_600_000)
  const since = hooks.world.clock.at
  await hooks.message(group, 'before the webhook')
  const { webhook } = await hooks.webhook({ events: ['message.sent'] })
  await hooks.message(group, 'delivered')
  await hooks.fan()
  await hooks.runOut(hooks.lane(webhook))
  await add('anna')
  await hooks.message(group, 'not written yet')
  const first = await hooks.world.run(operations.replayDeliveries, { webhook: webhook.id, since })
  expect(first).toEqual({ count: 2, after: null })
  await hooks.fan()
  await hooks.runOut(hooks.lane(webhook))
  const texts = hooks.sent.map(({ body }) => textOf(body))
  expect(texts.toSorted()).toEqual(['before the webhook', 'delivered', 'delivered', 'not written yet'])
  const ids = hooks.sent.map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(3)
})

test('a replay right after the making, while the feed is not written on, leaves nothing out', async () => {
  await hooks.webhook({ url: 'https://example.com/first' })
  for (let each = 0; each < 5; each += 1) await hooks.message(group, String(each))
  // Nothing of these five is written for anybody yet, and the new webhook begins behind them.
  const { webhook } = await hooks.webhook({ events: ['message.sent'] })
  const { count } = await hooks.world.run(operations.replayDeliveries, { webhook: webhook.id, since: 0 })
  await hooks.fan()
  expect(count).toBe(5)
  expect(await seqsOf(webhook)).toHaveLength(5)
})

test('a long replay goes on by its cursor to the end', async () => {
  const { webhook } = await hooks.webhook({ events: ['message.sent'] })
  for (let each = 0; each < 2100; each += 1) await hooks.message(group, String(each))
  await hooks.fan()
  await hooks.runOut(hooks.lane(webhook))
  const counts: number[] = []
  let after: number | undefined
  do {
    const from = after === undefined ? { since: 0 } : { after }
    const replayed = await hooks.world.run(operations.replayDeliveries, { webhook: webhook.id, ...from })
    counts.push(replayed.count)
    after = replayed.after ?? undefined
  } while (after !== undefined)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2100)
  expect(counts).toHaveLength(2)
  await hooks.runOut(hooks.lane(webhook))
  expect(hooks.sent).toHaveLength(4200)
  expect(new Set(await seqsOf(webhook)).size).toBe(2100)
})

test('a replay leaves alone what is still to be sent', async () => {
  const { webhook } = await hooks.webhook({ events: ['message.sent'] })
  await hooks.message(group, 'x')
  await hooks.fan()
  hooks.endpoint = () => answer(500)
  await hooks.lane(webhook).drain()
  const [before] = await hooks.deliveries(webhook)
  await hooks.world.run(operations.replayDeliveries, { webhook: webhook.id, since: hooks.world.clock.at })
  expect(await hooks.deliveries(webhook)).toEqual([before])
})

/** A model of who is in the group after each event, kept beside the store. */
function seenBy(account: Account, { event }: Fed, present: Set<string>): boolean {
  if (event.group === null)
    return ('account' in event.facts ? event.facts.account : event.account) === account.id
  const changes = 'people' in event.facts ? event.facts.people : []
  for (const { person, to } of changes) {
    if (isPresent(to)) present.add(`${event.group} ${person.id}`)
    else present.delete(`${event.group} ${person.id}`)
  }
  return (
    present.has(`${event.group} ${account.person.id}`) ||
    changes.some(({ person }) => person.id === account.person.id)
  )
}

const people = ['anna', 'bert', 'carl'] as const
const step = fc.oneof(
  fc.record({ do: fc.constant('message' as const) }),
  fc.record({ do: fc.constant('add' as const), who: fc.constantFrom(...people) }),
  fc.record({ do: fc.constant('remove' as const), who: fc.constantFrom(...people) }),
  fc.record({ do: fc.constant('fan' as const), rounds: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    do: fc.constant('webhook' as const),
    events: fc.subarray(['message.sent', 'participants.added', 'participants.removed'], { maxLength: 2 }),
    accounts: fc.subarray([...people], { maxLength: 2 }),
    ordered: fc.boolean(),
  }),
)

interface Wanted {
  readonly webhook: Webhook
  readonly begins: number
}

async function take(
  one: typeof step extends fc.Arbitrary<infer S> ? S : never,
  made: Wanted[],
): Promise<void> {
  if (one.do === 'message') await hooks.message(group, 'x')
  else if (one.do === 'add') await add(one.who)
  else if (one.do === 'remove') await remove(one.who)
  else if (one.do === 'fan') await Promise.all(Array.from({ length: one.rounds }, round))
  else {
    const accounts = await Promise.all(one.accounts.map(async (name) => (await hooks.world.account(name)).id))
    const { events, ordered } = one
    const begins = (await feed()).at(-1)?.seq ?? 0
    made.push({ webhook: (await hooks.webhook({ events, accounts, ordered })).webhook, begins })
  }
}

async function check({ webhook, begins }: Wanted, accounts: readonly Account[]): Promise<void> {
  const wanted = (await feed()).filter((fed) => {
    const seers = accounts.filter((account) => seenBy(account, fed, presentOf(account)))
    if (fed.seq <= begins) return false
    if (webhook.events.length > 0 && !webhook.events.includes(fed.event.facts.type)) return false
    return webhook.accounts.length === 0 || seers.some(({ id }) => webhook.accounts.includes(id))
  })
  const found: readonly Delivery[] = await hooks.deliveries(webhook)
  expect(found.map(({ seq, type }) => [seq, type])).toEqual(
    wanted.map(({ seq, event }) => [seq, event.facts.type]),
  )
}

let presence = new Map<number, Set<string>>()
function presentOf({ id }: Account): Set<string> {
  const known = presence.get(id) ?? new Set<string>()
  presence.set(id, known)
  return known
}

test('for any webhooks and events the deliveries are exactly those that the filters want, once each', async () => {
  const accounts = await Promise.all(people.map((name) => hooks.world.account(name)))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      group = await hooks.world.group(owner)
      const made: Wanted[] = []
      for (const one of steps) await take(one, made)
      await hooks.fan()
      for (const one of made) {
        presence = new Map()
        await check(one, accounts)
        await hooks.world.run(operations.deleteWebhook, { webhook: one.webhook.id })
      }
    }),
    { numRuns: 60 },
  )
})
