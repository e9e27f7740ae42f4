/** Messages: who reads which, and after leaving only those until then. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Account, GroupId, MessageId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const [ann, bob] = [await world.account('ann'), await world.account('bob')]

async function say(who: Account, group: GroupId, text: string): Promise<MessageId> {
  world.pass(10)
  return (await world.run(operations.sendMessage, { account: who.id, group, text })).message.id
}
async function texts(who: Account, group: GroupId, more: object = {}) {
  const input = { account: who.id, group, ...page, ...more }
  return (await world.run(operations.listMessages, input)).page.items.map(({ text }) => text)
}
const get = (who: Account, group: GroupId, message: MessageId) =>
  world.codeOf(operations.getMessage, { account: who.id, group, message })
const look = (who: Account, group: GroupId) => world.run(operations.getGroup, { account: who.id, group })
async function listed(who: Account, group: GroupId) {
  const { items } = await world.run(operations.listGroups, { account: who.id, ...page, order: 'activity' })
  const found = items.find(({ head }) => head.id === group)
  if (found === undefined) throw new Error('the group is listed')
  return found
}

describe.each(['left', 'removed'] as const)('whoever was %s', (how) => {
  async function gone() {
    const group = await world.group(ann, { bob: 'member' })
    const before = await say(ann, group, 'before')
    world.pass(10)
    if (how === 'left') await world.run(operations.leaveGroup, { account: bob.id, group })
    else await world.run(operations.removeParticipants, { account: ann.id, group, participants: ['bob'] })
    const after = await say(ann, group, 'after')
    return { group, before, after }
  }

  test('reads what was said until then, in every way of reading, and nothing later', async () => {
    const { group, before, after } = await gone()
    expect(await texts(bob, group)).toEqual(['before'])
    expect(await texts(bob, group, { before: Number.MAX_SAFE_INTEGER })).toEqual(['before'])
    expect(await texts(bob, group, { sender: 'ann' })).toEqual(['before'])
    expect(await texts(bob, group, { since: 0 })).toEqual(['before'])
    expect(await texts(bob, group, { after: [after + 1] })).toEqual(['before'])
    expect(await get(bob, group, before)).toBeNull()
    expect(await get(bob, group, after)).toBe('message_not_found')
  })

  test('is not told of a later message by the group either', async () => {
    const { group } = await gone()
    for (const { head, unread } of [await look(bob, group), await listed(bob, group)]) {
      expect({ last: head.last_message, unread }).toEqual({ last: null, unread: 0 })
    }
    const input = { account: bob.id, group, view: { pinned: true } }
    expect((await world.run(operations.updateGroup, input)).group.head.last_message).toBeNull()
    expect((await look(ann, group)).head.last_message?.text).toBe('after')
  })

  test('reads everything when he is back', async () => {
    const { group } = await gone()
    await world.run(operations.addParticipants, { account: ann.id, group, participants: [{ id: 'bob' }] })
    expect(await texts(bob, group)).toEqual(['after', 'before'])
  })

  test('says nothing any more', async () => {
    const { group } = await gone()
    const input = { account: bob.id, group, text: 'Hello?' }
    expect(await world.codeOf(operations.sendMessage, input)).toBe('not_a_participant')
  })
})

test('messages are listed newest first, by sender and between two times, in pages', async () => {
  const group = await world.group(ann, { bob: 'member' })
  const at: number[] = []
  for (const [who, text] of [
    [ann, 'one'],
    [bob, 'two'],
    [ann, 'three'],
  ] as const) {
    await say(who, group, text)
    at.push(world.clock.at)
  }
  expect(await texts(bob, group)).toEqual(['three', 'two', 'one'])
  expect(await texts(bob, group, { sender: 'ann' })).toEqual(['three', 'one'])
  expect(await texts(bob, group, { sender: 'nobody-yet' })).toEqual([])
  expect(await texts(bob, group, { sender: 'two words' })).toEqual([])
  expect(await texts(bob, group, { since: at[0], before: at[2] })).toEqual(['two'])
  const input = { account: bob.id, group, limit: 2, after: null }
  const first = (await world.run(operations.listMessages, input)).page
  expect(first.items.map(({ text }) => text)).toEqual(['three', 'two'])
  expect(await texts(bob, group, { after: first.next })).toEqual(['one'])
})

test('what others said is unread until it is read; what one said oneself never is', async () => {
  const group = await world.group(ann, { bob: 'member' })
  await say(ann, group, 'one')
  await say(ann, group, 'two')
  expect((await look(bob, group)).unread).toBe(2)
  expect((await look(ann, group)).unread).toBe(0)
  const { revision } = await world.head(group)
  const view = (read: boolean) =>
    world.run(operations.updateGroup, { account: bob.id, group, view: { read } })
  expect((await view(true)).group).toMatchObject({ unread: 0, view: { marked_unread: false } })
  expect((await look(bob, group)).unread).toBe(0)
  expect((await view(false)).group.view.marked_unread).toBe(true)
  // How one account sees a group is its own business and moves no revision.
  expect((await world.head(group)).revision).toBe(revision)
  await say(ann, group, 'three')
  expect((await look(bob, group)).unread).toBe(1)
})

test('only so many unread messages are counted', async () => {
  const group = await world.group(ann, { bob: 'member' })
  for (let sent = 0; sent < 103; sent += 1) await say(ann, group, `message ${sent}`)
  expect((await look(bob, group)).unread).toBe(100)
})

test('a first message comes with the group, and an empty one is none', async () => {
  const make = (message: string) =>
    world.run(operations.createGroup, { account: ann.id, name: 'New', participants: [], message })
  const made = await make('Welcome')
  expect(made.group.head).toMatchObject({ revision: 2, last_message: { id: made.message, text: 'Welcome' } })
  expect(await make('')).toMatchObject({
    message: null,
    group: { head: { revision: 1, last_message: null } },
  })
})
