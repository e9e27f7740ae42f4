/**
 * What a transaction shall write and has not sent yet. It goes when something is read behind it, when somebody waits
 * for it, or at the end; until then it can be taken back without a word to the database. What several works write by
 * the same statement goes as one, as far as nothing between them looks at the same tables.
 */
import type { Value } from '../driver.ts'
import { type Argument, columns, inLists, inPortions, portions, type Send, sentAtOnce } from './connection.ts'
import type { Spelled } from './spelling.ts'
import { Again } from './trouble.ts'

/** One statement with one set of arguments or several, as it was asked for. */
interface Entry {
  readonly spelled: Spelled
  readonly rows: readonly (readonly Value[])[]
  readonly done: (changed: number) => void
  readonly fail: (error: unknown) => void
}

/** Entries that go together. */
interface Unit {
  readonly spelled: Spelled
  rows: (readonly Value[])[]
  readonly entries: Entry[]
}

/** One statement on the wire, and the unit to which its answer belongs. */
interface Parcel {
  readonly unit: Unit
  readonly spelled: Pick<Spelled, 'name' | 'text'>
  readonly values: readonly Argument[]
}

export interface Outbox {
  /** How many rows change, once it was sent and answered; of what went with others it is told in sum, or not at all. */
  readonly add: (spelled: Spelled, rows: readonly (readonly Value[])[]) => Promise<number>
  /** Sends what waits. What is sent behind it must wait for the answer, which is null when nothing must. */
  readonly flush: () => Promise<unknown> | null
  /** Where it stands; `takeBack` takes back what was added since, or answers false when some of it is gone. */
  readonly mark: () => number
  readonly takeBack: (mark: number) => boolean
  /** Sends nothing any more. */
  readonly close: () => void
}

/** Puts an entry to one that stands there already, if both may be carried out at the place of that one. */
function joins({ spelled, rows }: Unit, entry: Entry): readonly (readonly Value[])[] | null {
  if (spelled.many !== null || spelled.lists !== null) return [...rows, ...entry.rows]
  const [last, next] = [rows.at(-1), entry.rows[0]]
  if (!spelled.isMove || last === undefined || next === undefined || entry.rows.length > 1) return null
  // The same group, from the revision to which the one before moves it.
  const isNext = last.at(-2) === next.at(-2) && last[0] === next.at(-1)
  return isNext ? [[...next.slice(0, -1), last.at(-1) ?? null]] : null
}

/** Entries in the order of their coming, but those that can go together at the place of their first. */
function unite(entries: readonly Entry[], isTold: boolean): readonly Unit[] {
  // Told no workspace, the tables look it up in rows that stand before.
  if (!isTold)
    return entries.map((entry) => ({ spelled: entry.spelled, rows: [...entry.rows], entries: [entry] }))
  const units: Unit[] = []
  const latest = new Map<Spelled, number>()
  const mentioned = new Map<string, number>()
  for (const entry of entries) {
    const { spelled } = entry
    const place = latest.get(spelled)
    const unit = place === undefined ? undefined : units[place]
    const isFree = spelled.mentions.every((table) => (mentioned.get(table) ?? 0) <= (place ?? -1))
    const rows = unit === undefined || !isFree ? null : joins(unit, entry)
    if (unit !== undefined && rows !== null) {
      unit.rows = [...rows]
      unit.entries.push(entry)
      continue
    }
    for (const table of spelled.mentions) mentioned.set(table, units.length)
    latest.set(spelled, units.length)
    units.push({ spelled, rows: [...entry.rows], entries: [entry] })
  }
  return units
}

function parcelsOf(unit: Unit): readonly Parcel[] {
  const { spelled, rows } = unit
  const { many, lists } = spelled
  if (lists !== null && rows.length > 1) {
    return inLists(rows).map((part) => ({ unit, spelled: lists, values: columns(part) }))
  }
  if (many === null) return rows.map((values) => ({ unit, spelled, values }))
  return portions(rows).map((part) => ({
    unit,
    spelled: part.length === 1 ? spelled : many(part.length),
    values: part.flat(),
  }))
}

/** Tells each entry what became of it. */
function settle({ spelled, rows, entries }: Unit, changed: number): void {
  const [first] = entries
  if (first !== undefined && entries.length === 1) {
    first.done(changed)
    return
  }
  // Whose row was there already cannot be told; alone each finds out.
  const isUnclear = spelled.many !== null && changed !== rows.length
  for (const entry of entries) {
    if (isUnclear) entry.fail(new Again('a row of several'))
    else entry.done(spelled.isMove ? changed : entry.rows.length)
  }
}

/** `isTold` when the connection was told whose rows it writes. */
export function createOutbox(deliver: Send, isTold: boolean): Outbox {
  let waiting: Entry[] = []
  let sent = 0
  let timer: NodeJS.Immediate | null = null
  let long: Promise<unknown> | null = null

  async function send(parcels: readonly Parcel[]): Promise<void> {
    const changed = new Map<Unit, number>()
    const failed = new Map<Unit, unknown>()
    await inPortions(parcels, async ({ unit, spelled, values }) => {
      const { rowCount } = await deliver(spelled, values).catch((error: unknown) => {
        failed.set(unit, failed.get(unit) ?? error)
        return { rowCount: 0 }
      })
      changed.set(unit, (changed.get(unit) ?? 0) + (rowCount ?? 0))
    })
    for (const [unit, count] of changed) {
      if (!failed.has(unit)) settle(unit, count)
      else for (const entry of unit.entries) entry.fail(failed.get(unit))
    }
  }

  function flush(): Promise<unknown> | null {
    if (waiting.length === 0) return long
    const entries = waiting
    waiting = []
    sent += entries.length
    const parcels = unite(entries, isTold).flatMap(parcelsOf)
    // What does not fit on the wire at once keeps what follows waiting: the order of statements is their meaning.
    if (long !== null) long = long.then(() => send(parcels))
    else if (parcels.length > sentAtOnce) long = send(parcels)
    else void send(parcels)
    return long
  }

  return {
    add(spelled, rows) {
      if (rows.length === 0) return Promise.resolve(0)
      // Whoever goes on without waiting has added all that he wants before the event loop turns.
      timer ??= setImmediate(() => {
        timer = null
        void flush()
      })
      return new Promise((done, fail) => {
        waiting.push({ spelled, rows, done, fail })
      })
    },
    flush,
    mark: () => sent + waiting.length,
    takeBack(mark) {
      if (mark < sent) return false
      waiting = waiting.slice(0, mark - sent)
      return true
    },
    close() {
      waiting = []
      if (timer !== null) clearImmediate(timer)
    },
  }
}
