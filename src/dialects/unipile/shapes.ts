/**
 * The wire's schemas, requests and replies apart. Replies are such that both official SDKs parse them: the Python
 * one validates every answer, the TypeScript one is newer (contract 1.12). Requests leave unknown fields alone.
 * "Contract" is the collection of facts named in README.md; the numbers are its sections.
 */
import { Type } from 'typebox'
import { providers } from './ids.ts'
import { cursorPaging, offsetPaging } from './paging.ts'

const text = (description: string) => Type.String({ description })
const time = (description: string) => Type.String({ format: 'date-time', description })
const flag = (description: string) => Type.Boolean({ description })
const kind = <const T extends string>(name: T) =>
  Type.Literal(name, { description: 'What the answer is (contract 1.3).' })

export const Provider = Type.Enum([...providers], {
  description: 'The provider; `mock` for what is none of them (contract 1.4).',
})

// ── Paths ──

const account_id = text('The account that acts, `acc_…` (contract 1.1).')
const chat_id = text("The chat's id, in any provider's form (contract 1.5).")
const inbox_id = text('The inbox; there is one, `primary` (contract 1.5).')

export const NoParams = Type.Object({})
export const OnAccount = Type.Object({ account_id })
export const OnInbox = Type.Object({ account_id, inbox_id })
export const OnChat = Type.Object({ account_id, chat_id })
export const OnMember = Type.Object({
  account_id,
  chat_id,
  user_id: text("The participant's user id in any spelling; `me` is the account itself (contract 1.6)."),
})
export const OnMessage = Type.Object({
  account_id,
  chat_id,
  message_id: text("The message's id (contract 1.7)."),
})
export const OnUser = Type.Object({ account_id, user_id: text("The user's id (contract 1.8).") })

// ── Requests ──

/** The account list's query (contract 1.4). */
export const AccountsQuery = Type.Object({
  ...offsetPaging,
  status: Type.Optional(
    Type.Enum(['running', 'errored', 'disconnected', 'paused', 'degraded', 'partial'], {
      description:
        'Only accounts of this status; only `running` and `disconnected` occur here (contract 1.4).',
    }),
  ),
  provider: Type.Optional(Provider),
  search: Type.Optional(
    Type.String({
      maxLength: 256,
      description: 'Only accounts whose name holds this text, or with this id (contract 1.4).',
    }),
  ),
  account_scope_id: Type.Optional(text('A scope, or `none`; no account has a scope here (contract 1.4).')),
})

/** Change an account (contract 1.4). */
export const AccountUpdate = Type.Object({
  metadata: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Takes the place of all metadata (contract 1.4).',
    }),
  ),
  proxy: Type.Optional(
    Type.Unknown({ description: 'Refused unless null: no connection is made here (contract 1.4).' }),
  ),
  account_scope_id: Type.Optional(
    Type.Unknown({ description: 'Refused unless null: there are no scopes here (contract 1.4).' }),
  ),
  auto_proxy_country: Type.Optional(
    Type.Unknown({ description: 'Refused unless null: no connection is made here (contract 1.4).' }),
  ),
})

const whoIsConnected = {
  name: Type.Optional(Type.String({ maxLength: 256, description: "The account's name, of ours." })),
  user_id: Type.Optional(
    Type.String({
      maxLength: 256,
      description: "The owner's own id; made up when left out. A field of ours.",
    }),
  ),
}

/** Connect an account (contract 1.4). Passwords and the like are neither needed nor read. */
export const AuthStart = Type.Object({
  provider: Provider,
  credentials: Type.Optional(
    Type.Object({
      ...whoIsConnected,
      username: Type.Optional(
        Type.String({ maxLength: 256, description: 'The name, where none is given (contract 1.4).' }),
      ),
    }),
  ),
  config: Type.Optional(
    Type.Object({
      ...whoIsConnected,
      profile: Type.Optional(
        text('Another profile of the same provider, for example `linkedin-recruiter`. A field of ours.'),
      ),
    }),
  ),
  account_id: Type.Optional(text('Refused: nothing has to be reconnected here (contract 1.4).')),
})

