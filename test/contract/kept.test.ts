/** What is read again: it is what is committed, however often it was read before. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Change, Facts } from '../../src/core/event.ts'
import {
  asId,
  type GroupId,
  type KeyId,
  type Membership,
  type Person,
  plainView,
  roles,
  standings,
} from '../../src/core/model.ts'
import type { Store, Tx } from '../../src/core/store.ts'
import { keepRead } from '../../src/stores/kept.ts'
import { kinds } from './kinds.ts'
import { begin, created, everyPage, Group, id, personOf, type World, withDirectory } from './world.ts'

describe.each(kinds)('what is read again from the store $name', (kind) => {
  const onStore = (use: (store: Store, world: World) => Promise<void>) => () =>
    withDirectory(async (directory) => {
      const store = await kind.open(join(directory, 'data'))
      try {
        await use(store, await begin(store))
      } finally {
        await store.close()
      }
    })

  const read = async (store: Store, group: Group) =>
    (await everyPage((after) => store.read.members(group.id, standings, { limit: 2, after }))).items

  /** Reads often enough that whatever may be kept is kept. */
  async function demandAsInMemory(store: Store, group: Group): Promise<void> {
    for (let time = 0; time < 4; time += 1) {
      expect(await read(store, group)).toEqual(group.sorted())
      expect(await store.read.head(group.id)).toEqual(group.head)
      for (const membership of group.members.values())
        expect(await store.read.membership(group.id, membership.person.id)).toEqual(membership)
      const { me } = group.world
      expect(await store.read.view(group.id, me.id)).toEqual(group.viewOf(me.id))
    }
  }

  async function newGroup(store: Store, world: World): Promise<Group> {
    const group = new Group(world)
    await store.transaction(group.id, (tx) => group.append(tx, created(world.me), 10))
    return group
  }

  const added = (people: readonly Change[]): Facts => ({
    type: 'participants.added',
    people,
    via: 'added',
    invite: null,
  })

  async function add(tx: Tx, group: Group, people: readonly Person[], at: number): Promise<void> {
    await tx.addPeople(group.world.workspace.id, 'phones', people)
    await group.append(tx, added(people.map((person) => ({ person, from: null, to: 'member' as const }))), at)
  }

  test(
    'pages tell every change of the people, and of nobody else',
    onStore(async (store, world) => {
      const [group, other] = [await newGroup(store, world), await newGroup(store, world)]
      const people = ['a', 'b', 'c', 'd', 'e'].map((name) => personOf(name))
      const [anna, ben, carl] = people as [Person, Person, Person]
      const steps: readonly ((tx: Tx) => Promise<unknown>)[] = [
        (tx) => add(tx, group, people, 20),
        (tx) =>
          group.append(
            tx,
            { type: 'role.changed', people: [{ person: anna, from: 'member', to: 'admin' }], cause: 'set' },
            21,
          ),
        (tx) =>
          group.append(
            tx,
            { type: 'participants.removed', people: [{ person: ben, from: 'member', to: 'removed' }] },
            22,
          ),
        (tx) =>
          group.append(
            tx,
            { type: 'ban.added', people: [{ person: carl, from: 'member', to: 'banned' }], reason: null },
            23,
          ),
        (tx) =>
          group.append(tx, { type: 'ban.removed', people: [{ person: carl, from: 'banned', to: null }] }, 24),
      ]
      await demandAsInMemory(store, group)
      await demandAsInMemory(store, other)
      const hidden = { ...plainView, hidden: true, label: 'out' }
      await store.transaction(group.id, (tx) => tx.setView(group.id, world.me.id, hidden))
      group.views.set(world.me.id, hidden)
      await demandAsInMemory(store, group)
      for (const step of steps) {
        await store.transaction(group.id, step)
        await demandAsInMemory(store, group)
        await demandAsInMemory(store, other)
      }
    }),
  )

  test(
    'pages tell a new name, and an end that was dropped, in every group',
    onStore(async (store, world) => {
      const [group, other] = [await newGroup(store, world), await newGroup(store, world)]
      const guest = personOf('Guest')
      await store.transaction(group.id, async (tx) => {
        await tx.addPeople(world.workspace.id, 'phones', [guest])
        await group.append(tx, added([{ person: guest, from: null, to: 'member', expires_at: 99 }]), 20)
      })
      await demandAsInMemory(store, group)
      await demandAsInMemory(store, other)
      const demandEnd = async (end: number | null) => {
        for (let time = 0; time < 3; time += 1) {
          const { items } = await store.read.members(group.id, ['member'], { limit: 2, after: null })
          expect(items.map(({ expires_at }) => expires_at)).toEqual([end])
          expect((await store.read.membership(group.id, guest.id))?.expires_at).toBe(end)
        }
      }
      await store.transaction(null, (tx) => tx.renamePerson(world.me.id, 'New'))
      for (const { id } of [group, other]) {
        const { items } = await store.read.members(id, standings, { limit: 2, after: null })
        expect(items[0]?.person.name).toBe('New')
        expect((await store.read.head(id))?.owner?.name).toBe('New')
        expect((await store.read.membership(id, world.me.id))?.person.name).toBe('New')
      }
      await demandEnd(99)
      await store.transaction(group.id, (tx) => tx.dropExpiries(group.id))
      await demandEnd(null)
    }),
  )

  test(
    'who calls is what he is now',
    onStore(async (store, { workspace, account, key }) => {
      const hash = `hash ${key.id}`
      const read = async () => ({
        workspace: await store.read.workspace(workspace.id),
        key: await store.read.keyByHash(hash),
        account: await store.read.account(workspace.id, account.id),
      })
      const demandAll = async (expected: object) => {
        for (let time = 0; time < 3; time += 1) expect(await read()).toEqual(expected)
      }
      const change = (work: (tx: Tx) => Promise<unknown>) => store.transaction(null, work)
      await demandAll({ workspace, key, account })
      const renamed = { ...workspace, name: 'New' }
      await change((tx) => tx.setWorkspace(renamed))
      await demandAll({ workspace: renamed, key, account })
      const stopped = { ...account, status: 'disconnected' as const, name: 'New' }
      await change((tx) => tx.setAccount(stopped))
      await demandAll({ workspace: renamed, key, account: stopped })
      await change((tx) => tx.renamePerson(account.person.id, 'Other'))
      const person = { ...account.person, name: 'Other' }
      await demandAll({ workspace: renamed, key, account: { ...stopped, person } })
      await store.rehearse(null, (tx) => tx.revokeKey(key.id, 50))
      await demandAll({ workspace: renamed, key, account: { ...stopped, person } })
      await change((tx) => tx.revokeKey(key.id, 50))
      const revoked = { workspace: renamed, key: { ...key, revoked_at: 50 }, account: { ...stopped, person } }
      await demandAll(revoked)
      const token = { ...key, id: id<KeyId>(), parent: key.id, expires_at: 70 }
      await change((tx) => tx.addKey(token, 'hash token'))
      for (let time = 0; time < 3; time += 1) expect(await store.read.keyByHash('hash token')).toEqual(token)
      await change((tx) => tx.forgetTokens(key.id, 80))
      expect(await store.read.keyByHash('hash token')).toBe(null)
      await demandAll(revoked)
      await change((tx) => tx.deleteAccount(account.id, 60))
      await demandAll({ ...revoked, account: null })
    }),
  )

  test(
    'pages tell what is committed while a change is under way, and when it is undone',
    onStore(async (store, world) => {
      const group = await newGroup(store, world)
      await demandAsInMemory(store, group)
      const before = group.sorted()
      const facts = added([{ person: personOf(), from: null, to: 'member' }])
      const change = async (tx: Tx): Promise<void> => {
        const event = group.event(facts, 20)
        await tx.addPeople(
          world.workspace.id,
          'phones',
          facts.type === 'participants.added' ? facts.people.map(({ person }) => person) : [],
        )
        await tx.append(group.head, event, { ...group.now, revision: event.revision })
      }
      await store.rehearse(group.id, change)
      await demandAsInMemory(store, group)
      const undone = store.transaction(group.id, async (tx) => {
        await change(tx)
        for (let time = 0; time < 4; time += 1) expect(await read(store, group)).toEqual(before)
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
      await demandAsInMemory(store, group)
      await store.transaction(group.id, change)
      expect(await read(store, group)).toHaveLength(2)
    }),
  )
})

