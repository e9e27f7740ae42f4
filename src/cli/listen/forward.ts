/** Delivers events to an address as webhooks are delivered, for development: signed, retried, one after the other. */
import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { FeedEvent } from 'muster-sdk'
import { dialects } from '../../app.ts'
import { exits, Told, wordsOf } from '../told.ts'

/** An address that events are delivered to, and the secret that signs them. */
export interface Forwarding {
  readonly secret: string
  /** Delivers one event, trying again a few times; false when it was given up. */
  readonly deliver: (event: FeedEvent, signal: AbortSignal) => Promise<boolean>
}

/** How long to wait before each attempt. Whoever develops wants to see the next event soon. */
const pausesMs = [0, 500, 2_000, 5_000] as const
/** As long as webhooks wait for an answer. */
const answerMs = 15_000

/** Judges address and secret, and makes a secret where none was given. */
export function forwardTo(
  address: string,
  given: string | undefined,
  warn: (text: string) => void,
): Forwarding {
  if (!URL.canParse(address) || !/^https?:/i.test(address)) {
    throw new Told(
      exits.usage,
      `--forward takes an address such as http://127.0.0.1:3000/hook, not "${address}".`,
    )
  }
  const telling = dialects.find(({ id }) => id === 'native')?.events
  if (telling === undefined) throw new Error('The native dialect tells no events.')
  const secret = given ?? telling.secret(randomBytes(32))
  const problem = telling.secretProblem(secret)
  if (problem !== null) throw new Told(exits.usage, `--secret cannot be used: ${problem}`)
  const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest()

  async function attempt(event: FeedEvent, signal: AbortSignal): Promise<string | null> {
    const body = JSON.stringify(event)
    // The same for every attempt, and for every run of this command, so that a receiver knows a repetition.
    const id = `evt_${event.cursor}`
    const seconds = Math.floor(Date.now() / 1000)
    const headers = telling?.sign({ id, seconds, body, secrets: [secret], hmac })
    try {
      const answer = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'muster-listen', ...headers },
        body,
        // A redirect would send what was signed to somebody else.
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      })
      await answer.body?.cancel()
      return answer.ok ? null : `it answered ${answer.status}`
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
      return wordsOf(cause)
    }
  }

  return {
    secret,
    async deliver(event, signal) {
      for (const [index, pause] of pausesMs.entries()) {
        await wait(pause, undefined, { signal }).catch(() => undefined)
        if (signal.aborted) return false
        const problem = await attempt(event, signal)
        if (problem === null) return true
        if (signal.aborted) return false
        const next = pausesMs[index + 1]
        const what = `${event.cursor} ${event.type} was not taken (${problem})`
        if (next !== undefined) warn(`${what}; trying again in ${next / 1000} s.`)
        else warn(`${what}; it is given up after ${pausesMs.length} attempts, and the next one follows.`)
      }
      return false
    },
  }
}
