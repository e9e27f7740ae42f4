/** Bans: they put people out, keep them out whichever way they come, and are lifted once. */
import { afterAll, expect, test } from 'vitest'
import type { GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page, short } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const [ann, bob] = [await world.account('ann'), await world.account('bob')]

const ban = async (group: GroupId, ...participants: string[]) =>
  short(
    (await world.run(operations.banParticipants, { account: ann.id, group, participants, reason: null }))
      .outcomes,
  )
const unban = async (group: GroupId, ...participants: string[]) =>
  short((await world.run(operations.unbanParticipants, { account: ann.id, group, participants })).outcomes)
const add = async (group: GroupId, id: string) =>
  short(
    (await world.run(operations.addParticipants, { account: ann.id, group, participants: [{ id }] }))
      .outcomes,
  )
const banned = async (group: GroupId) => {
  const { items } = await world.run(operations.listBans, { account: ann.id, group, ...page })
  return items.map(({ person }) => person.user_id)
}

test('people are banned in the group and outside of it, known or not; each gets his outcome', async () => {
  const group = await world.group(ann, { bob: 'admin' })
  world.pass(1)
  const outcomes = await ban(group, 'bob', 'never-seen', 'ann', 'two words', 'bob')
  expect(outcomes).toEqual([
    'banned',
    'banned',
    'refused own_account',
    'refused invalid_id',
    'unchanged named_twice',
  ])
  expect((await banned(group)).sort()).toEqual(['bob', 'never-seen'])
  expect(await world.head(group)).toMatchObject({ counts: { owner: 1, admin: 0, banned: 2 } })
  expect(await ban(group, 'bob')).toEqual(['unchanged already_banned'])
})

test('whoever is banned sees nothing of the group, and does nothing in it', async () => {
  const group = await world.group(ann, { bob: 'admin' })
  await world.run(operations.sendMessage, { account: ann.id, group, text: 'Before' })
  await ban(group, 'bob')
  const on = { account: bob.id, group }
  for (const name of ['getGroup', 'leaveGroup', 'forgetGroup', 'getPicture'] as const) {
    expect([name, await world.codeOf(operations[name], on)]).toEqual([name, 'banned'])
  }
  for (const name of ['listParticipants', 'listMessages', 'listGroupEvents', 'listBans'] as const) {
    expect([name, await world.codeOf(operations[name], { ...on, ...page })]).toEqual([name, 'banned'])
  }
  const { items } = await world.run(operations.listGroups, { account: bob.id, ...page, order: 'created' })
  expect(items.map(({ head }) => head.id)).not.toContain(group)
})

test('whoever is banned cannot be added, until the ban is lifted; then he is out, and can be', async () => {
  const group = await world.group(ann, { bob: 'member' })
  await ban(group, 'bob')
  expect(await add(group, 'bob')).toEqual(['refused banned'])
  expect(await unban(group, 'bob', 'carol', 'ann')).toEqual([
    'unbanned',
    'unchanged not_banned',
    'unchanged not_banned',
  ])
  expect(await unban(group, 'bob')).toEqual(['unchanged not_banned'])
  expect(await world.standing(group, bob)).toBeNull()
  expect(await banned(group)).toEqual([])
  expect(await add(group, 'bob')).toEqual(['added'])
})

test('an admin who was banned has no power left to undo it', async () => {
  const group = await world.group(ann, { bob: 'admin', carol: 'admin' })
  const carol = await world.account('carol')
  await world.run(operations.banParticipants, {
    account: carol.id,
    group,
    participants: ['bob'],
    reason: 'Spam, twice',
  })
  const on = { account: bob.id, group, participants: ['bob'] }
  expect(await world.codeOf(operations.unbanParticipants, on)).toBe('banned')
  const facts = (await world.events(group)).at(-1)?.facts
  expect(facts).toMatchObject({ type: 'ban.added', reason: 'Spam, twice', people: [{ from: 'admin' }] })
})
