/** Promise 3: a group with people has an owner or admin; when the last one leaves, its policy decides. */
import { afterAll, expect, test } from 'vitest'

import { operations } from '../../src/core/operations/index.ts'
import { openWorld, short } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const [ann, bob, cat, dan] = [
  await world.account('ann'),
  await world.account('bob'),
  await world.account('cat'),
  await world.account('dan'),
]
type Somebody = typeof ann
const leave = (who: Somebody, group: Parameters<typeof world.head>[0]) =>
  world.attempt(operations.leaveGroup, { account: who.id, group })
const add = (who: Somebody, group: Parameters<typeof world.head>[0], id: string, role: 'admin' | 'member') =>
  world.run(operations.addParticipants, { account: who.id, group, participants: [{ id, role }] })
test('smoke', async () => {
  const g = await world.group(ann, { bob: 'member' })
  await add(ann, g, 'cat', 'member')
  for (let i = 0; i < 200; i++)
    await world.run(operations.sendMessage, { account: ann.id, group: g, text: 'x' })
  expect((await leave(ann, g)).code).toBeNull()
})
