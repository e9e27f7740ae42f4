/**
 * Works of many groups at once, which may share a transaction: whatever becomes of one of them, the others have theirs,
 * each group's history is that of its own works, in the order in which they came, and nothing is left of the rest.
 */
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Event, type Facts, foldHead } from '../../src/core/event.ts'
import type { GroupId, Head } from '../../src/core/model.ts'
import type { Reader, Store, Tx } from '../../src/core/store.ts'
import { kinds } from './kinds.ts'
import {
  begin,
  created,
  Group,
  id,
  inviteOf,
  messageOf,
  personOf,
  type World,
  withDirectory,
} from './world.ts'

const all = { limit: 1000, after: null }

/** Makes the groups, a message in each. */
async function newGroups(store: Store, world: World, count: number): Promise<readonly GroupId[]> {
  const groups = Array.from({ length: count }, () => new Group(world))
  await store.transaction(null, async (tx) => {
    for (const group of groups) await group.append(tx, created(world.me), 10)
  })
  return groups.map((group) => group.id)
}

async function headOf(reader: Reader, group: GroupId): Promise<Head> {
  const head = await reader.head(group)
  if (head === null) throw new Error('no group')
  return head
}

/** Appends to the group as it is now; a store may carry it out more than once. */
async function append(tx: Tx, world: World, head: Head, facts: Facts): Promise<Head> {
  const { workspace, account, me } = world
  const own = { workspace: workspace.id, group: head.id, account: account.id, actor: me, run: null }
  const event: Event = { ...own, revision: head.revision + 1, at: 20, facts }
  const after = foldHead(head, event)
  await tx.append(head, event, after)
  return after
}

type Deed = 'say' | 'add' | 'invite' | 'rename'
type End = 'keep' | 'rehearse' | 'fail at once' | 'fail after writing' | 'fail after reading what it wrote'

interface Draw {
  readonly group: number
  /** Another group that it looks at. */
  readonly other: number | null
  readonly deed: Deed
  readonly end: End
  /** How many turns of the event loop it waits before it comes. */
  readonly turns: number
}

const groupCount = 6
const anyDraw: fc.Arbitrary<Draw> = fc.record({
  group: fc.nat(groupCount - 1),
  other: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.nat(groupCount - 1) },
  ),
  deed: fc.constantFrom<Deed>('say', 'say', 'add', 'add', 'invite', 'rename'),
  end: fc.oneof(
    { weight: 12, arbitrary: fc.constant<End>('keep') },
    { weight: 2, arbitrary: fc.constantFrom<End>('rehearse', 'fail at once', 'fail after writing') },
    { weight: 1, arbitrary: fc.constant<End>('fail after reading what it wrote') },
  ),
  turns: fc.oneof(fc.constant(0), fc.nat(6)),
})

function factsOf(deed: Deed, world: World, text: string): Facts {
  switch (deed) {
    case 'say':
      return { type: 'message.sent', message: messageOf(world.me, 20, text) }
    case 'add': {
      const people = [{ person: personOf(text), from: null, to: 'member' }] as const
      return { type: 'participants.added', people, via: 'added', invite: null }
    }
    case 'invite':
      return { type: 'invite.created', invite: inviteOf(world.me, 20, { code: text }) }
    case 'rename':
      return { type: 'group.updated', changed: { name: text }, before: {} }
  }
}

/** What tells which work an event is of. */
function textOf(facts: Facts): string | null {
  switch (facts.type) {
    case 'message.sent':
      return facts.message.text
    case 'participants.added':
      return facts.people[0]?.person.name ?? null
    case 'invite.created':
      return facts.invite.code
    case 'group.updated':
      return facts.changed.name ?? null
    default:
      return null
  }
}