/** The chat list's query (contract 1.5). */
export const ChatsQuery = Type.Object({
  ...cursorPaging,
  type: Type.Optional(
    Type.Enum(['1to1', 'group', 'channel'], { description: 'Every chat here is a group (contract 1.5).' }),
  ),
  before: Type.Optional(text('Not supported here, and refused (contract 1.5).')),
  after: Type.Optional(text('Not supported here, and refused (contract 1.5).')),
  is_archived: Type.Optional(flag('Not supported here, and refused (contract 1.5).')),
  is_unread: Type.Optional(flag('Not supported here, and refused (contract 1.5).')),
})

/** Lists without filters (contract 1.3). */
export const PageQuery = Type.Object(cursorPaging)

/** The message list's query (contract 1.7). */
export const MessagesQuery = Type.Object({
  ...cursorPaging,
  before: Type.Optional(text('Only messages before this time, exclusive (contract 1.7).')),
  after: Type.Optional(text('Only messages after this time, exclusive (contract 1.7).')),
  user_id: Type.Optional(
    Type.String({ minLength: 1, maxLength: 256, description: 'Only messages of this user (contract 1.7).' }),
  ),
})

/** Change a chat; what is left out stays (contract 1.5). */
export const ChatUpdate = Type.Object({
  name: Type.Optional(text("The group's new name (contract 1.5).")),
  pin_status: Type.Optional(flag('Pinned in the list of the account (contract 1.5).')),
  archive_status: Type.Optional(flag('Archived for the account (contract 1.5).')),
  label: Type.Optional(
    Type.String({ maxLength: 256, description: 'A label of the account; empty removes it (contract 1.5).' }),
  ),
  muted_until: Type.Optional(
    Type.Union([Type.Boolean(), Type.String()], {
      description: 'A time, true for ever, false not muted (contract 1.5).',
    }),
  ),
  read_status: Type.Optional(flag('True: all is read. False: marked as unread (contract 1.5).')),
})

const people = Type.Union([Type.String(), Type.Array(Type.String())], {
  description: 'An array starts a group, even with one id; a string would start a 1to1 chat (contract 1.5).',
})
const attachments = Type.Optional(
  Type.Array(Type.Unknown(), { description: 'Refused unless empty: messages are text here (contract 1.5).' }),
)

/** Start a group (contract 1.5). The guides write `user_ids` where the schema has `users_ids`: both are taken. */
export const ChatStart = Type.Object({
  text: text('The first message; empty sends none (contract 1.5).'),
  users_ids: Type.Optional(people),
  user_ids: Type.Optional(people),
  name: Type.Optional(text("The group's name; made of the people's names when left out (contract 1.5).")),
  attachments,
  specifics: Type.Optional(
    Type.Object(
      { linkedin: Type.Optional(Type.Record(Type.String(), Type.Unknown())) },
      {
        description:
          "LinkedIn's Recruiter and Sales Navigator have no groups and are refused (contract 1.5, 2.2).",
      },
    ),
  ),
})

/** Add one participant (contract 1.6). */
export const ParticipantAdd = Type.Object({
  user_id: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'Whom to add, in any spelling (contract 1.6).',
  }),
})

/** Send a message (contract 1.7). */
export const MessageSend = Type.Object({
  text: text('The text (contract 1.7).'),
  quote_id: Type.Optional(
    Type.Union([Type.String(), Type.Null()], {
      description: 'Refused: quotes are not kept here (contract 1.7).',
    }),
  ),
  attachments,
})

// ── Replies ──

/** Every failure (contract 1.2). */
export const ErrorBody = Type.Object({
  object: kind('Error'),
  type: Type.String({
    pattern: '^(api|provider)/[a-z_]+$',
    description: 'Who failed, and how (contract 1.2).',
  }),
  status: Type.Integer({ description: 'The HTTP status once more (contract 1.2).' }),
  title: text('A short title (contract 1.2).'),
  detail: text('What went wrong, and what to do (contract 1.2).'),
  req_id: text('The id of the request, to be quoted in questions (contract 1.2).'),
})

