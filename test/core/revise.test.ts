/** Revising a group: people come and go and the group is told about something else, all of it at once or nothing. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Account, GroupId, Role } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Tx } from '../../src/core/store.ts'
import { openWorld, short, World } from '../support/core.ts'
import { tablesIn, tablesWithoutRuns } from '../support/database.ts'
import { demandReplay } from '../support/replay.ts'

const world = await openWorld()
afterAll(() => world.close())

const nobody = { add: [], remove: [] }
let count = 0

async function begin(
  people: Readonly<Record<string, Role>> = {},
  limits = {},
): Promise<{
  readonly owner: Account
  readonly on: { readonly account: Account['id']; readonly group: GroupId }
}> {
  count += 1
  const owner = await world.account(`owner-${count}`, 'open', limits)
  return { owner, on: { account: owner.id, group: await world.group(owner, people) } }
}

const named = (...ids: readonly string[]) => ids.map((id) => ({ id }))

describe('everything at once', () => {
  test('is one run, one event for each kind of change, and an output that says what changed', async () => {
    const { on } = await begin({ anna: 'member', sub: 'subscriber', other: 'subscriber' })
    const { output, run } = await world.execute(operations.reviseGroup, {
      ...on,
      add: [{ id: 'ben' }, { id: 'boss', role: 'admin', name: 'The boss' }, { id: 'other' }],
      remove: [{ id: 'anna' }, { id: 'sub', as: 'subscriber' }],
      name: 'Other',
      description: 'Of all',
      tags: ['a'],
      more_tags: ['b', 'a'],
      topics: ['1'],
      metadata: { k: 'v' },
      settings: { discoverable: true },
    })
    expect(short(output.outcomes)).toEqual(['added', 'added', 'changed', 'removed', 'removed'])
    expect(output.people.map(({ person, from, to }) => [person.user_id, from, to])).toEqual([
      ['ben', null, 'member'],
      ['boss', null, 'admin'],
      ['other', 'subscriber', 'member'],
      ['anna', 'member', 'removed'],
      ['sub', 'subscriber', 'removed'],
    ])
    expect(output.changed).toEqual([
      'name',
      'description',
      'tags',
      'topics',
      'metadata',
      'settings.discoverable',
    ])
    const events = (await demandReplay(world, on.group)).filter((event) => event.run === run)
    expect(events.map(({ facts }) => facts.type)).toEqual([
      'participants.removed',
      'participants.added',
      'role.changed',
      'group.updated',
    ])
    const head = await world.head(on.group)
    expect(head).toMatchObject({ name: 'Other', tags: ['a', 'b'], topics: ['1'], metadata: { k: 'v' } })
    expect(head.counts).toMatchObject({ owner: 1, admin: 1, member: 2, subscriber: 0 })
  })

  test('does nothing the second time', async () => {
    const { on } = await begin({ anna: 'member' })
    const input = { ...on, add: named('ben'), remove: named('anna'), name: 'Other', more_tags: ['x'] }
    await world.run(operations.reviseGroup, input)
    const { revision } = await world.head(on.group)
    const again = await world.run(operations.reviseGroup, input)
    expect(short(again.outcomes)).toEqual(['unchanged already_participant', 'unchanged not_a_participant'])
    expect([again.people, again.changed]).toEqual([[], []])
    expect((await world.head(on.group)).revision).toBe(revision)
  })

  test('moves no revision when nothing is asked for', async () => {
    const { on } = await begin()
    const { revision } = await world.head(on.group)
    expect((await world.run(operations.reviseGroup, { ...on, ...nobody })).changed).toEqual([])
    expect((await world.head(on.group)).revision).toBe(revision)
  })
})

describe('what refuses all of it', () => {
  const refusals = [
    ['a person both added and removed', { add: named('zoe'), remove: named('zoe') }, 'invalid_input'],
    [
      'the same in another spelling',
      { add: named('Zoe@x.org'), remove: named('zoe@x.org') },
      'invalid_input',
    ],
    ['an id that is none, to add', { add: named('two words'), remove: [] }, 'invalid_person'],
    ['an id that is none, to remove', { add: named('zoe'), remove: named('two words') }, 'invalid_person'],
    ['an owner', { add: [{ id: 'zoe', role: 'owner' }], remove: [] }, 'not_permitted'],
    ['an empty name', { add: named('zoe'), remove: [], name: ' ' }, 'invalid_input'],
    ['a name that is too long', { add: named('zoe'), remove: [], name: 'x'.repeat(257) }, 'limit_exceeded'],
    ['a tag of two lines', { add: named('zoe'), remove: [], more_tags: ['a\nb'] }, 'invalid_input'],
    [
      'more tags than there may be',
      { ...nobody, more_tags: Array.from({ length: 101 }, (_, index) => `t${index}`) },
      'limit_exceeded',
    ],
    ['metadata with a control character', { ...nobody, metadata: { k: '\u0000' } }, 'invalid_input'],
  ] as const

  test.each(refusals)('%s', async (_what, input, code) => {
    const { on } = await begin({ anna: 'member' })
    const before = await tablesWithoutRuns(world.directory)
    expect(await world.codeOf(operations.reviseGroup, { name: 'Never', ...on, ...input })).toBe(code)
    expect(await tablesWithoutRuns(world.directory)).toEqual(before)
  })

  test('a member who may add but not remove adds nobody when he also removes', async () => {
    const { on } = await begin({ anna: 'member', ben: 'member' })
    await world.run(operations.updateGroup, { ...on, settings: { member_add: 'everyone' } })
    const anna = await world.account('anna')
    const input = { ...on, account: anna.id, add: named('zoe') }
    expect(await world.codeOf(operations.reviseGroup, { ...input, remove: named('ben') })).toBe(
      'not_permitted',
    )
    expect((await world.head(on.group)).counts.member).toBe(2)
    expect(await world.codeOf(operations.reviseGroup, { ...input, remove: [] })).toBeNull()
  })
})

/** The same server, whose store breaks at the so many-th event of a transaction. */
function breakingAt(event: number): World {
  const { store } = world.env
  const broken = (tx: Tx): Tx => {
    let left = event
    return {
      ...tx,
      append: (...all) => {
        left -= 1
        return left === 0 ? Promise.reject(new Error('the disk is gone')) : tx.append(...all)
      },
    }
  }
  const transaction: typeof store.transaction = (turn, work) =>
    store.transaction(turn, (tx) => work(broken(tx)))
  // Every caller's own view of the store breaks like the whole.
  const brokenStore: typeof store = { ...store, transaction, within: () => brokenStore }
  const parts = { ...world, env: { ...world.env, store: brokenStore } }
  return new World(parts, world.call.workspace, world.call.key)
}

