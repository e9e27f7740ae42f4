/** The native wire's schemas of accounts, keys, workspaces, the feed and networks. The names stay. */
import { Type } from 'typebox'
import { Settings, scopes } from '../../core/model.ts'
import { features, limitNames } from '../../core/network.ts'
import { Metadata, nullable, Paging, strict, time } from './shapes.ts'

const Limits = Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 1_000_000_000 }), {
  description: `Limits in place of the profile's, for groups made from now on. Names: ${Object.keys(limitNames).join(', ')}.`,
})

export const AccountInput = Type.Object(
  {
    network: Type.Optional(Type.String({ description: 'The network; `builtin` when left out.' })),
    profile: Type.Optional(
      Type.String({
        description: "The profile, which sets limits and rules; the network's own choice when left out.",
      }),
    ),
    name: Type.String({ minLength: 1, maxLength: 256, description: 'What people call the account.' }),
    alias: Type.Optional(
      Type.String({
        maxLength: 128,
        description:
          'An id of your own, which names the account in every path beside `acc_…`: letters, digits, `_`, `-`, `.`.',
      }),
    ),
    user_id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: "The id of the account's own person; made up when left out.",
      }),
    ),
    limits: Type.Optional(Limits),
    metadata: Type.Optional(Metadata),
  },
  strict,
)
export const AccountsQuery = Type.Object({
  ...Paging.properties,
  group: Type.Optional(
    Type.String({ maxLength: 64, description: 'Only accounts that are in this group: `grp_…`.' }),
  ),
})
export const AccountPatch = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: 'The new name.' })),
    limits: Type.Optional(Limits),
    metadata: Type.Optional(Metadata),
  },
  { ...strict, minProperties: 1 },
)
export const Account = Type.Object(
  {
    id: Type.String({ description: '`acc_…`.' }),
    network: Type.String({ description: 'Where its groups live.' }),
    profile: Type.String({ description: 'What sets its limits and rules.' }),
    alias: nullable(
      Type.String({ description: 'The id that its caller chose, which names it in paths too.' }),
    ),
    name: Type.String({ description: 'What people call it.' }),
    user_id: Type.String({ description: "The account's own person, in the network's canonical spelling." }),
    status: Type.Enum(['running', 'disconnected'], { description: 'Whether it can act.' }),
    limits: Limits,
    metadata: Metadata,
    phone_number_id: Type.String({
      description: 'What the account is called on the wire of WhatsApp Cloud.',
    }),
    business_account_id: Type.String({
      description: 'What its workspace is called on the wire of WhatsApp Cloud.',
    }),
    created_at: time('When it was connected.'),
  },
  { description: 'A login on a network, the actor of every group operation.' },
)
export const KeyInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256, description: 'What the key is for.' }),
    scopes: Type.Array(Type.Enum([...scopes]), {
      minItems: 1,
      maxItems: 4,
      description:
        '`read`; `write` includes read; `admin` also manages accounts and keys; `operator` also makes workspaces.',
    }),
    account: Type.Optional(
      nullable(Type.String({ description: 'The one account that the key may act with; any when left out.' })),
    ),
    expires_at: Type.Optional(nullable(time('When the key ends.'))),
  },
  strict,
)
export const TokenInput = Type.Object(
  {
    name: Type.Optional(
      Type.String({ minLength: 1, maxLength: 256, description: 'What it is for; `token` when left out.' }),
    ),
    seconds: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2_592_000,
        description:
          'For how long, up to 30 days and never longer than the key itself; an hour when left out.',
      }),
    ),
    account: Type.Optional(
      nullable(
        Type.String({
          description: 'The one account that it may act with: `acc_…`. As the key when left out.',
        }),
      ),
    ),
  },
  strict,
)
const keyFields = {
  id: Type.String({ description: '`key_…`.' }),
  name: Type.String({ description: 'What the key is for.' }),
  scopes: Type.Array(Type.Enum([...scopes]), { description: 'What it may do.' }),
  account: nullable(Type.String({ description: 'The one account that it may act with.' })),
  parent: nullable(Type.String({ description: 'The key that it is a token of, and with which it ends.' })),
  created_at: time('When it was made.'),
  expires_at: nullable(time('When it ends.')),
  revoked_at: nullable(time('When it was revoked.')),
}
export const Key = Type.Object(keyFields, { description: 'A key, without its secret.' })
const secret = nullable(
  Type.String({ description: 'The secret, shown this once; null in the answer to a repeated request.' }),
)
export const CreatedKey = Type.Object(
  { ...keyFields, key: secret },
  { description: 'A new key with its secret.' },
)

