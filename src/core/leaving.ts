/** Leaving: when the owner goes the longest-standing admin follows him, else member, unless the policy refuses. */
import type { Facts } from './event.ts'
import { fail } from './failure.ts'
import { isPresent, presentCount } from './model.ts'
import { headOf, type WorkingSet } from './operation.ts'

/** The events of the account's leaving, and who was promoted for it. */
export function leaving(set: WorkingSet): {
  readonly events: readonly Facts[]
  readonly successor: string | null
} {
  const head = headOf(set)
  const standing = set.own?.standing ?? null
  if (!isPresent(standing)) return { events: [], successor: null }
  const left: Facts = {
    type: 'participants.left',
    people: [{ person: set.account.person, from: standing, to: 'left' }],
  }
  const isOwner = standing === 'owner'
  const othersLead = head.counts.owner + head.counts.admin - (isOwner || standing === 'admin' ? 1 : 0) > 0
  const isNeeded = isOwner || (standing === 'admin' && !othersLead)
  if (!isNeeded || presentCount(head.counts) === 1) return { events: [left], successor: null }
  const next = set.successor
  if (next === null) {
    fail(
      'last_admin',
      'Only subscribers would stay in this group: make one of them admin first, or delete the group.',
    )
  }
  if (!othersLead && head.settings.last_admin === 'refuse') {
    fail(
      'last_admin',
      'The last admin cannot leave this group: make somebody else admin first, or set `last_admin` to `promote`.',
    )
  }
  // A group keeps an owner as long as somebody can be one: only he can end it.
  const promoted: Facts = {
    type: 'role.changed',
    people: [{ person: next.person, from: next.standing, to: 'owner' }],
    cause: 'succession',
  }
  return { events: [left, promoted], successor: next.person.user_id }
}