test.each([1, 2, 3])('a failure at event %i of three leaves nothing half done', async (event) => {
  const { on } = await begin({ anna: 'member' })
  const before = await tablesIn(world.directory)
  const input = { ...on, add: named('late'), remove: named('anna'), name: 'Half' }
  await expect(breakingAt(event).run(operations.reviseGroup, input)).rejects.toThrow('the disk is gone')
  expect(await tablesIn(world.directory)).toEqual(before)
  expect(short((await world.run(operations.reviseGroup, input)).outcomes)).toEqual(['added', 'removed'])
  await demandReplay(world, on.group)
})

describe('who goes', () => {
  test('only in the way that is said', async () => {
    const { on } = await begin({ anna: 'member', sub: 'subscriber', boss: 'admin' })
    const remove = [
      { id: 'anna', as: 'subscriber' },
      { id: 'sub', as: 'member' },
      { id: 'boss', as: 'member' },
    ] as const
    const { outcomes } = await world.run(operations.reviseGroup, { ...on, add: [], remove: [...remove] })
    expect(short(outcomes)).toEqual(['unchanged not_a_subscriber', 'unchanged not_a_member', 'removed'])
  })

  test('in any of the ways that are said, and once', async () => {
    const { on } = await begin({ sub: 'subscriber' })
    const remove = [{ id: 'sub', as: 'member' } as const, { id: 'sub', as: 'subscriber' } as const]
    const { outcomes, people } = await world.run(operations.reviseGroup, { ...on, add: [], remove })
    expect(short(outcomes)).toEqual(['removed', 'unchanged named_twice'])
    expect(people).toHaveLength(1)
  })

  test('not the account itself, and not the owner', async () => {
    const { on, owner } = await begin({ boss: 'admin' })
    const { user_id } = owner.person
    const own = await world.run(operations.reviseGroup, { ...on, add: [], remove: named(user_id) })
    expect(short(own.outcomes)).toEqual(['refused own_account'])
    const boss = await world.account('boss')
    const by = { ...on, account: boss.id, add: [], remove: named(user_id) }
    expect(short((await world.run(operations.reviseGroup, by)).outcomes)).toEqual(['refused not_permitted'])
  })

  test('also whose request or invite is open', async () => {
    const owner = await world.account('+12025550199', 'whatsapp')
    const group = await world.group(owner)
    const code = await world.invite(owner, group, { approval: true })
    const asker = await world.account('+12025550198', 'whatsapp')
    await world.join(asker, code)
    const on = { account: owner.id, group }
    await world.run(operations.addParticipants, { ...on, participants: named('+15550100403') })
    const remove = named('+12025550198', '+15550100403')
    const { people } = await world.run(operations.reviseGroup, { ...on, add: [], remove })
    expect(people.map(({ from, to }) => [from, to])).toEqual([
      ['requested', 'removed'],
      ['invited', 'removed'],
    ])
    await demandReplay(world, group)
  })
})