describe('what is kept', () => {
  const members = (count: number): readonly Membership[] =>
    Array.from({ length: count }, () => ({
      person: personOf(),
      standing: 'member',
      since: 1,
      by: asId(1),
      expires_at: null,
    }))
  const group = (number: number) => asId<GroupId>(number)
  const first = { limit: 10, after: null }

  /** A keeper over pages of so many people, and how often it had to read. */
  function counting(size: number, rowsMax: number, isChanging = () => false) {
    const count = { readings: 0 }
    const read = async () => {
      count.readings += 1
      return { items: members(size), next: null }
    }
    const nothing = async () => null
    const callers = { keyByHash: nothing, workspace: nothing, account: nothing }
    const groups = { head: nothing, membership: nothing, view: async () => plainView }
    return { count, ...keepRead({ members: read, ...callers, ...groups }, isChanging, rowsMax) }
  }

  test('is a page from its second reading on, each kind of page by itself', async () => {
    const { count, kept } = counting(10, 1000)
    for (let time = 0; time < 5; time += 1) await kept.members(group(1), roles, first)
    expect(count.readings).toBe(2)
    for (let time = 0; time < 5; time += 1) {
      await kept.members(group(1), ['banned'], first)
      await kept.members(group(1), roles, { ...first, limit: 11 })
      await kept.members(group(1), roles, { ...first, skip: 1 })
      await kept.members(group(1), roles, { ...first, after: [1, 2, 3] })
    }
    expect(count.readings).toBe(10)
  })

  test('is no more than its bound, and makes room for others only once it is idle', async () => {
    const { count, kept } = counting(10, 40)
    const readTwice = async (number: number) => {
      await kept.members(group(number), roles, first)
      await kept.members(group(number), roles, first)
    }
    // Each takes 18 rows, so that the third finds no room.
    for (const number of [1, 2, 3]) await readTwice(number)
    expect(count.readings).toBe(6)
    for (const number of [1, 2, 3]) await readTwice(number)
    expect(count.readings).toBe(8)
    for (let time = 0; time < 1000; time += 1) await kept.members(group(2), roles, first)
    await readTwice(3)
    await readTwice(3)
    await readTwice(2)
    expect(count.readings).toBe(10)
    await readTwice(1)
    expect(count.readings).toBe(12)
  })

  test('is nothing that was read while something was changed', async () => {
    let isOpen = true
    const { count, kept, changing } = counting(10, 1000, () => isOpen)
    for (let time = 0; time < 3; time += 1) await kept.members(group(1), roles, first)
    expect(count.readings).toBe(3)
    isOpen = false
    for (let time = 0; time < 2; time += 1) {
      const reading = kept.members(group(1), roles, first)
      changing.peopleOf(group(2))
      await reading
    }
    expect(count.readings).toBe(5)
    for (let time = 0; time < 3; time += 1) await kept.members(group(1), roles, first)
    expect(count.readings).toBe(7)
  })
})
