/**
 * Rows of the database and the core's model: the one place where the two meet. A row's types are promised by the
 * schema and by what these same functions wrote, so `as` stands here and nowhere else in the stores.
 */
import type { Event, Facts, Happening, Notice, NoticeFacts } from '../core/event.ts'
import { assert, type FailureRecord } from '../core/failure.ts'
import {
  type Account,
  asId,
  type Head,
  type Invite,
  type Key,
  type Membership,
  type Message,
  type Person,
  plainView,
  type Role,
  type Standing,
  type Stay,
  standings,
  type View,
  type Workspace,
} from '../core/model.ts'
import type { Discovered, Listed, Remembered, Run } from '../core/store.ts'

/** How a standing is kept: its position in the core's list, from 1. */
export function codeOf(standing: Standing): number {
  return standings.indexOf(standing) + 1
}

function standingOf(code: number): Standing {
  const standing = standings[code - 1]
  assert(standing !== undefined, 'a standing that no list has')
  return standing
}

function person(id: number, userId: string, name: string | null): Person {
  return { id: asId(id), user_id: userId, name }
}

/** JSON text as this store wrote it, with the type of what was written. */
function parsed<T>(text: string): T {
  return JSON.parse(text) as T
}

/** JSON text of anything that a run may carry; what JSON has no word for is null. */
export function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null'
}

export interface WorkspaceRow {
  readonly id: number
  readonly name: string
  readonly created_at: number
  readonly limits: string
}

export function toWorkspace(row: WorkspaceRow): Workspace {
  return { id: asId(row.id), name: row.name, created_at: row.created_at, limits: parsed(row.limits) }
}

export interface KeyRow {
  readonly id: number
  readonly workspace_id: number
  readonly name: string
  readonly scopes: string
  readonly account_id: number | null
  readonly parent_id: number | null
  readonly created_at: number
  readonly expires_at: number | null
  readonly revoked_at: number | null
}

export function toKey(row: KeyRow): Key {
  return {
    id: asId(row.id),
    workspace: asId(row.workspace_id),
    name: row.name,
    scopes: parsed(row.scopes),
    account: row.account_id === null ? null : asId(row.account_id),
    parent: row.parent_id === null ? null : asId(row.parent_id),
    created_at: row.created_at,
    expires_at: row.expires_at,
    revoked_at: row.revoked_at,
  }
}

/** The columns of an `AccountRow`, of accounts `a` and people `p`. */
export const accountFields = `
  a.id, a.workspace_id, a.network, a.profile, a.alias, a.name, a.status, a.metadata, a.limits, a.created_at,
  p.id as person_id, p.user_id as person_user_id, p.name as person_name`

export interface AccountRow {
  readonly id: number
  readonly workspace_id: number
  readonly network: string
  readonly profile: string
  readonly alias: string | null
  readonly name: string
  readonly person_id: number
  readonly person_user_id: string
  readonly person_name: string | null
  readonly status: string
  readonly metadata: string
  readonly limits: string
  readonly created_at: number
}

export function toAccount(row: AccountRow): Account {
  return {
    id: asId(row.id),
    workspace: asId(row.workspace_id),
    network: row.network,
    profile: row.profile,
    alias: row.alias,
    name: row.name,
    person: person(row.person_id, row.person_user_id, row.person_name),
    status: row.status as Account['status'],
    metadata: parsed(row.metadata),
    limits: parsed(row.limits),
    created_at: row.created_at,
  }
}

/** A person by himself. */
export interface PersonRow {
  readonly person_id: number
  readonly person_user_id: string
  readonly person_name: string | null
}

export function toPerson(row: PersonRow): Person {
  return person(row.person_id, row.person_user_id, row.person_name)
}

export interface MessageRow {
  readonly id: number
  readonly sender_id: number
  readonly sender_user_id: string
  readonly sender_name: string | null
  readonly text: string
  readonly at: number
}

export function toMessage(row: MessageRow): Message {
  const sender = person(row.sender_id, row.sender_user_id, row.sender_name)
  return { id: asId(row.id), sender, text: row.text, at: row.at }
}

/** A group with the people whom it names and its last message; their parts are null together. */
export interface HeadRow {
  readonly id: number
  readonly revision: number
  readonly updated_at: number
  readonly owners: number
  readonly admins: number
  readonly members: number
  readonly subscribers: number
  readonly invited: number
  readonly requested: number
  readonly banned: number
  readonly active_at: number
  readonly deleted_at: number | null
  readonly workspace_id: number
  readonly network: string
  readonly profile: string
  readonly alias: string | null
  readonly community_id: number | null
  readonly capacity: number
  readonly created_at: number
  readonly picture: string | null
  readonly name: string
  readonly settings: string
  readonly tags: string
  readonly topics: string
  readonly metadata: string
  readonly description: string
  readonly pins: string
  readonly suspension: string | null
  readonly owner_id: number | null
  readonly owner_user_id: string | null
  readonly owner_name: string | null
  readonly creator_id: number
  readonly creator_user_id: string
  readonly creator_name: string | null
  readonly last_id: number | null
  readonly last_at: number | null
  readonly last_text: string | null
  readonly last_sender_id: number | null
  readonly last_sender_user_id: string | null
  readonly last_sender_name: string | null
}

