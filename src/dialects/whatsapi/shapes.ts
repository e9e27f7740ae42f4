/**
 * The wire's schemas, requests and replies apart. `data` is an object or null everywhere, because the Go SDK reads
 * nothing else (contract 1.7); groups have the fields of whatsmeow's GroupInfo (contract 2.1). Requests leave
 * unknown fields alone. "Contract" is the collection of facts named in README.md; the numbers are its sections.
 */
import { type TSchema, Type } from 'typebox'
import { paging } from './paging.ts'

const text = (description: string) => Type.String({ description })
const flag = (description: string) => Type.Boolean({ description })
const jid = (description: string) => Type.String({ description: `${description} Empty when there is none.` })
const time = (description: string) => Type.String({ format: 'date-time', description })
const unknownTime = 'Not kept here: the zero time (contract 2.1).'

// ── Paths ──

const instance_key = text('The key of the instance, as it was chosen or given (contract 1.2).')
const group_id = text("The group's JID, with or without `@g.us` (contract 1.6).")
const isTrue = (description: string) => Type.Enum(['true', 'false'], { description })

export const NoParams = Type.Object({})
export const OnInstance = Type.Object({ instance_key })
export const OnGroup = Type.Object({ instance_key, group_id })
export const OnAnnounce = Type.Object({
  instance_key,
  group_id,
  announce: isTrue('Whether only admins send.'),
})
export const OnLock = Type.Object({ instance_key, group_id, locked: isTrue('Whether only admins edit.') })

// ── Requests ──

export const PageQuery = Type.Object(paging)

/** The list of groups (contract 1.2, 1). */
export const GroupsQuery = Type.Object({
  ...paging,
  include_participants: Type.Optional(
    Type.Enum(['true', 'false'], {
      description: 'Whether groups come with their participants; `true` when left out (contract 1.2).',
    }),
  ),
})

/** Look at an invite (contract 1.2, 4). */
export const InviteInfoQuery = Type.Object({
  invite_link: Type.String({ minLength: 1, maxLength: 1024, description: 'The whole link, or its code.' }),
})

/** Join (contract 1.2, 5). */
export const JoinQuery = Type.Object({
  invite_code: Type.String({ minLength: 1, maxLength: 1024, description: 'The code, or its whole link.' }),
})

const camel = (name: string) => `The same as \`${name}\`; the TypeScript SDK writes it so (contract 1.7).`
const webhook = { maxLength: 1024 }

const creation = {
  instance_key: Type.Optional(
    Type.String({
      maxLength: 128,
      description:
        'A key of your own: letters, digits, `_`, `-`, `.`. Given by the server when empty (contract 1.4, 1.7).',
    }),
  ),
  instanceKey: Type.Optional(Type.String({ maxLength: 128, description: camel('instance_key') })),
  webhook_url: Type.Optional(
    Type.String({ ...webhook, description: 'Kept with the instance; empty for none (contract 1.4).' }),
  ),
  webhookUrl: Type.Optional(Type.String({ ...webhook, description: camel('webhook_url') })),
  network: Type.Optional(text('The network; the built-in one when left out. A field of ours.')),
  profile: Type.Optional(
    text('The profile of the network; `whatsapp` of the built-in one when left out. A field of ours.'),
  ),
  name: Type.Optional(
    Type.String({
      maxLength: 256,
      description: "The account's name; the key when left out. A field of ours.",
    }),
  ),
  user_id: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 256,
      description: "The owner's own phone number or id; made up when left out. A field of ours.",
    }),
  ),
}

/** Make an instance, in a body (contract 1.4). */
export const InstanceCreate = Type.Object({
  ...creation,
  strict_names: Type.Optional(
    flag(
      'Names of groups have at most 22 characters, as the page of 2022 says (contract 1.2). A field of ours.',
    ),
  ),
})

/** Make an instance, in the address (contract 1.4). */
export const InstanceCreateQuery = Type.Object({
  ...creation,
  strict_names: Type.Optional(isTrue('As in the body of POST. A field of ours.')),
})

/** Change the webhook (contract 1.4). */
export const WebhookChange = Type.Object({
  webhook_url: Type.Optional(Type.String({ ...webhook, description: 'The address; empty for none.' })),
  webhookUrl: Type.Optional(Type.String({ ...webhook, description: camel('webhook_url') })),
})

const people = Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
  maxItems: 10_000,
  description: 'Phone numbers or JIDs in any spelling (contract 1.6).',
})

/** Create a group (contract 1.2, 3). */
export const GroupCreate = Type.Object({
  group_name: Type.Optional(text("The group's name; made of the people's names when left out.")),
  groupName: Type.Optional(text(camel('group_name'))),
  participants: Type.Optional(people),
})

