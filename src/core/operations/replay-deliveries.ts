import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { deliveriesFor, hangsOnSeers, inTurn, seersOf } from '../fan-out.ts'
import type { Time, WorkspaceId } from '../model.ts'
import { workspaceOperation } from '../operation.ts'
import type { Reader } from '../store.ts'
import { findWebhook, tellerOf, webhookId } from '../webhook-input.ts'

const Input = Type.Object({
  webhook: webhookId,
  /** From events of this time on. */
  since: Type.Optional(Type.Integer({ minimum: 0 })),
  /** From behind this place in the feed on; how a long replay goes on. */
  after: Type.Optional(Type.Integer({ minimum: 0 })),
})
type Input = Static<typeof Input>

/** Events of one call: what one transaction carries while others wait behind it. */
const eventsAtOnce = 2000

export interface Replayed {
  /** Deliveries that are sent again, or for the first time. */
  readonly count: number
  /** Where to go on; null at the end. */
  readonly after: number | null
}

/** Clocks of runs that commit together differ by what they waited for each other. */
const slackMs = 60_000

/** The place in the feed behind which every event of a time or later stands: found by halving. */
async function placeOf(reader: Reader, workspace: WorkspaceId, since: Time): Promise<number> {
  let low = 0
  let high = await reader.lastInFeed(workspace)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [next] = await reader.feed(workspace, { after: middle, limit: 1 })
    if (next !== undefined && next.event.at < since - slackMs) low = next.seq
    else high = middle
  }
  return low
}

export const replayDeliveries = workspaceOperation<Input, Replayed>()({
  name: 'replayDeliveries',
  summary:
    'Send everything since a time again: what was delivered, what was given up, and what never was to be sent.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace, ports, id, at }, { webhook: asked, since, after }) {
    const webhook = await findWebhook(tx, workspace, asked)
    if (!webhook.enabled) fail('invalid_input', 'The webhook is switched off; switch it on first.')
    if (since === undefined && after === undefined) {
      fail('invalid_input', 'Say from when: `since` is a time, `cursor` a place in the feed.')
    }
    const teller = tellerOf(ports, webhook.dialect)
    const from = after ?? (await placeOf(tx, workspace.id, since ?? 0))
    const events = await tx.feed(workspace.id, { after: from, limit: eventsAtOnce })
    // What is not written yet as a delivery comes by itself, unless it is from before the webhook.
    const until = Math.max(await tx.fannedTo(workspace.id), webhook.after)
    const told = events.filter(({ seq, event }) => event.at >= (since ?? 0) && seq <= until)
    const hanging = told.filter(({ event }) => hangsOnSeers(webhook, teller, event))
    const seers = await seersOf(
      tx,
      hanging.map(({ event }) => event),
    )
    const planned = told.flatMap((fed) => deliveriesFor(webhook, teller, fed, seers, { id, at }))
    await tx.addDeliveries(await inTurn(tx, [webhook], planned), true)
    const last = events.at(-1)?.seq ?? null
    return { count: planned.length, after: events.length === eventsAtOnce ? last : null }
  },
})
