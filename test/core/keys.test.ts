/** What a key may do: its scopes, the one account it may be bound to, and what it can make. */
import { afterAll, describe, expect, test } from 'vitest'
import { demandLive } from '../../src/core/access.ts'
import type { Failure } from '../../src/core/failure.ts'
import type { AccountId, Key, Scope } from '../../src/core/model.ts'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { sha256 } from '../../src/secrets.ts'
import { openWorld, page } from '../support/core.ts'
import { bytesIn } from '../support/database.ts'
import { names, openScene, samplesOf } from '../support/samples.ts'

const world = await openWorld()
afterAll(() => world.close())
const scene = await openScene(world)
const samples = await samplesOf(scene)

async function keyWith(scopes: Scope[], boundTo: AccountId | null = null): Promise<Key> {
  const input = { name: 'key', scopes, bound_to: boundTo, expires_at: null }
  return (await world.run(operations.createKey, input)).key
}

/** The weakest scope that each operation needs; those that are not named read. */
const needs: Readonly<Record<Exclude<Scope, 'read'>, readonly OperationName[]>> = {
  operator: ['createWorkspace', 'listWorkspaces'],
  admin: [
    'createAccount',
    'createKey',
    'createWebhook',
    'deleteAccount',
    'deleteWebhook',
    'getDelivery',
    'getWebhook',
    'listAttempts',
    'listDeliveries',
    'listKeys',
    'listWebhooks',
    'loginAccount',
    'logoutAccount',
    'replayDeliveries',
    'replayDelivery',
    'rotateWebhookSecret',
    'suspendGroup',
    'testWebhook',
    'unsuspendGroup',
    'updateWebhook',
    'revokeKey',
    'updateAccount',
    'updateWorkspace',
  ],
  write: [
    'addParticipants',
    'approveJoinRequests',
    'banParticipants',
    'createGroup',
    'createInvite',
    'deleteGroup',
    'forgetGroup',
    'inviteParticipants',
    'joinGroup',
    'leaveGroup',
    'rejectJoinRequests',
    'removeParticipants',
    'pinMessage',
    'removePicture',
    'reviseGroup',
    'revokeInvite',
    'sendMessage',
    'setPicture',
    'setRole',
    'unbanParticipants',
    'unpinMessage',
    'updateGroup',
  ],
}
const order: readonly Scope[] = ['operator', 'admin', 'write', 'read']
const needOf = (name: OperationName): Scope =>
  order.find((scope) => scope !== 'read' && needs[scope].includes(name)) ?? 'read'

describe.each(order)('a key with the scope %s', (scope) => {
  test('may call what needs it or less, and nothing else', async () => {
    const key = await keyWith([scope])
    for (const name of names) {
      const code = await world.codeOf(operations[name], samples[name], { key, dryRun: true })
      // Our own sample of createKey asks for `read`, which every key with the scope to make keys has.
      const allowed = order.indexOf(scope) <= order.indexOf(needOf(name))
      expect([name, code]).toEqual([name, allowed ? null : 'insufficient_scope'])
    }
  })
})

test('the scopes of a key add up to the strongest', async () => {
  const key = await keyWith(['read', 'write'])
  expect(await world.codeOf(operations.sendMessage, samples.sendMessage, { key })).toBeNull()
  expect(await world.codeOf(operations.listKeys, page, { key })).toBe('insufficient_scope')
})

test.each([
  ['admin', ['operator'], 'insufficient_scope'],
  ['admin', ['read', 'operator'], 'insufficient_scope'],
  ['admin', ['admin', 'write', 'read'], null],
  ['operator', ['operator'], null],
] as const)('a key with %s that makes one with %j: %s', async (own, scopes, code) => {
  const input = { name: 'made', scopes: [...scopes], bound_to: null, expires_at: null }
  expect(await world.codeOf(operations.createKey, input, { key: await keyWith([own]) })).toBe(code)
})

