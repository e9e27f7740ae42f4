/**
 * What a store must keep. Reading is possible anywhere; writing only inside `transaction`, so that a check and
 * the act it protects are one. Every list is paged by key. `test/contract/stores.test.ts` holds every store to it.
 */
import type { Listing, Page } from './cursor.ts'
import type { DeliveryReader, DeliveryTx } from './delivery.ts'
import type { Change, Event, Happening, Notice } from './event.ts'
import type { FailureRecord } from './failure.ts'
import type {
  Account,
  AccountId,
  GroupId,
  Head,
  Invite,
  Key,
  KeyId,
  Membership,
  Message,
  MessageId,
  Person,
  PersonId,
  RunId,
  Standing,
  Stay,
  Time,
  View,
  Workspace,
  WorkspaceId,
} from './model.ts'
import type { Seal } from './seal.ts'

/** One carrying-out of an operation, on record: who, with which key, what was asked, what came of it. */
export interface Run {
  readonly id: RunId
  readonly workspace: WorkspaceId
  readonly key: KeyId
  readonly account: AccountId | null
  readonly group: GroupId | null
  readonly dialect: string
  readonly operation: string
  readonly request_id: string
  readonly input: unknown
  readonly status: 'open' | 'done' | 'failed'
  readonly output: unknown
  readonly failure: FailureRecord | null
  /** The group's revision after the run, when it changed the group. */
  readonly revision: number | null
  /** How many events it caused; of a group they are the last up to `revision`. */
  readonly events: number
  readonly started_at: Time
  readonly ended_at: Time | null
}

/** What an idempotency key stands for. */
export interface Remembered {
  readonly key: KeyId
  readonly idempotency_key: string
  readonly run: RunId
  /** SHA-256 of operation and input, so that the same key with another request is noticed. */
  readonly digest: string
  readonly expires_at: Time
}

/** A group in an account's list: its head, and how the account stands to it and sees it. */
export interface Listed {
  readonly head: Head
  readonly own: Membership
  readonly view: View
}

/** A group to discover, and how the person who looks stands to it. */
export interface Discovered {
  readonly head: Head
  readonly standing: Standing | null
}

/** An event in the feed of its workspace. `seq` rises with each, and none is given twice. */
export interface Fed {
  readonly seq: number
  readonly event: Happening
}

/** Which runs a list shows; everything when empty. */
export interface RunFilter {
  readonly key?: KeyId
  readonly account?: AccountId
  readonly group?: GroupId
  readonly operation?: string
  readonly status?: Run['status']
  /** Begun at or after this time. */
  readonly since?: Time
  /** Begun before this time. */
  readonly before?: Time
}

/** What is read of the chain over the runs. */
export interface SealReader {
  /** Workspaces that have ended runs which are not sealed yet. */
  readonly unsealedWorkspaces: () => Promise<readonly WorkspaceId[]>
  /** Ended runs that are not sealed yet, in the order of their commits. */
  readonly unsealed: (
    workspace: WorkspaceId,
    most: number,
  ) => Promise<readonly { readonly seq: number; readonly run: RunId }[]>
  /** The same after a place in the queue, with the records; null for a run that is gone. */
  readonly unsealedRecords: (
    workspace: WorkspaceId,
    after: number,
    most: number,
  ) => Promise<readonly { readonly seq: number; readonly run: RunId; readonly record: Run | null }[]>
  readonly lastSeal: (workspace: WorkspaceId) => Promise<Seal | null>
  /** In order. Key: number. */
  readonly seals: (workspace: WorkspaceId, page: Listing) => Promise<Page<Seal>>
}

/** What is written of it. */
export interface SealTx {
  /** Keeps a seal and takes its runs, up to `seq`, from the queue. */
  readonly addSeal: (seal: Seal, seq: number) => Promise<void>
}

