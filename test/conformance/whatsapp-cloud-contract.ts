/** Schemas written from contracts/whatsapp-cloud.md, not from the dialect: what its sections promise, each by its name. */
import { type TSchema, Type } from 'typebox'

const text = Type.String({ minLength: 1 })
const product = { messaging_product: Type.Literal('whatsapp') }
const requestId = Type.String({ pattern: '^run_[0-9a-z]{11}$' })
const link = Type.String({ pattern: '^https://chat\\.whatsapp\\.com/.+' })
/** Never digits only, and nothing that looks like a business-scoped id (1.4). */
const groupId = Type.String({ pattern: '[^0-9]' })
const digits = Type.String({ pattern: '^\\d+$' })
const seconds = Type.String({ pattern: '^\\d{10}$' })
const mode = Type.Enum(['auto_approve', 'approval_required'])
const closed = { additionalProperties: false }

/** 1.3 (9 to 11) and 1.7: an inner error. */
const InnerError = Type.Object(
  { code: Type.Integer(), message: text, title: text, error_data: Type.Object({ details: text }) },
  closed,
)
const errors = Type.Array(InnerError)
/** 1.3: 3 and 1.11: everybody has a `user_id`. */
const Person = Type.Object({
  wa_id: Type.Optional(text),
  user_id: text,
  username: Type.Optional(text),
})
const paging = Type.Object({
  cursors: Type.Optional(Type.Object({ before: text, after: text })),
  previous: Type.Optional(Type.String({ pattern: '^http' })),
  next: Type.Optional(Type.String({ pattern: '^http' })),
})
const info = {
  subject: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  suspended: Type.Optional(Type.Boolean()),
  creation_timestamp: Type.Optional(Type.Integer()),
  participants: Type.Optional(Type.Array(Person)),
  total_participant_count: Type.Optional(Type.Integer()),
  join_approval_mode: Type.Optional(mode),
}
const failedRequests = Type.Array(Type.Object({ join_request_id: text, errors }))
const failedPeople = Type.Array(Type.Object({ input: text, errors }, closed))

/** Replies, by section 1.2 to 1.5. */
export const replies: Readonly<Record<string, TSchema>> = {
  Any: Type.Unknown(),
  Created: Type.Object({ ...product, request_id: requestId, id: groupId, group_id: groupId }),
  Receipt: Type.Object({ ...product, success: Type.Literal(true), request_id: requestId }),
  List: Type.Object({
    data: Type.Object({
      groups: Type.Array(Type.Object({ id: groupId, subject: text, created_at: seconds })),
    }),
    paging,
  }),
  FlatList: Type.Object({ data: Type.Array(Type.Required(Type.Object({ id: groupId, ...info }))), paging }),
  Info: Type.Object({ ...product, id: groupId, ...info }),
  Link: Type.Object({ ...product, invite_link: link }),
  LinkDeleted: Type.Object({ ...product, success: Type.Literal('true') }),
  Requests: Type.Object({
    data: Type.Array(
      Type.Object({ join_request_id: text, wa_id: text, user_id: text, creation_timestamp: Type.Integer() }),
    ),
    paging,
  }),
  Approved: Type.Object({
    ...product,
    request_id: requestId,
    approved_join_requests: Type.Array(text),
    failed_join_requests: failedRequests,
    errors,
  }),
  Rejected: Type.Object({
    ...product,
    request_id: requestId,
    rejected_join_requests: Type.Array(text),
    failed_join_requests: failedRequests,
    errors,
  }),
  People: Type.Object({ ...product, request_id: requestId, failed_participants: failedPeople, errors }),
  Sent: Type.Object({
    ...product,
    contacts: Type.Array(Type.Object({ input: groupId, wa_id: groupId }, closed)),
    messages: Type.Array(Type.Object({ id: Type.String({ pattern: '^wamid\\..+' }) })),
  }),
  Error: Type.Object({
    error: Type.Object(
      {
        message: Type.String({ pattern: '^\\(#\\d+\\) .+' }),
        type: Type.Enum(['OAuthException', 'GraphMethodException']),
        code: Type.Integer(),
        error_subcode: Type.Optional(Type.Integer()),
        error_data: Type.Object({ ...product, details: text }),
        is_transient: Type.Optional(Type.Boolean()),
        error_user_title: Type.Optional(text),
        error_user_msg: Type.Optional(text),
        fbtrace_id: text,
      },
      closed,
    ),
  }),
}

const onGroup = { timestamp: seconds, group_id: groupId }
const setting = (more: Readonly<Record<string, TSchema>>) =>
  Type.Optional(
    Type.Object({ ...more, update_successful: Type.Boolean(), errors: Type.Optional(errors) }, closed),
  )