/** Add, remove, promote, demote (contract 1.2, 14 to 17). */
export const ParticipantsUpdate = Type.Object({ participants: Type.Optional(people) })

/** People in the address, for clients that cannot send a body with DELETE (contract 1.7). */
export const RemoveQuery = Type.Object({
  participants: Type.Optional(
    Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 10_000 })], {
      description: 'People, with commas between; only when there is no body (contract 1.7).',
    }),
  ),
})

/** Rename (contract 1.2, 12). */
export const NameUpdate = Type.Object({ name: text('The new name.') })
/** Describe (contract 1.2, 9). */
export const DescriptionUpdate = Type.Object({ description: text('The new description; empty for none.') })

const inQuery = (what: string) => Type.Optional(isTrue(`${what} The body or the path may hold it instead.`))
const inBody = (what: string) =>
  Type.Optional(Type.Union([Type.Boolean(), Type.Enum(['true', 'false'])], { description: what }))

const announce = 'Whether only admins send (contract 1.3).'
const locked = 'Whether only admins change name, description and picture (contract 1.3).'
export const AnnounceQuery = Type.Object({ announce: inQuery(announce) })
export const AnnounceUpdate = Type.Object({ announce: inBody(announce) })
export const LockQuery = Type.Object({ locked: inQuery(locked) })
export const LockUpdate = Type.Object({ locked: inBody(locked) })

/** Set the picture (contract 1.2, 18, and 1.3). */
export const PictureUpdate = Type.Object({
  file: Type.Optional(
    Type.Unknown({
      description:
        'A JPEG: base64, a data URL, a Buffer as JSON writes it, or that in `value`; a file in a form. Never a path.',
    }),
  ),
})

/** Send a text (contract 1.5). */
export const TextSend = Type.Object({
  to: Type.String({ maxLength: 256, description: "A group's JID." }),
  text: text('The text.'),
})

/** Invite one person (contract 1.5). */
export const InviteSend = Type.Object({
  to: Type.Optional(Type.String({ maxLength: 256, description: 'Whom to invite: a phone number or JID.' })),
  invite_code: Type.Optional(
    Type.String({ maxLength: 1024, description: 'Code or link of an invite; it tells which group.' }),
  ),
  inviteCode: Type.Optional(Type.String({ maxLength: 1024, description: camel('invite_code') })),
  caption: Type.Optional(
    Type.String({ maxLength: 4096, description: 'Not kept here; the answer says so when one was sent.' }),
  ),
  expiry_minutes: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 525_600,
      description: 'How long the invite admits, to the full minute; three days when left out or 0.',
    }),
  ),
  expiryMinutes: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 525_600, description: camel('expiry_minutes') }),
  ),
})

// ── Replies ──

const envelope = <const T extends TSchema>(data: T) =>
  Type.Object({
    data,
    error: flag('False: it was done.'),
    message: text('What was done, in words.'),
    status: Type.Integer({ description: 'The HTTP status (contract 1.1).' }),
    request_id: text('The id of the request, as in `x-request-id`. A field of ours.'),
  })

const next_cursor = Type.Optional(text('There is more: send it as `cursor`. A field of ours.'))

export const AddRequest = Type.Object({
  Code: text('The code of the personal invite that was made instead; only that person can use it.'),
  Expiration: time('When it ends; the zero time when never.'),
})

const participant = {
  JID: text("The person's JID (contract 1.6)."),
  PhoneNumber: jid('The JID with the phone number.'),
  LID: jid('The hidden id.'),
  IsAdmin: flag('Admin or owner.'),
  IsSuperAdmin: flag('Owner.'),
  DisplayName: text('The name, where it is known; else empty.'),
  Error: Type.Integer({ description: 'What was in the way, in the codes of contract 2.3; 0 for nothing.' }),
  AddRequest: Type.Union([AddRequest, Type.Null()], {
    description: 'With Error 403: how the person can come in.',
  }),
}
export const Participant = Type.Object(participant)

/** What became of one person whom a call named. */
export const ParticipantResult = Type.Object({
  ...participant,
  Code: Type.Integer({ description: '200, or the same as Error (contract 2.3). A field of ours.' }),
  Outcome: text('What became of it, in the words of the native API. A field of ours.'),
  Reason: Type.Optional(text('Why, in the words of the native API. A field of ours.')),
})

