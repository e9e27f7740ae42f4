/** An account that was logged out stays where it is and does nothing until it is logged in again. */
import { afterAll, expect, test } from 'vitest'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'
import { names, openScene, samplesOf } from '../support/samples.ts'

const world = await openWorld()
afterAll(() => world.close())
const scene = await openScene(world)
const samples = await samplesOf(scene)
const owner = scene.owner.id

/** What is done to an account, not by it. */
const toAccounts: readonly OperationName[] = [
  'deleteAccount',
  'getAccount',
  'loginAccount',
  'logoutAccount',
  'updateAccount',
]

test('an account that is logged out does nothing, reads nothing, and does it all again after a login', async () => {
  const codes = async () => {
    const found: (readonly [OperationName, string | null])[] = []
    for (const name of names) {
      const sample = samples[name]
      if (!('account' in sample) || sample.account !== owner) continue
      found.push([name, await world.codeOf(operations[name], sample, { dryRun: true })])
    }
    return found
  }
  const before = await world.head(scene.group)
  const { account } = await world.run(operations.logoutAccount, { account: owner })
  expect(account.status).toBe('disconnected')
  for (const [name, code] of await codes()) {
    expect([name, code]).toEqual([name, toAccounts.includes(name) ? null : 'account_disconnected'])
  }
  expect(await world.head(scene.group)).toEqual(before)
  expect((await world.run(operations.loginAccount, { account: owner })).account.status).toBe('running')
  for (const [name, code] of await codes()) expect([name, code]).toEqual([name, null])
})
