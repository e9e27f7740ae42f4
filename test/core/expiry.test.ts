/** What was given an end ends by itself: once, with one event, not a moment too early, and not what was renewed. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Environment } from '../../src/core/environment.ts'
import { endWhatIsOver } from '../../src/core/expiry.ts'
import type { GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Reader } from '../../src/core/store.ts'
import { openSqlite } from '../../src/stores/sqlite.ts'
import { openWorld, short } from '../support/core.ts'
import { demandReplay } from '../support/replay.ts'

const world = await openWorld()
afterAll(() => world.close())
const owner = await world.account('owner')
const second = 1000

/** A group with somebody whose membership ends in ten seconds. */
async function withGuest(more: object = {}) {
  const group = await world.group(owner)
  const on = { account: owner.id, group }
  const participants = [{ id: 'guest', expires_at: world.clock.at + 10 * second, ...more }]
  const { outcomes } = await world.run(operations.addParticipants, { ...on, participants })
  expect(short(outcomes)).toEqual(['added'])
  return { group, on }
}

async function standing(group: GroupId, person: string): Promise<string | null> {
  const [found] = await world.env.store.read.named(world.call.workspace.id, 'open', [person], group)
  return found?.membership?.standing ?? null
}

/** The events of a group behind the first ones, in short. */
async function since(group: GroupId, count: number) {
  return (await world.events(group)).slice(count).map(({ facts, actor, account, run }) => {
    expect([actor, account, run]).toEqual([null, null, null])
    return facts
  })
}

const end = () => endWhatIsOver(world.env)

describe('a membership', () => {
  test('lasts to the last moment, and ends once with one event', async () => {
    const { group } = await withGuest()
    world.pass(10 * second - 1)
    expect(await end()).toBe(0)
    expect(await standing(group, 'guest')).toBe('member')
    world.pass(1)
    expect(await end()).toBe(1)
    expect(await standing(group, 'guest')).toBe('removed')
    for (const _ of [1, 2]) expect(await end()).toBe(0)
    world.pass(3600 * second)
    expect(await end()).toBe(0)
    expect(await since(group, 2)).toMatchObject([
      { type: 'participants.removed', cause: 'expired', people: [{ from: 'member', to: 'removed' }] },
    ])
    expect((await world.head(group)).counts).toMatchObject({ owner: 1, member: 0 })
    await demandReplay(world, group)
  })

  test('of several people who end together is one event, and of two groups one for each', async () => {
    const first = await withGuest()
    const other = await withGuest({ role: 'admin' })
    const participants = [{ id: 'friend', expires_at: world.clock.at + 10 * second }]
    await world.run(operations.addParticipants, { ...first.on, participants })
    world.pass(10 * second)
    expect(await end()).toBe(3)
    const [facts, ...more] = await since(first.group, 3)
    expect(
      facts?.type === 'participants.removed' && facts.people.map(({ person }) => person.user_id),
    ).toEqual(expect.arrayContaining(['guest', 'friend']))
    expect(more).toEqual([])
    expect(await since(other.group, 2)).toHaveLength(1)
  })

  test.each([
    ['a later end', 20],
    ['no end', null],
  ])('that was given %s stays', async (_, seconds) => {
    const { group, on } = await withGuest()
    const expires_at = seconds === null ? null : world.clock.at + seconds * second
    const change = { ...on, participants: ['guest'], role: 'member' as const, expires_at }
    expect(short((await world.run(operations.setRole, change)).outcomes)).toEqual(['changed'])
    world.pass(10 * second)
    expect(await end()).toBe(0)
    expect(await standing(group, 'guest')).toBe('member')
    world.pass(10 * second)
    expect(await end()).toBe(seconds === null ? 0 : 1)
    expect(await standing(group, 'guest')).toBe(seconds === null ? 'member' : 'removed')
  })

  test('that was renewed after it was found, and before its turn came, stays', async () => {
    const { group, on } = await withGuest()
    world.pass(10 * second)
    const due = await world.env.store.read.dueMemberships(world.clock.at, 10)
    expect(due).toHaveLength(1)
    const change = { ...on, participants: ['guest'], role: 'member' as const, expires_at: null }
    await world.run(operations.setRole, change)
    await endWhatIsOver(seeing({ dueMemberships: async () => due }))
    expect(await standing(group, 'guest')).toBe('member')
    expect(await since(group, 3)).toEqual([])
  })

  /** The same server, which has found something a moment ago. */
  function seeing(stale: Partial<Reader>): Environment {
    const { store } = world.env
    return { ...world.env, store: { ...store, read: { ...store.read, ...stale } } }
  }

  test('keeps its end when the role changes, and has none after coming in anew', async () => {
    const { group, on } = await withGuest()
    await world.run(operations.setRole, { ...on, participants: ['guest'], role: 'admin' })
    world.pass(10 * second)
    expect(await end()).toBe(1)
    expect(await standing(group, 'guest')).toBe('removed')
    await world.run(operations.addParticipants, { ...on, participants: [{ id: 'guest' }] })
    world.pass(3600 * second)
    expect(await end()).toBe(0)
    expect(await standing(group, 'guest')).toBe('member')
  })

  test('that ended before its time has no second end', async () => {
    const { group, on } = await withGuest()
    await world.run(operations.removeParticipants, { ...on, participants: ['guest'] })
    const before = (await world.events(group)).length
    world.pass(10 * second)
    expect(await end()).toBe(0)
    expect(await since(group, before)).toEqual([])
  })

  test('of a deleted group says nothing any more', async () => {
    const { group, on } = await withGuest()
    await world.invite(owner, group, { expires_at: world.clock.at + 10 * second })
    await world.run(operations.deleteGroup, on)
    const before = (await world.events(group)).length
    world.pass(10 * second)
    // They are found once, and never again.
    expect(await end()).toBe(2)
    expect(await end()).toBe(0)
    expect(await since(group, before)).toEqual([])
  })

  test('of an owner has no end: not when he is made owner, and not when he is handed the group with one', async () => {
    const { group, on } = await withGuest()
    const change = { ...on, participants: ['guest'], role: 'owner' as const }
    const wrong = { ...change, expires_at: world.clock.at + second }
    expect(await world.codeOf(operations.setRole, wrong)).toBe('invalid_input')
    await world.run(operations.setRole, change)
    world.pass(3600 * second)
    expect(await end()).toBe(0)
    expect(await standing(group, 'guest')).toBe('owner')
  })

  test('of whoever becomes owner because the owner left has no end', async () => {
    const { group, on } = await withGuest({ role: 'admin' })
    await world.run(operations.leaveGroup, on)
    expect(await standing(group, 'guest')).toBe('owner')
    world.pass(3600 * second)
    expect(await end()).toBe(0)
    expect(await standing(group, 'guest')).toBe('owner')
  })

  test.each([-1, 0])('that would be over already is refused, and nothing changes (%i)', async (ms) => {
    const group = await world.group(owner)
    const participants = [{ id: 'late', expires_at: world.clock.at + ms }]
    const input = { account: owner.id, group, participants }
    expect(await world.codeOf(operations.addParticipants, input)).toBe('invalid_input')
    expect(await standing(group, 'late')).toBeNull()
  })
})

