/** What every store must keep of webhooks, deliveries and attempts, method by method. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attempt, Delivery, DeliveryStatus, Webhook } from '../../src/core/delivery.ts'
import type { Change, Facts } from '../../src/core/event.ts'
import { type Account, asId, type GroupId, type Person } from '../../src/core/model.ts'
import type { Store, Tx } from '../../src/core/store.ts'
import { kinds } from './kinds.ts'
import { begin, created, everyPage, Group, id, personOf, type World, withDirectory } from './world.ts'

const all = { limit: 1000, after: null }

describe.each(kinds)('the deliveries of the store $name', (kind) => {
  let store: Store
  let world: World
  let end: () => void
  let closed: Promise<void>

  beforeAll(async () => {
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    await new Promise<void>((resolve, reject) => {
      closed = withDirectory(async (directory) => {
        store = await kind.open(join(directory, 'data'))
        resolve()
        await over
        await store.close()
      })
      closed.catch(reject)
    })
    world = await begin(store)
  })
  afterAll(async () => {
    end()
    await closed
  })

  const write = <T>(work: (tx: Tx) => Promise<T>) => store.transaction(null, work)

  async function webhookOf(more: Partial<Webhook> = {}): Promise<Webhook> {
    const webhook: Webhook = {
      id: id(),
      workspace: world.workspace.id,
      url: 'https://example.com/ä?b=c',
      dialect: 'native',
      accounts: [world.account.id],
      events: ['group.created', 'message.sent'],
      description: 'Für später',
      ordered: true,
      secret: 'whsec_a',
      previous_secret: 'whsec_b',
      previous_until: 5_000_000_000_000,
      enabled: true,
      disabled_reason: null,
      created_at: 1_800_000_000_000,
      after: 12,
      ...more,
    }
    await write((tx) => tx.addWebhook(webhook))
    return webhook
  }

  let lastSeq = 0
  function deliveryOf(webhook: Webhook, more: Partial<Delivery> = {}): Delivery {
    lastSeq += 1
    const what = { id: id<Delivery['id']>(), webhook: webhook.id, workspace: webhook.workspace, seq: lastSeq }
    const state = { status: 'pending', attempts: 0, created_at: 100, next_at: 100, ended_at: null } as const
    const rest = { part: 0, group: null, account: null, type: 'message.sent', body: null }
    return { ...what, ...rest, ...state, ...more }
  }

  async function kept(webhook: Webhook, ...list: readonly Partial<Delivery>[]): Promise<readonly Delivery[]> {
    const deliveries = list.map((more) => deliveryOf(webhook, more))
    await write((tx) => tx.addDeliveries(deliveries, false))
    return deliveries
  }

  function attemptOf({ id: delivery, webhook }: Delivery, more: Partial<Attempt> = {}): Attempt {
    const what = { id: Number(id()), delivery, webhook, number: 1, at: 200, took_ms: 7 }
    return { ...what, status: 200, answer: 'Gut', error: null, ...more }
  }

  const listed = async (webhook: Webhook, status?: DeliveryStatus) =>
    (await store.read.deliveries(webhook.id, { ...all, ...(status === undefined ? {} : { status }) })).items

  describe('webhooks', () => {
    test('one comes back as it was kept, and as it was set, in its workspace only', async () => {
      const other = await begin(store)
      const webhook = await webhookOf()
      const plain = await webhookOf({ accounts: [], events: [], description: null, ordered: false })
      const { workspace } = world
      expect(await store.read.webhook(workspace.id, webhook.id)).toEqual(webhook)
      expect(await store.read.webhook(workspace.id, plain.id)).toEqual(plain)
      expect(await store.read.webhook(other.workspace.id, webhook.id)).toBeNull()
      expect(await store.read.webhook(workspace.id, id())).toBeNull()
      const set: Webhook = {
        ...webhook,
        ...{ url: 'http://example.org/', accounts: [], events: ['group.deleted'], description: null },
        ...{ ordered: false, secret: 'whsec_c', previous_secret: null, previous_until: null },
        ...{ enabled: false, disabled_reason: 'Gone.', after: 99 },
      }
      await write((tx) => tx.setWebhook(set))
      expect(await store.read.webhook(workspace.id, webhook.id)).toEqual(set)
      expect(await store.read.webhook(workspace.id, plain.id)).toEqual(plain)
      await expect(write((tx) => tx.setWebhook({ ...set, id: id() }))).rejects.toThrow('unknown webhook')
    })

    test('they are listed page by page, the oldest first, of one workspace', async () => {
      const own = await begin(store)
      const made: Webhook[] = []
      for (let each = 0; each < 5; each += 1) made.push(await webhookOf({ workspace: own.workspace.id }))
      const { items, sizes } = await everyPage((after) =>
        store.read.webhooks(own.workspace.id, { limit: 2, after }),
      )
      expect(items).toEqual(made)
      expect(sizes).toEqual([2, 2, 1])
    })

    test('those that are switched on are found in every workspace, page by page', async () => {
      const own = await begin(store)
      const off = await webhookOf({ enabled: false })
      const on = [await webhookOf(), await webhookOf({ workspace: own.workspace.id })]
      const { items, sizes } = await everyPage((after) => store.read.enabledWebhooks({ limit: 2, after }))
      expect(items.slice(-2)).toEqual(on)
      expect(items.some((webhook) => webhook.id === off.id)).toBe(false)
      expect(items.every(({ enabled }) => enabled)).toBe(true)
      expect(Math.max(...sizes)).toBe(2)
    })

    test('a deleted one takes its deliveries and attempts with it, and nothing of another', async () => {
      const [webhook, other] = [await webhookOf(), await webhookOf()]
      const [mine, its] = [await kept(webhook, {}, {}), await kept(other, {})]
      await write(async (tx) => {
        for (const delivery of [...mine, ...its]) await tx.addAttempt(attemptOf(delivery))
      })
      await write((tx) => tx.deleteWebhook(webhook.id))
      expect(await store.read.webhook(world.workspace.id, webhook.id)).toBeNull()
      expect(await listed(webhook)).toEqual([])
      expect((await store.read.attempts(webhook.id, all)).items).toEqual([])
      expect(await listed(other)).toEqual(its)
      expect((await store.read.attempts(other.id, all)).items).toHaveLength(1)
      // Whoever was sending at the time changes nothing, and is told nothing.
      const [late] = mine
      if (late === undefined) throw new Error('nothing was kept')
      await write(async (tx) => {
        await tx.setDelivery({ ...late, status: 'delivered' })
        await tx.addAttempt(attemptOf(late))
      })
      expect((await store.read.attempts(webhook.id, all)).items).toEqual([])
    })
  })

  describe('deliveries', () => {
    test('one comes back as it was kept, and as it was set, of its webhook only', async () => {
      const [webhook, other] = [await webhookOf(), await webhookOf()]
      const [plain, full] = await kept(
        webhook,
        {},
        {
          part: 3,
          group: id<GroupId>(),
          account: world.account.id,
          status: 'dead',
          attempts: 10,
          next_at: null,
          ended_at: 9,
          body: '{"ä":1}',
        },
      )
      if (plain === undefined || full === undefined) throw new Error('nothing was kept')
      expect(await store.read.delivery(webhook.id, plain.id)).toEqual(plain)
      expect(await store.read.delivery(webhook.id, full.id)).toEqual(full)
      expect(await store.read.delivery(other.id, plain.id)).toBeNull()
      const now = { status: 'delivered', attempts: 2, next_at: null, ended_at: 300, body: 'x' } as const
      await write((tx) => tx.setDelivery({ ...plain, ...now }))
      expect(await store.read.delivery(webhook.id, plain.id)).toEqual({ ...plain, ...now })
      expect(await store.read.delivery(webhook.id, full.id)).toEqual(full)
    })

    test('tests have no event, and there may be many of them', async () => {
      const webhook = await webhookOf()
      const made = await kept(webhook, { seq: null }, { seq: null }, { seq: null })
      expect(await listed(webhook)).toEqual(made.toReversed())
    })

    test('what is there already is left as it is: the same event, account and part of one webhook', async () => {
      const [webhook, other] = [await webhookOf(), await webhookOf()]
      const [first] = await kept(webhook, { seq: 7000, status: 'delivered', next_at: null, ended_at: 5 })
      await kept(webhook, { seq: 7000 })
      expect(await listed(webhook)).toEqual([first])
      const more = await kept(webhook, { seq: 7000, part: 1 }, { seq: 7000, account: world.account.id })
      expect(await listed(webhook)).toEqual([...more.toReversed(), first])
      expect(await kept(other, { seq: 7000 })).toEqual(await listed(other))
    })

    test('what has ended is sent again when that is asked for, under its first id and with its first body', async () => {
      const webhook = await webhookOf()
      const over = { next_at: null, ended_at: 5, attempts: 4, body: 'first' }
      const [delivered, dead, pending, waiting] = await kept(
        webhook,
        { status: 'delivered', ...over },
        { status: 'dead', ...over },
        { status: 'pending', attempts: 2, next_at: 400 },
        { status: 'waiting', next_at: null },
      )
      const again = [delivered, dead, pending, waiting].map((delivery) =>
        deliveryOf(webhook, { seq: delivery?.seq ?? 0, next_at: 900, status: 'pending' }),
      )
      const [unseen] = [deliveryOf(webhook, { next_at: 900 })]
      if (unseen === undefined) throw new Error('nothing to keep')
      await write((tx) => tx.addDeliveries([...again, unseen], true))
      const now = { status: 'pending', attempts: 0, next_at: 900, ended_at: null }
      expect((await listed(webhook)).toReversed()).toEqual([
        { ...delivered, ...now },
        { ...dead, ...now },
        pending,
        waiting,
        unseen,
      ])
    })

    test('they are listed page by page, the newest first, of one status where asked', async () => {
      const webhook = await webhookOf()
      const made = await kept(
        webhook,
        ...Array.from(
          { length: 7 },
          (_, index) => ({ status: index % 2 === 0 ? 'dead' : 'pending' }) as const,
        ),
      )
      const every = await everyPage((after) => store.read.deliveries(webhook.id, { limit: 3, after }))
      expect(every).toEqual({ items: made.toReversed(), sizes: [3, 3, 1] })
      const dead = await everyPage((after) =>
        store.read.deliveries(webhook.id, { limit: 2, after, status: 'dead' }),
      )
      expect(dead.items).toEqual(made.filter(({ status }) => status === 'dead').toReversed())
      expect(dead.sizes).toEqual([2, 2])
    })

    test('those whose time has come are found, the longest due first, and when the next one is', async () => {
      const [webhook, other] = [await webhookOf(), await webhookOf()]
      const [late, early, future] = await kept(
        webhook,
        { next_at: 500 },
        { next_at: 300 },
        { next_at: 501 },
        { status: 'waiting', next_at: null },
        { status: 'delivered', next_at: null, ended_at: 1 },
        { status: 'dead', next_at: null, ended_at: 1 },
      )
      await kept(other, { next_at: 1 })
      expect(await store.read.dueDeliveries(webhook.id, 500, 10)).toEqual([early, late])
      expect(await store.read.dueDeliveries(webhook.id, 500, 1)).toEqual([early])
      expect(await store.read.dueDeliveries(webhook.id, 501, 10)).toEqual([early, late, future])
      expect(await store.read.dueDeliveries(webhook.id, 299, 10)).toEqual([])
      expect(await store.read.nextDue(webhook.id)).toBe(300)
      expect(await store.read.nextDue((await webhookOf()).id)).toBeNull()
    })

    test('of one group the next is released in the order of the events, and none beside another', async () => {
      const [webhook, other] = [await webhookOf(), await webhookOf()]
      const [group, elsewhere] = [id<GroupId>(), id<GroupId>()]
      const waiting = { group, status: 'waiting', next_at: null } as const
      const [first, ...rest] = await kept(
        webhook,
        { group, seq: 8010 },
        { ...waiting, seq: 8030 },
        { ...waiting, seq: 8020, part: 1 },
        { ...waiting, seq: 8020 },
        { ...waiting, group: elsewhere, seq: 8001 },
      )
      await kept(other, { ...waiting, seq: 8000 })
      const statuses = async () => (await listed(webhook)).toReversed().map(({ status }) => status)
      const release = () => write((tx) => tx.releaseNext(webhook.id, group, 777))
      await release()
      expect(await statuses()).toEqual(['pending', 'waiting', 'waiting', 'waiting', 'waiting'])
      const ended: (Delivery | undefined)[] = [first, rest[2], rest[1], rest[0]]
      for (const [index, delivery] of ended.entries()) {
        if (delivery === undefined) throw new Error('nothing was kept')
        await write((tx) => tx.setDelivery({ ...delivery, status: 'delivered', next_at: null, ended_at: 9 }))
        await release()
        const next = ended[index + 1]
        if (next !== undefined) {
          expect(await store.read.delivery(webhook.id, next.id)).toEqual({
            ...next,
            status: 'pending',
            next_at: 777,
          })
        }
      }
      expect(await statuses()).toEqual(['delivered', 'delivered', 'delivered', 'delivered', 'waiting'])
      expect(await listed(other, 'waiting')).toHaveLength(1)
    })

    test('a group is busy as long as one of it waits or is to be sent', async () => {
      const webhook = await webhookOf()
      const [quiet, pending, waiting] = [id<GroupId>(), id<GroupId>(), id<GroupId>()]
      await kept(
        webhook,
        { group: quiet, status: 'delivered', next_at: null, ended_at: 1 },
        { group: quiet, status: 'dead', next_at: null, ended_at: 1 },
        { group: pending },
        { group: waiting, status: 'waiting', next_at: null },
      )
      const busy = await write(async (tx) => [
        await tx.isBusy(webhook.id, quiet),
        await tx.isBusy(webhook.id, pending),
        await tx.isBusy(webhook.id, waiting),
        await tx.isBusy(id(), pending),
      ])
      expect(busy).toEqual([false, true, true, false])
    })

    test('old ones of one status are forgotten with their attempts, so many at a time', async () => {
      const webhook = await webhookOf()
      const over = { next_at: null, ended_at: 1 } as const
      const made = await kept(
        webhook,
        { status: 'delivered', ...over },
        { status: 'dead', ...over },
        {},
        { status: 'delivered', ...over },
        { status: 'delivered', ...over },
      )
      await write(async (tx) => {
        for (const delivery of made) await tx.addAttempt(attemptOf(delivery))
      })
      const before = Number(made[4]?.id)
      const forget = (most: number) =>
        write((tx) => tx.forgetDeliveries(webhook.id, 'delivered', before, most))
      expect(await forget(1)).toBe(1)
      expect((await listed(webhook)).toReversed()).toEqual(made.slice(1))
      expect(await forget(10)).toBe(1)
      expect(await forget(10)).toBe(0)
      const left = [made[1], made[2], made[4]]
      expect((await listed(webhook)).toReversed()).toEqual(left)
      const { items } = await store.read.attempts(webhook.id, all)
      expect(items.map(({ delivery }) => delivery).toReversed()).toEqual(left.map((delivery) => delivery?.id))
    })
  })

  test('attempts come back as they were kept, page by page, of a webhook or of one delivery', async () => {
    const [webhook, other] = [await webhookOf(), await webhookOf()]
    const [one, two] = await kept(webhook, {}, {})
    const [foreign] = await kept(other, {})
    if (one === undefined || two === undefined || foreign === undefined) throw new Error('nothing was kept')
    const made = [
      attemptOf(one, { status: null, answer: null, error: 'No answer within 15 s.' }),
      attemptOf(two),
      attemptOf(one, { number: 2, status: 500, answer: '' }),
      attemptOf(one, { number: 3 }),
    ]
    await write(async (tx) => {
      for (const attempt of [...made, attemptOf(foreign)]) await tx.addAttempt(attempt)
    })
    const every = await everyPage((after) => store.read.attempts(webhook.id, { limit: 3, after }))
    expect(every).toEqual({ items: made.toReversed(), sizes: [3, 1] })
    const mine = await everyPage((after) =>
      store.read.attempts(webhook.id, { limit: 2, after, delivery: one.id }),
    )
    expect(mine.items).toEqual(made.filter(({ delivery }) => delivery === one.id).toReversed())
    expect(mine.sizes).toEqual([2, 1])
  })

  test('how far the feed was read is kept for each workspace, from 0', async () => {
    const [one, two] = [await begin(store), await begin(store)]
    expect(await store.read.fannedTo(one.workspace.id)).toBe(0)
    await write((tx) => tx.fanTo(one.workspace.id, 44))
    expect(await store.read.fannedTo(one.workspace.id)).toBe(44)
    expect(await store.read.fannedTo(two.workspace.id)).toBe(0)
    expect(await store.read.fannedTo(asId(1))).toBe(0)
  })

  test('a transaction that fails keeps nothing of webhooks and deliveries', async () => {
    const webhook = await webhookOf()
    const broken = write(async (tx) => {
      await tx.addDeliveries([deliveryOf(webhook)], false)
      await tx.fanTo(world.workspace.id, 123_456)
      throw new Error('on the way')
    })
    await expect(broken).rejects.toThrow('on the way')
    expect(await listed(webhook)).toEqual([])
    expect(await store.read.fannedTo(world.workspace.id)).not.toBe(123_456)
  })

  describe('who was in a group', () => {
    async function accountOf(own: World, person: Person): Promise<Account> {
      const account: Account = { ...own.account, id: id(), person, limits: {}, metadata: {} }
      await write(async (tx) => {
        await tx.addPeople(own.workspace.id, 'phones', [person])
        await tx.addAccount(account)
      })
      return account
    }

    test('the accounts are those of the people who were present after each event', async () => {
      const own = await begin(store)
      const accounts = [own.account, await accountOf(own, personOf()), await accountOf(own, personOf())]
      const [, anna, bert] = accounts
      if (anna === undefined || bert === undefined) throw new Error('no accounts')
      const change = (person: Person, from: Change['from'], to: Change['to']): readonly Change[] => [
        { person, from, to },
      ]
      const added = (people: readonly Change[]): Facts => ({
        ...{ type: 'participants.added', people, via: 'added', invite: null },
      })
      const steps: readonly (readonly [Facts, readonly Account[]])[] = [
        [created(own.me), [own.account]],
        [added(change(anna.person, null, 'member')), [own.account, anna]],
        [{ type: 'participants.invited', people: change(bert.person, null, 'invited') }, [own.account, anna]],
        [
          { type: 'role.changed', people: change(anna.person, 'member', 'admin'), cause: 'set' },
          [own.account, anna],
        ],
        [added(change(bert.person, 'invited', 'subscriber')), accounts],
        [
          { type: 'participants.removed', people: change(anna.person, 'admin', 'removed') },
          [own.account, bert],
        ],
        [
          { type: 'ban.added', people: change(bert.person, 'subscriber', 'banned'), reason: null },
          [own.account],
        ],
        [added(change(anna.person, 'removed', 'member')), [own.account, anna]],
        [{ type: 'participants.left', people: change(anna.person, 'member', 'left') }, [own.account]],
      ]
      const group = new Group(own)
      await write(async (tx) => {
        for (const [index, [facts]] of steps.entries()) await group.append(tx, facts, 100 + index)
      })
      for (const [index, [, present]] of steps.entries()) {
        const found = await store.read.accountsIn(own.workspace.id, group.id, index + 1)
        expect(found, `after event ${index + 1}`).toEqual(present)
      }
      expect(await store.read.accountsIn(own.workspace.id, group.id, 0)).toEqual([])
      expect(await store.read.accountsIn(world.workspace.id, group.id, 9)).toEqual([])
      await write((tx) => tx.deleteAccount(anna.id, 500))
      expect(await store.read.accountsIn(own.workspace.id, group.id, 2)).toEqual([own.account])
    })
  })
})
