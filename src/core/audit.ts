/**
 * The chain over the record of runs: how a run becomes a hash, how a seal is made, and how a chain is checked. A run that
 * ended never changes, so its hash is made once, a moment after its end, and compared for ever.
 */
import { canonical } from './canonical.ts'
import { asId, type RunId, type Time, type Workspace, type WorkspaceId } from './model.ts'
import type { Seal } from './seal.ts'
import type { Reader, Run, Store } from './store.ts'

/** SHA-256 of a text, in hex. */
export type Digest = (text: string) => string

/** What stands for a run that was gone before it could be sealed: no record has this hash. */
export const goneHash = ''

/**
 * The whole record of a run as one text: who asked for what, when, and what came of it. The fields are named one by one:
 * a field that runs get later must not change the hash of those that are sealed.
 */
export function recordText(run: Run): string {
  const { id, workspace, key, account, group, dialect, operation, request_id } = run
  const { input, status, output, failure, revision, events, started_at, ended_at } = run
  const who = { id, workspace, key, account, group, dialect, operation, request_id }
  const what = { input, status, output, failure, revision, events, started_at, ended_at }
  return canonical(['muster run 1', { ...who, ...what }])
}

function sealText({ workspace, number, at, runs, previous }: Omit<Seal, 'hash'>): string {
  return canonical(['muster seal 1', { workspace, number, at, runs, previous }])
}

/** The next link of a workspace's chain. */
export function makeSeal(
  digest: Digest,
  workspace: WorkspaceId,
  last: Pick<Seal, 'number' | 'hash'> | null,
  runs: Seal['runs'],
  at: Time,
): Seal {
  const open = { workspace, number: (last?.number ?? 0) + 1, at, runs, previous: last?.hash ?? '' }
  return { ...open, hash: digest(sealText(open)) }
}

/** So many runs in one seal, so that one is read and written quickly. */
export const runsPerSeal = 1000

/** So many runs are read at once, and then others have a turn: hashing one takes some hundredths of a millisecond. */
const runsPerTurn = 20

/** What sealing needs of the program around it. */
export interface Sealing {
  readonly store: Store
  readonly digest: Digest
  readonly now: () => Time
  /** Lets others have a turn. */
  readonly rest: () => Promise<void>
}

/**
 * Seals what waits in each workspace's queue, one seal for each; answers how many runs that were. Hashing happens outside
 * of any transaction, because what ended does not change; only the seal itself is written in one.
 */
export async function sealWhatEnded(sealing: Sealing): Promise<number> {
  let sealed = 0
  for (const workspace of await sealing.store.read.unsealedWorkspaces()) {
    sealed += await sealQueue(sealing, workspace)
  }
  return sealed
}

async function sealQueue({ store, digest, now, rest }: Sealing, workspace: WorkspaceId): Promise<number> {
  const runs: { readonly run: RunId; readonly hash: string }[] = []
  let seq = 0
  while (runs.length < runsPerSeal) {
    const queue = await store.read.unsealedRecords(workspace, seq, runsPerTurn)
    for (const { run, record } of queue) {
      runs.push({ run, hash: record === null ? goneHash : digest(recordText(record)) })
    }
    seq = queue.at(-1)?.seq ?? seq
    if (queue.length < runsPerTurn) break
    await rest()
  }
  if (runs.length === 0) return 0
  await store.transaction(null, async (tx) => {
    await tx.addSeal(makeSeal(digest, workspace, await tx.lastSeal(workspace), runs, now()), seq)
  })
  return runs.length
}

/** Something that is not as it was sealed. */
export interface Finding {
  /** Null where it belongs to no workspace that is there. */
  readonly workspace: Workspace | null
  /** The seal's number in its workspace, where it is about one. */
  readonly seal: number | null
  readonly run: RunId | null
  /** What differs, as a sentence. */
  readonly what: string
}

/** What a check went through in one workspace. */
export interface Chain {
  readonly workspace: Workspace
  readonly seals: number
  /** Runs in seals. */
  readonly runs: number
  /** Runs that ended a moment ago and wait for their seal. */
  readonly waiting: number
  /** The hash of the last seal, to be noted elsewhere; empty when there is none. */
  readonly last: string
}

/** What a check is told while it goes on, so that it keeps nothing itself. */
export interface Auditor {
  readonly found: (finding: Finding) => void
  readonly checked: (chain: Chain) => void
}

const pageSize = 100

/**
 * Goes through every chain from its beginning. It reads seal by seal and run by run; of each sealed run it keeps only the
 * number, to find those that no seal has. `noted` are hashes of seals that were written down elsewhere.
 */
export async function verifyAudit(
  reader: Reader,
  digest: Digest,
  noted: readonly string[],
  auditor: Auditor,
): Promise<void> {
  const missing = new Set(noted)
  for await (const workspace of workspacesOf(reader)) {
    const walk = { reader, digest, missing, workspace, found: auditor.found }
    const { chain, sealed } = await verifySeals(walk)
    const waiting = await verifyRest(walk, sealed)
    auditor.checked({ ...chain, waiting })
  }
  for (const hash of missing) {
    auditor.found({
      workspace: null,
      seal: null,
      run: null,
      what: `no seal has the noted hash ${hash}: the chain that it was the end of was cut off or written anew`,
    })
  }
}

