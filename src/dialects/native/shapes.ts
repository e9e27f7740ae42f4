/** The native wire's schemas of groups and what is in them; `administration-shapes.ts` holds the rest. The names stay. */
import { type TSchema, Type } from 'typebox'
import { eventTypes } from '../../core/event.ts'
import { Outcome, Role, Settings, standings } from '../../core/model.ts'

export const strict = { additionalProperties: false }
export const time = (description: string) =>
  Type.String({ format: 'date-time', description: `${description} ISO 8601, UTC, milliseconds.` })
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

// Parameters.
export const accountParam = Type.String({ description: 'The account that acts: `acc_…`.' })
export const groupParam = Type.String({ description: 'The group: `grp_…`, or the id that its maker chose.' })
export const personParam = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'A person, by any id that the network knows him by.',
})
export const OnAccount = Type.Object({ account: accountParam })
export const OnGroup = Type.Object({ account: accountParam, group: groupParam })
export const OnPerson = Type.Object({ account: accountParam, group: groupParam, person: personParam })
export const Paging = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      default: 100,
      description: 'Rows of a page, 1 to 1,000; 100 when left out.',
    }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 256, description: '`next_cursor` of the page before.' })),
})

export function Page<T extends TSchema>(item: T, more: Readonly<Record<string, TSchema>> = {}) {
  return Type.Object({
    data: Type.Array(item, { description: 'The rows of this page.' }),
    next_cursor: nullable(Type.String({ description: 'Where the next page begins; null at the end.' })),
    ...more,
  })
}

export const Metadata = Type.Record(
  Type.String({ minLength: 1, maxLength: 64 }),
  Type.String({ maxLength: 1024 }),
  {
    description: 'Own entries: keys of 1 to 64 characters, values up to 1,024.',
  },
)

// Groups.
export const Name = Type.String({
  minLength: 1,
  maxLength: 4096,
  description: 'One line; its greatest length is the limit `group.name`.',
})
const Description = Type.String({
  maxLength: 65_536,
  description: 'Its greatest length is the limit `group.description`.',
})
export const Words = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 1000, description })
export const ids = Type.String({
  minLength: 1,
  maxLength: 256,
  description: 'Any id that the network knows the person by.',
})
export const Newcomer = Type.Union([
  ids,
  Type.Object(
    {
      id: ids,
      role: Type.Optional(Role),
      name: Type.Optional(
        Type.String({
          maxLength: 256,
          description: 'How to call the person, when the server meets him for the first time.',
        }),
      ),
      expires_at: Type.Optional(
        nullable(time('When the person is removed again by itself; never when left out.')),
      ),
    },
    strict,
  ),
])
export const Newcomers = (minItems: number) =>
  Type.Array(Newcomer, {
    minItems,
    maxItems: 10_000,
    description: 'People, as ids or with a role; up to 10,000 in one call.',
  })
const SettingsInput = Type.Partial(Settings, {
  additionalProperties: false,
  description: 'Only what shall differ.',
})

