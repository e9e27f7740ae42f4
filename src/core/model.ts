/**
 * What a group server knows: workspaces, keys, accounts, people, groups, memberships, invites, messages.
 * Times are milliseconds since 1970 in UTC; ids are opaque positive integers below 2^53 that only a dialect
 * renders. Fields that leave the program are spelled in snake_case everywhere, so that a thing has one name.
 */
import { type Static, Type } from 'typebox'

declare const tag: unique symbol
type Id<Name extends string> = number & { readonly [tag]: Name }

export type WorkspaceId = Id<'workspace'>
export type KeyId = Id<'key'>
export type AccountId = Id<'account'>
/** An account as a caller names it: by its id, or by the id that he chose for it. */
export type AccountRef = AccountId | string
export type PersonId = Id<'person'>
export type GroupId = Id<'group'>
/** A group as a caller names it: by its id, or by the id that its maker chose. */
export type GroupRef = GroupId | string
export type MessageId = Id<'message'>
export type RunId = Id<'run'>
export type WebhookId = Id<'webhook'>
export type DeliveryId = Id<'delivery'>
export type Time = number

/** Marks an integer that has just entered (from a row or a decoded path) as an id of one kind. */
export function asId<T extends Id<string>>(value: number): T {
  return value as T
}

/**
 * How a person stands to a group, strongest first; the store keeps the position in this list. The first four
 * are roles of people who are present, the others say why somebody is not.
 */
export const standings = [
  'owner',
  'admin',
  'member',
  'subscriber',
  'invited',
  'requested',
  'banned',
  'left',
  'removed',
] as const
export type Standing = (typeof standings)[number]

/** Roles of people who are in the group. A subscriber reads and never writes. */
export const roles = ['owner', 'admin', 'member', 'subscriber'] as const
export type Role = (typeof roles)[number]
export const Role = Type.Enum([...roles], { description: 'A role of somebody who is in the group.' })

/** True for the standings of people who are in the group. */
export function isPresent(standing: Standing | null | undefined): standing is Role {
  return roles.some((role) => role === standing)
}

/** What admins may set on a group. Defaults come from the profile of the account that creates it. */
export const Settings = Type.Object(
  {
    announce: Type.Boolean({ description: 'Only admins and the owner send messages.' }),
    locked: Type.Boolean({ description: 'Only admins and the owner change name, description and picture.' }),
    join_approval: Type.Boolean({ description: 'Whoever joins by an invite waits for an admin.' }),
    member_add: Type.Enum(['everyone', 'admins'], { description: 'Who adds people.' }),
    discoverable: Type.Boolean({
      description:
        'The group is in the list of groups to discover, for accounts of the same network and workspace: its name, description, tags, topics and counts, not its people.',
    }),
    ephemeral_seconds: Type.Union([Type.Integer({ minimum: 1, maximum: 31_536_000 }), Type.Null()], {
      description:
        'Messages are meant to vanish after so many seconds; null means never. Kept and shown, not enforced.',
    }),
    last_admin: Type.Enum(['promote', 'refuse'], {
      description:
        'When the owner leaves, the longest-standing admin becomes owner. When no admin stays: promote the longest-standing member, or refuse the leave.',
    }),
  },
  { additionalProperties: false },
)
export type Settings = Static<typeof Settings>

/** One human on one network. `user_id` is the canonical spelling of his id there. */
export interface Person {
  readonly id: PersonId
  readonly user_id: string
  readonly name: string | null
}

export interface Workspace {
  readonly id: WorkspaceId
  readonly name: string
  readonly created_at: Time
  /** Limits set otherwise than in the profiles: profile → limit → number. */
  readonly limits: LimitOverrides
}
export type LimitOverrides = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What a key may do. `operator` also makes workspaces; the first key of a server carries it. */
export const scopes = ['operator', 'admin', 'write', 'read'] as const
export type Scope = (typeof scopes)[number]

/** A caller's key. The secret is kept only as SHA-256. */
export interface Key {
  readonly id: KeyId
  readonly workspace: WorkspaceId
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly account: AccountId | null
  /** The key that this one is a token of; it ends with that key at the latest. */
  readonly parent: KeyId | null
  readonly created_at: Time
  readonly expires_at: Time | null
  readonly revoked_at: Time | null
}

/** A login on a network, the actor of every group operation. */
export interface Account {
  readonly id: AccountId
  readonly workspace: WorkspaceId
  readonly network: string
  readonly profile: string
  /** An id that the caller chose, such as WhatsAPI's `instance_key`; names the account wherever its id does. */
  readonly alias: string | null
  readonly name: string
  readonly person: Person
  readonly status: 'running' | 'disconnected'
  readonly metadata: Readonly<Record<string, string>>
  /** Limits set otherwise than in the profile, for this account's new groups. */
  readonly limits: Readonly<Record<string, number>>
  readonly created_at: Time
}