interface Walk {
  readonly reader: Reader
  readonly digest: Digest
  /** Noted hashes that were not met yet. */
  readonly missing: Set<string>
  readonly workspace: Workspace
  readonly found: Auditor['found']
}

async function* workspacesOf(reader: Reader): AsyncGenerator<Workspace> {
  for (let after: readonly number[] | null = null; ; ) {
    const page: Awaited<ReturnType<Reader['workspaces']>> = await reader.workspaces({
      limit: pageSize,
      after,
    })
    yield* page.items
    if (page.next === null) return
    after = page.next
  }
}

/** What was tampered with may not even be JSON any more; that is a finding, everything else a fault. */
async function readable<T>(
  read: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly problem: string }> {
  try {
    return { value: await read() }
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: error.message }
    throw error
  }
}

async function verifySeals(walk: Walk) {
  const { reader, workspace, found, missing } = walk
  const sealed: number[] = []
  let last = { number: 0, hash: '' }
  for (;;) {
    // One at a time, so that one that cannot be read is known by its place.
    const read = await readable(() => reader.seals(workspace.id, { limit: 1, after: [last.number] }))
    if ('problem' in read) {
      const number = last.number + 1
      found({ workspace, seal: number, run: null, what: `it cannot be read (${read.problem})` })
      break
    }
    const [seal] = read.value.items
    if (seal === undefined) break
    for (const what of sealProblems(walk, seal, last))
      found({ workspace, seal: seal.number, run: null, what })
    for (const { run, hash } of runsIn(seal)) {
      const what = await runProblem(walk, run, hash)
      if (what !== null) found({ workspace, seal: seal.number, run, what })
      sealed.push(run)
    }
    missing.delete(seal.hash)
    last = seal
  }
  const seals = last.number
  return { chain: { workspace, seals, runs: sealed.length, last: last.hash }, sealed }
}

/** The runs of a seal, as far as what is kept still is a list of runs. */
function runsIn({ runs }: Seal): Seal['runs'] {
  const list: unknown = runs
  if (!Array.isArray(list)) return []
  return list.filter(
    (entry) => typeof entry === 'object' && entry !== null && Number.isSafeInteger(entry.run),
  )
}

function sealProblems(
  { digest }: Walk,
  seal: Seal,
  last: { readonly number: number; readonly hash: string },
) {
  const problems: string[] = []
  if (seal.number !== last.number + 1) {
    problems.push(`the seal before it, ${seal.number - 1}, is missing`)
  } else if (seal.previous !== last.hash) {
    problems.push(
      last.number === 0
        ? 'it names a seal before it, and there is none'
        : `it was made to follow another seal ${last.number} than the one that is kept`,
    )
  }
  if (digest(sealText(seal)) !== seal.hash) problems.push('its content does not have its hash')
  return problems
}

async function runProblem(
  { reader, digest, workspace }: Walk,
  id: RunId,
  hash: string,
): Promise<string | null> {
  const read = await readable(() => reader.run(workspace.id, id))
  if ('problem' in read) return `its record cannot be read (${read.problem})`
  if (read.value === null) return 'its record is missing'
  if (digest(recordText(read.value)) !== hash) return 'its record is not the one that was sealed'
  return null
}

/** Runs that ended must be in one seal or in the queue; answers how many are in the queue. */
async function verifyRest(
  { reader, workspace, found }: Walk,
  sealedRuns: readonly number[],
): Promise<number> {
  const sealed = Float64Array.from(sealedRuns).sort()
  const about = (run: RunId, what: string) => found({ workspace, seal: null, run, what })
  for (let i = 1; i < sealed.length; i += 1) {
    if (sealed[i] === sealed[i - 1]) about(asId(sealed[i] ?? 0), 'it is sealed twice')
  }
  const waiting = new Set(
    (await reader.unsealed(workspace.id, Number.MAX_SAFE_INTEGER)).map(({ run }) => run),
  )
  for (const run of waiting) {
    if (has(sealed, run)) about(run, 'it is sealed and waits to be sealed again')
    else if ((await reader.run(workspace.id, run)) === null)
      about(run, 'it waits to be sealed and is missing')
  }
  for (let after: readonly number[] | null = null; ; ) {
    const read = await readable(() => reader.runs(workspace.id, { limit: pageSize, after }))
    if ('problem' in read) {
      found({ workspace, seal: null, run: null, what: `a run cannot be read (${read.problem})` })
      return waiting.size
    }
    for (const run of read.value.items) {
      const isKnown = run.status === 'open' || waiting.has(run.id) || has(sealed, run.id)
      if (!isKnown)
        about(
          run.id,
          'it ended, is in no seal, and does not wait for one: it was put in, or its seal is gone',
        )
    }
    if (read.value.next === null) return waiting.size
    after = read.value.next
  }
}

/** Whether a sorted list has a number. */
function has(sorted: Float64Array, wanted: number): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return sorted[low] === wanted
}
