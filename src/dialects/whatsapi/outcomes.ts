/**
 * What happened with the people whom a call names: one code for each, as WhatsApp has them (contract 2.3). A call
 * that did nothing for anybody is an error, and still tells of each.
 */
import type { Static } from 'typebox'
import type { Outcome } from '../../core/model.ts'
import type { CreatedGroup } from '../../core/operations/create-group.ts'
import { type About, isoTime, type Reply } from '../dialect.ts'
import { done, renderGroup, renderParticipant, renderPerson, zeroTime } from './render.ts'
import type * as shapes from './shapes.ts'

interface Codes {
  readonly code: number
  /** Reasons with a code of their own. */
  readonly reasons?: Readonly<Record<string, number>>
}

const succeeded: Codes = { code: 200 }

/** Total, so that a new outcome does not compile until it has its code. */
const codes: Readonly<Record<Outcome['outcome'], Codes>> = {
  added: succeeded,
  removed: succeeded,
  changed: succeeded,
  approved: succeeded,
  rejected: succeeded,
  banned: succeeded,
  unbanned: succeeded,
  unchanged: { code: 409, reasons: { not_a_participant: 404 } },
  // `asked`: an invite is what the call was for.
  invited: { code: 403, reasons: { asked: 200 } },
  requested: { code: 202 },
  refused: {
    code: 401,
    reasons: {
      invalid_id: 400,
      privacy: 403,
      not_on_network: 404,
      not_a_participant: 404,
      // WhatsApp's own code for whole requests (contract 2.3): the call does not do this, leaving does.
      own_account: 405,
      recently_left: 408,
      group_full: 419,
    },
  },
  // WhatsApp has no code for silence; HTTP's for a gateway without an answer says it.
  unconfirmed: { code: 504 },
}

/** The code of one person's outcome. */
export function codeOf({ outcome, reason }: Pick<Outcome, 'outcome' | 'reason'>): number {
  const { code, reasons = {} } = codes[outcome]
  return (reason !== undefined && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined) ?? code
}

function renderFields(outcome: Outcome): Static<typeof shapes.Participant> {
  const { participant, invite } = outcome
  const code = codeOf(outcome)
  const ends = invite?.expires_at ?? null
  return {
    ...renderPerson({ user_id: participant, name: null }),
    // whatsmeow leaves it zero for whoever is in; who reads its shape takes any other number for trouble.
    Error: code === 200 ? 0 : code,
    AddRequest:
      invite === undefined
        ? null
        : { Code: invite.code, Expiration: ends === null ? zeroTime : isoTime(ends) },
  }
}

function renderResult(
  outcome: Outcome,
  { isAdmin = false }: Wording,
): Static<typeof shapes.ParticipantResult> {
  const code = codeOf(outcome)
  return {
    ...renderFields(outcome),
    IsAdmin: isAdmin && code === 200,
    Code: code,
    Outcome: outcome.outcome,
    ...(outcome.reason === undefined ? {} : { Reason: outcome.reason }),
  }
}

/** What else an answer says. */
interface Wording {
  readonly remark?: string
  /** Whoever succeeded is admin now. */
  readonly isAdmin?: boolean
}

/** How many people one message names; `data` holds them all. */
const namedMax = 5

function sentenceOf(outcomes: readonly Outcome[]): string {
  const troubles = outcomes.filter((outcome) => codeOf(outcome) !== 200)
  const named = troubles.slice(0, namedMax).map((outcome) => {
    const reason = outcome.reason ?? outcome.outcome
    return `${outcome.participant}: ${codeOf(outcome)} ${reason}`
  })
  const more = troubles.length > namedMax ? [`and ${troubles.length - namedMax} more`] : []
  return [...named, ...more].join('; ')
}

/** The answer to a call that names people; `what` completes "… of … people …", such as `added`. */
export function replyWithResults(
  what: string,
  outcomes: readonly Outcome[],
  about: Pick<About, 'requestId'>,
  wording: Wording = {},
): Reply {
  const { remark = '' } = wording
  const data = { participants: outcomes.map((outcome) => renderResult(outcome, wording)) }
  const count = outcomes.filter((outcome) => codeOf(outcome) === 200).length
  if (count === outcomes.length) return done(data, `${count} ${what}.${remark}`, about)
  if (count > 0)
    return done(data, `${count} of ${outcomes.length} ${what}; ${sentenceOf(outcomes)}.${remark}`, about)
  const body: Static<typeof shapes.FailureReply> = {
    data,
    error: true,
    message: `Nobody ${what}; ${sentenceOf(outcomes)}.`,
    status: 400,
    code: 'nobody_succeeded',
    request_id: about.requestId,
  }
  return { status: 400, body }
}

/** Reasons of outcomes whose person stands in the list already. */
const repeats: ReadonlySet<string | undefined> = new Set(['own_account', 'named_twice'])

/**
 * The answer to creating a group (contract 2.2). The group exists whatever became of the people: so it is done, and
 * whoever could not be added stands among the participants with an error, as in whatsmeow's answer.
 */
export function replyToCreate({ group, outcomes }: CreatedGroup, about: Pick<About, 'requestId'>): Reply {
  const others = outcomes.filter(({ reason }) => !repeats.has(reason))
  const participants = [renderParticipant(group.own), ...others.map(renderFields)]
  const troubles = sentenceOf(others)
  const message =
    troubles === '' ? 'The group was created.' : `The group was created; not everybody is in it: ${troubles}.`
  return done(renderGroup(group.head, participants), message, about)
}