export const infoInput = {
  description: Type.Optional(Description),
  settings: Type.Optional(SettingsInput),
  tags: Type.Optional(Words('Tags, each once.')),
  topics: Type.Optional(Words('Topics, each once.')),
  metadata: Type.Optional(Metadata),
}
export const GroupInput = Type.Object(
  {
    name: Type.Optional(Name),
    ...infoInput,
    alias: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description:
          'An id of your own, which names the group in every path beside `grp_…` and is given once: letters, digits, `_`, `-`, `.`.',
      }),
    ),
    community: Type.Optional(
      Type.String({
        description:
          'The group that holds the new one: `grp_…`. Only its owner and admins may put groups into it.',
      }),
    ),
    participants: Type.Optional(Newcomers(0)),
    message: Type.Optional(Type.String({ maxLength: 65_536, description: 'A first message.' })),
  },
  strict,
)
const ViewInput = Type.Object(
  {
    pinned: Type.Optional(Type.Boolean({ description: 'Keep it at the top of the own list.' })),
    archived: Type.Optional(Type.Boolean({ description: 'Put it away.' })),
    label: Type.Optional(nullable(Type.String({ maxLength: 256, description: 'A label of the own list.' }))),
    muted_until: Type.Optional(
      Type.Union([time('No notice until then.'), Type.Boolean()], {
        description: 'A time, true for ever, false for not muted.',
      }),
    ),
    read: Type.Optional(
      Type.Boolean({ description: 'True marks everything as read, false the group as unread.' }),
    ),
  },
  { ...strict, description: 'How the account itself sees the group; nobody else notices.' },
)
export const GroupPatch = Type.Object(
  { name: Type.Optional(Name), ...infoInput, view: Type.Optional(ViewInput) },
  { ...strict, minProperties: 1 },
)
export const Picture = Type.Object(
  {
    url: Type.String({ description: 'Where to get it, relative to the server; needs the same key.' }),
    etag: Type.String({ description: 'The same picture has the same etag.' }),
    width: Type.Integer({ description: 'Pixels.' }),
    height: Type.Integer({ description: 'Pixels.' }),
    bytes: Type.Integer({ description: 'Size of the JPEG.' }),
  },
  { description: 'The group’s picture.' },
)
const Participant = {
  id: Type.String({ description: "The person's id in the network's canonical spelling." }),
  name: nullable(Type.String({ description: 'How people call him, where known.' })),
}
export const Message = Type.Object(
  {
    id: Type.String({ description: '`msg_…`.' }),
    sender: Type.Object(Participant, { description: 'Who sent it.' }),
    text: Type.String({ description: 'The text.' }),
    at: time('When it was sent.'),
  },
  { description: 'A text message.' },
)
export const Pin = Type.Object(
  {
    message: Type.String({ description: '`msg_…`.' }),
    at: time('When it was pinned.'),
    by: Type.String({ description: 'Who pinned it.' }),
    expires_at: nullable(time('When the pin ends by itself; null means never.')),
  },
  { description: 'A message that is pinned.' },
)
export const Counts = Type.Object(
  {
    participants: Type.Integer({ description: 'People in the group, all roles.' }),
    owner: Type.Integer({ description: '0 or 1.' }),
    admin: Type.Integer({ description: 'Admins beside the owner.' }),
    member: Type.Integer({ description: 'Members.' }),
    subscriber: Type.Integer({ description: 'People who only read.' }),
    invited: Type.Integer({ description: 'People with a personal invite that is open.' }),
    requested: Type.Integer({ description: 'Open join requests.' }),
    banned: Type.Integer({ description: 'Bans.' }),
  },
  { description: 'How many people stand how to the group.' },
)
export const Suspension = Type.Object(
  {
    at: time('Since when.'),
    reason: nullable(Type.String({ description: 'Why; null when nothing was said.' })),
  },
  {
    description:
      'The group is frozen by whoever runs the workspace: it can be read, left, forgotten and deleted, what is over ends, and nothing else changes.',
  },
)
export const Group = Type.Object(
  {
    id: Type.String({ description: '`grp_…`.' }),
    account: Type.String({ description: 'The account that looks.' }),
    network: Type.String({ description: 'Where the group lives.' }),
    profile: Type.String({ description: 'The profile it was made with, which set its capacity.' }),
    alias: nullable(
      Type.String({ description: 'The id that its maker chose, which names it in paths too.' }),
    ),
    community: nullable(Type.String({ description: 'The group that holds it: `grp_…`.' })),
    name: Type.String({ description: 'Never empty.' }),
    description: Type.String({ description: 'May be empty.' }),
    picture: nullable(Picture),
    settings: Settings,
    tags: Type.Array(Type.String(), { description: 'Tags.' }),
    topics: Type.Array(Type.String(), { description: 'Topics.' }),
    metadata: Metadata,
    owner: nullable(Type.String({ description: "The owner's id; null when the owner has left." })),
    counts: Counts,
    capacity: Type.Integer({ description: 'How many people the group holds at most.' }),
    standing: Type.Enum([...standings], {
      description: "The account's own role, or why it is not in the group.",
    }),
    read_only: Type.Boolean({
      description:
        'The account has left or was removed: it reads what was said until then and changes nothing.',
    }),
    view: Type.Object(
      {
        pinned: Type.Boolean(),
        archived: Type.Boolean(),
        label: nullable(Type.String()),
        muted_until: Type.Union([time('Until then.'), Type.Boolean()]),
        marked_unread: Type.Boolean(),
      },
      { description: 'How the account itself sees the group.' },
    ),
    unread_count: Type.Integer({
      description:
        'Messages of others not read yet, counted up to 100. 0 in the answers to creating, joining and leaving.',
    }),
    last_message: nullable(Message),
    pins: Type.Array(Pin, {
      description:
        'Pinned messages, the one that was pinned longest ago first; empty for whoever is not in the group.',
    }),
    suspension: nullable(Suspension),
    revision: Type.Integer({ description: 'Rises by one with each change; also the ETag.' }),
    created_at: time('When it began.'),
    created_by: Type.String({ description: 'Who made it.' }),
    updated_at: time('When it last changed.'),
  },
  { description: 'A group as one account sees it.' },
)

