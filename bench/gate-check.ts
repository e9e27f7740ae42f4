/** Compares what the server shows with what the ledger knows. */
import { at, list, send, text, texts, whole } from '../test/e2e/wire.ts'
import type { GroupNotes, Ledger } from './gate-ledger.ts'

export interface Caller {
  readonly url: string
  readonly key: string
}

/** What is not as it should be. All of it is zero on a server that keeps its word. */
export interface Findings {
  /** Acknowledged, and not there. */
  lost: number
  /** There more than once. */
  doubled: number
  /** There, and never asked for. */
  unasked: number
  /** Revisions that are missing or out of order. */
  gaps: number
  /** Counts that are not as long as their lists. */
  miscounted: number
  /** Repetitions that were answered otherwise than the first time. */
  changed: number
  /** Events that never came to the webhook. */
  untold: number
  /** Calls of the webhook without a valid signature, or with another id for the same event. */
  forged: number
}

export const noFindings = (): Findings => ({
  ...{ lost: 0, doubled: 0, unasked: 0, gaps: 0, miscounted: 0, changed: 0 },
  ...{ untold: 0, forged: 0 },
})

export async function get({ url, key }: Caller, path: string): Promise<unknown> {
  const reply = await send(url, { method: 'GET', path, headers: { authorization: `Bearer ${key}` } })
  if (reply.status !== 200) throw new Error(`GET ${path}: ${reply.status} ${reply.bytes.toString()}`)
  return reply.body
}

/** All rows of a list, page by page. */
async function all(caller: Caller, path: string): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  let cursor = ''
  do {
    const page = await get(caller, `${path}?limit=1000${cursor}`)
    rows.push(...list(page, 'data'))
    const next = at(page, 'next_cursor')
    cursor = typeof next === 'string' ? `&cursor=${next}` : ''
  } while (cursor !== '')
  return rows
}

function compare(findings: Findings, found: readonly string[], wanted: ReadonlySet<string>): void {
  const there = new Set(found)
  findings.doubled += found.length - there.size
  findings.lost += [...wanted].filter((name) => !there.has(name)).length
  findings.unasked += [...there].filter((name) => !wanted.has(name)).length
}

/** Every group of the account, by name. */
export async function checkGroups(caller: Caller, ledger: Ledger, findings: Findings): Promise<void> {
  const rows = await all(caller, `/v1/accounts/${ledger.account}/groups`)
  compare(
    findings,
    rows.map((row) => text(row, 'name')),
    new Set(ledger.groups.keys()),
  )
}

/** One group: its people, its messages, its counts and its history. */
export async function checkGroup(
  caller: Caller,
  ledger: Ledger,
  notes: GroupNotes,
  findings: Findings,
): Promise<void> {
  const path = `/v1/accounts/${ledger.account}/groups/${notes.id}`
  const [group, people, messages, events] = await Promise.all([
    get(caller, path),
    all(caller, `${path}/participants`),
    all(caller, `${path}/messages`),
    history(caller, path),
  ])
  const ids = people.map((row) => text(row, 'id'))
  compare(findings, ids, notes.people)
  compare(
    findings,
    messages.map((row) => text(row, 'text')),
    notes.messages,
  )
  if (whole(group, 'counts.participants') !== ids.length) findings.miscounted += 1
  const revisions = events.map((event) => whole(event, 'revision'))
  findings.gaps += revisions.filter((revision, index) => revision !== index + 1).length
  if (whole(group, 'revision') !== revisions.length) findings.gaps += 1
  const came = events.filter((event) => text(event, 'type') === 'participants.added')
  const added = came.flatMap((event) => texts(event, 'facts.people', 'id'))
  findings.doubled += added.length - new Set(added).size
}

async function history(caller: Caller, path: string): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  let after: unknown = 0
  do {
    const page = await get(caller, `${path}/events?limit=1000&after=${String(after)}`)
    rows.push(...list(page, 'data'))
    after = at(page, 'next_after')
  } while (typeof after === 'number')
  return rows
}