export interface Reader extends DeliveryReader, SealReader {
  readonly workspace: (id: WorkspaceId) => Promise<Workspace | null>
  /** In the order of their making. Key: id. */
  readonly workspaces: (page: Listing) => Promise<Page<Workspace>>
  /** The key with this SHA-256, revoked and expired ones too. */
  readonly keyByHash: (hash: string) => Promise<Key | null>
  readonly key: (workspace: WorkspaceId, id: KeyId) => Promise<Key | null>
  /** Key: id. */
  readonly keys: (workspace: WorkspaceId, page: Listing) => Promise<Page<Key>>
  readonly account: (workspace: WorkspaceId, id: AccountId) => Promise<Account | null>
  /** The account with an id that its caller chose. */
  readonly accountByAlias: (workspace: WorkspaceId, alias: string) => Promise<Account | null>
  /** These people's accounts that were not deleted, oldest first; a person has one for each profile at most. */
  readonly accountsOf: (people: readonly PersonId[]) => Promise<readonly Account[]>
  /** People of a directory, by user id, after the one given. */
  readonly people: (
    workspace: WorkspaceId,
    directory: string,
    page: { readonly limit: number; readonly after: string },
  ) => Promise<readonly Person[]>
  /**
   * Accounts that were not deleted, oldest first (key: id) or by name (then `skip` pages, and
   * `next` only tells that there are more),
   * only those of some profiles or whose name holds a text in any case, where that is asked.
   */
  readonly accounts: (
    workspace: WorkspaceId,
    page: Listing & {
      readonly skip: number
      readonly order: 'created' | 'name'
      readonly profiles?: readonly string[]
      readonly search?: string
    },
  ) => Promise<Page<Account>>
  readonly head: (id: GroupId) => Promise<Head | null>
  /** The group with an id that its maker chose, deleted ones too: such an id is given once. */
  readonly groupByAlias: (workspace: WorkspaceId, alias: string) => Promise<GroupId | null>
  /**
   * Groups of a directory that may be discovered, not deleted, and not those that banned this person. Newest
   * first. Key: id.
   */
  readonly discoverable: (
    workspace: WorkspaceId,
    network: string,
    directory: string,
    person: PersonId,
    page: Listing,
  ) => Promise<Page<Discovered>>
  readonly membership: (group: GroupId, person: PersonId) => Promise<Membership | null>
  /** For each user id, in order, the person and how he stands to the group; null for what is unknown. */
  readonly named: (
    workspace: WorkspaceId,
    directory: string,
    userIds: readonly string[],
    group: GroupId | null,
  ) => Promise<readonly { readonly person: Person | null; readonly membership: Membership | null }[]>
  /** People of some standings, strongest standing first, longest first. Key: standing, since, person. */
  readonly members: (
    group: GroupId,
    standings: readonly Standing[],
    page: Listing & { readonly skip?: number },
  ) => Promise<Page<Membership>>
  /** People who were in the group at a revision, in the order in which the server met them. Key: person. */
  readonly membersAt: (group: GroupId, revision: number, page: Listing) => Promise<Page<Stay>>
  /** Every standing that a person had in the group, oldest first. Key: revision that began it. */
  readonly stays: (group: GroupId, person: PersonId, page: Listing) => Promise<Page<Stay>>
  /** The group's revision at a time; 0 before its beginning. */
  readonly revisionAt: (group: GroupId, at: Time) => Promise<number>
  /** Groups in which a membership or ban is over at this time and still stands, at most `most`. */
  readonly dueMemberships: (
    at: Time,
    most: number,
  ) => Promise<readonly { readonly group: GroupId; readonly person: PersonId }[]>
  /** Invites whose time is over and of whom no event says so, at most `most`. */
  readonly dueInvites: (
    at: Time,
    most: number,
  ) => Promise<readonly { readonly group: GroupId; readonly code: string }[]>
  /** Groups that have pins whose time is over, at most `most`. */
  readonly duePins: (at: Time, most: number) => Promise<readonly GroupId[]>
  /** Keys whose time is over and of whom no event says so, at most `most`. */
  readonly dueKeys: (at: Time, most: number) => Promise<readonly Key[]>
  /** The longest-standing admin, else member, other than this person. */
  readonly successor: (group: GroupId, except: PersonId) => Promise<Membership | null>
  /**
   * The groups of a person's list: those he has a part in or had, not deleted, not hidden. Newest first by when
   * they began (key: id) or by last activity (key: time, id).
   */
  readonly groupsOf: (
    person: PersonId,
    order: 'created' | 'activity',
    page: Listing & { readonly skip?: number },
  ) => Promise<Page<Listed>>
  /** How many groups the person of an account is in: kept, not counted. 0 for people without an account. */
  readonly groupCount: (person: PersonId) => Promise<number>
  readonly view: (group: GroupId, person: PersonId) => Promise<View>
  readonly invite: (code: string) => Promise<{ readonly group: GroupId; readonly invite: Invite } | null>
  /** The newest invite for anybody, without an end, a number of uses or approval, that was not revoked. */
  readonly standingInvite: (group: GroupId) => Promise<Invite | null>
  /** All such invites, newest first, at most `most`. */
  readonly standingInvites: (group: GroupId, most: number) => Promise<readonly Invite[]>
  /** Newest first, ended ones too. Key: time, number. */
  readonly invites: (group: GroupId, page: Listing) => Promise<Page<Invite>>
  /** How many invites for anybody still admit at this time, counted up to `most`. */
  readonly openInvites: (group: GroupId, at: Time, most: number) => Promise<number>
  readonly picture: (group: GroupId) => Promise<Uint8Array | null>
  /** Newest first, between two times (exclusive) where given. Key: id. */
  readonly messages: (
    group: GroupId,
    page: Listing & {
      readonly skip?: number
      readonly before?: Time
      readonly since?: Time
      readonly sender?: PersonId
    },
  ) => Promise<Page<Message>>
  readonly message: (group: GroupId, id: MessageId) => Promise<Message | null>
  /** How many messages others sent after this one, counted up to `most`. */
  readonly unread: (
    group: GroupId,
    after: MessageId | null,
    reader: PersonId,
    most: number,
  ) => Promise<number>
  /** In order, from the revision after `after`. Key: revision. */
  readonly groupEvents: (group: GroupId, page: Listing) => Promise<Page<Event>>
  /** Events of a workspace in the order of their commits, from the one after `after`; every number is final. */
  readonly feed: (
    workspace: WorkspaceId,
    page: { readonly after: number; readonly limit: number },
  ) => Promise<readonly Fed[]>
  /** The number of the workspace's latest event; 0 when there is none. */
  readonly lastInFeed: (workspace: WorkspaceId) => Promise<number>
  /** Newest first, only some where asked. Key: id. */
  readonly runs: (
    workspace: WorkspaceId,
    page: Listing & { readonly filter?: RunFilter },
  ) => Promise<Page<Run>>
  readonly run: (workspace: WorkspaceId, id: RunId) => Promise<Run | null>
  readonly remembered: (key: KeyId, idempotencyKey: string) => Promise<Remembered | null>
}

