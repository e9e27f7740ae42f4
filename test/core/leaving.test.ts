/** Promise 3: a group with people has an owner or admin; when the last one leaves, its policy decides. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Account, GroupId, Role } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page, short } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const [ann, bob, cat, dan] = [
  await world.account('ann'),
  await world.account('bob'),
  await world.account('cat'),
  await world.account('dan'),
]

const leave = (who: Account, group: GroupId) =>
  world.attempt(operations.leaveGroup, { account: who.id, group })
const forget = (who: Account, group: GroupId) =>
  world.attempt(operations.forgetGroup, { account: who.id, group })
const setRole = (who: Account, group: GroupId, whom: Account, role: Role) =>
  world.run(operations.setRole, { account: who.id, group, participants: [whom.person.user_id], role })

/** Adds people one after another, so that it is clear who has been there for longest. */
async function groupOf(
  people: readonly (readonly [Account, Role])[],
  policy: 'promote' | 'refuse' = 'promote',
) {
  const group = await world.group(ann, {}, { last_admin: policy })
  for (const [{ person }, role] of people) {
    world.pass(1000)
    const participants = [{ id: person.user_id, role }]
    await world.run(operations.addParticipants, { account: ann.id, group, participants })
  }
  return group
}

async function standings(group: GroupId) {
  const all = await Promise.all([ann, bob, cat, dan].map((who) => world.standing(group, who)))
  return all.map((standing) => standing ?? '-').join(' ')
}

/** The last events of a group, in short. */
async function lastEvents(group: GroupId, count: number) {
  return (await world.events(group)).slice(-count).map(({ facts }) => facts)
}

describe('the owner leaves', () => {
  test.each(['promote', 'refuse'] as const)(
    'while admins stay: the longest-standing one becomes owner (%s)',
    async (policy) => {
      const group = await groupOf(
        [
          [bob, 'member'],
          [cat, 'admin'],
          [dan, 'admin'],
        ],
        policy,
      )
      expect(await leave(ann, group)).toMatchObject({
        output: { successor: 'cat', group: { own: { standing: 'left' } } },
      })
      expect(await standings(group)).toBe('left member owner admin')
      expect((await world.head(group)).owner).toEqual(cat.person)
    },
  )

  test('and no admin stays: the longest-standing member becomes owner in the same transaction', async () => {
    const group = await groupOf([
      [dan, 'subscriber'],
      [cat, 'member'],
      [bob, 'member'],
    ])
    const before = (await world.head(group)).revision
    const attempt = await leave(ann, group)
    expect(attempt).toMatchObject({ output: { successor: 'cat' }, result: { revision: before + 2 } })
    expect(await standings(group)).toBe('left member owner subscriber')
    expect((await world.head(group)).owner).toEqual(cat.person)
    expect(await lastEvents(group, 2)).toMatchObject([
      { type: 'participants.left', people: [{ from: 'owner', to: 'left' }] },
      { type: 'role.changed', cause: 'succession', people: [{ from: 'member', to: 'owner' }] },
    ])
    const [left, promoted] = (await world.events(group)).slice(-2)
    expect(left?.run).toBe(promoted?.run)
  })

  test('is refused while others stay, where the policy says so', async () => {
    const group = await groupOf([[bob, 'member']], 'refuse')
    const before = await world.head(group)
    expect((await leave(ann, group)).code).toBe('last_admin')
    expect((await forget(ann, group)).code).toBe('last_admin')
    expect(await world.head(group)).toEqual(before)
    await setRole(ann, group, bob, 'admin')
    expect((await leave(ann, group)).code).toBeNull()
    expect(await standings(group)).toBe('left owner - -')
  })

  test.each(['promote', 'refuse'] as const)('is refused while only subscribers stay (%s)', async (policy) => {
    const group = await groupOf([[bob, 'subscriber']], policy)
    expect((await leave(ann, group)).code).toBe('last_admin')
    expect(await standings(group)).toBe('owner subscriber - -')
    await setRole(ann, group, bob, 'member')
    expect((await leave(ann, group)).code).toBe(policy === 'refuse' ? 'last_admin' : null)
  })

  test.each(['promote', 'refuse'] as const)(
    'as the last person of all: the group stays, empty (%s)',
    async (policy) => {
      const group = await groupOf([], policy)
      expect(await leave(ann, group)).toMatchObject({ output: { successor: null } })
      const head = await world.head(group)
      expect(head).toMatchObject({ owner: null, deleted_at: null, counts: { owner: 0, admin: 0, member: 0 } })
    },
  )
})

describe('an admin leaves', () => {
  test('while the owner stays: nothing else happens', async () => {
    const group = await groupOf(
      [
        [bob, 'admin'],
        [cat, 'member'],
      ],
      'refuse',
    )
    expect(await leave(bob, group)).toMatchObject({ output: { successor: null } })
    expect(await standings(group)).toBe('owner left member -')
  })

  test('and then the owner, whom the other admin follows', async () => {
    const group = await groupOf([
      [bob, 'admin'],
      [cat, 'admin'],
      [dan, 'member'],
    ])
    expect(await leave(bob, group)).toMatchObject({ output: { successor: null } })
    expect(await leave(ann, group)).toMatchObject({ output: { successor: 'cat' } })
    expect(await leave(cat, group)).toMatchObject({ output: { successor: 'dan' } })
    expect(await standings(group)).toBe('left left left owner')
  })
})