/** What really happened with one person. A field of ours: v2 has nothing to say it with. */
export const Outcome = Type.Object({
  user_id: text('The person.'),
  outcome: text('`added`, `invited`, `refused`, `unchanged`, `unconfirmed`, …'),
  reason: Type.Optional(text('Why, as a code.')),
  retryable: Type.Optional(flag('Whether the same call can succeed later.')),
})

/** An account (contract 1.4). */
export const Account = Type.Object({
  object: kind('Account'),
  id: Type.String({ pattern: '^acc_', description: 'The id (contract 1.1).' }),
  application_id: Type.String({ pattern: '^app_', description: 'The workspace (contract 1.1).' }),
  user_id: text("The owner's own id, which is removed from a group in order to leave it (contract 1.4)."),
  name: text('The display name (contract 1.4).'),
  created_at: time('When it was connected (contract 1.4).'),
  status: Type.Enum(['running', 'errored', 'disconnected'], {
    description: 'The statuses that both SDKs know (contract 1.12).',
  }),
  provider: Provider,
  metadata: Type.Record(Type.String(), Type.String(), {
    description: 'A flat map, which both SDKs parse (contract 1.12).',
  }),
  account_scope_id: Type.Null({ description: 'There are no scopes here (contract 1.12).' }),
  is_locked: flag('Never here (contract 1.12).'),
})

/** The account list (contract 1.3, 1.4). */
export const Accounts = Type.Object({
  object: kind('Accounts'),
  data: Type.Array(Account),
  has_more: flag('Whether a higher offset finds more (contract 1.3).'),
})

export const Success = Type.Object({ success: flag('Always true; trouble is an error (contract 1.4).') })

const page = <T extends ReturnType<typeof Type.Object>>(item: T) =>
  Type.Object({
    data: Type.Array(item),
    total_count: Type.Optional(
      Type.Integer({ minimum: 0, description: 'How many in all, where it is known (contract 1.3).' }),
    ),
    next_cursor: Type.Optional(text('The cursor of the next page; absent at the end (contract 1.3).')),
  })

/** The one inbox of an account (contract 1.5). */
export const Inbox = Type.Object({
  object: kind('Inbox'),
  id: text('`primary` (contract 1.5).'),
  description: Type.Optional(text('What is in it (contract 1.5).')),
  disabled: flag('Never here (contract 1.5).'),
})
export const Inboxes = page(Inbox)

/** A user (contract 1.6). */
export const User = Type.Object({
  id: text("The provider's id of the person (contract 1.6)."),
  object: kind('User'),
  type: Type.Enum(['individual', 'organization', 'other'], {
    description: 'People here are individuals (contract 1.6).',
  }),
  display_name: text('The name, or the id where no name is known (contract 1.6).'),
  public_identifier: Type.Optional(text('The phone number on WhatsApp (contract 1.6).')),
})

/** A participant (contract 1.6). */
export const GroupParticipant = Type.Object({
  object: kind('GroupParticipant'),
  is_self: flag('Whether it is the account itself (contract 1.6).'),
  is_admin: flag("Whether it is an admin or the owner: the wire's only role (contract 1.6)."),
  role: text('`owner`, `admin`, `member` or `subscriber`. A field of ours.'),
  user: User,
})
export const Participants = page(GroupParticipant)

export const ParticipantAdded = Type.Object({ object: kind('ParticipantAdded') })
export const ParticipantRemoved = Type.Object({ object: kind('ParticipantRemoved') })

/** The last message as the part that both SDKs parse (contract 1.5, 1.12). */
export const MessagePreview = Type.Object({
  object: kind('MessagePreview'),
  id: text("The message's id (contract 1.5)."),
  text: text('The text (contract 1.5).'),
  sender_display_name: text('The name of the sender (contract 1.5).'),
  is_sender: flag('Whether the account sent it (contract 1.5).'),
})

