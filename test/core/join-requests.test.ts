/** Promise 6: a join request ends exactly once. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Account, GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page, short } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const [ann, bob, cat] = [await world.account('ann'), await world.account('bob'), await world.account('cat')]

async function asked(who: Account = bob, uses: number | null = null) {
  const group = await world.group(ann, {}, { join_approval: true })
  const code = await world.invite(ann, group, { uses_max: uses, role: 'admin' })
  const attempt = await world.join(who, code)
  expect(attempt).toMatchObject({
    output: { outcome: 'requested', group: { own: { standing: 'requested' } } },
  })
  return { group, code }
}

type Word = 'approveJoinRequests' | 'rejectJoinRequests'
async function end(word: Word, group: GroupId, ...participants: string[]) {
  return short((await world.run(operations[word], { account: ann.id, group, participants })).outcomes)
}

async function requests(group: GroupId) {
  const { items } = await world.run(operations.listJoinRequests, { account: ann.id, group, ...page })
  return items.map(({ person }) => person.user_id)
}

test.each([
  ['approveJoinRequests', 'approveJoinRequests', 'approved'],
  ['approveJoinRequests', 'rejectJoinRequests', 'approved'],
  ['rejectJoinRequests', 'approveJoinRequests', 'rejected'],
  ['rejectJoinRequests', 'rejectJoinRequests', 'rejected'],
] as const)('%s, then %s: only the first counts', async (first, second, outcome) => {
  const { group } = await asked()
  expect(await requests(group)).toEqual(['bob'])
  expect(await end(first, group, 'bob')).toEqual([outcome])
  const { revision } = await world.head(group)
  expect(await end(second, group, 'bob')).toEqual(['refused no_join_request'])
  expect((await world.head(group)).revision).toBe(revision)
  expect(await requests(group)).toEqual([])
  expect(await world.standing(group, bob)).toBe(outcome === 'approved' ? 'member' : null)
})

test('asking twice is one request and uses the invite once', async () => {
  const { group, code } = await asked(bob, 1)
  const { revision } = await world.head(group)
  expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'unchanged' } })
  expect(await world.head(group)).toMatchObject({ revision, counts: { requested: 1 } })
  expect((await world.env.store.read.invite(code))?.invite.uses).toBe(1)
  expect((await world.join(cat, code)).code).toBe('invite_ended')
})

test('whoever was rejected may ask again', async () => {
  const { group, code } = await asked()
  await end('rejectJoinRequests', group, 'bob')
  expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'requested' } })
  expect(await end('approveJoinRequests', group, 'bob')).toEqual(['approved'])
})

test('whoever asked is let in as a member, whatever role the invite has', async () => {
  const { group } = await asked()
  await end('approveJoinRequests', group, 'bob')
  expect(await world.standing(group, bob)).toBe('member')
})

test('approval may be asked by the invite alone', async () => {
  const group = await world.group(ann)
  const code = await world.invite(ann, group, { approval: true })
  expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'requested' } })
})

describe('a request ends in other ways, too', () => {
  test('by an invite that needs no approval', async () => {
    const group = await world.group(ann)
    await world.join(bob, await world.invite(ann, group, { approval: true }))
    expect(await world.join(bob, await world.invite(ann, group))).toMatchObject({
      output: { outcome: 'added' },
    })
    expect(await end('approveJoinRequests', group, 'bob')).toEqual(['refused no_join_request'])
    expect((await world.head(group)).counts).toMatchObject({ requested: 0, member: 1 })
  })

  test('by being added', async () => {
    const { group } = await asked()
    const participants = [{ id: 'bob', role: 'subscriber' as const }]
    await world.run(operations.addParticipants, { account: ann.id, group, participants })
    expect(await end('rejectJoinRequests', group, 'bob')).toEqual(['refused no_join_request'])
    expect(await world.standing(group, bob)).toBe('subscriber')
  })

  test('by being removed', async () => {
    const { group } = await asked()
    await world.run(operations.removeParticipants, { account: ann.id, group, participants: ['bob'] })
    expect(await end('approveJoinRequests', group, 'bob')).toEqual(['refused no_join_request'])
    expect((await world.head(group)).counts.requested).toBe(0)
  })

  test('by a ban', async () => {
    const { group } = await asked()
    await world.run(operations.banParticipants, {
      account: ann.id,
      group,
      participants: ['bob'],
      reason: 'no',
    })
    expect(await end('approveJoinRequests', group, 'bob')).toEqual(['refused no_join_request'])
    expect(await world.head(group)).toMatchObject({ counts: { requested: 0, banned: 1 } })
  })
})

test('each person named gets his own outcome, in the order of the call', async () => {
  const { group, code } = await asked()
  await world.join(cat, code)
  expect(await end('approveJoinRequests', group, 'nobody', 'cat', 'two words', 'bob', 'cat', 'ann')).toEqual([
    'refused no_join_request',
    'approved',
    'refused invalid_id',
    'approved',
    'unchanged named_twice',
    'refused no_join_request',
  ])
})

test('whoever asks sees the group but neither its people nor its messages', async () => {
  const { group } = await asked()
  const on = { account: bob.id, group }
  expect(await world.codeOf(operations.getGroup, on)).toBeNull()
  for (const name of ['listParticipants', 'listMessages', 'listGroupEvents'] as const) {
    expect(await world.codeOf(operations[name], { ...on, ...page })).toBe('not_a_participant')
  }
  expect(await world.codeOf(operations.leaveGroup, on)).toBe('not_a_participant')
})
