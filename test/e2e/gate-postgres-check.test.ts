/** The gate's own check: it finds nothing where nothing is wrong, and each thing that is. */
import { expect, it } from 'vitest'
import {
  checkFeed,
  checkHistory,
  type Findings,
  noFindings,
  type Paged,
  type Seen,
  type Told,
} from '../../bench/gate-postgres-check.ts'

const group = 'grp_1'
const timeOf = (revision: number) => new Date(Date.UTC(2026, 0, 1) + revision).toISOString()
const event = (revision: number, type: string, facts: object) => ({
  group,
  revision,
  type,
  at: timeOf(revision),
  facts,
})
const change = (id: string, from: string | null, to: string | null) => ({ people: [{ id, from, to }] })

/** Anna makes the group; Ben and Cleo come, Ben rises, Cleo says something and goes. */
const events = [
  event(1, 'group.created', change('anna', null, 'owner')),
  event(2, 'participants.added', change('ben', null, 'member')),
  event(3, 'participants.added', change('cleo', null, 'member')),
  event(4, 'role.changed', change('ben', 'member', 'admin')),
  event(5, 'message.sent', { message: { text: 'hello' } }),
  event(6, 'participants.removed', change('cleo', 'member', 'removed')),
]
const marks = ['add ben', 'add cleo', 'role ben 1 admin', 'send hello', 'remove cleo']
/** Each is answered before the next begins. */
const told: readonly Told[] = marks.map((mark, index) => ({
  ...{ group, mark, revision: index + 2 },
  ...{ began: 10 * index, ended: 10 * index + 5 },
}))
const row = (id: string, role: string, revision: number) => ({ id, role, since: timeOf(revision) })
const seen: Seen = { group, revision: 4, people: 3, began: 26, ended: 28 }
const paged: Paged = {
  ...{ group, limit: 2, began: 26, ended: 28 },
  rows: [row('anna', 'owner', 1), row('ben', 'admin', 4)],
}

interface Case {
  readonly events?: readonly unknown[]
  readonly told?: readonly Told[]
  readonly seen?: Seen
  readonly paged?: Paged
}

function check(given: Case): Findings {
  const findings = noFindings()
  const readings = { seen: [given.seen ?? seen], paged: [given.paged ?? paged] }
  checkHistory(given.events ?? events, given.told ?? told, readings, findings)
  return findings
}

it('finds nothing wrong with an honest history', () => {
  expect(check({})).toEqual(noFindings())
  const findings = noFindings()
  checkFeed(events, new Map([[group, events]]), findings)
  expect(findings).toEqual(noFindings())
})

const wrong: readonly (readonly [what: keyof Findings, given: Case])[] = [
  ['gaps', { events: events.filter((_, index) => index !== 4) }],
  ['lost', { events: events.slice(0, 5) }],
  ['doubled', { events: [...events, event(7, 'message.sent', { message: { text: 'hello' } })] }],
  ['doubled', { told: told.slice(0, 4) }],
  [
    'disordered',
    { told: told.map((each, index) => (index === 0 ? { ...each, began: 70, ended: 75 } : each)) },
  ],
  ['misread', { seen: { ...seen, people: 2 } }],
  ['misread', { seen: { ...seen, revision: 3 } }],
  ['misread', { seen: { ...seen, revision: 5, people: 3 } }],
  ['mispaged', { paged: { ...paged, rows: [row('anna', 'owner', 1), row('ben', 'member', 2)] } }],
  ['mispaged', { paged: { ...paged, rows: paged.rows.toReversed() } }],
  ['mispaged', { paged: { ...paged, rows: paged.rows.slice(0, 1) } }],
  ['mispaged', { paged: { ...paged, rows: [row('anna', 'owner', 1), row('cleo', 'member', 3)] } }],
]
it.each(wrong)('finds what is %s', (what, given) => {
  expect(check(given)[what]).toBeGreaterThan(0)
})

it.each([
  ['lacks', events.slice(1)],
  ['repeats', [...events, ...events.slice(5)]],
  ['has in another order', events.toReversed()],
])('finds what the feed %s', (_, feed) => {
  const findings = noFindings()
  checkFeed(feed, new Map([[group, events]]), findings)
  expect(findings.misfed).toBeGreaterThan(0)
})
