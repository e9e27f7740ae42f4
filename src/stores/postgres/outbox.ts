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
  readonly rows: (readonly Value[])[]
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
  /** How many rows were ever added. */
  readonly rows: () => number
  /** Sends nothing any more. */
  readonly close: () => void
}

/** Puts an entry to those that stand there already; false when it cannot be carried out at their place. */
function join({ spelled, rows }: Unit, entry: Entry): boolean {
  if (!spelled.isMove) {
    if (spelled.many === null && spelled.lists === null) return false
    for (const row of entry.rows) rows.push(row)
    return true
  }
  const [next] = entry.rows
  if (next === undefined || entry.rows.length > 1) return false
  const place = rows.findIndex((row) => row.at(-2) === next.at(-2))
  const last = rows[place]
  if (last === undefined) {
    rows.push(next)
    return true
  }
  // The same group, from the revision to which the one before moves it.
  if (last[0] !== next.at(-1)) return false
  rows[place] = [...next.slice(0, -1), last.at(-1) ?? null]
  return true
}

/**
 * The tables that an entry looks at, as others leave them, and as it leaves them. A move is of one group: it meets
 * what moves the same group, and what looks at groups by something else than one's id.
 */
function tablesOf({ spelled: { isMove, mentions }, rows }: Entry) {
  const one = (table: string) => rows.map((row) => `${table} ${row.at(-2)}`)
  const any = (table: string) => `any of ${table}`
  return isMove
    ? {
        meets: mentions.flatMap((table) => [table, ...one(table)]),
        leaves: mentions.flatMap((table) => [any(table), ...one(table)]),
      }
    : { meets: mentions.flatMap((table) => [table, any(table)]), leaves: mentions }
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
    const { spelled, rows } = entry
    const { meets, leaves } = tablesOf(entry)
    const place = latest.get(spelled)
    const unit = place === undefined ? undefined : units[place]
    const isFree = meets.every((table) => (mentioned.get(table) ?? 0) <= (place ?? -1))
    const isJoined = unit !== undefined && isFree && join(unit, entry)
    const at = isJoined && place !== undefined ? place : units.length
    for (const table of leaves) mentioned.set(table, at)
    if (isJoined) {
      unit.entries.push(entry)
      continue
    }
    latest.set(spelled, at)
    units.push({ spelled, rows: [...rows], entries: [entry] })
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
  const isUnclear = (spelled.many !== null || spelled.isMove) && changed !== rows.length
  for (const entry of entries) {
    if (isUnclear) entry.fail(new Again('a row of several'))
    else entry.done(entry.rows.length)
  }
}

/** `isTold` when the connection was told whose rows it writes. */
export function createOutbox(deliver: Send, isTold: boolean): Outbox {
  let waiting: Entry[] = []
  let sent = 0
  let added = 0
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
      added += rows.length
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
    rows: () => added,
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
