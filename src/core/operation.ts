/**
 * What an operation is. One that changes a group is *decide, ask the network, apply what it said*: `decide` and
 * `apply` are pure, over the working set only, so the cost depends on what a call names, never on the group's size.
 */
import type { TSchema } from 'typebox'
import type { Teller } from './delivery.ts'
import type { Facts, NoticeFacts } from './event.ts'
import { assert } from './failure.ts'
import type {
  Account,
  AccountRef,
  GroupId,
  GroupRef,
  Head,
  Invite,
  Key,
  Membership,
  Message,
  MessageId,
  Person,
  Role,
  Scope,
  Standing,
  Time,
  View,
  Workspace,
} from './model.ts'
import type { Feature, LimitName, Network, PersonWord, Profile } from './network.ts'
import type { Reader, Tx } from './store.ts'

/** A person whom a call names, and how he stands to the group. */
export interface Named {
  /** As the caller wrote it. */
  readonly asked: string
  /** Null when what was written is no id of this network; `problem` says how to write one. */
  readonly person: Person | null
  readonly problem: string | null
  readonly standing: Standing | null
  /** When that standing ends by itself; null means never. */
  readonly expires_at: Time | null
  /** The same person stands earlier in the call. */
  readonly repeated: boolean
  /** The server meets this person for the first time. */
  readonly isNew: boolean
}

/** What a group operation may look at. */
export interface WorkingSet {
  readonly at: Time
  readonly workspace: Workspace
  readonly account: Account
  readonly profile: Profile
  /** The group's id; a new one for an operation that makes a group. */
  readonly group: GroupId
  /** Null only for an operation that makes a group. */
  readonly head: Head | null
  /** The acting account's own membership. */
  readonly own: Membership | null
  /** How the acting account sees the group. */
  readonly view: View
  readonly named: readonly Named[]
  readonly invite: Invite | null
  /** The group that shall hold a new one, and the acting account's part in it; null when the input names none. */
  readonly community: { readonly head: Head; readonly own: Membership } | null
  /** A group of the workspace has the alias that the input chooses for a new one. */
  readonly isAliasTaken: boolean
  /** The invites for anybody that never end, for operations that end them all; newest first. */
  readonly standing: readonly Invite[]
  /** The message that the call names; null when the group has none such. */
  readonly message: Message | null
  /** Whoever was removed from this group may come back by an invite that is for anybody. */
  readonly readmits: boolean
  /** Who would be promoted if the acting account left; loaded for operations that may need it. */
  readonly successor: Membership | null
  /** Messages not read, counted up to `unreadMax`; 0 for operations that did not ask. */
  readonly unread: number
  /** What the limit named in `counts` limits, as it is now; 0 for operations that name the limit in `counts`. */
  readonly counted: number
  readonly limit: (name: LimitName) => number
  /** A new id, used once; above another one where that is asked. */
  readonly id: (above?: number) => number
  /** A new code that cannot be guessed. */
  readonly code: () => string
}

/** The group's head, for operations on a group that exists. */
export function headOf(set: WorkingSet): Head {
  assert(set.head !== null, 'an operation on a group without its head')
  return set.head
}

/** Whom the network is asked about. */
export interface Asked {
  readonly user_id: string
  readonly role?: Role
}

/** What an operation did. */
export interface Applied<O> {
  /** What the caller gets, once the head after the events is known. It must be plain JSON data. */
  readonly output: (after: Head) => O
  readonly events: readonly Facts[]
  /** How the account sees the group from now on, when that changes. */
  readonly view?: View
  /** The picture's bytes, when the picture changes. */
  readonly picture?: Uint8Array | null
}

interface Described {
  /** The one name of the operation, everywhere. */
  readonly name: string
  readonly summary: string
  readonly scope: Scope
  readonly input: TSchema
}

export interface GroupOperation<I = never, O = unknown> extends Described {
  readonly kind: 'group'
  readonly feature: Feature
  /** `existing` for a group named in the input, `new` to make one, `invited` for one found by a code. */
  readonly on: 'existing' | 'new' | 'invited'
  /** People whom the call names, as the caller wrote them. */
  readonly names?: (input: I) => readonly { readonly id: string; readonly name?: string | undefined }[]
  /** People whom the server does not know yet may be named. */
  readonly welcomes?: boolean
  readonly needsSuccessor?: boolean
  /** The answer shows how much the account has not read. */
  readonly needsUnread?: boolean
  readonly counts?: 'account.groups' | 'group.invites'
  /** The invite of the working set is the group's standing one, when the input names none. */
  readonly needsStandingInvite?: boolean
  /** The working set holds all of the group's standing invites. */
  readonly needsStandingInvites?: (input: I) => boolean
  /** The message that the call names. */
  readonly quotes?: (input: I) => MessageId
  /** Whether it is carried out on a suspended group too, with this input. Left out, it is refused there. */
  readonly whileSuspended?: (input: I, set: WorkingSet) => boolean
  /** Effects before the transaction, such as decoding a picture; what it answers takes the input's place. */
  readonly prepare?: (ports: Ports, input: I, limit: (name: LimitName) => number) => Promise<I>
  /** What the record of the run keeps of the input, when not all of it. */
  readonly record?: (input: I) => unknown
  /** Checks what may be checked without the network, and says whom to ask it about. */
  readonly decide: (set: WorkingSet, input: I) => readonly Asked[]
  /** From the network's words to the output and the events. `word` answers for each person asked about. */
  readonly apply: (set: WorkingSet, input: I, word: (userId: string) => PersonWord) => Applied<O>
}

