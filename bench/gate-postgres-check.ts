/**
 * Compares what callers were told with the one history that the servers keep. Everything is sorted once and walked
 * through once, so that a hundred thousand operations are compared in seconds.
 */
import { list, text, whole } from '../test/e2e/wire.ts'

/** A write that was answered, at the revision that the answer named. Times are the caller's own. */
export interface Told {
  readonly group: string
  /** What it did, as `markOf` finds it in the event; no two writes have the same. */
  readonly mark: string
  readonly revision: number
  readonly began: number
  readonly ended: number
}

/** A reading of the group: how many people it had, at which revision. */
export interface Seen {
  readonly group: string
  readonly revision: number
  readonly people: number
  readonly began: number
  readonly ended: number
}

/** One row of a page of participants. */
export interface Row {
  readonly id: string
  readonly role: string
  readonly since: string
}

/** A reading of the first page of participants, which says no revision. */
export interface Paged {
  readonly group: string
  readonly limit: number
  readonly rows: readonly Row[]
  readonly began: number
  readonly ended: number
}

export interface Findings {
  /** Revisions that are missing, doubled or out of order. */
  gaps: number
  /** Acknowledged, and not in the history at the revision that was told. */
  lost: number
  /** In the history more than once, or asked for by nobody. */
  doubled: number
  /** Acknowledged before another began, and with the higher revision. */
  disordered: number
  /** Readings of a group that equal the replay at no revision between their beginning and their end. */
  misread: number
  /** The same for pages of participants. */
  mispaged: number
  /** Changes that the feed lacks, repeats or has in another order than their group. */
  misfed: number
  /** Answers other than the success or a 503 that says when to come back. */
  refused: number
  /** Servers that ended although nobody killed them. */
  ended: number
}

export const noFindings = (): Findings => ({
  ...{ gaps: 0, lost: 0, doubled: 0, disordered: 0 },
  ...{ misread: 0, mispaged: 0, misfed: 0, refused: 0, ended: 0 },
})

/** What an event says was done, in the words of the callers; null for what no caller did. */
export function markOf(event: unknown, turns: Map<string, number>): string | null {
  switch (text(event, 'type')) {
    case 'participants.added':
      return `add ${text(event, 'facts.people.0.id')}`
    case 'participants.removed':
      return `remove ${text(event, 'facts.people.0.id')}`
    case 'role.changed': {
      // A person's roles are changed by one caller, one after the other.
      const person = text(event, 'facts.people.0.id')
      const turn = (turns.get(person) ?? 0) + 1
      turns.set(person, turn)
      return `role ${person} ${turn} ${text(event, 'facts.people.0.to')}`
    }
    case 'message.sent':
      return `send ${text(event, 'facts.message.text')}`
    default:
      return null
  }
}

/** The highest revision among writes up to a time, by binary search over what is sorted once. */
function highestUntil(times: readonly (readonly [time: number, revision: number])[]) {
  const sorted = times.toSorted(([a], [b]) => a - b)
  const most: number[] = []
  for (const [, revision] of sorted) most.push(Math.max(most.at(-1) ?? 0, revision))
  return (time: number): number => {
    let [from, to] = [0, sorted.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((sorted[middle]?.[0] ?? 0) < time) from = middle + 1
      else to = middle
    }
    return most[from - 1] ?? 0
  }
}

/** One group's history: events by revision, what was told of it, and what was read of it. */
export function checkHistory(
  events: readonly unknown[],
  told: readonly Told[],
  { seen, paged }: { readonly seen: readonly Seen[]; readonly paged: readonly Paged[] },
  findings: Findings,
): void {
  findings.gaps += events.filter((event, index) => whole(event, 'revision') !== index + 1).length
  const wanted = new Set(told.map(({ mark }) => mark))
  const found = new Map<string, number>()
  const turns = new Map<string, number>()
  for (const event of events) {
    const mark = markOf(event, turns)
    if (mark === null) continue
    if (found.has(mark) || !wanted.has(mark)) findings.doubled += 1
    found.set(mark, whole(event, 'revision'))
  }
  findings.lost += told.filter(({ mark, revision }) => found.get(mark) !== revision).length
  findings.disordered += disorders(told)
  const least = highestUntil(told.map(({ ended, revision }) => [ended, revision]))
  const most = highestUntil(told.map(({ began, revision }) => [began, revision]))
  const windowOf = ({ began, ended }: { readonly began: number; readonly ended: number }) => ({
    // Whoever made the group did so before anybody was told of it.
    from: Math.max(1, least(began)),
    to: Math.max(1, most(ended)),
  })
  const sizes = sizesOf(events)
  for (const reading of seen) {
    const { from, to } = windowOf(reading)
    const isBetween = reading.revision >= from && reading.revision <= to
    if (!isBetween || sizes[reading.revision] !== reading.people) findings.misread += 1
  }
  findings.mispaged += mispaged(
    events,
    paged.map((page) => ({ page, ...windowOf(page) })),
  )
}

