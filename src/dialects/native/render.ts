/** The core's words in the native wire's shapes, and the ids both ways. */
import type { Static } from 'typebox'
import type { Page as CorePage } from '../../core/cursor.ts'
import { parseCursor, renderCursor } from '../../core/cursor.ts'
import type { Change, Event, Happening } from '../../core/event.ts'
import { Failure } from '../../core/failure.ts'
import { parseId, renderDigits, renderId, wireDigits } from '../../core/id.ts'
import { endOf } from '../../core/invites.ts'
import type * as core from '../../core/model.ts'
import { presentCount } from '../../core/model.ts'
import { features, limitNames, type Network, type Profile, type Support } from '../../core/network.ts'
import type { Discovered, Fed } from '../../core/store.ts'
import type { GroupView } from '../../core/views.ts'
import { isoTime } from '../dialect.ts'
import type * as administration from './administration-shapes.ts'
import type * as revision from './revision-shapes.ts'
import type * as shapes from './shapes.ts'

/** The prefix of each kind of id. */
export const prefixes = {
  workspace: 'wsp_',
  key: 'key_',
  account: 'acc_',
  group: 'grp_',
  message: 'msg_',
  run: 'run_',
  webhook: 'whk_',
  delivery: 'dlv_',
} as const

/** An id from a path; 0, which nothing has, for a text that is none, so that it is simply not found. */
export function idFrom<T extends number>(kind: keyof typeof prefixes, text: string): T {
  return (parseId(prefixes[kind], text) ?? 0) as T
}
export function idTo(kind: keyof typeof prefixes, id: number): string {
  return renderId(prefixes[kind], id)
}

/** An account from a path: by its id, or by the id that its caller chose. */
export function accountFrom(text: string): core.AccountRef {
  return text.startsWith(prefixes.account) ? idFrom<core.AccountId>('account', text) : text
}

/** A group from a path: by its id, or by the id that its maker chose. */
export function groupFrom(text: string): core.GroupRef {
  return text.startsWith(prefixes.group) ? idFrom<core.GroupId>('group', text) : text
}

const defaultPage = 100

/** A place in the feed: 0 before the first event, null for now. */
export function feedFrom(text: string | undefined): number | null {
  if (text === 'now') return null
  return text === undefined || text === 'start' ? 0 : placeFrom(text)
}
/** A place in the feed that an answer named. */
export function placeFrom(text: string): number {
  return parseCursor('e', text, 1)[0] ?? 0
}
export function feedTo(seq: number): string {
  return renderCursor('e', [seq])
}

/** What a list is asked for. */
export function pageFrom(kind: string, parts: number, query: { limit?: number; cursor?: string }) {
  return {
    limit: query.limit ?? defaultPage,
    after: query.cursor === undefined ? null : [...parseCursor(kind, query.cursor, parts)],
  }
}
export function pageTo<T, W>(kind: string, page: CorePage<T>, item: (value: T) => W) {
  return {
    data: page.items.map(item),
    next_cursor: page.next === null ? null : renderCursor(kind, page.next),
  }
}

export function timeOrNull(time: core.Time | null): string | null {
  return time === null ? null : isoTime(time)
}

/** A time from a body; the schema has checked only that it is text. */
export function timeFrom(field: string, text: string): core.Time {
  const time = Date.parse(text)
  if (Number.isNaN(time) || !/^\d{4}-\d{2}-\d{2}T/.test(text)) {
    throw new Failure('invalid_input', `\`${field}\` must be a time such as 2026-11-20T09:30:00Z.`)
  }
  return time
}

export function account(value: core.Account): Static<typeof administration.Account> {
  return {
    id: idTo('account', value.id),
    network: value.network,
    profile: value.profile,
    alias: value.alias,
    name: value.name,
    user_id: value.person.user_id,
    status: value.status,
    limits: { ...value.limits },
    metadata: { ...value.metadata },
    phone_number_id: renderDigits(wireDigits.phone_number, value.id),
    business_account_id: renderDigits(wireDigits.business_account, value.workspace),
    created_at: isoTime(value.created_at),
  }
}

export function key(value: core.Key): Static<typeof administration.Key> {
  return {
    id: idTo('key', value.id),
    name: value.name,
    scopes: [...value.scopes],
    account: value.account === null ? null : idTo('account', value.account),
    parent: value.parent === null ? null : idTo('key', value.parent),
    created_at: isoTime(value.created_at),
    expires_at: timeOrNull(value.expires_at),
    revoked_at: timeOrNull(value.revoked_at),
  }
}

