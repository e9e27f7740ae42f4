/** Tokens: keys for a while, which can do no more than the key that they come from and end with it. */
import { afterAll, describe, expect, test } from 'vitest'
import { demandLive } from '../../src/core/access.ts'
import { Failure } from '../../src/core/failure.ts'
import type { AccountId, Key, Scope } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { sha256 } from '../../src/secrets.ts'
import { openWorld } from '../support/core.ts'
import { bytesIn } from '../support/database.ts'

const world = await openWorld()
afterAll(() => world.close())
const account = await world.account('owner')
const minute = 60_000

async function keyWith(scopes: Scope[], boundTo: AccountId | null = null, lasts: number | null = null) {
  const expires_at = lasts === null ? null : world.clock.at + lasts
  return (await world.run(operations.createKey, { name: 'key', scopes, bound_to: boundTo, expires_at })).key
}

const ask = (key: Key, more: object = {}) =>
  world.attempt(operations.createToken, { name: 'token', lasts_ms: minute, bound_to: null, ...more }, { key })

async function tokenOf(key: Key, more: object = {}) {
  const attempt = await ask(key, more)
  if (attempt.code !== null || attempt.output.secret === null) throw new Error(`no token: ${attempt.code}`)
  return { key: attempt.output.key, secret: attempt.output.secret }
}

/** What a caller with this secret is told: null when he is let in. */
async function codeOf(secret: string): Promise<string | null> {
  try {
    demandLive(await world.env.store.read.keyByHash(sha256(secret)), world.clock.at)
    return null
  } catch (error) {
    return error instanceof Failure ? error.code : 'fault'
  }
}

describe('a token', () => {
  test('may do what its key may, and is never kept in the clear', async () => {
    for (const scopes of [['read'], ['write'], ['admin', 'read']] as const) {
      const { key, secret } = await tokenOf(await keyWith([...scopes]))
      expect([key.scopes, key.account]).toEqual([scopes, null])
      expect(bytesIn(world.directory).includes(secret)).toBe(false)
    }
  })

  test('acts for one account alone where that is asked, and manages nothing then', async () => {
    const { key } = await tokenOf(await keyWith(['admin']), { bound_to: account.id })
    expect([key.scopes, key.account]).toEqual([['write'], account.id])
    const reader = await tokenOf(await keyWith(['read']), { bound_to: account.id })
    expect(reader.key.scopes).toEqual(['read'])
  })

  test('acts for the account of its key, and for no other', async () => {
    const bound = await keyWith(['write'], account.id)
    expect((await tokenOf(bound)).key.account).toBe(account.id)
    const other = await world.account('other')
    expect((await ask(bound, { bound_to: other.id })).code).toBe('account_not_found')
    expect((await ask(await keyWith(['admin']), { bound_to: 77 })).code).toBe('account_not_found')
  })

  test('ends by itself, and with its key at the latest', async () => {
    const long = await tokenOf(await keyWith(['read']))
    const short = await tokenOf(await keyWith(['read'], null, 1_000))
    expect([await codeOf(long.secret), await codeOf(short.secret)]).toEqual([null, null])
    world.pass(1_000)
    expect([await codeOf(long.secret), await codeOf(short.secret)]).toEqual([null, 'expired_credentials'])
    world.pass(minute - 1_000)
    expect(await codeOf(long.secret)).toBe('expired_credentials')
  })

  test('ends when its key is revoked, and so does the token of a token', async () => {
    const key = await keyWith(['write'])
    const token = await tokenOf(key)
    const second = await tokenOf(token.key)
    expect([token.key.parent, second.key.parent]).toEqual([key.id, key.id])
    const stays = await tokenOf(await keyWith(['write']))
    await world.run(operations.revokeKey, { key: key.id })
    for (const { secret } of [token, second]) expect(await codeOf(secret)).toBe('invalid_credentials')
    expect(await codeOf(stays.secret)).toBeNull()
    // A request that was let in a moment before gets none either.
    expect((await ask(key)).code).toBe('invalid_credentials')
    expect((await ask(token.key)).code).toBe('invalid_credentials')
  })

  test('of a token lasts no longer than that', async () => {
    const token = await tokenOf(await keyWith(['read']), { lasts_ms: 2_000 })
    const second = await tokenOf(token.key, { lasts_ms: minute })
    expect(second.key.expires_at).toBe(token.key.expires_at)
  })

  test('can be revoked alone', async () => {
    const key = await keyWith(['write'])
    const [one, two] = [await tokenOf(key), await tokenOf(key)]
    await world.run(operations.revokeKey, { key: one.key.id })
    expect([await codeOf(one.secret), await codeOf(two.secret)]).toEqual(['invalid_credentials', null])
  })

  test('that ended more than a day ago is forgotten when the next one is made', async () => {
    const key = await keyWith(['read'])
    const old = await tokenOf(key)
    world.pass(24 * 60 * minute)
    await tokenOf(key)
    expect(await codeOf(old.secret)).toBe('expired_credentials')
    world.pass(2 * minute)
    await tokenOf(key)
    expect(await codeOf(old.secret)).toBe('invalid_credentials')
  })

  test.each([0, 999, 31 * 24 * 60 * minute])('does not last %i ms', async (lasts_ms) => {
    expect((await ask(await keyWith(['read']), { lasts_ms })).code).toBe('invalid_input')
  })
})

describe('a token that acts as an account with an alias', () => {
  const acting_as = { alias: 'brand', network: 'builtin', profile: 'genuin', name: 'Brand' }

  test('makes the account when there is none, once, if the key may', async () => {
    expect((await ask(await keyWith(['write']), { acting_as })).code).toBe('account_not_found')
    const admin = await keyWith(['admin'])
    const tokens = await Promise.all([1, 2, 3].map(() => tokenOf(admin, { acting_as })))
    const [account] = new Set(tokens.map(({ key }) => key.account))
    expect(new Set(tokens.map(({ key }) => key.account)).size).toBe(1)
    expect(await world.env.store.read.accountByAlias(world.call.workspace.id, 'brand')).toMatchObject({
      ...{ id: account, profile: 'genuin', name: 'Brand' },
    })
    expect((await tokenOf(await keyWith(['write']), { acting_as })).key.account).toBe(account)
  })

  test('acts for the account of its key where that is bound', async () => {
    const bound = await keyWith(['write'], account.id)
    expect((await tokenOf(bound, { acting_as })).key.account).toBe(account.id)
  })
})
