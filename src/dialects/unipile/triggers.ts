/**
 * The trigger events of v2 (contract 1.9): those that happen here, and those of the vendor's list that cannot. A
 * client may name any of them; a word that is in neither list is refused, because it would never come.
 */

/** What this server tells, by the vendor's names, with what each means here. */
export const occurring = {
  'message.new':
    'A message was sent, or something happened to the group: then `is_event` is true, and `event_type` says what (contract 1.7).',
  'chat.update':
    'A group began, or its name, description, settings, picture or people changed; the payload is the chat as it is now.',
  'chat.delete': 'A group ended for everybody.',
  'account.add': 'An account was connected for the first time.',
  'account.reconnect': 'An account was logged in again.',
  'account.remove': 'An account was deleted.',
  'account.status.running': 'An account works again.',
  'account.status.disconnected': 'An account was logged out.',
} as const
export type Occurring = keyof typeof occurring

/** Those of the vendor that never happen here (contract 1.9, and public code of users for mail and calendars). */
const neverHere = [
  ...['account.status.errored', 'account.status.degraded', 'account.status.partial', 'account.status.paused'],
  ...['account.locked', 'account.unlocked'],
  ...['account.initial_sync.running', 'account.initial_sync.failed', 'account.initial_sync.completed'],
  ...['message.update', 'message.delete', 'message.receipt.read', 'message.receipt.delivery'],
  ...['message.reaction.new', 'message.reaction.delete'],
  ...[
    'email.new',
    'email.new.bounce',
    'email.update',
    'email.delete',
    'email.draft.new',
    'email.draft.delete',
  ],
  ...['email.folder.create', 'email.folder.update', 'email.folder.delete'],
  ...['calendar.create', 'calendar.update', 'calendar.delete'],
  ...['calendar.event.new', 'calendar.event.update', 'calendar.event.delete'],
  ...['tracking.open', 'tracking.click', 'relation.new', 'relation.request.accept', 'follower.new'],
]

/** Every name that an endpoint may ask for, with what it means. */
export const triggers: Readonly<Record<string, string>> = {
  ...occurring,
  ...Object.fromEntries(neverHere.map((name) => [name, 'Never happens here.'])),
}
