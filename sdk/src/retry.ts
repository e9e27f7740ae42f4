/** When a call is made again, and after how long. */
import { MusterError } from './error.ts'

/** The server waits for nobody longer than this, and neither does a retry; a longer Retry-After is the caller's to wait for. */
const longestWaitMs = 60_000
const firstWaitMs = 200
const longestOwnWaitMs = 5_000

/**
 * Problems after which the same call may succeed. A write carries an idempotency key, so that making it again has
 * one effect even if the first did arrive; `idempotency_key_running` is what the server says while it still runs.
 */
function mayPass(error: MusterError): boolean {
  return (
    error.status === 0 ||
    error.status === 429 ||
    error.status === 503 ||
    error.code === 'idempotency_key_running'
  )
}

/** The wait before a call is made again, in milliseconds; null when it is not to be made again. */
function waitBefore(error: MusterError, attempt: number): number | null {
  if (!mayPass(error)) return null
  if (error.retryAfter !== null) {
    const asked = error.retryAfter * 1000
    return asked > longestWaitMs ? null : asked
  }
  // Spread out, so that many callers who were refused together do not come back together.
  return Math.min(longestOwnWaitMs, firstWaitMs * 2 ** attempt) * (0.5 + Math.random() / 2)
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', end, { once: true })
    if (signal?.aborted) end()
  })
}

/** Makes a call, and makes it again, up to `retries` times, where that can help. */
export async function withRetries<T>(
  retries: number,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const pause = error instanceof MusterError && attempt < retries ? waitBefore(error, attempt) : null
      if (pause === null) throw error
      await wait(pause, signal)
    }
  }
}
