/**
 * The wire's schemas, requests and replies apart. Replies are the superset of what Meta's three sources and real
 * clients say (contract 1.11, 1.12). Requests leave unknown fields alone. "Contract" is the collection of facts named
 * in README.md; the numbers are its sections.
 */
import { type TSchema, Type } from 'typebox'
import { PageQuery, Paging } from './paging.ts'

const text = (description: string) => Type.String({ description })
const flag = (description: string) => Type.Boolean({ description })

// ── Paths and queries ──

const version = Type.Optional(
  Type.String({
    pattern: '^v\\d{1,3}(\\.\\d{1,3})?$',
    description: 'Any version of the Graph API, such as `v23.0`; all are served alike. It may be left out.',
  }),
)
export const OnPhone = Type.Object({
  version,
  phone_number_id: text("The account's `phone_number_id`, digits only (contract 1.4)."),
})
export const OnGroup = Type.Object({
  version,
  group_id: text("The group's id, never digits only (contract 1.4)."),
})

const infoFields = [
  'id',
  'messaging_product',
  'subject',
  'description',
  'suspended',
  'creation_timestamp',
  'participants',
  'total_participant_count',
  'join_approval_mode',
] as const
export type InfoField = (typeof infoFields)[number]
export const InfoFields: readonly InfoField[] = infoFields

/** What to show of a group (contract 1.3: 3). */
export const InfoQuery = Type.Object({
  fields: Type.Optional(
    Type.String({
      maxLength: 512,
      description: `With commas between: ${infoFields.join(', ')}. Only the first two when left out.`,
    }),
  ),
})
export { PageQuery }

// ── Requests ──

const messaging_product = Type.Literal('whatsapp', { description: 'Always `whatsapp`.' })
const Mode = Type.Enum(['auto_approve', 'approval_required'], {
  description: 'Whether whoever comes by the link waits for the business (contract 1.3: 1).',
})
/** In a form an object or a list is JSON in a text, as Graph takes it (contract 1.1). */
const orJson = <const T extends TSchema>(schema: T) => Type.Union([schema, Type.String()])

/** Create a group (contract 1.3: 1). */
export const GroupCreate = Type.Object({
  messaging_product,
  subject: text('The name, up to 128 characters; spaces around it are dropped.'),
  description: Type.Optional(text('The description, up to 2,048 characters.')),
  join_approval_mode: Type.Optional(Mode),
})

/** Change a group (contract 1.3: 4; the mode is a choice of 1.12). */
export const GroupUpdate = Type.Object({
  messaging_product,
  subject: Type.Optional(text('The new name.')),
  description: Type.Optional(text('The new description; empty for none.')),
  join_approval_mode: Type.Optional(Mode),
  profile_picture_file: Type.Optional(
    Type.Unknown({
      description:
        'A square JPEG of 192 pixels and more, up to 5 MB: base64, a data URL, or a file in a form.',
    }),
  ),
  file: Type.Optional(
    Type.Unknown({ description: 'The same picture under the other name (contract 1.12).' }),
  ),
})

/** A call that needs nothing said (contract 1.3: 6 to 8). */
export const Bare = Type.Union([
  Type.Object({ messaging_product }),
  Type.Object({}, { additionalProperties: false, description: 'Nothing.' }),
])

const id = (description: string) => Type.Optional(Type.String({ maxLength: 256, description }))
export const Participant = Type.Object(
  {
    user: id('Phone number with country code, with or without `+`, or WhatsApp id.'),
    user_id: id('The business-scoped id, as answers show it.'),
    wa_id: id('The same as `user` (contract 1.11).'),
  },
  { description: 'One person, named by one of the three.' },
)
export const Participants = Type.Array(Participant, {
  minItems: 1,
  maxItems: 1024,
  description: 'People; 1 to 8 on WhatsApp (contract 1.9).',
})
/** Add or remove people (contract 1.3: 12, 13). */
export const ParticipantsChange = Type.Object({ messaging_product, participants: orJson(Participants) })

const requestId = Type.String({ minLength: 1, maxLength: 512, description: 'A `join_request_id`.' })
export const JoinRequestIds = Type.Array(
  Type.Union([requestId, Type.Object({ join_request_id: requestId })]),
  { minItems: 1, maxItems: 1024, description: 'Ids as texts, or as objects that hold them (contract 1.11).' },
)
/** Approve or reject (contract 1.3: 10, 11). */
export const JoinRequestsChange = Type.Object({ messaging_product, join_requests: orJson(JoinRequestIds) })

export const TextPart = Type.Object({
  body: text('The text.'),
  preview_url: Type.Optional(flag('Not kept here.')),
})
export const PinPart = Type.Object({
  type: Type.Enum(['pin', 'unpin'], { description: 'What to do.' }),
  message_id: Type.String({ maxLength: 512, description: 'The `wamid…` of the message.' }),
  expiration_days: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 30, description: 'For how many days; needed to pin.' }),
  ),
})
/** Send to a group, pin, unpin (contract 1.3: 14, 15). */
export const MessageSend = Type.Object({
  messaging_product,
  recipient_type: Type.Optional(
    Type.String({ maxLength: 32, description: '`group`; Meta takes it for `individual` when left out.' }),
  ),
  to: Type.String({ maxLength: 256, description: "The group's id." }),
  type: Type.Optional(
    Type.String({ maxLength: 32, description: '`text`, which is meant when left out, or `pin`.' }),
  ),
  text: Type.Optional(orJson(TextPart)),
  pin: Type.Optional(orJson(PinPart)),
})

// ── Replies ──

const product = { messaging_product: Type.Literal('whatsapp', { description: 'Always `whatsapp`.' }) }
const receipt = {
  request_id: Type.Optional(
    text('The run: webhooks repeat it, `GET /v1/runs/{request_id}` tells more. Absent for a dry run.'),
  ),
}
const success = flag('True when all of it was done (contract 1.11).')