/** An outcome as the wire shows it: as the core's, with the invite's end as a time. */
export const OutcomeWire = Type.Object(
  {
    ...Outcome.properties,
    invite: Type.Optional(
      Type.Object(
        { code: Type.String({ description: 'The code.' }), expires_at: nullable(time('When it ends.')) },
        { description: 'The personal invite that was made instead, when `outcome` is `invited`.' },
      ),
    ),
  },
  { description: 'What became of one person.' },
)
export const Outcomes = Type.Object({
  outcomes: Type.Array(OutcomeWire, { description: 'One for each person, in the order of the call.' }),
})
export const CreatedGroup = Type.Object({
  group: Group,
  outcomes: Type.Array(OutcomeWire, { description: 'One for each person named, in the order of the call.' }),
  message: nullable(Type.String({ description: 'The id of the first message.' })),
})
export const LeftGroup = Type.Object({
  group: Group,
  successor: nullable(Type.String({ description: 'Who was promoted because the last admin left.' })),
})

// Participants.
export const ParticipantsInput = Type.Object({ participants: Newcomers(1) }, strict)
export const PeopleInput = Type.Object(
  {
    participants: Type.Array(ids, {
      minItems: 1,
      maxItems: 10_000,
      description: 'People, up to 10,000 in one call.',
    }),
  },
  strict,
)
export const RoleInput = Type.Object(
  {
    role: Role,
    expires_at: Type.Optional(
      nullable(
        time(
          'When the membership ends by itself; null for never, as it was when left out. Not for an owner.',
        ),
      ),
    ),
  },
  strict,
)
export const Member = Type.Object(
  {
    ...Participant,
    role: Type.Enum([...standings], {
      description: 'His role, or his standing in lists of requests and bans.',
    }),
    since: time('When this role or standing began.'),
    expires_at: nullable(
      time('When it ends by itself; null means never, and with `at` that it is not told.'),
    ),
    until: Type.Optional(nullable(time('Only with `at`: when it ended; null while it lasts.'))),
    is_self: Type.Boolean({ description: 'It is the acting account itself.' }),
  },
  { description: 'A person and how he stands to the group.' },
)
export const Members = Page(Member, {
  total: nullable(
    Type.Integer({ description: 'People in the group, or with the role asked for; null with `at`.' }),
  ),
})
export const RoleQuery = Type.Object({
  ...Paging.properties,
  at: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        'Who was in the group at this time (ISO 8601) or revision, in the order in which the server met them.',
    }),
  ),
  role: Type.Optional(Type.Unsafe<Role>({ ...Role, description: 'Only people with this role.' })),
})

