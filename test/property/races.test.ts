/**
 * Promises 1 to 3, 5, 6, 8 and 10 when many ask at once. The order in which they are served is drawn anew for each
 * run, and so is how far apart they come, so that some share a commit and others do not.
 */
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { type Account, type GroupId, isPresent, presentCount, type Role } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { type Attempt, openWorld, short } from '../support/core.ts'
import { groupCountsIn, tablesIn } from '../support/database.ts'
import { countPresent, demandReplay } from '../support/replay.ts'

const world = await openWorld()
afterAll(() => world.close())

const callers = 64
const range = Array.from({ length: callers }, (_, index) => index)
const phone = (index: number) => `+1202555${String(1000 + index)}`
const accounts = await Promise.all(range.map((index) => world.account(phone(index), 'whatsapp')))

let owners = 0
/** Somebody new, whose groups have so many places. */
async function ownerOf(capacity: number): Promise<Account> {
  owners += 1
  return world.account(`+1303555${1000 + owners}`, 'whatsapp', { 'group.participants': capacity })
}

interface Draw {
  /** Who comes first. */
  readonly order: readonly number[]
  /** How many turns of the event loop each one waits before he asks. */
  readonly turns: readonly number[]
}
const anyDraw: fc.Arbitrary<Draw> = fc.record({
  order: fc.shuffledSubarray(range, { minLength: callers, maxLength: callers }),
  turns: fc.oneof(
    fc.constant(range.map(() => 0)),
    fc.array(fc.nat(4), { minLength: callers, maxLength: callers }),
  ),
})

/** Carries out 64 calls at once, as drawn; the answers are in the order of the callers, not of the draw. */
async function atOnce<T>({ order, turns }: Draw, ask: (caller: number) => Promise<T>): Promise<readonly T[]> {
  const asked = order.map(async (caller): Promise<readonly [number, T]> => {
    for (let turn = 0; turn < (turns[caller] ?? 0); turn += 1) await new Promise(setImmediate)
    return [caller, await ask(caller)]
  })
  const answers = new Map(await Promise.all(asked))
  return range.map((caller) => {
    const answer = answers.get(caller)
    if (answer === undefined) throw new Error('everybody is answered')
    return answer
  })
}

function accountOf(caller: number): Account {
  const account = accounts[caller]
  if (account === undefined) throw new Error(`no caller ${caller}`)
  return account
}

function under(race: (draw: Draw) => Promise<void>, numRuns = 6): Promise<void> {
  return fc.assert(fc.asyncProperty(anyDraw, race), { numRuns, endOnFailure: true })
}

/** How many answers there are of each kind: a refusal's code, or the outcome. */
function tally(answers: readonly (string | null)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[answer ?? 'done'] = (counts[answer ?? 'done'] ?? 0) + 1
  return counts
}

const outcomeOf = <O extends { readonly outcome: string }>(attempt: Attempt<O>) =>
  attempt.code ?? attempt.output.outcome
const firstOf = (attempt: Attempt<{ readonly outcomes: Parameters<typeof short>[0] }>) =>
  attempt.code ?? short(attempt.output.outcomes)[0] ?? 'nobody'

const add = (account: Account, group: GroupId, ids: readonly string[], how = {}) =>
  world.attempt(
    operations.addParticipants,
    { account: account.id, group, participants: ids.map((id) => ({ id })) },
    how,
  )
const end = (
  word: 'approveJoinRequests' | 'rejectJoinRequests',
  account: Account,
  group: GroupId,
  id: string,
) => world.attempt(operations[word], { account: account.id, group, participants: [id] })

