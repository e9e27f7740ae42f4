/** A suspended group is frozen. This is the one place that refuses to change it, whatever the operation is. */
import { fail } from './failure.ts'
import type { GroupOperation, WorkingSet } from './operation.ts'

/**
 * Refuses to change a suspended group, unless the operation says that it goes on there; and to put a new group into a
 * community that is suspended.
 */
export function demandGoingOn<I, O>(operation: GroupOperation<I, O>, set: WorkingSet, input: I): void {
  if (operation.whileSuspended?.(input, set) === true) return
  const frozen = [
    ['group', set.head],
    ['community', set.community?.head],
  ] as const
  for (const [what, head] of frozen) {
    if (head?.suspension == null) continue
    const { reason } = head.suspension
    fail(
      'group_suspended',
      `The ${what} is suspended${reason === null ? '' : ` (${reason})`}. It can be read, left and deleted; for anything else ask whoever runs the workspace to let it go on.`,
    )
  }
}
