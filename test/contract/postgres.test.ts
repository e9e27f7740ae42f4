/** What holds for the PostgreSQL store beyond the contract: the wall, the feed's numbers, leases, several servers. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/core/event.ts'
import { createIds, nodeOf } from '../../src/core/id.ts'
import { asId, type GroupId, type Head, type WorkspaceId } from '../../src/core/model.ts'
import type { Store, Tx } from '../../src/core/store.ts'
import { deliveryStatements } from '../../src/stores/delivery-statements.ts'
import type { Statement } from '../../src/stores/driver.ts'
import { move } from '../../src/stores/moving/index.ts'
import { tablesOf } from '../../src/stores/moving/sqlite.ts'
import { appRole, clientOptions } from '../../src/stores/postgres/connection.ts'
import { openPostgres } from '../../src/stores/postgres/index.ts'
import { spell } from '../../src/stores/postgres/spelling.ts'
import { fromSqlite } from '../../src/stores/postgres/steps.ts'
import { sealStatements } from '../../src/stores/seals.ts'
import { openSqlite } from '../../src/stores/sqlite.ts'
import { reads, writes } from '../../src/stores/statements.ts'
import { asOwner, databaseFor } from '../support/postgres.ts'
import { begin, created, Group, id, inviteOf, messageOf, personOf, runOf } from './world.ts'

const newPlace = () => mkdtempSync(join(tmpdir(), 'muster-postgres-'))
const all = { limit: 1000, after: null }

/** As many stores as are asked for on one new database. */
async function onStores(
  count: number,
  use: (stores: readonly Store[], url: string) => Promise<void>,
): Promise<void> {
  const url = await databaseFor(newPlace())
  const stores = await Promise.all(Array.from({ length: count }, () => openPostgres({ url })))
  try {
    await use(stores, url)
  } finally {
    await Promise.all(stores.map((store) => store.close()))
  }
}

function firstOf<T>(list: readonly T[]): T {
  const [first] = list
  if (first === undefined) throw new Error('an empty list')
  return first
}

