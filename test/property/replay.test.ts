/**
 * Promises 1 to 3, 7 and 11 under random histories: whatever several accounts do to several groups in whatever order,
 * the state is the replay of the events and the invariants hold after every run.
 */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { eventTypes } from '../../src/core/event.ts'
import { endWhatIsOver } from '../../src/core/expiry.ts'
import type { Account, GroupId, Role } from '../../src/core/model.ts'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'
import { groupCountsIn } from '../support/database.ts'
import { jpeg } from '../support/pictures.ts'
import { demandReplay } from '../support/replay.ts'

const world = await openWorld()
afterAll(() => world.close())

// Small enough that groups are full and invites are at their limit every now and then.
const limits = { 'group.participants': 6, 'group.invites': 4 }
// The last one can be added by nobody and is invited instead; all of them have accounts.
const withAccount = [
  '+12025550101',
  '+12025550102',
  '+12025550103',
  '+12025550104',
  '+12025550105',
  '+15550100403',
]
// People who only are in groups; one is not on the network, one answers slowly, one never, one is no id at all.
const without = ['+12025550106', '+12025550107', '+15550100404', '+15550100202', '+15550100504', 'nonsense']
const people = [...withAccount, ...without]
const accounts: Account[] = []
for (const id of withAccount) accounts.push(await world.account(id, 'whatsapp', limits))
const pictures = [await jpeg(200), await jpeg(200, '#ff0000')]

/** One step of a history. Each kind of step takes of it what it needs. */
interface Step {
  readonly name: OperationName
  readonly group: number
  readonly actor: number
  /** Whoever leads the group at this moment acts instead, so that much is permitted. */
  readonly byLeader: boolean
  readonly people: readonly number[]
  readonly role: Role
  readonly flag: boolean
  readonly number: number
  readonly wait: number
}

const kinds: readonly (readonly [OperationName, number])[] = [
  ['addParticipants', 8],
  ['setRole', 6],
  ['joinGroup', 8],
  ['leaveGroup', 4],
  ['createInvite', 5],
  ['removeParticipants', 3],
  ['reviseGroup', 4],
  ['updateGroup', 4],
  ['approveJoinRequests', 4],
  ['rejectJoinRequests', 2],
  ['pinMessage', 4],
  ['unpinMessage', 3],
  ['banParticipants', 2],
  ['unbanParticipants', 3],
  ['revokeInvite', 2],
  ['inviteParticipants', 2],
  ['sendMessage', 3],
  ['forgetGroup', 1],
  ['setPicture', 1],
  ['removePicture', 1],
  ['suspendGroup', 1],
  ['unsuspendGroup', 4],
  ['deleteGroup', 1],
]