const workspaceFields = {
  id: Type.String({ description: '`wsp_…`.' }),
  name: Type.String({ description: 'What it is called.' }),
  limits: Type.Record(Type.String(), Limits, {
    description: 'Profile → limit → number, in place of the profile’s own.',
  }),
  created_at: time('When it was made.'),
}
export const Workspace = Type.Object(workspaceFields, {
  description: 'A tenant: nothing of it is visible to another.',
})
export const WorkspaceInput = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 256, description: 'What it is called.' }) },
  strict,
)
export const WorkspacePatch = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: 'The new name.' })),
    limits: Type.Optional(
      Type.Record(Type.String(), Limits, {
        description: 'All overrides of the workspace: profile → limit → number.',
      }),
    ),
  },
  { ...strict, minProperties: 1 },
)
export const CreatedWorkspace = Type.Object(
  { ...workspaceFields, admin_key: CreatedKey },
  { description: 'A new workspace with its first admin key.' },
)

// The feed and networks.
export const FeedQuery = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: 'Events of an answer, 1 to 1,000; 100 when left out.',
    }),
  ),
  after: Type.Optional(
    Type.String({
      maxLength: 64,
      description:
        '`cursor` of the answer before, or of an event; `start`, or left out, for the very first; `now` for what comes from now on.',
    }),
  ),
  group: Type.Optional(Type.String({ description: 'Only events of this group: `grp_…`.' })),
  type: Type.Optional(
    Type.String({ maxLength: 1024, description: 'Only events of these types, with commas between.' }),
  ),
  wait: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 30,
      description: 'Seconds to wait for an event when there is none yet, up to 30; 0 when left out.',
    }),
  ),
})
export const StreamQuery = Type.Object({
  after: Type.Optional(
    Type.String({
      maxLength: 64,
      description:
        '`cursor` of an event or of an answer of `GET /v1/events`, behind which to begin; `start` for the very first; `now`, or left out, for what comes from now on. The header Last-Event-ID goes before it.',
    }),
  ),
  group: FeedQuery.properties.group,
  type: FeedQuery.properties.type,
})
const Support = Type.Object({
  level: Type.Enum(['full', 'partial', 'none'], { description: 'How far.' }),
  reason: nullable(Type.String({ description: 'Why not in full.' })),
})
const Profile = Type.Object(
  {
    id: Type.String({ description: 'Its name.' }),
    title: Type.String({ description: 'For people.' }),
    settings: Settings,
    features: Type.Record(Type.Enum([...features]), Support, {
      description: 'Operation → how far it is supported.',
    }),
    limits: Type.Record(
      Type.Enum(Object.keys(limitNames)),
      Type.Object({ max: Type.Integer(), meaning: Type.String(), source: Type.String() }),
      { description: 'Limit → number, meaning and where the number comes from.' },
    ),
    sandbox: Type.Array(Type.Object({ id: Type.String(), meaning: Type.String() }), {
      description: 'People who always behave in one way, for development.',
    }),
  },
  { description: 'A kind of account.' },
)
export const Network = Type.Object(
  {
    id: Type.String({ description: 'Its name.' }),
    title: Type.String({ description: 'For people.' }),
    default_profile: Type.String({ description: 'The profile when none is named.' }),
    profiles: Type.Array(Type.String(), { description: 'Its profiles.' }),
  },
  { description: 'Where groups live.' },
)
export const CapabilitiesWire = Type.Object({
  ...Network.properties,
  profiles: Type.Array(Profile, { description: 'What it can do with each profile.' }),
})
