/** The log as a feed: whoever has read to its end may wait until there is more. The truth is the store's; this only wakes. */
import type { Happening } from '../core/event.ts'
import type { WorkspaceId } from '../core/model.ts'

export interface FeedSignal {
  /** Events were committed. */
  readonly committed: (events: readonly Happening[]) => void
  /** Another server committed in this workspace; null when it may have been any. */
  readonly changedElsewhere: (workspace: WorkspaceId | null) => void
  /** How often the workspace has changed, to be asked before reading. */
  readonly version: (workspace: WorkspaceId) => number
  /** Waits until the workspace has changed since that version, or the time is over, or nobody waits any more. */
  readonly changed: (
    workspace: WorkspaceId,
    since: number,
    milliseconds: number,
    signal?: AbortSignal,
  ) => Promise<void>
  /** Wakes everybody, for a server that stops. */
  readonly wakeAll: () => void
}

export function createFeedSignal(): FeedSignal {
  const versions = new Map<WorkspaceId, number>()
  const waiting = new Map<WorkspaceId, Set<() => void>>()
  const wake = (workspace: WorkspaceId) => {
    const sleepers = waiting.get(workspace) ?? new Set()
    waiting.delete(workspace)
    for (const sleeper of sleepers) sleeper()
  }
  const version = (workspace: WorkspaceId) => versions.get(workspace) ?? 0
  const change = (workspace: WorkspaceId) => {
    versions.set(workspace, version(workspace) + 1)
    wake(workspace)
  }
  return {
    version,
    committed(events) {
      for (const workspace of new Set(events.map((event) => event.workspace))) change(workspace)
    },
    changedElsewhere(workspace) {
      for (const each of workspace === null ? [...waiting.keys()] : [workspace]) change(each)
    },
    changed: (workspace, since, milliseconds, signal) =>
      new Promise((resolve) => {
        if (version(workspace) !== since || signal?.aborted) return resolve()
        const sleepers = waiting.get(workspace) ?? new Set()
        waiting.set(workspace, sleepers)
        const end = () => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', end)
          sleepers.delete(end)
          resolve()
        }
        const timer = setTimeout(end, milliseconds)
        sleepers.add(end)
        signal?.addEventListener('abort', end)
      }),
    wakeAll() {
      for (const workspace of [...waiting.keys()]) wake(workspace)
    },
  }
}
