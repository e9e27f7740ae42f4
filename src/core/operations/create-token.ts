import { type Static, Type } from 'typebox'
import { demandLive, hasScope } from '../access.ts'
import { fail } from '../failure.ts'
import { accountId, line } from '../fields.ts'
import type { AccountId, Key, KeyId, Scope } from '../model.ts'
import { type ChangeContext, workspaceOperation } from '../operation.ts'
import { createAccount } from './create-account.ts'
import type { CreatedKey } from './create-key.ts'

/** A day and a month: long enough to work with, short enough to be lost. */
const lastsMs = { min: 1_000, max: 30 * 24 * 60 * 60 * 1000 }
/** How long a token that has ended is still told apart from one that never was. */
const rememberedMs = 24 * 60 * 60 * 1000

const Input = Type.Object({
  name: Type.String({ maxLength: 256 }),
  /** For how long; never longer than the key itself. */
  lasts_ms: Type.Integer({ minimum: lastsMs.min, maximum: lastsMs.max }),
  /** The one account that the token acts with; as the key when null. */
  bound_to: Type.Union([accountId, Type.Null()]),
  /** For keys that are bound to no account: the account with this alias, made when there is none. */
  acting_as: Type.Optional(
    Type.Object({
      alias: Type.String({ minLength: 1, maxLength: 128 }),
      network: Type.String(),
      profile: Type.String(),
      name: Type.String({ maxLength: 256 }),
    }),
  ),
})
type Input = Static<typeof Input>

/** The account that the token acts with, or null for all that the key may act with. */
async function accountFor(context: ChangeContext, own: Key, input: Input): Promise<AccountId | null> {
  const { tx, workspace } = context
  if (own.account !== null) {
    if (input.bound_to !== null && input.bound_to !== own.account) fail('account_not_found')
    return own.account
  }
  if (input.bound_to !== null) {
    return (await tx.account(workspace.id, input.bound_to))?.id ?? fail('account_not_found')
  }
  if (input.acting_as === undefined) return null
  const { alias, network, profile, name } = input.acting_as
  const known = await tx.accountByAlias(workspace.id, alias)
  if (known !== null) return known.id
  if (!hasScope(own, createAccount.scope)) {
    fail(
      'account_not_found',
      `There is no account \`${alias}\` to act with yet, and this key may not make one: connect it with the profile \`${profile}\` and the alias \`${alias}\` by an admin key (POST /v1/accounts), or use a key that is bound to an account.`,
    )
  }
  return (await createAccount.change(context, { network, profile, name, alias, user_id: null })).account.id
}

/** A key bound to one account acts for it alone, and manages nothing. */
function scopesFor(own: Key, account: AccountId | null): readonly Scope[] {
  if (account === null) return own.scopes
  return hasScope(own, 'write') ? ['write'] : ['read']
}

export const createToken = workspaceOperation<Input, CreatedKey>()({
  name: 'createToken',
  summary: 'Make a token of the key that asks: a key for a while, which ends with it at the latest.',
  kind: 'workspace',
  // Any key may: a token can do no more than its key, and lasts no longer.
  scope: 'read',
  input: Input,
  async change(context, input) {
    const { tx, workspace, id, at, ports } = context
    // A token of a token hangs on the same key, so that one look ends them all.
    const parent = context.key.parent ?? context.key.id
    // It may have been revoked since the caller was let in.
    const own = demandLive(await tx.key(workspace.id, context.key.id), at)
    const account = await accountFor(context, own, input)
    const { secret, hash } = ports.secret()
    const key: Key = {
      id: id() as KeyId,
      workspace: workspace.id,
      name: line('name', input.name),
      scopes: scopesFor(own, account),
      account,
      parent,
      created_at: at,
      expires_at: Math.min(at + input.lasts_ms, own.expires_at ?? Number.POSITIVE_INFINITY),
      revoked_at: null,
    }
    await tx.forgetTokens(parent, at - rememberedMs)
    await tx.addKey(key, hash)
    return { key, secret }
  },
  remembers: ({ key }) => ({ key, secret: null }),
})
