/**
 * The chain that makes the record of runs tamper-evident. A run that ended waits in a queue, written in its own
 * transaction; a moment later the queue is sealed: one row with the hash of each run and of the seal before. Who
 * changes, adds or removes a run afterwards must change every later seal too, and the last hash, which can be noted elsewhere.
 */
import type { RunId, Time, WorkspaceId } from './model.ts'

/** One link of a workspace's chain. */
export interface Seal {
  readonly workspace: WorkspaceId
  /** From 1, without gaps. */
  readonly number: number
  readonly at: Time
  /** The runs that it seals, in the order of their commits, each with the SHA-256 of its record. */
  readonly runs: readonly { readonly run: RunId; readonly hash: string }[]
  /** The hash of the seal before; empty for the first. */
  readonly previous: string
  /** SHA-256 of all the above. */
  readonly hash: string
}
