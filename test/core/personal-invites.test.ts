/** Personal invites: for one person, once, until they are withdrawn. */
import { afterAll, expect, test } from 'vitest'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const ann = await world.account('ann')
const bob = await world.account('bob')
const cat = await world.account('cat')

async function invited() {
  const group = await world.group(ann)
  const input = { account: ann.id, group, participants: ['bob'] }
  const { outcomes } = await world.run(operations.inviteParticipants, input)
  return { group, code: outcomes[0]?.invite?.code ?? '' }
}

test('admit the person and nobody else, once', async () => {
  const { code } = await invited()
  expect(await world.join(cat, code)).toMatchObject({ code: 'invite_not_found' })
  expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'added' } })
})

test('end when the person is removed', async () => {
  const { group, code } = await invited()
  const removed = { account: ann.id, group, participants: ['bob'] }
  await world.run(operations.removeParticipants, removed)
  expect(await world.join(bob, code)).toMatchObject({
    code: 'invite_ended',
    failure: { facts: { reason: 'withdrawn' } },
  })
})

test('end at the time that was wished', async () => {
  const group = await world.group(ann)
  const expires_at = world.clock.at + 1000
  const input = { account: ann.id, group, participants: ['bob'], expires_at }
  const { outcomes } = await world.run(operations.inviteParticipants, input)
  expect(outcomes).toMatchObject([{ participant: 'bob', outcome: 'invited', invite: { expires_at } }])
  world.pass(1000)
  expect(await world.join(bob, outcomes[0]?.invite?.code ?? '')).toMatchObject({ code: 'invite_ended' })
})

test('last as long as was wished', async () => {
  const group = await world.group(ann)
  const input = { account: ann.id, group, participants: ['bob'], lasts_ms: 60_000 }
  const { outcomes } = await world.run(operations.inviteParticipants, input)
  expect(outcomes[0]?.invite?.expires_at).toBe(world.clock.at + 60_000)
})

test('the standing invite is answered only to whoever wishes nothing else of it', async () => {
  const group = await world.group(ann)
  const wish = {
    account: ann.id,
    group,
    expires_at: null,
    uses_max: null,
    role: 'member',
    approval: true,
  } as const
  expect(await world.codeOf(operations.createInvite, { ...wish, reuse: true })).toBe('invalid_input')
  expect(await world.codeOf(operations.createInvite, { ...wish, approval: false, reuse: true })).toBeNull()
})
