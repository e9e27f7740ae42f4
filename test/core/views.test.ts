/** People carried along with groups: as many as were asked for, and only for those who may see them. */
import { afterAll, expect, test } from 'vitest'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const ann = await world.account('ann')
const group = await world.group(ann)
await world.run(operations.addParticipants, {
  account: ann.id,
  group,
  participants: [{ id: 'bob' }, { id: 'cat', role: 'admin' }],
})

test('a group carries the first of its people, strongest role first', async () => {
  const read = (people?: number) =>
    world.run(operations.getGroup, { account: ann.id, group, ...(people === undefined ? {} : { people }) })
  expect((await read(2)).people?.map(({ person }) => person.user_id)).toEqual(['ann', 'cat'])
  expect((await read(9)).people).toHaveLength(3)
  expect((await read()).people).toBeUndefined()
  expect((await read(0)).people).toBeUndefined()
})

test('a list does too, and whoever has left sees nobody', async () => {
  const list = { account: ann.id, limit: 10, after: null, order: 'created', people: 3 } as const
  expect((await world.run(operations.listGroups, list)).items[0]?.people).toHaveLength(3)
  await world.run(operations.leaveGroup, { account: ann.id, group })
  expect((await world.run(operations.listGroups, list)).items[0]?.people).toBeUndefined()
})
