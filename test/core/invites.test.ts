/** Promise 5: a revoked, expired or used-up invite admits nobody, and a ban beats every invite. */
import { afterAll, describe, expect, test } from 'vitest'
import type { Account, GroupId, Invite } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page, short } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const [ann, bob, cat, dan] = [
  await world.account('ann'),
  await world.account('bob'),
  await world.account('cat'),
  await world.account('dan'),
]

const small = await world.account('small', 'open', { 'group.participants': 2 })

async function usesOf(code: string): Promise<number | undefined> {
  return (await world.env.store.read.invite(code))?.invite.uses
}

const revoke = (group: GroupId, code: string) =>
  world.run(operations.revokeInvite, { account: ann.id, group, code })
const look = (who: Account, code: string) => world.attempt(operations.getInvite, { account: who.id, code })

describe('an invite with an end', () => {
  test('admits until then and not at that moment', async () => {
    const group = await world.group(ann)
    const code = await world.invite(ann, group, { expires_at: world.clock.at + 1000 })
    world.pass(999)
    expect(await look(bob, code)).toMatchObject({ output: { ended: null, standing: null } })
    expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'added' } })
    world.pass(1)
    expect(await world.join(cat, code)).toMatchObject({
      code: 'invite_ended',
      failure: { facts: { reason: 'expired' } },
    })
    expect(await look(cat, code)).toMatchObject({ output: { ended: 'expired' } })
    expect(await usesOf(code)).toBe(1)
  })

  test('must end in the future', async () => {
    const group = await world.group(ann)
    const wish = { account: ann.id, group, uses_max: null, role: 'member', approval: false }
    const made = (expires_at: number) => world.codeOf(operations.createInvite, { ...wish, expires_at })
    expect(await made(world.clock.at)).toBe('invalid_input')
    expect(await made(world.clock.at + 1)).toBeNull()
  })
})

describe('an invite with a number of uses', () => {
  test('admits so many and no more; whoever is in uses nothing up', async () => {
    const group = await world.group(ann)
    const code = await world.invite(ann, group, { uses_max: 2 })
    expect(await world.join(ann, code)).toMatchObject({ output: { outcome: 'unchanged' } })
    expect(await usesOf(code)).toBe(0)
    expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'added' } })
    expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'unchanged' } })
    expect(await world.join(cat, code)).toMatchObject({ output: { outcome: 'added' } })
    expect(await world.join(dan, code)).toMatchObject({
      code: 'invite_ended',
      failure: { facts: { reason: 'used_up' } },
    })
    // Doing it twice is harmless, even when the first time used the invite up.
    expect(await world.join(cat, code)).toMatchObject({ output: { outcome: 'unchanged' } })
    expect(await usesOf(code)).toBe(2)
  })

  test('has at least one', async () => {
    const group = await world.group(ann)
    const wish = { account: ann.id, group, expires_at: null, role: 'member', approval: false }
    expect(await world.codeOf(operations.createInvite, { ...wish, uses_max: 0 })).toBe('invalid_input')
  })
})

describe('a revoked invite', () => {
  test('admits nobody, and is revoked once', async () => {
    const group = await world.group(ann)
    const code = await world.invite(ann, group)
    await revoke(group, code)
    const { revision } = await world.head(group)
    world.pass(10)
    await revoke(group, code)
    expect((await world.head(group)).revision).toBe(revision)
    expect(await world.join(bob, code)).toMatchObject({
      code: 'invite_ended',
      failure: { facts: { reason: 'revoked' } },
    })
    expect(await world.standing(group, bob)).toBeNull()
  })

  test('is still listed, newest first', async () => {
    const group = await world.group(ann)
    const codes: string[] = []
    for (const wait of [1, 2, 3]) {
      world.pass(wait)
      codes.unshift(await world.invite(ann, group))
    }
    await revoke(group, codes[1] ?? '')
    const { items } = await world.run(operations.listInvites, { account: ann.id, group, ...page })
    expect(items.map(({ code }) => code)).toEqual(codes)
    expect(items.map(({ revoked_at }) => revoked_at !== null)).toEqual([false, true, false])
  })
})

test.each(['admin', 'member', 'subscriber'] as const)('an invite gives the role %s', async (role) => {
  const group = await world.group(ann)
  const code = await world.invite(ann, group, { role })
  expect(await world.join(bob, code)).toMatchObject({ output: { group: { own: { standing: role } } } })
  expect(await world.standing(group, bob)).toBe(role)
})