test('who has been longest counts from when he got his standing, not from when he came', async () => {
  const group = await groupOf([
    [bob, 'member'],
    [cat, 'member'],
  ])
  world.pass(1000)
  await setRole(ann, group, bob, 'subscriber')
  world.pass(1000)
  await setRole(ann, group, bob, 'member')
  expect(await leave(ann, group)).toMatchObject({ output: { successor: 'cat' } })
})

test('members and subscribers leave freely, and everybody may come back when added', async () => {
  const group = await groupOf(
    [
      [bob, 'member'],
      [cat, 'subscriber'],
    ],
    'refuse',
  )
  for (const who of [bob, cat]) expect(await leave(who, group)).toMatchObject({ output: { successor: null } })
  expect(await standings(group)).toBe('owner left left -')
  const participants = [{ id: 'bob' }, { id: 'cat' }]
  const { outcomes } = await world.run(operations.addParticipants, { account: ann.id, group, participants })
  expect(short(outcomes)).toEqual(['added', 'added'])
})

test('leaving twice is harmless', async () => {
  const group = await groupOf([[bob, 'member']])
  await leave(bob, group)
  const before = await world.head(group)
  expect(await leave(bob, group)).toMatchObject({
    output: { successor: null, group: { own: { standing: 'left' } } },
  })
  expect(await world.head(group)).toEqual(before)
})

describe('forgetting a group', () => {
  const listed = async (who: Account) => {
    const { items } = await world.run(operations.listGroups, { account: who.id, ...page, order: 'created' })
    return items.map(({ head }) => head.id)
  }

  test('leaves it, with the policy, and takes it out of the list; others keep it', async () => {
    const group = await groupOf([[bob, 'member']])
    expect((await forget(ann, group)).code).toBeNull()
    expect(await standings(group)).toBe('left owner - -')
    expect(await listed(ann)).not.toContain(group)
    expect(await listed(bob)).toContain(group)
  })

  test('that was left takes it out of the list and is no event', async () => {
    const group = await groupOf([[bob, 'member']])
    await leave(bob, group)
    expect(await listed(bob)).toContain(group)
    const { revision } = await world.head(group)
    await forget(bob, group)
    expect(await listed(bob)).not.toContain(group)
    expect((await world.head(group)).revision).toBe(revision)
  })

  test('ends when he is added again', async () => {
    const group = await groupOf([[bob, 'member']])
    await forget(bob, group)
    await world.run(operations.addParticipants, { account: ann.id, group, participants: [{ id: 'bob' }] })
    expect(await listed(bob)).toContain(group)
  })

  test('ends when he joins again', async () => {
    const group = await groupOf([[bob, 'member']])
    await forget(bob, group)
    expect(await world.join(bob, await world.invite(ann, group))).toMatchObject({
      output: { outcome: 'added' },
    })
    expect(await listed(bob)).toContain(group)
  })
})

describe('the ownership', () => {
  test('is handed over by the owner, who becomes admin, in one event', async () => {
    const group = await groupOf([[bob, 'member']])
    await setRole(ann, group, bob, 'owner')
    expect(await standings(group)).toBe('admin owner - -')
    expect((await world.head(group)).owner).toEqual(bob.person)
    expect(await lastEvents(group, 1)).toMatchObject([{ type: 'role.changed', cause: 'transfer' }])
    const { outcomes } = await setRole(ann, group, ann, 'owner')
    expect(short(outcomes)).toEqual(['refused own_account'])
  })

  test('goes to one person, and to nobody who is not in the group', async () => {
    const group = await groupOf([
      [bob, 'member'],
      [cat, 'member'],
    ])
    const give = (participants: string[]) =>
      world.attempt(operations.setRole, { account: ann.id, group, participants, role: 'owner' })
    expect((await give(['bob', 'cat'])).code).toBe('invalid_input')
    const before = await world.head(group)
    expect(await give(['dan'])).toMatchObject({ output: { outcomes: [{ reason: 'not_a_participant' }] } })
    expect(await give(['ann'])).toMatchObject({ output: { outcomes: [{ outcome: 'unchanged' }] } })
    expect(await world.head(group)).toEqual(before)
  })
})

test('a group that was forgotten is gone for the account, by its id too, until somebody brings it back', async () => {
  const group = await groupOf([[bob, 'member']])
  await forget(bob, group)
  const on = { account: bob.id, group }
  expect(await world.codeOf(operations.getGroup, on)).toBe('group_not_found')
  expect(await world.codeOf(operations.listMessages, { ...on, limit: 1, after: null })).toBe(
    'group_not_found',
  )
  expect((await forget(bob, group)).code).toBe('group_not_found')
  await world.run(operations.addParticipants, { account: ann.id, group, participants: [{ id: 'bob' }] })
  expect(await world.codeOf(operations.getGroup, on)).toBeNull()
})
