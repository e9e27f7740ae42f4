/** Webhooks in this process: a real store, a clock to set, and endpoints that are functions. */
import { dialects, tellers } from '../../src/app.ts'
import type { Delivery, Webhook } from '../../src/core/delivery.ts'
import type { Notice } from '../../src/core/event.ts'
import { Failure } from '../../src/core/failure.ts'
import type { GroupId, Time } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { hmac } from '../../src/secrets.ts'
import { fanOut } from '../../src/webhooks/fan-out.ts'
import type { Answer } from '../../src/webhooks/index.ts'
import { createLane, type Lane, type SenderParts } from '../../src/webhooks/sender.ts'
import { openWorld, page, type World } from './core.ts'

/** One request as an endpoint got it. */
export interface Sent {
  readonly at: Time
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What an endpoint does with a request. */
export type Endpoint = (sent: Sent) => Answer | Promise<Answer>

export interface Hooks {
  readonly world: World
  /** Everything that was sent, in its order. */
  readonly sent: readonly Sent[]
  readonly trouble: readonly unknown[]
  readonly notices: readonly Notice[]
  endpoint: Endpoint
  random: number
  stopping: boolean
  /** While the database is away nothing can be written, as a lane sees it. */
  isAway: boolean
  /** The same for what a lane reads of the feed. */
  isUnreadable: boolean
  /** What each writing of a lane waits for. */
  beforeWriting: () => Promise<void>
  readonly webhook: (more?: object) => Promise<{ readonly webhook: Webhook; readonly secret: string }>
  readonly lane: (webhook: Webhook) => Lane
  /** Writes deliveries until the feed is at its end. */
  readonly fan: () => Promise<void>
  /** Lets the lane work until nothing is due any more, with the clock set to whenever something is. */
  readonly runOut: (lane: Lane) => Promise<void>
  /** Oldest first. */
  readonly deliveries: (webhook: Webhook) => Promise<readonly Delivery[]>
  readonly present: (webhook: Webhook) => Promise<Webhook | null>
  readonly message: (group: GroupId, text: string) => Promise<void>
}

export const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
  body: '',
})

export const anyWebhook = {
  ...{ url: 'https://example.com/hook', dialect: 'native', accounts: [], events: [], description: null },
  ...{ ordered: false, secret: null },
}

export async function openHooks(): Promise<Hooks> {
  const world = await openWorld()
  const { env, call, clock } = world
  const { store, now, id } = env
  const sent: Sent[] = []
  const trouble: unknown[] = []
  const notices: Notice[] = []
  const transaction: typeof store.transaction = async (...all) => {
    await hooks.beforeWriting()
    if (hooks.isAway) throw new Failure('overloaded', 'The database is away.')
    return store.transaction(...all)
  }
  const feed: typeof store.read.feed = async (...all) => {
    if (hooks.isUnreadable) throw new Failure('overloaded', 'The database is away.')
    return store.read.feed(...all)
  }
  const parts: SenderParts = {
    ...{ store: { ...store, transaction, read: { ...store.read, feed } }, now, id, hmac },
    dialects: new Map(
      dialects.flatMap((each) => (each.events === undefined ? [] : [[each.id, each.events]])),
    ),
    random: () => hooks.random,
    committed: (told) => notices.push(...told),
    trouble: (error) => trouble.push(error),
    post: async (url, headers, body) => {
      const request = { at: now(), url, headers, body }
      sent.push(request)
      return hooks.endpoint(request)
    },
  }
  const hooks: Hooks = {
    ...{ world, sent, trouble, notices, random: 0.5, stopping: false, isAway: false, isUnreadable: false },
    endpoint: () => answer(200),
    beforeWriting: () => Promise.resolve(),
    async webhook(more = {}) {
      const made = await world.run(operations.createWebhook, { ...anyWebhook, ...more })
      if (made.secret === null) throw new Error('a new webhook without its secret')
      return { webhook: made.webhook, secret: made.secret }
    },
    lane: (webhook) => createLane(parts, call.workspace.id, webhook.id, () => hooks.stopping),
    async fan() {
      while ((await fanOut({ store, tellers, now, id }, call.workspace.id)).more);
    },
    async runOut(lane) {
      for (let next = await lane.drain(); next !== null; next = await lane.drain()) {
        if (next <= clock.at) throw new Error('something is due, and the lane rests')
        clock.at = next
      }
    },
    async deliveries(webhook) {
      return (await store.read.deliveries(webhook.id, { ...page, limit: 100_000 })).items.toReversed()
    },
    present: (webhook) => store.read.webhook(call.workspace.id, webhook.id),
    async message(group, text) {
      const account = (await world.account('owner')).id
      await world.run(operations.sendMessage, { account, group, text })
    },
  }
  return hooks
}

/** The text of the message that a delivery's body tells of. */
export function textOf(body: string): string {
  const { facts } = JSON.parse(body) as { readonly facts: { readonly message: { readonly text: string } } }
  return facts.message.text
}
