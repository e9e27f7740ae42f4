/**
 * Promise 4: who may do what to whom is one table, and every cell of it is tried here on a running core. What is
 * expected is written down a second time, so that a cell that is changed in the source breaks a test.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FailureCode } from '../../src/core/failure.ts'
import { roles, type Settings, standings } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { type Action, type Actor, may, permissions } from '../../src/core/permissions.ts'
import { type AnyOperation, openWorld, page } from '../support/core.ts'
import { actors, openParty, others, userIds } from '../support/party.ts'
import { jpeg } from '../support/pictures.ts'

const world = await openWorld()
afterAll(() => world.close())

/** One letter for each of `actors`: y, n, or the setting that takes it away: (a)nnounce, (l)ocked, (m)ember_add. */
const expected: Readonly<Record<Action, string>> = {
  //                       owner admin member subscriber invited requested banned left removed stranger
  read: /*                 */ 'yyyyyynyyn',
  read_participants: /*    */ 'yyyynnnnnn',
  read_messages: /*        */ 'yyyynnnyyn',
  send_message: /*         */ 'yyannnnnnn',
  edit_info: /*            */ 'yylnnnnnnn',
  edit_settings: /*        */ 'yynnnnnnnn',
  add: /*                  */ 'yymnnnnnnn',
  remove: /*               */ 'yynnnnnnnn',
  ban: /*                  */ 'yynnnnnnnn',
  set_role: /*             */ 'yynnnnnnnn',
  manage_invites: /*       */ 'yynnnnnnnn',
  manage_join_requests: /* */ 'yynnnnnnnn',
  manage_bans: /*          */ 'yynnnnnnnn',
  join: /*                 */ 'nnnnyynyyy',
  leave: /*                */ 'yyyynnnnnn',
  delete: /*               */ 'ynnnnnnnnn',
}

const lenient = { announce: false, locked: false, member_add: 'everyone' } as const
/** Each setting alone, so that an action which looks at another one is noticed. */
const variants: readonly (readonly [string, Partial<Settings>])[] = [
  ['', lenient],
  ['a', { ...lenient, announce: true }],
  ['l', { ...lenient, locked: true }],
  ['m', { ...lenient, member_add: 'admins' }],
]

const settings: Settings = {
  ...lenient,
  join_approval: false,
  discoverable: false,
  ephemeral_seconds: null,
  last_admin: 'promote',
}

const party = await openParty(world)
const { group, message, code, accountOf } = party
const newcomer = '+12025550120'

test('everybody stands as the tables need it', async () => {
  for (const actor of standings) expect(await world.standing(group, accountOf(actor))).toBe(actor)
  expect(await world.standing(group, accountOf('stranger'))).toBeNull()
})

type Attempt = readonly [operation: AnyOperation, more: object]

