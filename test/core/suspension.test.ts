/** A suspended group is frozen: what is refused there, what goes on, who decides it, and what is told of it. */
import { afterAll, describe, expect, test } from 'vitest'
import { endWhatIsOver } from '../../src/core/expiry.ts'
import type { Account, GroupId, Scope } from '../../src/core/model.ts'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { openWorld, page } from '../support/core.ts'
import { openParty, others, userIds } from '../support/party.ts'
import { demandReplay } from '../support/replay.ts'
import { names, openScene, samplesOf } from '../support/samples.ts'

let during: () => Promise<unknown> = async () => undefined
const world = await openWorld({
  wait: async () => {
    await during()
  },
})
afterAll(() => world.close())

const owner = await world.account('+12025550101', 'whatsapp')
const guest = await world.account('+12025550102', 'whatsapp')
const on = (group: GroupId, account: Account = owner) => ({ account: account.id, group })
const suspend = (group: GroupId, more: object = {}) =>
  world.run(operations.suspendGroup, { ...on(group), ...more })
const unsuspend = (group: GroupId) => world.run(operations.unsuspendGroup, on(group))

/** Every operation that changes a group: a new one must be put into one of the two lists. */
const goesOn: readonly OperationName[] = [
  'deleteGroup',
  'forgetGroup',
  'leaveGroup',
  'suspendGroup',
  'unsuspendGroup',
]
const isRefused: readonly OperationName[] = [
  'addParticipants',
  'approveJoinRequests',
  'banParticipants',
  'createGroup',
  'createInvite',
  'inviteParticipants',
  'joinGroup',
  'pinMessage',
  'rejectJoinRequests',
  'removeParticipants',
  'removePicture',
  'reviseGroup',
  'revokeInvite',
  'sendMessage',
  'setPicture',
  'setRole',
  'unbanParticipants',
  'unpinMessage',
  'updateGroup',
]

// A world of its own, for what the samples name.
const there = await openWorld()
afterAll(() => there.close())
const scene = await openScene(there)
const plain = await samplesOf(scene)
const samples: Readonly<Record<OperationName, object>> = {
  ...plain,
  // A new group in the suspended one.
  createGroup: { ...plain.createGroup, community: scene.group },
  unsuspendGroup: { account: scene.owner.id, group: scene.group },
}

/** Does something while the group of the samples is suspended. */
async function frozen<T>(work: () => Promise<T>): Promise<T> {
  const here = { account: scene.owner.id, group: scene.group }
  await there.run(operations.suspendGroup, { ...here, reason: 'Spam' })
  try {
    return await work()
  } finally {
    await there.run(operations.unsuspendGroup, here)
  }
}

describe('every operation', () => {
  test('on a group stands in one of the lists', () => {
    const changing = names.filter((name) => operations[name].kind === 'group')
    expect([...goesOn, ...isRefused].toSorted()).toEqual(changing.toSorted())
  })

  test.each(isRefused)('%s is refused, and works again afterwards', async (name) => {
    const refusal = await frozen(async () => {
      const { revision } = await there.head(scene.group)
      const told = there.committed.length
      const attempt = await there.attemptAny(operations[name], samples[name])
      expect((await there.head(scene.group)).revision).toBe(revision)
      // No event of any group; only that the call was refused.
      expect(there.committed.slice(told).map(({ facts }) => facts)).toMatchObject([
        { type: 'run.refused', operation: name, code: 'group_suspended' },
      ])
      return attempt
    })
    if (refusal.code === null) throw new Error('it was not refused')
    expect([refusal.code, refusal.failure.message]).toEqual([
      'group_suspended',
      expect.stringMatching(
        // Who comes by an invite is a stranger still, and is not told why.
        name === 'joinGroup'
          ? /^The group is suspended\. .*let it go on\.$/
          : /^The (group|community) is suspended \(Spam\)\. .*let it go on\.$/,
      ),
    ])
    expect(await there.codeOf(operations[name], samples[name], { dryRun: true })).toBeNull()
  })

  test.each(goesOn)('%s goes on', async (name) => {
    const code = await frozen(() => there.codeOf(operations[name], samples[name], { dryRun: true }))
    expect(code).toBeNull()
  })

  test('that reads goes on, and answers as before', async () => {
    const reading = names.filter((name) => operations[name].kind === 'read')
    const codes = await frozen(async () => {
      const found: (readonly [OperationName, string | null])[] = []
      for (const name of reading)
        found.push([name, await there.codeOf(operations[name], samples[name])] as const)
      return found
    })
    expect(codes).toEqual(reading.map((name) => [name, null]))
  })
})

