/** Events for webhooks of this dialect, as the Standard Webhooks specification has it (standardwebhooks.com, version 1.0.0). */
import { eventTypes } from '../../core/event.ts'
import type { DialectEvents } from '../dialect.ts'
import { feedEvent } from './render.ts'

const seconds = 1000
const minutes = 60 * seconds
const hours = 60 * minutes

const prefix = 'whsec_'

/** The secret's bytes, which are what signs. */
function keyOf(secret: string): Uint8Array {
  return Uint8Array.from(atob(secret.slice(prefix.length)), (character) => character.charCodeAt(0))
}

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

export const events: DialectEvents = {
  types: eventTypes,
  perAccount: false,
  typesOf: ({ facts }) => [facts.type],
  // The body is the event as the feed shows it, so that a receiver reads both in one way.
  render: ({ event, seq }) => feedEvent({ seq: seq ?? 0, event }),
  sign({ id, seconds: at, body, secrets, hmac }) {
    const signatures = secrets.map((secret) => `v1,${base64(hmac(keyOf(secret), `${id}.${at}.${body}`))}`)
    return {
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': signatures.join(' '),
    }
  },
  secret: (random) => prefix + base64(random),
  secretProblem(secret) {
    const isKnown = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(secret)
    const bytes = isKnown ? keyOf(secret).length : 0
    return bytes >= 24 && bytes <= 64
      ? null
      : 'It is `whsec_` and 24 to 64 random bytes in base64, as the Standard Webhooks specification has it.'
  },
  // The specification's example of a schedule: ten attempts within about 75 hours.
  scheduleMs: [
    ...[0, 5 * seconds, 5 * minutes, 30 * minutes],
    ...[2, 5, 10, 14, 20, 24].map((count) => count * hours),
  ],
}
