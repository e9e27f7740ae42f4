/**
 * What is over ends by itself: memberships, bans, invites, pins and keys that were given an end. The server does it, as one
 * transaction for each group, with the events that any other end of them has; so it happens once, also across restarts.
 */
import type { Environment } from './environment.ts'
import { type Change, type Event, type Facts, foldHead, type Happening, type Notice } from './event.ts'
import { type GroupId, isPresent, type Key, type Membership, type PersonId, type Time } from './model.ts'
import type { Tx } from './store.ts'

/** So many of each kind in one round, so that callers do not wait long behind it. */
const atOnce = 500

/** Ends everything whose time is over; answers how much was looked at, so that the caller may go on at once. */
export async function endWhatIsOver(env: Environment): Promise<number> {
  const at = env.now()
  const { read } = env.store
  const memberships = await read.dueMemberships(at, atOnce)
  const invites = await read.dueInvites(at, atOnce)
  const pinned = await read.duePins(at, atOnce)
  const keys = await read.dueKeys(at, atOnce)
  const groups = new Set([...[...memberships, ...invites].map(({ group }) => group), ...pinned])
  const ended = await Promise.all([
    ...[...groups].map((group) => {
      const people = memberships.filter((due) => due.group === group).map(({ person }) => person)
      const codes = invites.filter((due) => due.group === group).map(({ code }) => code)
      return env.store.transaction(group, (tx) => endInGroup(env, tx, group, people, codes))
    }),
    ...keys.map((key) => env.store.transaction(null, (tx) => endKey(tx, key, env.now()))),
  ])
  const events = ended.flat()
  if (events.length > 0) env.committed(events)
  return memberships.length + invites.length + pinned.length + keys.length
}

async function endInGroup(
  env: Environment,
  tx: Tx,
  group: GroupId,
  people: readonly PersonId[],
  codes: readonly string[],
): Promise<readonly Happening[]> {
  let head = await tx.head(group)
  if (head === null || head.deleted_at !== null) {
    await tx.dropExpiries(group)
    return []
  }
  const at = Math.max(env.now(), head.updated_at)
  const due = await stillDue(tx, group, people, at)
  const removed = due.filter(({ standing }) => isPresent(standing))
  const unbanned = due.filter(({ standing }) => standing === 'banned')
  const expired: readonly Facts[] = [
    ...changes(removed, 'removed', (changed) => ({
      type: 'participants.removed',
      people: changed,
      cause: 'expired',
    })),
    ...changes(unbanned, null, (changed) => ({ type: 'ban.removed', people: changed, cause: 'expired' })),
    ...(await stillOpen(tx, codes, at)).map((code): Facts => ({ type: 'invite.expired', code })),
    ...head.pins
      .filter(({ expires_at }) => expires_at !== null && expires_at <= at)
      .map(({ message }): Facts => ({ type: 'message.unpinned', message, cause: 'expired' })),
  ]
  const events: Event[] = []
  for (const facts of expired) {
    const own = { actor: null, account: null, run: null }
    const event: Event = { workspace: head.workspace, group, revision: head.revision + 1, at, ...own, facts }
    const after = foldHead(head, event)
    await tx.append(head, event, after)
    events.push(event)
    head = after
  }
  return events
}

function changes(
  members: readonly Membership[],
  to: 'removed' | null,
  facts: (people: readonly Change[]) => Facts,
): readonly Facts[] {
  if (members.length === 0) return []
  return [facts(members.map(({ person, standing }) => ({ person, from: standing, to })))]
}

/** Whoever was given another end, or none, since he was found, stays. */
async function stillDue(
  tx: Tx,
  group: GroupId,
  people: readonly PersonId[],
  at: Time,
): Promise<readonly Membership[]> {
  const found = await Promise.all(people.map((person) => tx.membership(group, person)))
  return found.flatMap((membership) => {
    if (membership === null || membership.expires_at === null) return []
    return membership.expires_at <= at ? [membership] : []
  })
}

async function stillOpen(tx: Tx, codes: readonly string[], at: Time): Promise<readonly string[]> {
  const found = await Promise.all(codes.map((code) => tx.invite(code)))
  return found.flatMap((each) => {
    if (each === null) return []
    const { code, expires_at, revoked_at } = each.invite
    return revoked_at === null && expires_at !== null && expires_at <= at ? [code] : []
  })
}

async function endKey(tx: Tx, key: Key, at: Time): Promise<readonly Happening[]> {
  if (!(await tx.endKey(key.id))) return []
  const own = { actor: null, account: null, run: null }
  const facts = { type: 'key.expired', key: key.id, name: key.name } as const
  const notice: Notice = { workspace: key.workspace, group: null, revision: null, at, ...own, facts }
  await tx.addNotice(notice)
  return [notice]
}
