/**
 * What a network may be asked and how it declares itself. Every network lists every feature and every limit,
 * so that a new one does not compile until each network has answered.
 */
import type { Role, Settings } from './model.ts'

/** What a network may be able to do; the names are those of the operations. */
export const features = [
  'createGroup',
  'getGroup',
  'listGroups',
  'discoverGroups',
  'updateGroup',
  'deleteGroup',
  'suspendGroup',
  'unsuspendGroup',
  'forgetGroup',
  'leaveGroup',
  'listParticipants',
  'getParticipant',
  'addParticipants',
  'removeParticipants',
  'reviseGroup',
  'setRole',
  'createInvite',
  'listInvites',
  'inviteParticipants',
  'revokeInvite',
  'getInvite',
  'joinGroup',
  'listJoinRequests',
  'approveJoinRequests',
  'rejectJoinRequests',
  'banParticipants',
  'unbanParticipants',
  'listBans',
  'setPicture',
  'getPicture',
  'removePicture',
  'sendMessage',
  'pinMessage',
  'unpinMessage',
  'listMessages',
  'getMessage',
  'listGroupEvents',
  'listPastParticipants',
  'listParticipantHistory',
  'diffGroup',
] as const
export type Feature = (typeof features)[number]

/** Anything short of full says why; the reason is shown to callers. */
export type Support = 'full' | { readonly partial: string } | { readonly none: string }

/** What a number may limit, with its meaning and unit. */
export const limitNames = {
  'account.groups': 'Groups that one account may have created or be in.',
  'group.participants': 'People in one group, the acting account included.',
  'group.name': 'Characters of a name.',
  'group.description': 'Characters of a description.',
  'group.tags': 'Tags of one group.',
  'group.topics': 'Topics of one group.',
  'group.metadata': 'Entries of custom metadata of one group.',
  'group.pins': 'Pinned messages of one group; one more takes the place of the oldest.',
  'group.invites': 'Invites of one group that are for anybody and still admit.',
  'participants.batch': 'People named in one call.',
  'message.text': 'Characters of a message.',
  'message.people_min': 'People who must be in a group for a message, the acting account included.',
  'picture.bytes': 'Bytes of a picture as it is sent.',
  'picture.side_min': 'Pixels of the shorter side, at least.',
  'picture.ratio': 'The longer side of a picture in percent of the shorter, at most; 100 is a square.',
} as const
export type LimitName = keyof typeof limitNames
export interface Limit {
  readonly max: number
  /** Where the number comes from: a page, an observation and its date, or our own reason. */
  readonly source: string
}

export interface Capabilities {
  readonly features: Readonly<Record<Feature, Support>>
  readonly limits: Readonly<Record<LimitName, Limit>>
}

/** One kind of account of a network: data, not code. */
export interface Profile {
  readonly id: string
  readonly title: string
  /** The space of person ids; accounts of the same directory know the same people and share groups. */
  readonly directory: string
  readonly capabilities: Capabilities
  readonly settings: Settings
  /** Whoever was removed from one of its groups may come back by an invite that is for anybody. */
  readonly readmits: boolean
  /** People who always behave in one way, for development: id → what happens. Empty where there are none. */
  readonly sandbox: readonly SandboxPerson[]
}

export interface SandboxPerson {
  readonly user_id: string
  readonly meaning: string
  readonly word: PersonWord
  /** How long the answer takes, in milliseconds. */
  readonly after_ms: number
}

/** What a network says of one person it was asked about. */
export type PersonWord =
  | { readonly word: 'done' }
  | { readonly word: 'invited'; readonly reason: string }
  | { readonly word: 'refused'; readonly reason: string; readonly retryable: boolean }
  | { readonly word: 'unconfirmed'; readonly reason: string }

/** What a network is asked: the operation, and the people it names in their canonical ids. */
export interface Ask {
  readonly feature: Feature
  readonly profile: Profile
  readonly people: readonly { readonly user_id: string; readonly role?: Role }[]
}

/** What it says: one word for each person asked about, in the same order. */
export interface Words {
  readonly people: readonly PersonWord[]
}

/**
 * `done` at once, or `later`: then the run is put on record first, and `perform` is called outside of any
 * transaction. It answers within the network's own patience and never throws.
 */
export type Answer = { readonly done: Words } | { readonly later: () => Promise<Words> }

export interface Network {
  readonly id: string
  readonly title: string
  /** The profiles by id; `account.profile` names one. */
  readonly profiles: ReadonlyMap<string, Profile>
  readonly defaultProfile: string
  /** The canonical spelling of a person's id, whatever the caller wrote, or a sentence that says how to write it. */
  readonly person: (
    text: string,
    profile: Profile,
  ) => { readonly user_id: string } | { readonly problem: string }
  /** A user id for an account whose owner gave none, made from a number that is used once. */
  readonly ownUserId: (profile: Profile, unique: number) => string
  readonly ask: (ask: Ask) => Answer
}