/** A chat, which is always a group here (contract 1.5). */
export const Chat = Type.Object({
  object: kind('Chat'),
  id: text("The id in the provider's form (contract 1.5)."),
  name: Type.String({ minLength: 1, description: 'The name, never null (contract 1.12).' }),
  label: Type.Optional(text("The account's own label (contract 1.5).")),
  description: Type.Optional(text('The description of the group (contract 1.5).')),
  created_at: time('When it began (contract 1.5).'),
  updated_at: time('When it last changed (contract 1.5).'),
  last_message_timestamp: Type.Optional(time('When the last message was sent (contract 1.5).')),
  muted_until: Type.Union([Type.Boolean(), Type.String({ format: 'date-time' })], {
    description: 'A time, true for ever, false not muted; never absent (contract 1.12).',
  }),
  creator_id: text('The user id of whoever began it (contract 1.5).'),
  is_group: flag('Always true here (contract 1.5).'),
  is_1to1: flag('Always false here (contract 1.5).'),
  is_channel: flag('Always false here (contract 1.5).'),
  type: Type.Literal('group', { description: 'Every chat here is a group (contract 1.5).' }),
  is_pinned: flag('Pinned by the account (contract 1.5).'),
  is_readonly: flag('Sending fails: the account has left, or only admins send (contract 1.5).'),
  read_only: flag('The same; the guides call it so (contract 2.4).'),
  is_archived: flag('Archived by the account (contract 1.5).'),
  folders: Type.Array(Type.String(), { description: 'Always empty here, never absent (contract 1.12).' }),
  participants_count: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Absent when nobody is left (contract 1.12).' }),
  ),
  unread_count: Type.Integer({
    minimum: -1,
    description: 'Counted up to 100; -1 is marked unread by hand (contract 1.5).',
  }),
  restrictions: Type.Optional(
    Type.Array(Type.Literal('send_message'), { description: 'What the account may not do (contract 1.5).' }),
  ),
  last_message: Type.Optional(MessagePreview),
  provider: Provider,
})
export const Chats = page(Chat)

/** A chat was started (contract 1.5). */
export const ChatStarted = Type.Object({
  object: kind('ChatStarted'),
  chat_id: text("The new chat's id (contract 1.5)."),
  message_id: Type.Union([Type.String(), Type.Null()], {
    description: 'The first message, or null (contract 1.5).',
  }),
  outcomes: Type.Array(Outcome, { description: 'What happened with each person named. A field of ours.' }),
})

/** The 1to1 chats with a user, of which there are none (contract 1.5). */
export const ChatLookup = Type.Object({
  object: kind('ChatLookup'),
  data: Type.Array(Type.Object({ chat_id: Type.String() })),
})

/** A message (contract 1.7). */
export const Message = Type.Object({
  object: kind('Message'),
  id: text('The id (contract 1.7).'),
  sender_id: text('The user id of the sender (contract 1.7).'),
  chat_id: text('The chat (contract 1.7).'),
  timestamp: time('When it was sent (contract 1.7).'),
  text: text('The text (contract 1.7).'),
  sender: User,
  is_sender: flag('Whether the account sent it (contract 1.7).'),
  is_hidden: flag('Always false here (contract 1.7).'),
  is_seen: flag('Always false here: no receipts are kept (contract 1.7).'),
  is_delivered: flag('Always true here: it is in the group (contract 1.7).'),
  is_deleted: flag('Always false here (contract 1.7).'),
  is_edited: flag('Always false here (contract 1.7).'),
  is_pinned: flag('Always false here (contract 1.7).'),
  is_event: flag('Always false here: changes of the group come by webhooks, as EventMessage (contract 1.7).'),
  is_mentionned: flag('Always false here; spelled as on the wire (contract 1.7).'),
  reactions_counter: Type.Array(Type.Object({ reaction: Type.String(), count: Type.Integer() }), {
    description: 'Always empty here (contract 1.7).',
  }),
  attachments: Type.Array(Type.Unknown(), { description: 'Always empty here (contract 1.7).' }),
  hyperlinks: Type.Array(Type.Unknown(), { description: 'Always empty here, never absent (contract 1.12).' }),
  provider: Provider,
})
export const Messages = page(Message)

/** A message was sent (contract 1.7). */
export const MessageSent = Type.Object({
  object: kind('MessageSent'),
  message_id: text("The message's id (contract 1.7)."),
})