/** The operations that need a permission, each with what it is asked besides account and group. */
async function attemptsOf(action: Action, actor: Actor): Promise<readonly Attempt[]> {
  const target = actor === 'member' ? others.member : userIds.member
  switch (action) {
    case 'read':
      return [
        [operations.getGroup, {}],
        [operations.getPicture, {}],
        [operations.forgetGroup, {}],
        [operations.updateGroup, { view: { pinned: true } }],
      ]
    case 'read_participants':
      return [
        [operations.listParticipants, page],
        [operations.getParticipant, { person: userIds.owner }],
        [operations.listGroupEvents, page],
        [operations.listPastParticipants, { ...page, at: { revision: 1 } }],
        [operations.listParticipantHistory, { ...page, person: userIds.owner }],
        [operations.diffGroup, { from: { revision: 1 } }],
      ]
    case 'read_messages':
      return [
        [operations.listMessages, page],
        [operations.getMessage, { message }],
      ]
    case 'send_message':
      return [[operations.sendMessage, { text: 'Hello' }]]
    case 'edit_info':
      return [
        [operations.updateGroup, { name: 'Other' }],
        [operations.updateGroup, { description: 'Other' }],
        [operations.reviseGroup, { add: [], remove: [], name: 'Other' }],
        [operations.setPicture, { bytes: await jpeg(200) }],
        [operations.removePicture, {}],
      ]
    case 'edit_settings':
      return [
        [operations.updateGroup, { settings: { discoverable: true } }],
        [operations.updateGroup, { tags: ['a'] }],
        [operations.updateGroup, { topics: ['a'] }],
        [operations.updateGroup, { metadata: { a: 'b' } }],
        [operations.reviseGroup, { add: [], remove: [], settings: { discoverable: true } }],
        [operations.reviseGroup, { add: [], remove: [], more_tags: ['b'] }],
        [operations.reviseGroup, { add: [], remove: [], metadata: { a: null } }],
      ]
    case 'add':
      return [
        [operations.addParticipants, { participants: [{ id: newcomer }] }],
        [operations.reviseGroup, { add: [{ id: newcomer }], remove: [] }],
      ]
    case 'remove':
      return [
        [operations.removeParticipants, { participants: [target] }],
        [operations.reviseGroup, { add: [], remove: [{ id: target }] }],
      ]
    case 'ban':
      return [[operations.banParticipants, { participants: [target], reason: null }]]
    case 'set_role':
      return [[operations.setRole, { participants: [target], role: 'subscriber' }]]
    case 'manage_invites':
      return [
        [operations.createInvite, { expires_at: null, uses_max: null, role: 'member', approval: false }],
        [operations.listInvites, page],
        [operations.inviteParticipants, { participants: [newcomer] }],
        [operations.revokeInvite, { code }],
      ]
    case 'manage_join_requests':
      return [
        [operations.listJoinRequests, page],
        [operations.approveJoinRequests, { participants: [userIds.requested] }],
        [operations.rejectJoinRequests, { participants: [userIds.requested] }],
      ]
    case 'manage_bans':
      return [
        [operations.listBans, page],
        [operations.unbanParticipants, { participants: [userIds.banned] }],
      ]
    case 'join':
      return [[operations.joinGroup, { code }]]
    case 'leave':
      return [[operations.leaveGroup, {}]]
    case 'delete':
      return [[operations.deleteGroup, {}]]
  }
}

/** How a refusal reads: whoever is outside is told so, and a stranger learns nothing. */
function refusalFor(action: Action, actor: Actor): FailureCode | null {
  if (actor === 'banned') return 'banned'
  // Doing these twice is harmless: they succeed, and nothing happens.
  if (action === 'join' || (action === 'leave' && actor === 'left')) return null
  if (actor === 'stranger') return 'group_not_found'
  return roles.some((role) => role === actor) ? 'not_permitted' : 'not_a_participant'
}

describe.each(variants)('with the setting %j', (letter, wish) => {
  beforeAll(async () => {
    const input = { account: accountOf('owner').id, group, settings: wish }
    await world.run(operations.updateGroup, input)
  })

  test.each(Object.keys(permissions) as Action[])('%s is allowed to whom the table says', async (action) => {
    for (const [index, actor] of actors.entries()) {
      const cell = expected[action][index]
      const allowed = cell === 'y' || (cell !== 'n' && cell !== letter)
      expect(may(action, actor === 'stranger' ? null : actor, { ...settings, ...wish })).toBe(allowed)
      for (const [operation, more] of await attemptsOf(action, actor)) {
        const input = { account: accountOf(actor).id, ...(action === 'join' ? {} : { group }), ...more }
        const before = (await world.head(group)).revision
        const attempt = await world.attemptAny(operation, input, { dryRun: true })
        const what = `${actor}: ${operation.name} ${JSON.stringify(more)}`
        expect([what, attempt.code]).toEqual([what, allowed ? null : refusalFor(action, actor)])
        if (attempt.code === null && !allowed) expect(attempt.result.revision).toBe(before)
        if (attempt.code === null && (action === 'join' || action === 'leave') && allowed) {
          // Whoever follows an owner is one change more.
          expect(attempt.result.revision).toBe(before + (action === 'leave' && actor === 'owner' ? 2 : 1))
        }
      }
    }
  })
})

test('the tables have no cell that is not expected here', () => {
  expect(Object.keys(permissions)).toEqual(Object.keys(expected))
  for (const [action, row] of Object.entries(permissions)) {
    expect([action, Object.keys(row).sort()]).toEqual([action, [...actors].sort()])
  }
})
