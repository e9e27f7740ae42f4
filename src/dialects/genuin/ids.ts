/**
 * Ids on this wire are UUIDs (contract 2.2). Ours are of version 8, begin with `muster` in hexadecimal and hold a
 * number, so that they are a bijection on groups and phone numbers and no table is looked up. Whatever is no id of
 * ours becomes 0, which the core never gives: so it is not found, like any id that does not exist.
 */
import { fail } from '../../core/failure.ts'
import { parseId } from '../../core/id.ts'
import { asId, type GroupId, type GroupRef, type Head, type KeyId } from '../../core/model.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const start = '6d757374-6572-8'
const own = /^6d757374-6572-8([0-9a-f])([0-9a-f]{2})-8([0-9a-f]{3})-([0-9a-f]{12})$/

/** What the number in an id of ours is; 0 is the built-in network's own people, who are named by UUIDs anyway. */
const kinds = { phone: '1', group: '2' } as const
type Kind = keyof typeof kinds

/** A number of up to 68 bits as a UUID. */
function render(kind: Kind, value: bigint): string {
  const hex = value.toString(16).padStart(17, '0')
  return `${start}${kinds[kind]}${hex.slice(0, 2)}-8${hex.slice(2, 5)}-${hex.slice(5)}`
}

/** The number in a UUID that `render` made with this kind, or null. */
function parse(kind: Kind, text: string): bigint | null {
  const [, mark, high, middle, low] = own.exec(text) ?? []
  return mark === kinds[kind] ? BigInt(`0x${high}${middle}${low}`) : null
}

/** A group's `chat_id` or `community_id`: the one that its maker chose, where it is a UUID and not ours, else ours. */
export function renderGroupId({ id, alias }: Pick<Head, 'id' | 'alias'>): string {
  const isChosen = alias !== null && uuid.test(alias) && !alias.startsWith(start)
  return isChosen ? alias : render('group', BigInt(id))
}

/** The group behind a `chat_id` or `community_id`. */
export function parseGroupId(text: string): GroupRef {
  const id = text.toLowerCase()
  if (!uuid.test(id)) return asId<GroupId>(0)
  if (!id.startsWith(start)) return id
  const number = Number(parse('group', id) ?? 0n)
  return asId<GroupId>(Number.isSafeInteger(number) ? number : 0)
}

/** A `chat_id` that a client chose for a new group (contract 2.2, 4), in lower case. */
export function chosenChatId(text: string): string {
  const id = text.toLowerCase()
  if (!uuid.test(id)) {
    fail('invalid_input', '`chat_id` must be a UUID, such as 0b1f4a5e-93c5-4a1c-8d51-2d0a5f0c7e11.')
  }
  if (id.startsWith(start)) {
    fail('invalid_input', 'A `chat_id` that begins so is given by this server; choose a random UUID.')
  }
  return id
}

const phone = /^\+([1-9]\d{4,18})$/

/** A person's `member_id`: his user id; for a phone number a UUID that holds it; every other id as it is. */
export function renderPersonId(userId: string): string {
  const digits = phone.exec(userId)?.[1]
  return digits === undefined ? userId : render('phone', BigInt(digits))
}

/** The id by which the network knows the person behind a `user_id`. */
export function parsePersonId(text: string): string {
  const digits = parse('phone', text.toLowerCase())
  return digits === null ? text : `+${digits}`
}

/** A phone number as the network spells it. The wire shows it without `+` (contract 2.2), so it may come so too. */
export function parsePhone(text: string): string {
  return /^[1-9][\d ().-]*$/.test(text) ? `+${text}` : text
}

/** The digits of a phone number by which a person is known, else the empty text. */
export function phoneOf(userId: string): string {
  return phone.exec(userId)?.[1] ?? ''
}

/** The key behind an `api_key`. */
export function parseApiKey(text: string): KeyId {
  return asId<KeyId>(parseId('key_', text) ?? fail('key_not_found', '`api_key` is the id of a key, `key_…`.'))
}