/** A group, as whatsmeow writes it today (contract 2.1). */
export const GroupInfo = Type.Object({
  JID: text("The group's JID."),
  OwnerJID: jid('The owner.'),
  OwnerPN: jid("The owner's phone number as a JID."),
  Name: text('The name.'),
  NameSetAt: time(unknownTime),
  NameSetBy: jid('Not kept here.'),
  NameSetByPN: jid('Not kept here.'),
  Topic: text('The description.'),
  TopicID: text('Not kept here: empty.'),
  TopicSetAt: time(unknownTime),
  TopicSetBy: jid('Not kept here.'),
  TopicSetByPN: jid('Not kept here.'),
  TopicDeleted: flag('Always false.'),
  IsLocked: flag('Only admins change name, description and picture.'),
  IsAnnounce: flag('Only admins send.'),
  AnnounceVersionID: text('The revision of the group; it moves with every change of it.'),
  IsEphemeral: flag('Messages are meant to vanish.'),
  DisappearingTimer: Type.Integer({ description: 'After how many seconds; 0 for never.' }),
  IsIncognito: flag('Always false.'),
  IsParent: flag('Always false: whether a group holds others is not shown.'),
  DefaultMembershipApprovalMode: text('Of communities: empty.'),
  LinkedParentJID: jid('The community.'),
  IsDefaultSubGroup: flag('Always false.'),
  IsJoinApprovalRequired: flag('Whoever joins by an invite waits for an admin.'),
  AddressingMode: Type.Literal('pn', { description: 'People are named by phone number.' }),
  GroupCreated: time('When the group was made.'),
  CreatorCountryCode: text('Not kept here: empty.'),
  ParticipantVersionID: text('The revision of the group; it moves with every change of it.'),
  ParticipantCount: Type.Integer({ description: 'How many people are in the group.' }),
  Participants: Type.Array(Participant, {
    description: 'Up to 1,024 of the people; whom a new group could not take, with Error.',
  }),
  MemberAddMode: Type.Enum(['admin_add', 'all_member_add'], { description: 'Who adds people.' }),
  Suspended: flag('The group is frozen by whoever runs the server.'),
})

export const Instance = Type.Object({
  instance_key: text('The key of the instance.'),
  account_id: text("The account's id in the native API."),
  name: text('The name.'),
  network: text('The network.'),
  profile: text('Its profile.'),
  jid: text('The JID of the account itself.'),
  connected: flag('Whether the instance can act.'),
  logged_in: flag('The same: an account of this server is connected as long as it is logged in.'),
  webhook_url: text('The address for deliveries; empty for none.'),
  created_at: time('Since when there is this instance.'),
})

const Contact = Type.Object({
  jid: text("The person's JID."),
  name: text('The name, where it is known; else empty.'),
})

export const Nothing = envelope(Type.Null())
export const GroupReply = envelope(GroupInfo)
export const GroupsReply = envelope(Type.Object({ groups: Type.Array(GroupInfo), next_cursor }))
export const ParticipantsReply = envelope(
  Type.Object({
    participants: Type.Array(Participant),
    total: Type.Integer({ description: 'How many people are in the group.' }),
    next_cursor,
  }),
)
export const ResultsReply = envelope(Type.Object({ participants: Type.Array(ParticipantResult) }))
export const InviteReply = envelope(
  Type.Object({
    invite_code: text('The code of the standing invite.'),
    invite_link: text("The code in the spelling of WhatsApp's links."),
  }),
)
export const JoinReply = envelope(
  Type.Object({
    group_id: text("The group's JID."),
    outcome: Type.Enum(['added', 'requested', 'unchanged'], {
      description: '`requested`: an admin must approve. `unchanged`: it was so already.',
    }),
  }),
)
export const PictureReply = envelope(Type.Object({ picture_id: text('The id of the picture.') }))
export const MessageReply = envelope(
  Type.Object({
    message_id: text('The id of the message.'),
    to: text("The group's JID."),
    timestamp: time('When it was sent.'),
  }),
)
export const InstanceReply = envelope(Instance)
export const InstancesReply = envelope(Type.Object({ instances: Type.Array(Instance), next_cursor }))
export const QrCodeReply = envelope(
  Type.Object({
    instance_key: text('The key of the instance.'),
    connected: flag('Whether the instance can act.'),
    qrcode: Type.Null({ description: 'Nothing has to be scanned here.' }),
  }),
)
export const ContactsReply = envelope(Type.Object({ contacts: Type.Array(Contact), next_cursor }))

/** Whatever could not be done. */
export const FailureReply = Type.Object({
  data: Type.Union([Type.Null(), Type.Object({ participants: Type.Array(ParticipantResult) })], {
    description: 'Null; or each person named, where nothing could be done for any of them.',
  }),
  error: flag('True.'),
  message: text('What went wrong, and what to do.'),
  status: Type.Integer({ description: 'The HTTP status (contract 1.1).' }),
  code: text('What went wrong, as a code for programs. A field of ours.'),
  request_id: text('The id of the request, as in `x-request-id`. A field of ours.'),
})
