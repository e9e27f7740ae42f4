/**
 * The working set of a group operation: the head, the acting account's membership and those of the people named
 * in the call. Nothing here loads all participants, so the cost depends on what the call names.
 */
import { type ActingAccount, demandFeature, isWithin, resolveActor } from './access.ts'
import type { Call, Environment } from './environment.ts'
import { fail } from './failure.ts'
import { line } from './fields.ts'
import {
  type Account,
  type AccountId,
  type GroupId,
  type Head,
  type Invite,
  type Message,
  type Person,
  type PersonId,
  plainView,
  type Workspace,
} from './model.ts'
import type { LimitName, Network, Profile } from './network.ts'
import type { GroupOperation, Named, WorkingSet } from './operation.ts'
import type { Reader } from './store.ts'
import { demandGoingOn } from './suspension.ts'
import { unreadMax } from './views.ts'

/** A limit as it holds for an account: its own, else its workspace's, else its profile's. */
export function limitFor(
  workspace: Workspace,
  account: Account,
  profile: Profile,
): (name: LimitName) => number {
  return (name) =>
    account.limits[name] ?? workspace.limits[profile.id]?.[name] ?? profile.capabilities.limits[name].max
}

export async function loadWorkingSet<I, O>(
  env: Environment,
  call: Call,
  tx: Reader,
  operation: GroupOperation<I, O>,
  input: I,
): Promise<WorkingSet> {
  const {
    account: accountId,
    group,
    code: named,
    alias,
    community,
  } = input as {
    account: AccountId
    group?: GroupId
    code?: string | null
    alias?: string
    community?: GroupId
  }
  const code = named ?? undefined
  const context = { reader: tx, workspace: call.workspace, networks: env.networks }
  // What does not depend on each other is asked for at once: behind a wire each wait counts.
  const [actor, existing] = await Promise.all([
    resolveActor(context, accountId),
    operation.on === 'existing' && group !== undefined ? tx.head(group) : null,
  ])
  const { account, network, profile } = actor
  demandFeature(actor, operation.feature)
  const invite = operation.on === 'invited' ? await findInvite(tx, code ?? '', actor) : null
  const groupId = (operation.on === 'existing' ? group : invite?.group) ?? null
  const head = groupId === null ? null : headFor(existing ?? (await tx.head(groupId)), actor)
  const asked = operation.names?.(input) ?? []
  const limit = limitFor(call.workspace, account, profile)
  const spelled = asked.map(({ id }) => network.person(id, profile))
  const [own, view, known, counted] = await Promise.all([
    head === null ? null : tx.membership(head.id, account.person.id),
    groupId === null ? plainView : tx.view(groupId, account.person.id),
    findKnown(tx, call.workspace, profile, spelled, head?.id ?? null),
    count(env, tx, operation.counts, account, head, limit),
  ])
  if (head !== null && own === null && operation.on === 'existing') fail('group_not_found')
  if (view.hidden && operation.on === 'existing') fail('group_not_found')
  if (call.revision !== null && head !== null && call.revision !== head.revision) {
    fail('revision_mismatch', `The group is at revision ${head.revision}, not ${call.revision}.`, {
      revision: head.revision,
    })
  }
  const set: WorkingSet = {
    // A clock that was set back must not put an event before the one that it follows.
    at: Math.max(env.now(), head?.updated_at ?? 0),
    workspace: call.workspace,
    account,
    profile,
    group: head?.id ?? (env.id() as GroupId),
    head,
    own,
    view,
    named: namedBy(env, asked, spelled, known),
    invite: invite?.invite ?? (await inviteFor(tx, operation.needsStandingInvite ?? false, code, head)),
    community: community === undefined ? null : await findCommunity(tx, community, actor),
    isAliasTaken: alias !== undefined && (await tx.groupByAlias(call.workspace.id, alias)) !== null,
    standing:
      head !== null && operation.needsStandingInvites?.(input) === true
        ? await tx.standingInvites(head.id, limit('group.invites'))
        : [],
    message: await findMessage(tx, operation, input, head),
    readmits: head === null || (network.profiles.get(head.profile)?.readmits ?? true),
    successor:
      operation.needsSuccessor && head !== null ? await tx.successor(head.id, account.person.id) : null,
    unread:
      operation.needsUnread && head !== null
        ? await tx.unread(head.id, view.read_to, account.person.id, unreadMax)
        : 0,
    counted,
    limit,
    id: env.id,
    code: env.code,
  }
  demandGoingOn(operation, set, input)
  return set
}