test('a capacity is never exceeded, whichever paths add at once', async () => {
  await under(async (draw) => {
    const owner = await ownerOf(12)
    const group = await world.group(owner)
    const [open, asking] = [
      await world.invite(owner, group),
      await world.invite(owner, group, { approval: true }),
    ]
    for (const caller of range.slice(0, 20)) await world.join(accountOf(caller), asking)
    const answers = await atOnce(draw, async (caller) => {
      if (caller < 20) return firstOf(await end('approveJoinRequests', owner, group, phone(caller)))
      if (caller < 42) return outcomeOf(await world.join(accountOf(caller), open))
      // Two at a time, so that a call can find place for one of its people only.
      const added = await add(owner, group, [phone(caller), `+1404555${1000 + caller}`])
      return added.code ?? `both ${short(added.output.outcomes).join(', ')}`
    })
    expect(await countPresent(world, group)).toBe(12)
    const came = answers.join(' ').match(/\b(added|approved)\b/g) ?? []
    expect(came.length).toBe(11)
    expect((await world.env.store.read.invite(open))?.invite.uses).toBe(tally(answers).added ?? 0)
    await demandReplay(world, group)
  })
})

test('one phone number is one membership, in however many spellings it comes at once', async () => {
  const spellings = [
    '+14155550132',
    '14155550132',
    '0014155550132',
    '+1 415 555 0132',
    '+1 (415) 555-0132',
    '+1.415.555.0132',
    '\u202a+1 415 555 0132\u202c',
    '14155550132@s.whatsapp.net',
    '14155550132@c.us',
    '14155550132:7@s.whatsapp.net',
  ]
  const owner = await ownerOf(100)
  let known = 0
  await under(async (draw) => {
    const group = await world.group(owner)
    const answers = await atOnce(draw, async (caller) =>
      firstOf(await add(owner, group, [spellings[caller % spellings.length] ?? ''])),
    )
    expect(tally(answers)).toEqual({ added: 1, 'unchanged already_participant': callers - 1 })
    expect(await countPresent(world, group)).toBe(2)
    const rows = (await tablesIn(world.directory)).people ?? []
    expect(rows.filter((row) => row.includes('14155550132')).length).toBe(1)
    known += 1
  })
  expect(known).toBe(6)
})

test('one person has one account for a profile, however many are asked for at once', async () => {
  let made = 0
  await under(async (draw) => {
    made += 1
    const input = { network: 'builtin', profile: 'whatsapp', name: 'One', user_id: `+1505555${1000 + made}` }
    const answers = await atOnce(draw, () => world.codeOf(operations.createAccount, input))
    expect(tally(answers)).toEqual({ done: 1, already_exists: callers - 1 })
  }, 3)
})

test('an invite admits exactly as often as it may', async () => {
  await under(async (draw) => {
    const owner = await ownerOf(100)
    const group = await world.group(owner)
    const code = await world.invite(owner, group, { uses_max: 7 })
    const answers = await atOnce(draw, async (caller) => outcomeOf(await world.join(accountOf(caller), code)))
    expect(tally(answers)).toEqual({ added: 7, invite_ended: callers - 7 })
    expect((await world.env.store.read.invite(code))?.invite.uses).toBe(7)
    expect(await countPresent(world, group)).toBe(8)
    await demandReplay(world, group)
  })
})

test('nobody gets in by an invite after its revocation was answered', async () => {
  await under(async (draw) => {
    const owner = await ownerOf(100)
    const group = await world.group(owner)
    const code = await world.invite(owner, group)
    const answers = await atOnce(draw, async (caller) => {
      if (caller > 0) return outcomeOf(await world.join(accountOf(caller), code))
      await world.run(operations.revokeInvite, { account: owner.id, group, code })
      return outcomeOf(await world.join(accountOf(0), code))
    })
    expect(answers[0]).toBe('invite_ended')
    const events = await demandReplay(world, group)
    const revoked = events.findIndex(({ facts }) => facts.type === 'invite.revoked')
    expect(events.slice(revoked + 1)).toEqual([])
    expect(tally(answers).added ?? 0).toBe(
      events.filter(({ facts }) => facts.type === 'participants.added').length,
    )
  })
})

