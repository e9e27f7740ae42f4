/** From the core to the wire: accounts, chats, people, messages. Every field is one that both SDKs parse (contract 1.12). */
import type { Static } from 'typebox'
import type { Account, GroupId, Membership, Message, Person, Standing, Time } from '../../core/model.ts'
import { presentCount } from '../../core/model.ts'
import { may } from '../../core/permissions.ts'
import type { GroupView } from '../../core/views.ts'
import { isoTime } from '../dialect.ts'
import {
  type Provider,
  phoneOf,
  providerOf,
  renderAccountId,
  renderApplicationId,
  renderChatId,
  renderMessageId,
  renderUserId,
} from './ids.ts'
import type * as shapes from './shapes.ts'

/** An account (contract 1.4). */
export function renderAccount(account: Account): Static<typeof shapes.Account> {
  const provider = providerOf(account.profile)
  return {
    object: 'Account',
    id: renderAccountId(account.id),
    application_id: renderApplicationId(account.workspace),
    user_id: renderUserId(provider, account.person.user_id),
    name: account.name,
    created_at: isoTime(account.created_at),
    status: account.status,
    provider,
    metadata: { ...account.metadata },
    account_scope_id: null,
    is_locked: false,
  }
}

function displayName(provider: Provider, person: Person): string {
  return person.name ?? phoneOf(provider, person.user_id) ?? person.user_id
}

/** A person as a user (contract 1.6). */
export function renderUser(provider: Provider, person: Person): Static<typeof shapes.User> {
  const phone = phoneOf(provider, person.user_id)
  return {
    id: renderUserId(provider, person.user_id),
    object: 'User',
    type: 'individual',
    display_name: displayName(provider, person),
    ...(phone === null ? {} : { public_identifier: phone }),
  }
}

const admins: readonly Standing[] = ['owner', 'admin']

/** A participant, seen by the account that lists (contract 1.6). */
export function renderParticipant(
  account: Account,
  { person, standing }: Membership,
): Static<typeof shapes.GroupParticipant> {
  return {
    object: 'GroupParticipant',
    is_self: person.id === account.person.id,
    is_admin: admins.includes(standing),
    role: standing,
    user: renderUser(providerOf(account.profile), person),
  }
}

/** A mute that has run out is none. */
function renderMute(mutedUntil: Time | boolean, now: Time): string | boolean {
  if (typeof mutedUntil === 'boolean') return mutedUntil
  return mutedUntil > now ? isoTime(mutedUntil) : false
}

/** Whose eyes something is seen with; a deleted account has nobody any more. */
export interface Viewer {
  readonly profile: string
  readonly person: Person | null
}

/** A group as one account sees it; an account that was deleted has no standing in it. */
export interface ChatView extends Pick<GroupView, 'head' | 'view' | 'unread'> {
  readonly own: Pick<GroupView['own'], 'person' | 'standing'> | null
}

/** A group as a chat of the account (contract 1.5). */
export function renderChat(group: ChatView, now: Time): Static<typeof shapes.Chat> {
  const { head, own, view, unread } = group
  const provider = providerOf(head.profile)
  const isReadonly =
    own === null || head.suspension !== null || !may('send_message', own.standing, head.settings)
  const count = presentCount(head.counts)
  const last = head.last_message
  return {
    object: 'Chat',
    id: renderChatId(provider, head.id),
    name: head.name,
    ...(view.label === null ? {} : { label: view.label }),
    ...(head.description === '' ? {} : { description: head.description }),
    created_at: isoTime(head.created_at),
    updated_at: isoTime(head.updated_at),
    ...(last === null ? {} : { last_message_timestamp: isoTime(last.at) }),
    muted_until: renderMute(view.muted_until, now),
    creator_id: renderUserId(provider, head.created_by.user_id),
    is_group: true,
    is_1to1: false,
    is_channel: false,
    type: 'group',
    is_pinned: view.pinned,
    is_readonly: isReadonly,
    read_only: isReadonly,
    is_archived: view.archived,
    folders: [],
    ...(count === 0 ? {} : { participants_count: count }),
    unread_count: view.marked_unread && unread === 0 ? -1 : unread,
    ...(isReadonly ? { restrictions: ['send_message'] } : {}),
    ...(last === null ? {} : { last_message: renderPreview(provider, last, own?.person ?? null) }),
    provider,
  }
}

function renderPreview(
  provider: Provider,
  message: Message,
  self: Person | null,
): Static<typeof shapes.MessagePreview> {
  return {
    object: 'MessagePreview',
    id: renderMessageId(message.id),
    text: message.text,
    sender_display_name: displayName(provider, message.sender),
    is_sender: message.sender.id === self?.id,
  }
}

interface Said {
  readonly id: string
  readonly group: GroupId
  readonly sender: Person
  readonly at: Time
}

/** What messages and events of a group have in common, both of which are messages on this wire (contract 1.7). */
export function renderSaid(viewer: Viewer, { id, group, sender, at }: Said) {
  const provider = providerOf(viewer.profile)
  return {
    object: 'Message' as const,
    id,
    sender_id: renderUserId(provider, sender.user_id),
    chat_id: renderChatId(provider, group),
    timestamp: isoTime(at),
    sender: renderUser(provider, sender),
    is_sender: sender.id === viewer.person?.id,
    is_hidden: false,
    is_seen: false,
    is_delivered: true,
    is_deleted: false,
    is_edited: false,
    is_pinned: false,
    is_mentionned: false,
    reactions_counter: [],
    attachments: [],
    hyperlinks: [],
    provider,
  }
}

/** A message of a group, seen by the account that reads (contract 1.7). */
export function renderMessage(
  viewer: Viewer,
  group: GroupId,
  { id, sender, text, at }: Message,
): Static<typeof shapes.Message> {
  return { ...renderSaid(viewer, { id: renderMessageId(id), group, sender, at }), text, is_event: false }
}
