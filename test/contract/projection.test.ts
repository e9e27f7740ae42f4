/** Whatever happens to groups, the rows of every store equal the events folded in memory, page by page. */
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Facts } from '../../src/core/event.ts'
import {
  type Account,
  type AccountId,
  isPresent,
  type Membership,
  type Person,
  type Role,
  roles,
  type Standing,
  standings,
} from '../../src/core/model.ts'
import type { Listed, Store } from '../../src/core/store.ts'
import { kinds } from './kinds.ts'
import {
  begin,
  created,
  everyPage,
  Group,
  id,
  inviteOf,
  messageOf,
  personOf,
  type World,
  withDirectory,
} from './world.ts'

const actions = [
  ...['add', 'add', 'add', 'join', 'remove', 'leave', 'invite person', 'role', 'request', 'reject', 'ban'],
  ...['unban', 'invite', 'revoke', 'update', 'settings', 'picture', 'message', 'message', 'view', 'delete'],
  ...['suspend', 'unsuspend'],
] as const

interface Step {
  readonly action: (typeof actions)[number]
  readonly group: number
  readonly person: number
  readonly choice: number
  readonly later: number
}

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom(...actions),
  group: fc.nat(2),
  person: fc.nat(6),
  choice: fc.nat(100),
  later: fc.nat(3),
})

const pick = <T>(list: readonly T[], choice: number): T | undefined => list[choice % Math.max(1, list.length)]

/** What a step comes to in a group as it is, or null where it makes no sense there. */
function factsOf(group: Group, { action, choice }: Step, person: Person, at: number): Facts | null {
  const from = group.members.get(person.id)?.standing ?? null
  const role: Role = pick(['admin', 'member', 'subscriber'] as const, choice) ?? 'member'
  const to = (standing: Standing | null) => [{ person, from, to: standing }]
  const absent = !isPresent(from)
  const invite = pick(group.invites, choice)
  switch (action) {
    case 'add':
      return absent ? { type: 'participants.added', people: to(role), via: 'added', invite: null } : null
    case 'join':
      if (!absent || invite === undefined) return null
      return { type: 'participants.added', people: to(role), via: 'invite', invite: invite.code }
    case 'remove':
      return absent ? null : { type: 'participants.removed', people: to('removed') }
    case 'leave':
      return absent ? null : { type: 'participants.left', people: to('left') }
    case 'invite person':
      return absent && from !== 'invited' ? { type: 'participants.invited', people: to('invited') } : null
    case 'role':
      return absent || from === role ? null : { type: 'role.changed', people: to(role), cause: 'set' }
    case 'request':
      if (!absent || from === 'requested') return null
      return { type: 'join_request.created', people: to('requested'), invite: invite?.code ?? null }
    case 'reject':
      return from === 'requested' ? { type: 'join_request.rejected', people: to(null) } : null
    case 'ban':
      return from === 'banned' ? null : { type: 'ban.added', people: to('banned'), reason: null }
    case 'unban':
      return from === 'banned' ? { type: 'ban.removed', people: to('removed') } : null
    case 'invite': {
      const expires_at = choice % 2 === 0 ? null : at + (choice % 9)
      return {
        type: 'invite.created',
        invite: inviteOf(person, at, { expires_at, only_for: choice % 3 ? null : person }),
      }
    }
    case 'revoke':
      return invite === undefined ? null : { type: 'invite.revoked', code: invite.code }
    case 'update': {
      const changed = pick(
        [
          { name: `n${choice}` },
          { description: 'd'.repeat(choice * 99) },
          { tags: ['x', 'ü'], metadata: {} },
        ],
        choice,
      )
      return { type: 'group.updated', changed: changed ?? {}, before: {} }
    }
    case 'settings':
      return { type: 'group.updated', changed: { settings: { ephemeral_seconds: choice + 1 } }, before: {} }
    case 'picture': {
      const picture = choice % 3 === 0 ? null : { etag: `e${choice}`, width: 1, height: 2, bytes: choice }
      return { type: 'picture.changed', picture }
    }
    case 'message':
      return { type: 'message.sent', message: messageOf(person, at, `text ${choice} 🙂 '"\n`) }
    case 'suspend':
      return group.now.suspension === null
        ? { type: 'group.suspended', reason: choice % 2 ? null : `"${choice}" 🙂` }
        : null
    case 'unsuspend':
      return group.now.suspension === null
        ? null
        : { type: 'group.unsuspended', before: group.now.suspension }
    case 'delete':
      return choice % 5 === 0 ? { type: 'group.deleted' } : null
    case 'view':
      return null
  }
}

