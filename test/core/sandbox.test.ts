/** Promise 15: "ok" is said only for what happened. People of the sandbox, each in his one way, and slow answers. */
import { afterAll, describe, expect, test } from 'vitest'
import { operations } from '../../src/core/operations/index.ts'
import type { Run } from '../../src/core/store.ts'
import { openWorld, short } from '../support/core.ts'
import { tablesIn } from '../support/database.ts'

/** The network's patience, by hand: what happens while it is waited for is up to the test. */
const waits: number[] = []
let during: () => Promise<void> = async () => undefined
const world = await openWorld({
  wait: async (milliseconds) => {
    waits.push(milliseconds)
    await during()
  },
})
afterAll(() => world.close())

const owner = await world.account('+12025550001', 'whatsapp')
const friend = await world.account('+12025550002', 'whatsapp')
const sandbox = (code: string) => `+15550100${code}`
const add = (group: number, people: readonly string[], how = {}) =>
  world.attempt(
    operations.addParticipants,
    {
      account: owner.id,
      group: group as Parameters<typeof world.head>[0],
      participants: people.map((id) => ({ id })),
    },
    how,
  )

type Kept = Pick<Run, 'status' | 'operation'> & { readonly output: string }

/** The run of a request, as it is kept at this moment. */
async function runOf(requestId: string): Promise<Kept> {
  const rows = (await tablesIn(world.directory)).runs?.filter((row) => row.includes(`"${requestId}"`)) ?? []
  if (rows.length !== 1) throw new Error(`${rows.length} runs of ${requestId}`)
  return JSON.parse(rows[0] ?? '') as Kept
}

async function meanwhile<T>(happens: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  during = happens
  try {
    return await work()
  } finally {
    during = async () => undefined
  }
}

describe('people who answer at once', () => {
  test('get one outcome each, in the order of the call, and only who came in is in', async () => {
    const group = await world.group(owner)
    waits.length = 0
    const people = ['404', '403', '408', '419'].map(sandbox)
    const attempt = await add(group, ['+12025550002', ...people, '+12025550002', 'nonsense'])
    if (attempt.code !== null) throw new Error(attempt.code)
    expect(short(attempt.output.outcomes)).toEqual([
      'added',
      'refused not_on_network',
      'invited privacy',
      'refused recently_left',
      'refused group_full',
      'unchanged named_twice',
      'refused invalid_id',
    ])
    const retryable = attempt.output.outcomes.map((outcome) => outcome.retryable)
    expect(retryable).toEqual([undefined, false, false, true, false, undefined, false])
    expect(waits).toEqual([])
    expect((await world.head(group)).counts).toMatchObject({ owner: 1, member: 1, invited: 1 })
    const types = (await world.events(group)).slice(1).map(({ facts }) => facts.type)
    expect(types).toEqual(['participants.added', 'participants.invited', 'invite.created'])
  })

  test('leave no trace when they are refused', async () => {
    const group = await world.group(owner)
    const before = (await tablesIn(world.directory)).people
    await add(group, [sandbox('404')])
    expect((await tablesIn(world.directory)).people).toEqual(before)
    expect((await world.head(group)).revision).toBe(1)
  })

  test('behave so in a new group, too', async () => {
    const participants = ['404', '403'].map((code) => ({ id: sandbox(code) }))
    const input = { account: owner.id, name: 'New', participants: [...participants, { id: '+12025550002' }] }
    const { group, outcomes } = await world.run(operations.createGroup, input)
    expect(short(outcomes)).toEqual(['refused not_on_network', 'invited privacy', 'added'])
    expect(group.head.counts).toMatchObject({ owner: 1, member: 1, invited: 1 })
  })
})

