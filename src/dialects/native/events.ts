/** How the native dialect tells events to webhooks: as the feed shows them, signed as Standard Webhooks asks for. */
import { eventTypes } from '../../core/event.ts'
import type { DialectEvents, Signing } from '../dialect.ts'
import * as render from './render.ts'

const secretPrefix = 'whsec_'
/** The sizes of a key that Standard Webhooks asks for, in bytes. */
const keyBytes = { min: 24, max: 64 } as const

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** The bytes of a secret; null when it is not written as one. */
function keyOf(secret: string): Uint8Array | null {
  const text = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : ''
  const bytes = Buffer.from(text, 'base64')
  // What is no base64 is passed over by the decoder, and would leave another key than the caller has in mind.
  const isWhole = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '')
  return isWhole && bytes.length >= keyBytes.min && bytes.length <= keyBytes.max ? bytes : null
}

function signatureOf({ id, seconds, body, hmac }: Signing, secret: string): string {
  // A secret that was kept was judged before; one that is none signs with its own text rather than not at all.
  const mac = hmac(keyOf(secret) ?? secret, `${id}.${seconds}.${body}`)
  return `v1,${Buffer.from(mac).toString('base64')}`
}

/** Every event of the feed under its own name, once for the whole workspace. */
export const events: DialectEvents = {
  types: eventTypes,
  perAccount: false,
  typesOf: ({ facts }) => [facts.type],
  // A test stands nowhere in the feed, so there is nothing to go on from.
  render: ({ event, seq }) => ({
    ...render.feedEvent({ seq: seq ?? 0, event }),
    ...(seq === null ? { cursor: null } : {}),
  }),
  sign: (signing) => ({
    'webhook-id': signing.id,
    'webhook-timestamp': String(signing.seconds),
    'webhook-signature': signing.secrets.map((secret) => signatureOf(signing, secret)).join(' '),
  }),
  secret: (random) => `${secretPrefix}${Buffer.from(random).toString('base64')}`,
  secretProblem: (secret) =>
    keyOf(secret) === null
      ? `A secret is \`${secretPrefix}\` and base64 of ${keyBytes.min} to ${keyBytes.max} bytes, such as \`echo ${secretPrefix}$(openssl rand -base64 32)\` prints.`
      : null,
  scheduleMs: [
    ...[0, 5 * second, 5 * minute, 30 * minute],
    ...[2, 5, 10, 14, 20, 24].map((hours) => hours * hour),
  ],
}
