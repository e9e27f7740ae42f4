/** The record of runs: found by who, where, what and when; each with what was asked and what it caused. */
import { afterAll, describe, expect, test } from 'vitest'
import { asId, type KeyId } from '../../src/core/model.ts'
import { causedMax } from '../../src/core/operations/get-run.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { RunFilter } from '../../src/core/store.ts'
import { openWorld, page } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())
const start = world.clock.at
const anna = await world.account('anna')
const ben = await world.account('ben')
world.pass(1000)
const group = await world.group(anna)
const other = await world.group(ben)
world.pass(1000)
const { key } = await world.run(operations.createKey, {
  ...{ name: 'second', scopes: ['write' as const], bound_to: null, expires_at: null },
})
const on = { account: anna.id, group }
const added = await world.execute(
  operations.addParticipants,
  { ...on, participants: [{ id: 'carl' }] },
  { key },
)
world.pass(1000)
await world.attempt(operations.addParticipants, { account: ben.id, group, participants: [{ id: 'dora' }] })

async function found(filter: RunFilter, limit = 1000): Promise<readonly string[]> {
  const { items } = await world.run(operations.listRuns, { limit, after: null, ...filter })
  return items.map(
    ({ operation, account }) =>
      `${operation} ${account === ben.id ? 'ben' : account === anna.id ? 'anna' : '-'}`,
  )
}

describe('runs are found', () => {
  test('all of them, newest first', async () => {
    expect(await found({})).toEqual([
      'addParticipants ben',
      'addParticipants anna',
      'createKey -',
      'createGroup ben',
      'createGroup anna',
      'createAccount -',
      'createAccount -',
    ])
  })

  test.each<readonly [string, RunFilter, readonly string[]]>([
    ['by account', { account: ben.id }, ['addParticipants ben', 'createGroup ben']],
    [
      'by group, refused ones too',
      { group },
      ['addParticipants ben', 'addParticipants anna', 'createGroup anna'],
    ],
    ['by another group', { group: other }, ['createGroup ben']],
    ['by key', { key: key.id }, ['addParticipants anna']],
    ['by operation', { operation: 'createKey' }, ['createKey -']],
    ['by status', { status: 'failed' }, ['addParticipants ben']],
    ['by what is open', { status: 'open' }, []],
    ['since', { since: start + 3000 }, ['addParticipants ben']],
    ['before', { before: start + 1 }, ['createAccount -', 'createAccount -']],
    ['between', { since: start + 1000, before: start + 1001 }, ['createGroup ben', 'createGroup anna']],
    [
      'by several at once',
      { account: anna.id, operation: 'addParticipants', group },
      ['addParticipants anna'],
    ],
    ['by what nothing has', { key: asId<KeyId>(5) }, []],
  ])('%s', async (_, filter, runs) => {
    expect(await found(filter)).toEqual(runs)
  })

  test('page by page, whatever the filter', async () => {
    for (const filter of [{}, { group }, { account: anna.id }, { operation: 'createAccount' }]) {
      const ids: number[] = []
      let after: number[] | null = null
      do {
        const input: { limit: number; after: number[] | null } & RunFilter = { limit: 1, after, ...filter }
        const { items, next } = await world.run(operations.listRuns, input)
        expect(items.length).toBeLessThanOrEqual(1)
        ids.push(...items.map(({ id }) => id))
        after = next === null ? null : [...next]
      } while (after !== null)
      expect(ids).toHaveLength((await found(filter)).length)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  test('by a key that is bound to one account those of its account, and no others', async () => {
    const bound = await world.run(operations.createKey, {
      ...{ name: 'bound', scopes: ['read' as const], bound_to: anna.id, expires_at: null },
    })
    const how = { key: bound.key }
    const { items } = await world.run(operations.listRuns, { ...page, account: anna.id }, how)
    expect(items.map(({ account }) => account)).toEqual([anna.id, anna.id])
    expect(await world.codeOf(operations.listRuns, page, how)).toBe('insufficient_scope')
    expect(await world.codeOf(operations.listRuns, { ...page, account: ben.id }, how)).toBe(
      'account_not_found',
    )
  })
})

describe('a run', () => {
  test('has who, with what, what was asked, what came of it, and which events it caused', async () => {
    const { run, caused } = await world.run(operations.getRun, { run: added.run ?? asId(0) })
    expect(run).toMatchObject({
      ...{ key: key.id, account: anna.id, group, dialect: 'test', operation: 'addParticipants' },
      ...{ status: 'done', revision: 2, events: 1, input: { ...on, participants: [{ id: 'carl' }] } },
      output: { outcomes: [{ participant: 'carl', outcome: 'added' }] },
    })
    expect(caused).toEqual([{ revision: 2, type: 'participants.added' }])
  })

  test('that caused several events has all of them, and not those of its neighbours', async () => {
    const input = { account: anna.id, name: 'New', participants: [{ id: 'emil' }], message: 'Hello' }
    const made = await world.execute(operations.createGroup, input)
    const there = { account: anna.id, group: made.output.group.head.id }
    await world.run(operations.sendMessage, { ...there, text: 'More' })
    const { run, caused } = await world.run(operations.getRun, { run: made.run ?? asId(0) })
    expect(run.events).toBe(3)
    expect(caused.map(({ revision, type }) => `${revision} ${type}`)).toEqual([
      '1 group.created',
      '2 participants.added',
      '3 message.sent',
    ])
  })

  test('that changed nothing, was refused, or is about no group caused none', async () => {
    const again = await world.execute(operations.addParticipants, { ...on, participants: [{ id: 'carl' }] })
    const { run, caused } = await world.run(operations.getRun, { run: again.run ?? asId(0) })
    expect([run.events, caused]).toEqual([0, []])
    const refused = (await world.run(operations.listRuns, { ...page, status: 'failed' })).items[0]
    expect((await world.run(operations.getRun, { run: refused?.id ?? asId(0) })).caused).toEqual([])
    const named = (await world.run(operations.listRuns, { ...page, operation: 'createAccount' })).items[0]
    const account = await world.run(operations.getRun, { run: named?.id ?? asId(0) })
    expect([account.run.events, account.caused]).toEqual([1, []])
  })

  test('that caused very many shows the first', async () => {
    const participants = Array.from({ length: causedMax - 1 }, (_, n) => `invited-${n}`)
    const { run: id } = await world.execute(operations.inviteParticipants, { ...on, participants })
    const { run, caused } = await world.run(operations.getRun, { run: id ?? asId(0) })
    expect(run.events).toBe(causedMax)
    expect(caused).toHaveLength(causedMax)
    expect(caused[0]?.type).toBe('participants.invited')
    const more = await world.execute(operations.inviteParticipants, {
      ...{ ...on, participants: Array.from({ length: causedMax + 5 }, (_, n) => `more-${n}`) },
    })
    const long = await world.run(operations.getRun, { run: more.run ?? asId(0) })
    expect(long.caused).toHaveLength(causedMax)
    expect(long.caused[0]).toEqual({
      revision: (long.run.revision ?? 0) - long.run.events + 1,
      type: 'participants.invited',
    })
  })
})
