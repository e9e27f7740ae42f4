/** Secrets: 256 random bits, with a prefix that leak scanners find and a checksum that tells a typing error. */
import { createHmac, hash, randomBytes } from 'node:crypto'

const prefix = 'muster_'

export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** A new secret of a key, and the hash that is kept of it. */
export function createSecret(): { readonly secret: string; readonly hash: string } {
  const random = randomBytes(32).toString('base64url')
  const secret = `${prefix}${random}${sha256(random).slice(0, 6)}`
  return { secret, hash: sha256(secret) }
}

/** HMAC-SHA256 of a text. */
export function hmac(key: string | Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', key).update(text).digest()
}

/** A code that cannot be guessed: 128 random bits in 22 characters, none that a command line takes for an option. */
export function createCode(): string {
  const code = randomBytes(16).toString('base64url')
  return code.startsWith('-') ? createCode() : code
}
