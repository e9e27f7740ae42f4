/** Pinned messages: who pins, the limit, and ends that come by themselves. */
import { afterAll, expect, test } from 'vitest'
import { endWhatIsOver } from '../../src/core/expiry.ts'
import type { Account, GroupId, MessageId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'
import { demandReplay } from '../support/replay.ts'

const world = await openWorld()
afterAll(() => world.close())
const [ann, bob] = [await world.account('ann'), await world.account('bob')]
const few = await world.account('few', 'open', { 'group.pins': 2 })

async function say(account: Account, group: GroupId, text: string): Promise<MessageId> {
  world.pass(10)
  return (await world.run(operations.sendMessage, { account: account.id, group, text })).message.id
}
const pin = (account: Account, group: GroupId, message: MessageId, expires_at: number | null = null) =>
  world.attempt(operations.pinMessage, { account: account.id, group, message, expires_at })
const pinned = async (group: GroupId) => (await world.head(group)).pins.map(({ message }) => message)

test('a pin is shown until it is taken off, and taking it off twice is harmless', async () => {
  const group = await world.group(ann, { bob: 'member' })
  const message = await say(ann, group, 'one')
  expect((await pin(ann, group, message)).code).toBeNull()
  expect(await pinned(group)).toEqual([message])
  const off = { account: ann.id, group, message }
  expect(await world.run(operations.unpinMessage, off)).toEqual({ unpinned: true })
  expect(await world.run(operations.unpinMessage, off)).toEqual({ unpinned: false })
  expect(await pinned(group)).toEqual([])
  await demandReplay(world, group)
})

test('beyond the limit the oldest gives way; a message that is pinned again only takes its own place', async () => {
  const group = await world.group(few)
  const [one, two, three] = [
    await say(few, group, 'one'),
    await say(few, group, 'two'),
    await say(few, group, 'three'),
  ]
  await pin(few, group, one)
  await pin(few, group, two)
  expect(await pin(few, group, one)).toMatchObject({ code: null, output: { replaced: [] } })
  expect(await pinned(group)).toEqual([two, one])
  expect(await pin(few, group, three)).toMatchObject({ code: null, output: { replaced: [two] } })
  expect(await pinned(group)).toEqual([one, three])
  await demandReplay(world, group)
})

test('is for those who may change the group, and for messages that are there', async () => {
  const group = await world.group(ann, { bob: 'member' }, { locked: true })
  const message = await say(ann, group, 'one')
  expect((await pin(bob, group, message)).code).toBe('not_permitted')
  const elsewhere = await world.group(ann)
  expect((await pin(ann, elsewhere, message)).code).toBe('message_not_found')
  expect((await pin(ann, group, message, world.clock.at)).code).toBe('invalid_input')
  expect(await pinned(group)).toEqual([])
})

test('whoever left does not see what is pinned', async () => {
  const group = await world.group(ann, { bob: 'member' })
  await world.run(operations.leaveGroup, { account: bob.id, group })
  await pin(ann, group, await say(ann, group, 'secret'))
  const seen = await world.run(operations.getGroup, { account: bob.id, group })
  expect(seen.head.pins).toEqual([])
})

test('a pin ends by itself, once, with an event that says so', async () => {
  const group = await world.group(ann)
  const [short, long] = [await say(ann, group, 'short'), await say(ann, group, 'long')]
  await pin(ann, group, short, world.clock.at + 1_000)
  await pin(ann, group, long, world.clock.at + 5_000)
  world.pass(1_000)
  expect(await endWhatIsOver(world.env)).toBe(1)
  expect(await endWhatIsOver(world.env)).toBe(0)
  expect(await pinned(group)).toEqual([long])
  expect((await world.events(group)).at(-1)?.facts).toEqual({
    type: 'message.unpinned',
    message: short,
    cause: 'expired',
  })
  await world.run(operations.deleteGroup, { account: ann.id, group })
  world.pass(10_000)
  await endWhatIsOver(world.env)
  expect(await endWhatIsOver(world.env)).toBe(0)
  await demandReplay(world, group)
})