/** How many people stand how to a group. People who left or were removed are not counted. */
export interface Counts {
  readonly owner: number
  readonly admin: number
  readonly member: number
  readonly subscriber: number
  readonly invited: number
  readonly requested: number
  readonly banned: number
}
export type Counted = keyof Counts

export interface Picture {
  readonly etag: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** That a group is frozen: until whoever runs the workspace lets it go on, people only leave it, and what is over ends. */
export interface Suspension {
  readonly at: Time
  /** Why, for everybody who may read the group; null when nothing was said. */
  readonly reason: string | null
}

/** A group without its people: what every operation loads. */
export interface Head {
  readonly id: GroupId
  readonly workspace: WorkspaceId
  readonly network: string
  readonly profile: string
  /** An id that its maker chose, such as Genuin's `chat_id`; names the group wherever its id does. */
  readonly alias: string | null
  /** The group that holds this one, which is a community by that. */
  readonly community: GroupId | null
  readonly revision: number
  readonly name: string
  readonly description: string
  readonly settings: Settings
  readonly tags: readonly string[]
  readonly topics: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
  readonly owner: Person | null
  readonly counts: Counts
  readonly capacity: number
  readonly picture: Picture | null
  readonly created_at: Time
  readonly created_by: Person
  readonly updated_at: Time
  readonly last_message: Message | null
  /** Messages that are pinned, the one that was pinned longest ago first. */
  readonly pins: readonly Pin[]
  /** Null while the group goes on as usual. */
  readonly suspension: Suspension | null
  readonly deleted_at: Time | null
}

/** How many people are in the group. */
export function presentCount(counts: Counts): number {
  return counts.owner + counts.admin + counts.member + counts.subscriber
}

export interface Membership {
  readonly person: Person
  readonly standing: Standing
  /** When this standing began. */
  readonly since: Time
  /** Who gave it; the person himself where a time was over. */
  readonly by: PersonId
  /** When it ends by itself; null means never. */
  readonly expires_at: Time | null
}

/** A standing that somebody had or has, for the group's history. */
export interface Stay {
  readonly person: Person
  readonly standing: Standing
  readonly since: Time
  /** The revision that began it. */
  readonly from_revision: number
  /** When it ended; null while it lasts. */
  readonly until: Time | null
  /** The revision that ended it; null while it lasts. */
  readonly to_revision: number | null
  readonly by: PersonId
}

export interface Invite {
  readonly code: string
  readonly created_by: Person
  readonly created_at: Time
  readonly expires_at: Time | null
  /** How often it can be used in all; null means without end. */
  readonly uses_max: number | null
  readonly uses: number
  readonly role: Role
  readonly approval: boolean
  /** The one person it is meant for, or null for anybody. */
  readonly only_for: Person | null
  readonly revoked_at: Time | null
}

export interface Message {
  readonly id: MessageId
  readonly sender: Person
  readonly text: string
  readonly at: Time
}

/** A message that is shown at the top of its group. */
export interface Pin {
  readonly message: MessageId
  readonly at: Time
  readonly by: Person
  /** When it ends by itself; null means never. */
  readonly expires_at: Time | null
}

/** How one account sees a group of its list. It is private and moves no revision. */
export interface View {
  readonly hidden: boolean
  readonly pinned: boolean
  readonly archived: boolean
  readonly label: string | null
  /** Muted until this time; true means for ever. */
  readonly muted_until: Time | boolean
  /** Messages up to this one were read. */
  readonly read_to: MessageId | null
  readonly marked_unread: boolean
}

export const plainView: View = {
  hidden: false,
  pinned: false,
  archived: false,
  label: null,
  muted_until: false,
  read_to: null,
  marked_unread: false,
}

/** One person's part in a call that names people. */
export const Outcome = Type.Object(
  {
    participant: Type.String({ description: "The person's id in the network's canonical spelling." }),
    outcome: Type.Enum(
      [
        'added',
        'removed',
        'unchanged',
        'invited',
        'requested',
        'approved',
        'rejected',
        'changed',
        'banned',
        'unbanned',
        'refused',
        'unconfirmed',
      ],
      {
        description:
          'What really happened. `unchanged`: it was so already. `invited`: the person must accept himself. `requested`: an admin must approve. `refused`: nothing happened, see `reason`. `unconfirmed`: asked for, not proven.',
      },
    ),
    reason: Type.Optional(
      Type.String({
        description: 'Why, as a code: for example `privacy`, `not_on_network`, `group_full`, `banned`.',
      }),
    ),
    retryable: Type.Optional(
      Type.Boolean({
        description: 'Whether the same call can succeed later without anything else changing.',
      }),
    ),
    invite: Type.Optional(
      Type.Object(
        {
          code: Type.String({ description: 'The code of the personal invite that was made instead.' }),
          expires_at: Type.Union([Type.Integer(), Type.Null()], {
            description: 'When it ends, in milliseconds since 1970.',
          }),
        },
        { description: 'Present when `outcome` is `invited`.' },
      ),
    ),
  },
  { additionalProperties: false },
)
export type Outcome = Static<typeof Outcome>
