/** What the rules of WhatsApp Cloud added to the core: all of it is data of a profile, or an input of an operation. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Notice } from '../../src/core/event.ts'
import type { Account, GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { nothing, openWorld, page, short } from '../support/core.ts'
import { jpeg } from '../support/pictures.ts'

const world = await openWorld()
afterAll(() => world.close())
const cloud = await world.account('+12025550101', 'whatsapp-cloud')
const strict = await world.account('+12025550102', 'whatsapp-cloud-strict')
const plain = await world.account('+12025550103', 'whatsapp')
const guest = await world.account('+12025550104', 'whatsapp')

const noticesSince = async (count: number) =>
  world.committed.slice(count).filter((event): event is Notice => event.group === null)

describe('whoever was removed', () => {
  const gone = async (owner: Account, how: 'left' | 'removed') => {
    const group = await world.group(owner, { '+12025550104': 'member' })
    if (how === 'left') await world.run(operations.leaveGroup, { account: guest.id, group })
    else {
      const participants = [guest.person.user_id]
      await world.run(operations.removeParticipants, { account: owner.id, group, participants })
    }
    return { group, code: await world.invite(owner, group) }
  }

  test('does not come back by the invite of a Cloud group, unless he is invited himself', async () => {
    const { group, code } = await gone(cloud, 'removed')
    expect((await world.join(guest, code)).code).toBe('invite_ended')
    const asked = { account: cloud.id, group, participants: [guest.person.user_id] }
    const { outcomes } = await world.run(operations.inviteParticipants, asked)
    expect((await world.join(guest, outcomes[0]?.invite?.code ?? '')).code).toBeNull()
  })

  test('comes back when he had left by himself, and where the profile readmits', async () => {
    expect((await world.join(guest, (await gone(cloud, 'left')).code)).code).toBeNull()
    expect((await world.join(guest, (await gone(plain, 'removed')).code)).code).toBeNull()
  })
})

test('the strict profile adds nobody, at creation neither, and lets people in by the link', async () => {
  const input = {
    account: strict.id,
    name: 'Strict',
    participants: [{ id: guest.person.user_id }],
    invite: true,
  }
  const { group, outcomes, invite } = await world.run(operations.createGroup, input)
  expect(short(outcomes)).toEqual(['refused adding_unsupported'])
  const on = { account: strict.id, group: group.head.id }
  const add = { ...on, participants: [{ id: guest.person.user_id }] }
  expect(await world.codeOf(operations.addParticipants, add)).toBe('unsupported_by_network')
  const revised = await world.run(operations.reviseGroup, { ...on, add: add.participants, remove: [] })
  expect(short(revised.outcomes)).toEqual(['refused adding_unsupported'])
  expect((await world.join(guest, invite?.code ?? '')).code).toBeNull()
})

test('a Cloud group with nobody but the business takes no message', async () => {
  const group = await world.group(cloud)
  const message = { account: cloud.id, group, text: 'Anybody?' }
  expect(await world.attempt(operations.sendMessage, message)).toMatchObject({
    code: 'limit_exceeded',
    failure: { facts: { limit: 'message.people_min', min: 2, actual: 1 } },
  })
})

test('a Cloud picture is a square; a refused one names the limit', async () => {
  const group = await world.group(cloud)
  const set = async (bytes: Uint8Array) =>
    world.attempt(operations.setPicture, { account: cloud.id, group, bytes })
  expect((await set(await jpeg(200))).code).toBeNull()
  expect(await set(await jpeg(100))).toMatchObject({ failure: { facts: { limit: 'picture.side_min' } } })
})

describe('standing invites', () => {
  const codes = async (account: Account, group: GroupId) => {
    const { items } = await world.run(operations.listInvites, { account: account.id, group, ...page })
    return items.filter(({ revoked_at }) => revoked_at === null).map(({ code }) => code)
  }
  const plainInvite = { expires_at: null, uses_max: null, role: 'member', approval: false } as const

  test('one takes the place of all others', async () => {
    const group = await world.group(plain)
    await world.invite(plain, group)
    await world.invite(plain, group)
    const other = await world.invite(plain, group, { uses_max: 5 })
    const on = { account: plain.id, group }
    const { invite } = await world.run(operations.createInvite, { ...on, ...plainInvite, replace: true })
    expect((await codes(plain, group)).toSorted()).toEqual([invite.code, other].toSorted())
    const both = { ...on, ...plainInvite, replace: true, reuse: true }
    expect(await world.codeOf(operations.createInvite, both)).toBe('invalid_input')
  })

  test('all end at once, and doing it twice is harmless', async () => {
    const group = await world.group(plain)
    await world.invite(plain, group)
    await world.invite(plain, group)
    const input = { account: plain.id, group, code: null }
    expect(await world.run(operations.revokeInvite, input)).toEqual({ revoked: true })
    expect(await codes(plain, group)).toEqual([])
    expect(await world.run(operations.revokeInvite, input)).toEqual({ revoked: true })
  })
})

test('a picture goes along with name and description, all or nothing', async () => {
  const group = await world.group(plain)
  const on = { account: plain.id, group }
  const good = { ...on, name: 'New', picture: { bytes: await jpeg(200) } }
  expect((await world.run(operations.updateGroup, good)).changed).toEqual(['name', 'picture'])
  expect((await world.head(group)).picture).toMatchObject({ width: 200 })
  expect(await world.env.store.read.picture(group)).not.toBeNull()
  expect((await world.run(operations.updateGroup, good)).changed).toEqual([])
  const bad = { ...on, name: 'Never', picture: { bytes: await jpeg(20) } }
  expect(await world.codeOf(operations.updateGroup, bad)).toBe('invalid_picture')
  expect((await world.head(group)).name).toBe('New')
})

test('the accounts in a group are found by the group', async () => {
  const group = await world.group(plain, { '+12025550104': 'member' })
  const found = await world.run(operations.listAccounts, { ...page, order: 'created', group })
  expect(found.items.map(({ id }) => id)).toEqual([plain.id, guest.id])
  const first = await world.run(operations.listAccounts, { limit: 1, after: null, order: 'created', group })
  const rest = { limit: 1, after: [...(first.next ?? [])], order: 'created' as const, group }
  expect((await world.run(operations.listAccounts, rest)).items).toEqual([guest])
  const none = { ...page, order: 'created', group: nothing.group } as const
  expect((await world.run(operations.listAccounts, none)).items).toEqual([])
})

describe('a call that did nothing', () => {
  test('is told when it was refused as a whole', async () => {
    const before = world.committed.length
    const input = { account: cloud.id, name: 'x'.repeat(129), participants: [] }
    expect(await world.codeOf(operations.createGroup, input)).toBe('limit_exceeded')
    expect((await noticesSince(before)).map(({ facts, actor }) => [facts, actor])).toEqual([
      [
        { type: 'run.refused', operation: 'createGroup', in_group: null, code: 'limit_exceeded' },
        cloud.person,
      ],
    ])
  })

  test('is told when it did nothing for anybody, and not when it did', async () => {
    const group = await world.group(cloud, { '+12025550104': 'member' })
    const remove = (participants: string[], dryRun = false) =>
      world.execute(operations.removeParticipants, { account: cloud.id, group, participants }, { dryRun })
    const before = world.committed.length
    await remove(['+12025550199'], true)
    expect(await noticesSince(before)).toEqual([])
    const { run } = await remove(['+12025550199'])
    const facts = { type: 'run.refused', operation: 'removeParticipants', in_group: group, code: null }
    expect(await noticesSince(before)).toMatchObject([{ facts, run, account: cloud.id }])
    await remove(['+12025550199', '+12025550104'])
    expect(await noticesSince(before)).toHaveLength(1)
  })

  test('is not told where nobody acted', async () => {
    const before = world.committed.length
    const input = { account: nothing.account, name: 'None', participants: [] }
    expect(await world.codeOf(operations.createGroup, input)).toBe('account_not_found')
    expect(await noticesSince(before)).toEqual([])
  })
})