test('whoever left or was removed may come back by an invite, in its role', async () => {
  const group = await world.group(ann, { bob: 'admin', cat: 'admin' })
  await world.run(operations.leaveGroup, { account: bob.id, group })
  await world.run(operations.removeParticipants, { account: ann.id, group, participants: ['cat'] })
  const code = await world.invite(ann, group)
  for (const who of [bob, cat]) {
    expect(await world.join(who, code)).toMatchObject({ output: { outcome: 'added' } })
    expect(await world.standing(group, who)).toBe('member')
  }
})

describe('a ban', () => {
  test('beats every invite, and hides it', async () => {
    const group = await world.group(ann, { bob: 'member' })
    const code = await world.invite(ann, group)
    await world.run(operations.banParticipants, {
      account: ann.id,
      group,
      participants: ['bob'],
      reason: null,
    })
    expect((await world.join(bob, code)).code).toBe('banned')
    expect((await look(bob, code)).code).toBe('invite_not_found')
    expect(await world.standing(group, bob)).toBe('banned')
    await world.run(operations.unbanParticipants, { account: ann.id, group, participants: ['bob'] })
    expect(await world.standing(group, bob)).toBeNull()
    expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'added' } })
  })

  test('beats a personal invite too', async () => {
    const [owner, shy] = [
      await world.account('+12025550001', 'whatsapp'),
      await world.account('+15550100403', 'whatsapp'),
    ]
    const group = await world.group(owner)
    const on = { account: owner.id, group }
    const added = await world.run(operations.addParticipants, {
      ...on,
      participants: [{ id: '+15550100403' }],
    })
    await world.run(operations.banParticipants, { ...on, participants: ['+15550100403'], reason: null })
    expect((await world.join(shy, added.outcomes[0]?.invite?.code ?? '')).code).toBe('banned')
  })
})

describe('a personal invite', () => {
  const people = async () => ({
    owner: await world.account('+12025550001', 'whatsapp'),
    shy: await world.account('+15550100403', 'whatsapp'),
    other: await world.account('+12025550002', 'whatsapp'),
  })
  async function invited(settings: { readonly join_approval?: boolean } = {}) {
    const { owner, shy, other } = await people()
    const group = await world.group(owner, {}, settings)
    const participants = [{ id: '+1 555 0100 403' }]
    const added = await world.run(operations.addParticipants, { account: owner.id, group, participants })
    const [outcome] = added.outcomes
    return { owner, shy, other, group, outcome, code: outcome?.invite?.code ?? '' }
  }

  test('is made for whom nobody can add, for three days and one use, and admits only him', async () => {
    const { shy, other, owner, group, code, outcome } = await invited()
    const days3 = 3 * 24 * 60 * 60 * 1000
    expect(outcome).toEqual({
      participant: '+15550100403',
      outcome: 'invited',
      reason: 'privacy',
      retryable: false,
      invite: { code, expires_at: world.clock.at + days3 },
    })
    const invite = (await look(shy, code)) as { output: { invite: Invite } }
    expect(invite.output.invite).toMatchObject({ only_for: shy.person, uses_max: 1, role: 'member' })
    expect(await world.standing(group, shy)).toBe('invited')
    expect((await world.join(other, code)).code).toBe('invite_not_found')
    expect((await look(other, code)).code).toBe('invite_not_found')
    expect(await world.join(owner, code)).toMatchObject({ output: { outcome: 'unchanged' } })
    expect(await world.join(shy, code)).toMatchObject({ output: { outcome: 'added' } })
    expect(await world.standing(group, shy)).toBe('member')
    expect(await usesOf(code)).toBe(1)
  })

  test('needs no approval: it was an admin who wished it', async () => {
    const { shy, code } = await invited({ join_approval: true })
    expect(await world.join(shy, code)).toMatchObject({ output: { outcome: 'added' } })
  })

  test('ends after three days', async () => {
    const { shy, code } = await invited()
    world.pass(3 * 24 * 60 * 60 * 1000 - 1)
    expect((await world.join(shy, code, { dryRun: true })).code).toBeNull()
    world.pass(1)
    expect((await world.join(shy, code)).code).toBe('invite_ended')
  })

  test('is made again when he is added again; both admit him once in all', async () => {
    const { owner, shy, group, code } = await invited()
    const participants = [{ id: '+15550100403' }]
    const { outcomes } = await world.run(operations.addParticipants, {
      account: owner.id,
      group,
      participants,
    })
    expect(outcomes[0]?.invite?.code).not.toBe(code)
    expect((await world.head(group)).counts.invited).toBe(1)
    await world.join(shy, code)
    expect(await world.join(shy, outcomes[0]?.invite?.code ?? '')).toMatchObject({
      output: { outcome: 'unchanged' },
    })
    expect((await world.head(group)).counts).toMatchObject({ invited: 0, member: 1 })
  })
})

