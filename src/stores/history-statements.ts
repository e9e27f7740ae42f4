/** Statements on the past of groups, and on what is over by now. */
import { statement } from './driver.ts'
import type { KeyRow, StayRow } from './rows.ts'

const personFields = 'p.id as person_id, p.user_id as person_user_id, p.name as person_name'

const present = `${personFields}, m.standing, m.since, m.revision as from_revision, null as until,
  null as to_revision, m.by_id from memberships m join people p on p.id = m.person_id`

const past = `${personFields}, h.standing, h.since, h.from_revision, h.until, h.to_revision, h.by_id
  from history h join people p on p.id = h.person_id`

/** Two reads for one list: what lasts is in one table and what ended in another; the page merges them. */
export const history = {
  presentAt: statement<[group: number, after: number, revision: number, limit: number], StayRow>(`
    select ${present} where m.group_id = ? and m.person_id > ? and m.revision <= ? and m.standing <= 4
    order by m.person_id limit ?`),
  pastAt: statement<[group: number, after: number, from: number, to: number, limit: number], StayRow>(`
    select ${past}
    where h.group_id = ? and h.person_id > ? and h.from_revision <= ? and h.to_revision > ? and h.standing <= 4
    order by h.person_id limit ?`),
  presentStay: statement<[group: number, person: number, after: number], StayRow>(
    `select ${present} where m.group_id = ? and m.person_id = ? and m.revision > ?`,
  ),
  pastStays: statement<[group: number, person: number, after: number, limit: number], StayRow>(`
    select ${past} where h.group_id = ? and h.person_id = ? and h.from_revision > ?
    order by h.from_revision limit ?`),
  lastRevision: statement<[group: number], { readonly revision: number | null }>(
    'select max(revision) as revision from events where group_id = ?',
  ),
  timeOfRevision: statement<[group: number, revision: number], { readonly at: number }>(
    'select at from events where group_id = ? and revision = ?',
  ),
  dueMemberships: statement<
    [at: number, most: number],
    { readonly group_id: number; readonly person_id: number }
  >(`
    select group_id, person_id from memberships
    where expires_at is not null and expires_at <= ? order by expires_at limit ?`),
  // A used-up invite has ended already.
  dueInvites: statement<[at: number, most: number], { readonly group_id: number; readonly code: string }>(`
    select group_id, code from invites
    where expires_at is not null and revoked_at is null and ended = 0 and expires_at <= ?
      and (uses_max is null or uses < uses_max)
    order by expires_at limit ?`),
  duePins: statement<[at: number, most: number], { readonly id: number }>(
    'select id from groups where pins_end is not null and pins_end <= ? order by pins_end limit ?',
  ),
  dueKeys: statement<[at: number, most: number], KeyRow>(`
    select id, workspace_id, name, scopes, account_id, created_at, expires_at, revoked_at from keys
    where expires_at is not null and revoked_at is null and ended = 0 and expires_at <= ?
    order by expires_at limit ?`),
}
