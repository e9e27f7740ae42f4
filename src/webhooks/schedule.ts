/** What becomes of a delivery after an attempt: pure, so that the whole schedule can be tried in virtual time. */
import type { Delivery } from '../core/delivery.ts'
import type { Time } from '../core/model.ts'

/** What an endpoint did. */
export interface Answered {
  /** The HTTP status; null when no answer came. */
  readonly status: number | null
  /** The header Retry-After as it came. */
  readonly retryAfter: string | null
}

/** Waits are longer or shorter by up to a tenth, so that what failed together does not come back together. */
const jitter = 0.1

/** An endpoint that asks for more than a day is asked again after a day. */
const retryAfterMaxMs = 24 * 60 * 60 * 1000

/** Statuses with which Retry-After means when to come back (RFC 9110, 10.2.3; RFC 6585, 4). */
const comeBack = [429, 503]

/** Any 2xx is success; a 3xx is none, because redirects are not followed. */
export function isDelivered({ status }: Answered): boolean {
  return status !== null && status >= 200 && status < 300
}

/** The endpoint said that it is gone for ever. */
export function isGone({ status }: Answered): boolean {
  return status === 410
}

/** How long Retry-After asks to wait, in milliseconds; 0 when it asks nothing that can be understood. */
function retryAfterMs({ status, retryAfter }: Answered, at: Time): number {
  if (retryAfter === null || status === null || !comeBack.includes(status)) return 0
  const wish = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - at
  return Number.isFinite(wish) ? Math.min(Math.max(wish, 0), retryAfterMaxMs) : 0
}

/**
 * The delivery after an attempt that ended at `at`. `scheduleMs` says how long to wait before each attempt, and
 * `random` is a number from 0 to 1.
 */
export function afterAttempt(
  delivery: Delivery,
  answered: Answered,
  at: Time,
  scheduleMs: readonly number[],
  random: number,
): Delivery {
  const attempts = delivery.attempts + 1
  if (isDelivered(answered))
    return { ...delivery, attempts, status: 'delivered', next_at: null, ended_at: at }
  const wait = scheduleMs[attempts]
  if (wait === undefined || isGone(answered)) {
    return { ...delivery, attempts, status: 'dead', next_at: null, ended_at: at }
  }
  const spread = Math.round(wait * (1 + jitter * (2 * random - 1)))
  return {
    ...delivery,
    attempts,
    status: 'pending',
    next_at: at + Math.max(spread, retryAfterMs(answered, at)),
  }
}