// Invites, bans, messages, events.
export const InviteInput = Type.Object(
  {
    expires_at: Type.Optional(nullable(time('When it ends; never when left out.'))),
    uses_max: Type.Optional(
      nullable(
        Type.Integer({
          minimum: 1,
          maximum: 1_000_000,
          description: 'How often it can be used; without end when left out.',
        }),
      ),
    ),
    role: Type.Optional(
      Type.Unsafe<Role>({ ...Role, description: 'The role that it grants; member when left out.' }),
    ),
    approval: Type.Optional(
      Type.Boolean({ description: 'An admin must approve who joins by it; false when left out.' }),
    ),
    reuse: Type.Optional(
      Type.Boolean({
        description:
          "Answer the group's standing invite where there is one (for anybody, without an end, never used up) instead of making another; for this leave the other fields out.",
      }),
    ),
  },
  strict,
)
export const SendInvitesInput = Type.Object(
  {
    ...PeopleInput.properties,
    expires_at: Type.Optional(
      nullable(time('When the invites end; in three days when left out, never when null.')),
    ),
  },
  strict,
)
export const Person = Type.Object(Participant, { description: 'A person whom the workspace knows.' })
export const Invite = Type.Object(
  {
    code: Type.String({ description: 'What to pass on.' }),
    created_by: Type.String({ description: 'Who made it.' }),
    created_at: time('When it was made.'),
    expires_at: nullable(time('When it ends.')),
    uses_max: nullable(Type.Integer({ description: 'How often it can be used; null without end.' })),
    uses: Type.Integer({ description: 'How often it was used.' }),
    role: Role,
    approval: Type.Boolean({ description: 'An admin must approve.' }),
    only_for: nullable(Type.String({ description: 'The one person it is meant for.' })),
    revoked_at: nullable(time('When it was revoked.')),
    ended: nullable(
      Type.Enum(['revoked', 'expired', 'used_up'], { description: 'Why it admits nobody any more.' }),
    ),
  },
  { description: 'An invite.' },
)
export const InviteView = Type.Object({
  invite: Invite,
  group: Type.Object(
    {
      id: Type.String({ description: '`grp_…`.' }),
      name: Type.String({ description: 'The name.' }),
      description: Type.String({ description: 'The description.' }),
      participants: Type.Integer({ description: 'People in it.' }),
      capacity: Type.Integer({ description: 'People it holds at most.' }),
    },
    { description: 'What may be known before joining.' },
  ),
  standing: nullable(
    Type.Enum([...standings], { description: 'How the account stands to the group already.' }),
  ),
})
export const Joined = Type.Object({
  outcome: Type.Enum(['added', 'requested', 'unchanged'], {
    description: '`requested`: an admin must approve.',
  }),
  group: Group,
})
export const BansInput = Type.Object(
  {
    ...PeopleInput.properties,
    reason: Type.Optional(nullable(Type.String({ maxLength: 512, description: 'Why, for the record.' }))),
    expires_at: Type.Optional(nullable(time('When the bans are lifted by themselves; never when left out.'))),
  },
  strict,
)
export const MessageInput = Type.Object(
  {
    text: Type.String({
      minLength: 1,
      maxLength: 65_536,
      description: 'The text; its greatest length is the limit `message.text`.',
    }),
  },
  strict,
)
export const PinInput = Type.Object(
  {
    message: Type.String({ maxLength: 64, description: 'The message: `msg_…`.' }),
    expires_at: Type.Optional(nullable(time('When the pin ends by itself; never when left out.'))),
  },
  strict,
)
export const Pinned = Type.Object({
  pin: Pin,
  replaced: Type.Array(Type.String(), { description: 'Messages whose pins gave way, as `msg_…`.' }),
})
export const MessagesQuery = Type.Object({
  ...Paging.properties,
  before: Type.Optional(time('Only messages before.')),
  after: Type.Optional(time('Only messages after.')),
  sender: Type.Optional(
    Type.String({ minLength: 1, maxLength: 256, description: 'Only messages of this person.' }),
  ),
})
export const EventsQuery = Type.Object({
  limit: Paging.properties.limit,
  after: Type.Optional(
    Type.Integer({ minimum: 0, description: 'The revision after which to begin; 0 when left out.' }),
  ),
})
const eventFields = {
  type: Type.Enum(Object.keys(eventTypes), {
    description: Object.entries(eventTypes)
      .map(([type, meaning]) => `\`${type}\`: ${meaning}`)
      .join(' '),
  }),
  at: time('When it happened.'),
  actor: nullable(
    Type.String({ description: 'Who did it; null for the server itself, which ends what has expired.' }),
  ),
  account: nullable(Type.String({ description: 'With which account.' })),
  run: nullable(Type.String({ description: 'In which run.' })),
  facts: Type.Record(Type.String(), Type.Unknown(), {
    description: 'What happened; its fields depend on the type.',
  }),
}
export const GroupEvent = Type.Object(
  {
    group: Type.String({ description: '`grp_…`.' }),
    revision: Type.Integer({ description: 'Per group, from 1, without gaps.' }),
    ...eventFields,
  },
  { description: 'Something that happened to a group.' },
)

export const FeedEvent = Type.Object(
  {
    cursor: Type.String({ description: 'Its place in the feed, to go on behind it.' }),
    group: nullable(Type.String({ description: '`grp_…`; null for what happened to no group.' })),
    revision: nullable(Type.Integer({ description: 'Per group, from 1, without gaps.' })),
    ...eventFields,
  },
  { description: 'Something that happened in a workspace, with its place in the feed.' },
)

export const Deleted = Type.Object({ deleted: Type.Literal(true) }, { description: 'It is gone.' })
