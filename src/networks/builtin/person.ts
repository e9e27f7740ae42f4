/**
 * Who is who: one canonical spelling for each way to write a person's id, by directory. Every speller answers its
 * own answers unchanged, so that a person is the same person in whatever spelling he is named.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { lengthOf } from '../../core/fields.ts'
import { renderId } from '../../core/id.ts'

/** A canonical id, or a sentence that says how to write one. */
export type Spelling = { readonly user_id: string } | { readonly problem: string }

/** A space of person ids. */
export interface Directory {
  /** The canonical spelling of what a caller wrote. */
  readonly spell: (text: string) => Spelling
  /** An id of an account's own person, from a number below 2^53 that is used once; canonical, unlike any other. */
  readonly own: (unique: number) => string
}

/** Longer than any id of any network; nothing longer is looked at. */
const textMax = 256

// What people put between the digits of a phone number, and the invisible marks that copying one brings along.
const phonePunctuation = /[\p{Zs}\p{Cf}\p{Pd}()./]/gu
const phone = /^(?:\+|00)?([1-9]\d{5,18})$/
// `user@server` as WhatsApp's own programs write it: an agent and a device may follow the user.
const jid = /^\+?(\d{1,20})(?:[._]\d{1,3})?(?::\d{1,5})?@(s\.whatsapp\.net|c\.us|lid)$/i
// Country code 999 is assigned to nobody and 19 digits are more than E.164 has, so no subscriber can be meant.
const ownPhone = /^\+999\d{16}$/
// Mexican mobiles lost this 1 in 2019; WhatsApp's ids still hold it, and it is the same subscriber without it.
const formerMexican = /^\+521(?=\d{10}$)/

/** The number in E.164, read again until reading changes nothing; null when no such number can exist. */
function e164(number: string): string | null {
  if (ownPhone.test(number)) return number
  const parsed = parsePhoneNumberFromString(number.replace(formerMexican, '+52'))
  if (parsed === undefined || !parsed.isPossible()) return null
  if (parsed.number === number) return number
  // Every correction drops digits (a trunk prefix, mostly); one that does not would be read for ever.
  return parsed.number.length < number.length ? e164(parsed.number) : null
}

function spellPhone(text: string): string | null {
  const digits = phone.exec(text.replace(phonePunctuation, ''))?.[1]
  return digits === undefined ? null : e164(`+${digits}`)
}

function spellJid(text: string): string | null {
  const [, user, server] = jid.exec(text) ?? []
  if (user === undefined || server === undefined) return null
  return server.toLowerCase() === 'lid' ? `${user}@lid` : e164(`+${user}`)
}

const found = (userId: string | null, problem: string): Spelling =>
  userId === null ? { problem } : { user_id: userId }

const whatsappProblem =
  'Write the person as a phone number with its country code, for example `+12025550123`, or as WhatsApp does, for example `12025550123@s.whatsapp.net` or `123456789012345@lid`.'

function spellWhatsapp(text: string): Spelling {
  return found(spellJid(text) ?? spellPhone(text), whatsappProblem)
}

const instagram = /^@?([a-z0-9_][a-z0-9._]{0,29})$/i

function spellInstagram(text: string): Spelling {
  return found(
    instagram.exec(text)?.[1]?.toLowerCase() ?? null,
    'Write the person as a numeric Instagram user id, for example `17841400000000001`, or as a handle of at most 30 letters, digits, dots and underscores, for example `jane.doe`.',
  )
}

// Spaces, control and formatting characters and lone surrogates: what cannot be seen cannot tell two people apart.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u
const wordMax = 128

/** True for 1 to 128 visible characters, other than the two path segments that every HTTP client resolves away. */
function isWord(text: string): boolean {
  return text !== '' && lengthOf(text) <= wordMax && !invisible.test(text) && text !== '.' && text !== '..'
}

function spellLinkedin(text: string): Spelling {
  const id = text.normalize('NFC')
  return found(
    isWord(id) ? id : null,
    'Write the person as a LinkedIn user id, exactly as LinkedIn spells it (1 to 128 characters without spaces), for example `ACoA1B2C3D4E5F6g7Hi8J9K1L2m3NOpqRSTUvWxYZ`.',
  )
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Genuin names people by UUID, and people who are not there yet by phone number; a bare number says no country. */
function spellGenuin(text: string): Spelling {
  if (uuid.test(text)) return { user_id: text.toLowerCase() }
  return found(
    text.startsWith('+') || text.startsWith('00') ? spellPhone(text) : null,
    'Write the person as a Genuin user id, which is a UUID, for example `b12f13af-ef5a-4906-b0a0-2995e106200d`, or as a phone number with `+` and its country code, for example `+919533333315`.',
  )
}

const email = /^[^@]+@[^@]+\.[^@]+$/

/** Anybody may be called anything; a phone number is one however it is written, and so is an e-mail address. */
function spellOpen(text: string): Spelling {
  const id = text.normalize('NFC')
  const number = spellJid(id) ?? (id.startsWith('+') ? spellPhone(id) : null)
  if (number !== null) return { user_id: number }
  const word = email.test(id) ? id.toLowerCase().normalize('NFC') : id
  return found(
    isWord(word) ? word : null,
    'Write the person as 1 to 128 characters without spaces, for example `alice`, `alice@example.com` or `+12025550123`.',
  )
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Nine digits of base 64 hold every number below 2^53. */
function inBase64(value: number): string {
  let rest = value
  let text = ''
  for (let i = 0; i < 9; i += 1) {
    text = base64url[rest % 64] + text
    rest = Math.floor(rest / 64)
  }
  return text
}

/** The number in the free bits of a UUID of version 8, whose first six bytes spell `muster`. */
function inUuid(value: number): string {
  const hex = value.toString(16).padStart(15, '0')
  return `6d757374-6572-8000-8${hex.slice(0, 3)}-${hex.slice(3)}`
}

const decimal = (value: number) => String(value).padStart(16, '0')

/** The directories by name, as profiles name them. */
export const directories: ReadonlyMap<string, Directory> = new Map([
  ['open', { spell: spellOpen, own: (unique) => renderId('u', unique) }],
  ['whatsapp', { spell: spellWhatsapp, own: (unique) => `+999${decimal(unique)}` }],
  ['instagram', { spell: spellInstagram, own: (unique) => `9${decimal(unique)}` }],
  ['linkedin', { spell: spellLinkedin, own: (unique) => `ACoAMuster${inBase64(unique)}` }],
  ['genuin', { spell: spellGenuin, own: inUuid }],
] satisfies [string, Directory][])

/** The canonical spelling in a directory. */
export function spell(directory: Directory, text: string): Spelling {
  if (text.length > textMax) return { problem: `A person's id has at most ${textMax} characters.` }
  return directory.spell(text)
}
