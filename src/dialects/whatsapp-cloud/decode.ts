/** From the wire to the core's inputs: who acts, who is named, and what stands where (contract 1.3, 1.11). */
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { fail } from '../../core/failure.ts'
import type { Account, AccountId, GroupId } from '../../core/model.ts'
import type { Look } from '../dialect.ts'
import { parseGroupId, parseJoinRequestId, parseMessageId, parsePerson, parsePhoneNumberId } from './ids.ts'
import { pictureFrom } from './picture.ts'
import * as shapes from './shapes.ts'

/** The account of a path. */
export function onPhone(params: { readonly phone_number_id: string }): { account: AccountId } {
  return { account: parsePhoneNumberId(params.phone_number_id) }
}

/** Accounts that are a business of this wire; others act only where a group has none of these. */
const ownProfiles: ReadonlySet<string> = new Set(['whatsapp-cloud', 'whatsapp-cloud-strict'])

/** Those of the accounts for which it holds; all of them when it holds for none. */
function preferring(accounts: readonly Account[], holds: (account: Account) => boolean): readonly Account[] {
  const found = accounts.filter(holds)
  return found.length > 0 ? found : accounts
}

/**
 * The group of a path, and the account that acts in it: the one that the key is bound to, else an account of the
 * workspace that is in the group, the group's owner first.
 */
export async function onGroup(
  params: { readonly group_id: string },
  look: Look,
): Promise<{ account: AccountId; group: GroupId }> {
  const group = parseGroupId(params.group_id)
  const { items } = await look('listAccounts', { limit: 1000, after: null, order: 'created', group })
  const own = preferring(items, ({ profile }) => ownProfiles.has(profile))
  const candidates = preferring(own, ({ status }) => status === 'running')
  const [first] = candidates
  if (first === undefined) {
    return fail('group_not_found', 'No account of this access token is in such a group; list its groups.')
  }
  if (candidates.length === 1) return { account: first.id, group }
  const { head } = await look('getGroup', { account: first.id, group })
  const owner = candidates.find(({ person }) => person.id === head.owner?.id)
  return { account: (owner ?? first).id, group }
}

/** What stands in a field that a form writes as JSON. */
function unfolded<T extends TSchema>(field: string, schema: T, value: Static<T> | string): Static<T> {
  if (typeof value !== 'string') return value
  const parsed = parse(value)
  if (!Value.Check(schema, parsed)) {
    fail('invalid_input', `\`${field}\` is neither what the call documents nor that as JSON in a text.`)
  }
  return parsed
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** How two spellings of one number are found to be the same. */
function digitsOf(text: string): string {
  return /^[+\d\s().-]+$/.test(text) ? text.replaceAll(/\D/g, '') : text
}

function personOf({ user, user_id, wa_id }: Static<typeof shapes.Participant>): string {
  const given = [user, user_id, wa_id].flatMap((each) =>
    each === undefined || each === '' ? [] : [parsePerson(each)],
  )
  const [first] = given
  if (first === undefined) return fail('invalid_input', 'A participant has no `user`: send a phone number.')
  if (new Set(given.map(digitsOf)).size > 1) {
    fail('invalid_input', 'A participant has `user` and `user_id` of two people; send one of them.')
  }
  return first
}

/** The people of a body, each as the caller wrote him. */
export function peopleOf(body: Static<typeof shapes.ParticipantsChange>): string[] {
  return unfolded('participants', shapes.Participants, body.participants).map(personOf)
}

/** The same people in the caller's own words, which answers repeat (contract 1.3: 13). */
export function inputsOf(body: Static<typeof shapes.ParticipantsChange>): string[] {
  const people = unfolded('participants', shapes.Participants, body.participants)
  return people.map(({ user, user_id, wa_id }) => user || user_id || wa_id || '')
}

/** The ids of a body's join requests. */
export function joinRequestIds(body: Static<typeof shapes.JoinRequestsChange>): string[] {
  const given = unfolded('join_requests', shapes.JoinRequestIds, body.join_requests)
  return given.map((each) => (typeof each === 'string' ? each : each.join_request_id))
}

/** Who asks, by the ids of the requests. An id that is none becomes a text that no network takes for a person. */
export function askersOf(body: Static<typeof shapes.JoinRequestsChange>, group: GroupId): string[] {
  return joinRequestIds(body).map(
    (id) => parseJoinRequestId(id, group) ?? `no join request ${id.slice(0, 200)}`,
  )
}

/** The fields to show; a field that is not there is refused, as Graph does. */
export function fieldsOf({ fields = '' }: Static<typeof shapes.InfoQuery>): ReadonlySet<string> {
  const wanted = fields
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '')
  const unknown = wanted.find((field) => !shapes.InfoFields.some((known) => known === field))
  if (unknown !== undefined) {
    fail(
      'invalid_input',
      `There is no field \`${unknown.slice(0, 64)}\`; there are ${shapes.InfoFields.join(', ')}.`,
    )
  }
  return new Set(wanted)
}

/** What changes of a group; at least something must. */
export function changesOf(body: Static<typeof shapes.GroupUpdate>) {
  const { subject, description, join_approval_mode: mode } = body
  const bytes = pictureFrom(body.profile_picture_file, body.file)
  const changes = {
    ...(subject === undefined ? {} : { name: subject }),
    ...(description === undefined ? {} : { description }),
    ...(mode === undefined ? {} : { settings: { join_approval: mode === 'approval_required' } }),
    ...(bytes === null ? {} : { picture: { bytes } }),
  }
  if (Object.keys(changes).length === 0) {
    fail('invalid_input', 'Nothing to change: send `subject`, `description` or a picture.')
  }
  return changes
}

type Send = Static<typeof shapes.MessageSend>

/** The group that a message is for (contract 1.3: 14). */
export function groupOf({ to, recipient_type }: Send): GroupId {
  if (recipient_type !== 'group') {
    fail('invalid_input', '`recipient_type` must be `group`: this server sends to groups only.')
  }
  return parseGroupId(to)
}

/** The text of a message; every other type is refused. */
export function textOf({ type = 'text', text }: Send): string {
  if (type !== 'text') {
    fail('unsupported_by_dialect', 'This server sends texts to groups, and pins; send `type: text`.', {
      reason: 'message_type',
    })
  }
  if (text === undefined) return fail('invalid_input', '`text` is missing: an object with `body`.')
  return unfolded('text', shapes.TextPart, text).body
}

/** What to pin or unpin. */
export function pinOf({ pin }: Send) {
  if (pin === undefined)
    return fail('invalid_input', '`pin` is missing: an object with `type` and `message_id`.')
  const { type, message_id, expiration_days } = unfolded('pin', shapes.PinPart, pin)
  return { type, message: parseMessageId(message_id), days: expiration_days ?? null }
}