function lastMessage(row: HeadRow): Message | null {
  const { last_id, last_at, last_text, last_sender_id, last_sender_user_id } = row
  if (last_id === null) return null
  assert(
    last_at !== null && last_text !== null && last_sender_id !== null && last_sender_user_id !== null,
    'a last message of which a part is missing',
  )
  const sender = person(last_sender_id, last_sender_user_id, row.last_sender_name)
  return { id: asId(last_id), sender, text: last_text, at: last_at }
}

export function toHead(row: HeadRow): Head {
  const { owner_id, owner_user_id, owner_name } = row
  return {
    id: asId(row.id),
    workspace: asId(row.workspace_id),
    network: row.network,
    profile: row.profile,
    alias: row.alias,
    community: row.community_id === null ? null : asId(row.community_id),
    revision: row.revision,
    name: row.name,
    description: row.description,
    settings: parsed(row.settings),
    tags: parsed(row.tags),
    topics: parsed(row.topics),
    metadata: parsed(row.metadata),
    owner: owner_id === null || owner_user_id === null ? null : person(owner_id, owner_user_id, owner_name),
    counts: {
      owner: row.owners,
      admin: row.admins,
      member: row.members,
      subscriber: row.subscribers,
      invited: row.invited,
      requested: row.requested,
      banned: row.banned,
    },
    capacity: row.capacity,
    picture: row.picture === null ? null : parsed(row.picture),
    created_at: row.created_at,
    created_by: person(row.creator_id, row.creator_user_id, row.creator_name),
    updated_at: row.updated_at,
    last_message: lastMessage(row),
    pins: parsed(row.pins),
    suspension: row.suspension === null ? null : parsed(row.suspension),
    deleted_at: row.deleted_at,
  }
}

export interface MembershipRow {
  readonly person_id: number
  readonly person_user_id: string
  readonly person_name: string | null
  readonly standing: number
  readonly since: number
  readonly by_id: number
  readonly expires_at: number | null
}

export function toMembership(row: MembershipRow): Membership {
  return {
    person: person(row.person_id, row.person_user_id, row.person_name),
    standing: standingOf(row.standing),
    since: row.since,
    by: asId(row.by_id),
    expires_at: row.expires_at,
  }
}

/** A standing with its beginning and, where it is over, its end. */
export interface StayRow {
  readonly person_id: number
  readonly person_user_id: string
  readonly person_name: string | null
  readonly standing: number
  readonly since: number
  readonly from_revision: number
  readonly until: number | null
  readonly to_revision: number | null
  readonly by_id: number
}

export function toStay(row: StayRow): Stay {
  return {
    person: person(row.person_id, row.person_user_id, row.person_name),
    standing: standingOf(row.standing),
    since: row.since,
    from_revision: row.from_revision,
    until: row.until,
    to_revision: row.to_revision,
    by: asId(row.by_id),
  }
}

/** A person, and the membership in one group where there is one. */
export interface NamedRow {
  readonly person_id: number
  readonly person_user_id: string
  readonly person_name: string | null
  readonly standing: number | null
  readonly since: number | null
  readonly by_id: number | null
  readonly expires_at: number | null
}

export function toNamed(row: NamedRow | undefined): {
  readonly person: Person | null
  readonly membership: Membership | null
} {
  if (row === undefined) return { person: null, membership: null }
  const { standing, since, by_id, expires_at } = row
  const found = person(row.person_id, row.person_user_id, row.person_name)
  if (standing === null || since === null || by_id === null) return { person: found, membership: null }
  return {
    person: found,
    membership: { person: found, standing: standingOf(standing), since, by: asId(by_id), expires_at },
  }
}

/** A view; both parts are null together where none was kept. */
export interface ViewRow {
  readonly hidden: number | null
  readonly view: string | null
}

export function toView(row: ViewRow | undefined): View {
  if (row === undefined || row.view === null) return plainView
  return { ...plainView, ...parsed<Partial<View>>(row.view), hidden: row.hidden === 1 }
}

/** What of a view is kept as JSON: all but `hidden`, which lists look at and which may change alone. */
export function viewText(view: View): string {
  const { hidden: _, ...rest } = view
  return json(rest)
}

export type ListedRow = HeadRow & MembershipRow & ViewRow

export function toListed(row: ListedRow): Listed {
  return { head: toHead(row), own: toMembership(row), view: toView(row) }
}

