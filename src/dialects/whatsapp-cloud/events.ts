/**
 * How this dialect tells events to webhooks (contract 1.6 to 1.8): Meta's envelope, one change in each delivery, signed
 * over the raw body. Each account that sees the event is told on its own, because the envelope names the account.
 */
import type { Change, Happening } from '../../core/event.ts'
import { isPresent } from '../../core/model.ts'
import type { DialectEvents, Telling } from '../dialect.ts'
import {
  toldAdded,
  toldCreated,
  toldDeleted,
  toldLeft,
  toldPicture,
  toldRefused,
  toldRemoved,
  toldRequest,
  toldStatus,
  toldUpdated,
} from './group-events.ts'
import { renderBusinessId, renderPhoneNumberId, renderWaId } from './ids.ts'
import { toldMessage, toldPin, toldSend } from './message-events.ts'
import { product } from './render.ts'

/** What Meta calls the kinds of what it tells (contract 1.6). */
export const fields = {
  group_lifecycle_update: 'A group was created or deleted, or could not be.',
  group_participants_update:
    'People came, went, were removed, asked to be let in or took that back; or a call about people did nothing.',
  group_settings_update: 'Subject, description or picture changed, or could not be changed.',
  group_status_update: 'A group was suspended, or goes on.',
  messages: 'A message was sent by the business or by somebody in the group, or pinned, or could not be.',
} as const
export type Field = keyof typeof fields

/** One thing to tell: in which field, and the content of `value`. */
export interface Part {
  readonly field: Field
  readonly content: (telling: Telling) => object
}

function inGroups(field: Field, render: (telling: Telling) => object, beside: object = {}): Part {
  return { field, content: (telling) => ({ groups: [render(telling)], ...beside }) }
}

const people = 'group_participants_update'
const lifecycle = 'group_lifecycle_update'
const settings = 'group_settings_update'
const status = 'group_status_update'

/** Of those who are out, requests that ended count for themselves (contract 1.7: withdrawn). */
function partsOfGone(gone: readonly Change[], present: readonly Change[]): readonly Part[] {
  const removed = present.length === 0 ? [] : [inGroups(people, toldRemoved(present), initiated('business'))]
  const revoked = gone.filter(({ from }) => from === 'requested')
  return [
    ...removed,
    ...revoked.map((change) => inGroups(people, toldRequest('group_join_request_revoked', change))),
  ]
}

/** Beside the group too: Meta's samples have it in either place (contract 1.7). */
function initiated(by: 'business' | 'participant') {
  return { initiated_by: by }
}

/** Calls whose refusal is told, by their operation (contract 1.7). */
const refusals: Readonly<Record<string, Part>> = {
  createGroup: inGroups(lifecycle, toldRefused),
  deleteGroup: inGroups(lifecycle, toldRefused),
  addParticipants: inGroups(people, toldRefused),
  approveJoinRequests: inGroups(people, toldRefused),
  removeParticipants: inGroups(people, toldRefused, initiated('business')),
  updateGroup: inGroups(settings, toldRefused),
  setPicture: inGroups(settings, toldRefused),
  sendMessage: { field: 'messages', content: toldSend },
  pinMessage: { field: 'messages', content: toldSend },
  unpinMessage: { field: 'messages', content: toldSend },
}

/** Everything that is told for an event. What Meta has no webhook for is not told. */
export function partsOf({ facts, actor }: Happening): readonly Part[] {
  switch (facts.type) {
    case 'group.created':
      return [inGroups(lifecycle, toldCreated)]
    case 'group.deleted':
      return [inGroups(lifecycle, toldDeleted)]
    case 'group.updated': {
      const { name, description } = facts.changed
      return name === undefined && description === undefined ? [] : [inGroups(settings, toldUpdated)]
    }
    case 'picture.changed':
      return [inGroups(settings, toldPicture)]
    case 'group.suspended':
      return [inGroups(status, toldStatus('group_suspend'))]
    case 'group.unsuspended':
      return [inGroups(status, toldStatus('group_suspend_cleared'))]
    case 'participants.added':
      return [inGroups(people, toldAdded)]
    case 'participants.removed':
      return partsOfGone(
        facts.people,
        facts.people.filter(({ from }) => from !== 'requested'),
      )
    case 'ban.added':
      return partsOfGone(
        facts.people,
        facts.people.filter(({ from }) => isPresent(from)),
      )
    case 'participants.left':
      return [inGroups(people, toldLeft, initiated('participant'))]
    case 'join_request.created':
      return facts.people.map((change) => inGroups(people, toldRequest('group_join_request_created', change)))
    case 'message.sent':
      return [{ field: 'messages', content: toldMessage }]
    case 'message.pinned':
      return [{ field: 'messages', content: toldPin }]
    case 'message.unpinned':
      return actor === null ? [] : [{ field: 'messages', content: toldPin }]
    case 'run.refused': {
      const part = Object.hasOwn(refusals, facts.operation) ? refusals[facts.operation] : undefined
      return part === undefined ? [] : [part]
    }
    default:
      return []
  }
}

/** The account in the words of the envelope (contract 1.6). */
function metadataOf({ account, seer }: Telling) {
  const id = seer === null ? '' : renderPhoneNumberId(seer)
  if (account === null) return { display_phone_number: '', phone_number_id: id }
  const { wa_id = account.person.user_id } = renderWaId(account.person.user_id)
  return { display_phone_number: wa_id, phone_number_id: id }
}

/** The body of one delivery. */
function render(telling: Telling, part: number): unknown {
  const told = partsOf(telling.event)[part]
  if (told === undefined) throw new Error('This cannot happen: a part of an event that has no such part.')
  const value = { ...product, metadata: metadataOf(telling), ...told.content(telling) }
  const changes = [{ value, field: told.field }]
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: renderBusinessId(telling.event.workspace), changes }],
  }
}

const [second, minute, hour] = [1000, 60_000, 3_600_000]
const secretBytes = 16

/** What this dialect tells, and how. */
export const events: DialectEvents = {
  types: fields,
  perAccount: true,
  typesOf: (event) => partsOf(event).map(({ field }) => field),
  render,
  // Only one signature has a place in the header, so during a rotation the new secret signs (contract 1.6).
  sign: ({ body, secrets, hmac }) => ({
    'x-hub-signature-256': `sha256=${Buffer.from(hmac(secrets[0] ?? '', body)).toString('hex')}`,
  }),
  // An app secret of Meta is 32 hex digits.
  secret: (random) => Buffer.from(random.subarray(0, secretBytes)).toString('hex'),
  secretProblem: (secret) =>
    /^[\x21-\x7e]{16,128}$/.test(secret)
      ? null
      : 'The secret must have 16 to 128 letters, digits or signs without spaces, as an app secret does.',
  // "Until 200, with growing gaps, for up to 7 days" (contract 1.6): these gaps are ours; together they are a little less.
  scheduleMs: [
    0,
    ...[5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour, 3 * hour, 6 * hour, 12 * hour],
    ...Array.from({ length: 6 }, () => 24 * hour),
  ],
  // Meta asks by GET and expects the challenge as the text of the answer (contract 1.6).
  verification: ({ challenge, token }) => ({
    query: { 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': token },
    expected: challenge,
  }),
}
