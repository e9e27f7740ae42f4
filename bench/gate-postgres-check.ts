/** Compares what callers were told with the one history that the servers keep. */
import { text, texts, whole } from '../test/e2e/wire.ts'

/** A write that was answered: its person is in the group since `revision`. Times are the caller's own. */
export interface Told {
  readonly group: string
  readonly person: string
  readonly revision: number
  readonly began: number
  readonly ended: number
}

/** A reading: how many people the group had, at which revision. */
export interface Seen {
  readonly group: string
  readonly revision: number
  readonly people: number
  readonly began: number
  readonly ended: number
}

export interface Findings {
  /** Revisions that are missing, doubled or out of order. */
  gaps: number
  /** Acknowledged, and not in the history at the revision that was told. */
  lost: number
  /** In the history more than once. */
  doubled: number
  /** Acknowledged before another began, and with the higher revision. */
  disordered: number
  /** Readings that equal the replay at no revision between their beginning and their end. */
  misread: number
  /** Changes that the feed lacks, repeats or has in another order than their group. */
  misfed: number
  /** Answers other than the success or a 503. */
  refused: number
}

export const noFindings = (): Findings => ({
  ...{ gaps: 0, lost: 0, doubled: 0, disordered: 0, misread: 0, misfed: 0, refused: 0 },
})

/** One group's history: events by revision, what was told of it, and what was read of it. */
export function checkHistory(
  events: readonly unknown[],
  told: readonly Told[],
  seen: readonly Seen[],
  findings: Findings,
): void {
  findings.gaps += events.filter((event, index) => whole(event, 'revision') !== index + 1).length
  const sizes = [0]
  const addedAt = new Map<string, number>()
  for (const event of events) {
    const people = text(event, 'type') === 'participants.added' ? texts(event, 'facts.people', 'id') : []
    for (const person of people) {
      if (addedAt.has(person)) findings.doubled += 1
      addedAt.set(person, whole(event, 'revision'))
    }
    // Whoever makes the group is in it from its first revision.
    sizes.push((sizes.at(-1) ?? 0) + people.length + (text(event, 'type') === 'group.created' ? 1 : 0))
  }
  findings.lost += told.filter(({ person, revision }) => addedAt.get(person) !== revision).length
  findings.disordered += disorders(told)
  const begunAt = new Map(told.map(({ revision, began }) => [revision, began]))
  for (const reading of seen) {
    const least = highestBefore(told, reading.began)
    const isPossible = (begunAt.get(reading.revision) ?? 0) <= reading.ended
    if (sizes[reading.revision] !== reading.people || reading.revision < least || !isPossible) {
      findings.misread += 1
    }
  }
}

/** The highest revision that had been acknowledged at a time. */
function highestBefore(told: readonly Told[], time: number): number {
  return told.reduce((most, { ended, revision }) => (ended < time ? Math.max(most, revision) : most), 0)
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
