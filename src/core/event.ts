/**
 * What can happen to a group. Applied in order, the events give the group: `foldHead` gives its head and
 * `effectsOf` the rows around it. The store projects with these two and nothing else, so a replay cannot differ.
 */

import { assert } from './failure.ts'
import type {
  AccountId,
  Counted,
  Counts,
  GroupId,
  Head,
  Invite,
  KeyId,
  Message,
  MessageId,
  Person,
  PersonId,
  Picture,
  Pin,
  RunId,
  Settings,
  Standing,
  Suspension,
  Time,
  WebhookId,
  WorkspaceId,
} from './model.ts'

/** How one person's standing changed. `null` is a person whom the group does not know. */
export interface Change {
  readonly person: Person
  readonly from: Standing | null
  readonly to: Standing | null
  /** When the new standing ends by itself; without an end when left out. */
  readonly expires_at?: Time
}

/** The fields that `group.updated` may carry, each only when it changed. */
export interface Info {
  readonly name?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly topics?: readonly string[]
  readonly metadata?: Readonly<Record<string, string>>
  readonly settings?: Partial<Settings>
}

/** The facts of each event type. */
export type Facts =
  | {
      readonly type: 'group.created'
      readonly network: string
      readonly profile: string
      readonly capacity: number
      readonly name: string
      readonly description: string
      readonly settings: Settings
      readonly tags: readonly string[]
      readonly topics: readonly string[]
      readonly metadata: Readonly<Record<string, string>>
      /** Absent where there is none, as in events from before there were any. */
      readonly alias?: string
      readonly community?: GroupId
      readonly people: readonly Change[]
    }
  | { readonly type: 'group.updated'; readonly changed: Info; readonly before: Info }
  | { readonly type: 'group.deleted' }
  | { readonly type: 'group.suspended'; readonly reason: string | null }
  | {
      readonly type: 'group.unsuspended'
      /** The suspension that this ended. */
      readonly before: Suspension
    }
  | {
      readonly type: 'participants.added'
      readonly people: readonly Change[]
      /** `invite`: joined by a code. `request`: an admin approved. */
      readonly via: 'added' | 'invite' | 'request'
      /** The code of the invite that was used, and counted as used. */
      readonly invite: string | null
    }
  | {
      readonly type: 'participants.removed'
      readonly people: readonly Change[]
      /** Present when nobody removed them: their time was over. */
      readonly cause?: 'expired'
    }
  | { readonly type: 'participants.left'; readonly people: readonly Change[] }
  | { readonly type: 'participants.invited'; readonly people: readonly Change[] }
  | {
      readonly type: 'role.changed'
      readonly people: readonly Change[]
      /** `succession`: the last admin left, and the group's policy chose. */
      readonly cause: 'set' | 'transfer' | 'succession'
    }
  | {
      readonly type: 'join_request.created'
      readonly people: readonly Change[]
      readonly invite: string | null
    }
  | { readonly type: 'join_request.rejected'; readonly people: readonly Change[] }
  | { readonly type: 'ban.added'; readonly people: readonly Change[]; readonly reason: string | null }
  | {
      readonly type: 'ban.removed'
      readonly people: readonly Change[]
      /** Present when nobody lifted the bans: their time was over. */
      readonly cause?: 'expired'
    }
  | { readonly type: 'invite.created'; readonly invite: Invite }
  | { readonly type: 'invite.revoked'; readonly code: string }
  | { readonly type: 'invite.expired'; readonly code: string }
  | {
      readonly type: 'picture.changed'
      readonly picture: Picture | null
      /** The one before; not known of events that are older than this field. */
      readonly before?: Picture | null
    }
  | { readonly type: 'message.sent'; readonly message: Message }
  | {
      readonly type: 'message.pinned'
      readonly pin: Pin
      /** Pins that gave way to it. */
      readonly replaced: readonly MessageId[]
    }
  | {
      readonly type: 'message.unpinned'
      readonly message: MessageId
      /** Present when nobody unpinned it: its time was over. */
      readonly cause?: 'expired'
    }

/** An account as its notices show it. */
export interface AccountFacts {
  readonly account: AccountId
  readonly name: string
  readonly network: string
  readonly profile: string
  readonly user_id: string
}

