/** Fields that the inputs of several operations share, and the cleaning of text at the door. */
import { Type } from 'typebox'
import { fail } from './failure.ts'
import type { AccountId, GroupId, KeyId, MessageId, RunId, Time, WorkspaceId } from './model.ts'
import type { LimitName } from './network.ts'
import type { WorkingSet } from './operation.ts'

const id = <T>() => Type.Unsafe<T>(Type.Integer({ minimum: 0 }))
export const accountId = id<AccountId>()
export const groupId = id<GroupId>()
export const keyId = id<KeyId>()
export const runId = id<RunId>()
export const workspaceId = id<WorkspaceId>()
export const messageId = id<MessageId>()

export const onAccount = { account: accountId }
export const onGroup = { account: accountId, group: groupId }

/** A person's id as the caller writes it; 256 characters hold every known id of every network. */
export const personText = Type.String({ minLength: 1, maxLength: 256 })

/** Most people that one call may name, on any network: what one transaction carries within a second. */
export const peoplePerCallMax = 10_000

/** An id of the caller's own for a group. */
export const groupAlias = Type.String({ minLength: 1, maxLength: 128 })

/** One page: 1 to 1,024 rows, and the key to go on from. */
export const paging = {
  limit: Type.Integer({ minimum: 1, maximum: 1024 }),
  after: Type.Union([Type.Array(Type.Integer()), Type.Null()]),
}

/** How many of each group's people an answer carries along, strongest role first; none when left out. */
export const withPeople = Type.Optional(Type.Integer({ minimum: 0, maximum: 1024 }))

/** For dialects whose clients page by offset: bounded, so that a page's cost is. */
export const skip = Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 }))

export const metadata = Type.Record(
  Type.String({ minLength: 1, maxLength: 64 }),
  Type.String({ maxLength: 1024 }),
  { maxProperties: 1000 },
)
export const words = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 1000 })

// Control characters and lone surrogates have no place in any text; line breaks and tabs only where lines are.
const control = /(?![\t\n\r])\p{Cc}/u
const controlOrLine = /[\p{Cc}\u2028\u2029]/u

/** How many characters a person would count, by code points. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/** Refuses text that is too long or that holds characters which are none. */
export function within(set: Pick<WorkingSet, 'limit'>, limit: LimitName, actual: number, what: string): void {
  const max = set.limit(limit)
  if (actual > max) {
    fail('limit_exceeded', `${what} is ${actual}; at most ${max} here (limit \`${limit}\`).`, {
      limit,
      max,
      actual,
    })
  }
}

/** Refuses an end that is over already. */
export function inFuture(set: Pick<WorkingSet, 'at'>, expires_at: Time | null | undefined): void {
  if (expires_at != null && expires_at <= set.at) fail('invalid_input', '`expires_at` must be in the future.')
}

/** An id that a caller chose, which may stand in a path; it begins with none of the prefixes of our own ids. */
export function alias(what: string, prefix: string, text: string): string {
  // Two SDKs write a space in a path as +, so an alias has none (contracts/whatsapi.md, 1.7).
  if (!/^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}$/.test(text) || text.startsWith(prefix)) {
    fail(
      'invalid_input',
      `The id of ${what} has 1 to 128 letters, digits, \`_\`, \`-\` or \`.\`, and begins with neither \`.\` nor \`${prefix}\`.`,
    )
  }
  return text
}

/** A text of one line, trimmed. Empty is refused. */
export function line(field: string, text: string): string {
  const clean = text.trim()
  if (clean === '') fail('invalid_input', `\`${field}\` must not be empty.`)
  if (controlOrLine.test(clean) || !clean.isWellFormed()) {
    fail('invalid_input', `\`${field}\` must be one line of text without control characters.`)
  }
  return clean
}

/** A text of any lines. */
export function lines(field: string, text: string): string {
  if (control.test(text) || !text.isWellFormed()) {
    fail('invalid_input', `\`${field}\` must be text without control characters.`)
  }
  return text
}

/** Metadata whose keys and values are text. Schemas of records do not look at keys. */
export function entries(given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [key, value] of Object.entries(given)) {
    if (lengthOf(key) > 64) fail('invalid_input', 'A key of `metadata` has at most 64 characters.')
    line('metadata', key)
    lines('metadata', value)
  }
  return given
}
