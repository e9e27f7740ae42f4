/**
 * What became of the people whom a call names: Meta's error for each who was not dealt with (contract 1.5, 1.7). A call
 * that did nothing for anybody is an error, one that did something and not all is 206 (contract 1.12).
 */
import type { Static } from 'typebox'
import type { Outcome } from '../../core/model.ts'
import type { About, Reply } from '../dialect.ts'
import { type GraphError, groupErrors, renderError, renderInnerError } from './failures.ts'
import { product, receipt, renderPerson } from './render.ts'
import type * as shapes from './shapes.ts'

const byReason: ReadonlyMap<string | undefined, GraphError> = new Map<string, GraphError>([
  ['already_participant', groupErrors.duplicate],
  ['named_twice', groupErrors.duplicate],
  ['not_a_participant', groupErrors.notInGroup],
  ['group_full', groupErrors.tooMany],
  ['no_join_request', groupErrors.noJoinRequest],
  ['invalid_id', groupErrors.parameterValue],
  ['own_account', groupErrors.parameterValue],
  ['no_answer', groupErrors.silent],
])

/** What to say of a reason that callers of this wire cannot know. */
const sentences: ReadonlyMap<string | undefined, string> = new Map([
  ['already_participant', 'is in the group already'],
  ['named_twice', 'stands in the call twice; the first time counts'],
  ['not_a_participant', 'is not in the group'],
  ['group_full', 'finds no place: the group is full; remove somebody first'],
  ['no_join_request', 'has no open request; list the join requests again'],
  ['invalid_id', 'is no phone number or id; write the number with its country code'],
  ['own_account', 'is the business itself, which this call does not touch'],
  ['banned', 'is banned from the group; lift the ban first'],
  ['privacy', 'lets nobody add him; send the invite link instead'],
  ['not_on_network', 'is not on the network'],
  ['recently_left', 'left a short while ago; try again later, or send the invite link'],
  ['no_answer', 'is not confirmed: the network did not answer; read the group before trying again'],
  ['adding_unsupported', 'cannot be added by this account; send the invite link instead'],
])

/** What a call is about, in the words of the answer. */
export interface Wording {
  readonly wanted: Outcome['outcome']
  /** Such as `Participants Remove`, for the title of the error. */
  readonly title: string
  /** Such as `remove some participants from the group`. */
  readonly what: string
  /** The reason that stands for a text which names nobody. */
  readonly unknown: 'invalid_id' | 'no_join_request'
}
export const adding: Wording = {
  wanted: 'added',
  title: 'Participants Add',
  what: 'add some participants to the group',
  unknown: 'invalid_id',
}
export const removing: Wording = {
  wanted: 'removed',
  title: 'Participants Remove',
  what: 'remove some participants from the group',
  unknown: 'invalid_id',
}
export const approving: Wording = {
  wanted: 'approved',
  title: 'Join Requests Approve',
  what: 'approve some join requests of the group',
  unknown: 'no_join_request',
}
export const rejecting: Wording = {
  wanted: 'rejected',
  title: 'Join Requests Reject',
  what: 'reject some join requests of the group',
  unknown: 'no_join_request',
}

/** How one person fared: dealt with as the call wanted, or the error. */
export interface Fate {
  /** As the caller wrote it. */
  readonly input: string
  readonly participant: string
  readonly error: GraphError | null
  readonly details: string
}

/** The fate of each person; `inputs` are the caller's own words. */
export function fatesOf(
  { wanted, unknown }: Wording,
  outcomes: readonly Outcome[],
  inputs: readonly string[],
): readonly Fate[] {
  return outcomes.map(({ participant, outcome, reason: given }, index) => {
    const reason = given === 'invalid_id' ? unknown : given
    const input = inputs[index] ?? participant
    const isDone = outcome === wanted
    const why = sentences.get(reason) ?? `was refused by the network (${reason ?? outcome})`
    const error = isDone ? null : (byReason.get(reason) ?? groupErrors.unable)
    return { input, participant, error, details: isDone ? '' : `${input} ${why}.` }
  })
}

type InnerErrors = Static<typeof shapes.InnerError>[]

/** The errors of one fate. */
export function errorsOf({ error, details }: Fate): InnerErrors {
  return error === null ? [] : [renderInnerError(error, details)]
}

/** The errors of the whole call: partly failed (131201), or what was in the way of the first when nothing was done. */
export function errorsOfAll(fates: readonly Fate[], { title, what }: Wording): InnerErrors {
  const failed = fates.filter(({ error }) => error !== null)
  const [first] = failed
  if (first === undefined) return []
  if (failed.length === fates.length) return errorsOf(first)
  const details = failed.map((fate) => fate.details).join(' ')
  const inner = renderInnerError({ code: 131201, title: `Not All ${title} Succeeded` }, details)
  return [{ ...inner, message: `Failed to ${what}` }]
}

/** Somebody who was dealt with. */
export function renderSucceeded({ input, participant }: Fate): Static<typeof shapes.Succeeded> {
  return { input, ...renderPerson({ user_id: participant, name: null }) }
}

export function renderFailed(fate: Fate): Static<typeof shapes.FailedParticipant> {
  return { input: fate.input, errors: errorsOf(fate) }
}

/** The answer: 200 when it was done for all, 206 for some, and an error for none. */
function answer(
  fates: readonly Fate[],
  wording: Wording,
  about: Pick<About, 'run' | 'requestId'>,
  succeeded: object,
  failed: object,
): Reply {
  const errors = errorsOfAll(fates, wording)
  const count = fates.filter(({ error }) => error !== null).length
  const [first] = fates.filter(({ error }) => error !== null)
  if (first?.error != null && count === fates.length) {
    const details = fates.map((fate) => fate.details).join(' ')
    const { status, body } = renderError(first.error, details, about)
    return { status, body: { ...body, ...receipt(about), ...failed } }
  }
  const body = { ...product, success: count === 0, ...receipt(about), ...succeeded, ...failed, errors }
  return { status: count === 0 ? 200 : 206, body }
}

/** The answer to adding or removing people; `field` is where those stand who were dealt with. */
export function replyWithPeople(
  fates: readonly Fate[],
  wording: Wording,
  field: 'added_participants' | 'removed_participants',
  about: Pick<About, 'run' | 'requestId'>,
): Reply {
  const [ok, failed] = split(fates)
  const people = { [field]: ok.map(renderSucceeded) }
  return answer(fates, wording, about, people, { failed_participants: failed.map(renderFailed) })
}

/** The answer to approving or rejecting join requests, named by their ids. */
export function replyWithRequests(
  fates: readonly Fate[],
  wording: Wording,
  field: 'approved_join_requests' | 'rejected_join_requests',
  about: Pick<About, 'run' | 'requestId'>,
): Reply {
  const [ok, failed] = split(fates)
  const failures = failed.map((fate) => ({ join_request_id: fate.input, errors: errorsOf(fate) }))
  const requests = { [field]: ok.map(({ input }) => input) }
  return answer(fates, wording, about, requests, { failed_join_requests: failures })
}

/** Those who were dealt with, and those who were not. */
export function split(fates: readonly Fate[]): readonly [readonly Fate[], readonly Fate[]] {
  return [fates.filter(({ error }) => error === null), fates.filter(({ error }) => error !== null)]
}