export function workspace(value: core.Workspace): Static<typeof administration.Workspace> {
  const limits = Object.fromEntries(
    Object.entries(value.limits).map(([profile, numbers]) => [profile, { ...numbers }]),
  )
  return { id: idTo('workspace', value.id), name: value.name, limits, created_at: isoTime(value.created_at) }
}

export function message(value: core.Message): Static<typeof shapes.Message> {
  const { id, sender, text, at } = value
  return { id: idTo('message', id), sender: { id: sender.user_id, name: sender.name }, text, at: isoTime(at) }
}

export function pin({ message: id, at, by, expires_at }: core.Pin): Static<typeof shapes.Pin> {
  return {
    message: idTo('message', id),
    at: isoTime(at),
    by: by.user_id,
    expires_at: timeOrNull(expires_at),
  }
}

export function suspension({ at, reason }: core.Suspension): Static<typeof shapes.Suspension> {
  return { at: isoTime(at), reason }
}

export function picture(
  value: core.Picture,
  accountText: string,
  groupId: number,
): Static<typeof shapes.Picture> {
  const url = `/v1/accounts/${accountText}/groups/${idTo('group', groupId)}/picture`
  return { url, etag: value.etag, width: value.width, height: value.height, bytes: value.bytes }
}

export function group(
  { head, own, view, unread }: GroupView,
  accountText: string,
): Static<typeof shapes.Group> {
  return {
    id: idTo('group', head.id),
    account: accountText,
    network: head.network,
    profile: head.profile,
    alias: head.alias,
    community: head.community === null ? null : idTo('group', head.community),
    name: head.name,
    description: head.description,
    picture: head.picture === null ? null : picture(head.picture, accountText, head.id),
    settings: { ...head.settings },
    tags: [...head.tags],
    topics: [...head.topics],
    metadata: { ...head.metadata },
    owner: head.owner?.user_id ?? null,
    counts: { participants: presentCount(head.counts), ...head.counts },
    capacity: head.capacity,
    standing: own.standing,
    read_only: own.standing === 'left' || own.standing === 'removed',
    view: {
      pinned: view.pinned,
      archived: view.archived,
      label: view.label,
      muted_until: typeof view.muted_until === 'boolean' ? view.muted_until : isoTime(view.muted_until),
      marked_unread: view.marked_unread,
    },
    unread_count: unread,
    last_message: head.last_message === null ? null : message(head.last_message),
    pins: head.pins.map(pin),
    suspension: head.suspension === null ? null : suspension(head.suspension),
    revision: head.revision,
    created_at: isoTime(head.created_at),
    created_by: head.created_by.user_id,
    updated_at: isoTime(head.updated_at),
  }
}

/** A group as somebody may see it who is not in it: nothing of its people, its messages and its history. */
export function discovered({ head, standing }: Discovered): Static<typeof revision.DiscoveredGroup> {
  return {
    id: idTo('group', head.id),
    alias: head.alias,
    community: head.community === null ? null : idTo('group', head.community),
    network: head.network,
    profile: head.profile,
    name: head.name,
    description: head.description,
    tags: [...head.tags],
    topics: [...head.topics],
    counts: { participants: presentCount(head.counts), subscriber: head.counts.subscriber },
    capacity: head.capacity,
    standing,
    created_at: isoTime(head.created_at),
  }
}

export function outcome(value: core.Outcome): Static<typeof shapes.OutcomeWire> {
  const { invite, ...rest } = value
  return invite === undefined
    ? rest
    : { ...rest, invite: { code: invite.code, expires_at: timeOrNull(invite.expires_at) } }
}

export function member(
  { person, standing, since, expires_at }: core.Membership,
  self: core.Account | null,
): Static<typeof shapes.Member> {
  return {
    id: person.user_id,
    name: person.name,
    role: standing,
    since: isoTime(since),
    expires_at: timeOrNull(expires_at),
    is_self: self?.person.id === person.id,
  }
}

