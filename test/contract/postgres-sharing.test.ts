/** Which works share a transaction on PostgreSQL, and what happens when another server has the turn of a group. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { createEnvironment } from '../../src/app.ts'
import type { Call } from '../../src/core/environment.ts'
import { foldHead } from '../../src/core/event.ts'
import type { GroupId, PersonId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { execute } from '../../src/core/run.ts'
import type { Reader, Store, Tx } from '../../src/core/store.ts'
import { openPostgres } from '../../src/stores/postgres/index.ts'
import { asOwner, databaseFor } from '../support/postgres.ts'
import { begin, created, Group, personOf, type World } from './world.ts'

interface Place {
  /** As the workspace's callers have it. */
  readonly store: Store
  readonly world: World
  readonly url: string
  readonly groups: readonly GroupId[]
}

/** A store with groups in one workspace. */
async function onStore(count: number, use: (place: Place) => Promise<void>): Promise<void> {
  const url = await databaseFor(mkdtempSync(join(tmpdir(), 'muster-sharing-')))
  const store = await openPostgres({ url })
  try {
    const world = await begin(store)
    const groups = Array.from({ length: count }, () => new Group(world))
    await store.transaction(null, async (tx) => {
      for (const group of groups) await group.append(tx, created(world.me), 10)
    })
    const within = store.within(world.workspace.id)
    await use({ store: within, world, url, groups: groups.map((group) => group.id) })
  } finally {
    await store.close()
  }
}

/** Adds somebody, or as many as are asked for, and answers the last of them. */
function add({ store, world }: Place, group: GroupId, count = 1, other?: GroupId): Promise<PersonId> {
  const { workspace, account, me } = world
  const look = (reader: Reader) =>
    Promise.all([reader.head(group), other === undefined ? null : reader.head(other)])
  const work = async (tx: Tx) => {
    const [head] = await look(tx)
    const people = Array.from({ length: count }, () => personOf())
    await tx.addPeople(workspace.id, 'phones', people)
    const changes = people.map((person) => ({ person, from: null, to: 'member' }) as const)
    const facts = { type: 'participants.added', people: changes, via: 'added', invite: null } as const
    const own = { workspace: workspace.id, group, account: account.id, actor: me, run: null }
    const event = { ...own, revision: (head?.revision ?? 0) + 1, at: 20, facts }
    await tx.append(head, event, foldHead(head, event))
    return people.at(-1)?.id ?? me.id
  }
  return store.transaction(group, work, look)
}

/** The transactions by which these people came into their groups: PostgreSQL keeps with each row which one wrote it. */
async function transactionsOf(url: string, people: readonly PersonId[]): Promise<readonly string[]> {
  const { rows } = await asOwner(url, (client) =>
    client.query<{ xmin: string }>(
      'select m.xmin::text from unnest($1::bigint[]) with ordinality as asked (id, at) join memberships m on m.person_id = asked.id order by asked.at',
      [people],
    ),
  )
  return rows.map(({ xmin }) => xmin)
}

/** Has the turns of groups as another server has them, until it is told to end. */
async function otherServer(url: string, groups: readonly GroupId[]): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("set muster.workspace = '*'")
  await client.query('begin')
  await client.query('select id from groups where id = any($1::bigint[]) for no key update', [groups])
  return async () => {
    await client.query('rollback')
    await client.end()
  }
}

/** Waits for works, and answers which of some others have ended meanwhile. */
async function endedWhile(works: Promise<unknown>, others: readonly Promise<unknown>[]): Promise<number> {
  let ended = 0
  const count = () => {
    ended += 1
  }
  for (const other of others) other.then(count, count)
  await works
  return ended
}

test('works of many groups share one transaction, and what arrives meanwhile the next one', () =>
  onStore(60, async (place) => {
    const first = place.groups.map((group) => add(place, group))
    // The first transaction begins in the next turn of the event loop; these come when it has begun.
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
    const second = place.groups.map((group) => add(place, group))
    const people = await Promise.all([...first, ...second])
    const transactions = await transactionsOf(place.url, people)
    // Two, unless this process was held up in the middle of one: then it does not begin the rest of it.
    expect(new Set(transactions).size).toBeLessThanOrEqual(6)
  }))

