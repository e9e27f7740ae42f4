/** A dry run changes nothing, and neither does a call whose If-Match is stale (promise 8). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { openWorld, type World } from '../support/core.ts'
import { tablesIn, tablesWithoutRuns } from '../support/database.ts'
import { groupWrites, names, openScene, type Scene, samplesOf, writes } from '../support/samples.ts'

describe('a dry run', () => {
  let world: World
  let scene: Scene
  let samples: Readonly<Record<OperationName, object>>
  beforeAll(async () => {
    world = await openWorld()
    scene = await openScene(world)
    samples = await samplesOf(scene)
  })
  afterAll(() => world.close())

  test.each(writes)('of %s succeeds, changes no row, and tells nobody', async (name) => {
    const before = await tablesIn(world.directory)
    const told = world.committed.length
    const how = { dryRun: true, idempotencyKey: `dry ${name}` }
    const attempt = await world.attemptAny(operations[name], samples[name], how)
    expect(attempt).toMatchObject({ code: null, result: { run: null, replayed: false } })
    expect(await tablesIn(world.directory)).toEqual(before)
    expect(world.committed.length).toBe(told)
  })

  test('that is refused leaves no record', async () => {
    const before = await tablesIn(world.directory)
    const input = { account: scene.stranger.id, group: scene.group, text: 'Hello' }
    const how = { dryRun: true, idempotencyKey: 'dry refusal' }
    expect(await world.codeOf(operations.sendMessage, input, how)).toBe('group_not_found')
    expect(await tablesIn(world.directory)).toEqual(before)
  })

  test('does not wait for people who answer slowly, and says that it does not know', async () => {
    const before = await tablesIn(world.directory)
    const participants = [{ id: '+15550100202' }, { id: '+12025550199' }]
    const input = { account: scene.owner.id, group: scene.group, participants }
    const { outcomes } = await world.run(operations.addParticipants, input, { dryRun: true })
    expect(outcomes.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['unconfirmed', 'dry_run'],
      ['unconfirmed', 'dry_run'],
    ])
    expect(await tablesIn(world.directory)).toEqual(before)
  })
})

describe('on a group that nobody has touched yet', () => {
  let world: World
  let scene: Scene
  let samples: Readonly<Record<OperationName, object>>
  beforeEach(async () => {
    world = await openWorld()
    scene = await openScene(world)
    samples = await samplesOf(scene)
    return () => world.close()
  })

  // Without this a sample that does nothing at all would pass as a dry run that changes nothing.
  test.each(writes)('%s for real does change rows besides the record', async (name) => {
    const before = await tablesWithoutRuns(world.directory)
    expect(await world.codeOf(operations[name], samples[name])).toBeNull()
    expect(await tablesWithoutRuns(world.directory)).not.toEqual(before)
  })
})

describe('a stale If-Match', () => {
  let world: World
  let scene: Scene
  let samples: Readonly<Record<OperationName, object>>
  /** The group that a sample is about; one is about another than the rest. */
  const headOf = (name: OperationName) => world.head(name === 'unsuspendGroup' ? scene.frozen : scene.group)
  beforeAll(async () => {
    world = await openWorld()
    scene = await openScene(world)
    samples = await samplesOf(scene)
  })
  afterAll(() => world.close())

  test.each(groupWrites)('refuses %s, names the revision, and changes nothing', async (name) => {
    const { revision } = await headOf(name)
    const before = await tablesWithoutRuns(world.directory)
    for (const stale of [revision - 1, revision + 1, 0]) {
      const attempt = await world.attemptAny(operations[name], samples[name], { revision: stale })
      expect(attempt).toMatchObject({ code: 'revision_mismatch', failure: { facts: { revision } } })
    }
    expect(await tablesWithoutRuns(world.directory)).toEqual(before)
  })

  test.each(groupWrites)('of the present revision lets %s through', async (name) => {
    const { revision } = await headOf(name)
    expect(await world.codeOf(operations[name], samples[name], { revision, dryRun: true })).toBeNull()
  })

  test('lets one of two through that have seen the same revision', async () => {
    const { revision } = await world.head(scene.group)
    const rename = (name: string) =>
      world.codeOf(
        operations.updateGroup,
        { account: scene.owner.id, group: scene.group, name },
        { revision },
      )
    expect(await Promise.all([rename('One'), rename('Two')])).toEqual([null, 'revision_mismatch'])
    expect(await world.head(scene.group)).toMatchObject({ name: 'One', revision: revision + 1 })
  })
})

test('every operation has a sample', async () => {
  const world = await openWorld()
  const samples = await samplesOf(await openScene(world))
  expect(Object.keys(samples).sort()).toEqual([...names].sort())
  for (const name of names) {
    expect([name, await world.codeOf(operations[name], samples[name], { dryRun: true })]).toEqual([
      name,
      null,
    ])
  }
  await world.close()
})