export function invite(value: core.Invite, now: core.Time): Static<typeof shapes.Invite> {
  return {
    code: value.code,
    created_by: value.created_by.user_id,
    created_at: isoTime(value.created_at),
    expires_at: timeOrNull(value.expires_at),
    uses_max: value.uses_max,
    uses: value.uses,
    role: value.role,
    approval: value.approval,
    only_for: value.only_for?.user_id ?? null,
    revoked_at: timeOrNull(value.revoked_at),
    ended: endOf(value, now),
  }
}

/** An end that may be left out, as an operation's input takes it. */
export function endFrom(text: string | null | undefined): { readonly expires_at?: core.Time } {
  return text == null ? {} : { expires_at: timeFrom('expires_at', text) }
}

/** An end as a caller sets it: null for never. */
export function timeOrNeverFrom(field: string, text: string | null): core.Time | null {
  return text === null ? null : timeFrom(field, text)
}

function people(changes: readonly Change[]) {
  return changes.map(({ person, from, to, expires_at }) => ({
    id: person.user_id,
    name: person.name,
    from,
    to,
    ...(expires_at === undefined ? {} : { expires_at: isoTime(expires_at) }),
  }))
}

function groupOrNull(id: core.GroupId | null): string | null {
  return id === null ? null : idTo('group', id)
}

function pinFacts(facts: Happening['facts']): Record<string, unknown> {
  switch (facts.type) {
    case 'message.pinned':
      return { pin: pin(facts.pin), replaced: facts.replaced.map((id) => idTo('message', id)) }
    case 'message.unpinned':
      return { message: idTo('message', facts.message) }
    default:
      return {}
  }
}

function eventFacts({ facts, at }: Happening): Record<string, unknown> {
  const { type: _, ...rest } = facts
  return {
    ...rest,
    ...('people' in facts ? { people: people(facts.people) } : {}),
    ...(facts.type === 'group.created' && facts.community !== undefined
      ? { community: idTo('group', facts.community) }
      : {}),
    ...(facts.type === 'invite.created' ? { invite: invite(facts.invite, at) } : {}),
    ...(facts.type === 'message.sent' ? { message: message(facts.message) } : {}),
    ...pinFacts(facts),
    ...(facts.type === 'group.unsuspended' ? { before: suspension(facts.before) } : {}),
    ...('in_group' in facts ? { in_group: groupOrNull(facts.in_group) } : {}),
    ...('account' in facts ? { account: idTo('account', facts.account) } : {}),
    ...('key' in facts ? { key: idTo('key', facts.key) } : {}),
    ...('webhook' in facts ? { webhook: idTo('webhook', facts.webhook) } : {}),
  }
}

function told(value: Happening) {
  return {
    type: value.facts.type,
    at: isoTime(value.at),
    actor: value.actor?.user_id ?? null,
    account: value.account === null ? null : idTo('account', value.account),
    run: value.run === null ? null : idTo('run', value.run),
    facts: eventFacts(value),
  }
}

export function event(value: Event): Static<typeof shapes.GroupEvent> {
  return { group: idTo('group', value.group), revision: value.revision, ...told(value) }
}

/** Whatever happened in a workspace, with its place in the feed. */
export function feedEvent({ seq, event: value }: Fed): Static<typeof shapes.FeedEvent> {
  return {
    cursor: feedTo(seq),
    group: value.group === null ? null : idTo('group', value.group),
    revision: value.revision,
    ...told(value),
  }
}

export function network(value: Network): Static<typeof administration.Network> {
  return {
    id: value.id,
    title: value.title,
    default_profile: value.defaultProfile,
    profiles: [...value.profiles.keys()],
  }
}

function support(value: Support): { level: 'full' | 'partial' | 'none'; reason: string | null } {
  if (value === 'full') return { level: 'full', reason: null }
  return 'none' in value ? { level: 'none', reason: value.none } : { level: 'partial', reason: value.partial }
}

function profile(value: Profile) {
  const { features: declared, limits } = value.capabilities
  return {
    id: value.id,
    title: value.title,
    settings: value.settings,
    features: Object.fromEntries(features.map((feature) => [feature, support(declared[feature])])),
    limits: Object.fromEntries(
      Object.entries(limitNames).map(([name, meaning]) => [
        name,
        { ...limits[name as keyof typeof limitNames], meaning },
      ]),
    ),
    sandbox: value.sandbox.map(({ user_id, meaning }) => ({ id: user_id, meaning })),
  }
}

export function capabilities(value: Network) {
  return { ...network(value), profiles: [...value.profiles.values()].map(profile) }
}