describe('a key bound to one account', () => {
  test('acts for that account in everything that takes one', async () => {
    const key = await keyWith(['write'], scene.owner.id)
    for (const name of names) {
      if (!('account' in samples[name]) || samples[name].account !== scene.owner.id) continue
      if (needOf(name) === 'admin') continue
      const code = await world.codeOf(operations[name], samples[name], { key, dryRun: true })
      expect([name, code]).toEqual([name, null])
    }
  })

  test('finds no other account, whatever it asks', async () => {
    const other = await world.account('other')
    const key = await keyWith(['write'], other.id)
    for (const name of names) {
      if (!('account' in samples[name])) continue
      const code = await world.codeOf(operations[name], samples[name], { key, dryRun: true })
      expect([name, code]).toEqual([
        name,
        needOf(name) === 'admin' ? 'insufficient_scope' : 'account_not_found',
      ])
    }
  })

  test('reads what has no account and changes nothing of the workspace', async () => {
    const key = await keyWith(['write'], scene.owner.id)
    for (const name of names) {
      if ('account' in samples[name]) continue
      const code = await world.codeOf(operations[name], samples[name], { key, dryRun: true })
      // The feed and the list of runs tell of every account, so they are no less than the workspace.
      const isOfAll = name === 'listEvents' || name === 'listRuns'
      const allowed = needOf(name) === 'read' && !isOfAll
      expect([name, code]).toEqual([name, allowed ? null : 'insufficient_scope'])
    }
  })

  test('lists only that account, once', async () => {
    const key = await keyWith(['read'], scene.owner.id)
    const list = (more: object) =>
      world.run(operations.listAccounts, { ...page, order: 'created', ...more }, { key })
    expect((await list({})).items).toEqual([scene.owner])
    expect((await list({ skip: 1 })).items).toEqual([])
    expect((await list({ after: [scene.owner.id] })).items).toEqual([])
  })

  test('sees the runs of that account and no others', async () => {
    const other = await world.account('watcher')
    const read = (account: AccountId) => keyWith(['read'], account)
    const input = { run: scene.run }
    expect(await world.codeOf(operations.getRun, input, { key: await read(scene.owner.id) })).toBeNull()
    expect(await world.codeOf(operations.getRun, input, { key: await read(other.id) })).toBe('run_not_found')
  })

  test.each(['admin', 'operator'] as const)('cannot have the scope %s', async (scope) => {
    const input = { name: 'bound', scopes: ['read', scope], bound_to: scene.owner.id, expires_at: null }
    expect(await world.codeOf(operations.createKey, input)).toBe('invalid_input')
  })
})

describe('the life of a key', () => {
  const codeAt = (key: Key | null, at: number) => {
    try {
      return demandLive(key, at)
    } catch (failure) {
      return (failure as Failure).code
    }
  }

  test('ends at its time, not before', async () => {
    const end = world.clock.at + 1000
    const { key } = await world.run(operations.createKey, {
      name: 'short',
      scopes: ['read'],
      bound_to: null,
      expires_at: end,
    })
    expect(codeAt(key, end - 1)).toBe(key)
    expect(codeAt(key, end)).toBe('expired_credentials')
    expect(codeAt(null, end)).toBe('invalid_credentials')
  })

  test('does not begin in the past', async () => {
    const input = { name: 'late', scopes: ['read'], bound_to: null, expires_at: world.clock.at }
    expect(await world.codeOf(operations.createKey, input)).toBe('invalid_input')
  })

  test('ends when it is revoked; the first time counts', async () => {
    const { key, secret } = await world.run(operations.createKey, {
      name: 'revoked',
      scopes: ['read'],
      bound_to: null,
      expires_at: null,
    })
    const kept = () => world.env.store.read.keyByHash(sha256(secret ?? ''))
    expect(codeAt(await kept(), world.clock.at)).toEqual(key)
    const at = world.clock.at
    await world.run(operations.revokeKey, { key: key.id })
    world.pass(5)
    await world.run(operations.revokeKey, { key: key.id })
    expect(await kept()).toEqual({ ...key, revoked_at: at })
    expect(codeAt(await kept(), world.clock.at)).toBe('invalid_credentials')
  })

  const how2 = { idempotencyKey: 'secret workspace' }

  test('leaves its secret nowhere in the store, not in the record of the run either', async () => {
    const input = { name: 'secret', scopes: ['read' as const], bound_to: null, expires_at: null }
    const how = { idempotencyKey: 'secret key' }
    const { secret, key } = await world.run(operations.createKey, input, how)
    const made = await world.run(operations.createWorkspace, { name: 'Secretive' }, how2)
    if (secret === null || made.secret === null) throw new Error('a new secret is shown')
    const bytes = bytesIn(world.directory)
    for (const shown of [secret, made.secret]) {
      expect(shown).toMatch(/^muster_.{40,}$/)
      expect(bytes.includes(shown)).toBe(false)
      expect(bytes.includes(shown.slice('muster_'.length))).toBe(false)
      // The search finds what is there.
      expect(bytes.includes(sha256(shown))).toBe(true)
    }
    expect(await world.execute(operations.createKey, input, how)).toMatchObject({
      replayed: true,
      output: { key, secret: null },
    })
    expect(await world.execute(operations.createWorkspace, { name: 'Secretive' }, how2)).toMatchObject({
      replayed: true,
      output: { workspace: made.workspace, key: made.key, secret: null },
    })
  })
})