test('a join request ends once, whoever approves and rejects it at once', async () => {
  await under(async (draw) => {
    const owner = await ownerOf(100)
    const group = await world.group(owner)
    const code = await world.invite(owner, group, { approval: true })
    await world.join(accountOf(0), code)
    const answers = await atOnce(draw, async (caller) =>
      firstOf(
        await end(caller % 2 === 0 ? 'approveJoinRequests' : 'rejectJoinRequests', owner, group, phone(0)),
      ),
    )
    const { approved = 0, rejected = 0, ...rest } = tally(answers)
    expect([approved + rejected, rest]).toEqual([1, { 'refused no_join_request': callers - 1 }])
    expect(await world.standing(group, accountOf(0))).toBe(approved === 1 ? 'member' : null)
    await demandReplay(world, group)
  })
})

describe('a group with people has an owner or admin', () => {
  const roles: readonly Role[] = ['owner', 'admin', 'member', 'subscriber']
  const anyDeed = fc.record({ deed: fc.nat(19), whom: fc.nat(7), role: fc.constantFrom(...roles) })
  const anyDeeds = fc.array(anyDeed, { minLength: callers, maxLength: callers })

  /** What one of the first eight does to himself or to another of them. */
  function act(
    caller: number,
    group: GroupId,
    { deed, whom, role }: typeof anyDeed extends fc.Arbitrary<infer D> ? D : never,
  ) {
    const on = { account: accountOf(caller % 8).id, group }
    const participants = [phone(whom)]
    if (deed < 2) return world.codeOf(operations.leaveGroup, on)
    if (deed < 3) return world.codeOf(operations.forgetGroup, on)
    if (deed < 5) return world.codeOf(operations.removeParticipants, { ...on, participants })
    if (deed < 6) return world.codeOf(operations.banParticipants, { ...on, participants, reason: null })
    return world.codeOf(operations.setRole, { ...on, participants, role })
  }

  test.each(['promote', 'refuse'] as const)(
    'whoever leaves and whose role changes at once (%s)',
    async (policy) => {
      let peopled = 0
      const race = fc.asyncProperty(anyDraw, anyDeeds, async (draw, deeds) => {
        const people = Object.fromEntries(
          [1, 2, 3, 4, 5, 6, 7].map((index) => [phone(index), roles[1 + (index % 3)] ?? 'member']),
        )
        const group = await world.group(accountOf(0), people, { last_admin: policy })
        await atOnce(draw, (caller) =>
          act(caller, group, deeds[caller] ?? { deed: 0, whom: 0, role: 'member' }),
        )
        const { counts } = await world.head(group)
        if (presentCount(counts) > 0) peopled += 1
        // It looks at the group after every run, not only at the end.
        await demandReplay(world, group)
        for (const { kept, counted } of await groupCountsIn(world.directory)) expect(kept).toBe(counted)
      })
      await fc.assert(race, { numRuns: 15, endOnFailure: true })
      expect(peopled).toBeGreaterThan(0)
    },
  )

  test('when all leave at once, until nobody is left', async () => {
    await under(async (draw) => {
      const group = await world.group(
        accountOf(0),
        Object.fromEntries(range.slice(1).map((index) => [phone(index), 'member'])),
      )
      const answers = await atOnce(draw, (caller) =>
        world.codeOf(operations.leaveGroup, { account: accountOf(caller).id, group }),
      )
      expect(tally(answers)).toEqual({ done: callers })
      expect(await world.head(group)).toMatchObject({
        owner: null,
        counts: { owner: 0, admin: 0, member: 0 },
      })
      await demandReplay(world, group)
    })
  })

  test('when the ownership is handed to everybody at once', async () => {
    await under(async (draw) => {
      const group = await world.group(
        accountOf(0),
        Object.fromEntries(range.slice(1).map((index) => [phone(index), 'member'])),
      )
      const answers = await atOnce(draw, async (caller) =>
        firstOf(
          await world.attempt(operations.setRole, {
            account: accountOf(0).id,
            group,
            participants: [phone(caller)],
            role: 'owner',
          }),
        ),
      )
      // He may be asked to hand it to himself before or after he has.
      const {
        changed,
        'refused not_permitted': late = 0,
        'refused own_account': own = 0,
        ...rest
      } = tally(answers)
      expect(changed).toBe(1)
      expect(late + own + Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(callers - 1)
      expect((await world.head(group)).counts).toMatchObject({ owner: 1, admin: 1 })
      await demandReplay(world, group)
    })
  })
})

describe('one idempotency key, 64 times at once', () => {
  let keys = 0
  const fresh = () => {
    keys += 1
    return { idempotencyKey: `race ${keys}` }
  }

  test('is one effect and one answer', async () => {
    await under(async (draw) => {
      const owner = await ownerOf(100)
      const how = fresh()
      const input = { account: owner.id, name: 'Once', participants: [{ id: phone(0) }], message: 'Hello' }
      const answers = await atOnce(draw, () => world.execute(operations.createGroup, input, how))
      expect(answers.filter(({ replayed }) => !replayed).length).toBe(1)
      expect(
        new Set(answers.map(({ output, run, revision }) => JSON.stringify([output, run, revision]))).size,
      ).toBe(1)
      const { items } = await world.env.store.read.groupsOf(owner.person.id, 'created', {
        limit: 10,
        after: null,
      })
      expect(items.map(({ head }) => head.id)).toEqual([answers[0]?.output.group.head.id])
    })
  })

  test('is one record of a refusal, while what is refused becomes possible', async () => {
    await under(async (draw) => {
      const owner = await ownerOf(2)
      const group = await world.group(owner, { [phone(1)]: 'member' })
      const code = await world.invite(owner, group)
      const how = { ...fresh(), requestId: `refused ${keys}` }
      const answers = await atOnce(draw, async (caller) => {
        if (caller === 1) await world.run(operations.leaveGroup, { account: accountOf(1).id, group })
        return outcomeOf(await world.join(accountOf(0), code, how))
      })
      expect(new Set(answers).size).toBe(1)
      const runs = (await tablesIn(world.directory)).runs ?? []
      expect(runs.filter((row) => row.includes(`"${how.requestId}"`)).length).toBe(1)
      expect(isPresent(await world.standing(group, accountOf(0)))).toBe(answers[0] === 'added')
    })
  })

  test('is one effect when the network answers slowly; whoever comes meanwhile is told to wait', async () => {
    await under(async (draw) => {
      const owner = await ownerOf(100)
      const group = await world.group(owner)
      const how = fresh()
      const answers = await atOnce(draw, async () => firstOf(await add(owner, group, ['+15550100202'], how)))
      const { added = 0, idempotency_key_running: waiting = 0, ...rest } = tally(answers)
      expect([added + waiting, rest]).toEqual([callers, {}])
      expect(added).toBeGreaterThan(0)
      expect(await countPresent(world, group)).toBe(2)
      expect((await demandReplay(world, group)).length).toBe(2)
    })
  })

  test('is one of several requests when it is used for several; the others are refused', async () => {
    await under(async (draw) => {
      const owner = await ownerOf(100)
      const group = await world.group(owner)
      const how = fresh()
      const answers = await atOnce(draw, (caller) =>
        world.codeOf(operations.sendMessage, { account: owner.id, group, text: `text ${caller % 4}` }, how),
      )
      expect(tally(answers)).toEqual({ done: callers / 4, idempotency_key_reused: (callers / 4) * 3 })
      expect((await world.head(group)).revision).toBe(2)
    })
  })
})

test('of 64 who have seen the same revision one changes the group', async () => {
  await under(async (draw) => {
    const owner = await ownerOf(100)
    const group = await world.group(owner)
    const answers = await atOnce(draw, (caller) =>
      world.codeOf(
        operations.updateGroup,
        { account: owner.id, group, name: `Name ${caller}` },
        { revision: 1 },
      ),
    )
    expect(tally(answers)).toEqual({ done: 1, revision_mismatch: callers - 1 })
    expect((await world.head(group)).name).toBe(`Name ${answers.indexOf(null)}`)
  })
})
