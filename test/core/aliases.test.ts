/** An account may be named by the id that its caller chose, in his own workspace and nowhere else. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Account } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, type World } from '../support/core.ts'
import { names, openScene, samplesOf } from '../support/samples.ts'

const world = await openWorld()
afterAll(() => world.close())

const input = { network: 'builtin', profile: 'open', user_id: null }
async function named(where: World, alias: string): Promise<Account> {
  return (await where.run(operations.createAccount, { ...input, name: alias, alias })).account
}

const made = await world.run(operations.createWorkspace, { name: 'Second' })
const abroad = world.as(made.workspace, made.key)

test('every operation that takes an account takes it by its alias', async () => {
  const scene = await openScene(world)
  const samples = await samplesOf(scene)
  const fresh = await named(world, 'fresh')
  for (const name of names) {
    if (!('account' in samples[name])) continue
    const [byId, byAlias, byNothing] = await Promise.all(
      [fresh.id, 'fresh', 'nothing'].map((account) =>
        world.codeOf(operations[name], { ...samples[name], account }, { dryRun: true }),
      ),
    )
    expect([name, byAlias, byNothing]).toEqual([name, byId, 'account_not_found'])
  }
})

test('an alias is one for each workspace, and means nothing in another', async () => {
  const own = await named(world, 'shared')
  expect(await abroad.codeOf(operations.getAccount, { account: 'shared' })).toBe('account_not_found')
  const other = await named(abroad, 'shared')
  expect(other.id).not.toBe(own.id)
  const read = async (where: World) => where.attemptAny(operations.getAccount, { account: 'shared' })
  expect(await read(world)).toMatchObject({ output: { account: { id: own.id } } })
  expect(await read(abroad)).toMatchObject({ output: { account: { id: other.id } } })
})

test('an alias is taken once, and free again when its account was deleted', async () => {
  const first = await named(world, 'taken')
  expect(await world.codeOf(operations.createAccount, { ...input, name: 'Two', alias: 'taken' })).toBe(
    'already_exists',
  )
  await world.run(operations.deleteAccount, { account: first.id })
  expect(await world.codeOf(operations.getAccount, { account: 'taken' })).toBe('account_not_found')
  const second = await named(world, 'taken')
  expect(second.id).not.toBe(first.id)
  expect(await world.codeOf(operations.getAccount, { account: 'taken' })).toBeNull()
})

test('a key bound to another account does not find one by its alias', async () => {
  const [own, other] = [await named(world, 'bound-to'), await named(world, 'not-bound-to')]
  const wish = { name: 'bound', scopes: ['read' as const], bound_to: own.id, expires_at: null }
  const { key } = await world.run(operations.createKey, wish)
  expect(await world.codeOf(operations.getAccount, { account: 'bound-to' }, { key })).toBeNull()
  for (const account of ['not-bound-to', other.id]) {
    expect(await world.codeOf(operations.getAccount, { account }, { key })).toBe('account_not_found')
  }
})

test('a repetition is one request, however the account is named in it', async () => {
  const account = await named(world, 'twice')
  const group = await world.group(account)
  const how = { idempotencyKey: 'named twice' }
  const say = (name: string | number) =>
    world.attemptAny(operations.sendMessage, { account: name, group, text: 'Once' }, how)
  expect(await say('twice')).toMatchObject({ code: null, result: { replayed: false } })
  expect(await say(account.id)).toMatchObject({ code: null, result: { replayed: true } })
})

describe('an alias', () => {
  test.each(['a', '_', '-', '0', 'Instance_1.main', 'x'.repeat(128)])('may be %s', async (alias) => {
    expect((await named(world, alias)).alias).toBe(alias)
  })

  test.each(['', '.', '..', '.hidden', 'acc_1', 'two words', 'a/b', 'a\u0000', 'ä', 'x'.repeat(129)])(
    'may not be %j',
    async (alias) => {
      expect(await world.codeOf(operations.createAccount, { ...input, name: 'A', alias })).toBe(
        'invalid_input',
      )
    },
  )
})
