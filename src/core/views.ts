/** What several operations answer: a group as the acting account sees it. */
import type { Head, Person, Standing, Time, View } from './model.ts'
import type { WorkingSet } from './operation.ts'

/** A group as one account sees it. */
export interface GroupView {
  readonly head: Head
  readonly own: { readonly person: Person; readonly standing: Standing; readonly since: Time }
  readonly view: View
  /** Messages of others that the account has not read, up to `unreadMax`. */
  readonly unread: number
}

/** Unread messages are counted so far and no further, so that a list's cost does not grow with the messages. */
export const unreadMax = 100

/** The group after a change, seen by the account that made it. */
export function viewAfter(
  set: WorkingSet,
  head: Head,
  standing: Standing | null = set.own?.standing ?? null,
): GroupView {
  const kept = set.own !== null && set.own.standing === standing
  return {
    head,
    own: {
      person: set.account.person,
      standing: standing ?? 'removed',
      since: kept ? set.own.since : set.at,
    },
    view: set.view,
    unread: 0,
  }
}
