/** What happens to accounts comes in the feed, once each, and not when it was only tried. */
import { afterAll, expect, test } from 'vitest'
import type { Account } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

/** Every notice of the feed behind a place. */
async function noticesAfter(after: number) {
  const { events } = await world.run(operations.listEvents, { limit: 1000, after })
  return events.filter(({ event }) => event.group === null).map(({ event }) => event)
}

const lastInFeed = () => world.env.store.read.lastInFeed(world.call.workspace.id)

const factsOf = ({ id, name, network, profile, person }: Account) => ({
  ...{ account: id, name, network, profile, user_id: person.user_id },
})

test('each once, with who, why and when, in the feed and told to those who wait', async () => {
  const from = await lastInFeed()
  const told = world.committed.length
  const input = { network: 'builtin', profile: 'open', name: 'Anna', user_id: 'anna' }
  const created = await world.execute(operations.createAccount, input)
  const { account } = created.output
  const on = { account: account.id }
  world.pass(5)
  const out = await world.execute(operations.logoutAccount, on)
  const back = await world.execute(operations.loginAccount, on)
  const gone = await world.execute(operations.deleteAccount, on)
  const notices = await noticesAfter(from)
  expect(notices.map(({ facts }) => facts)).toEqual([
    { type: 'account.created', ...factsOf(account) },
    { type: 'account.disconnected', ...factsOf(account) },
    { type: 'account.connected', ...factsOf(account) },
    { type: 'account.deleted', ...factsOf(account) },
  ])
  expect(notices.map(({ run }) => run)).toEqual([created, out, back, gone].map(({ run }) => run))
  for (const notice of notices) {
    expect(notice).toMatchObject({ account: account.id, actor: account.person, revision: null })
  }
  expect(notices.map(({ at }) => at - account.created_at)).toEqual([0, 5, 5, 5])
  expect(world.committed.slice(told)).toEqual(notices)
})

test('nothing for what was so already, for a dry run, a refusal and a repetition', async () => {
  const account = await world.account('ben')
  const on = { account: account.id }
  const from = await lastInFeed()
  const told = world.committed.length
  const dry = { dryRun: true }
  await world.run(operations.loginAccount, on)
  await world.run(operations.logoutAccount, on, dry)
  await world.run(operations.deleteAccount, on, dry)
  await world.run(
    operations.createAccount,
    { network: 'builtin', profile: null, name: 'C', user_id: 'c' },
    dry,
  )
  const again = { network: 'builtin', profile: 'open', name: 'ben', user_id: 'ben' }
  expect(await world.codeOf(operations.createAccount, again)).toBe('already_exists')
  expect(await noticesAfter(from)).toEqual([])
  const once = { idempotencyKey: 'log out once' }
  for (const _ of [1, 2]) await world.run(operations.logoutAccount, on, once)
  await world.run(operations.logoutAccount, on)
  expect((await noticesAfter(from)).map(({ facts }) => facts.type)).toEqual(['account.disconnected'])
  expect(world.committed.slice(told)).toHaveLength(1)
})

test('a run says how many events it caused', async () => {
  const input = { network: 'builtin', profile: 'open', name: 'Dora', user_id: 'dora' }
  const { run } = await world.execute(operations.createAccount, input)
  if (run === null) throw new Error('a run is on record')
  expect((await world.env.store.read.run(world.call.workspace.id, run))?.events).toBe(1)
})
