/**
 * One transaction that works share: those of one turn, or of several groups. It locks them all, reads beforehand for all,
 * carries out each, sends what they wrote together, and commits once. What cannot be kept is done again.
 */
import type { GroupId, WorkspaceId } from '../../core/model.ts'
import type { Tx } from '../../core/store.ts'
import { command, type Link, type Scope, show } from './connection.ts'
import { busy, isWorthAgain, toTrouble } from './trouble.ts'
import { Elsewhere, takeFreeTurns, takeTurn } from './turns.ts'
import { createSession, type Foresight, type Session } from './tx.ts'

/** So often is work done that others come in the way of; each time means that somebody got on. */
const timesMost = 12

/** A work that writes more rows than this holds its neighbours up; the works of its group go by themselves then. */
const rowsMost = 1000

/** Tells a caller what came of his work, once that is certain. */
export type Settle = () => void

export interface Work {
  /** The group whose turn it takes; null for what a workspace, or the server, does outside of groups. */
  readonly turn: GroupId | null
  readonly carryOut: (tx: Tx) => Promise<Settle>
  /** False for what is only rehearsed. */
  readonly kept: boolean
  readonly fail: (error: unknown) => void
  readonly foresight: Foresight | undefined
  /** When it came, by the steady clock. */
  readonly since: number
  /** So often it was done in vain when it was alone. */
  times: number
  /** Somebody came in the way of a transaction that it shared. */
  wasDisturbed: boolean
  /** It shares no transaction any more. */
  isAlone: boolean
}

/** What one transaction came to. */
export interface Outcome {
  /** To be told, now that it is certain. */
  readonly settles: readonly Settle[]
  /** What was not carried out, or shall be once more, in the order in which it came. */
  readonly again: readonly Work[]
  /** Groups whose turn somebody else had. */
  readonly missed: ReadonlySet<GroupId | null>
  /** Groups that shall not share for a while. */
  readonly apart: ReadonlySet<GroupId | null>
  /** Workspaces in which events were committed. */
  readonly touched: ReadonlySet<WorkspaceId>
  /** How many were carried out, when there was no time for all. */
  readonly cutAt: number | null
}

export interface BatchOptions {
  readonly scope: Scope
  /** At least one; of a group in the order in which they came. */
  readonly works: readonly Work[]
  /** After this no more of them is begun. */
  readonly milliseconds: number
  /** Whether it may wait for a turn, when it needs one only. */
  readonly mayWait: boolean
  /** Whether the store is being read beside the transactions. */
  readonly isReading: () => boolean
}

/** What is known so far of a transaction. */
interface Progress {
  readonly settles: Settle[]
  readonly done: Set<Work>
  readonly apart: Set<GroupId | null>
  /** Groups of which a work must wait for a turn; what is behind it waits too. */
  readonly heldUp: Set<GroupId | null>
  isWorthCommit: boolean
}

/** Why nothing of a transaction can be kept. */
interface Trouble {
  readonly cause: unknown
  /** The work that is to blame, where that is known. */
  readonly culprit: Work | null
}

/** Sends a command that is not waited for; what follows it fails when it does. */
function ahead(link: Link, text: string): void {
  command(link, text).catch(() => undefined)
}

/** Carries out one work. False when it can only be undone with its neighbours. */
async function carryOut(session: Session, work: Work, progress: Progress): Promise<boolean> {
  const hands = session.begin()
  try {
    const settle = await Promise.race([work.carryOut(hands.tx), hands.overdue])
    hands.end()
    progress.done.add(work)
    progress.settles.push(settle)
    progress.isWorthCommit ||= work.kept
    return work.kept || hands.undo()
  } catch (error) {
    hands.end()
    if (error instanceof Elsewhere) {
      work.isAlone = true
      progress.heldUp.add(work.turn)
    } else {
      progress.done.add(work)
      progress.settles.push(() => work.fail(toTrouble(error)))
    }
    return hands.undo()
  }
}

const sentAlready = new Error('work that failed had sent what it wrote')

/** Carries out works until one of them, or the time, ends it. Answers why they cannot be kept, or null. */
async function carryOutAll(
  session: Session,
  works: readonly Work[],
  progress: Progress,
  milliseconds: number,
): Promise<Trouble | null> {
  const end = performance.now() + milliseconds
  let culprit: Work | null = null
  for (const work of works) {
    if (progress.heldUp.has(work.turn)) continue
    const before = session.rows()
    if (!(await carryOut(session, work, progress)) && works.length > 1) culprit = work
    if (session.rows() - before > rowsMost) progress.apart.add(work.turn)
    if (culprit !== null || session.trouble() !== null || performance.now() >= end) break
  }
  return session.written().then(
    () => {
      const trouble = session.trouble()
      if (trouble !== null) return { ...trouble, culprit: null }
      return culprit === null ? null : { cause: sentAlready, culprit }
    },
    // What was written first, and failed, is the cause of what failed after it.
    (cause: unknown) => ({ cause, culprit: null }),
  )
}

