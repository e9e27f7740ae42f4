/** Promise 12: nothing crosses a tenant, and what is foreign is as good as nothing. */
import { afterAll, describe, expect, test } from 'vitest'
import { asId, type Invite, type MessageId, type RunId } from '../../src/core/model.ts'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { nothing, openWorld, page } from '../support/core.ts'
import { names, openScene, samplesOf } from '../support/samples.ts'

const world = await openWorld()
afterAll(() => world.close())
const scene = await openScene(world)
const samples = await samplesOf(scene)

const made = await world.run(operations.createWorkspace, { name: 'Second' })
const abroad = world.as(made.workspace, made.key)
const foreigner = await abroad.account('+12025550101', 'whatsapp')

const takesAccount = names.filter((name) => 'account' in samples[name])
const takesGroup = names.filter((name) => 'group' in samples[name])
const takesCode: readonly OperationName[] = ['getInvite', 'joinGroup']

test('most operations take an account, and most of those a group', () => {
  expect(takesAccount.length).toBeGreaterThan(30)
  expect(takesGroup.length).toBeGreaterThan(24)
})

describe.each(takesAccount)('%s', (name) => {
  const dry = { dryRun: true }

  test('finds no account that is not there', async () => {
    const input = { ...samples[name], account: nothing.account }
    expect(await world.codeOf(operations[name], input, dry)).toBe('account_not_found')
  })

  test('finds no account of another workspace, from either side', async () => {
    // Who makes workspaces reaches into none of them but his own.
    const input = { ...samples[name], account: foreigner.id }
    expect(await world.codeOf(operations[name], input, dry)).toBe('account_not_found')
    expect(await abroad.codeOf(operations[name], samples[name], dry)).toBe('account_not_found')
  })
})

describe.each(takesGroup)('%s', (name) => {
  const dry = { dryRun: true }

  test('finds no group that is not there', async () => {
    const input = { ...samples[name], group: nothing.group }
    expect(await world.codeOf(operations[name], input, dry)).toBe('group_not_found')
  })

  test('finds no group of another workspace, though the person has the same id there as its owner here', async () => {
    expect(foreigner.person.user_id).toBe(scene.owner.person.user_id)
    const input = { ...samples[name], account: foreigner.id }
    expect(await abroad.codeOf(operations[name], input, dry)).toBe('group_not_found')
  })

  test('finds no group of another directory', async () => {
    const open = await world.account('+12025550101', 'open')
    const input = { ...samples[name], account: open.id }
    expect(await world.codeOf(operations[name], input, dry)).toBe('group_not_found')
  })

  test('finds no group that the account has no part in', async () => {
    const input = { ...samples[name], account: scene.stranger.id }
    expect(await world.codeOf(operations[name], input, dry)).toBe('group_not_found')
  })
})

describe.each(takesCode)('%s', (name) => {
  test('finds no invite that is not there, nor one of another workspace or directory', async () => {
    const open = await world.account('stranger', 'open')
    const mine = scene.stranger.id
    expect(await world.codeOf(operations[name], { account: mine, code: 'none' })).toBe('invite_not_found')
    expect(await world.codeOf(operations[name], { account: mine, code: '' })).toBe('invite_not_found')
    const foreign = { account: foreigner.id, code: scene.code }
    expect(await abroad.codeOf(operations[name], foreign)).toBe('invite_not_found')
    expect(await world.codeOf(operations[name], { account: open.id, code: scene.code })).toBe(
      'invite_not_found',
    )
  })
})

describe('what is named besides account and group', () => {
  test('is not found when it belongs to another workspace', async () => {
    const input = { name: 'Bound', scopes: ['read'], bound_to: scene.owner.id, expires_at: null }
    expect(await abroad.codeOf(operations.createKey, input)).toBe('account_not_found')
    expect(await abroad.codeOf(operations.revokeKey, { key: scene.key })).toBe('key_not_found')
    expect(await abroad.codeOf(operations.getRun, { run: scene.run })).toBe('run_not_found')
    expect(await world.codeOf(operations.getRun, { run: asId<RunId>(3) })).toBe('run_not_found')
    expect(await world.codeOf(operations.revokeKey, { key: 3 })).toBe('key_not_found')
  })

  test('is not found when it belongs to another group', async () => {
    const group = await world.group(scene.owner)
    const on = { account: scene.owner.id, group }
    const codes = async (operation: 'getMessage' | 'revokeInvite' | 'getParticipant', more: object) =>
      world.codeOf(operations[operation], { ...on, ...more })
    expect(await codes('getMessage', { message: scene.message })).toBe('message_not_found')
    expect(await codes('getMessage', { message: asId<MessageId>(4) })).toBe('message_not_found')
    expect(await codes('revokeInvite', { code: scene.code })).toBe('invite_not_found')
    expect(await codes('getParticipant', { person: '+12025550102' })).toBe('participant_not_found')
    expect(await codes('getParticipant', { person: 'nobody' })).toBe('invalid_person')
    const { invite } = (await world.env.store.read.invite(scene.code)) as { invite: Invite }
    expect(invite.revoked_at).toBeNull()
  })

  test('is listed for its own workspace only', async () => {
    const { items } = await abroad.run(operations.listAccounts, { ...page, order: 'created' })
    expect(items).toEqual([foreigner])
    const keys = await abroad.run(operations.listKeys, page)
    expect(keys.items).toEqual([made.key])
    const groups = { account: foreigner.id, ...page, order: 'created' as const }
    expect((await abroad.run(operations.listGroups, groups)).items).toEqual([])
  })
})

test('a person with the same id in two workspaces is two people', async () => {
  const group = await abroad.group(foreigner)
  expect(foreigner.person.id).not.toBe(scene.owner.person.id)
  await abroad.run(operations.updateAccount, { account: foreigner.id, name: 'Renamed' })
  const { account } = await world.run(operations.getAccount, { account: scene.owner.id })
  expect(account).toEqual(scene.owner)
  expect(await world.codeOf(operations.getGroup, { account: scene.owner.id, group })).toBe('group_not_found')
})

test('a group that was deleted is gone for everybody, and so is its invite', async () => {
  const group = await world.group(scene.owner, { '+12025550102': 'admin' })
  const code = await world.invite(scene.owner, group)
  const admin = await world.account('+12025550102', 'whatsapp')
  await world.run(operations.deleteGroup, { account: scene.owner.id, group })
  for (const account of [scene.owner.id, admin.id]) {
    for (const name of takesGroup) {
      const input = { ...samples[name], account, group }
      expect([name, await world.codeOf(operations[name], input)]).toEqual([name, 'group_not_found'])
    }
    const { items } = await world.run(operations.listGroups, { account, ...page, order: 'created' })
    expect(items.map(({ head }) => head.id)).not.toContain(group)
  }
  const attempt = await world.join(scene.stranger, code)
  expect(attempt.code).toBe('invite_not_found')
})

test('an account that was deleted acts no more; its group stays', async () => {
  const account = await world.account('+12025550130', 'whatsapp')
  const group = await world.group(account, { '+12025550102': 'admin' })
  await world.run(operations.deleteAccount, { account: account.id })
  for (const name of takesAccount) {
    const input = { ...samples[name], account: account.id }
    expect([name, await world.codeOf(operations[name], input)]).toEqual([name, 'account_not_found'])
  }
  const admin = await world.account('+12025550102', 'whatsapp')
  expect(await world.codeOf(operations.getGroup, { account: admin.id, group })).toBeNull()
})
