/** Groups in groups, ids that callers choose for groups, and groups to discover. */
import { afterAll, describe, expect, test } from 'vitest'
import { type Account, asId, type GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'
import { demandReplay } from '../support/replay.ts'

const world = await openWorld()
afterAll(() => world.close())
const owner = await world.account('owner')

const make = (account: Account, more: object) =>
  world.attempt(operations.createGroup, { account: account.id, name: 'Group', participants: [], ...more })

async function made(account: Account, more: object): Promise<GroupId> {
  const attempt = await make(account, more)
  if (attempt.code !== null) throw attempt.failure
  return attempt.output.group.head.id
}

describe('an id of the caller’s own', () => {
  test('names the group in every call, and comes back from the events', async () => {
    const group = await made(owner, { alias: 'first' })
    const seen = await world.env.store.read.head(group)
    expect(seen).toMatchObject({ alias: 'first', community: null })
    await demandReplay(world, group)
    for (const operation of [operations.getGroup, operations.listParticipants]) {
      const input = { account: owner.id, group: 'first', limit: 10, after: null }
      expect(await world.codeOf(operation, input)).toBeNull()
    }
    expect(await world.codeOf(operations.getGroup, { account: owner.id, group: 'second' })).toBe(
      'group_not_found',
    )
  })

  test('is given once in a workspace, also when the group is gone, and again in another workspace', async () => {
    const group = await made(owner, { alias: 'once' })
    expect((await make(owner, { alias: 'once' })).code).toBe('already_exists')
    await world.run(operations.deleteGroup, { account: owner.id, group })
    expect((await make(owner, { alias: 'once' })).code).toBe('already_exists')
    const { workspace, key } = await world.run(operations.createWorkspace, { name: 'Other' })
    const other = world.as(workspace, key)
    const { account } = await other.run(operations.createAccount, {
      ...{ network: 'builtin', profile: 'open', name: 'x', user_id: 'owner' },
    })
    const input = { account: account.id, name: 'Group', alias: 'once', participants: [] }
    expect(await other.codeOf(operations.createGroup, input)).toBeNull()
  })

  test.each(['', 'grp_1', '.hidden', 'two words', 'a/b', 'ü', 'x'.repeat(129)])(
    'is not %j',
    async (alias) => {
      expect((await make(owner, { alias })).code).toBe('invalid_input')
    },
  )

  test('of a group that was made by two at once is that of one of them', async () => {
    const attempts = await Promise.all([1, 2, 3].map(() => make(owner, { alias: 'raced' })))
    expect(attempts.map(({ code }) => code).toSorted()).toEqual(['already_exists', 'already_exists', null])
  })
})

describe('a community', () => {
  test('holds groups of its owner and its admins', async () => {
    const community = await world.group(owner, { boss: 'admin', anna: 'member' })
    const inside = await made(owner, { community })
    expect((await world.head(inside)).community).toBe(community)
    await demandReplay(world, inside)
    expect((await make(await world.account('boss'), { community })).code).toBeNull()
    expect((await make(await world.account('anna'), { community })).code).toBe('not_permitted')
    expect((await make(await world.account('stranger'), { community })).code).toBe('community_not_found')
  })

  test('is a group that is there, on the same network, and in no community itself', async () => {
    const community = await world.group(owner)
    const inside = await made(owner, { community })
    expect((await make(owner, { community: inside })).code).toBe('invalid_input')
    expect((await make(owner, { community: asId<GroupId>(7) })).code).toBe('community_not_found')
    const phone = await world.account('+12025550123', 'whatsapp')
    expect((await make(phone, { community })).code).toBe('community_not_found')
    await world.run(operations.deleteGroup, { account: owner.id, group: community })
    expect((await make(owner, { community })).code).toBe('community_not_found')
  })
})

describe('groups to discover', () => {
  const list = async (account: Account, page: { limit: number; after: number[] | null }) =>
    world.run(operations.discoverGroups, { account: account.id, ...page })
  const all = async (account: Account) =>
    (await list(account, { limit: 1000, after: null })).items.map(({ head }) => head.id)
  const set = (group: GroupId, discoverable: boolean) =>
    world.run(operations.updateGroup, { account: owner.id, group, settings: { discoverable } })

  test('are those whose setting is on, for everybody of the directory but whom they banned', async () => {
    const group = await made(owner, { settings: { discoverable: true } })
    const hidden = await made(owner, {})
    const stranger = await world.account('passer-by')
    const banned = await world.account('banned')
    await world.run(operations.banParticipants, {
      ...{ account: owner.id, group, participants: ['banned'], reason: null },
    })
    expect(await all(stranger)).toContain(group)
    expect(await all(stranger)).not.toContain(hidden)
    expect(await all(owner)).toContain(group)
    expect(await all(banned)).not.toContain(group)
    expect(await all(await world.account('+12025550124', 'whatsapp'))).not.toContain(group)
    await set(group, false)
    expect(await all(stranger)).not.toContain(group)
    await set(hidden, true)
    expect(await all(stranger)).toContain(hidden)
    await world.run(operations.deleteGroup, { account: owner.id, group: hidden })
    expect(await all(stranger)).not.toContain(hidden)
  })

  test('are shared by the profiles of one directory', async () => {
    const cloud = await world.account('+12025550125', 'whatsapp-cloud')
    const group = await made(cloud, { settings: { discoverable: true } })
    expect(await all(await world.account('+12025550126', 'whatsapp'))).toContain(group)
  })

  test('come page by page, newest first, without gap or repeat, with the standing of whoever looks', async () => {
    const groups: GroupId[] = []
    for (const participants of [[], [{ id: 'reader' }], [], [], []]) {
      groups.unshift(await made(owner, { settings: { discoverable: true }, participants }))
    }
    const reader = await world.account('reader')
    const found: (readonly [GroupId, string | null])[] = []
    let after: number[] | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(reader, { limit: 2, after })
      expect(page.items.length).toBeLessThanOrEqual(2)
      found.push(...page.items.map(({ head, standing }) => [head.id, standing] as const))
      after = page.next === null ? null : [...page.next]
    } while (after !== null)
    expect(found.slice(0, 5)).toEqual(groups.map((id, index) => [id, index === 3 ? 'member' : null]))
    expect(new Set(found.map(([id]) => id)).size).toBe(found.length)
  })

  test('are none of another workspace', async () => {
    await made(owner, { settings: { discoverable: true } })
    const { workspace, key } = await world.run(operations.createWorkspace, { name: 'Third' })
    const other = world.as(workspace, key)
    const { account } = await other.run(operations.createAccount, {
      ...{ network: 'builtin', profile: 'open', name: 'x', user_id: 'owner' },
    })
    const page = { account: account.id, limit: 10, after: null }
    expect((await other.run(operations.discoverGroups, page)).items).toEqual([])
  })
})
