/** The objects inside of `value.groups` (contract 1.7). Times are texts of seconds, as Meta's are. */
import type { Change, Facts } from '../../core/event.ts'
import { assert, fromRecord } from '../../core/failure.ts'
import type { GroupId } from '../../core/model.ts'
import type { Telling } from '../dialect.ts'
import { detailsOf, graphErrorOf, renderInnerError } from './failures.ts'
import { renderGroupId, renderInviteLink, renderJoinRequestId, renderRequestId } from './ids.ts'
import {
  adding,
  approving,
  errorsOfAll,
  type Fate,
  removing,
  renderFailed,
  renderSucceeded,
  split,
  type Wording,
} from './outcomes.ts'
import { fatesIn, isIn, isTrueIn, textIn } from './recorded.ts'
import { renderMode, renderPerson, seconds } from './render.ts'

type Of<T extends Facts['type']> = Extract<Facts, { readonly type: T }>

function factsOf<T extends Facts['type']>({ event }: Telling, type: T): Of<T> {
  assert(event.facts.type === type, 'an event told as another')
  // Compared in the line before; the compiler does not narrow a union by a type parameter.
  return event.facts as Of<T>
}

function timestamp({ event }: Telling): string {
  return String(seconds(event.at))
}

/** The run is the receipt; what the server did by itself, or somebody without asking for one, has none. */
function receipt({ event }: Telling): { readonly request_id?: string } {
  return event.run === null ? {} : { request_id: renderRequestId(event.run) }
}

function group({ event }: Telling): { readonly group_id?: string } {
  return event.group === null ? {} : { group_id: renderGroupId(event.group) }
}

function described(description: string | undefined) {
  return description === undefined || description === '' ? {} : { description }
}

/** A group began. The link is told where one was made along with it, as this wire does. */
export function toldCreated(telling: Telling): object {
  const { name, description, settings } = factsOf(telling, 'group.created')
  const code = textIn(telling.run?.output, 'invite', 'code')
  return {
    timestamp: timestamp(telling),
    ...group(telling),
    type: 'group_create',
    ...receipt(telling),
    subject: name,
    ...described(description),
    ...(code === undefined ? {} : { invite_link: renderInviteLink(code) }),
    join_approval_mode: renderMode(settings),
  }
}

export function toldDeleted(telling: Telling): object {
  return { timestamp: timestamp(telling), ...group(telling), type: 'group_delete', ...receipt(telling) }
}

/** The group was frozen, or goes on. Meta does this and nobody asks for it on this wire, so there is no receipt. */
export function toldStatus(type: 'group_suspend' | 'group_suspend_cleared'): (telling: Telling) => object {
  return (telling) => ({ timestamp: timestamp(telling), ...group(telling), type })
}

const updated = (text: string) => ({ text, update_successful: true })

export function toldUpdated(telling: Telling): object {
  const { name, description } = factsOf(telling, 'group.updated').changed
  return {
    timestamp: timestamp(telling),
    ...group(telling),
    type: 'group_settings_update',
    ...receipt(telling),
    ...(name === undefined ? {} : { group_subject: updated(name) }),
    ...(description === undefined ? {} : { group_description: updated(description) }),
  }
}

/** The picture changed; without one now, its hash is empty. */
export function toldPicture(telling: Telling): object {
  const { picture } = factsOf(telling, 'picture.changed')
  const sha256 = picture?.etag ?? ''
  return {
    timestamp: timestamp(telling),
    ...group(telling),
    type: 'group_settings_update',
    ...receipt(telling),
    profile_picture: { mime_type: 'image/jpeg', sha256, update_successful: true },
  }
}

/** Those who failed in the same call, and why. */
function failures(fates: readonly Fate[], wording: Wording): object {
  const [, failed] = split(fates)
  if (failed.length === 0) return {}
  return { failed_participants: failed.map(renderFailed), errors: errorsOfAll(fates, wording) }
}

function changed(people: readonly Change[]): readonly object[] {
  return people.map(({ person }) => renderPerson(person))
}

/** People came in: by the link, after approval, or because they were added (contract 1.7; adding is a mirror of removing). */
export function toldAdded(telling: Telling): object {
  const { people, via } = factsOf(telling, 'participants.added')
  const head = { timestamp: timestamp(telling), ...group(telling), type: 'group_participants_add' }
  if (via === 'invite') return { ...head, reason: 'invite_link', added_participants: changed(people) }
  const wording = via === 'request' ? approving : adding
  const fates = fatesIn(telling.run, wording)
  const added = fates === null ? changed(people) : split(fates)[0].map(renderSucceeded)
  return {
    ...head,
    ...(via === 'request' ? { reason: 'invite_link' } : {}),
    ...receipt(telling),
    added_participants: added,
    ...(fates === null ? {} : failures(fates, wording)),
  }
}