describe.each(kinds)('what the store $name makes of events', (kind) => {
  let store: Store
  let world: World
  let end: () => void
  let closed: Promise<void>

  beforeAll(async () => {
    const opened = Promise.withResolvers<void>()
    const over = Promise.withResolvers<void>()
    end = over.resolve
    closed = withDirectory(async (directory) => {
      store = await kind.open(join(directory, 'data'))
      opened.resolve()
      await over.promise
      await store.close()
    })
    closed.catch(opened.reject)
    await opened.promise
    world = await begin(store)
  })
  afterAll(async () => {
    end()
    await closed
  })

  /** Carries the steps out on three new groups of seven new people. */
  async function play(steps: readonly Step[]) {
    const people = Array.from({ length: 7 }, (_, n) => personOf(n % 2 === 0 ? null : `P${n}`))
    const groups = [new Group(world), new Group(world), new Group(world)]
    let at = 1000
    await store.transaction(null, async (tx) => {
      await tx.addPeople(world.workspace.id, 'phones', people)
      // Every second person has an account from the beginning, so the number of his groups is kept.
      for (const person of people.filter((_, n) => n % 2 === 0)) await tx.addAccount(accountOf(person))
      for (const group of groups) await group.append(tx, created(world.me, `G${group.id}`), at)
    })
    for (const one of steps) {
      at += one.later
      const group = pick(groups, one.group)
      const person = pick(people, one.person)
      if (group === undefined || person === undefined || group.now.deleted_at !== null) continue
      await store.transaction(group.id, async (tx) => {
        if (one.action === 'view') {
          const view = { ...group.viewOf(person.id), hidden: one.choice % 2 === 0, label: `l${one.choice}` }
          group.views.set(person.id, view)
          await tx.setView(group.id, person.id, view)
        }
        const facts = factsOf(group, one, person, at)
        if (facts !== null) await group.append(tx, facts, at, pick(people, one.choice))
      })
    }
    return { groups, people, at }
  }

  async function compareGroup(group: Group, people: readonly Person[], at: number, limit: number) {
    const { read } = store
    expect(await read.head(group.id)).toEqual(group.head)
    const events = await everyPage((after) => read.groupEvents(group.id, { limit, after }))
    // No revision is so high, and a caller may ask for it.
    const { items: beyond } = await read.groupEvents(group.id, { limit, after: [1e308] })
    expect(beyond).toEqual([])
    expect(events.items).toEqual(group.events)
    const sorted = group.sorted()
    const lists: (readonly Standing[])[] = [
      roles,
      standings,
      ['left', 'removed'],
      ...standings.map((one) => [one]),
    ]
    for (const list of lists) {
      const { items, sizes } = await everyPage((after) => read.members(group.id, list, { limit, after }))
      const expected = sorted.filter((member) => list.includes(member.standing))
      expect(items).toEqual(expected)
      expect(sizes).toEqual(sizesOf(expected.length, limit))
    }
    for (const [standing, count] of Object.entries(group.now.counts)) {
      expect(count).toBe(sorted.filter((member) => member.standing === standing).length)
    }
    for (const person of people) {
      expect(await read.membership(group.id, person.id)).toEqual(group.members.get(person.id) ?? null)
      expect(await read.view(group.id, person.id)).toEqual(group.viewOf(person.id))
      const next = (standing: Standing) =>
        sorted.find((member) => member.standing === standing && member.person.id !== person.id)
      expect(await read.successor(group.id, person.id)).toEqual(next('admin') ?? next('member') ?? null)
    }
    const invites = await everyPage((after) => read.invites(group.id, { limit, after }))
    expect(invites.items).toEqual(group.invites.toReversed())
    const open = group.invites.filter(
      ({ revoked_at, expires_at, only_for, uses, uses_max }) =>
        revoked_at === null &&
        only_for === null &&
        (uses_max === null || uses < uses_max) &&
        (expires_at === null || expires_at > at),
    )
    expect(await read.openInvites(group.id, at, 1000)).toBe(open.length)
  }

  async function compareMessages(group: Group, people: readonly Person[], at: number, limit: number) {
    const { read } = store
    const newest = group.messages.toReversed()
    for (const before of [undefined, 1000, at - 3, at, at + 1]) {
      for (const since of [undefined, 1001, at - 5]) {
        for (const sender of [undefined, people[0]?.id]) {
          const filter = {
            ...(before === undefined ? {} : { before }),
            ...(since === undefined ? {} : { since }),
            ...(sender === undefined ? {} : { sender }),
          }
          const expected = newest.filter(
            (message) =>
              (before === undefined || message.at < before) &&
              (since === undefined || message.at > since) &&
              (sender === undefined || message.sender.id === sender),
          )
          const { items, sizes } = await everyPage((after) =>
            read.messages(group.id, { limit, after, ...filter }),
          )
          expect(items).toEqual(expected)
          expect(sizes).toEqual(sizesOf(expected.length, limit))
          const skipped = await read.messages(group.id, { limit, after: null, skip: 2, ...filter })
          expect(skipped.items).toEqual(expected.slice(2, 2 + limit))
        }
      }
    }
    for (const [index, message] of group.messages.entries()) {
      expect(await read.message(group.id, message.id)).toEqual(message)
      const others = group.messages.slice(index + 1).filter((one) => one.sender.id !== people[0]?.id)
      if (people[0] !== undefined) {
        expect(await read.unread(group.id, message.id, people[0].id, 1000)).toBe(others.length)
      }
    }
  }

  function accountOf(person: Person): Account {
    return { ...world.account, id: id() as AccountId, person }
  }

  async function compareLists(
    groups: readonly Group[],
    people: readonly Person[],
    person: Person,
    limit: number,
  ) {
    const { read } = store
    const listed = groups.flatMap((group): Listed[] => {
      const own: Membership | undefined = group.members.get(person.id)
      const view = group.viewOf(person.id)
      const shown =
        own !== undefined && own.standing !== 'banned' && !view.hidden && group.now.deleted_at === null
      return shown ? [{ head: group.now, own, view }] : []
    })
    const active = ({ head }: Listed) => head.last_message?.at ?? head.created_at
    const byCreation = listed.toSorted((a, b) => b.head.id - a.head.id)
    const byActivity = listed.toSorted((a, b) => active(b) - active(a) || b.head.id - a.head.id)
    for (const [order, expected] of [
      ['created', byCreation],
      ['activity', byActivity],
    ] as const) {
      const { items, sizes } = await everyPage((after) => read.groupsOf(person.id, order, { limit, after }))
      expect(items).toEqual(expected)
      expect(sizes).toEqual(sizesOf(expected.length, limit))
      const skipped = await read.groupsOf(person.id, order, { limit, after: null, skip: 1 })
      expect(skipped.items).toEqual(expected.slice(1, 1 + limit))
    }
    const present = groups.filter(
      (group) => isPresent(group.members.get(person.id)?.standing) && group.now.deleted_at === null,
    )
    // The others get theirs now: then their groups are counted, once.
    if (!people.some((one, n) => n % 2 === 0 && one.id === person.id)) {
      expect(await read.groupCount(person.id)).toBe(0)
      await store.transaction(null, (tx) => tx.addAccount(accountOf(person)))
    }
    expect(await read.groupCount(person.id)).toBe(present.length)
  }

  test('equals the events folded in memory', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        async (steps, limit) => {
          const { groups, people, at } = await play(steps)
          for (const group of groups) {
            await compareGroup(group, [...people, world.me], at, limit)
            await compareMessages(group, people, at, limit)
          }
          for (const person of people) await compareLists(groups, people, person, limit)
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** Full pages, then what is left; one empty page for an empty list. */
function sizesOf(length: number, limit: number): readonly number[] {
  if (length === 0) return [0]
  return Array.from({ length: Math.ceil(length / limit) }, (_, page) =>
    Math.min(limit, length - page * limit),
  )
}