test('groups that another server has go on when they can, and nobody else waits for them', () =>
  onStore(40, async (place) => {
    const { store, url, groups } = place
    const taken = groups.slice(0, 10)
    const giveBack = await otherServer(url, taken)
    const waiting = taken.flatMap((group) => [add(place, group), add(place, group)])
    const free = Promise.all(groups.slice(10).map((group) => add(place, group)))
    expect(await endedWhile(free, waiting)).toBe(0)
    // Whoever comes while connections wait for turns is served too.
    const again = Promise.all(groups.slice(10).map((group) => add(place, group)))
    expect(await endedWhile(again, waiting)).toBe(0)
    expect(new Set(await transactionsOf(url, await free)).size).toBeLessThanOrEqual(3)
    await giveBack()
    await Promise.all(waiting)
    for (const group of groups) {
      expect((await store.read.head(group))?.counts.member).toBe(2)
      const { items } = await store.read.groupEvents(group, { limit: 10, after: null })
      expect(items.map(({ revision }) => revision)).toEqual([1, 2, 3])
    }
  }))

test('a group whose turn cannot be had is refused, and the others are not', () =>
  onStore(20, async (place) => {
    const taken = place.groups.slice(0, 8)
    const giveBack = await otherServer(place.url, taken)
    const refused = Promise.allSettled(taken.map((group) => add(place, group)))
    await Promise.all(place.groups.slice(8).map((group) => add(place, group)))
    for (const answer of await refused) expect(answer).toMatchObject({ reason: { code: 'overloaded' } })
    await giveBack()
    await add(place, taken[0] ?? (place.groups[0] as GroupId))
  }))

test('a work that needs another group too waits for it alone', () =>
  onStore(30, async (place) => {
    const [first, second, wanted, ...others] = place.groups as [GroupId, GroupId, GroupId, ...GroupId[]]
    const giveBack = await otherServer(place.url, [wanted])
    const needing = [add(place, first, 1, wanted), add(place, first), add(place, second, 1, wanted)]
    const free = Promise.all(others.map((group) => add(place, group)))
    expect(await endedWhile(free, needing)).toBe(0)
    await giveBack()
    const people = await Promise.all(needing)
    expect(new Set(await transactionsOf(place.url, people)).size).toBe(3)
    const { items } = await place.store.read.groupEvents(first, { limit: 10, after: null })
    const came = items.flatMap(({ facts }) => (facts.type === 'participants.added' ? facts.people : []))
    // In the order in which they came, although the first had to wait.
    expect(came.map(({ person }) => person.id)).toEqual(people.slice(0, 2))
  }))

/** The core on a store, and a caller. */
async function coreOn({ store, world }: Pick<Place, 'store' | 'world'>) {
  const quiet = { committed: () => undefined, changed: () => undefined }
  const nowhere = { problem: () => null, send: () => Promise.resolve({ error: 'nothing is sent' }) }
  const env = await createEnvironment(store, quiet, nowhere)
  const about = { dialect: 'test', requestId: 'one', idempotencyKey: null, revision: null, dryRun: false }
  const call: Call = { ...about, workspace: world.workspace, key: world.key }
  return { env, call }
}

test('calls that are refused together are each told why, also while what others of them asked is under way', () =>
  onStore(0, async ({ store, world }) => {
    const { env, call } = await coreOn({ store, world })
    const asked = { network: 'builtin', profile: 'open', name: 'Gone', user_id: 'gone' }
    const { account } = (await execute(env, call, operations.createAccount, asked)).output
    const on = { account: account.id }
    const { group } = (
      await execute(env, call, operations.createGroup, { ...on, name: 'G', participants: [] })
    ).output
    await execute(env, call, operations.logoutAccount, on)
    const codes: unknown[] = []
    for (let round = 0; round < 30; round += 1) {
      const answers = await Promise.allSettled(
        ['a', 'b', 'c'].map((name) =>
          execute(env, { ...call, idempotencyKey: `${name} ${round}` }, operations.addParticipants, {
            ...{ ...on, group: group.head.id },
            participants: [{ id: name }],
          }),
        ),
      )
      codes.push(...answers.map((answer) => (answer.status === 'rejected' ? answer.reason.code : 'done')))
    }
    expect(codes).toEqual(Array.from({ length: 90 }, () => 'account_disconnected'))
  }))