describe('a full group', () => {
  test('refuses whoever joins, without using the invite, until somebody leaves', async () => {
    const group = await world.group(small, { bob: 'member' })
    const code = await world.invite(small, group, { uses_max: 1 })
    expect(await world.join(cat, code)).toMatchObject({
      code: 'group_full',
      failure: { facts: { capacity: 2 } },
    })
    expect(await usesOf(code)).toBe(0)
    expect(await world.join(bob, code)).toMatchObject({ output: { outcome: 'unchanged' } })
    await world.run(operations.leaveGroup, { account: bob.id, group })
    expect(await world.join(cat, code)).toMatchObject({ output: { outcome: 'added' } })
  })

  test('still takes requests, and does not let them in', async () => {
    const group = await world.group(small, { bob: 'member' })
    const code = await world.invite(small, group, { approval: true })
    expect(await world.join(cat, code)).toMatchObject({ output: { outcome: 'requested' } })
    const input = { account: small.id, group, participants: ['cat'] }
    expect(short((await world.run(operations.approveJoinRequests, input)).outcomes)).toEqual([
      'refused group_full',
    ])
    expect(await world.standing(group, cat)).toBe('requested')
  })
})

describe('a group that everybody has left', () => {
  // Whoever came in would be alone in a group without an admin, or raise himself to be one.
  test.each(['member', 'admin'] as const)('admits nobody, not as %s either', async (role) => {
    const group = await world.group(ann)
    const [code, asking] = [
      await world.invite(ann, group, { role }),
      await world.invite(ann, group, { approval: true }),
    ]
    await world.run(operations.leaveGroup, { account: ann.id, group })
    for (const who of [ann, bob]) {
      expect((await world.join(who, code)).code).toBe('invite_ended')
      expect((await world.join(who, asking)).code).toBe('invite_ended')
    }
    expect(await world.head(group)).toMatchObject({ counts: { admin: 0, member: 0, requested: 0 } })
  })
})

test('an invite leads to its own group, even when the call names another', async () => {
  const [own, other] = [await world.group(ann), await world.group(ann)]
  const input = { account: bob.id, group: other, code: await world.invite(ann, own) }
  expect(await world.codeOf(operations.joinGroup, input)).toBeNull()
  expect([await world.standing(own, bob), await world.standing(other, bob)]).toEqual(['member', null])
})

test('an invite has a code that is unlike every other', async () => {
  const group = await world.group(ann)
  const codes = new Set<string>()
  for (let made = 0; made < 20; made += 1) codes.add(await world.invite(ann, group))
  expect(codes.size).toBe(20)
  for (const code of codes) expect(code).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(await world.join(bob, String(group))).toMatchObject({ code: 'invite_not_found' })
})

describe('the standing invite', () => {
  const wish = { expires_at: null, uses_max: null, role: 'member', approval: false } as const

  test('is made once and answered again, until it is revoked', async () => {
    const group = await world.group(ann)
    await world.invite(ann, group, { uses_max: 5 })
    const make = () => world.run(operations.createInvite, { account: ann.id, group, ...wish, reuse: true })
    const first = await make()
    expect((await make()).invite).toEqual(first.invite)
    await revoke(group, first.invite.code)
    expect((await make()).invite.code).not.toBe(first.invite.code)
  })

  test('is not answered to whoever asks for a new one', async () => {
    const group = await world.group(ann)
    const make = (reuse: boolean) =>
      world.run(operations.createInvite, { account: ann.id, group, ...wish, reuse })
    const first = await make(true)
    expect((await make(false)).invite.code).not.toBe(first.invite.code)
  })
})