/** The facts of each notice: something that happened in the workspace and in none of its groups. */
export type NoticeFacts =
  | ({ readonly type: 'account.created' } & AccountFacts)
  | ({ readonly type: 'account.connected' } & AccountFacts)
  | ({ readonly type: 'account.disconnected' } & AccountFacts)
  | ({ readonly type: 'account.deleted' } & AccountFacts)
  | { readonly type: 'key.expired'; readonly key: KeyId; readonly name: string }
  | {
      readonly type: 'webhook.disabled'
      readonly webhook: WebhookId
      readonly url: string
      readonly reason: string
    }
  | {
      /** Whoever follows events learns of a run that has none: the run on record tells more. */
      readonly type: 'run.refused'
      readonly operation: string
      /** The group that the call named; null when it named none. */
      readonly in_group: GroupId | null
      /** Why the whole call was refused; null when it was carried out and did nothing for anybody whom it named. */
      readonly code: string | null
    }

export type EventType = Facts['type']
export type NoticeType = NoticeFacts['type']

/** Every type of what the feed tells, with what it means, for the documents. */
export const eventTypes: Readonly<Record<EventType | NoticeType, string>> = {
  'group.created': 'A group began, with its first owner.',
  'group.updated':
    'Name, description, tags, topics, metadata or settings changed; only what changed is listed.',
  'group.deleted': 'The group ended for everybody.',
  'group.suspended':
    'Whoever runs the workspace froze the group: nothing in it changes until further notice.',
  'group.unsuspended': 'A suspended group goes on.',
  'participants.added': 'People came in: added, by an invite, or because a request was approved.',
  'participants.removed': 'People were removed by somebody else, or their time was over.',
  'participants.left': 'Somebody left.',
  'participants.invited': 'People got an invite instead of being added.',
  'role.changed': 'People have another role, or their role another end.',
  'join_request.created': 'Somebody asks to be let in.',
  'join_request.rejected': 'Requests to join were rejected.',
  'ban.added': 'People were banned, and removed where they were in the group.',
  'ban.removed': 'Bans were lifted, or their time was over.',
  'invite.created': 'An invite was made.',
  'invite.revoked': 'An invite was revoked.',
  'invite.expired': 'The time of an invite was over.',
  'picture.changed': 'The picture was set or removed.',
  'message.sent': 'A message was sent.',
  'message.pinned': 'A message was pinned; pins beyond the limit gave way.',
  'message.unpinned': 'A message was unpinned, or the time of its pin was over.',
  'account.created': 'An account was connected for the first time.',
  'account.connected': 'An account was logged in again.',
  'account.disconnected': 'An account was logged out.',
  'account.deleted': 'An account was deleted.',
  'key.expired': 'The time of a key was over.',
  'webhook.disabled': 'A webhook was switched off because its endpoint said that it is gone.',
  'run.refused':
    'A call on a group was refused, or did nothing for anybody whom it named; its run tells why.',
}

/** What every event has: where, when, who and why. */
interface Happened {
  readonly workspace: WorkspaceId
  readonly at: Time
  /** Who did it; null for the server itself, which ends what has expired, and for a key without an account. */
  readonly actor: Person | null
  readonly account: AccountId | null
  /** Why: the run that caused it; null for the server itself. */
  readonly run: RunId | null
}

/** One event of a group as it is kept: the facts, and who, why and when. */
export interface Event extends Happened {
  readonly group: GroupId
  /** Per group, from 1, without gaps. */
  readonly revision: number
  readonly facts: Facts
}

/** One event of a workspace that belongs to none of its groups. */
export interface Notice extends Happened {
  readonly group: null
  readonly revision: null
  readonly facts: NoticeFacts
}

/** Whatever the feed of a workspace tells. */
export type Happening = Event | Notice

/** What an event does to the rows around the head. Absent parts do nothing. */
export interface Effects {
  readonly people?: readonly Change[]
  readonly invite?: Invite
  readonly revoked?: string
  readonly expired?: string
  readonly used?: string
  readonly message?: Message
}