test('many calls that name many people at once are looked up once each, and use up no more ids than they need', () =>
  onStore(0, async ({ store, world }) => {
    const { env, call } = await coreOn({ store, world })
    let ids = 0
    const counting = {
      ...env,
      id: () => {
        ids += 1
        return env.id()
      },
    }
    const asked = { network: 'builtin', profile: 'open', name: 'Many', user_id: 'many' }
    const { account } = (await execute(env, call, operations.createAccount, asked)).output
    const on = { account: account.id }
    const { group } = (
      await execute(env, call, operations.createGroup, { ...on, name: 'G', participants: [] })
    ).output
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        execute(counting, call, operations.addParticipants, {
          ...{ ...on, group: group.head.id },
          participants: Array.from({ length: 200 }, (_, n) => ({ id: `p${index}-${n}` })),
        }),
      ),
    )
    // One for each person, one for each run, and nothing for what is looked up beforehand.
    expect(ids).toBeGreaterThanOrEqual(12 * 201)
    expect(ids).toBeLessThan(12 * 201 * 2)
  }))

test('new accounts share transactions, and so do new groups; an id is given once', () =>
  onStore(0, async ({ store, world, url }) => {
    const { env, call } = await coreOn({ store, world })
    const asked = { network: 'builtin', profile: 'open', name: 'New' }
    const make = (index: number) => {
      const mine = { user_id: index % 2 === 0 ? null : `person-${index}`, alias: `chosen-${index % 40}` }
      return execute(env, call, operations.createAccount, { ...asked, ...mine })
    }
    const answers = await Promise.allSettled(Array.from({ length: 60 }, (_, index) => make(index)))
    const made = answers.flatMap((answer) =>
      answer.status === 'fulfilled' ? [answer.value.output.account] : [],
    )
    const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []))
    expect(new Set(made.map(({ alias }) => alias)).size).toBe(40)
    expect(made).toHaveLength(40)
    expect(refused).toEqual(Array.from({ length: 20 }, () => 'already_exists'))
    for (const account of made)
      expect(await store.read.account(world.workspace.id, account.id)).toEqual(account)
    await Promise.all(
      made.map(({ id }) =>
        execute(env, call, operations.createGroup, { account: id, name: 'G', participants: [] }),
      ),
    )
    for (const { person } of made) expect(await store.read.groupCount(person.id)).toBe(1)
    const { rows } = await asOwner(url, (client) =>
      client.query<{ of: string; runs: string; transactions: string }>(`
        select operation || ' ' || status as of, count(*) as runs, count(distinct xmin::text) as transactions
        from runs group by of order by of`),
    )
    const [accounts, others, groups] = rows
    expect([accounts?.of, others?.of, groups?.of]).toEqual([
      ...['createAccount done', 'createAccount failed', 'createGroup done'],
    ])
    // Two for most: the first begins at once, and takes what came until then.
    for (const row of rows) expect(Number(row.transactions)).toBeLessThanOrEqual(8)
  }))

test('a group that much is written of goes by itself while others come', () =>
  onStore(21, async (place) => {
    const [large, ...others] = place.groups as [GroupId, ...GroupId[]]
    const busy = others.map((group) => add(place, group))
    await Promise.all([add(place, large, 500), ...busy])
    const next = await Promise.all([large, ...others].map((group) => add(place, group)))
    const [own, ...shared] = await transactionsOf(place.url, next)
    expect(new Set(shared).size).toBeLessThanOrEqual(3)
    expect(shared).not.toContain(own)
  }))

test('a work that failed after it was sent is alone when the others are done again', () =>
  onStore(20, async (place) => {
    const { store, world, groups, url } = place
    const [bad, ...others] = groups as [GroupId, ...GroupId[]]
    let times = 0
    const failing = store.transaction(bad, async (tx) => {
      times += 1
      await tx.addPeople(world.workspace.id, 'phones', [personOf()])
      await tx.groupEvents(bad, { limit: 1, after: null })
      throw new Error('no')
    })
    const people = Promise.all(others.map((group) => add(place, group)))
    await expect(failing).rejects.toThrow('no')
    expect(times).toBe(2)
    expect(new Set(await transactionsOf(url, await people)).size).toBeLessThanOrEqual(3)
  }))

test("what the database refuses of one group is nobody else's trouble", () =>
  onStore(20, async (place) => {
    const { store, world, groups } = place
    const [bad, ...others] = groups as [GroupId, ...GroupId[]]
    const refused = store.transaction(bad, (tx) =>
      tx.addPeople(world.workspace.id, 'phones', [{ ...personOf(), user_id: '\0' }]),
    )
    const added = Promise.all(others.map((group) => add(place, group)))
    await expect(refused).rejects.toThrow()
    await added
    for (const group of others) expect((await store.read.head(group))?.counts.member).toBe(1)
  }))