export interface Tx extends Reader, DeliveryTx, SealTx {
  readonly addWorkspace: (workspace: Workspace) => Promise<void>
  readonly setWorkspace: (workspace: Workspace) => Promise<void>
  readonly addKey: (key: Key, hash: string) => Promise<void>
  /** Ends a key and its tokens. */
  readonly revokeKey: (id: KeyId, at: Time) => Promise<void>
  /** Forgets the tokens of a key that ended before this time. */
  readonly forgetTokens: (parent: KeyId, before: Time) => Promise<void>
  readonly addAccount: (account: Account) => Promise<void>
  readonly setAccount: (account: Account) => Promise<void>
  /** The account leaves every list; its person and what he did stay. */
  readonly deleteAccount: (id: AccountId, at: Time) => Promise<void>
  /** Keeps people who are new. */
  readonly addPeople: (workspace: WorkspaceId, directory: string, people: readonly Person[]) => Promise<void>
  readonly renamePerson: (id: PersonId, name: string | null) => Promise<void>
  /**
   * Appends one event and projects it: `after` is `foldHead(before, event)`, the rest follows from `effectsOf`. `met`
   * are people whom this transaction keeps as new: they have no account and no view that would have to follow.
   */
  readonly append: (before: Head | null, event: Event, after: Head, met?: readonly Person[]) => Promise<void>
  /** Appends one event that belongs to no group. */
  readonly addNotice: (notice: Notice) => Promise<void>
  /** Marks a key of which an event says that its time is over. False when it was marked before. */
  readonly endKey: (id: KeyId) => Promise<boolean>
  /** Nothing of a group that has ended expires any more. */
  readonly dropExpiries: (group: GroupId) => Promise<void>
  readonly setPicture: (group: GroupId, bytes: Uint8Array | null) => Promise<void>
  readonly setView: (group: GroupId, person: PersonId, view: View) => Promise<void>
  readonly addRun: (run: Run) => Promise<void>
  readonly finishRun: (run: Run) => Promise<void>
  /** Keeps what an idempotency key stands for, unless it stands for something already. */
  readonly remember: (remembered: Remembered) => Promise<void>
  /** Forgets idempotency keys that ended before this time; answers how many, at most `most`. */
  readonly forget: (before: Time, most: number) => Promise<number>
  /** Runs that began and have no end, oldest first, at most `most`. */
  readonly openRuns: (most: number) => Promise<readonly Run[]>
}

