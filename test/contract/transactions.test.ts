/** What every store must keep about transactions: each alone, all or nothing, and shared commits unnoticed. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Store, Tx } from '../../src/core/store.ts'
import { kinds } from './kinds.ts'
import { begin, created, Group, personOf, type World, withDirectory } from './world.ts'

describe.each(kinds)('transactions of the store $name', (kind) => {
  const onStore = (use: (store: Store, world: World) => Promise<void>) => () =>
    withDirectory(async (directory) => {
      const store = await kind.open(join(directory, 'data'))
      try {
        await use(store, await begin(store))
      } finally {
        await store.close()
      }
    })

  const addPerson = async (tx: Tx, world: World) => {
    const person = personOf()
    await tx.addPeople(world.workspace.id, 'phones', [person])
    return person
  }
  const isKnown = async (store: Store, world: World, userId: string) =>
    (await store.read.named(world.workspace.id, 'phones', [userId], null))[0]?.person != null

  test(
    'work that throws is undone alone, and only its caller is told',
    onStore(async (store, world) => {
      const made: string[] = []
      const works = Array.from({ length: 9 }, (_, n) =>
        store.transaction(null, async (tx) => {
          const person = await addPerson(tx, world)
          // A store may carry it out again.
          made[n] = person.user_id
          if (n % 3 === 1) throw new Error(`trouble ${n}`)
          return n
        }),
      )
      const results = await Promise.allSettled(works)
      for (const [n, result] of results.entries()) {
        if (n % 3 === 1) expect(result).toMatchObject({ reason: new Error(`trouble ${n}`) })
        else expect(result).toEqual({ status: 'fulfilled', value: n })
        expect(await isKnown(store, world, made[n] ?? '')).toBe(n % 3 !== 1)
      }
    }),
  )

  test(
    'a statement that the database refuses undoes what came before it in the same work',
    onStore(async (store, world) => {
      let userId = ''
      const bad = store.transaction(null, async (tx) => {
        userId = (await addPerson(tx, world)).user_id
        await tx.addWorkspace(world.workspace)
      })
      const good = store.transaction(null, (tx) => addPerson(tx, world))
      await expect(bad).rejects.toThrow()
      expect(await isKnown(store, world, userId)).toBe(false)
      expect(await isKnown(store, world, (await good).user_id)).toBe(true)
    }),
  )

  test(
    'a rehearsal sees its own writes, answers, and leaves nothing',
    onStore(async (store, world) => {
      const group = new Group(world)
      const neighbour = store.transaction(null, (tx) => addPerson(tx, world))
      const rehearsed = await store.rehearse(null, async (tx) => {
        const person = await addPerson(tx, world)
        await group.append(tx, created(person), 10)
        return { person, head: await tx.head(group.id) }
      })
      expect(rehearsed.head).toEqual(group.now)
      expect(await store.read.head(group.id)).toBeNull()
      expect(await isKnown(store, world, rehearsed.person.user_id)).toBe(false)
      expect(await isKnown(store, world, (await neighbour).user_id)).toBe(true)
      await expect(store.rehearse(null, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    }),
  )

  test(
    'reading sees nothing of a transaction before its commit, and all of it once its caller is told',
    onStore(async (store, world) => {
      const seen: boolean[] = []
      const first = store.transaction(null, async (tx) => {
        const person = await addPerson(tx, world)
        seen.push(await isKnown(store, world, person.user_id))
        return person
      })
      const second = store.transaction(null, async (tx) => {
        const person = await addPerson(tx, world)
        seen.push(await isKnown(store, world, person.user_id))
      })
      const person = await first
      expect(await isKnown(store, world, person.user_id)).toBe(true)
      await second
      expect(seen).toEqual([false, false])
    }),
  )

  test(
    'a check and its act are one, however many come at once',
    onStore(async (store, world) => {
      const group = new Group(world)
      await store.transaction(null, (tx) => group.append(tx, created(world.me), 10))
      const places = 7
      const joins = await Promise.all(
        Array.from({ length: 40 }, () =>
          store.transaction(group.id, async (tx) => {
            const head = await tx.head(group.id)
            if (head === null || head.counts.member >= places) return false
            const person = await addPerson(tx, world)
            const people = [{ person, from: null, to: 'member' }] as const
            await group.append(tx, { type: 'participants.added', people, via: 'added', invite: null }, 11)
            return true
          }),
        ),
      )
      expect(joins.filter((joined) => joined)).toHaveLength(places)
      expect((await store.read.head(group.id))?.counts.member).toBe(places)
      const { items } = await store.read.members(group.id, ['member'], { limit: 100, after: null })
      expect(items).toHaveLength(places)
    }),
  )

  test(
    'more work than one batch holds is all carried out, in the order of its coming',
    onStore(async (store, world) => {
      const order: number[] = []
      const works = Array.from({ length: 1000 }, (_, n) =>
        store.transaction(null, async (tx) => {
          order.push(n)
          return (await addPerson(tx, world)).user_id
        }),
      )
      const made = await Promise.all(works)
      expect(order).toEqual(made.map((_, n) => n))
      const found = await store.read.named(world.workspace.id, 'phones', made, null)
      expect(found.every(({ person }) => person !== null)).toBe(true)
    }),
  )

  test(
    'a transaction cannot be used after its end',
    onStore(async (store, world) => {
      let kept: Tx | undefined
      await store.transaction(null, async (tx) => {
        kept = tx
      })
      const use = (tx: Tx | undefined) => tx?.addPeople(world.workspace.id, 'phones', [personOf()])
      await expect(use(kept)).rejects.toThrow('after its end')
      let other: Promise<void> | undefined
      await store.transaction(null, async () => {
        other = use(kept)
        await other?.catch(() => undefined)
      })
      await expect(other).rejects.toThrow('after its end')
    }),
  )

  test(
    'work that waits for something else is refused and undone, and holds nobody up',
    onStore(async (store, world) => {
      let userId = ''
      const stuck = store.transaction(null, async (tx) => {
        userId = (await addPerson(tx, world)).user_id
        await new Promise(() => undefined)
      })
      const next = store.transaction(null, (tx) => addPerson(tx, world))
      await expect(stuck).rejects.toThrow('waits for something other than the store')
      expect(await isKnown(store, world, (await next).user_id)).toBe(true)
      expect(await isKnown(store, world, userId)).toBe(false)
    }),
  )

  test(
    'ten thousand new people come in with one event',
    onStore(async (store, world) => {
      const group = new Group(world)
      await store.transaction(null, (tx) => group.append(tx, created(world.me), 10))
      const people = Array.from({ length: 10_000 }, () => personOf())
      const change = people.map((person) => ({ person, from: null, to: 'member' }) as const)
      await store.transaction(group.id, async (tx) => {
        await tx.addPeople(world.workspace.id, 'phones', people)
        await group.append(tx, { type: 'participants.added', people: change, via: 'added', invite: null }, 11)
      })
      expect(await store.read.head(group.id)).toEqual(group.now)
      const ids = people.map((person) => person.user_id)
      const found = await store.read.named(world.workspace.id, 'phones', ids, group.id)
      expect(found.map(({ person }) => person)).toEqual(people)
      expect(found.every(({ membership }) => membership?.standing === 'member')).toBe(true)
    }),
  )
})
