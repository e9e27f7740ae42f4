/** Writes deliveries from the feed, for every webhook that wants them, together with how far the feed was read. */
import type { Delivery, Teller, Webhook } from '../core/delivery.ts'
import { deliveriesFor, hangsOnSeers, inTurn, seersOf } from '../core/fan-out.ts'
import type { Time, WebhookId, WorkspaceId } from '../core/model.ts'
import type { Fed, Reader, Store } from '../core/store.ts'

/** So many events in one transaction, so that callers do not wait long behind it. */
const eventsAtOnce = 100

export interface FanOutParts {
  readonly store: Store
  readonly tellers: ReadonlyMap<string, Teller>
  readonly now: () => Time
  readonly id: () => number
}

/** What one round did: which webhooks have something to send, and whether the feed goes on. */
export interface Fanned {
  readonly webhooks: readonly WebhookId[]
  readonly more: boolean
}

/** The webhooks of a workspace that are switched on. */
export async function enabledIn(reader: Reader, workspace: WorkspaceId): Promise<readonly Webhook[]> {
  const found: Webhook[] = []
  for (let after: readonly number[] | null = [0]; after !== null; ) {
    const { items, next }: Awaited<ReturnType<Reader['webhooks']>> = await reader.webhooks(workspace, {
      limit: 1000,
      after,
    })
    found.push(...items.filter(({ enabled }) => enabled))
    after = next
  }
  return found
}

/** Reads on in the feed of a workspace and writes what is to be delivered. */
export async function fanOut(parts: FanOutParts, workspace: WorkspaceId): Promise<Fanned> {
  const { store } = parts
  // Where nobody is to be told the feed is not read: it was not read for that before either, and is long by then.
  if ((await enabledIn(store.read, workspace)).length === 0) return { webhooks: [], more: false }
  const from = await store.read.fannedTo(workspace)
  const events = await store.read.feed(workspace, { after: from, limit: eventsAtOnce })
  const last = events.at(-1)
  if (last === undefined) return { webhooks: [], more: false }
  // Read after the events: one that is missing here was made after them, and begins behind them.
  const webhooks = await enabledIn(store.read, workspace)
  if (webhooks.length === 0) return { webhooks: [], more: false }
  const planned = await plan(parts, webhooks, events)
  const isKept = await store.transaction(null, async (tx) => {
    // Another round has been faster; what it wrote is the same.
    if ((await tx.fannedTo(workspace)) !== from) return false
    // Deleted or switched off meanwhile: nothing is kept for it any more.
    const present = await enabledIn(tx, workspace)
    const wanted = planned.filter(({ webhook }) => present.some(({ id }) => id === webhook))
    await tx.addDeliveries(await inTurn(tx, present, wanted), false)
    await tx.fanTo(workspace, last.seq)
    return true
  })
  const told = isKept ? [...new Set(planned.map(({ webhook }) => webhook))] : []
  return { webhooks: told, more: !isKept || events.length === eventsAtOnce }
}

async function plan(
  { store, tellers, now, id }: FanOutParts,
  webhooks: readonly Webhook[],
  events: readonly Fed[],
): Promise<readonly Delivery[]> {
  const make = { id, at: now() }
  const wanted = events.flatMap((fed) =>
    webhooks.flatMap((webhook) => {
      const teller = tellers.get(webhook.dialect)
      return teller === undefined || fed.seq <= webhook.after ? [] : [{ fed, webhook, teller }]
    }),
  )
  const hanging = wanted.filter(({ fed, webhook, teller }) => hangsOnSeers(webhook, teller, fed.event))
  const seers = await seersOf(store.read, [...new Set(hanging.map(({ fed }) => fed.event))])
  return wanted.flatMap(({ fed, webhook, teller }) => deliveriesFor(webhook, teller, fed, seers, make))
}