describe('in a suspended group', () => {
  test('an account changes how it sees the group, and nothing else along with it', async () => {
    const group = await world.group(owner)
    await suspend(group)
    const view = { pinned: true, label: 'mine' }
    const { revision } = await world.head(group)
    expect(await world.run(operations.updateGroup, { ...on(group), view })).toMatchObject({
      group: { view, head: { revision } },
      changed: [],
    })
    for (const more of [{ name: 'New' }, { tags: [] }, { settings: {} }, { metadata: {} }])
      expect(await world.codeOf(operations.updateGroup, { ...on(group), view, ...more })).toBe(
        'group_suspended',
      )
  })

  test('the standing invite is found and admits nobody; none is made', async () => {
    const group = await world.group(owner)
    const wish = { expires_at: null, uses_max: null, role: 'member', approval: false } as const
    const reuse = { ...on(group), ...wish, reuse: true }
    await suspend(group)
    expect(await world.codeOf(operations.createInvite, reuse)).toBe('group_suspended')
    await unsuspend(group)
    const code = await world.invite(owner, group)
    await suspend(group)
    expect(await world.run(operations.createInvite, reuse)).toMatchObject({ invite: { code } })
    expect(await world.codeOf(operations.createInvite, { ...on(group), ...wish })).toBe('group_suspended')
    expect((await world.join(guest, code)).code).toBe('group_suspended')
    await unsuspend(group)
    expect((await world.join(guest, code)).code).toBeNull()
  })

  test('whoever leaves is followed as ever, and the group ends', async () => {
    const group = await world.group(owner, { [guest.person.user_id]: 'member' })
    await suspend(group, { reason: 'Spam' })
    expect(await world.run(operations.leaveGroup, on(group))).toMatchObject({
      successor: guest.person.user_id,
      group: { own: { standing: 'left' }, head: { suspension: { reason: 'Spam' } } },
    })
    await world.run(operations.forgetGroup, on(group))
    await world.run(operations.deleteGroup, on(group, guest))
    await demandReplay(world, group)
    expect(await world.codeOf(operations.unsuspendGroup, on(group, guest))).toBe('group_not_found')
  })

  test('what was given an end ends', async () => {
    const group = await world.group(owner)
    const ends = { expires_at: world.clock.at + 1000 }
    const participants = [{ id: '+12025550120', ...ends }]
    await world.run(operations.addParticipants, { ...on(group), participants })
    await world.invite(owner, group, ends)
    await suspend(group)
    world.pass(1000)
    expect(await endWhatIsOver(world.env)).toBe(2)
    const types = (await demandReplay(world, group)).map(({ facts }) => facts.type)
    expect(types.slice(-2)).toEqual(['participants.removed', 'invite.expired'])
  })

  test('a group in it, which was there before, is not frozen with it', async () => {
    const club = await world.group(owner)
    const inner = { account: owner.id, name: 'Inner', participants: [], community: club }
    const { group } = await world.run(operations.createGroup, inner)
    await suspend(club)
    expect(await world.codeOf(operations.sendMessage, { ...on(group.head.id), text: 'Hello' })).toBeNull()
    expect(await world.codeOf(operations.createGroup, inner)).toBe('group_suspended')
    expect(await world.codeOf(operations.createGroup, { ...inner, community: undefined })).toBeNull()
  })

  test('who only has an invite is told that it is suspended, and not why', async () => {
    const group = await world.group(owner)
    const code = await world.invite(owner, group)
    await suspend(group, { reason: 'A secret' })
    const stranger = { account: guest.id, code }
    const refused = await world.execute(operations.joinGroup, stranger).catch((error: unknown) => error)
    const sentence = expect.stringMatching(/^The group is suspended\. /)
    expect(refused).toMatchObject({ code: 'group_suspended', message: sentence })
  })

  test('nobody comes in whom the network confirms when it is suspended already', async () => {
    const group = await world.group(owner)
    during = () => suspend(group)
    const input = { ...on(group), participants: [{ id: '+15550100202' }] }
    expect(await world.codeOf(operations.addParticipants, input)).toBe('group_suspended')
    during = async () => undefined
    expect((await world.head(group)).counts.member).toBe(0)
    await demandReplay(world, group)
  })
})

