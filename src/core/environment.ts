/** What surrounds a run: the parts that the program provides, who calls, and what the caller gets. */
import type { Happening } from './event.ts'
import type { Key, RunId, Time, Workspace, WorkspaceId } from './model.ts'
import type { Network } from './network.ts'
import type { Ports } from './operation.ts'
import type { Store } from './store.ts'

/** What the program around the core provides. */
export interface Environment {
  readonly store: Store
  readonly networks: ReadonlyMap<string, Network>
  readonly now: () => Time
  /** A new id, used once; above another one where that is asked. */
  readonly id: (above?: number) => number
  readonly code: () => string
  /** SHA-256 of a text, in hex. */
  readonly digest: (text: string) => string
  readonly ports: Ports
  /** Tells the feed that events were committed. */
  readonly committed: (events: readonly Happening[]) => void
  /** Tells those who work for a workspace that something about it was changed, such as its webhooks. */
  readonly changed: (workspace: WorkspaceId) => void
  /** How long an idempotency key is kept, in milliseconds. */
  readonly rememberMs: number
}

/** Who calls, and how. */
export interface Call {
  readonly key: Key
  readonly workspace: Workspace
  readonly dialect: string
  readonly requestId: string
  readonly idempotencyKey: string | null
  /** The revision that the caller has seen, from If-Match. */
  readonly revision: number | null
  readonly dryRun: boolean
}

export interface Result<O> {
  readonly output: O
  /** The run on record, for writes that were not dry. */
  readonly run: RunId | null
  /** The group's revision afterwards, for operations on a group. */
  readonly revision: number | null
  /** The answer of an earlier request with the same idempotency key. */
  readonly replayed: boolean
}
