/** Promise 10: the same idempotency key with the same request gives the same answer and one effect. */
import { afterAll, describe, expect, test } from 'vitest'
import type { RunId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page, rememberMs } from '../support/core.ts'
import { tablesIn } from '../support/database.ts'
import { openScene, samplesOf, writes } from '../support/samples.ts'

const world = await openWorld()
afterAll(() => world.close())
const [ann, bob] = [await world.account('ann'), await world.account('bob')]

let keys = 0
function freshKey() {
  keys += 1
  return { idempotencyKey: `key ${keys}` }
}

test.each(writes)('%s answers a repetition as the first time, and does nothing', async (name) => {
  const other = await openWorld()
  const scene = await openScene(other)
  const samples = await samplesOf(scene)
  const how = freshKey()
  const first = await other.attemptAny(operations[name], samples[name], how)
  const before = await tablesIn(other.directory)
  const told = other.committed.length
  other.pass(1000)
  const again = await other.attemptAny(operations[name], samples[name], how)
  if (first.code !== null || again.code !== null) throw new Error('both succeed')
  const { secret: _, ...answer } = { secret: null, ...(first.output as object) }
  const { secret: shown, ...answerAgain } = { secret: null, ...(again.output as object) }
  expect(answerAgain).toEqual(answer)
  expect(shown).toBeNull()
  expect(again.result).toMatchObject({
    run: first.result.run,
    revision: first.result.revision,
    replayed: true,
  })
  expect(await tablesIn(other.directory)).toEqual(before)
  expect(other.committed.length).toBe(told)
  await other.close()
})

describe('an idempotency key', () => {
  test('is refused for another input, and for another operation', async () => {
    const group = await world.group(ann)
    const on = { account: ann.id, group }
    const how = freshKey()
    await world.run(operations.sendMessage, { ...on, text: 'One' }, how)
    const { revision } = await world.head(group)
    expect(await world.codeOf(operations.sendMessage, { ...on, text: 'Two' }, how)).toBe(
      'idempotency_key_reused',
    )
    expect(await world.codeOf(operations.leaveGroup, on, how)).toBe('idempotency_key_reused')
    expect((await world.head(group)).revision).toBe(revision)
    // What was refused so has not taken the key's place.
    expect((await world.execute(operations.sendMessage, { ...on, text: 'One' }, how)).replayed).toBe(true)
  })

  test('is one of its own for each key of the server', async () => {
    const group = await world.group(ann)
    const { key } = await world.run(operations.createKey, {
      name: 'second',
      scopes: ['write'],
      bound_to: null,
      expires_at: null,
    })
    const input = { account: ann.id, group, text: 'Hello' }
    const how = freshKey()
    const first = await world.execute(operations.sendMessage, input, how)
    const second = await world.execute(operations.sendMessage, input, { ...how, key })
    expect(second.replayed).toBe(false)
    expect(second.run).not.toBe(first.run)
  })

  test('is remembered for its time and not longer', async () => {
    const group = await world.group(ann)
    const input = { account: ann.id, group, text: 'Hello' }
    const how = freshKey()
    const first = await world.execute(operations.sendMessage, input, how)
    world.pass(rememberMs - 1)
    expect(await world.execute(operations.sendMessage, input, how)).toMatchObject({
      replayed: true,
      run: first.run,
    })
    world.pass(1)
    const second = await world.execute(operations.sendMessage, input, how)
    expect(second.replayed).toBe(false)
    // From now on it stands for the second.
    expect(await world.execute(operations.sendMessage, input, how)).toMatchObject({
      replayed: true,
      run: second.run,
    })
    const { page: found } = await world.run(operations.listMessages, { account: ann.id, group, ...page })
    expect(found.items.length).toBe(2)
  })

  test('that has ended is forgotten, and only such a one', async () => {
    const forget = () => world.env.store.transaction(null, (tx) => tx.forget(world.clock.at, 1000))
    world.pass(rememberMs * 2)
    await forget()
    const group = await world.group(ann)
    const how = freshKey()
    await world.run(operations.sendMessage, { account: ann.id, group, text: 'Hello' }, how)
    expect(await forget()).toBe(0)
    world.pass(rememberMs + 1)
    expect(await forget()).toBe(1)
  })
})

describe('a refusal', () => {
  test('is remembered, though what was refused would succeed by now', async () => {
    const group = await world.group(ann, { bob: 'member' }, { announce: true })
    const input = { account: bob.id, group, text: 'Hello' }
    const how = freshKey()
    const first = await world.attempt(operations.sendMessage, input, how)
    expect(first.code).toBe('not_permitted')
    await world.run(operations.updateGroup, { account: ann.id, group, settings: { announce: false } })
    const again = await world.attempt(operations.sendMessage, input, how)
    if (first.code === null || again.code === null) throw new Error('both are refused')
    expect([again.code, again.failure.message]).toEqual([first.code, first.failure.message])
    expect(again.failure.facts).toMatchObject(first.failure.facts)
    expect(await world.codeOf(operations.sendMessage, input)).toBeNull()
  })

  test('is on record once, as a failed run', async () => {
    const group = await world.group(ann)
    const how = { ...freshKey(), requestId: 'refused request' }
    const input = { account: bob.id, group, text: 'Hello' }
    const failed = async () =>
      (await tablesIn(world.directory)).runs?.filter((row) => row.includes('refused request')) ?? []
    expect(await world.codeOf(operations.sendMessage, input, how)).toBe('group_not_found')
    expect(await world.codeOf(operations.sendMessage, input, how)).toBe('group_not_found')
    const [row, ...more] = await failed()
    expect(more).toEqual([])
    const { id } = JSON.parse(row ?? '') as { id: RunId }
    const { run } = await world.run(operations.getRun, { run: id })
    expect(run).toMatchObject({
      status: 'failed',
      operation: 'sendMessage',
      account: bob.id,
      group,
      input,
      failure: { code: 'group_not_found' },
      ended_at: world.clock.at,
    })
  })

  test('of what is not well formed is not remembered', async () => {
    const group = await world.group(ann)
    const how = freshKey()
    const input = { account: ann.id, group, text: 'Hello' }
    expect(await world.codeOf(operations.sendMessage, { ...input, text: 5 }, how)).toBe('invalid_input')
    expect(await world.codeOf(operations.sendMessage, input, how)).toBeNull()
  })

  // The refusal is put on record by a transaction of its own; what another request with the same key did in
  // between is the answer then, for both.
  test('and a success under one key at the same time are one answer', async () => {
    const small = await world.account('small', 'open', { 'group.participants': 2 })
    const group = await world.group(small, { bob: 'member' })
    const code = await world.invite(small, group)
    const how = freshKey()
    const [first, , second] = await Promise.all([
      world.join(ann, code, how),
      world.run(operations.leaveGroup, { account: bob.id, group }),
      world.join(ann, code, how),
    ])
    expect(first.code).toBe(second.code)
    const later = await world.join(ann, code, how)
    expect(later.code).toBe(first.code)
    if (first.code === null && second.code === null) expect(first.output).toEqual(second.output)
  })
})
