/**
 * What a transaction has read, for all works that share it, of however many groups. Of a group whose turn is held nobody
 * else changes anything, and its own changes are noted here; accounts, people and keys may be changed beside it, but every
 * work had arrived before the first was read, so each sees what was acknowledged before he asked.
 */
import { type Event, effectsOf } from '../../core/event.ts'
import {
  type Account,
  type GroupId,
  type Head,
  type Invite,
  isPresent,
  type Membership,
  type Person,
  type PersonId,
  type View,
} from '../../core/model.ts'
import type { Remembered, Tx } from '../../core/store.ts'

type Found = { readonly person: Person | null; readonly membership: Membership | null }
type Invited = { readonly group: GroupId; readonly invite: Invite } | null

/** Kept as promises, so that who asks while it is on its way does not ask again. */
type Kept<T> = Map<string, Promise<T>>

export interface Memory {
  readonly accounts: Kept<Account | null>
  readonly heads: Kept<Head | null>
  readonly memberships: Kept<Membership | null>
  readonly views: Kept<View>
  readonly invites: Kept<Invited>
  readonly remembered: Kept<Remembered | null>
  readonly groupCounts: Kept<number>
  readonly aliases: Kept<GroupId | null>
  readonly accountAliases: Kept<Account | null>
  /** By workspace and user id, and then by directory and group. */
  readonly named: Map<string, Kept<Found>>
  /** What brings back, step by step, what was known before the work that is under way wrote. */
  readonly undo: (() => void)[]
}

export function createMemory(): Memory {
  const kept = { accounts: new Map(), heads: new Map(), memberships: new Map(), views: new Map() }
  const rest = { invites: new Map(), remembered: new Map(), groupCounts: new Map(), aliases: new Map() }
  return { ...kept, ...rest, accountAliases: new Map(), named: new Map(), undo: [] }
}

/** What is known now stays known, whatever becomes of the work that begins. */
export function beginNoting({ undo }: Memory): void {
  undo.length = 0
}

/** Knows again what was known before the work wrote, of which nothing was sent. */
export function undoNotes({ undo }: Memory): void {
  for (const step of undo.splice(0).reverse()) step()
}

export function forgetAll(memory: Memory): void {
  const { undo, ...kept } = memory
  undo.length = 0
  for (const each of Object.values(kept)) each.clear()
}

/** Keeps an answer that the work under way made, or with null keeps none. */
function keep<T>({ undo }: Memory, kept: Map<string, T>, key: string, value: T | null): void {
  const before = kept.get(key)
  undo.push(() => (before === undefined ? kept.delete(key) : kept.set(key, before)))
  if (value === null) kept.delete(key)
  else kept.set(key, value)
}

/** More people in one call than this are asked for anew. */
const namedMost = 64

function recall<T>(kept: Kept<T>, key: string, read: () => Promise<T>): Promise<T> {
  const known = kept.get(key)
  if (known !== undefined) return known
  const reading = read()
  kept.set(key, reading)
  // What could not be read is no answer for the next one.
  reading.catch(() => kept.get(key) === reading && kept.delete(key))
  return reading
}

function revise<T>(memory: Memory, kept: Kept<T>, key: string, next: (value: T) => T): void {
  const known = kept.get(key)
  if (known === undefined) return
  const revised = known.then(next)
  revised.catch(() => undefined)
  keep(memory, kept, key, revised)
}

const pair = (one: number | string, other: number | string) => `${one} ${other}`