describe('people who answer slowly', () => {
  test('are waited for with the run on record, and nothing else is held up', async () => {
    const group = await world.group(owner)
    waits.length = 0
    const seen: string[] = []
    const happens = async () => {
      seen.push((await runOf('slow')).status, String((await world.head(group)).revision))
      await world.run(operations.sendMessage, { account: owner.id, group, text: 'Meanwhile' })
    }
    const attempt = await meanwhile(happens, () =>
      add(group, [sandbox('202'), sandbox('504'), sandbox('404')], { requestId: 'slow' }),
    )
    if (attempt.code !== null) throw new Error(attempt.code)
    expect(short(attempt.output.outcomes)).toEqual([
      'added',
      'unconfirmed no_answer',
      'refused not_on_network',
    ])
    expect(seen).toEqual(['open', '1'])
    expect(waits).toEqual([2000])
    expect(await runOf('slow')).toMatchObject({ status: 'done', revision: 3 })
    expect((await world.head(group)).counts.member).toBe(1)
  })

  test('make an idempotency key wait for the first answer', async () => {
    const group = await world.group(owner)
    const how = { idempotencyKey: 'slow key', requestId: 'slow and twice' }
    const codes: (string | null)[] = []
    const happens = async () => {
      codes.push((await add(group, [sandbox('202')], how)).code)
    }
    expect((await meanwhile(happens, () => add(group, [sandbox('202')], how))).code).toBeNull()
    expect(codes).toEqual(['idempotency_key_running'])
    expect(await add(group, [sandbox('202')], how)).toMatchObject({ code: null, result: { replayed: true } })
    expect((await runOf('slow and twice')).status).toBe('done')
  })

  test('are refused, on record, when the account lost its permission meanwhile', async () => {
    const group = await world.group(owner, { '+12025550002': 'admin' })
    const how = { requestId: 'too late', idempotencyKey: 'too late' }
    const happens = async () => {
      await world.run(operations.leaveGroup, { account: owner.id, group })
    }
    const attempt = await meanwhile(happens, () => add(group, [sandbox('202')], how))
    expect(attempt.code).toBe('not_a_participant')
    expect(await runOf('too late')).toMatchObject({ status: 'failed', revision: null })
    expect((await add(group, [sandbox('202')], how)).code).toBe('not_a_participant')
    expect((await world.head(group)).counts.member).toBe(0)
  })

  test('find the group full when it filled up meanwhile', async () => {
    const small = await world.account('+12025550003', 'whatsapp', { 'group.participants': 2 })
    const group = await world.group(small)
    const input = { account: small.id, group, participants: [{ id: sandbox('202') }] }
    const happens = async () => {
      await world.run(operations.addParticipants, { ...input, participants: [{ id: friend.person.user_id }] })
    }
    const { outcomes } = await meanwhile(happens, () => world.run(operations.addParticipants, input))
    expect(short(outcomes)).toEqual(['refused group_full'])
    expect((await world.head(group)).counts.member).toBe(1)
  })

  test('find the group gone when it was deleted meanwhile', async () => {
    const group = await world.group(owner)
    const happens = async () => {
      await world.run(operations.deleteGroup, { account: owner.id, group })
    }
    expect((await meanwhile(happens, () => add(group, [sandbox('202')]))).code).toBe('group_not_found')
  })

  test('are asked about with the revision that the caller saw; it may move meanwhile', async () => {
    const group = await world.group(owner)
    const happens = async () => {
      await world.run(operations.sendMessage, { account: owner.id, group, text: 'Meanwhile' })
    }
    const attempt = await meanwhile(happens, () => add(group, [sandbox('202')], { revision: 1 }))
    expect(attempt).toMatchObject({ code: null, result: { revision: 3 } })
    expect((await add(group, [sandbox('504')], { revision: 1 })).code).toBe('revision_mismatch')
  })

  test('do not keep a new group from being made once, even when the wait is broken off', async () => {
    const input = {
      account: owner.id,
      name: 'Slow',
      participants: [{ id: sandbox('202') }, { id: sandbox('504') }],
    }
    const happens = () => Promise.reject(new Error('the clock broke'))
    const { group, outcomes } = await meanwhile(happens, () => world.run(operations.createGroup, input))
    expect(short(outcomes)).toEqual(['added', 'unconfirmed no_answer'])
    expect(await world.events(group.head.id)).toHaveLength(2)
    expect(await world.head(group.head.id)).toMatchObject({ revision: 2, counts: { owner: 1, member: 1 } })
  })
})
