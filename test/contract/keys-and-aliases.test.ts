/** What every store keeps of keys that are tokens, of ids that callers choose for groups, and of groups to discover. */

import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/core/event.ts'
import { asId, type GroupId, type Key } from '../../src/core/model.ts'
import type { Store } from '../../src/core/store.ts'
import { migrations } from '../../src/stores/migrations/index.ts'
import { openSqlite } from '../../src/stores/sqlite.ts'
import { kinds } from './kinds.ts'
import {
  begin,
  created,
  everyPage,
  Group,
  id,
  personOf,
  settings,
  type World,
  withDirectory,
} from './world.ts'

describe.each(kinds)('$name', ({ open }) => {
  async function withStore(use: (store: Store, world: World) => Promise<void>): Promise<void> {
    await withDirectory(async (place) => {
      const store = await open(place)
      try {
        await use(store, await begin(store))
      } finally {
        await store.close()
      }
    })
  }

  const tokenOf = (key: Key, expires_at: number): Key => ({ ...key, id: id(), parent: key.id, expires_at })

  test('a key that is revoked takes its tokens with it, and no others', () =>
    withStore(async (store, { key, workspace }) => {
      const [token, stays] = [tokenOf(key, 99), { ...tokenOf(key, 99), parent: null }]
      await store.transaction(null, async (tx) => {
        await tx.addKey(token, 'token')
        await tx.addKey(stays, 'stays')
        await tx.revokeKey(key.id, 50)
      })
      expect(await store.read.keyByHash('token')).toEqual({ ...token, revoked_at: 50 })
      expect(await store.read.keyByHash('stays')).toEqual(stays)
      expect(await store.read.key(workspace.id, key.id)).toMatchObject({ revoked_at: 50, parent: null })
    }))

  test('only tokens of that key that ended before are forgotten', () =>
    withStore(async (store, { key }) => {
      const [old, young] = [tokenOf(key, 10), tokenOf(key, 20)]
      await store.transaction(null, async (tx) => {
        await tx.addKey(old, 'old')
        await tx.addKey(young, 'young')
        await tx.forgetTokens(key.id, 20)
        await tx.forgetTokens(young.id, 1000)
      })
      expect(await store.read.keyByHash('old')).toBeNull()
      expect(await store.read.keyByHash('young')).toEqual(young)
      expect(await store.read.keyByHash(`hash ${key.id}`)).toEqual(key)
    }))

  test('a group is found by its alias in its workspace, and keeps its community', () =>
    withStore(async (store, world) => {
      const [club, rides] = [new Group(world), new Group(world)]
      await store.transaction(null, async (tx) => {
        await club.append(tx, created(world.me), 10)
        await rides.append(tx, { ...created(world.me), alias: 'rides', community: club.id } as Facts, 11)
      })
      const other = await begin(store)
      expect(await store.read.groupByAlias(world.workspace.id, 'rides')).toBe(rides.id)
      expect(await store.read.groupByAlias(other.workspace.id, 'rides')).toBeNull()
      expect(await store.read.groupByAlias(world.workspace.id, 'Rides')).toBeNull()
      expect(await store.read.head(rides.id)).toEqual(rides.now)
      expect(rides.now).toMatchObject({ alias: 'rides', community: club.id })
      expect(await store.read.head(club.id)).toMatchObject({ alias: null, community: null })
      const again = new Group(world)
      await expect(
        store.transaction(null, (tx) =>
          again.append(tx, { ...created(world.me), alias: 'rides' } as Facts, 12),
        ),
      ).rejects.toThrow()
    }))

  test('groups to discover follow their setting, and are listed newest first, page by page', () =>
    withStore(async (store, world) => {
      const groups = Array.from({ length: 7 }, () => new Group(world))
      const stranger = personOf()
      const list = (limit: number, after: readonly number[] | null, directory = 'phones') =>
        store.read.discoverable(world.workspace.id, 'builtin', directory, stranger.id, { limit, after })
      await store.transaction(null, async (tx) => {
        await tx.addPeople(world.workspace.id, 'phones', [stranger])
        for (const group of groups) {
          const facts = { ...created(world.me), settings: { ...settings, discoverable: true } }
          await group.append(tx, facts as Facts, 10)
        }
        const [first, second, third] = groups
        const off = { discoverable: false }
        await first?.append(tx, { type: 'group.updated', changed: { settings: off }, before: {} }, 11)
        await second?.append(tx, { type: 'group.deleted' }, 12)
        const people = [{ person: stranger, from: null, to: 'banned' as const }]
        await third?.append(tx, { type: 'ban.added', people, reason: null }, 13)
      })
      const wanted = groups
        .slice(3)
        .map((group) => group.now)
        .toReversed()
      for (const limit of [1, 2, 3, 100]) {
        const { items } = await everyPage((after) => list(limit, after))
        expect(items).toEqual(wanted.map((head) => ({ head, standing: null })))
      }
      expect((await list(10, null, 'handles')).items).toEqual([])
      const own = await store.read.discoverable(world.workspace.id, 'builtin', 'phones', world.me.id, {
        ...{ limit: 10, after: null },
      })
      expect(own.items.map(({ standing }) => standing)).toEqual(Array(5).fill('owner'))
    }))
})

test('a database of the first schema is brought up to date with what was in it', () =>
  withDirectory(async (directory) => {
    const ids = { hidden: asId<GroupId>(11), shown: asId<GroupId>(12) }
    const connection = new Database(join(directory, 'muster.db'))
    connection.exec(migrations[0] ?? '')
    connection.exec(`
      insert into workspaces values (1, 'w', 1, '{}');
      insert into people values (2, 1, 'phones', '+491', 'Me');
      insert into keys values (3, 1, 'hash', 'k', '["read"]', null, 1, null, null);`)
    const insert = connection.prepare(`
      insert into groups (id, revision, updated_at, owner_id, owners, admins, members, subscribers, invited, requested,
        banned, active_at, workspace_id, network, profile, capacity, created_at, created_by, name, settings, tags,
        topics, metadata, description)
      values (?, 1, 1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 1, 'builtin', 'open', 9, 1, 2, 'n', ?, '[]', '[]', '{}', '')`)
    insert.run(ids.hidden, JSON.stringify(settings))
    insert.run(ids.shown, JSON.stringify({ ...settings, discoverable: true }))
    connection.pragma('application_id = 1297437524')
    connection.pragma('user_version = 1')
    connection.close()
    const store = await openSqlite({ directory })
    const page = { limit: 10, after: null }
    const { items } = await store.read.discoverable(asId(1), 'builtin', 'phones', asId(99), page)
    expect(items.map(({ head }) => head.id)).toEqual([ids.shown])
    expect(await store.read.head(ids.hidden)).toMatchObject({ alias: null, community: null })
    expect(await store.read.keyByHash('hash')).toMatchObject({ parent: null })
    await store.close()
  }))
