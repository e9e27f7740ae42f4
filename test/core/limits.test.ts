/** Limits hold exactly: what reaches one is let through, one more is refused and changes nothing. */
import { afterAll, describe, expect, test } from 'vitest'
import type { GroupId } from '../../src/core/model.ts'
import type { LimitName } from '../../src/core/network.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page, short } from '../support/core.ts'
import { tablesWithoutRuns } from '../support/database.ts'

const world = await openWorld()
afterAll(() => world.close())

const limits = {
  'group.name': 5,
  'group.description': 6,
  'group.tags': 2,
  'group.topics': 3,
  'group.metadata': 2,
  'group.invites': 2,
  'participants.batch': 3,
  'message.text': 7,
} as const
const ann = await world.account('ann', 'open', limits)
const plain = { account: ann.id, name: 'Group', participants: [] }

const entries = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'value']))
const list = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`)
// One character to a person is two to the machine: limits count what a person would.
const letters = (count: number) => '🦦'.repeat(count)

const fields: readonly (readonly [LimitName, (count: number) => object])[] = [
  ['group.name', (count) => ({ name: letters(count) })],
  ['group.description', (count) => ({ description: letters(count) })],
  ['group.tags', (count) => ({ tags: list(count) })],
  ['group.topics', (count) => ({ topics: list(count) })],
  ['group.metadata', (count) => ({ metadata: entries(count) })],
]

describe.each(fields)('%s', (name, field) => {
  const max = ann.limits[name] ?? 0

  test.each(['createGroup', 'updateGroup'] as const)('holds in %s', async (operation) => {
    const group = await world.group(ann)
    const on = operation === 'createGroup' ? plain : { account: ann.id, group }
    expect(await world.codeOf(operations[operation], { ...on, ...field(max) })).toBeNull()
    const before = await tablesWithoutRuns(world.directory)
    const attempt = await world.attemptAny(operations[operation], { ...on, ...field(max + 1) })
    expect(attempt).toMatchObject({
      code: 'limit_exceeded',
      failure: { facts: { limit: name, max, actual: max + 1 } },
    })
    expect(await tablesWithoutRuns(world.directory)).toEqual(before)
  })
})

test('message.text', async () => {
  const group = await world.group(ann)
  const say = (count: number) =>
    world.codeOf(operations.sendMessage, { account: ann.id, group, text: letters(count) })
  expect([await say(7), await say(8)]).toEqual([null, 'limit_exceeded'])
  const first = (count: number) => world.codeOf(operations.createGroup, { ...plain, message: letters(count) })
  expect([await first(7), await first(8)]).toEqual([null, 'limit_exceeded'])
})

test('participants.batch holds in everything that names people', async () => {
  const group = await world.group(ann)
  const on = { account: ann.id, group }
  const codes = async (names: readonly string[]) => {
    const people = { participants: [...names] }
    const newcomers = { participants: names.map((id) => ({ id })) }
    return Promise.all([
      world.codeOf(operations.addParticipants, { ...on, ...newcomers }),
      world.codeOf(operations.createGroup, { ...plain, ...newcomers }),
      world.codeOf(operations.setRole, { ...on, ...people, role: 'admin' }),
      world.codeOf(operations.removeParticipants, { ...on, ...people }),
      world.codeOf(operations.banParticipants, { ...on, ...people, reason: null }),
      world.codeOf(operations.unbanParticipants, { ...on, ...people }),
      world.codeOf(operations.approveJoinRequests, { ...on, ...people }),
      world.codeOf(operations.rejectJoinRequests, { ...on, ...people }),
    ])
  }
  expect(new Set(await codes(['a', 'b', 'c']))).toEqual(new Set([null]))
  // Naming somebody twice counts twice: it is the call that is limited.
  expect(new Set(await codes(['a', 'b', 'c', 'c']))).toEqual(new Set(['limit_exceeded']))
})

test('group.invites counts those that neither were revoked nor have expired', async () => {
  const group = await world.group(ann)
  const on = { account: ann.id, group }
  const make = (expires_at: number | null = null) =>
    world.codeOf(operations.createInvite, {
      ...on,
      expires_at,
      uses_max: null,
      role: 'member',
      approval: false,
    })
  const code = await world.invite(ann, group)
  expect([await make(world.clock.at + 10), await make()]).toEqual([null, 'limit_exceeded'])
  world.pass(10)
  expect([await make(), await make()]).toEqual([null, 'limit_exceeded'])
  await world.run(operations.revokeInvite, { ...on, code })
  expect([await make(), await make()]).toEqual([null, 'limit_exceeded'])
})

describe('group.participants', () => {
  test('lets a new group have so many people, its owner counted; the others are refused one by one', async () => {
    const small = await world.account('small', 'open', { 'group.participants': 3 })
    const participants = ['a', 'small', 'b', 'c', 'a'].map((id) => ({ id }))
    const { outcomes, group } = await world.run(operations.createGroup, {
      account: small.id,
      name: 'S',
      participants,
    })
    expect(short(outcomes)).toEqual([
      'added',
      'unchanged own_account',
      'added',
      'refused group_full',
      'unchanged named_twice',
    ])
    expect(group.head).toMatchObject({ capacity: 3, counts: { owner: 1, member: 2 } })
    const on = { account: small.id, group: group.head.id }
    const again = await world.run(operations.addParticipants, {
      ...on,
      participants: [{ id: 'a' }, { id: 'd' }],
    })
    expect(short(again.outcomes)).toEqual(['unchanged already_participant', 'refused group_full'])
    await world.run(operations.removeParticipants, { ...on, participants: ['a'] })
    const places = await world.run(operations.addParticipants, {
      ...on,
      participants: [{ id: 'd' }, { id: 'e' }],
    })
    expect(short(places.outcomes)).toEqual(['added', 'refused group_full'])
  })

  test('belongs to a group from its beginning, whatever becomes of the limit', async () => {
    const account = await world.account('changing', 'open', { 'group.participants': 2 })
    const group = await world.group(account)
    await world.run(operations.updateAccount, { account: account.id, limits: { 'group.participants': 1 } })
    const input = { account: account.id, group, participants: [{ id: 'a' }, { id: 'b' }] }
    const { outcomes } = await world.run(operations.addParticipants, input)
    expect(short(outcomes)).toEqual(['added', 'refused group_full'])
    expect((await world.head(group)).capacity).toBe(2)
  })
})

describe('account.groups', () => {
  let made = 0
  async function limited() {
    made += 1
    return world.account(`limited${made}`, 'open', { 'account.groups': 2 })
  }
  const create = (account: { readonly id: number }) =>
    world.codeOf(operations.createGroup, { ...plain, account: account.id })

  test('counts the groups that it made and is in', async () => {
    const account = await limited()
    const group = await world.group(account)
    expect([await create(account), await create(account)]).toEqual([null, 'limit_exceeded'])
    await world.run(operations.leaveGroup, { account: account.id, group })
    expect([await create(account), await create(account)]).toEqual([null, 'limit_exceeded'])
  })

  test('counts those to which it was added, and holds for joining too', async () => {
    const account = await limited()
    const group = await world.group(ann, { [account.person.user_id]: 'member' })
    expect(await create(account)).toBeNull()
    const other = await world.group(ann)
    const code = await world.invite(ann, other)
    const joined = await world.join(account, code)
    expect(joined).toMatchObject({ code: 'limit_exceeded', failure: { facts: { limit: 'account.groups' } } })
    expect((await world.env.store.read.invite(code))?.invite.uses).toBe(0)
    await world.run(operations.removeParticipants, {
      account: ann.id,
      group,
      participants: [account.person.user_id],
    })
    expect((await world.join(account, code)).code).toBeNull()
    // Joining where one is already needs no place.
    expect((await world.join(account, code)).code).toBeNull()
  })

  test('has a place again when a group was deleted, for everybody who was in it', async () => {
    const [one, two] = [await limited(), await limited()]
    const group = await world.group(one, { [two.person.user_id]: 'member' })
    for (const account of [one, two])
      expect([await create(account), await create(account)][1]).toBe('limit_exceeded')
    await world.run(operations.deleteGroup, { account: one.id, group })
    for (const account of [one, two])
      expect([await create(account), await create(account)]).toEqual([null, 'limit_exceeded'])
  })

  test('counts what its person was in before there was an account', async () => {
    await world.group(ann, { early: 'member' })
    const early = await world.account('early', 'open', { 'account.groups': 2 })
    expect([await create(early), await create(early)]).toEqual([null, 'limit_exceeded'])
  })
})

describe('a limit', () => {
  const profileMax = 256

  test('is the account’s, else the workspace’s, else the profile’s', async () => {
    const account = await world.account('many', 'open')
    const rename = (count: number) =>
      world.codeOf(
        operations.createGroup,
        { account: account.id, name: 'x'.repeat(count), participants: [] },
        how(),
      )
    let workspace = world.call.workspace
    const how = () => ({ workspace })
    expect([await rename(profileMax), await rename(profileMax + 1)]).toEqual([null, 'limit_exceeded'])
    const overrides = { open: { 'group.name': 300 } }
    workspace = (await world.run(operations.updateWorkspace, { limits: overrides })).workspace
    expect([await rename(300), await rename(301)]).toEqual([null, 'limit_exceeded'])
    await world.run(operations.updateAccount, { account: account.id, limits: { 'group.name': 4 } })
    expect([await rename(4), await rename(5)]).toEqual([null, 'limit_exceeded'])
    await world.run(operations.updateAccount, { account: account.id, limits: {} })
    expect(await rename(300)).toBeNull()
  })

  test('that does not exist cannot be set, nor one of a profile that does not exist', async () => {
    const unknown = { 'group.people': 1 }
    const account = { network: 'builtin', profile: 'open', name: 'A', user_id: 'unlimited' }
    expect(await world.codeOf(operations.createAccount, { ...account, limits: unknown })).toBe(
      'invalid_input',
    )
    expect(await world.codeOf(operations.updateAccount, { account: ann.id, limits: unknown })).toBe(
      'invalid_input',
    )
    const workspace = (limits: object) => world.codeOf(operations.updateWorkspace, { limits })
    expect(await workspace({ open: unknown })).toBe('invalid_input')
    expect(await workspace({ closed: {} })).toBe('network_not_found')
    for (const max of [-1, 1.5, 1_000_000_001])
      expect(await workspace({ open: { 'group.name': max } })).toBe('invalid_input')
  })
})

test('a page has from 1 to 1,024 rows', async () => {
  const codes = async (limit: number) =>
    world.codeOf(operations.listGroups, { account: ann.id, after: null, order: 'created', limit })
  expect([await codes(0), await codes(1), await codes(1024), await codes(1025)]).toEqual([
    'invalid_input',
    null,
    null,
    'invalid_input',
  ])
})

test('pages one after another are the whole list', async () => {
  const owner = await world.account('paging')
  const made: GroupId[] = []
  for (let count = 0; count < 5; count += 1) made.unshift(await world.group(owner))
  const seen: GroupId[] = []
  let after: number[] | null = null
  do {
    const input = { ...page, account: owner.id, order: 'created' as const, limit: 2, after }
    const { items, next }: Awaited<ReturnType<typeof listed>> = await listed(input)
    seen.push(...items.map(({ head }) => head.id))
    after = next === null ? null : [...next]
  } while (after !== null)
  expect(seen).toEqual(made)
})

function listed(input: Parameters<typeof operations.listGroups.read>[1]) {
  return world.run(operations.listGroups, input)
}