/** What a reading operation may use. */
export interface ReadContext {
  readonly reader: Reader
  readonly key: Key
  readonly workspace: Workspace
  readonly networks: ReadonlyMap<string, Network>
  readonly at: Time
}

export interface ReadOperation<I = never, O = unknown> extends Described {
  readonly kind: 'read'
  readonly read: (context: ReadContext, input: I) => Promise<O>
}

/** What an operation on the workspace itself (keys, accounts, webhooks) may use. */
export interface ChangeContext extends ReadContext {
  readonly tx: Tx
  readonly id: () => number
  /** Tells the feed what happened; `account` is the one that it happened to, if any. */
  readonly notify: (facts: NoticeFacts, account: Account | null) => Promise<void>
  readonly ports: Ports
}

export interface WorkspaceOperation<I = never, O = unknown> extends Described {
  readonly kind: 'workspace'
  /** Effects before the transaction, such as asking an endpoint; what it answers takes the input's place. */
  readonly prepare?: (ports: Ports, input: I) => Promise<I>
  /** Reads what `change` will read first, so that a store can look for many calls at once. Its ids are those of `change`. */
  readonly foresee?: (context: ReadContext & Pick<ChangeContext, 'id'>, input: I) => Promise<unknown>
  readonly change: (context: ChangeContext, input: I) => Promise<O>
  readonly record?: (input: I) => unknown
  /** What the record of the run keeps of the output: a secret is shown once and kept nowhere. */
  readonly remembers?: (output: O) => O
}

/** Effects that an operation may need and the core does not know how to do. */
export interface Ports {
  /** The dialects that tell events to webhooks, by their names. */
  readonly tellers: ReadonlyMap<string, Teller>
  /**
   * Asks an endpoint to show that it is the caller's own, where the dialect has a way to ask; answers what is wrong, in
   * a sentence, or null.
   */
  readonly verifyEndpoint: (dialect: string, url: string, token: string) => Promise<string | null>
  /** What is wrong with an address that the server shall send to, in a sentence; null when nothing is. */
  readonly addressProblem: (url: string) => string | null
  /** A new secret of a key, and its hash as it is kept. */
  readonly secret: () => { readonly secret: string; readonly hash: string }
  /** Decodes a JPEG, drops its metadata, encodes it anew; or says what is wrong with it. */
  readonly picture: (
    bytes: Uint8Array,
    limits: { readonly bytes: number; readonly side_min: number; readonly ratio: number },
  ) => Promise<
    | { readonly bytes: Uint8Array; readonly width: number; readonly height: number; readonly etag: string }
    | { readonly problem: string; readonly limit?: LimitName }
  >
}

// The catalogue holds operations of unlike inputs; each is called only with an input its own schema has checked.
export type Operation<I = never, O = unknown> =
  | GroupOperation<I, O>
  | ReadOperation<I, O>
  | WorkspaceOperation<I, O>

export type InputOf<T> = T extends { readonly apply: (set: never, input: infer I, word: never) => unknown }
  ? I
  : T extends { readonly read: (context: never, input: infer I) => unknown }
    ? I
    : T extends { readonly change: (context: never, input: infer I) => unknown }
      ? I
      : never
/** An input as a caller gives it: account and group may be named by the ids that callers chose for them. */
export type Given<I> = I extends { readonly account: Account['id']; readonly group: GroupId }
  ? Omit<I, 'account' | 'group'> & { readonly account: AccountRef; readonly group: GroupRef }
  : I extends { readonly account: Account['id'] }
    ? Omit<I, 'account'> & { readonly account: AccountRef }
    : 'account' extends keyof I
      ? Omit<I, 'account'> & { readonly account?: AccountRef }
      : I
export type OutputOf<T> = T extends { readonly apply: (...all: never) => Applied<infer O> }
  ? O
  : T extends { readonly read: (...all: never) => Promise<infer O> }
    ? O
    : T extends { readonly change: (...all: never) => Promise<infer O> }
      ? O
      : never

/** Ties a group operation's name, so that the catalogue's types keep it. */
export function groupOperation<I, O>() {
  return <const N extends string>(operation: GroupOperation<I, O> & { readonly name: N }) => operation
}
export function readOperation<I, O>() {
  return <const N extends string>(operation: ReadOperation<I, O> & { readonly name: N }) => operation
}
export function workspaceOperation<I, O>() {
  return <const N extends string>(operation: WorkspaceOperation<I, O> & { readonly name: N }) => operation
}

/** Every input names the account that acts and, where there is one, the group. */
export interface OnAccount {
  readonly account: Account['id']
}
export interface OnGroup extends OnAccount {
  readonly group: GroupId
}