const joined = { wa_id: text, user_id: text, username: Type.Optional(text) }
const request = {
  ...onGroup,
  join_request_id: text,
  reason: text,
  wa_id: text,
  user_id: text,
  username: Type.Optional(text),
}
const created = {
  timestamp: seconds,
  type: Type.Literal('group_create'),
  request_id: requestId,
  subject: text,
  description: Type.Optional(text),
  join_approval_mode: mode,
}
const deleted = { ...onGroup, type: Type.Literal('group_delete'), request_id: requestId }
const isAdd = Type.Literal('group_participants_add')
const isRemove = Type.Literal('group_participants_remove')
const business = Type.Literal('business')

/** The objects inside of `value.groups`, by section 1.7; no other keys than those it names. */
export const told: Readonly<Record<string, TSchema>> = {
  created: Type.Object({ ...created, group_id: groupId, invite_link: link }, closed),
  'create failed': Type.Object({ ...created, errors }, closed),
  deleted: Type.Object(deleted, closed),
  'delete failed': Type.Object({ ...deleted, errors }, closed),
  'joined by link': Type.Object(
    {
      ...onGroup,
      type: isAdd,
      reason: Type.Literal('invite_link'),
      added_participants: Type.Array(Type.Object(joined, closed)),
    },
    closed,
  ),
  // With the receipt of the call that approved (1.10, 1.11).
  'joined after approval': Type.Object(
    {
      ...onGroup,
      type: isAdd,
      reason: Type.Literal('invite_link'),
      request_id: requestId,
      added_participants: Type.Array(Type.Object({ ...joined, input: text }, closed)),
    },
    closed,
  ),
  // A mirror of removing, as the advice of part 2 says.
  added: Type.Object(
    {
      ...onGroup,
      type: isAdd,
      request_id: requestId,
      added_participants: Type.Array(Type.Object({ ...joined, input: text }, closed)),
      failed_participants: Type.Optional(failedPeople),
      errors: Type.Optional(errors),
    },
    closed,
  ),
  'join request made': Type.Object({ ...request, type: Type.Literal('group_join_request_created') }, closed),
  'join request withdrawn': Type.Object(
    { ...request, type: Type.Literal('group_join_request_revoked') },
    closed,
  ),
  'removed by the business': Type.Object(
    {
      ...onGroup,
      type: isRemove,
      request_id: requestId,
      removed_participants: Type.Array(Type.Object({ input: text }, closed)),
      failed_participants: Type.Optional(failedPeople),
      errors: Type.Optional(errors),
      initiated_by: business,
    },
    closed,
  ),
  'left by himself': Type.Object(
    {
      ...onGroup,
      type: isRemove,
      removed_participants: Type.Array(Type.Object(joined, closed)),
      initiated_by: Type.Literal('participant'),
    },
    closed,
  ),
  settings: Type.Object(
    {
      ...onGroup,
      type: Type.Literal('group_settings_update'),
      request_id: requestId,
      profile_picture: setting({ mime_type: text, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }),
      group_subject: setting({ text }),
      group_description: setting({ text: Type.String() }),
      errors: Type.Optional(errors),
    },
    closed,
  ),
  suspended: Type.Object({ ...onGroup, type: Type.Literal('group_suspend') }, closed),
  cleared: Type.Object({ ...onGroup, type: Type.Literal('group_suspend_cleared') }, closed),
}

const recipient = {
  id: text,
  timestamp: seconds,
  recipient_id: groupId,
  recipient_type: Type.Literal('group'),
}
const contacts = Type.Array(
  Type.Object({ profile: Type.Object({ name: Type.String() }), wa_id: text, user_id: text }),
)
const failedSending = Type.Array(Type.Object({ ...InnerError.properties, href: text }, closed))

/** `value` of the field `messages`, by section 1.8 and 1.11. */
export const messages: Readonly<Record<string, TSchema>> = {
  sent: Type.Object({
    contacts,
    statuses: Type.Array(Type.Object({ ...recipient, status: Type.Literal('sent') }, closed)),
  }),
  failed: Type.Object({
    contacts,
    statuses: Type.Array(
      Type.Object({ ...recipient, status: Type.Literal('failed'), errors: failedSending }, closed),
    ),
  }),
  incoming: Type.Object({
    contacts,
    messages: Type.Array(
      Type.Object({
        from: text,
        from_user_id: text,
        group_id: groupId,
        id: text,
        timestamp: seconds,
        type: text,
      }),
    ),
  }),
}

/** 1.6: the envelope, with one change in each delivery. */
export const Envelope = Type.Object(
  {
    object: Type.Literal('whatsapp_business_account'),
    entry: Type.Array(
      Type.Object(
        {
          id: digits,
          changes: Type.Array(
            Type.Object(
              {
                field: Type.Enum([
                  'group_lifecycle_update',
                  'group_participants_update',
                  'group_settings_update',
                  'group_status_update',
                  'messages',
                ]),
                value: Type.Object({
                  ...product,
                  metadata: Type.Object({ display_phone_number: digits, phone_number_id: digits }, closed),
                }),
              },
              closed,
            ),
            { minItems: 1, maxItems: 1 },
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1 },
    ),
  },
  closed,
)