const present = new Set(['owner', 'admin', 'member', 'subscriber'])

/** How many people the group has at each revision. */
function sizesOf(events: readonly unknown[]): readonly number[] {
  const sizes = [0]
  for (const event of events) {
    const change = changesOf(event).reduce(
      (sum, { from, to }) => sum + Number(present.has(to ?? '')) - Number(present.has(from ?? '')),
      0,
    )
    sizes.push((sizes.at(-1) ?? 0) + change)
  }
  return sizes
}

interface Changed {
  readonly id: string
  readonly from: string | null
  readonly to: string | null
}

function changesOf(event: unknown): readonly Changed[] {
  const facts = (event as { readonly facts?: { readonly people?: readonly Changed[] } }).facts
  return facts?.people ?? []
}

/** Pairs of which one was acknowledged before the other began, but has the higher revision. */
function disorders(told: readonly Told[]): number {
  const byEnd = told.toSorted((a, b) => a.ended - b.ended)
  let [next, highest, count] = [0, 0, 0]
  for (const { began, revision } of told.toSorted((a, b) => a.began - b.began)) {
    for (let other = byEnd[next]; other !== undefined && other.ended < began; other = byEnd[next]) {
      highest = Math.max(highest, other.revision)
      next += 1
    }
    if (highest >= revision) count += 1
  }
  return count
}

/** A page, and the revisions of which it may be. */
interface Claim {
  readonly page: Paged
  readonly from: number
  readonly to: number
}

const ranks: Readonly<Record<string, string>> = { owner: '1', admin: '2', member: '3', subscriber: '4' }

/** The place of a row in the order of the list: standing, then how long; the time is of one length everywhere. */
const placeOf = ({ role, since }: Pick<Row, 'role' | 'since'>) => `${ranks[role]} ${since}`

/** The group's people while its events are walked through, in the order of the list. */
class People {
  readonly rows = new Map<string, Row>()
  readonly places: string[] = []

  /** How many stand before this place. */
  before(place: string): number {
    let [from, to] = [0, this.places.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((this.places[middle] ?? '') < place) from = middle + 1
      else to = middle
    }
    return from
  }

  set(id: string, row: Row | null): void {
    const old = this.rows.get(id)
    if (old !== undefined) this.places.splice(this.before(placeOf(old)), 1)
    this.rows.delete(id)
    if (row === null) return
    this.rows.set(id, row)
    this.places.splice(this.before(placeOf(row)), 0, placeOf(row))
  }

  /** Whether the first page of the list is this one; those of one standing and millisecond in any order. */
  has({ rows, limit }: Paged): boolean {
    if (rows.length !== Math.min(limit, this.places.length)) return false
    const isHere = (row: Row, index: number) => {
      const own = this.rows.get(row.id)
      return own?.role === row.role && own.since === row.since && this.places[index] === placeOf(row)
    }
    return rows.every(isHere) && new Set(rows.map(({ id }) => id)).size === rows.length
  }
}

/** Pages that are the list at none of the revisions of which they may be. */
function mispaged(events: readonly unknown[], claims: readonly Claim[]): number {
  const byFrom = claims.toSorted((a, b) => a.from - b.from)
  const people = new People()
  let open: Claim[] = []
  let [next, count] = [0, 0]
  for (const [index, event] of events.entries()) {
    const since = text(event, 'at')
    for (const { id, to } of changesOf(event)) {
      people.set(id, to === null || !present.has(to) ? null : { id, role: to, since })
    }
    const revision = index + 1
    for (let claim = byFrom[next]; claim !== undefined && claim.from <= revision; claim = byFrom[next]) {
      open.push(claim)
      next += 1
    }
    open = open.filter(({ page, to }) => {
      if (people.has(page)) return false
      if (to > revision) return true
      count += 1
      return false
    })
  }
  return count + open.length + byFrom.length - next
}

/** The feed against the groups' histories: each change once, those of a group in their order. */
export function checkFeed(
  feed: readonly unknown[],
  histories: ReadonlyMap<string, readonly unknown[]>,
  findings: Findings,
): void {
  const next = new Map<string, number>()
  for (const event of feed) {
    const group = (event as { readonly group?: unknown }).group
    if (typeof group !== 'string' || !histories.has(group)) continue
    const revision = whole(event, 'revision')
    if (revision !== (next.get(group) ?? 0) + 1) findings.misfed += 1
    next.set(group, revision)
  }
  for (const [group, events] of histories) if (next.get(group) !== events.length) findings.misfed += 1
}

/** The rows of a page, as far as they are compared. */
export function rowsOf(body: unknown): readonly Row[] {
  return list(body, 'data').map((row) => ({
    id: text(row, 'id'),
    role: text(row, 'role'),
    since: text(row, 'since'),
  }))
}
