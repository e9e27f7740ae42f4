/** Webhooks at work: the feed is turned into deliveries, and each webhook's lane sends its own. */
import type { Teller } from '../core/delivery.ts'
import { firstIdAt } from '../core/id.ts'
import type { Time, WebhookId, WorkspaceId } from '../core/model.ts'
import { enabledIn, fanOut } from './fan-out.ts'
import { createLane, type Lane, type SenderParts } from './sender.ts'

export type { Answer } from './sender.ts'

export interface WebhookParts extends SenderParts {
  readonly tellers: ReadonlyMap<string, Teller>
  /** Whether this server is the one of several that delivers; what another began it takes over. */
  readonly leads: () => boolean
  /** How often everything is looked at although nothing woke it, in milliseconds. */
  readonly sweepMs: number
  /** How long what was delivered, and what was given up, is kept to be looked at, in milliseconds. */
  readonly keepMs: { readonly delivered: number; readonly dead: number }
}

export interface Webhooks {
  /** Something happened in these workspaces. */
  readonly wake: (workspaces: Iterable<WorkspaceId>) => void
  /** Something was changed about the webhooks of a workspace, or about what they shall send. */
  readonly changed: (workspace: WorkspaceId) => void
  /** Begins with whatever an earlier process left behind. */
  readonly start: () => void
  /** Begins nothing more, and waits for what is under way. */
  readonly stop: () => Promise<void>
}

/** A lane while it is in use: running, asked to run once more, or asleep until something is due. */
interface Running {
  readonly lane: Lane
  done: Promise<void> | null
  again: boolean
  timer: NodeJS.Timeout | null
}

/** Longest sleep of a lane; the sweep looks in between. */
const sleepMaxMs = 60_000

/** How often it is looked whether the lead came to this server: what another left behind shall not wait for the sweep. */
const lookForLeadEveryMs = 500

/** So much of what has ended is forgotten at a time, and this often. */
const forgetAtOnce = 5000
const forgetEveryMs = 60_000

export function createWebhooks(parts: WebhookParts): Webhooks {
  const lanes = new Map<WebhookId, Running>()
  const waking = new Set<WorkspaceId>()
  let fanning: Promise<void> | null = null
  let stopped = false
  let forgetAt = 0
  let sweeper: NodeJS.Timeout | null = null
  let looking: NodeJS.Timeout | null = null
  const isIdle = () => stopped || !parts.leads()

  function run(id: WebhookId, running: Running): void {
    if (isIdle()) return
    if (running.done !== null) {
      running.again = true
      running.lane.wake()
      return
    }
    if (running.timer !== null) clearTimeout(running.timer)
    running.timer = null
    running.done = running.lane
      .drain()
      .catch((error: unknown) => {
        parts.trouble(error, id)
        return parts.now() + parts.sweepMs
      })
      .then((next) => rest(id, running, next))
  }

  function rest(id: WebhookId, running: Running, next: Time | null): void {
    running.done = null
    const isAgain = running.again
    running.again = false
    if (isAgain) {
      run(id, running)
      return
    }
    if (next === null || isIdle()) {
      lanes.delete(id)
      return
    }
    const wait = Math.min(Math.max(next - parts.now(), 0), sleepMaxMs)
    running.timer = setTimeout(() => run(id, running), wait)
  }

  function wakeLane(workspace: WorkspaceId, id: WebhookId): void {
    const known = lanes.get(id) ?? {
      lane: createLane(parts, workspace, id, isIdle),
      done: null,
      again: false,
      timer: null,
    }
    lanes.set(id, known)
    run(id, known)
  }

  async function fanAll(): Promise<void> {
    while (waking.size > 0 && !isIdle()) {
      const [workspace] = waking
      if (workspace === undefined) return
      waking.delete(workspace)
      const { webhooks, more } = await fanOut(parts, workspace)
      if (more) waking.add(workspace)
      for (const id of webhooks) wakeLane(workspace, id)
    }
  }

  function wake(workspaces: Iterable<WorkspaceId>): void {
    if (isIdle()) return
    for (const workspace of workspaces) waking.add(workspace)
    if (fanning !== null) return
    fanning = fanAll()
      .catch((error: unknown) => parts.trouble(error, null))
      .finally(() => {
        fanning = null
        if (waking.size > 0) wake([])
      })
  }

  /** Looks at every webhook: what an earlier process left, what was made due by a caller, what may be forgotten. */
  async function sweep(): Promise<void> {
    if (isIdle()) return
    const isForgetting = parts.now() >= forgetAt
    if (isForgetting) forgetAt = parts.now() + forgetEveryMs
    for (let after: readonly number[] | null = [0]; after !== null && !isIdle(); ) {
      const page: Awaited<ReturnType<typeof parts.store.read.enabledWebhooks>> =
        await parts.store.read.enabledWebhooks({ limit: 100, after })
      for (const { id, workspace } of page.items) {
        waking.add(workspace)
        wakeLane(workspace, id)
        if (isForgetting) await forget(id)
      }
      after = page.next
    }
    wake([])
  }

  async function forget(id: WebhookId): Promise<void> {
    for (const status of ['delivered', 'dead'] as const) {
      const before = firstIdAt(parts.now() - parts.keepMs[status])
      await parts.store.transaction(null, (tx) => tx.forgetDeliveries(id, status, before, forgetAtOnce))
    }
  }

  function sweepAgain(): void {
    sweeper = setTimeout(() => {
      sweep()
        .catch((error: unknown) => parts.trouble(error, null))
        .finally(() => {
          if (!stopped) sweepAgain()
        })
    }, parts.sweepMs)
  }

  function lookForLead(): void {
    let had = parts.leads()
    looking = setInterval(() => {
      const [before, has] = [had, parts.leads()]
      had = has
      if (has && !before) void sweep().catch((error: unknown) => parts.trouble(error, null))
    }, lookForLeadEveryMs)
  }

  async function wakeAllIn(workspace: WorkspaceId): Promise<void> {
    for (const { id } of await enabledIn(parts.store.read, workspace)) wakeLane(workspace, id)
  }

  return {
    wake,
    changed(workspace) {
      if (isIdle()) return
      void wakeAllIn(workspace).catch((error: unknown) => parts.trouble(error, null))
      wake([workspace])
    },
    start() {
      void sweep().catch((error: unknown) => parts.trouble(error, null))
      sweepAgain()
      lookForLead()
    },
    async stop() {
      stopped = true
      if (looking !== null) clearInterval(looking)
      if (sweeper !== null) clearTimeout(sweeper)
      for (const { timer } of lanes.values()) if (timer !== null) clearTimeout(timer)
      await fanning
      await Promise.allSettled([...lanes.values()].map(({ done }) => done))
    },
  }
}
