/**
 * Sends what is due, each webhook in a lane of its own, so that a dead endpoint delays only itself. The state is the
 * store's: a lane only knows what is under way, and after a crash that is sent again with the same id.
 */
import type { Delivery, Webhook } from '../core/delivery.ts'
import type { Notice } from '../core/event.ts'
import { assert, Failure } from '../core/failure.ts'
import type { DeliveryId, Time, WebhookId, WorkspaceId } from '../core/model.ts'
import type { Store, Tx } from '../core/store.ts'
import type { DialectEvents, Signing } from '../dialects/dialect.ts'
import { bodiesOf, messageId } from './bodies.ts'
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

/** Requests to one endpoint at once; one when it fails again and again. */
const atOnce = 16
const failuresUntilOne = 5

/** So many deliveries are read at a time, and their bodies made, while earlier ones are sent. */
const readAhead = 64

/** What was answered and is not written down yet would be sent again after a crash, so it is not more than this. */
const unwrittenMost = 32

/** Characters of an answer that are kept for whoever looks into it. */
const answerKept = 1024

export interface Lane {
  /** Sends what is due and all that becomes due while it is sent; answers when the next is due, or null. */
  readonly drain: () => Promise<Time | null>
  /** Something became due: it is begun beside what is under way, so that a slow answer holds nothing else up. */
  readonly wake: () => void
}

/** A delivery whose turn is next. */
interface Ready {
  readonly delivery: Delivery
  readonly body: string
}

export function createLane(
  parts: SenderParts,
  workspace: WorkspaceId,
  id: WebhookId,
  isStopping: () => boolean,
): Lane {
  const { store, trouble } = parts
  /** What was read and has not ended, so that it is not begun a second time. */
  const known = new Set<DeliveryId>()
  let ready: Ready[] = []
  let [posting, writing, failures] = [0, 0, 0]
  let woken = Promise.withResolvers<void>()
  /** The store cannot be read or written at present: what is under way ends, and nothing is begun. */
  let broken: { readonly cause: unknown } | null = null

  const end = ({ id }: Delivery) => known.delete(id)

  /** The store cannot be written at present: it is sent again. Any other fault must not happen again and again. */
  async function fail(delivery: Delivery, error: unknown): Promise<void> {
    failures += 1
    const isAway = error instanceof Failure && error.code === 'overloaded'
    try {
      if (isAway) throw error
      trouble(error, id)
      await postpone(parts, delivery)
    } catch (cause) {
      broken ??= { cause }
    }
    end(delivery)
  }

  /** Reads what is due and not begun, and makes the bodies. */
  async function fill(webhook: Webhook): Promise<void> {
    // What ends while this is read still stands as due in the answer, and must not be sent twice.
    const busy = new Set(known)
    const due = await store.read.dueDeliveries(id, parts.now(), busy.size + readAhead)
    const fresh = due.filter((delivery) => !busy.has(delivery.id)).slice(0, readAhead)
    if (fresh.length === 0) return
    const dialect = dialectOf(parts, webhook)
    for (const delivery of fresh) known.add(delivery.id)
    const bodies = await bodiesOf(store.read, dialect, workspace, fresh).catch((error: unknown) => {
      for (const delivery of fresh) end(delivery)
      throw error
    })
    for (const [index, body] of bodies.entries()) {
      const delivery = fresh[index]
      if (delivery === undefined) continue
      if (body.status === 'fulfilled') ready.push({ delivery, body: body.value })
      else await fail(delivery, body.reason)
    }
  }

  async function send(webhook: Webhook, { delivery, body }: Ready): Promise<void> {
    posting += 1
    let isPosted = false
    try {
      const tried = await post(parts, webhook, delivery, body)
      failures = isDelivered(tried.answered) ? 0 : failures + 1
      // The place is free for the next one while this one is written down.
      isPosted = true
      posting -= 1
      writing += 1
      woken.resolve()
      await write(parts, webhook, tried)
      end(delivery)
    } catch (error) {
      await fail(delivery, error)
    }
    if (isPosted) writing -= 1
    else posting -= 1
    woken.resolve()
  }

  /** Begins what there is place for; answers whether that was anything. */
  async function begin(webhook: Webhook): Promise<boolean> {
    const most = failures >= failuresUntilOne ? 1 : atOnce
    const places = Math.min(most - posting, unwrittenMost - writing)
    if (places <= 0) return false
    if (ready.length === 0) await fill(webhook)
    const next = ready.slice(0, places)
    ready = ready.slice(places)
    for (const each of next) void send(webhook, each)
    return next.length > 0
  }

  /** Nothing of what is only ready is sent; it stands in the store as due. */
  function drop(): void {
    for (const { delivery } of ready) end(delivery)
    ready = []
  }

  /** Whether the webhook is on; with what there is place for begun. What cannot be read waits for another time. */
  async function look(): Promise<{ readonly isOn: boolean; readonly hasBegun: boolean }> {
    try {
      const webhook = await store.read.webhook(workspace, id)
      const isOn = webhook?.enabled === true && !isStopping()
      if (isOn && broken === null) return { isOn, hasBegun: await begin(webhook) }
      drop()
      return { isOn, hasBegun: false }
    } catch (cause) {
      broken ??= { cause }
      drop()
      return { isOn: true, hasBegun: false }
    }
  }

  return {
    wake: () => woken.resolve(),
    async drain() {
      for (;;) {
        woken = Promise.withResolvers()
        const { isOn, hasBegun } = await look()
        if (hasBegun) continue
        if (posting + writing > 0) await woken.promise
        else if (broken === null) return isOn ? store.read.nextDue(id) : null
        else {
          const { cause } = broken
          broken = null
          throw cause
        }
      }
    },
  }
}