describe('suspending', () => {
  test('is an event with the reason, once; the first reason stays', async () => {
    const group = await world.group(owner)
    world.pass(5)
    const done = await world.execute(operations.suspendGroup, { ...on(group), reason: ' Spam ' })
    const suspension = { at: world.clock.at, reason: 'Spam' }
    expect(done).toMatchObject({ revision: 2, output: { group: { head: { suspension } } } })
    expect(await world.head(group)).toMatchObject({ suspension })
    world.pass(5)
    expect(await suspend(group, { reason: 'Other' })).toMatchObject({ group: { head: { suspension } } })
    const events = await demandReplay(world, group)
    expect(events.slice(1)).toMatchObject([
      { revision: 2, run: done.run, account: owner.id, facts: { type: 'group.suspended', reason: 'Spam' } },
    ])
    expect(await world.run(operations.getGroup, on(group))).toMatchObject({ head: { suspension } })
  })

  test('ends with an event that tells what was before, once', async () => {
    const group = await world.group(owner)
    expect(await unsuspend(group)).toMatchObject({ group: { head: { suspension: null, revision: 1 } } })
    const { group: view } = await suspend(group)
    expect(view.head.suspension).toEqual({ at: world.clock.at, reason: null })
    world.pass(5)
    await unsuspend(group)
    expect(await unsuspend(group)).toMatchObject({ group: { head: { suspension: null, revision: 3 } } })
    const events = await demandReplay(world, group)
    expect(events.slice(1).map(({ facts }) => facts)).toEqual([
      { type: 'group.suspended', reason: null },
      { type: 'group.unsuspended', before: view.head.suspension },
    ])
    expect(await world.codeOf(operations.sendMessage, { ...on(group), text: 'Again' })).toBeNull()
  })

  test.each([
    ['no text', ''],
    ['spaces', '  '],
    ['too long a text', 'x'.repeat(501)],
    ['a text of two lines', 'a\nb'],
    ['a text with a control character', 'a\u0000b'],
    ['a number', 7],
    ['null', null],
  ])('%s is no reason', async (_, reason) => {
    const group = await world.group(owner)
    expect(await world.codeOf(operations.suspendGroup, { ...on(group), reason })).toBe('invalid_input')
    expect(await world.head(group)).toMatchObject({ revision: 1, suspension: null })
  })

  test('a reason of 500 characters is one', async () => {
    const group = await world.group(owner)
    const reason = 'x'.repeat(500)
    await suspend(group, { reason })
    expect((await world.head(group)).suspension?.reason).toBe(reason)
  })

  test('heeds the revision, the idempotency key, and a dry run', async () => {
    const group = await world.group(owner)
    const how = { revision: 7 }
    expect(await world.codeOf(operations.suspendGroup, on(group), how)).toBe('revision_mismatch')
    await world.run(operations.suspendGroup, on(group), { dryRun: true })
    expect((await world.head(group)).suspension).toBeNull()
    const once = { idempotencyKey: 'suspend once' }
    await world.run(operations.suspendGroup, on(group), once)
    await unsuspend(group)
    expect(await world.execute(operations.suspendGroup, on(group), once)).toMatchObject({ replayed: true })
    expect((await world.head(group)).suspension).toBeNull()
  })
})

describe('who suspends', () => {
  test('is a key with the scope admin, whatever the role of its account; who sees no group suspends none', async () => {
    const elsewhere = await openWorld()
    const party = await openParty(elsewhere)
    const found: Record<string, string | null> = {}
    for (const standing of Object.keys(userIds) as (keyof typeof userIds)[]) {
      const input = { account: party.accountOf(standing).id, group: party.group }
      found[standing] = await elsewhere.codeOf(operations.suspendGroup, input)
      if (found[standing] === null)
        expect(await elsewhere.codeOf(operations.unsuspendGroup, input)).toBeNull()
    }
    expect(found).toEqual({
      ...{ owner: null, admin: null, member: null, subscriber: null },
      ...{ invited: null, requested: null, left: null, removed: null },
      ...{ banned: 'banned', stranger: 'group_not_found' },
    })
    await elsewhere.close()
  })

  test.each(['read', 'write'] as const)('is no key with the scope %s', async (scope: Scope) => {
    const group = await world.group(owner)
    const input = { name: scope, scopes: [scope], bound_to: null, expires_at: null }
    const { key } = await world.run(operations.createKey, input)
    expect(await world.codeOf(operations.suspendGroup, on(group), { key })).toBe('insufficient_scope')
    await suspend(group)
    expect(await world.codeOf(operations.unsuspendGroup, on(group), { key })).toBe('insufficient_scope')
    expect((await world.head(group)).suspension).not.toBeNull()
  })
})

describe('the past of a suspended group', () => {
  test('tells when it was suspended, and from when to when not', async () => {
    const group = await world.group(owner)
    world.pass(10)
    const { group: view } = await suspend(group, { reason: 'Spam' })
    const { suspension } = view.head
    world.pass(10)
    await unsuspend(group)
    world.pass(10)
    const { group: again } = await suspend(group)
    const changed = async (from: number, to: number) => {
      const range = { from: { revision: from }, to: { revision: to } }
      return (await world.run(operations.diffGroup, { ...on(group), ...range })).changed
    }
    expect(await changed(1, 2)).toEqual({ suspension: { before: null, after: suspension } })
    expect(await changed(2, 3)).toEqual({ suspension: { before: suspension, after: null } })
    expect(await changed(1, 3)).toEqual({})
    expect(await changed(2, 4)).toEqual({ suspension: { before: suspension, after: again.head.suspension } })
    expect(await changed(0, 2)).toMatchObject({ suspension: { before: null, after: suspension } })
    expect(await changed(0, 3)).not.toHaveProperty('suspension')
  })

  test('shows who was in it, before and after', async () => {
    const group = await world.group(owner, { [others.member]: 'member' })
    const before = await world.head(group)
    await suspend(group)
    const { revision } = await world.head(group)
    const at = async (moment: number) => {
      const input = { ...on(group), ...page, at: { revision: moment } }
      const { page: found } = await world.run(operations.listPastParticipants, input)
      return found.items.map(({ person }) => person.user_id)
    }
    expect(await at(revision)).toEqual(await at(before.revision))
    expect(await at(revision)).toHaveLength(2)
  })
})
