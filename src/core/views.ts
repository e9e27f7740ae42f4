/** What several operations answer: a group as the acting account sees it. */
import {
  type Head,
  isPresent,
  type Membership,
  type Person,
  roles,
  type Standing,
  type Time,
  type View,
} from './model.ts'
import type { WorkingSet } from './operation.ts'
import { may } from './permissions.ts'
import type { Reader } from './store.ts'

/** A group as one account sees it. */
export interface GroupView {
  readonly head: Head
  readonly own: { readonly person: Person; readonly standing: Standing; readonly since: Time }
  readonly view: View
  /** Messages of others that the account has not read, up to `unreadMax`. */
  readonly unread: number
  /** The first of its people, where they were asked for and the account may see them. */
  readonly people?: readonly Membership[]
}

/** Unread messages are counted so far and no further, so that a list's cost does not grow with the messages. */
export const unreadMax = 100

/** The group as this account may see it: whoever is gone sees no message that was sent after he went. */
export function viewOf(head: Head, own: GroupView['own'], view: View, unread: number): GroupView {
  const last = head.last_message
  const isHidden =
    own.standing === 'invited' ||
    own.standing === 'requested' ||
    ((own.standing === 'left' || own.standing === 'removed') && last !== null && last.at > own.since)
  // Pins are shown to whoever is inside; what is pinned may be newer than what others may read.
  const shown = isPresent(own.standing) || head.pins.length === 0 ? head : { ...head, pins: [] }
  return isHidden
    ? { head: { ...shown, last_message: null }, own, view, unread: 0 }
    : { head: shown, own, view, unread }
}

/** The group after a change, seen by the account that made it. */
export function viewAfter(
  set: WorkingSet,
  head: Head,
  standing: Standing | null = set.own?.standing ?? null,
): GroupView {
  const kept = set.own !== null && set.own.standing === standing
  const since = kept ? set.own.since : set.at
  const own = { person: set.account.person, standing: standing ?? ('removed' as const), since }
  return viewOf(head, own, set.view, set.unread)
}

/** The view with the first of the group's people, when so many are asked for. */
export async function withPeopleOf(
  reader: Reader,
  view: GroupView,
  limit: number | undefined,
): Promise<GroupView> {
  const { head, own } = view
  if (limit === undefined || limit === 0 || !may('read_participants', own.standing, head.settings))
    return view
  const { items } = await reader.members(head.id, roles, { limit, after: null })
  return { ...view, people: items }
}