test('a ban is lifted once, and the person may come in again', async () => {
  const group = await world.group(owner, { troll: 'member' })
  const on = { account: owner.id, group }
  const expires_at = world.clock.at + 10 * second
  await world.run(operations.banParticipants, { ...on, participants: ['troll'], reason: null, expires_at })
  const before = (await world.events(group)).length
  world.pass(10 * second - 1)
  expect(await end()).toBe(0)
  expect(await standing(group, 'troll')).toBe('banned')
  world.pass(1)
  expect(await end()).toBe(1)
  expect(await end()).toBe(0)
  expect(await standing(group, 'troll')).toBeNull()
  expect(await since(group, before)).toMatchObject([
    { type: 'ban.removed', cause: 'expired', people: [{ from: 'banned', to: null }] },
  ])
  const { outcomes } = await world.run(operations.addParticipants, { ...on, participants: [{ id: 'troll' }] })
  expect(short(outcomes)).toEqual(['added'])
  await demandReplay(world, group)
})

test('an invite says once that its time is over; one that was revoked or used up does not', async () => {
  const group = await world.group(owner)
  const expires_at = world.clock.at + 10 * second
  const over = await world.invite(owner, group, { expires_at })
  const revoked = await world.invite(owner, group, { expires_at })
  const used = await world.invite(owner, group, { expires_at, uses_max: 1 })
  await world.run(operations.revokeInvite, { account: owner.id, group, code: revoked })
  await world.join(await world.account('joiner'), used)
  const before = (await world.events(group)).length
  world.pass(10 * second - 1)
  expect(await end()).toBe(0)
  world.pass(1)
  expect(await end()).toBe(1)
  expect(await end()).toBe(0)
  expect(await since(group, before)).toEqual([{ type: 'invite.expired', code: over }])
  expect((await world.join(await world.account('late'), over)).code).toBe('invite_ended')
  await demandReplay(world, group)
})

test('a key says once that its time is over; one that was revoked does not', async () => {
  const expires_at = world.clock.at + 10 * second
  const input = { name: 'short', scopes: ['read' as const], bound_to: null, expires_at }
  const { key } = await world.run(operations.createKey, input)
  const { key: revoked } = await world.run(operations.createKey, input)
  await world.run(operations.revokeKey, { key: revoked.id })
  const from = await world.env.store.read.lastInFeed(world.call.workspace.id)
  const told = world.committed.length
  world.pass(10 * second - 1)
  expect(await end()).toBe(0)
  world.pass(1)
  expect(await end()).toBe(1)
  expect(await end()).toBe(0)
  const { events } = await world.run(operations.listEvents, { limit: 10, after: from })
  expect(events.map(({ event }) => event.facts)).toEqual([
    { type: 'key.expired', key: key.id, name: 'short' },
  ])
  expect(world.committed.slice(told)).toEqual(events.map(({ event }) => event))
})

test('a server that starts again ends what ended meanwhile, and nothing twice', async () => {
  const stopped = await openWorld()
  const host = await stopped.account('host')
  const group = await stopped.group(host)
  const at = stopped.clock.at
  const participants = [
    { id: 'first', expires_at: at + second },
    { id: 'second', expires_at: at + 5 * second },
  ]
  await stopped.run(operations.addParticipants, { account: host.id, group, participants })
  stopped.pass(second)
  expect(await endWhatIsOver(stopped.env)).toBe(1)
  await stopped.env.store.close()
  stopped.pass(10 * second)
  const store = await openSqlite({ directory: stopped.directory })
  const env = { ...stopped.env, store }
  expect(await endWhatIsOver(env)).toBe(1)
  expect(await endWhatIsOver(env)).toBe(0)
  const { items } = await store.read.groupEvents(group, { limit: 100, after: [2] })
  const names = items.map(({ facts, at: when }) => [
    facts.type === 'participants.removed' && facts.people.map(({ person }) => person.user_id),
    when - at,
  ])
  expect(names).toEqual([
    [['first'], second],
    [['second'], 11 * second],
  ])
  await store.close()
})