/** People were removed by the business. Of a run that removed, it also tells for whom nothing was done. */
export function toldRemoved(people: readonly Change[]): (telling: Telling) => object {
  return (telling) => {
    const fates = fatesIn(telling.run, removing)
    const isCall = telling.event.facts.type === 'participants.removed' && fates !== null
    return {
      timestamp: timestamp(telling),
      ...group(telling),
      type: 'group_participants_remove',
      ...receipt(telling),
      removed_participants: isCall ? split(fates)[0].map(({ input }) => ({ input })) : changed(people),
      ...(isCall ? failures(fates, removing) : {}),
      initiated_by: 'business',
    }
  }
}

export function toldLeft(telling: Telling): object {
  return {
    timestamp: timestamp(telling),
    ...group(telling),
    type: 'group_participants_remove',
    removed_participants: changed(factsOf(telling, 'participants.left').people),
    initiated_by: 'participant',
  }
}

/** Somebody asks to be let in, or his request ended without a decision. */
export function toldRequest(
  type: 'group_join_request_created' | 'group_join_request_revoked',
  { person }: Change,
): (telling: Telling) => object {
  return (telling) => ({
    timestamp: timestamp(telling),
    ...group(telling),
    type,
    join_request_id: renderJoinRequestId(person.user_id, groupOf(telling)),
    reason: 'invite_link',
    ...renderPerson(person),
  })
}

function groupOf({ event }: Telling): GroupId {
  assert(event.group !== null, 'a request to join no group')
  return event.group
}

/** What a refused call is told as, by its operation. */
const refusedTypes: Readonly<Record<string, string>> = {
  createGroup: 'group_create',
  deleteGroup: 'group_delete',
  addParticipants: 'group_participants_add',
  approveJoinRequests: 'group_participants_add',
  removeParticipants: 'group_participants_remove',
  updateGroup: 'group_settings_update',
  setPicture: 'group_settings_update',
}
const wordings: Readonly<Record<string, Wording>> = {
  addParticipants: adding,
  approveJoinRequests: approving,
  removeParticipants: removing,
}
const peopleFields: Readonly<Record<string, object>> = {
  addParticipants: { added_participants: [] },
  approveJoinRequests: { added_participants: [] },
  removeParticipants: { removed_participants: [], initiated_by: 'business' },
}

/** A call on a group did nothing (contract 1.7: the failed ones). */
export function toldRefused(telling: Telling): object {
  const { facts } = telling.event
  assert(facts.type === 'run.refused', 'a refusal that is none')
  const { operation, in_group } = facts
  const { run } = telling
  const wording = wordings[operation]
  const fates = wording === undefined ? null : fatesIn(run, wording)
  const errors = errorsOfRun(telling)
  return {
    timestamp: timestamp(telling),
    ...(in_group === null ? {} : { group_id: renderGroupId(in_group) }),
    type: refusedTypes[operation],
    ...receipt(telling),
    ...wanted(telling),
    ...peopleFields[operation],
    ...(fates === null || wording === undefined ? {} : failures(fates, wording)),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

/** What was in the way of the whole call; nothing where it is told of each person. */
export function errorsOfRun({ run }: Telling): readonly object[] {
  if (run === null || run.failure === null) return []
  const failure = fromRecord(run.failure)
  return [renderInnerError(graphErrorOf(failure), detailsOf(failure))]
}

/** What the call would have made of the group. */
function wanted(telling: Telling): object {
  const { facts } = telling.event
  const operation = facts.type === 'run.refused' ? facts.operation : ''
  const input = telling.run?.input
  const [subject, description] = [textIn(input, 'name'), textIn(input, 'description')]
  const failed = (text: string) => ({ text, update_successful: false, errors: errorsOfRun(telling) })
  switch (operation) {
    case 'createGroup':
      return {
        subject: subject ?? '',
        ...described(description),
        join_approval_mode: renderMode({ join_approval: isTrueIn(input, 'settings', 'join_approval') }),
      }
    case 'updateGroup':
    case 'setPicture':
      return {
        ...(subject === undefined ? {} : { group_subject: failed(subject) }),
        ...(description === undefined ? {} : { group_description: failed(description) }),
        ...(isIn(input, 'picture') ? { profile_picture: failedPicture(telling) } : {}),
      }
    default:
      return {}
  }
}

function failedPicture(telling: Telling): object {
  const sha256 = textIn(telling.run?.input, 'picture', 'etag') ?? ''
  return { mime_type: 'image/jpeg', sha256, update_successful: false, errors: errorsOfRun(telling) }
}
