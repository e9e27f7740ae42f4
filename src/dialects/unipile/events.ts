/** Events for webhook endpoints of this dialect: in v2's words, in each account's own view, signed as v2 signs (contract 1.9). */
import type { Static } from 'typebox'
import { assert } from '../../core/failure.ts'
import { plainView } from '../../core/model.ts'
import { may } from '../../core/permissions.ts'
import { viewOf } from '../../core/views.ts'
import { type DialectEvents, isoTime, type Telling } from '../dialect.ts'
import { providerOf, renderAccountId, renderChatId, renderEventId, renderNoteId } from './ids.ts'
import { renderChat, renderMessage, renderSaid, type Viewer } from './render.ts'
import type { Chat } from './shapes.ts'
import { type Note, type Part, partsOf } from './tellings.ts'
import { triggers } from './triggers.ts'
import type * as shapes from './webhook-shapes.ts'

const seconds = 1000
const minutes = 60 * seconds
const hours = 60 * minutes

function headOf({ head }: Telling) {
  assert(head !== null, 'an event of a group that is not there')
  return head
}

/** With the account's eyes; those of a deleted account are the group's. */
function viewerOf(telling: Telling): Viewer {
  return telling.account ?? { profile: headOf(telling).profile, person: null }
}

/** The chat as it is now. How the account itself sees it, pinned or muted, is not told: nobody changed it. */
function chatOf(telling: Telling): Static<typeof Chat> {
  const head = headOf(telling)
  const { own, event } = telling
  // Whoever may not read the group any more learns that it changed, and not what was said.
  const isReader = own !== null && may('read', own.standing, head.settings)
  const shown = isReader ? viewOf(head, own, plainView, 0).head : { ...head, last_message: null }
  return renderChat({ head: shown, own, view: plainView, unread: 0 }, event.at)
}

/** A change of the group as a message. Where the server itself did it, whoever it is about stands as the sender. */
function noteOf(
  telling: Telling,
  { event_type, person, metadata }: Note,
  part: number,
): Static<typeof shapes.EventMessage> {
  const { event } = telling
  assert(event.group !== null, 'a note of no group')
  const viewer = viewerOf(telling)
  const said = renderSaid(viewer, {
    id: renderNoteId(event.group, event.revision, part),
    group: event.group,
    sender: event.actor ?? person ?? headOf(telling).created_by,
    at: event.at,
  })
  const event_metadata = metadata(providerOf(viewer.profile))
  return { ...said, is_event: true, event_type, ...(event_metadata === null ? {} : { event_metadata }) }
}

function payloadOf(telling: Telling, told: Part, part: number): Static<typeof shapes.Delivered>['payload'] {
  const { event } = telling
  if ('note' in told) return noteOf(telling, told.note, part)
  if ('message' in told) return renderMessage(viewerOf(telling), headOf(telling).id, told.message)
  switch (told.type) {
    case 'chat.update':
      return chatOf(telling)
    case 'chat.delete':
      return { id: renderChatId(providerOf(headOf(telling).profile), headOf(telling).id) }
    case 'account.status.disconnected':
      // Accounts are logged out by a call to this server, never by a provider.
      return { timestamp: isoTime(event.at), reason: 'unipile' }
    default:
      return { timestamp: isoTime(event.at) }
  }
}

function render(telling: Telling, part: number): Static<typeof shapes.Delivered> {
  const { event, seq, seer } = telling
  const told = partsOf(event)[part]
  assert(told !== undefined && seq !== null && seer !== null, 'something that this dialect does not tell')
  return {
    id: renderEventId({ seq, account: seer, part }),
    created_at: isoTime(event.at),
    account_id: renderAccountId(seer),
    type: told.type,
    payload: payloadOf(telling, told, part),
  }
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** How v2 tells events. */
export const events: DialectEvents = {
  types: triggers,
  perAccount: true,
  typesOf: (event) => partsOf(event).map(({ type }) => type),
  render,
  sign({ seconds: at, body, secrets, hmac }) {
    // v2 knows no rotation, and its receivers look at one `v0`: some at the first, some at the last. So only the newest
    // secret signs; what is refused until the receiver has it is sent again by the schedule.
    const [secret = ''] = secrets
    return { 'unipile-signature': `t=${at},v0=${hex(hmac(secret, `${at}.${body}`))}` }
  },
  // The Python SDK refuses more than 36 characters: 27 bytes in base64url (contract 1.9).
  secret: (random) =>
    btoa(String.fromCharCode(...random.subarray(0, 27)))
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  secretProblem: (secret) =>
    /^[\x21-\x7e]{16,36}$/.test(secret) ? null : 'It is 16 to 36 visible ASCII characters without spaces.',
  // What v2 does is not known (v1: five attempts, each waits 30 s for an answer). An endpoint that is away for a weekend
  // loses nothing here: ten attempts within about 75 hours, as the Standard Webhooks specification suggests.
  scheduleMs: [
    ...[0, 5 * seconds, 5 * minutes, 30 * minutes],
    ...[2, 5, 10, 14, 20, 24].map((count) => count * hours),
  ],
}
