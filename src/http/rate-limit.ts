/** How many requests one key may make. Kept in memory: each node of several grants its own share. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Failure } from '../core/failure.ts'
import type { KeyId } from '../core/model.ts'

/** Refuses a key that asks too often, with the seconds to wait. */
export type RateLimit = (key: KeyId) => Promise<void>

/** Bursts are allowed within this window. */
const windowSeconds = 10

/** A limit per key and second; 0 means none. */
export function rateLimit(requestsPerSecond: number): RateLimit {
  if (requestsPerSecond === 0) return async () => {}
  const limiter = new RateLimiterMemory({
    points: requestsPerSecond * windowSeconds,
    duration: windowSeconds,
  })
  return async (key) => {
    try {
      await limiter.consume(key)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
      throw new Failure(
        'rate_limited',
        `The key makes more than ${requestsPerSecond} requests per second; go on in ${seconds} s.`,
        {
          retry_after_s: seconds,
        },
      )
    }
  }
}
