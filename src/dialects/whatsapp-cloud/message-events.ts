/** Messages and statuses of groups (contract 1.8). Whether anybody got or read a message is not known here. */
import { assert } from '../../core/failure.ts'
import type { GroupId } from '../../core/model.ts'
import type { Telling } from '../dialect.ts'
import { errorsOfRun } from './group-events.ts'
import { renderGroupId, renderMessageId, renderUserId, renderWaId } from './ids.ts'
import { seconds } from './render.ts'

interface Sent {
  readonly id: string
  readonly group: GroupId | null
  readonly status: 'sent' | 'failed'
  readonly more?: object
}

/** A status of something that the business sent. One client needs `contacts` with every status (contract 1.11). */
function status({ event, head }: Telling, { id, group, status: name, more = {} }: Sent): object {
  const recipient = group === null ? '' : renderGroupId(group)
  const contact = { profile: { name: head?.name ?? '' }, wa_id: recipient, user_id: recipient }
  const timestamp = String(seconds(event.at))
  return {
    contacts: [contact],
    statuses: [{ id, status: name, timestamp, recipient_id: recipient, recipient_type: 'group', ...more }],
  }
}

/** Something that somebody else sent to the group. */
function incoming({ event }: Telling, group: GroupId, id: string, content: object): object {
  const { actor } = event
  assert(actor !== null, 'a message that nobody sent')
  const { wa_id = renderUserId(actor.user_id) } = renderWaId(actor.user_id)
  const user_id = renderUserId(actor.user_id)
  const from = { from: wa_id, from_user_id: user_id }
  const timestamp = String(seconds(event.at))
  return {
    contacts: [{ profile: { name: actor.name ?? '' }, wa_id, user_id }],
    messages: [{ ...from, group_id: renderGroupId(group), id, timestamp, ...content }],
  }
}

/** Whether the account that is told did it itself. */
function isOwn({ event, account }: Telling): boolean {
  return account !== null && event.actor?.id === account.person.id
}

/** A message was sent: a status for who sent it, a message for everybody else. */
export function toldMessage(telling: Telling): object {
  const { facts, group } = telling.event
  assert(facts.type === 'message.sent' && group !== null, 'a message that is none')
  const id = renderMessageId('message', facts.message.id)
  if (isOwn(telling)) return status(telling, { id, group, status: 'sent' })
  return incoming(telling, group, id, { type: 'text', text: { body: facts.message.text } })
}

/** A message was pinned or unpinned, which is a message on this wire, with the id that the call answered. */
export function toldPin(telling: Telling): object {
  const { facts, group, run } = telling.event
  assert(group !== null, 'a pin in no group')
  assert(facts.type === 'message.pinned' || facts.type === 'message.unpinned', 'a pin that is none')
  const isPin = facts.type === 'message.pinned'
  const message = isPin ? facts.pin.message : facts.message
  const id = run === null ? renderMessageId('message', message) : renderMessageId('run', run)
  if (isOwn(telling)) return status(telling, { id, group, status: 'sent' })
  const message_id = renderMessageId('message', message)
  return incoming(telling, group, id, { type: 'pin', pin: { type: isPin ? 'pin' : 'unpin', message_id } })
}

/** Nothing was sent or pinned; the id is that of the run. */
export function toldSend(telling: Telling): object {
  const { facts, run } = telling.event
  assert(facts.type === 'run.refused' && run !== null, 'a refusal that is none')
  const more = { errors: errorsOfRun(telling).map((error) => ({ ...error, href: '/docs' })) }
  return status(telling, { id: renderMessageId('run', run), group: facts.in_group, status: 'failed', more })
}