const anyStep: fc.Arbitrary<Step> = fc.record({
  name: fc.oneof(...kinds.map(([name, weight]) => ({ arbitrary: fc.constant(name), weight }))),
  group: fc.constantFrom(0, 0, 0, 1),
  actor: fc.nat(withAccount.length - 1),
  byLeader: fc.oneof({ arbitrary: fc.constant(true), weight: 3 }, fc.constant(false)),
  // Mostly people with accounts: a group whose only admin has none can be changed by nobody.
  people: fc.array(
    fc.oneof({ arbitrary: fc.nat(withAccount.length - 1), weight: 3 }, fc.nat(people.length - 1)),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  role: fc.constantFrom('owner', 'admin', 'member', 'subscriber'),
  flag: fc.boolean(),
  number: fc.nat(5),
  wait: fc.constantFrom(0, 0, 1, 50),
})

/** Whoever waits for an answer or is banned would rarely be met by chance: those steps name everybody. */
const namesEverybody: readonly OperationName[] = [
  'approveJoinRequests',
  'rejectJoinRequests',
  'unbanParticipants',
]
const userIds = ({ name, people: chosen }: Step) =>
  namesEverybody.includes(name) ? people : chosen.map((index) => people[index] ?? '')

/** Some of what is given ends by itself, a few steps later. */
const endOf = ({ flag, number }: Step) => (flag ? { expires_at: world.clock.at + 20 * (number + 1) } : {})

/** The input of a step, besides account and group. */
function inputOf(step: Step, codes: readonly string[]): object {
  const participants = userIds(step)
  switch (step.name) {
    case 'addParticipants':
      return { participants: participants.map((id) => ({ id, role: step.role, ...endOf(step) })) }
    case 'setRole':
      return {
        participants: step.role === 'owner' ? participants.slice(0, 1) : participants,
        role: step.role,
        ...(step.role === 'owner' ? {} : endOf(step)),
      }
    case 'banParticipants':
      return { participants, reason: step.flag ? 'spam' : null, ...endOf(step) }
    case 'createInvite': {
      const expires_at = step.flag ? world.clock.at + 40 * (step.number + 1) : null
      const uses_max = step.number === 0 ? null : step.number
      return { expires_at, uses_max, role: step.role, approval: step.number > 2 }
    }
    case 'joinGroup':
    case 'revokeInvite':
      return { code: codes.at(-1 - (step.number % Math.max(1, codes.length))) ?? 'none' }
    case 'sendMessage':
      return { text: `message ${step.number}` }
    case 'pinMessage':
      return { expires_at: step.flag ? null : world.clock.at + 1 + step.number * 20 }
    case 'unpinMessage':
      return {}
    case 'setPicture':
      return { bytes: pictures[step.flag ? 0 : 1] }
    case 'reviseGroup': {
      // Nobody is named for both, and nobody who is no id: the whole call would be refused.
      const named = [...new Set(participants)].filter((id) => id !== 'nonsense')
      const [first, ...others] = step.flag ? named : named.toReversed()
      const remove = first === undefined ? [] : [{ id: first }]
      return { add: others.map((id) => ({ id, role: step.role })), remove, more_tags: [step.role] }
    }
    case 'suspendGroup':
      return step.flag ? { reason: 'spam' } : {}
    case 'updateGroup':
      return updates[step.number]?.(step) ?? {}
    default:
      return { participants }
  }
}

const updates: readonly ((step: Step) => object)[] = [
  ({ role }) => ({ name: `The ${role}s`, description: role }),
  ({ flag }) => ({ settings: { announce: flag, locked: !flag } }),
  ({ flag }) => ({ settings: { member_add: flag ? 'everyone' : 'admins' } }),
  ({ flag }) => ({ settings: { last_admin: flag ? 'promote' : 'refuse', join_approval: flag } }),
  ({ role, flag }) => ({ tags: [role], topics: flag ? [] : ['a', 'b'], metadata: { role } }),
  ({ flag }) => ({ view: { pinned: flag, read: flag } }),
]

async function openGroup(first: readonly number[]): Promise<GroupId> {
  const [owner] = accounts
  if (owner === undefined) throw new Error('somebody begins')
  const participants = first.map((index) => ({ id: people[index] ?? '' }))
  const { group } = await world.run(operations.createGroup, {
    account: owner.id,
    name: 'Group',
    participants,
  })
  return group.head.id
}

/** How often each operation succeeded, and which events there were, over all histories. */
const succeeded = new Map<OperationName, number>()
const seen = new Map<string, number>()
const count = <K>(counts: Map<K, number>, what: K) => counts.set(what, (counts.get(what) ?? 0) + 1)

/** What one does for oneself. */
const forOneself: readonly OperationName[] = ['joinGroup', 'leaveGroup', 'forgetGroup']

async function actorOf(step: Step, group: GroupId): Promise<Account | undefined> {
  if (!step.byLeader || forOneself.includes(step.name)) return accounts[step.actor]
  const { items } = await world.env.store.read.members(group, ['owner', 'admin'], { limit: 1, after: null })
  return accounts.find(({ person }) => person.id === items[0]?.person.id) ?? accounts[step.actor]
}

/** The message that a step is about: the last one, or one that is pinned. */
async function messageOf({ name, flag }: Step, group: GroupId): Promise<object> {
  if (name !== 'pinMessage' && name !== 'unpinMessage') return {}
  const { last_message, pins } = await world.head(group)
  const pinned = flag ? pins.at(0)?.message : pins.at(-1)?.message
  return { message: name === 'pinMessage' ? (last_message?.id ?? 1) : (pinned ?? last_message?.id ?? 1) }
}

async function take(
  step: Step,
  groups: readonly GroupId[],
  codes: readonly string[],
): Promise<readonly string[]> {
  world.pass(step.wait)
  await endWhatIsOver(world.env)
  // Rare, because nothing can happen to a group afterwards.
  if (step.name === 'deleteGroup' && step.number > 1) return []
  const group = groups[step.group]
  const account = group === undefined ? undefined : await actorOf(step, group)
  if (group === undefined || account === undefined) throw new Error('a step names a group and an account')
  const input = { account: account.id, group, ...(await messageOf(step, group)), ...inputOf(step, codes) }
  // Whatever is thrown besides a refusal is a fault, and ends the test.
  const attempt = await world.attemptAny(operations[step.name], input)
  if (attempt.code !== null) return []
  count(succeeded, step.name)
  const output = attempt.output as {
    readonly invite?: { readonly code: string }
    readonly outcomes?: readonly { readonly invite?: { readonly code: string } }[]
  }
  const made = [output.invite, ...(output.outcomes ?? []).map(({ invite }) => invite)]
  return made.flatMap((invite) => (invite === undefined ? [] : [invite.code]))
}

/** Accounts, keys, webhooks and runs have events of their own, which no group has. */
const isOfGroup = (type: string) => !/^(account|key|webhook|run)\./.test(type)

const anyHistory = fc.record({
  first: fc.uniqueArray(fc.nat(people.length - 1), { maxLength: 5 }),
  steps: fc.array(anyStep, { minLength: 25, maxLength: 45 }),
})

test('the state is the replay of the events, and the invariants hold after every run', async () => {
  const history = fc.asyncProperty(anyHistory, async ({ first, steps }) => {
    const groups = [await openGroup(first), await openGroup([1, 2])]
    const codes: string[] = []
    for (const step of steps) codes.push(...(await take(step, groups, codes)))
    for (const group of groups) {
      for (const { facts } of await demandReplay(world, group)) count(seen, facts.type)
    }
    for (const { kept, counted } of await groupCountsIn(world.directory)) expect(kept).toBe(counted)
  })
  await fc.assert(history, { numRuns: 300 })
  // A history in which nothing happens proves nothing.
  expect([...succeeded.keys()].sort()).toEqual(kinds.map(([name]) => name).sort())
  expect([...seen.keys()].sort()).toEqual(Object.keys(eventTypes).filter(isOfGroup).sort())
  // Three hundred histories are much work, and how long that takes is not what is asked.
}, 300_000)