describe('who comes', () => {
  test('takes the place of whoever goes in the same call, and no more', async () => {
    const limits = { 'group.participants': 3 }
    const { on } = await begin({ anna: 'member', ben: 'member' }, limits)
    const input = { ...on, add: named('x', 'y'), remove: named('anna', 'stranger') }
    const { outcomes } = await world.run(operations.reviseGroup, input)
    expect(short(outcomes)).toEqual(['added', 'refused group_full', 'removed', 'unchanged not_a_participant'])
    await demandReplay(world, on.group)
  })

  test('not when he is banned, and with the request that he had', async () => {
    const { on, owner } = await begin()
    await world.run(operations.banParticipants, { ...on, participants: ['troll'], reason: null })
    const asker = await world.account('asker-of-revise')
    await world.join(asker, await world.invite(owner, on.group, { approval: true }))
    const add = named('troll', 'asker-of-revise')
    const { outcomes, people } = await world.run(operations.reviseGroup, { ...on, add, remove: [] })
    expect(short(outcomes)).toEqual(['refused banned', 'added'])
    expect(people).toMatchObject([{ from: 'requested', to: 'member' }])
    expect((await world.head(on.group)).counts.requested).toBe(0)
  })

  test('as the network says, while whoever goes just goes', async () => {
    const owner = await world.account('+12025550197', 'whatsapp')
    const group = await world.group(owner, { '+12025550196': 'member' })
    const on = { account: owner.id, group }
    const add = named('+15550100403', '+15550100404', '+15550100202', '+15550100504')
    const remove = named('+12025550196')
    const { outcomes } = await world.run(operations.reviseGroup, { ...on, add, remove, name: 'Late' })
    expect(short(outcomes)).toEqual([
      'invited privacy',
      'refused not_on_network',
      'added',
      'unconfirmed no_answer',
      'removed',
    ])
    expect(await world.head(group)).toMatchObject({ name: 'Late', counts: { member: 1, invited: 1 } })
    // A sandbox person who is in the group goes like everybody.
    const out = await world.run(operations.reviseGroup, { ...on, add: [], remove: named('+15550100202') })
    expect(short(out.outcomes)).toEqual(['removed'])
    await demandReplay(world, group)
  })
})

test('metadata is merged, and null takes an entry away', async () => {
  const { on } = await begin()
  const revise = (metadata: Record<string, string | null>) =>
    world.run(operations.reviseGroup, { ...on, ...nobody, metadata })
  await revise({ a: '1', b: '2' })
  expect((await revise({ b: null, c: '3', none: null })).changed).toEqual(['metadata'])
  expect((await world.head(on.group)).metadata).toEqual({ a: '1', c: '3' })
  expect((await revise({ a: '1' })).changed).toEqual([])
})

test('a dry run tells what would be and leaves everything as it is', async () => {
  const { on } = await begin({ anna: 'member' })
  const before = await tablesIn(world.directory)
  const input = { ...on, add: named('dry'), remove: named('anna'), name: 'Dry' }
  const { output } = await world.execute(operations.reviseGroup, input, { dryRun: true })
  expect([short(output.outcomes), output.changed]).toEqual([['added', 'removed'], ['name']])
  expect(await tablesIn(world.directory)).toEqual(before)
})
