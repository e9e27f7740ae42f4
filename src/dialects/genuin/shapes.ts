/**
 * The wire's schemas, requests and replies apart. Requests leave unknown fields alone. "Contract" is the collection
 * of facts named in README.md; the numbers are its sections.
 */
import { type TSchema, Type } from 'typebox'

const text = (description: string) => Type.String({ description })
const flag = (description: string) => Type.Boolean({ description })
const count = (description: string) => Type.Integer({ description })
const maybe = (schema: TSchema, description: string) => Type.Union([schema, Type.Null()], { description })
const peopleMax = 10_000

// ── Requests ──

export const NoParams = Type.Object({})
export const OnChat = Type.Object({
  chat_id: text('The group: the UUID that its maker chose, or the one that this server gave it.'),
})

/** Get a token (contract 2.2, 1). */
export const Auth = Type.Object({
  api_key: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'The id of a key of this server, `key_…`.',
  }),
  api_secret: Type.String({ minLength: 1, maxLength: 1024, description: "That key's secret." }),
})

const userId = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'A user id, or a `member_id` that this server gave.',
})
const phoneNumber = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'A phone number with its country code, for people who are not registered.',
})
/** Somebody to add (contract 2.2: additions are objects). */
export const Newcomer = Type.Object(
  { user_id: Type.Optional(userId), phone_number: Type.Optional(phoneNumber) },
  { description: 'By one of the two.' },
)
const Newcomers = (description: string) => Type.Array(Newcomer, { maxItems: peopleMax, description })
const Leavers = (description: string) => Type.Array(userId, { maxItems: peopleMax, description })

const about = {
  name: Type.Optional(Type.String({ maxLength: 4096, description: 'One line.' })),
  description: Type.Optional(
    Type.String({ maxLength: 65_536, description: 'Its #tags are added to the tags.' }),
  ),
  tags: Type.Optional(
    Type.String({ maxLength: 16_384, description: 'All tags from now on, with commas between.' }),
  ),
  dp: Type.Optional(
    Type.String({
      maxLength: 1024,
      description: 'The display picture: a name, kept as it is; empty for none.',
    }),
  ),
}
const topics = Type.Optional(
  Type.Array(Type.Integer(), { maxItems: 1000, description: 'All topics from now on, by number.' }),
)
const settings = Type.Optional(
  Type.Object({
    discoverable: Type.Optional(
      flag('Whether people outside find the group in the list of groups to discover.'),
    ),
  }),
)

/** Change a group (contract 2.2, 5). */
export const ConversationUpdate = Type.Object({
  members_added: Type.Optional(Newcomers('People to add, as objects.')),
  members_removed: Type.Optional(Leavers('Members to remove, as bare ids.')),
  subscribers_removed: Type.Optional(Leavers('Subscribers to remove, as bare ids.')),
  ...about,
  topics,
  settings,
})

const shortText = (description: string) => Type.Optional(Type.String({ maxLength: 1024, description }))
const scalar = Type.Union([Type.Integer(), Type.String({ maxLength: 64 })])
const kept = 'Kept with the group as metadata; this server makes nothing of it.'
const Actions = Type.Array(Type.Object({ action_id: Type.Integer(), access_type_id: Type.Integer() }), {
  maxItems: 20,
  description: kept,
})
const madeByAi = Type.Optional(flag(kept))

/** Make a group (contract 2.2, 4). */
export const GroupCreate = Type.Object({
  type: Type.Literal(4, { description: 'A group conversation, the only type that there is.' }),
  community_id: Type.String({
    minLength: 1,
    maxLength: 256,
    description: 'The community that holds the group.',
  }),
  chat_id: Type.Optional(
    Type.String({ maxLength: 256, description: 'A UUID of your own for the group; given when left out.' }),
  ),
  group: Type.Optional(
    Type.Object({
      ...about,
      topics,
      members: Type.Optional(Newcomers('People to be in it from the beginning.')),
    }),
  ),
  settings,
  recorded_video: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: kept })),
  actions: Type.Optional(Actions),
  template_id: Type.Optional(scalar),
  is_ai_generated: madeByAi,
})

/** Make a community (contract 2.2, 2). */
export const CommunityCreate = Type.Object({
  handle: Type.String({
    minLength: 1,
    maxLength: 128,
    description: 'A name of one word, given once in a workspace: letters, digits, `_`, `-`, `.`.',
  }),
  type: Type.Union([Type.Integer(), Type.String({ maxLength: 64 })], { description: kept }),
  actions: Actions,
  ...about,
  name: Type.String({ maxLength: 4096, description: 'One line.' }),
  categories: Type.Optional(
    Type.Object(
      {
        existing: Type.Optional(Type.Array(Type.Integer(), { maxItems: 50 })),
        new: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 50 })),
      },
      { description: kept },
    ),
  ),
  banner: shortText(kept),
  is_ai_generated: madeByAi,
  is_ai_generated_dp: madeByAi,
  is_ai_generated_banner: madeByAi,
  users: Type.Optional(Newcomers('People to be in it from the beginning.')),
})

const oneCommunity = Type.Union([
  Type.String({ maxLength: 256 }),
  Type.Object({ community_id: Type.String({ maxLength: 256 }) }),
])
const Communities = Type.Optional(
  Type.Union([Type.String({ maxLength: 256 }), Type.Array(oneCommunity, { maxItems: 100 })], {
    description: 'The community, alone or in a list of one, by id or as an object with `community_id`.',
  }),
)

/** Add people to a community (contract 2.2, 3, which gives no types). */
export const AddUsers = Type.Object({
  communities: Communities,
  onboarding_communities: Communities,
  users: Type.Array(Newcomer, {
    minItems: 1,
    maxItems: peopleMax,
    description: 'People to add, as objects.',
  }),
})

