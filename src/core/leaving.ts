/** Leaving: when the last owner or admin goes, the group's policy decides as the last step. */
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
  const leads = standing === 'owner' || standing === 'admin'
  const leadersLeft = head.counts.owner + head.counts.admin - (leads ? 1 : 0)
  const next = set.successor
  // Without an owner an admin carries the group on; only a group without either needs a new one.
  if (!leads || leadersLeft > 0 || presentCount(head.counts) === 1) return { events: [left], successor: null }
  if (next === null) {
    fail(
      'last_admin',
      'Only subscribers would stay in this group: make one of them admin first, or delete the group.',
    )
  }
  if (head.settings.last_admin === 'refuse') {
    fail(
      'last_admin',
      'The last admin cannot leave this group: make somebody else admin first, or set `last_admin` to `promote`.',
    )
  }
  const promoted: Facts = {
    type: 'role.changed',
    people: [{ person: next.person, from: next.standing, to: standing === 'owner' ? 'owner' : 'admin' }],
    cause: 'succession',
  }
  return { events: [left, promoted], successor: next.person.user_id }
}