/** A group to discover, with the standing of the person who looks, where there is one. */
export interface DiscoveredRow extends HeadRow {
  readonly standing: number | null
}

export function toDiscovered(row: DiscoveredRow): Discovered {
  return { head: toHead(row), standing: row.standing === null ? null : standingOf(row.standing) }
}

export interface InviteRow {
  readonly number: number
  readonly group_id: number
  readonly code: string
  readonly creator_id: number
  readonly creator_user_id: string
  readonly creator_name: string | null
  readonly created_at: number
  readonly expires_at: number | null
  readonly uses_max: number | null
  readonly uses: number
  readonly role: string
  readonly approval: number
  readonly only_id: number | null
  readonly only_user_id: string | null
  readonly only_name: string | null
  readonly revoked_at: number | null
}

export function toInvite(row: InviteRow): Invite {
  const { only_id, only_user_id, only_name } = row
  return {
    code: row.code,
    created_by: person(row.creator_id, row.creator_user_id, row.creator_name),
    created_at: row.created_at,
    expires_at: row.expires_at,
    uses_max: row.uses_max,
    uses: row.uses,
    role: row.role as Role,
    approval: row.approval === 1,
    only_for: only_id === null || only_user_id === null ? null : person(only_id, only_user_id, only_name),
    revoked_at: row.revoked_at,
  }
}

export interface EventRow {
  readonly workspace_id: number
  readonly group_id: number | null
  readonly revision: number | null
  readonly at: number
  readonly account_id: number | null
  readonly run_id: number | null
  readonly actor: string | null
  readonly facts: string
}

/** An event of a group. */
export interface GroupEventRow extends EventRow {
  readonly group_id: number
  readonly revision: number
}

/** An event with its place in the feed. */
export interface FeedRow extends EventRow {
  readonly seq: number
}

function happened(row: EventRow): Omit<Event, 'group' | 'revision' | 'facts'> {
  return {
    workspace: asId(row.workspace_id),
    at: row.at,
    actor: row.actor === null ? null : parsed<Person>(row.actor),
    account: row.account_id === null ? null : asId(row.account_id),
    run: row.run_id === null ? null : asId(row.run_id),
  }
}

export function toEvent(row: EventRow): Event {
  const { group_id, revision } = row
  assert(group_id !== null && revision !== null, 'an event of a group without the group')
  return { ...happened(row), group: asId(group_id), revision, facts: parsed<Facts>(row.facts) }
}

/** An event, or a notice where there is no group. */
export function toHappening(row: EventRow): Happening {
  if (row.group_id !== null) return toEvent(row)
  const notice: Notice = {
    ...happened(row),
    group: null,
    revision: null,
    facts: parsed<NoticeFacts>(row.facts),
  }
  return notice
}

export interface RunRow {
  readonly id: number
  readonly workspace_id: number
  readonly key_id: number
  readonly account_id: number | null
  readonly group_id: number | null
  readonly dialect: string
  readonly operation: string
  readonly request_id: string
  readonly status: string
  readonly revision: number | null
  readonly events: number
  readonly started_at: number
  readonly ended_at: number | null
  readonly input: string
  readonly output: string
  readonly failure: string | null
}

/** The columns of a run, each behind the name of its table where others stand beside it. */
export function runFields(of = ''): string {
  const ids = ['id', 'workspace_id', 'key_id', 'account_id', 'group_id']
  const what = ['dialect', 'operation', 'request_id', 'status', 'revision', 'events']
  const when = ['started_at', 'ended_at', 'input', 'output', 'failure']
  return [...ids, ...what, ...when].map((name) => `${of}${name}`).join(', ')
}

export function toRun(row: RunRow): Run {
  return {
    id: asId(row.id),
    workspace: asId(row.workspace_id),
    key: asId(row.key_id),
    account: row.account_id === null ? null : asId(row.account_id),
    group: row.group_id === null ? null : asId(row.group_id),
    dialect: row.dialect,
    operation: row.operation,
    request_id: row.request_id,
    input: parsed<unknown>(row.input),
    status: row.status as Run['status'],
    output: parsed<unknown>(row.output),
    failure: row.failure === null ? null : parsed<FailureRecord>(row.failure),
    revision: row.revision,
    events: row.events,
    started_at: row.started_at,
    ended_at: row.ended_at,
  }
}

export interface RememberedRow {
  readonly key_id: number
  readonly idempotency_key: string
  readonly run_id: number
  readonly digest: string
  readonly expires_at: number
}

export function toRemembered(row: RememberedRow): Remembered {
  return {
    key: asId(row.key_id),
    idempotency_key: row.idempotency_key,
    run: asId(row.run_id),
    digest: row.digest,
    expires_at: row.expires_at,
  }
}
