/** A suspended group is frozen. This is the one place that refuses to change it, whatever the operation is. */
import { fail, failures } from './failure.ts'
import type { GroupOperation, WorkingSet } from './operation.ts'
import { permissions } from './permissions.ts'

/**
 * Refuses to change a suspended group, unless the operation says that it goes on there; and to put a new group into a
 * community that is suspended.
 */
export function demandGoingOn<I, O>(operation: GroupOperation<I, O>, set: WorkingSet, input: I): void {
  if (operation.whileSuspended?.(input, set) === true) return
  const frozen = [
    ['group', set.head, set.own],
    ['community', set.community?.head, set.community?.own],
  ] as const
  for (const [what, head, own] of frozen) {
    if (head?.suspension == null) continue
    const { reason } = head.suspension
    // Whoever only has an invite may know that, and not why.
    const isTold = reason !== null && permissions.read[own?.standing ?? 'stranger'] === 'yes'
    const { advice } = failures.group_suspended
    fail('group_suspended', `The ${what} is suspended${isTold ? ` (${reason})` : ''}. ${advice}`)
  }
}