/** A fault of this program must not send the same thing again and again. */
async function postpone({ store, now }: SenderParts, delivery: Delivery): Promise<void> {
  const later = { ...delivery, next_at: now() + 60_000 }
  await store.transaction(null, (tx) => tx.setDelivery(later))
}

function dialectOf({ dialects }: SenderParts, { dialect }: Webhook): DialectEvents {
  const found = dialects.get(dialect)
  assert(found !== undefined, 'a webhook of a dialect that tells no events')
  return found
}

/** One try to deliver, and what became of it. */
interface Tried {
  readonly before: Delivery
  readonly after: Delivery
  readonly at: Time
  readonly ended: Time
  readonly answer: Answer
  readonly answered: Answered
}

async function post(parts: SenderParts, webhook: Webhook, before: Delivery, body: string): Promise<Tried> {
  const { now, hmac } = parts
  const dialect = dialectOf(parts, webhook)
  const at = now()
  const secrets = [webhook.secret, ...previousSecret(webhook, at)]
  const signing = { id: messageId(before), seconds: Math.floor(at / 1000), body, secrets, hmac }
  const headers = { 'content-type': 'application/json', 'user-agent': 'Muster', ...dialect.sign(signing) }
  const answer = await parts.post(webhook.url, headers, body)
  const answered = answeredBy(answer)
  const ended = now()
  const after = afterAttempt({ ...before, body }, answered, ended, dialect.scheduleMs, parts.random())
  return { before, after, at, ended, answer, answered }
}

/** Keeps what became of an attempt, and lets begin what waited for it. */
async function write(
  { store, id, committed }: SenderParts,
  webhook: Webhook,
  { before, after, at, ended, answer, answered }: Tried,
): Promise<void> {
  const notices = await store.transaction(null, async (tx) => {
    await tx.setDelivery(after)
    await tx.addAttempt({
      id: id(),
      delivery: before.id,
      webhook: webhook.id,
      number: after.attempts,
      at,
      took_ms: ended - at,
      status: answered.status,
      answer: 'error' in answer ? null : answer.body.slice(0, answerKept),
      error: 'error' in answer ? answer.error : null,
    })
    if (after.ended_at !== null && before.group !== null)
      await tx.releaseNext(webhook.id, before.group, ended)
    return isGone(answered) ? disable(tx, webhook, ended) : []
  })
  if (notices.length > 0) committed(notices)
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