function headFor(head: Head | null, actor: ActingAccount): Head {
  if (head === null || !isWithin(head, actor)) fail('group_not_found')
  return head
}

/** The group that shall hold another one, for an account that has a part in it. */
async function findCommunity(
  tx: Reader,
  id: GroupId,
  actor: ActingAccount,
): Promise<NonNullable<WorkingSet['community']>> {
  const head = await tx.head(id)
  if (head === null || !isWithin(head, actor)) fail('community_not_found')
  const own = await tx.membership(head.id, actor.account.person.id)
  if (own === null) fail('community_not_found')
  return { head, own }
}

async function findInvite(
  tx: Reader,
  code: string,
  actor: ActingAccount,
): Promise<{ group: GroupId; invite: Invite }> {
  const found = await tx.invite(code)
  const head = found === null ? null : await tx.head(found.group)
  if (found === null || head === null || !isWithin(head, actor)) fail('invite_not_found')
  return found
}

/** The invite that the input names, else the group's standing one for an operation that looks for it. */
async function inviteFor(
  tx: Reader,
  wantsStanding: boolean,
  code: string | undefined,
  head: Head | null,
): Promise<Invite | null> {
  if (head === null) return null
  if (code === undefined) return wantsStanding ? tx.standingInvite(head.id) : null
  const found = await tx.invite(code)
  return found !== null && found.group === head.id ? found.invite : null
}

async function findMessage<I, O>(
  tx: Reader,
  operation: GroupOperation<I, O>,
  input: I,
  head: Head | null,
): Promise<Message | null> {
  return operation.quotes === undefined || head === null ? null : tx.message(head.id, operation.quotes(input))
}

async function count(
  env: Environment,
  tx: Reader,
  what: 'account.groups' | 'group.invites' | undefined,
  account: Account,
  head: Head | null,
  limit: (name: LimitName) => number,
): Promise<number> {
  switch (what) {
    case undefined:
      return 0
    case 'account.groups':
      return tx.groupCount(account.person.id)
    case 'group.invites':
      return head === null ? 0 : tx.openInvites(head.id, env.now(), limit('group.invites'))
  }
}

type Spelling = ReturnType<Network['person']>
type Known = Awaited<ReturnType<Reader['named']>>[number]

/** Those who are named, as they are known, by their canonical spelling. */
async function findKnown(
  reader: Reader,
  workspace: Workspace,
  profile: Profile,
  spelled: readonly Spelling[],
  group: GroupId | null,
): Promise<ReadonlyMap<string, Known | undefined>> {
  if (spelled.length === 0) return new Map()
  const unlike = [
    ...new Set(spelled.flatMap((spelling) => ('user_id' in spelling ? [spelling.user_id] : []))),
  ]
  const found = await reader.named(workspace.id, profile.directory, unlike, group)
  return new Map(unlike.map((userId, index) => [userId, found[index]]))
}

/** Each of those who are named, as he was named; who is new gets an id. */
function namedBy(
  env: Environment,
  asked: readonly { readonly id: string; readonly name?: string | undefined }[],
  spelled: readonly Spelling[],
  byId: ReadonlyMap<string, Known | undefined>,
): readonly Named[] {
  const seen = new Map<string, Person>()
  return asked.map(({ id, name }, index): Named => {
    const spelling = spelled[index]
    if (spelling === undefined || 'problem' in spelling) {
      return {
        asked: id,
        person: null,
        problem: spelling?.problem ?? '',
        standing: null,
        expires_at: null,
        repeated: false,
        isNew: false,
      }
    }
    const known = byId.get(spelling.user_id)
    const earlier = seen.get(spelling.user_id)
    const person = earlier ??
      known?.person ?? { id: env.id() as PersonId, user_id: spelling.user_id, name: nameFrom(name) }
    seen.set(spelling.user_id, person)
    return {
      asked: id,
      person,
      problem: null,
      standing: known?.membership?.standing ?? null,
      expires_at: known?.membership?.expires_at ?? null,
      repeated: earlier !== undefined,
      isNew: (known?.person ?? null) === null,
    }
  })
}

/** How to call a person whom the server meets for the first time; nothing is no name. */
function nameFrom(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : line('name', text)
}