describe('the wall between tenants', () => {
  test('stays when the address has options of its own, which hold beside those of the server', async () => {
    const url = `${await databaseFor(newPlace())}?options=-c%20role%3Dnone%20-c%20work_mem%3D7MB&application_name=ours`
    const store = await openPostgres({ url })
    await store.close()
    const client = new pg.Client(clientOptions(url, appRole))
    await client.connect()
    const { rows } = await client.query(
      `select current_user as who, current_setting('work_mem') as memory, current_setting('application_name') as name`,
    )
    await client.end()
    expect(rows).toEqual([{ who: appRole, memory: '7MB', name: 'ours' }])
  })

  test('shows a store for one workspace nothing of another, whatever is asked by whichever id', () =>
    onStores(1, async ([store]) => {
      if (store === undefined) throw new Error('no store')
      const [own, other] = [await begin(store), await begin(store)]
      const group = new Group(other)
      const message = messageOf(other.me, 12)
      await store.transaction(null, async (tx) => {
        await group.append(tx, created(other.me), 10)
        await group.append(tx, { type: 'message.sent', message }, 12)
        await tx.setPicture(group.id, Uint8Array.of(1))
        await tx.addRun(runOf(other, { group: group.id }))
      })
      const foreign = store.within(own.workspace.id).read
      const home = store.within(other.workspace.id).read
      const seen = (reader: Store['read']) =>
        Promise.all([
          reader.head(group.id),
          reader.membership(group.id, other.me.id),
          reader.message(group.id, message.id),
          reader.picture(group.id),
          reader.workspace(other.workspace.id),
          reader.account(other.workspace.id, other.account.id),
          reader.keyByHash(`hash ${other.key.id}`),
        ])
      expect((await seen(foreign)).every((found) => found === null)).toBe(true)
      expect((await seen(home)).every((found) => found !== null)).toBe(true)
      const lists = (reader: Store['read']) =>
        Promise.all([
          reader.members(group.id, ['owner'], all).then(({ items }) => items),
          reader.groupEvents(group.id, all).then(({ items }) => items),
          reader.groupsOf(other.me.id, 'created', all).then(({ items }) => items),
          reader.runs(other.workspace.id, all).then(({ items }) => items),
          reader.feed(other.workspace.id, { after: 0, limit: 10 }),
        ])
      expect((await lists(foreign)).map((list) => list.length)).toEqual([0, 0, 0, 0, 0])
      expect((await lists(home)).every((list) => list.length > 0)).toBe(true)
    }))

  test('lets nobody write into another workspace, nor change what is there', () =>
    onStores(1, async ([store]) => {
      if (store === undefined) throw new Error('no store')
      const [own, other] = [await begin(store), await begin(store)]
      const group = new Group(other)
      await store.transaction(null, (tx) => group.append(tx, created(other.me), 10))
      const before = group.now
      const within = store.within(own.workspace.id)
      const changed = { type: 'group.updated', changed: { name: 'Mine now' }, before: {} } as const
      await expect(within.transaction(group.id, (tx) => group.append(tx, changed, 11))).rejects.toThrow()
      await expect(
        within.transaction(null, (tx) => tx.addPeople(other.workspace.id, 'phones', [personOf()])),
      ).rejects.toThrow('row-level security')
      expect(await store.read.head(group.id)).toEqual(before)
    }))

  test('holds for every table, for a role that owns none of them', () =>
    onStores(1, async (_stores, url) => {
      const { tables, roles } = await asOwner(url, async (client) => ({
        tables: (
          await client.query<{ relname: string; forced: boolean; owner: string }>(
            `select relname, relrowsecurity and relforcerowsecurity as forced, pg_get_userbyid(relowner) as owner
             from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
          )
        ).rows,
        roles: (
          await client.query('select rolsuper, rolbypassrls from pg_roles where rolname = $1', [appRole])
        ).rows,
      }))
      expect(tables.length).toBeGreaterThan(20)
      expect(tables.filter(({ forced, owner }) => !forced || owner === appRole)).toEqual([])
      expect(roles).toEqual([{ rolsuper: false, rolbypassrls: false }])
      // A connection that was told no workspace sees nothing at all.
      const client = new pg.Client(clientOptions(url, appRole))
      await client.connect()
      for (const { relname } of tables) {
        const { rows } = await client.query(`select 1 from "${relname}" limit 1`)
        expect([relname, rows]).toEqual([relname, []])
      }
      await client.end()
    }))
})

describe('the feed', () => {
  test('gives numbers in an order that stands, while transactions commit in another order than they wrote', () =>
    onStores(3, async (stores, url) => {
      const first = firstOf(stores)
      const world = await begin(first)
      const { workspace } = world
      const seen: number[] = []
      let writing = true
      // Reads as a client does: only ever what is behind the last number that it got.
      const reading = (async () => {
        for (let isLast = false; !isLast; ) {
          isLast = !writing
          const fed = await first.read.feed(workspace.id, { after: seen.at(-1) ?? 0, limit: 7 })
          seen.push(...fed.map(({ seq }) => seq))
          if (fed.length > 0) isLast = false
        }
      })()
      // A transaction by hand that writes early and commits late, again and again.
      const late = asOwner(url, async (client) => {
        await client.query("set muster.workspace = '*'")
        for (let n = 0; n < 10; n += 1) {
          await client.query('begin')
          await client.query(
            `insert into events (workspace_id, type, at, facts) values ($1, 'key.expired', 1, '{"late":true}')`,
            [workspace.id],
          )
          await client.query('select pg_sleep(0.05)')
          await client.query('commit')
        }
      })
      await Promise.all(
        Array.from({ length: 12 }, async (_, n) => {
          const store = stores[n % stores.length] ?? first
          const group = new Group(world)
          await store.transaction(null, (tx) => group.append(tx, created(world.me), 10))
          for (let at = 11; at < 25; at += 1) {
            const message = messageOf(world.me, at)
            await store.transaction(group.id, (tx) => group.append(tx, { type: 'message.sent', message }, at))
          }
        }),
      )
      await late
      await first.transaction(null, async (tx) => {
        await new Group(world).append(tx, created(world.me), 10)
      })
      writing = false
      await reading
      const kept = await asOwner(url, async (client) => {
        const { rows } = await client.query<{ seq: string | null }>('select seq from events order by seq')
        return rows.map(({ seq }) => Number(seq))
      })
      expect(kept).toHaveLength(12 * 15 + 10 + 1)
      expect(seen).toEqual(kept)
      const { rows } = await asOwner(url, (client) =>
        client.query('select group_id, revision from events where group_id is not null order by seq'),
      )
      const last = new Map<string, number>()
      for (const { group_id, revision } of rows as { group_id: string; revision: string }[]) {
        expect(Number(revision)).toBe((last.get(group_id) ?? 0) + 1)
        last.set(group_id, Number(revision))
      }
    }))

  test('goes on where a server ended between a commit and its number, and tells the other servers', () =>
    onStores(1, async ([store], url) => {
      if (store === undefined) throw new Error('no store')
      const { workspace } = await begin(store)
      const told = new Promise<WorkspaceId | null>((resolve) => {
        store.onChange((changed) => changed !== null && resolve(changed))
      })
      await asOwner(url, (client) =>
        client.query(
          `set muster.workspace = '*';
           insert into events (workspace_id, type, at, facts) values (${workspace.id}, 'key.expired', 1, '{}')`,
        ),
      )
      expect(await told).toBe(workspace.id)
      expect(await store.read.feed(workspace.id, { after: 0, limit: 10 })).toHaveLength(1)
    }))
})

describe('a long row of events without a number', () => {
  test('is numbered part by part, however long a statement may take', () =>
    onStores(1, async ([store], url) => {
      if (store === undefined) throw new Error('no store')
      const { workspace } = await begin(store)
      let parts = 0
      store.onChange((changed) => {
        if (changed === workspace.id) parts += 1
      })
      // Many more by one statement would be cut off by its time limit, with nothing of it kept.
      const count = 12_001
      await asOwner(url, (client) =>
        client.query(
          `set muster.workspace = '*';
           insert into events (workspace_id, type, at, facts)
           select ${workspace.id}, 'key.expired', 1, '{}' from generate_series(1, ${count})`,
        ),
      )
      // Each part tells the servers, so that whoever follows need not wait for the last.
      await expect.poll(() => store.read.lastInFeed(workspace.id)).toBeGreaterThanOrEqual(count)
      await expect.poll(() => parts).toBe(3)
    }))
})

describe('several servers', () => {
  test('have numbers of their own, and ids that no other makes', () =>
    onStores(4, async (stores) => {
      const numbers = stores.map((store) => store.node())
      expect(new Set(numbers).size).toBe(4)
      const made = stores.flatMap((store) => {
        const next = createIds(() => Date.UTC(2026, 5, 1), store.node)
        return Array.from({ length: 300 }, () => next())
      })
      expect(new Set(made).size).toBe(1200)
      expect(new Set(made.map(nodeOf))).toEqual(new Set(numbers))
    }))

  test('have one leader for each kind of work, and another one when it closes', () =>
    onStores(2, async (stores, url) => {
      const third = await openPostgres({ url })
      const leads = [third, ...stores].map((store) => store.lead('work'))
      const leaders = () => leads.filter((isLeader) => isLeader()).length
      await expect.poll(leaders, { timeout: 20_000 }).toBe(1)
      const before = leads.findIndex((isLeader) => isLeader())
      await ([third, ...stores][before] ?? third).close()
      await expect.poll(leaders, { timeout: 20_000 }).toBe(1)
      expect(leads[before]?.()).toBe(false)
      if (before !== 0) await third.close()
    }))

  test('never fill a group beyond its places, and lose no change, whichever of them is asked', () =>
    onStores(3, async (stores) => {
      const first = firstOf(stores)
      const world = await begin(first)
      const group = new Group(world)
      await first.transaction(null, (tx) => group.append(tx, created(world.me), 10))
      const places = 15
      const joined = await Promise.all(
        Array.from({ length: 90 }, (_, n) => {
          const store = (stores[n % 3] ?? first).within(world.workspace.id)
          // Some take the group's turn beforehand, and some by reading its head.
          const turn = n % 2 === 0 ? group.id : null
          return store.transaction(turn, async (tx) => {
            const head = await tx.head(group.id)
            if (head === null || head.counts.member >= places) return false
            const own = new Group(world)
            Object.assign(own, { id: group.id, head })
            const person = personOf()
            await tx.addPeople(world.workspace.id, 'phones', [person])
            const people = [{ person, from: null, to: 'member' }] as const
            await own.append(tx, { type: 'participants.added', people, via: 'added', invite: null }, 11)
            return true
          })
        }),
      )
      expect(joined.filter((isIn) => isIn)).toHaveLength(places)
      expect((await first.read.head(group.id))?.counts.member).toBe(places)
      const { items } = await first.read.groupEvents(group.id, all)
      expect(items.map(({ revision }) => revision)).toEqual(items.map((_, index) => index + 1))
    }))

  test('let nobody in by an invite that another of them ended, nor more often than it may be used', () =>
    onStores(2, async (stores) => {
      const first = firstOf(stores)
      const world = await begin(first)
      for (let round = 0; round < 12; round += 1) {
        const group = new Group(world)
        const invite = inviteOf(world.me, 11, { uses_max: 5 })
        await first.transaction(null, async (tx) => {
          await group.append(tx, created(world.me), 10)
          await group.append(tx, { type: 'invite.created', invite }, 11)
        })
        const act = async (tx: Tx, head: Head, facts: Facts) => {
          const own = new Group(world)
          Object.assign(own, { id: group.id, head })
          await own.append(tx, facts, 12)
        }
        const join = (store: Store) =>
          store.transaction(null, async (tx) => {
            const found = await tx.invite(invite.code)
            const head = found === null ? null : await tx.head(found.group)
            if (found === null || head === null) throw new Error('no invite')
            if (found.invite.revoked_at !== null || found.invite.uses >= 5) return
            const person = personOf()
            await tx.addPeople(world.workspace.id, 'phones', [person])
            const people = [{ person, from: null, to: 'member' }] as const
            await act(tx, head, { type: 'participants.added', people, via: 'invite', invite: invite.code })
          })
        const revoke = (store: Store) =>
          store.transaction(group.id, async (tx) => {
            const head = await tx.head(group.id)
            if (head !== null) await act(tx, head, { type: 'invite.revoked', code: invite.code })
          })
        const [one = first, other = first] = stores
        const joins = Array.from({ length: 8 }, (_, n) => join(n % 2 === 0 ? one : other))
        await Promise.all([...joins, ...(round % 2 === 0 ? [revoke(other)] : [])])
        const { items } = await first.read.groupEvents(group.id, all)
        const types = items.map(({ facts }) => facts.type)
        const end = types.indexOf('invite.revoked')
        const inBy = types.flatMap((type, index) => (type === 'participants.added' ? [index] : []))
        expect(inBy.filter((index) => end >= 0 && index > end)).toEqual([])
        expect(inBy.length).toBeLessThanOrEqual(5)
        if (end < 0) expect(inBy).toHaveLength(5)
      }
    }))

  test('keep a person once, and refer to him by one id, when two meet him at the same time', () =>
    onStores(2, async (stores) => {
      const first = firstOf(stores)
      const world = await begin(first)
      const userIds = Array.from({ length: 30 }, (_, n) => `+4917${n}`)
      const met = await Promise.all(
        [0, 1].map((n) =>
          Promise.all(
            userIds.map((user_id) =>
              (stores[n] ?? first).transaction(id<GroupId>(), async (tx) => {
                const [found] = await tx.named(world.workspace.id, 'phones', [user_id], null)
                const person = found?.person ?? { ...personOf(), user_id }
                await tx.addPeople(world.workspace.id, 'phones', [person])
                return person.id
              }),
            ),
          ),
        ),
      )
      expect(met[0]).toEqual(met[1])
    }))
})

describe('moving', () => {
  test('takes everything to PostgreSQL and back, and what comes back is the same', async () => {
    const [from, back] = [newPlace(), newPlace()]
    const sqlite = await openSqlite({ directory: from })
    const world = await begin(sqlite)
    const group = new Group(world)
    await sqlite.transaction(null, async (tx) => {
      await group.append(tx, created(world.me, 'Ärger ✓ \u0001'), 10)
      for (let n = 0; n < 30; n += 1) {
        const person = personOf(n % 2 === 0 ? null : `N${n}`)
        await tx.addPeople(world.workspace.id, 'phones', [person])
        const people = [{ person, from: null, to: 'member' }] as const
        await group.append(tx, { type: 'participants.added', people, via: 'added', invite: null }, 11 + n)
      }
      await group.append(tx, { type: 'group.suspended', reason: 'Ärger' }, 50)
      await tx.setPicture(group.id, Uint8Array.of(0, 1, 255))
      const run = runOf(world, { group: group.id })
      await tx.addRun(run)
      const key = { key: world.key.id, run: run.id, digest: 'd', expires_at: 9e12 }
      for (const name of ['a', 'B', 'ä', 'b-1', '~']) await tx.remember({ ...key, idempotency_key: name })
    })
    await sqlite.close()
    const moved = group.now
    const url = await databaseFor(newPlace())
    const there = await move(from, url)
    expect(there.find(({ table }) => table === 'memberships')?.rows).toBe(31)
    await expect(move(from, url)).resolves.toBeDefined()
    const store = await openPostgres({ url })
    expect(await store.read.head(group.id)).toEqual(group.now)
    const last = await store.read.lastInFeed(world.workspace.id)
    const message = messageOf(world.me, 100)
    await expect(move(url, back)).rejects.toThrow('Servers run on the database')
    await store.rehearse(group.id, (tx) => group.append(tx, { type: 'message.sent', message }, 100))
    expect(last).toBe(32)
    await store.close()
    await expect(move(from, url)).rejects.toThrow('a server has used')
    const returned = await move(url, back)
    expect(returned).toEqual(there)
    const again = await openSqlite({ directory: back })
    expect((await again.read.groupEvents(group.id, all)).items).toHaveLength(32)
    expect(await again.read.head(group.id)).toEqual(moved)
    await again.close()
  })

  test('goes on where it broke off, and nobody opens what is half there', async () => {
    const from = newPlace()
    const sqlite = await openSqlite({ directory: from })
    const world = await begin(sqlite)
    const people = Array.from({ length: 9000 }, () => personOf())
    await sqlite.transaction(null, (tx) => tx.addPeople(world.workspace.id, 'phones', people))
    await sqlite.close()
    const url = await databaseFor(newPlace())
    let portions = 0
    const breaking = {
      doing: () => undefined,
      done: () => {
        portions += 1
        if (portions === 4) throw new Error('the lights went out')
      },
    }
    await expect(move(from, url, breaking)).rejects.toThrow('the lights went out')
    await expect(openPostgres({ url })).rejects.toThrow('half of what is moved')
    const moved = await move(from, url)
    expect(moved.find(({ table }) => table === 'people')?.rows).toBe(9001)
    const store = await openPostgres({ url })
    const ids = people.map(({ user_id }) => user_id)
    const found = await store.read.named(world.workspace.id, 'phones', ids, null)
    expect(found.map(({ person }) => person?.id)).toEqual(people.map((person) => person.id))
    await store.close()
  })
})

describe('the schema', () => {
  test('has the tables and columns that SQLite has, each step of the one for each of the other', () =>
    onStores(1, async (_stores, url) => {
      const directory = newPlace()
      await (await openSqlite({ directory })).close()
      const sqlite = new Database(join(directory, 'muster.db'))
      const { rows } = await asOwner(url, (client) =>
        client.query<{ place: string }>(`
          select table_name || '.' || column_name as place from information_schema.columns
          where table_schema = 'public'`),
      )
      const there = new Set(rows.map(({ place }) => place))
      const wanted = tablesOf(sqlite).flatMap(({ name, columns }) =>
        columns.map((column) => `${name}.${column}`),
      )
      sqlite.close()
      expect(wanted.filter((place) => !there.has(place))).toEqual([])
    }))

  test('knows every statement, and reads a whole table or sorts for none but the one by activity', () =>
    onStores(1, async (_stores, url) => {
      const client = new pg.Client(clientOptions(url, appRole))
      await client.connect()
      await client.query("set muster.workspace = '1'; set plan_cache_mode = force_generic_plan")
      // Their arguments differ in type, and none is carried out here.
      const statements = Object.entries({ ...reads, ...writes, ...deliveryStatements, ...sealStatements })
      const walks: string[] = []
      const texts = statements.flatMap(([name, statement]) => {
        const { text, lists, places } = spell(statement as Statement)
        const usual = { name, text, places }
        return lists === null ? [usual] : [usual, { name: `${name} in lists`, text: lists.text, places }]
      })
      for (const { name, text, places } of texts) {
        await client.query(`prepare "${name}" as ${text}`)
        const args = places === 0 ? '' : `(${Array.from({ length: places }, () => 'null').join(', ')})`
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute "${name}"${args}`)
        const plan = rows.map((row) => row['QUERY PLAN'].trim())
        // The planner does what it was asked not to do only where there is no other way, and says so.
        const isForced = plan.includes('Disabled: true')
        if (isForced) walks.push(`${name}: ${plan.join(' | ')}`)
      }
      await client.end()
      // Lists of people are put in order, which is no table.
      expect(walks.filter((walk) => !/^(groupsByActivity|countGroups in lists): /.test(walk))).toEqual([])
    }))

  test('moves several heads by their keys, whatever a table holds when the plan is made', () =>
    onStores(1, async (_stores, url) => {
      const client = new pg.Client(clientOptions(url, appRole))
      await client.connect()
      await client.query("set muster.workspace = '1'; set plan_cache_mode = force_generic_plan")
      for (const statement of [writes.movePeople, writes.moveRevision, writes.moveMessage, writes.moveInfo]) {
        const { lists, places, name } = spell(statement as Statement)
        await client.query(`prepare ${name} as ${lists?.text}`)
        const args = Array.from({ length: places }, () => 'null').join(', ')
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute ${name}(${args})`)
        const plan = rows.map((row) => row['QUERY PLAN'].trim())
        const looks = plan.filter((_, index) => plan[index - 1]?.includes(' on groups  '))
        expect(looks).toContainEqual(expect.stringMatching(/^Index Cond: \(id = moved\.v\d+\)$/))
      }
      await client.end()
    }))

  test('looks up the memberships of an account by its person, however many there are', () =>
    onStores(1, async (_stores, url) => {
      const client = new pg.Client(clientOptions(url, appRole))
      await client.connect()
      // On empty tables, where all ways look alike: a server keeps the plan that it made then.
      await client.query("set muster.workspace = '1'; set plan_cache_mode = force_generic_plan")
      for (const [statement, found] of [
        // Which accounts were in a group that ends: one look-up for each.
        [writes.uncountGroup, /person_id = accounts\.person_id/],
        [writes.addAccount, /^Index Cond: \(person_id = \$12\)$/],
      ] as const) {
        const { text, places, name } = spell(statement as Statement)
        await client.query(`prepare ${name} as ${text}`)
        const args = Array.from({ length: places }, () => 'null').join(', ')
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute ${name}(${args})`)
        const plan = rows.map((row) => row['QUERY PLAN'].trim())
        const looks = plan.filter((_, index) => plan[index - 1]?.includes(' on memberships m'))
        expect(looks).toEqual([expect.stringMatching(found)])
      }
      await client.end()
    }))

  test('is made of the words of SQLite where both mean the same', () => {
    const sql = `create table t (
  seq integer primary key,
  group_id integer not null references groups (id),
  bytes blob not null
) strict, without rowid;`
    expect(fromSqlite(sql)).toBe(`create table t (
  seq bigint generated by default as identity primary key,
  group_id bigint not null,
  bytes bytea not null
);`)
  })

  test('of a newer program is served when it is one step ahead, and refused beyond', async () => {
    const url = await databaseFor(newPlace())
    await (await openPostgres({ url })).close()
    const ahead = (steps: number) =>
      asOwner(url, (client) =>
        client.query(`set muster.workspace = '*'; update muster set version = version + ${steps}`),
      )
    await ahead(1)
    const store = await openPostgres({ url })
    expect(await store.read.workspace(asId(1))).toBeNull()
    await store.close()
    await ahead(1)
    await expect(openPostgres({ url })).rejects.toThrow('written by a newer Muster')
  })
})