/** What came of a work that was alone and that the database did not take. */
function failedAlone(work: Work, { cause }: Trouble): Outcome {
  work.times += 1
  const isAgain = isWorthAgain(cause) && work.times < timesMost
  return {
    settles: isAgain ? [] : [() => work.fail(toTrouble(cause))],
    again: isAgain ? [work] : [],
    missed: new Set(),
    // Its group's next works may be refused as well, which would be everybody's loss.
    apart: new Set(isAgain ? [] : [work.turn]),
    ...{ touched: new Set(), cutAt: null },
  }
}

/**
 * Each is done again when a transaction was not kept that several shared. Whoever is to blame is alone from now on. When
 * somebody else came in between all find it so when they look once more; else, and the second time, each is alone.
 */
function failTogether(works: readonly Work[], { cause, culprit }: Trouble): void {
  if (culprit !== null) {
    culprit.isAlone = true
    return
  }
  for (const work of works) {
    if (isWorthAgain(cause) && !work.wasDisturbed) work.wasDisturbed = true
    else work.isAlone = true
  }
}

/** Takes the turns of all; answers those that somebody else has. Who waits for his is told of it later. */
async function takeTurns(
  link: Link,
  turns: readonly (GroupId | null)[],
  waits: boolean,
): Promise<{ readonly taken: Promise<unknown>; readonly missed: ReadonlySet<GroupId | null> }> {
  if (!waits) {
    const groups = turns.flatMap((turn) => turn ?? [])
    return { taken: Promise.resolve(), missed: await takeFreeTurns(link, groups) }
  }
  const taken = takeTurn(link, turns[0] ?? null)
  taken.catch(() => undefined)
  return { taken, missed: new Set() }
}

/**
 * Carries out works as one transaction. When the database refuses any of what they wrote, nothing is kept. Throws when
 * the turn cannot be had, or when nobody knows what became of it: then the connection is of no use any more.
 */
export async function carryOutBatch(link: Link, options: BatchOptions): Promise<Outcome> {
  const { scope, works: wanted, milliseconds, mayWait, isReading } = options
  show(link, scope)
  ahead(link, 'begin')
  const turns = [...new Set(wanted.map(({ turn }) => turn))]
  const waits = turns.length === 1 && mayWait
  const { taken, missed } = await takeTurns(link, turns, waits)
  const works = wanted.filter(({ turn }) => !missed.has(turn))
  const held = turns.flatMap((turn) => (turn === null || missed.has(turn) ? [] : [turn]))
  const session = createSession(link, { turns: held, waits, isReading })
  const progress: Progress = {
    ...{ settles: [], done: new Set<Work>(), isWorthCommit: false },
    ...{ apart: new Set<GroupId | null>(), heldUp: new Set<GroupId | null>() },
  }
  if (works.length > 1) await session.foresee(works.flatMap(({ foresight }) => foresight ?? []))
  const trouble = await carryOutAll(session, works, progress, milliseconds)
  session.end()
  // Without the turn nothing else was carried out, and nobody else who waits for it would get it.
  await taken
  if (link.broken) throw session.trouble()?.cause ?? busy(new Error('the connection broke'))
  const isKept = trouble === null && progress.isWorthCommit
  const { command: done } = await command(link, isKept ? 'commit' : 'rollback')
  // A transaction in which something failed unnoticed is rolled back by a commit, without an error.
  if (isKept && done !== 'COMMIT') throw new Error('The store could not keep the changes.')
  const { settles, apart } = progress
  if (trouble === null) {
    const { done, heldUp } = progress
    const again = wanted.filter((work) => !done.has(work))
    const isCut = works.some((work) => !done.has(work) && !heldUp.has(work.turn))
    return { settles, again, missed, apart, touched: session.touched, cutAt: isCut ? done.size : null }
  }
  const [first] = wanted
  if (wanted.length === 1 && first !== undefined) return failedAlone(first, trouble)
  failTogether(works, trouble)
  return { settles: [], again: wanted, missed, apart, touched: new Set(), cutAt: null }
}