type Transact = <T>(
  turn: GroupId | null,
  work: (tx: Tx) => Promise<T>,
  foresight?: (reader: Reader) => Promise<unknown>,
) => Promise<T>

export interface Store {
  /** Reads what is committed; never waits for a writer. */
  readonly read: Reader
  /**
   * Carries out a check and an act as one. Answers after the commit is durable. Whatever `work` throws undoes
   * all of its own writes and reaches the caller; transactions that share its commit are not touched. `turn`
   * is the group whose turn is taken, if any: no other transaction with the same turn runs beside it. `work`
   * must not wait for anything but this store, and may be carried out again from its beginning when another
   * server came in between. `foresight` reads what `work` will read first: a store behind a wire may let it look for
   * many works at once, so that each finds it read. What it answers is not used.
   */
  readonly transaction: Transact
  /** As `transaction`, but everything is undone at the end; for dry runs. */
  readonly rehearse: Transact
  /**
   * The same store for one workspace: what others keep cannot be seen or changed through it, whatever is asked. The
   * second wall between tenants, where the database has one.
   */
  readonly within: (workspace: WorkspaceId) => Store
  /** The number of this server among those that run on the store, 0 to 31; no two have the same at a time. */
  readonly node: () => number
  /**
   * Wishes for the lead in one kind of work, which one server has at a time; answers whether this one has it now.
   * Another takes over within 10 seconds after it ended. Work must bear that two do it for a moment.
   */
  readonly lead: (name: string) => () => boolean
  /**
   * Tells of every workspace in which the feed went on, by whichever server; null when anything may have happened.
   * It only wakes: the truth is in the feed. Answers how to stop it.
   */
  readonly onChange: (listener: (workspace: WorkspaceId | null) => void) => () => void
  /** The highest id that was ever given, so that new ones are higher. */
  readonly highestId: () => Promise<number>
  /** True when the store answers. */
  readonly ready: () => Promise<boolean>
  /** Writes a consistent copy of everything to a file, while the server runs. */
  readonly backup: (file: string) => Promise<void>
  /** Waits for what is under way, then closes. */
  readonly close: () => Promise<void>
}

/** People in an event whose standing changes, for stores that write them in one go. */
export type Changes = readonly Change[]