export const InnerError = Type.Object({
  code: Type.Integer({ description: "Meta's code (contract 1.5)." }),
  message: text('What it means.'),
  title: text('What it means.'),
  error_data: Type.Object({ details: text('What happened here, and what to do.') }),
})
const errors = Type.Array(InnerError, { description: 'What was in the way.' })

const person = {
  wa_id: Type.Optional(text('The number in digits; absent for somebody who hides it.')),
  user_id: text('The business-scoped id (contract 1.4).'),
  username: Type.Optional(text('How people call him, where it is known.')),
}
export const Person = Type.Object(person)

/** Receipt of a change (contract 1.2, 1.11). */
export const Receipt = Type.Object({ ...product, success, ...receipt })

/** Receipt of a creation; two clients want the id at once (contract 1.11). */
export const GroupCreated = Type.Object({
  ...product,
  success,
  ...receipt,
  id: text("The group's id."),
  group_id: text('The same.'),
  invite_link: Type.Optional(text("The group's link.")),
})

const info = {
  subject: Type.Optional(text('The name.')),
  description: Type.Optional(text('The description.')),
  suspended: Type.Optional(flag('The group is frozen: every change of it is refused with 131207.')),
  creation_timestamp: Type.Optional(Type.Integer({ description: 'When it began, in seconds since 1970.' })),
  participants: Type.Optional(Type.Array(Person, { description: 'The people beside the business.' })),
  total_participant_count: Type.Optional(
    Type.Integer({ description: 'How many people beside the business.' }),
  ),
  join_approval_mode: Type.Optional(Mode),
}
/** A group with the fields asked for (contract 1.3: 3). */
export const GroupInfo = Type.Object({ ...product, id: text("The group's id."), ...info })

const ListedGroup = Type.Object({
  id: text("The group's id."),
  subject: text('The name.'),
  created_at: text('When it began, in seconds since 1970.'),
})
const FlatGroup = Type.Object({ ...ListedGroup.properties, ...product, ...info })
/** The list of groups (contract 1.3: 2). `data` is the list itself where the account is set so (contract 1.12). */
export const GroupList = Type.Object({
  data: Type.Union([
    Type.Object({ groups: Type.Array(ListedGroup) }),
    Type.Array(FlatGroup, { description: 'For accounts with the metadata `whatsapp_cloud_list: flat`.' }),
  ]),
  paging: Paging,
})

export const InviteLink = Type.Object({ ...product, invite_link: text("The group's link.") })

/** The link is gone; `success` is a text here and nowhere else (contract 1.12). */
export const LinkDeleted = Type.Object({ ...product, success: Type.Literal('true'), ...receipt })

/** The list of join requests (contract 1.3: 9). */
export const JoinRequestList = Type.Object({
  data: Type.Array(
    Type.Object({
      join_request_id: text('What to approve or reject.'),
      ...person,
      creation_timestamp: Type.Integer({ description: 'Since when, in seconds since 1970.' }),
    }),
  ),
  paging: Paging,
})

const FailedRequest = Type.Object({ join_request_id: text('Which.'), errors })
const requestsResult = {
  ...product,
  success,
  ...receipt,
  approved_join_requests: Type.Optional(Type.Array(Type.String(), { description: 'Those let in.' })),
  rejected_join_requests: Type.Optional(Type.Array(Type.String(), { description: 'Those turned away.' })),
  failed_join_requests: Type.Array(FailedRequest, { description: 'Those that could not be decided.' }),
  errors,
}
/** What became of join requests (contract 1.3: 10, 11). */
export const JoinRequestsResult = Type.Object(requestsResult)

export const Succeeded = Type.Object({ input: text('As the caller wrote it.'), ...person })
export const FailedParticipant = Type.Object({ input: text('As the caller wrote it.'), errors })
/** What became of people (contract 1.3: 12, 13; the answer is not documented, so it is that of the webhook). */
export const ParticipantsResult = Type.Object({
  ...product,
  success,
  ...receipt,
  added_participants: Type.Optional(Type.Array(Succeeded, { description: 'Those who are in now.' })),
  removed_participants: Type.Optional(Type.Array(Succeeded, { description: 'Those who are out now.' })),
  failed_participants: Type.Array(FailedParticipant, { description: 'Those for whom nothing was done.' }),
  errors,
})

/** Sent, pinned or unpinned (contract 1.3: 14, 15). */
export const MessageSent = Type.Object({
  ...product,
  contacts: Type.Array(
    Type.Object({ input: text('The group, as it was named.'), wa_id: text("The group's id.") }),
  ),
  messages: Type.Array(Type.Object({ id: text('The `wamid…`; statuses repeat it.') })),
})

/** Whatever could not be done (contract 1.5). */
export const FailureReply = Type.Object({
  error: Type.Object({
    message: text('The code and what it means.'),
    type: text('`OAuthException`, mostly.'),
    code: Type.Integer({ description: "Meta's code: decide by it." }),
    error_subcode: Type.Optional(Type.Integer({ description: 'More exactly, where Meta has it.' })),
    error_data: Type.Object({
      messaging_product: Type.Literal('whatsapp'),
      details: text('What happened here, and what to do.'),
    }),
    is_transient: Type.Optional(flag('The same request may succeed later.')),
    fbtrace_id: text('The id of the request, as in `x-request-id`.'),
  }),
  request_id: Type.Optional(text('The run, where the call was carried out and did nothing for anybody.')),
  failed_participants: Type.Optional(Type.Array(FailedParticipant)),
  failed_join_requests: Type.Optional(Type.Array(FailedRequest)),
})
