/** What every store must keep, method by method, written against `Store` alone. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Facts, foldHead } from '../../src/core/event.ts'
import {
  type AccountId,
  asId,
  type GroupId,
  type KeyId,
  type Person,
  type PersonId,
  plainView,
  type RunId,
  roles,
  type View,
} from '../../src/core/model.ts'
import type { Store, Tx } from '../../src/core/store.ts'
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
  runOf,
  type World,
  withDirectory,
} from './world.ts'

const all = { limit: 1000, after: null }

describe.each(kinds)('the store $name', (kind) => {
  let store: Store
  let world: World
  let end: () => void
  let closed: Promise<void>

  beforeAll(async () => {
    const over = new Promise<void>((resolve) => {
      end = resolve
    })
    await new Promise<void>((resolve, reject) => {
      closed = withDirectory(async (directory) => {
        store = await kind.open(join(directory, 'data'))
        resolve()
        await over
        await store.close()
      })
      closed.catch(reject)
    })
    world = await begin(store)
  })
  afterAll(async () => {
    end()
    await closed
  })

  const write = <T>(work: (tx: Tx) => Promise<T>) => store.transaction(null, work)

  /** A group of mine with these people as members, each since a later time. */
  async function groupWith(people: readonly Person[]): Promise<Group> {
    const group = new Group(world)
    await write(async (tx) => {
      await tx.addPeople(world.workspace.id, 'phones', people)
      await group.append(tx, created(world.me), 1000)
      for (const [index, person] of people.entries()) {
        const change = { person, from: null, to: 'member' } as const
        await group.append(
          tx,
          { type: 'participants.added', people: [change], via: 'added', invite: null },
          1001 + index,
        )
      }
    })
    return group
  }

  describe('workspaces, keys, accounts', () => {
    test('a workspace comes back as it was kept, and as it was set', async () => {
      expect(await store.read.workspace(world.workspace.id)).toEqual(world.workspace)
      const set = { ...world.workspace, name: 'Other', limits: {} }
      await write((tx) => tx.setWorkspace(set))
      expect(await store.read.workspace(world.workspace.id)).toEqual(set)
      expect(await store.read.workspace(asId(1))).toBeNull()
      await write((tx) => tx.setWorkspace(world.workspace))
    })

    test('workspaces are listed page by page in the order of their making', async () => {
      const made = [await begin(store), await begin(store), await begin(store)].map((more) => more.workspace)
      const { items, sizes } = await everyPage((after) => store.read.workspaces({ limit: 2, after }))
      expect(items.slice(-3)).toEqual(made)
      expect(items.map((one) => one.id)).toEqual(items.map((one) => one.id).toSorted((a, b) => a - b))
      expect(Math.max(...sizes)).toBe(2)
    })

    test('a key is found by its hash and in its workspace only, and is revoked once', async () => {
      const { key, workspace } = world
      const other = await begin(store)
      expect(await store.read.keyByHash(`hash ${key.id}`)).toEqual(key)
      expect(await store.read.keyByHash('no such hash')).toBeNull()
      expect(await store.read.key(workspace.id, key.id)).toEqual(key)
      expect(await store.read.key(other.workspace.id, key.id)).toBeNull()
      await write((tx) => tx.revokeKey(other.key.id, 50))
      await write((tx) => tx.revokeKey(other.key.id, 60))
      expect(await store.read.key(other.workspace.id, other.key.id)).toEqual({ ...other.key, revoked_at: 50 })
      await expect(write((tx) => tx.addKey({ ...key, id: id() }, `hash ${key.id}`))).rejects.toThrow()
    })

    test('keys are listed page by page, of one workspace', async () => {
      const own = await begin(store)
      const more = [1, 2, 3, 4].map(() => ({
        ...own.key,
        id: id<KeyId>(),
        account: own.account.id,
      }))
      await begin(store)
      await write(async (tx) => {
        for (const key of more) await tx.addKey(key, `hash ${key.id}`)
      })
      const { items, sizes } = await everyPage((after) =>
        store.read.keys(own.workspace.id, { limit: 2, after }),
      )
      expect(items).toEqual([own.key, ...more])
      expect(sizes).toEqual([2, 2, 1])
    })

    test('an account can be set and deleted, and its person stays', async () => {
      const { workspace, account, me } = await begin(store)
      const other = await begin(store)
      expect(await store.read.account(workspace.id, account.id)).toEqual(account)
      expect(await store.read.account(other.workspace.id, account.id)).toBeNull()
      const set = { ...account, name: 'New', status: 'disconnected', metadata: {}, limits: {} } as const
      await write((tx) => tx.setAccount(set))
      await write((tx) => tx.renamePerson(me.id, 'Renamed'))
      const renamed = { ...me, name: 'Renamed' }
      expect(await store.read.account(workspace.id, account.id)).toEqual({ ...set, person: renamed })
      await write((tx) => tx.deleteAccount(account.id, 70))
      expect(await store.read.account(workspace.id, account.id)).toBeNull()
      expect((await store.read.accounts(workspace.id, { ...all, skip: 0, order: 'created' })).items).toEqual(
        [],
      )
      const [found] = await store.read.named(workspace.id, 'phones', [me.user_id], null)
      expect(found?.person).toEqual(renamed)
    })

    test('accounts are listed page by page, without deleted ones', async () => {
      const { workspace, account, me } = await begin(store)
      const more = [1, 2, 3, 4].map(() => ({ ...account, id: id<AccountId>() }))
      await begin(store)
      await write(async (tx) => {
        for (const one of more) await tx.addAccount(one)
        await tx.deleteAccount(more[1]?.id ?? account.id, 70)
      })
      const { items, sizes } = await everyPage((after) =>
        store.read.accounts(workspace.id, { limit: 2, after, skip: 0, order: 'created' }),
      )
      expect(items).toEqual([account, ...more.filter((_, index) => index !== 1)])
      expect(items[0]?.person).toEqual(me)
      expect(sizes).toEqual([2, 2])
    })

    test('accounts are found by profile and name, in either order, and skipped', async () => {
      const { workspace, account } = await begin(store)
      const make = (name: string, profile: string) => ({ ...account, id: id<AccountId>(), name, profile })
      const [zoe, adam, emil] = [make('ZOË', 'open'), make('Adam', 'whatsapp'), make('Émil 100%', 'genuin')]
      await write(async (tx) => {
        for (const one of [zoe, adam, emil]) await tx.addAccount(one)
      })
      const names = async (
        order: 'created' | 'name',
        more: { profiles?: readonly string[]; search?: string } = {},
      ) => {
        const one = { limit: 2, after: null, order, ...more }
        const pages = [0, 2].map((skip) => store.read.accounts(workspace.id, { ...one, skip }))
        return (await Promise.all(pages)).flatMap(({ items }) => items.map(({ name }) => name))
      }
      expect(await names('created')).toEqual(['Mine', 'ZOË', 'Adam', 'Émil 100%'])
      expect(await names('name')).toEqual(['Adam', 'Mine', 'ZOË', 'Émil 100%'])
      expect(await names('created', { search: 'zoë' })).toEqual(['ZOË'])
      expect(await names('name', { search: 'M' })).toEqual(['Adam', 'Mine', 'Émil 100%'])
      expect(await names('name', { search: '%' })).toEqual(['Émil 100%'])
      expect(await names('created', { profiles: ['whatsapp', 'genuin', 'none'] })).toEqual([
        'Adam',
        'Émil 100%',
      ])
      expect(await names('created', { profiles: ['open'], search: 'i' })).toEqual(['Mine'])
      const byName = await store.read.accounts(workspace.id, {
        limit: 2,
        after: null,
        skip: 0,
        order: 'name',
      })
      expect(byName.next).not.toBeNull()
      const rest = await store.read.accounts(workspace.id, { limit: 2, after: null, skip: 2, order: 'name' })
      expect(rest.next).toBeNull()
      const byKey = await everyPage((after) =>
        store.read.accounts(workspace.id, { limit: 1, after, skip: 0, order: 'created', search: 'm' }),
      )
      expect(byKey.items.map(({ name }) => name)).toEqual(['Mine', 'Adam', 'Émil 100%'])
    })
  })

  describe('people', () => {
    test('are named in order, each with how he stands to the group', async () => {
      const [first, second, unknown] = [personOf('First'), personOf(), personOf()]
      const group = await groupWith([first])
      await write((tx) => tx.addPeople(world.workspace.id, 'phones', [second]))
      const asked = [unknown.user_id, second.user_id, first.user_id, first.user_id]
      const found = await store.read.named(world.workspace.id, 'phones', asked, group.id)
      const membership = { person: first, standing: 'member', since: 1001, by: world.me.id, expires_at: null }
      expect(found).toEqual([
        { person: null, membership: null },
        { person: second, membership: null },
        { person: first, membership },
        { person: first, membership },
      ])
      expect(await store.read.named(world.workspace.id, 'phones', [first.user_id], null)).toEqual([
        { person: first, membership: null },
      ])
    })

    test('are known in their own workspace and directory only', async () => {
      const other = await begin(store)
      const { user_id } = world.me
      const absent = [{ person: null, membership: null }]
      expect(await store.read.named(other.workspace.id, 'phones', [user_id], null)).toEqual(absent)
      expect(await store.read.named(world.workspace.id, 'elsewhere', [user_id], null)).toEqual(absent)
    })

    test('are kept once, whoever comes with the same id', async () => {
      const person = personOf('First')
      await write((tx) => tx.addPeople(world.workspace.id, 'phones', [person]))
      await write((tx) =>
        tx.addPeople(world.workspace.id, 'phones', [{ ...person, id: id(), name: 'Second' }, person]),
      )
      const [found] = await store.read.named(world.workspace.id, 'phones', [person.user_id], null)
      expect(found?.person).toEqual(person)
    })

    test('bear their present name wherever they stand', async () => {
      const person = personOf('Old')
      const group = await groupWith([person])
      await write((tx) => tx.renamePerson(person.id, 'New'))
      expect((await store.read.membership(group.id, person.id))?.person.name).toBe('New')
    })
  })

  describe('groups', () => {
    test('the head is what the events make it, and unknown ids are null', async () => {
      const group = await groupWith([personOf()])
      expect(await store.read.head(group.id)).toEqual(group.now)
      expect(await store.read.head(asId<GroupId>(1))).toBeNull()
      expect(await store.read.membership(group.id, asId(1))).toBeNull()
    })

    test('an event on any revision but the last is refused, of whatever type', async () => {
      const [one, other] = [personOf(), personOf()]
      const group = await groupWith([one])
      await write((tx) => tx.addPeople(world.workspace.id, 'phones', [other]))
      const stale = group.now
      await write((tx) =>
        group.append(tx, { type: 'group.updated', changed: { name: 'A' }, before: {} }, 2000),
      )
      const late: readonly Facts[] = [
        { type: 'group.updated', changed: { name: 'B' }, before: {} },
        { type: 'group.deleted' },
        { type: 'picture.changed', picture: null },
        { type: 'invite.created', invite: inviteOf(world.me, 2001) },
        { type: 'message.sent', message: messageOf(world.me, 2001) },
        { type: 'ban.added', people: [{ person: other, from: null, to: 'banned' }], reason: null },
      ]
      for (const facts of late) {
        const event = { ...group.event(facts, 2001), revision: stale.revision + 1 }
        const after = foldHead(stale, event)
        await expect(write((tx) => tx.append(stale, event, after))).rejects.toThrow('another revision')
      }
      expect(await store.read.head(group.id)).toEqual(group.now)
    })

    test('invites made in one moment are paged without a repeat, newest first', async () => {
      const group = await groupWith([])
      const invites = [2000, 2001, 2001, 2001, 2002].map((at) => inviteOf(world.me, at))
      await write(async (tx) => {
        for (const invite of invites) await group.append(tx, { type: 'invite.created', invite }, 2002)
      })
      for (const limit of [1, 2, 3, 5]) {
        const { items } = await everyPage((after) => store.read.invites(group.id, { limit, after }))
        expect(items).toEqual(invites.toReversed())
      }
    })

    test('a change from a standing that a person does not have is refused, in full', async () => {
      const person = personOf()
      const group = await groupWith([person])
      const before = group.now
      for (const change of [
        { person, from: 'invited', to: 'admin' },
        { person, from: 'requested', to: null },
        { person, from: null, to: 'subscriber' },
      ] as const) {
        const event = group.event({ type: 'ban.removed', people: [change] }, 2000)
        const after = { ...before, revision: before.revision + 1 }
        await expect(write((tx) => tx.append(before, event, after))).rejects.toThrow()
      }
      expect(await store.read.head(group.id)).toEqual(before)
      expect((await store.read.groupEvents(group.id, all)).items).toEqual(group.events)
    })

    test('a member page of one role neither begins before it nor runs beyond it', async () => {
      const people = [personOf(), personOf(), personOf()]
      const group = await groupWith(people)
      const [first] = people
      if (first === undefined) throw new Error('nobody')
      await write((tx) =>
        group.append(
          tx,
          { type: 'participants.left', people: [{ person: first, from: 'member', to: 'left' }] },
          3000,
        ),
      )
      const members = await store.read.members(group.id, ['member'], { limit: 10, after: [1, 1, 1] })
      expect(members.items.map((one) => one.person)).toEqual(people.slice(1))
      const everybody = await store.read.members(group.id, roles, { limit: 10, after: null })
      expect(everybody.items.map((one) => one.standing)).toEqual(['owner', 'member', 'member'])
      expect(everybody.next).toBeNull()
      const skipped = await store.read.members(group.id, roles, { limit: 1, after: null, skip: 1 })
      expect(skipped.items.map((one) => one.person)).toEqual(people.slice(1, 2))
      expect((await store.read.members(group.id, ['left'], all)).items.map((one) => one.person)).toEqual([
        first,
      ])
    })

    test('the successor is the longest-standing admin, else member, never a subscriber', async () => {
      const [one, two, three] = [personOf(), personOf(), personOf()]
      const group = await groupWith([one, two, three])
      const role = (person: Person, from: 'member' | 'admin', to: 'admin' | 'subscriber', at: number) =>
        write((tx) =>
          group.append(tx, { type: 'role.changed', people: [{ person, from, to }], cause: 'set' }, at),
        )
      const successor = async (except: Person) => (await store.read.successor(group.id, except.id))?.person
      expect(await successor(world.me)).toEqual(one)
      expect(await successor(one)).toEqual(two)
      await role(three, 'member', 'admin', 3000)
      expect(await successor(world.me)).toEqual(three)
      expect(await successor(three)).toEqual(one)
      await role(one, 'member', 'subscriber', 3001)
      await role(two, 'member', 'subscriber', 3002)
      expect(await successor(three)).toBeUndefined()
    })

    test('a picture is kept beside the group, replaced and removed', async () => {
      const group = await groupWith([])
      const bytes = async () => {
        const kept = await store.read.picture(group.id)
        return kept === null ? null : [...kept]
      }
      expect(await bytes()).toBeNull()
      await write((tx) => tx.setPicture(group.id, Uint8Array.of(1, 2, 255)))
      expect(await bytes()).toEqual([1, 2, 255])
      await write((tx) => tx.setPicture(group.id, Uint8Array.of(9)))
      expect(await bytes()).toEqual([9])
      await write((tx) => tx.setPicture(group.id, null))
      expect(await bytes()).toBeNull()
    })

    test('a view is plain until it is set, and hides the group until its person is present again', async () => {
      const person = personOf()
      const group = await groupWith([person])
      const view: View = {
        hidden: true,
        pinned: true,
        archived: true,
        label: 'Friends',
        muted_until: 7,
        read_to: id(),
        marked_unread: true,
      }
      const listed = async () => (await store.read.groupsOf(person.id, 'created', all)).items
      expect(await store.read.view(group.id, person.id)).toEqual(plainView)
      expect((await listed()).map((one) => one.view)).toEqual([plainView])
      await write(async (tx) => {
        await group.append(
          tx,
          { type: 'participants.left', people: [{ person, from: 'member', to: 'left' }] },
          3000,
        )
        await tx.setView(group.id, person.id, view)
      })
      expect(await store.read.view(group.id, person.id)).toEqual(view)
      expect(await listed()).toEqual([])
      const back = { type: 'participants.added', via: 'added', invite: null } as const
      await write((tx) =>
        group.append(tx, { ...back, people: [{ person, from: 'left', to: 'member' }] }, 3001),
      )
      expect(await store.read.view(group.id, person.id)).toEqual({ ...view, hidden: false })
      expect((await listed()).map((one) => one.view)).toEqual([{ ...view, hidden: false }])
      await write((tx) => tx.setView(group.id, person.id, { ...view, muted_until: true }))
      expect((await store.read.view(group.id, person.id)).muted_until).toBe(true)
    })

    test('an invite is found by its code, counts its uses, and is revoked', async () => {
      const person = personOf()
      const group = await groupWith([])
      const invite = inviteOf(world.me, 2000, {
        expires_at: 9000,
        uses_max: 2,
        approval: true,
      })
      await write(async (tx) => {
        await tx.addPeople(world.workspace.id, 'phones', [person])
        await group.append(tx, { type: 'invite.created', invite }, 2000)
      })
      expect(await store.read.invite(invite.code)).toEqual({ group: group.id, invite })
      const change = { person, from: null, to: 'member' } as const
      const joined = {
        type: 'participants.added',
        people: [change],
        via: 'invite',
        invite: invite.code,
      } as const
      await write((tx) => group.append(tx, joined, 2001))
      expect((await store.read.invite(invite.code))?.invite.uses).toBe(1)
      expect(await store.read.openInvites(group.id, 8999, 10)).toBe(1)
      expect(await store.read.openInvites(group.id, 9000, 10)).toBe(0)
      const personal = inviteOf(world.me, 2001, { only_for: person })
      const once = inviteOf(world.me, 2001, { uses_max: 1, uses: 1 })
      await write(async (tx) => {
        await group.append(tx, { type: 'invite.created', invite: personal }, 2001)
        await group.append(tx, { type: 'invite.created', invite: once }, 2001)
      })
      expect((await store.read.invite(personal.code))?.invite).toEqual(personal)
      expect(await store.read.openInvites(group.id, 8999, 10)).toBe(1)
      await write((tx) => group.append(tx, { type: 'invite.revoked', code: invite.code }, 2002))
      expect((await store.read.invite(invite.code))?.invite).toEqual({ ...invite, uses: 1, revoked_at: 2002 })
      expect(await store.read.openInvites(group.id, 2002, 10)).toBe(0)
      expect(await store.read.invite('no such code')).toBeNull()
    })

    test('counts go no further than they are asked to', async () => {
      const group = await groupWith([])
      const other = personOf()
      await write(async (tx) => {
        await tx.addPeople(world.workspace.id, 'phones', [other])
        for (let n = 0; n < 4; n += 1) {
          const expires_at = n % 2 === 0 ? null : 9000
          await group.append(
            tx,
            { type: 'invite.created', invite: inviteOf(world.me, 2000, { expires_at }) },
            2000,
          )
          await group.append(tx, { type: 'message.sent', message: messageOf(other, 2001) }, 2001)
        }
      })
      expect(await store.read.openInvites(group.id, 3000, 3)).toBe(3)
      expect(await store.read.openInvites(group.id, 3000, 9)).toBe(4)
      expect(await store.read.unread(group.id, null, world.me.id, 3)).toBe(3)
      expect(await store.read.unread(group.id, null, world.me.id, 9)).toBe(4)
      expect(await store.read.unread(group.id, group.messages[1]?.id ?? null, world.me.id, 9)).toBe(2)
      expect(await store.read.unread(group.id, null, other.id, 9)).toBe(0)
      const member = personOf()
      const before = await store.read.groupCount(world.me.id)
      await groupWith([member])
      await groupWith([])
      expect(await store.read.groupCount(member.id)).toBe(0)
      await write((tx) => tx.addAccount({ ...world.account, id: id() as AccountId, person: member }))
      expect(await store.read.groupCount(member.id)).toBe(1)
      const ofBoth = await store.read.accountsOf([member.id, id() as PersonId, world.me.id])
      expect(ofBoth.map(({ person }) => person)).toEqual([world.me, member])
      expect(await store.read.accountsOf([id() as PersonId])).toEqual([])
      expect(await store.read.accountsOf([])).toEqual([])
      expect(await store.read.groupCount(world.me.id)).toBe(before + 2)
    })
  })

  describe('the feed', () => {
    test('holds the events of the workspace in order, from any place', async () => {
      const start = await store.read.lastInFeed(world.workspace.id)
      const [one, other] = [await groupWith([]), await groupWith([])]
      const { length } = await store.read.feed(world.workspace.id, { after: start, limit: 100 })
      await write((tx) => one.append(tx, { type: 'message.sent', message: messageOf(world.me, 3000) }, 3000))
      await write((tx) =>
        other.append(tx, { type: 'message.sent', message: messageOf(world.me, 3000) }, 3000),
      )
      const all = await store.read.feed(world.workspace.id, { after: start, limit: 100 })
      expect(all).toHaveLength(length + 2)
      expect(all.slice(-2).map(({ event }) => event.group)).toEqual([one.id, other.id])
      expect(all.every(({ seq }, index) => index === 0 || seq > (all[index - 1]?.seq ?? seq))).toBe(true)
      expect(await store.read.lastInFeed(world.workspace.id)).toBe(all.at(-1)?.seq)
      const [first] = all
      expect(await store.read.feed(world.workspace.id, { after: first?.seq ?? 0, limit: 1 })).toEqual([
        all[1],
      ])
      expect(await store.read.feed(id(), { after: 0, limit: 10 })).toEqual([])
      expect(await store.read.lastInFeed(id())).toBe(0)
    })
  })

  describe('runs and idempotency keys', () => {
    test('runs are listed newest first', async () => {
      const [one, other] = [runOf(world), runOf(world)]
      await write(async (tx) => {
        await tx.addRun(one)
        await tx.addRun(other)
      })
      const newest = await store.read.runs(world.workspace.id, { limit: 1, after: null })
      expect(newest.items).toEqual([other])
      const next = await store.read.runs(world.workspace.id, { limit: 1, after: newest.next })
      expect(next.items).toEqual([one])
      expect((await store.read.runs(id(), { limit: 9, after: null })).items).toEqual([])
    })

    test('a run is kept as it is, found in its workspace only, and can end later', async () => {
      const failure = { code: 'banned', detail: 'No.', facts: { a: 1 } } as const
      const failed = runOf(world, { status: 'failed', failure, output: null, revision: null, account: null })
      const open = runOf(world, { status: 'open', output: null, revision: null, ended_at: null })
      await write(async (tx) => {
        await tx.addRun(failed)
        await tx.addRun(open)
      })
      const other = await begin(store)
      expect(await store.read.run(world.workspace.id, failed.id)).toEqual(failed)
      expect(await store.read.run(other.workspace.id, failed.id)).toBeNull()
      expect(await write((tx) => tx.openRuns(10))).toEqual([open])
      const ended = {
        ...open,
        status: 'done',
        group: id<GroupId>(),
        output: { ok: [1] },
        revision: 4,
        ended_at: 30,
      } as const
      await write((tx) => tx.finishRun(ended))
      expect(await store.read.run(world.workspace.id, open.id)).toEqual(ended)
      expect(await write((tx) => tx.openRuns(10))).toEqual([])
      await expect(write((tx) => tx.finishRun({ ...ended, id: id<RunId>() }))).rejects.toThrow('never began')
    })

    test('open runs come oldest first, and not more than asked for', async () => {
      const runs = [1, 2, 3].map(() => runOf(world, { status: 'open', ended_at: null }))
      await write(async (tx) => {
        for (const run of runs.toReversed()) await tx.addRun(run)
      })
      expect(await write((tx) => tx.openRuns(2))).toEqual(runs.slice(0, 2))
      await write(async (tx) => {
        for (const run of runs) await tx.finishRun({ ...run, status: 'failed', ended_at: 40 })
      })
    })

    test('an idempotency key stands for the first run, until it ended', async () => {
      const [first, second, third] = [1, 2, 3].map((n) =>
        runOf(world, { started_at: n * 100, ended_at: n * 100 + 50 }),
      )
      if (first === undefined || second === undefined || third === undefined) throw new Error('no runs')
      const memory = (run: typeof first, expires_at: number) =>
        ({
          key: world.key.id,
          idempotency_key: 'k',
          run: run.id,
          digest: `of ${run.id}`,
          expires_at,
        }) as const
      const remember = (run: typeof first, expires_at: number) =>
        write(async (tx) => {
          await tx.addRun(run)
          await tx.remember(memory(run, expires_at))
        })
      await remember(first, 260)
      await remember(second, 900)
      expect(await store.read.remembered(world.key.id, 'k')).toEqual(memory(first, 260))
      await remember(third, 1000)
      expect(await store.read.remembered(world.key.id, 'k')).toEqual(memory(third, 1000))
      expect(await store.read.remembered(world.key.id, 'other')).toBeNull()
      expect(await store.read.remembered(asId(1), 'k')).toBeNull()
    })

    test('what ended is forgotten, no more at a time than asked for', async () => {
      const run = runOf(world)
      await write(async (tx) => {
        await tx.addRun(run)
        for (const [index, expires_at] of [101, 102, 103, 104].entries()) {
          const key = { key: world.key.id, idempotency_key: `f${index}`, run: run.id, digest: '', expires_at }
          await tx.remember(key)
        }
      })
      expect(await write((tx) => tx.forget(104, 2))).toBe(2)
      expect(await write((tx) => tx.forget(104, 2))).toBe(1)
      expect(await write((tx) => tx.forget(104, 2))).toBe(0)
      expect(await store.read.remembered(world.key.id, 'f3')).not.toBeNull()
      expect(await store.read.remembered(world.key.id, 'f2')).toBeNull()
    })
  })

  describe('the whole', () => {
    test('the highest id is the highest of any kind', async () => {
      const seen = async (made: number) => expect(await store.highestId()).toBe(made)
      const group = await groupWith([])
      await seen(group.id)
      const message = messageOf(world.me, 5000)
      await write((tx) => group.append(tx, { type: 'message.sent', message }, 5000))
      await seen(message.id)
      const run = runOf(world)
      await write((tx) => tx.addRun(run))
      await seen(run.id)
      const person = personOf()
      await write((tx) => tx.addPeople(world.workspace.id, 'phones', [person]))
      await seen(person.id)
      const { key } = await begin(store)
      await seen(key.id)
    })

    test('what was kept is there after closing and opening again', () =>
      withDirectory(async (directory) => {
        const first = await kind.open(directory)
        expect(await first.ready()).toBe(true)
        const own = await begin(first)
        const group = new Group(own)
        await first.transaction(null, (tx) => group.append(tx, created(own.me), 10))
        await first.close()
        expect(await first.ready()).toBe(false)
        await expect(first.transaction(null, async () => 1)).rejects.toThrow('closed')
        const second = await kind.open(directory)
        expect(await second.read.head(group.id)).toEqual(group.now)
        expect((await second.read.groupEvents(group.id, all)).items).toEqual(group.events)
        await second.close()
      }))

    test('closing waits for what is under way', () =>
      withDirectory(async (directory) => {
        const first = await kind.open(directory)
        const working = Promise.all([1, 2, 3].map(() => begin(first)))
        const closing = first.close()
        const made = await working
        await closing
        const second = await kind.open(directory)
        for (const { workspace } of made) expect(await second.read.workspace(workspace.id)).toEqual(workspace)
        await second.close()
      }))

    test.runIf(kind.isAlone)('a second server on the same place is refused with a sentence', () =>
      withDirectory(async (directory) => {
        const first = await kind.open(directory)
        await expect(kind.open(directory)).rejects.toThrow(/Another server uses/)
        const own = await begin(first)
        expect(await first.read.workspace(own.workspace.id)).toEqual(own.workspace)
        await first.close()
        await (await kind.open(directory)).close()
      }),
    )

    test('a backup taken while others write is one moment, and can be put back', () =>
      withDirectory(async (directory) => {
        const [place, file] = [join(directory, 'a'), join(directory, 'backup')]
        const first = await kind.open(place)
        const own = await begin(first)
        const group = new Group(own)
        await first.transaction(null, (tx) => group.append(tx, created(own.me, 'x'.repeat(3_000_000)), 10))
        let writing = true
        const writer = (async () => {
          for (let n = 0; writing; n += 1) {
            const changed = { name: `${n}`, description: `${n}`.repeat(1000) }
            await first.transaction(null, (tx) =>
              group.append(tx, { type: 'group.updated', changed, before: {} }, 11 + n),
            )
          }
        })()
        await first.backup(file)
        await kind.backup(place, `${file} 2`)
        writing = false
        await writer
        const before = group.now.revision
        await first.close()
        for (const [index, copy] of [file, `${file} 2`].entries()) {
          const target = join(directory, `restored ${index}`)
          await kind.restore(copy, target)
          const second = await kind.open(target)
          const head = await second.read.head(group.id)
          const { items } = await everyPage((after) =>
            second.read.groupEvents(group.id, { limit: 1000, after }),
          )
          expect(head?.revision).toBe(items.length)
          expect(items).toEqual(group.events.slice(0, items.length))
          expect(items.length).toBeLessThanOrEqual(before)
          expect(before).toBeGreaterThan(1)
          expect(head?.name).toBe(items.length === 1 ? 'x'.repeat(3_000_000) : `${items.length - 2}`)
          await second.close()
        }
      }))

    test('a backup overwrites nothing, and neither does a restore', () =>
      withDirectory(async (directory) => {
        const [place, file] = [join(directory, 'a'), join(directory, 'backup')]
        const first = await kind.open(place)
        await first.backup(file)
        await expect(first.backup(file)).rejects.toThrow(/exists already/)
        await expect(kind.backup(place, file)).rejects.toThrow(/exists already/)
        await first.close()
        await expect(kind.restore(file, place)).rejects.toThrow(/has a database already/)
        await expect(kind.restore(join(directory, 'none'), join(directory, 'b'))).rejects.toThrow(/no file/)
        await expect(kind.backup(join(directory, 'b'), join(directory, 'c'))).rejects.toThrow(/no database/)
        expect(existsSync(join(directory, 'c'))).toBe(false)
      }))
  })
})
