/**
 * What is told of each thing that happens, part by part. Changes of a group are messages on this wire (contract 1.7),
 * and a chat that changed is told as a whole (contract 1.9). Parts are a function of the event alone, so that their
 * numbers are the same whenever they are asked for.
 */
import type { Static } from 'typebox'
import type { Change, Facts, Happening } from '../../core/event.ts'
import { isPresent, type Message, type Person, type Standing, standings } from '../../core/model.ts'
import { type Provider, renderMessageId, renderUserId } from './ids.ts'
import type { Occurring } from './triggers.ts'
import type * as shapes from './webhook-shapes.ts'

type Metadata = Static<typeof shapes.EventMetadata>

/** A change of a group as a message. */
export interface Note {
  readonly event_type: Static<typeof shapes.EventMessage>['event_type']
  /** Whom it is about, where it is about somebody; he stands as the sender when nobody did it. */
  readonly person: Person | null
  /** What it says, which holds user ids as the provider spells them; null where the contract has nothing. */
  readonly metadata: (provider: Provider) => Metadata | null
}

/** One thing that is told of an event. */
export type Part =
  | { readonly type: 'message.new'; readonly message: Message }
  | { readonly type: 'message.new'; readonly note: Note }
  | { readonly type: Exclude<Occurring, 'message.new'> }

/**
 * Notes that one event gives at most for each reason. Each goes to every account in the group, so a call that adds ten
 * thousand people must not become ten thousand calls to each: then one note names several.
 */
export const notesMax = 50

function cut<T>(items: readonly T[]): readonly (readonly [T, ...T[]])[] {
  const size = Math.max(1, Math.ceil(items.length / notesMax))
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size)
  return starts.flatMap((start) => {
    const [first, ...rest] = items.slice(start, start + size)
    return first === undefined ? [] : [[first, ...rest] as const]
  })
}

const note = (value: Note): Part => ({ type: 'message.new', note: value })
const changed: Part = { type: 'chat.update' }

/** Whom a note is about, as the wire names them. */
interface Whom {
  readonly user_id: string
  readonly user_ids?: string[]
}

/** A note for each person, or for several where there are too many. */
function notes(
  event_type: Note['event_type'],
  people: readonly Change[],
  write: (whom: Whom, first: Person) => Metadata,
): readonly Part[] {
  return cut(people).map((some) => {
    const [{ person }] = some
    return note({
      event_type,
      person,
      metadata(provider) {
        const user_id = renderUserId(provider, person.user_id)
        if (some.length === 1) return write({ user_id }, person)
        const user_ids = some.map((change) => renderUserId(provider, change.person.user_id))
        return write({ user_id, user_ids }, person)
      },
    })
  })
}

const came = ({ from, to }: Change) => !isPresent(from) && isPresent(to)
const went = ({ from, to }: Change) => isPresent(from) && !isPresent(to)

function added(facts: Extract<Facts, { type: 'participants.added' }>): readonly Part[] {
  const link = facts.invite === null ? {} : { link: facts.invite }
  return withChat(notes(3, facts.people.filter(came), (whom) => ({ ...whom, ...link })))
}

function gone(people: readonly Change[], reason: 'left' | 'kicked' | 'unknown'): readonly Part[] {
  return withChat(
    notes(4, people.filter(went), (whom, { name }) => ({
      ...whom,
      ...(name === null ? {} : { user_name: name }),
      reason,
    })),
  )
}

/** Which way a role moved; an end that was moved alone is nothing that this wire could show. */
function direction({ from, to }: Change): 'promoted' | 'demoted' | null {
  const rank = (standing: Standing | null) =>
    standing === null ? standings.length : standings.indexOf(standing)
  if (rank(from) === rank(to)) return null
  return rank(to) < rank(from) ? 'promoted' : 'demoted'
}

function moved(people: readonly Change[]): readonly Part[] {
  const reasons = ['demoted', 'promoted'] as const
  return withChat(
    reasons.flatMap((reason) =>
      notes(
        7,
        people.filter((change) => direction(change) === reason),
        (whom) => ({ ...whom, reason }),
      ),
    ),
  )
}

/** The chat after the notes; nothing where there is nothing to note. */
function withChat(parts: readonly Part[]): readonly Part[] {
  return parts.length === 0 ? [] : [...parts, changed]
}

/** A note about the chat and about nobody. */
function about(event_type: Note['event_type'], metadata: Metadata | null): Part {
  return note({ event_type, person: null, metadata: () => metadata })
}

function updated({
  name,
  description,
  settings,
}: Extract<Facts, { type: 'group.updated' }>['changed']): readonly Part[] {
  return [
    ...(name === undefined ? [] : [about(1, { title: name })]),
    ...(description === undefined ? [] : [about(2, { description })]),
    ...(settings === undefined ? [] : [about(6, null)]),
    changed,
  ]
}

/** Everything that is told of an event, in its order; nothing where v2 has no word for it. */
export function partsOf({ facts }: Happening): readonly Part[] {
  switch (facts.type) {
    case 'message.sent':
      return [{ type: 'message.new', message: facts.message }]
    case 'group.created':
    case 'picture.changed':
    // A suspended chat is `is_readonly`, which the chat tells; v2 has no note for it.
    case 'group.suspended':
    case 'group.unsuspended':
      return [changed]
    case 'group.updated':
      return updated(facts.changed)
    case 'group.deleted':
      return [{ type: 'chat.delete' }]
    case 'participants.added':
      return added(facts)
    case 'participants.removed':
      return gone(facts.people, facts.cause === undefined ? 'kicked' : 'unknown')
    case 'participants.left':
      return gone(facts.people, 'left')
    case 'ban.added':
      return gone(facts.people, 'kicked')
    case 'role.changed':
      return moved(facts.people)
    case 'message.pinned': {
      const { message, at, expires_at } = facts.pin
      const length = expires_at === null ? {} : { duration: Math.round((expires_at - at) / 1000) }
      return [about(5, { message_id: renderMessageId(message), is_pin: true, ...length })]
    }
    case 'message.unpinned':
      return [about(5, { message_id: renderMessageId(facts.message), is_pin: false })]
    case 'account.created':
      return [{ type: 'account.add' }]
    case 'account.connected':
      return [{ type: 'account.reconnect' }, { type: 'account.status.running' }]
    case 'account.disconnected':
      return [{ type: 'account.status.disconnected' }]
    case 'account.deleted':
      return [{ type: 'account.remove' }]
    // v2 has no invites, no requests to join and no bans (contract 1.6), and tells nothing of keys and endpoints.
    case 'participants.invited':
    case 'join_request.created':
    case 'join_request.rejected':
    case 'ban.removed':
    case 'invite.created':
    case 'invite.revoked':
    case 'invite.expired':
    case 'key.expired':
    case 'webhook.disabled':
    case 'run.refused':
      return []
    default:
      // Of a newer program that is being rolled out beside this one.
      facts satisfies never
      return []
  }
}