/** Notes what an event changes; what is not certain is forgotten. */
function note(memory: Memory, before: Head | null, { workspace, group, facts }: Event, after: Head): void {
  const { aliases, groupCounts, heads, invites, memberships, named, views } = memory
  // Its people count one group less, whoever they are.
  if (facts.type === 'group.deleted')
    for (const key of [...groupCounts.keys()]) keep(memory, groupCounts, key, null)
  if (before === null && after.alias !== null) keep(memory, aliases, pair(workspace, after.alias), null)
  keep(memory, heads, String(group), Promise.resolve(after))
  const { people = [], invite, revoked, expired, used } = effectsOf(facts)
  for (const { person, from, to } of people) {
    keep(memory, memberships, pair(group, person.id), null)
    keep(memory, views, pair(group, person.id), null)
    keep(memory, named, pair(workspace, person.user_id), null)
    const by = Number(isPresent(to)) - Number(isPresent(from))
    if (by !== 0) revise(memory, groupCounts, String(person.id), (count) => count + by)
  }
  for (const code of [invite?.code, revoked, expired]) {
    if (code !== undefined) keep(memory, invites, code, null)
  }
  if (used !== undefined) {
    revise(memory, invites, used, (found) =>
      found === null ? null : { ...found, invite: { ...found.invite, uses: found.invite.uses + 1 } },
    )
  }
}

/** A transaction that asks the database once for what its works want to know. */
export function recalling(tx: Tx, memory: Memory): Tx {
  const { accounts, heads, memberships, views, invites, remembered, groupCounts, aliases, named } = memory
  const { accountAliases } = memory
  const whoOf = (workspace: number, userId: string): Kept<Found> => {
    const key = pair(workspace, userId)
    const kept = named.get(key) ?? new Map<string, Promise<Found>>()
    named.set(key, kept)
    return kept
  }
  return {
    ...tx,
    account: (workspace, id) => recall(accounts, pair(workspace, id), () => tx.account(workspace, id)),
    head: (id) => recall(heads, String(id), () => tx.head(id)),
    membership: (group, person: PersonId) =>
      recall(memberships, pair(group, person), () => tx.membership(group, person)),
    view: (group, person) => recall(views, pair(group, person), () => tx.view(group, person)),
    invite: (code) => recall(invites, code, () => tx.invite(code)),
    remembered: (key, text) => recall(remembered, pair(key, text), () => tx.remembered(key, text)),
    groupCount: (person) => recall(groupCounts, String(person), () => tx.groupCount(person)),
    groupByAlias: (workspace, alias) =>
      recall(aliases, pair(workspace, alias), () => tx.groupByAlias(workspace, alias)),
    accountByAlias: (workspace, alias) =>
      recall(accountAliases, pair(workspace, alias), () => tx.accountByAlias(workspace, alias)),
    async named(workspace, directory, userIds, group) {
      if (userIds.length > namedMost) return tx.named(workspace, directory, userIds, group)
      const key = pair(directory, group ?? '')
      const missing = userIds.filter((userId) => !whoOf(workspace, userId).has(key))
      const reading = missing.length === 0 ? null : tx.named(workspace, directory, missing, group)
      for (const [index, userId] of missing.entries()) {
        const nobody: Found = { person: null, membership: null }
        void recall(whoOf(workspace, userId), key, async () => (await reading)?.[index] ?? nobody)
      }
      return Promise.all(
        userIds.map(
          (userId) => whoOf(workspace, userId).get(key) ?? Promise.reject(new Error('a name that is lost')),
        ),
      )
    },
    append(before, event, after) {
      const appending = tx.append(before, event, after)
      note(memory, before, event, after)
      return appending
    },
    addPeople(workspace, directory, people) {
      const adding = tx.addPeople(workspace, directory, people)
      for (const { user_id } of people) keep(memory, named, pair(workspace, user_id), null)
      return adding
    },
    addAccount(account) {
      const adding = tx.addAccount(account)
      const { id, workspace, alias, person } = account
      keep(memory, accounts, pair(workspace, id), null)
      keep(memory, groupCounts, String(person.id), null)
      if (alias !== null) keep(memory, accountAliases, pair(workspace, alias), null)
      return adding
    },
    remember(what) {
      const remembering = tx.remember(what)
      keep(memory, remembered, pair(what.key, what.idempotency_key), null)
      return remembering
    },
    setView(group, person, view) {
      const setting = tx.setView(group, person, view)
      keep(memory, views, pair(group, person), null)
      return setting
    },
  }
}
