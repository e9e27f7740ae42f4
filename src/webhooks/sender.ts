/**
 * Sends what is due, each webhook in a lane of its own, so that a dead endpoint delays only itself. The state is the
 * store's: a lane only knows what is under way, and after a crash that is sent again with the same id.
 */
import type { Delivery, Webhook } from '../core/delivery.ts'
import type { Notice } from '../core/event.ts'
import { assert } from '../core/failure.ts'
import { renderId } from '../core/id.ts'
import type { DeliveryId, Time, WebhookId, WorkspaceId } from '../core/model.ts'
import type { Store, Tx } from '../core/store.ts'
import type { DialectEvents, Signing, Telling } from '../dialects/dialect.ts'
import { type Answered, afterAttempt, isDelivered, isGone } from './schedule.ts'

/** What came back from an endpoint, or why nothing did. */
export type Answer =
  | {
      readonly status: number
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
      readonly body: string
    }
  | { readonly error: string }

export interface SenderParts {
  readonly store: Store
  readonly dialects: ReadonlyMap<string, DialectEvents>
  readonly post: (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<Answer>
  readonly hmac: Signing['hmac']
  readonly now: () => Time
  readonly id: () => number
  /** A number from 0 to 1. */
  readonly random: () => number
  readonly committed: (notices: readonly Notice[]) => void
  /** Told when something of this program went wrong; the lane goes on. */
  readonly trouble: (error: unknown, webhook: WebhookId | null) => void
}

/** Deliveries of one webhook under way at once; one when it fails again and again. */
const atOnce = 16
const failuresUntilOne = 5

/** Characters of an answer that are kept for whoever looks into it. */
const answerKept = 1024

export interface Lane {
  /** Sends what is due and all that becomes due while it is sent; answers when the next is due, or null. */
  readonly drain: () => Promise<Time | null>
  /** Something became due: it is begun beside what is under way, so that a slow answer holds nothing else up. */
  readonly wake: () => void
}

/** The id that every attempt of a delivery carries: that of its event, or its own for a test. */
export function messageId({ id, seq }: Pick<Delivery, 'id' | 'seq'>): string {
  return seq === null ? renderId('test_', id) : renderId('evt_', seq)
}

export function createLane(
  parts: SenderParts,
  workspace: WorkspaceId,
  id: WebhookId,
  isStopping: () => boolean,
): Lane {
  const underWay = new Map<DeliveryId, Promise<void>>()
  let failures = 0
  let woken = Promise.withResolvers<void>()

  async function start(webhook: Webhook): Promise<boolean> {
    const places = (failures >= failuresUntilOne ? 1 : atOnce) - underWay.size
    if (places <= 0) return false
    // What ends while this is read still stands as due in the answer, and must not be sent twice.
    const busy = new Set(underWay.keys())
    const due = await parts.store.read.dueDeliveries(id, parts.now(), places + busy.size)
    const fresh = due.filter((delivery) => !busy.has(delivery.id)).slice(0, places)
    for (const delivery of fresh) {
      const sending = attempt(parts, webhook, delivery)
        .then((delivered) => {
          failures = delivered ? 0 : failures + 1
        })
        .catch((error: unknown) => {
          failures += 1
          parts.trouble(error, id)
          return postpone(parts, delivery)
        })
        .finally(() => underWay.delete(delivery.id))
      // `drain` tells of it; when that has ended already, nobody may be looking.
      sending.catch(() => undefined)
      underWay.set(delivery.id, sending)
    }
    return fresh.length > 0
  }

  return {
    wake: () => woken.resolve(),
    async drain() {
      for (;;) {
        woken = Promise.withResolvers()
        const webhook = await parts.store.read.webhook(workspace, id)
        const isOn = webhook?.enabled === true && !isStopping()
        if (isOn && (await start(webhook))) continue
        if (underWay.size > 0) await Promise.race([...underWay.values(), woken.promise])
        else return isOn ? parts.store.read.nextDue(id) : null
      }
    },
  }
}

/** A fault of this program must not send the same thing again and again. */
async function postpone({ store, now }: SenderParts, delivery: Delivery): Promise<void> {
  const later = { ...delivery, next_at: now() + 60_000 }
  await store.transaction(null, (tx) => tx.setDelivery(later))
}

async function attempt(parts: SenderParts, webhook: Webhook, delivery: Delivery): Promise<boolean> {
  const { store, dialects, now } = parts
  const dialect = dialects.get(webhook.dialect)
  assert(dialect !== undefined, 'a webhook of a dialect that tells no events')
  const body = delivery.body ?? (await bodyOf(parts, dialect, delivery))
  const at = now()
  const secrets = [webhook.secret, ...previousSecret(webhook, at)]
  const signing = { id: messageId(delivery), seconds: Math.floor(at / 1000), body, secrets, hmac: parts.hmac }
  const headers = { 'content-type': 'application/json', 'user-agent': 'Muster', ...dialect.sign(signing) }
  const answer = await parts.post(webhook.url, headers, body)
  const answered = answeredBy(answer)
  const ended = now()
  const after = afterAttempt({ ...delivery, body }, answered, ended, dialect.scheduleMs, parts.random())
  const notices = await store.transaction(null, async (tx) => {
    await tx.setDelivery(after)
    await tx.addAttempt({
      id: parts.id(),
      delivery: delivery.id,
      webhook: webhook.id,
      number: after.attempts,
      at,
      took_ms: ended - at,
      status: answered.status,
      answer: 'error' in answer ? null : answer.body.slice(0, answerKept),
      error: 'error' in answer ? answer.error : null,
    })
    if (after.ended_at !== null && delivery.group !== null)
      await tx.releaseNext(webhook.id, delivery.group, ended)
    return isGone(answered) ? disable(tx, webhook, ended) : []
  })
  if (notices.length > 0) parts.committed(notices)
  return isDelivered(answered)
}

function previousSecret({ previous_secret, previous_until }: Webhook, at: Time): readonly string[] {
  if (previous_secret === null || previous_until === null || previous_until <= at) return []
  return [previous_secret]
}

function answeredBy(answer: Answer): Answered {
  if ('error' in answer) return { status: null, retryAfter: null }
  const wish = answer.headers['retry-after']
  return { status: answer.status, retryAfter: typeof wish === 'string' ? wish : null }
}

/** The endpoint said that it is gone: nothing is sent to it until somebody switches it on again. */
async function disable(tx: Tx, { id, workspace, url }: Webhook, at: Time): Promise<readonly Notice[]> {
  const present = await tx.webhook(workspace, id)
  if (present === null || !present.enabled) return []
  const reason = 'The endpoint answered 410 Gone.'
  await tx.setWebhook({ ...present, enabled: false, disabled_reason: reason })
  const own = { actor: null, account: null, run: null }
  const facts = { type: 'webhook.disabled', webhook: id, url, reason } as const
  const notice: Notice = { workspace, group: null, revision: null, at, ...own, facts }
  await tx.addNotice(notice)
  return [notice]
}

/** The body as the dialect says it, made once: every attempt sends the same. */
async function bodyOf({ store }: SenderParts, dialect: DialectEvents, delivery: Delivery): Promise<string> {
  const { workspace, seq, part, account: seer } = delivery
  assert(seq !== null, 'a test without its body')
  const [fed] = await store.read.feed(workspace, { after: seq - 1, limit: 1 })
  assert(fed?.seq === seq, 'a delivery without its event')
  const { event } = fed
  const account = seer === null ? null : await store.read.account(workspace, seer)
  const head = event.group === null ? null : await store.read.head(event.group)
  const own =
    head === null || account === null ? null : await store.read.membership(head.id, account.person.id)
  const run = event.run === null ? null : await store.read.run(workspace, event.run)
  const telling: Telling = { event, seq, id: messageId(delivery), seer, account, head, own, run }
  return JSON.stringify(dialect.render(telling, part))
}