export function effectsOf(facts: Facts): Effects {
  switch (facts.type) {
    case 'participants.added':
      return facts.invite === null ? { people: facts.people } : { people: facts.people, used: facts.invite }
    case 'join_request.created':
      return facts.invite === null ? { people: facts.people } : { people: facts.people, used: facts.invite }
    case 'group.created':
    case 'participants.removed':
    case 'participants.left':
    case 'participants.invited':
    case 'role.changed':
    case 'join_request.rejected':
    case 'ban.added':
    case 'ban.removed':
      return { people: facts.people }
    case 'invite.created':
      return { invite: facts.invite }
    case 'invite.revoked':
      return { revoked: facts.code }
    case 'invite.expired':
      return { expired: facts.code }
    case 'message.sent':
      return { message: facts.message }
    case 'group.updated':
    case 'group.deleted':
    case 'group.suspended':
    case 'group.unsuspended':
    case 'picture.changed':
    case 'message.pinned':
    case 'message.unpinned':
      return {}
    default:
      // A newer program that is being rolled out beside this one may write events that this one has no word for.
      facts satisfies never
      return {}
  }
}

const noCounts: Counts = { owner: 0, admin: 0, member: 0, subscriber: 0, invited: 0, requested: 0, banned: 0 }

function isCounted(standing: Standing | null): standing is Counted {
  return standing !== null && standing in noCounts
}

function recount(counts: Counts, people: readonly Change[]): Counts {
  const next = { ...counts }
  for (const change of people) {
    if (isCounted(change.from)) next[change.from] -= 1
    if (isCounted(change.to)) next[change.to] += 1
  }
  for (const count of Object.values(next)) assert(count >= 0, 'a count below zero')
  return next
}

function nextOwner(owner: Person | null, people: readonly Change[]): Person | null {
  let next = owner
  for (const change of people) {
    if (change.from === 'owner' && next?.id === change.person.id) next = null
    if (change.to === 'owner') next = change.person
  }
  return next
}

function begin(event: Event, facts: Extract<Facts, { type: 'group.created' }>): Head {
  assert(event.actor !== null, 'a group that nobody made')
  return {
    id: event.group,
    workspace: event.workspace,
    network: facts.network,
    profile: facts.profile,
    alias: facts.alias ?? null,
    community: facts.community ?? null,
    revision: 0,
    name: facts.name,
    description: facts.description,
    settings: facts.settings,
    tags: facts.tags,
    topics: facts.topics,
    metadata: facts.metadata,
    owner: null,
    counts: noCounts,
    capacity: facts.capacity,
    picture: null,
    created_at: event.at,
    created_by: event.actor,
    updated_at: event.at,
    last_message: null,
    pins: [],
    suspension: null,
    deleted_at: null,
  }
}

/** The head after one event. The revision must be the next one: a gap is a fault of this program. */
export function foldHead(before: Head | null, event: Event): Head {
  const facts = event.facts
  assert((before === null) === (facts.type === 'group.created'), 'a group that begins twice or never')
  const head = before ?? begin(event, facts as Extract<Facts, { type: 'group.created' }>)
  assert(event.revision === head.revision + 1, 'a gap in the revisions')
  const { people } = effectsOf(facts)
  const next: Head = {
    ...head,
    revision: event.revision,
    updated_at: event.at,
    ...(people === undefined
      ? {}
      : { counts: recount(head.counts, people), owner: nextOwner(head.owner, people) }),
  }
  switch (facts.type) {
    case 'group.updated': {
      const { settings, ...info } = facts.changed
      return { ...next, ...info, settings: { ...next.settings, ...settings } }
    }
    case 'group.deleted':
      return { ...next, deleted_at: event.at }
    case 'group.suspended':
      return { ...next, suspension: { at: event.at, reason: facts.reason } }
    case 'group.unsuspended':
      return { ...next, suspension: null }
    case 'picture.changed':
      return { ...next, picture: facts.picture }
    case 'message.sent':
      return { ...next, last_message: facts.message }
    case 'message.pinned': {
      const gone = new Set([facts.pin.message, ...facts.replaced])
      return { ...next, pins: [...next.pins.filter(({ message }) => !gone.has(message)), facts.pin] }
    }
    case 'message.unpinned':
      return { ...next, pins: next.pins.filter(({ message }) => message !== facts.message) }
    default:
      return next
  }
}

/** Who gave somebody his new standing: whoever did it, or he himself where the server only kept the time. */
export function giverOf({ actor }: Event, { person }: Change): PersonId {
  return actor?.id ?? person.id
}

/** The people whom an event names, for readers who follow one person. */
export function namedIn(facts: Facts): readonly PersonId[] {
  return (effectsOf(facts).people ?? []).map((change) => change.person.id)
}
