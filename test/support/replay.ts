/** A group rebuilt from its events alone, and what must be true of every group whatever happened to it. */
import { expect } from 'vitest'
import { type Event, effectsOf, foldHead, giverOf } from '../../src/core/event.ts'
import {
  type GroupId,
  type Head,
  type Invite,
  isPresent,
  type Membership,
  type Message,
  type PersonId,
  presentCount,
  standings,
} from '../../src/core/model.ts'
import { page, type World } from './core.ts'

interface Rebuilt {
  readonly head: Head
  readonly members: readonly Membership[]
  readonly invites: readonly Invite[]
  readonly messages: readonly Message[]
}

const byPerson = (a: Membership, b: Membership) => a.person.id - b.person.id
const byCode = (a: Invite, b: Invite) => (a.code < b.code ? -1 : 1)

/** What the events say, by the two functions that the store projects with. */
function rebuild(events: readonly Event[]): Rebuilt {
  let head: Head | null = null
  const members = new Map<PersonId, Membership>()
  const invites = new Map<string, Invite>()
  const messages: Message[] = []
  const change = (code: string, how: (invite: Invite) => Invite) => {
    const invite = invites.get(code)
    if (invite === undefined) throw new Error('an event on an invite before it was made')
    invites.set(code, how(invite))
  }
  for (const event of events) {
    head = foldHead(head, event)
    const { people = [], invite, revoked, used, message } = effectsOf(event.facts)
    for (const change of people) {
      const { person, from, to } = change
      expect(members.get(person.id)?.standing ?? null).toBe(from)
      if (to === null) members.delete(person.id)
      else
        members.set(person.id, {
          person,
          standing: to,
          since: event.at,
          by: giverOf(event, change),
          expires_at: change.expires_at ?? null,
        })
    }
    if (invite !== undefined) invites.set(invite.code, invite)
    if (revoked !== undefined) change(revoked, (known) => ({ ...known, revoked_at: event.at }))
    if (used !== undefined) change(used, (known) => ({ ...known, uses: known.uses + 1 }))
    if (message !== undefined) messages.unshift(message)
  }
  if (head === null) throw new Error('a group without events')
  return {
    head,
    members: [...members.values()].sort(byPerson),
    invites: [...invites.values()].sort(byCode),
    messages,
  }
}

/** What the store says. */
async function kept({ env }: World, group: GroupId): Promise<Rebuilt> {
  const { read } = env.store
  const head = await read.head(group)
  if (head === null) throw new Error('a group that is not kept')
  const members: Membership[] = []
  for (const standing of standings) {
    const { items } = await read.members(group, [standing], page)
    if (standing in head.counts) {
      expect([standing, items.length]).toEqual([standing, head.counts[standing as keyof Head['counts']]])
    }
    members.push(...items)
  }
  const invites = [...(await read.invites(group, page)).items].sort(byCode)
  return {
    head,
    members: members.sort(byPerson),
    invites,
    messages: (await read.messages(group, page)).items,
  }
}

/** True after every run, for groups whose policy is to promote or that refuse the last admin's leave. */
function demandSound(head: Head): void {
  const { owner, admin } = head.counts
  expect(owner).toBeLessThanOrEqual(1)
  expect(head.owner === null).toBe(owner === 0)
  expect(presentCount(head.counts)).toBeLessThanOrEqual(head.capacity)
  if (presentCount(head.counts) > 0) expect(owner + admin).toBeGreaterThan(0)
}

/** Nothing of a group that has ended expires any more, so its ends are forgotten without an event. */
function withoutEnds(rebuilt: Rebuilt): Rebuilt {
  if (rebuilt.head.deleted_at === null) return rebuilt
  return { ...rebuilt, members: rebuilt.members.map((member) => ({ ...member, expires_at: null })) }
}

/** Who was in the group at each revision, and what each person was when, is what the events up to there say. */
async function demandHistory(world: World, group: GroupId, events: readonly Event[]): Promise<void> {
  const { read } = world.env.store
  const brief = ({ person, standing, since }: Pick<Membership, 'person' | 'standing' | 'since'>) =>
    [person.id, standing, since] as const
  const all = new Set<PersonId>()
  const then = new Map<PersonId, Pick<Membership, 'person' | 'standing' | 'since'>>()
  for (const { revision, at, facts } of events) {
    for (const { person, to } of effectsOf(facts).people ?? []) {
      all.add(person.id)
      if (to === null) then.delete(person.id)
      else then.set(person.id, { person, standing: to, since: at })
    }
    const present = [...then.values()].filter(({ standing }) => isPresent(standing))
    const { items } = await read.membersAt(group, revision, page)
    expect(items.map(brief)).toEqual(present.toSorted((a, b) => a.person.id - b.person.id).map(brief))
    const last = events.findLast((event) => event.at <= at)
    expect(await read.revisionAt(group, at)).toBe(last?.revision)
  }
  for (const person of all) {
    const { items } = await read.stays(group, person, page)
    const changes = events.flatMap((event) =>
      (effectsOf(event.facts).people ?? [])
        .filter((change) => change.person.id === person)
        .map(({ to }) => ({ to, at: event.at, revision: event.revision })),
    )
    const stays = changes.flatMap(({ to, at, revision }, index) => {
      const next = changes[index + 1]
      return to === null ? [] : [[to, at, revision, next?.at ?? null, next?.revision ?? null]]
    })
    expect(
      items.map(({ standing, since, from_revision, until, to_revision }) => [
        ...[standing, since, from_revision, until, to_revision],
      ]),
    ).toEqual(stays)
  }
}

/** In a suspended group people leave, their time ends, and the group itself ends or goes on; nothing else happens. */
function demandFrozen(events: readonly Event[]): void {
  let isSuspended = false
  for (const { facts, run } of events) {
    if (facts.type === 'group.unsuspended') isSuspended = false
    const isSuccession = facts.type === 'role.changed' && facts.cause === 'succession'
    if (isSuspended && run !== null && !isSuccession) {
      expect(['participants.left', 'group.deleted']).toContain(facts.type)
    }
    if (facts.type === 'group.suspended') isSuspended = true
  }
}

/**
 * The events have revisions without gaps and were told to the feed as they are kept; the state is their replay; the
 * promises about people hold after every run.
 */
export async function demandReplay(world: World, group: GroupId): Promise<readonly Event[]> {
  const events = await world.events(group)
  expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index + 1))
  expect(world.committed.filter((event) => event.group === group)).toEqual(events)
  const times = events.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(withoutEnds(await kept(world, group))).toEqual(withoutEnds(rebuild(events)))
  let head: Head | null = null
  for (const [index, event] of events.entries()) {
    head = foldHead(head, event)
    if (event.run === null || events[index + 1]?.run !== event.run) demandSound(head)
  }
  demandFrozen(events)
  await demandHistory(world, group, events)
  return events
}

/** How many people are in a group, by counting them. */
export async function countPresent(world: World, group: GroupId): Promise<number> {
  const { members } = await kept(world, group)
  return members.filter(({ standing }) => isPresent(standing)).length
}
