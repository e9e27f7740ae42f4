import { type Static, Type } from 'typebox'
import type { Facts } from '../event.ts'
import { assert, fail } from '../failure.ts'
import { onAccount, within } from '../fields.ts'
import { demandAdmission } from '../invites.ts'
import { type Invite, isPresent, presentCount, type Standing } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { demand } from '../permissions.ts'
import { type GroupView, viewAfter } from '../views.ts'

const Input = Type.Object({ ...onAccount, code: Type.String({ maxLength: 128 }) })
type Input = Static<typeof Input>

export interface Joined {
  readonly outcome: 'added' | 'requested' | 'unchanged'
  readonly group: GroupView
}

function inviteOf(set: WorkingSet): Invite {
  assert(set.invite !== null, 'joining without an invite')
  return set.invite
}

/** An approval asked by the invite or the group; a personal invite was an admin's wish already. */
function needsApproval(set: WorkingSet): boolean {
  const invite = inviteOf(set)
  return invite.only_for === null && (invite.approval || headOf(set).settings.join_approval)
}

export const joinGroup = groupOperation<Input, Joined>()({
  name: 'joinGroup',
  summary: 'Join a group by an invite code, or ask to be let in where approval is needed.',
  kind: 'group',
  scope: 'write',
  feature: 'joinGroup',
  on: 'invited',
  counts: 'account.groups',
  input: Input,
  decide(set) {
    const head = headOf(set)
    const standing = set.own?.standing ?? null
    // Doing it twice is harmless, even when the first time used the invite up.
    if (isPresent(standing)) return []
    demand('join', standing, head.settings)
    if (standing === 'requested' && needsApproval(set)) return []
    within(set, 'account.groups', set.counted + 1, 'The number of groups of the account')
    demandAdmission(inviteOf(set), set.account.person.id, set.at)
    if (standing === 'removed' && !set.readmits && set.invite?.only_for == null) {
      fail('invite_ended', 'Whoever was removed from this group does not come back by its invite.', {
        reason: 'removed',
      })
    }
    // Removing somebody withdraws what was meant for him alone.
    if (set.invite?.only_for != null && standing !== 'invited') {
      fail('invite_ended', 'The invite was withdrawn. Ask for a new one.', { reason: 'withdrawn' })
    }
    // Whoever came in would be alone in a group without an admin, or raise himself to be one.
    if (presentCount(head.counts) === 0)
      fail('invite_ended', 'Nobody is in the group any more.', { reason: 'empty' })
    if (!needsApproval(set) && presentCount(head.counts) >= head.capacity) {
      fail('group_full', `The group has ${head.capacity} people, which is its capacity.`, {
        capacity: head.capacity,
      })
    }
    return []
  },
  apply(set, { code }) {
    const standing = set.own?.standing ?? null
    if (isPresent(standing) || (standing === 'requested' && needsApproval(set))) {
      return { output: (head) => ({ outcome: 'unchanged', group: viewAfter(set, head) }), events: [] }
    }
    const view = { ...set.view, hidden: false }
    const to: Standing = needsApproval(set) ? 'requested' : inviteOf(set).role
    const people = [{ person: set.account.person, from: standing, to }]
    const facts: Facts =
      to === 'requested'
        ? { type: 'join_request.created', people, invite: code }
        : { type: 'participants.added', people, via: 'invite', invite: code }
    return {
      output: (head) => ({
        outcome: to === 'requested' ? 'requested' : 'added',
        group: viewAfter({ ...set, view }, head, to),
      }),
      events: [facts],
      ...(set.view.hidden ? { view } : {}),
    }
  },
})