describe.each(kinds)('works of many groups on the store $name', (kind) => {
  const onStore = (use: (store: Store, world: World) => Promise<void>) => () =>
    withDirectory(async (directory) => {
      const store = await kind.open(join(directory, 'data'))
      try {
        const world = await begin(store)
        await use(store.within(world.workspace.id), world)
      } finally {
        await store.close()
      }
    })

  test(
    'leave each group its own history, whichever of them fail or are rehearsed',
    onStore(async (store, world) => {
      let rounds = 0
      const race = fc.asyncProperty(fc.array(anyDraw, { minLength: 20, maxLength: 60 }), async (draws) => {
        rounds += 1
        const round = rounds
        const groups = await newGroups(store, world, groupCount)
        const came: { readonly group: GroupId; readonly text: string; readonly end: End }[] = []
        const ask = async ({ group: at, other, deed, end, turns }: Draw, index: number) => {
          for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate)
          const [group = id<GroupId>(), text] = [groups[at], `${kind.name} ${round} ${index}`]
          came.push({ group, text, end })
          const looks = async (reader: Reader) => {
            const head = await headOf(reader, group)
            await reader.membership(group, world.me.id)
            if (other !== null) await headOf(reader, groups[other] ?? group)
            return head
          }
          const transact = end === 'rehearse' ? store.rehearse : store.transaction
          return transact(
            group,
            async (tx) => {
              const head = await looks(tx)
              if (end === 'fail at once') throw new Error(text)
              const facts = factsOf(deed, world, text)
              if (facts.type === 'participants.added') {
                const people = facts.people.map(({ person }) => person)
                await tx.named(
                  world.workspace.id,
                  'phones',
                  people.map(({ user_id }) => user_id),
                  group,
                )
                await tx.addPeople(world.workspace.id, 'phones', people)
              }
              const after = await append(tx, world, head, facts)
              expect(await tx.head(group)).toEqual(after)
              if (end === 'fail after reading what it wrote') await tx.groupEvents(group, all)
              if (end.startsWith('fail')) throw new Error(text)
              return text
            },
            looks,
          )
        }
        const answers = await Promise.allSettled(draws.map(ask))
        for (const [index, answer] of answers.entries()) {
          const text = `${kind.name} ${round} ${index}`
          if (draws[index]?.end.startsWith('fail')) expect(answer).toMatchObject({ reason: new Error(text) })
          else expect(answer).toEqual({ status: 'fulfilled', value: text })
        }
        for (const group of groups) {
          const { items } = await store.read.groupEvents(group, all)
          expect(items.map(({ revision }) => revision)).toEqual(items.map((_, index) => index + 1))
          const kept = came.filter((one) => one.group === group && one.end === 'keep')
          expect(items.slice(1).map(({ facts }) => textOf(facts))).toEqual(kept.map(({ text }) => text))
          const folded = items.reduce<Head | null>((head, event) => foldHead(head, event), null)
          expect(await store.read.head(group)).toEqual(folded)
          const { items: members } = await store.read.members(group, ['owner', 'admin', 'member'], all)
          expect(members).toHaveLength((folded?.counts.owner ?? 0) + (folded?.counts.member ?? 0))
        }
      })
      await fc.assert(race, { numRuns: 12, endOnFailure: true })
      expect(rounds).toBeGreaterThan(0)
    }),
  )

  test(
    'meet somebody new at once, and each refers to him by one id',
    onStore(async (store, world) => {
      const groups = await newGroups(store, world, 30)
      const { user_id } = personOf()
      const look = async (reader: Reader) => {
        const [found] = await reader.named(world.workspace.id, 'phones', [user_id], null)
        return found?.person ?? null
      }
      const add = (group: GroupId, index: number) =>
        store.transaction(
          group,
          async (tx) => {
            const head = await headOf(tx, group)
            const known = await look(tx)
            const person = known ?? { ...personOf(), user_id }
            if (known === null) await tx.addPeople(world.workspace.id, 'phones', [person])
            const people = [{ person, from: null, to: 'member' }] as const
            await append(tx, world, head, { type: 'participants.added', people, via: 'added', invite: null })
            // What he wrote is undone, and the person is somebody new again for whoever comes next.
            if (index % 3 === 0) throw new Error('no')
            return person.id
          },
          look,
        )
      const answers = await Promise.allSettled(groups.map(add))
      const ids = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
      expect(ids).toHaveLength(20)
      expect(new Set(ids)).toEqual(new Set([(await look(store.read))?.id]))
      for (const [index, group] of groups.entries()) {
        const found = await store.read.membership(group, ids[0] ?? world.me.id)
        expect(found?.person.user_id ?? null).toBe(index % 3 === 0 ? null : user_id)
      }
    }),
  )
})