// ── Replies ──

/** The envelope of what was done: `code` is the number 200 (contract 2.1). */
function envelope<T extends TSchema>(data: T) {
  return Type.Object({
    code: Type.Literal(200, { description: 'The number 200; errors have a text (contract 2.1).' }),
    message: text('What was done, in words of the contract.'),
    data,
  })
}

const images = {
  profile_image: text('The name of an avatar.'),
  profile_image_s: text('Empty: there is no picture.'),
  profile_image_m: text('Empty: there is no picture.'),
  profile_image_l: text('Empty: there is no picture.'),
}
const personFields = {
  member_id: text('Who: a user id, or a UUID that holds a phone number.'),
  name: maybe(Type.String(), 'How people call him, where known.'),
  bio: Type.Null({ description: 'Not kept here.' }),
  nickname: Type.Null({ description: 'Not kept here.' }),
  phone: text('The digits of his phone number, without `+`, where he is known by it; else empty.'),
  is_brand_system_user: flag('False.'),
  is_avatar: flag('True: `profile_image` is the name of an avatar.'),
}
const standingFields = {
  status: Type.Enum([1, 2], {
    description: '1 registered, 2 known by his phone number only (contract 2.2).',
  }),
  role: Type.Enum([1, 2], { description: '1 owner, 2 collaborator (contract 2.2).' }),
}
export const Member = Type.Object(
  { ...personFields, ...standingFields, ...images },
  { description: 'Somebody in a group.' },
)
export const CommunityMember = Type.Object(
  { ...personFields, ...images },
  { description: 'Somebody in a community; without `status` and `role` (contract 2.2).' },
)
export const NotDone = Type.Object(
  {
    member_id: text('Who.'),
    outcome: Type.Enum(['refused', 'invited', 'unconfirmed'], {
      description: '`invited`: he must accept himself. `unconfirmed`: asked for, not proven.',
    }),
    reason: text('Why, as a code, such as `banned`, `group_full`, `privacy`.'),
    retryable: flag('Whether the same call can succeed later.'),
  },
  { description: 'A person for whom it was not done. Ours.' },
)
const not_done = Type.Optional(
  Type.Array(NotDone, { description: 'People for whom it was not done; absent when there are none. Ours.' }),
)
const ids = (description: string) => Type.Array(Type.String(), { description })

export const AuthReply = envelope(
  Type.Object({
    'gn-access-token': maybe(
      Type.String(),
      'The token, also in the header of this name; null in the answer to a repeated request.',
    ),
    expires_in: count('Seconds until it ends. Ours.'),
    expires_at: Type.String({ format: 'date-time', description: 'When it ends. Ours.' }),
  }),
)
export const ConversationReply = envelope(
  Type.Object({
    members_added: Type.Array(Member, { description: 'Who has become a collaborator by this call.' }),
    members_removed: ids('Who was a member, or invited to be one, and is not any more.'),
    subscribers_added: ids('Who has become a subscriber.'),
    subscribers_removed: ids('Who was a subscriber and is not any more.'),
    requester_removed: ids('Whose request to join ended by this call, also by being added.'),
    name_updated: flag('Whether the name is another one now.'),
    description_updated: flag('Whether the description is another one now.'),
    dp_updated: flag('Whether the display picture is another one now.'),
    topics_updated: flag('Whether the topics are others now.'),
    settings_updated: flag('Whether a setting is another one now.'),
    not_done,
  }),
)
export const Settings = Type.Object({ discoverable: flag('Whether people outside find the group.') })
export const Group = Type.Object({
  group_id: text('The same as `chat_id`.'),
  group_name: text('The name.'),
  group_description: text('The description.'),
  color_code: text('Empty: not kept here.'),
  text_color_code: text('Empty: not kept here.'),
  dp: text('The display picture, as it was given.'),
  dp_s: text('Empty: there are no sizes.'),
  dp_m: text('Empty: there are no sizes.'),
  dp_l: text('Empty: there are no sizes.'),
  no_of_views: count('0: not counted here.'),
  no_of_videos: count('0: there are no videos here.'),
  no_of_members: count('Collaborators, the owner included.'),
  no_of_subscribers: count('Subscribers.'),
})
export const GroupReply = envelope(
  Type.Object({
    chat_id: text('The id of the group.'),
    type: Type.Literal(4, { description: 'A group conversation.' }),
    community_id: text('The community that holds it.'),
    settings: Settings,
    group: Group,
    not_done,
  }),
)
export const CommunityReply = envelope(
  Type.Object({
    community_id: text('The id of the community.'),
    handle: text('The handle.'),
    name: text('The name.'),
    description: text('The description.'),
    share_url: text('Empty: nothing is shown to the public here.'),
    dp: text('The display picture, as it was given.'),
    banner: text('The banner, as it was given.'),
    color_code: text('Empty: not kept here.'),
    text_color_code: text('Empty: not kept here.'),
    leader: Type.Object(
      { ...personFields, ...images, brand: Type.Null({ description: 'There are no brands here.' }) },
      { description: 'The account that made it.' },
    ),
    not_done,
  }),
)
export const UsersReply = envelope(
  Type.Object({
    members_added: Type.Array(CommunityMember, { description: 'Who has come in by this call.' }),
    not_done,
  }),
)

/** Whatever could not be done. */
export const FailureReply = Type.Object({
  code: text('What went wrong, as a text of digits (contract 2.2).'),
  message: text("The contract's sentence; ours where it has none."),
  data: Type.Object({}, { description: 'Empty.' }),
  reason: text('What went wrong, as a code for programs. Ours.'),
  detail: text('What went wrong, and what to do. Ours.'),
  request_id: text('The id of the request, as in `x-request-id`. Ours.'),
})
