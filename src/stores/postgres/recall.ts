/**
 * What a transaction has read, for all works that share it. Of a group whose turn is held nobody else changes anything,
 * and its own changes are noted here; accounts, people and keys may be changed beside it, but every work had arrived
 * before the first was read, so each sees what was acknowledged before he asked.
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
  /** By workspace and user id, and then by directory and group. */
  readonly named: Map<string, Kept<Found>>
}

export function createMemory(): Memory {
  const kept = { accounts: new Map(), heads: new Map(), memberships: new Map(), views: new Map() }
  const rest = { invites: new Map(), remembered: new Map(), groupCounts: new Map(), aliases: new Map() }
  return { ...kept, ...rest, named: new Map() }
}

export function forgetAll(memory: Memory): void {
  for (const kept of Object.values(memory)) kept.clear()
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

function revise<T>(kept: Kept<T>, key: string, next: (value: T) => T): void {
  const known = kept.get(key)
  if (known === undefined) return
  const revised = known.then(next)
  revised.catch(() => undefined)
  kept.set(key, revised)
}

const pair = (one: number | string, other: number | string) => `${one} ${other}`

/** Notes what an event changes; what is not certain is forgotten. */
function note(memory: Memory, before: Head | null, { workspace, group, facts }: Event, after: Head): void {
  // Its people count one group less, whoever they are.
  if (facts.type === 'group.deleted') forgetAll(memory)
  if (before === null) memory.aliases.clear()
  memory.heads.set(String(group), Promise.resolve(after))
  const { people = [], invite, revoked, expired, used } = effectsOf(facts)
  for (const { person, from, to } of people) {
    memory.memberships.delete(pair(group, person.id))
    memory.views.delete(pair(group, person.id))
    memory.named.delete(pair(workspace, person.user_id))
    const by = Number(isPresent(to)) - Number(isPresent(from))
    if (by !== 0) revise(memory.groupCounts, String(person.id), (count) => count + by)
  }
  for (const code of [invite?.code, revoked, expired]) if (code !== undefined) memory.invites.delete(code)
  if (used !== undefined) {
    revise(memory.invites, used, (found) =>
      found === null ? null : { ...found, invite: { ...found.invite, uses: found.invite.uses + 1 } },
    )
  }
}

/** A transaction that asks the database once for what its works want to know. */
export function recalling(tx: Tx, memory: Memory): Tx {
  const { accounts, heads, memberships, views, invites, remembered, groupCounts, aliases, named } = memory
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
      for (const { user_id } of people) named.delete(pair(workspace, user_id))
      return adding
    },
    remember(what) {
      const remembering = tx.remember(what)
      remembered.delete(pair(what.key, what.idempotency_key))
      return remembering
    },
    setView(group, person, view) {
      const setting = tx.setView(group, person, view)
      views.delete(pair(group, person))
      return setting
    },
  }
}
