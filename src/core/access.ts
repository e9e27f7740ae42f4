/** Which key may do what, and which account a call acts with. A foreign id is as good as none: 404. */
import { Failure, fail } from './failure.ts'
import {
  type Account,
  type AccountId,
  type GroupId,
  type Head,
  type Key,
  type Membership,
  type Scope,
  scopes,
  type Time,
  type View,
} from './model.ts'
import type { Feature, Network, Profile } from './network.ts'
import type { ReadContext } from './operation.ts'
import { type Action, demand } from './permissions.ts'

/** Each scope includes the weaker ones: operator, admin, write, read. */
export function hasScope(key: Key, scope: Scope): boolean {
  return key.scopes.some((held) => scopes.indexOf(held) <= scopes.indexOf(scope))
}

/** Refuses keys that are revoked or expired; the caller has found the key by its hash. */
export function demandLive(key: Key | null, now: Time): Key {
  if (key === null || key.revoked_at !== null) fail('invalid_credentials')
  if (key.expires_at !== null && key.expires_at <= now) fail('expired_credentials')
  return key
}

/** A key bound to one account acts for that account only, and never for the workspace. */
export function demandScope(key: Key, scope: Scope, input: unknown): void {
  if (!hasScope(key, scope)) {
    throw new Failure('insufficient_scope', `This call needs a key with the scope \`${scope}\`.`, { scope })
  }
  if (key.account === null) return
  const account = typeof input === 'object' && input !== null && 'account' in input ? input.account : null
  if (account === null && scope !== 'read') {
    fail(
      'insufficient_scope',
      'The key is bound to one account; this call needs a key of the whole workspace.',
    )
  }
  if (account !== null && account !== key.account) fail('account_not_found')
}

export interface ActingAccount {
  readonly account: Account
  readonly network: Network
  readonly profile: Profile
}

/** The account that acts, with its network and profile. */
export async function resolveActor(
  context: Pick<ReadContext, 'reader' | 'workspace' | 'networks'>,
  id: AccountId,
): Promise<ActingAccount> {
  const account = await context.reader.account(context.workspace.id, id)
  if (account === null) fail('account_not_found')
  if (account.status !== 'running') fail('account_disconnected')
  const network = context.networks.get(account.network)
  const profile = network?.profiles.get(account.profile)
  if (network === undefined || profile === undefined) {
    fail(
      'network_not_found',
      `The account's network ${account.network} (${account.profile}) is not on this server.`,
    )
  }
  return { account, network, profile }
}

/** Refuses what the account's network or profile cannot do, with the reason that it declares. */
export function demandFeature({ account, profile }: ActingAccount, feature: Feature): void {
  const support = profile.capabilities.features[feature]
  if (typeof support === 'object' && 'none' in support) {
    throw new Failure('unsupported_by_network', support.none, {
      network: account.network,
      profile: profile.id,
      operation: feature,
    })
  }
}

/** Whether the account could see the group at all: same workspace, same network, same people, not deleted. */
export function isWithin(head: Head, { account, network, profile }: ActingAccount): boolean {
  return (
    head.workspace === account.workspace &&
    head.deleted_at === null &&
    head.network === network.id &&
    network.profiles.get(head.profile)?.directory === profile.directory
  )
}

export interface Sight extends ActingAccount {
  readonly head: Head
  readonly own: Membership
  readonly view: View
}

/** The group as the account may read it, for reading operations. */
export async function lookAt(
  context: ReadContext,
  input: { readonly account: AccountId; readonly group: GroupId },
  feature: Feature,
  action: Action,
): Promise<Sight> {
  const actor = await resolveActor(context, input.account)
  demandFeature(actor, feature)
  const head = await context.reader.head(input.group)
  if (head === null || !isWithin(head, actor)) fail('group_not_found')
  const own = await context.reader.membership(head.id, actor.account.person.id)
  if (own === null) fail('group_not_found')
  const view = await context.reader.view(head.id, actor.account.person.id)
  // A group that the account took out of its list is gone for it, with its messages.
  if (view.hidden) fail('group_not_found')
  demand(action, own.standing, head.settings)
  return { ...actor, head, own, view }
}

/** Whoever left or was removed reads what was said until then; a message of that very moment included. */
export function readableUntil({ own }: Sight): number {
  return own.standing === 'left' || own.standing === 'removed' ? own.since + 1 : Number.POSITIVE_INFINITY
}
