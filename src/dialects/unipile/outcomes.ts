/**
 * What happened with the people whom a call names. This wire names one person in a call and has no word for
 * "asked, but nothing happened": so everything short of `added` or `removed` is an error that says what it was.
 */
import type { Static } from 'typebox'
import type { Outcome } from '../../core/model.ts'
import type { CreatedGroup } from '../../core/operations/create-group.ts'
import type { About, Reply } from '../dialect.ts'
import { errorBody, type Look, looks } from './failures.ts'
import { type Provider, providerOf, renderChatId, renderMessageId, renderUserId } from './ids.ts'
import type * as shapes from './shapes.ts'

/** How one outcome looks, and the sentence about it; `{user}` and `{reason}` are filled in. */
interface Verdict {
  readonly look: Look
  readonly sentence: string
}

const refusals: ReadonlyMap<string, Verdict> = new Map([
  ['invalid_id', { look: looks.invalidUser, sentence: '{user} is no user id of this provider.' }],
  ['not_on_network', { look: looks.noUser, sentence: 'Nobody has the user id {user} on this provider.' }],
  ['group_full', { look: looks.unprocessable, sentence: 'The group is full; {user} was not added.' }],
  ['banned', { look: looks.refused, sentence: '{user} is banned from the group.' }],
  [
    'privacy',
    { look: looks.refused, sentence: "{user}'s privacy settings do not let this account add them." },
  ],
  ['not_permitted', { look: looks.refused, sentence: 'The account may not do this to {user}.' }],
  [
    'recently_left',
    {
      look: looks.refused,
      sentence: '{user} left the group a short while ago and cannot be added back yet.',
    },
  ],
  [
    'own_account',
    { look: looks.conflict, sentence: '{user} is the account itself; to leave, remove its own `user_id`.' },
  ],
])

/** What did not come to the wanted end, by outcome. */
const verdicts: Readonly<Partial<Record<Outcome['outcome'], Verdict>>> = {
  refused: { look: looks.refused, sentence: 'The provider refused {user} ({reason}).' },
  invited: {
    look: looks.unprocessable,
    sentence:
      '{user} could not be added ({reason}); they got an invite instead, and are in the group once they accept it.',
  },
  requested: {
    look: looks.unprocessable,
    sentence: '{user} is not in the group yet: an admin must approve.',
  },
  unconfirmed: {
    look: looks.timeout,
    sentence:
      'The provider was asked about {user} and did not confirm ({reason}); list the participants before asking again.',
  },
}
const unchanged: Verdict = { look: looks.conflict, sentence: 'Nothing changed for {user} ({reason}).' }

function verdictOf({ outcome, reason }: Outcome): Verdict {
  return (outcome === 'refused' ? refusals.get(reason ?? '') : undefined) ?? verdicts[outcome] ?? unchanged
}

function sentenceOf(outcome: Outcome): string {
  const { sentence } = verdictOf(outcome)
  return sentence
    .replace('{user}', () => outcome.participant)
    .replace('{reason}', () => outcome.reason ?? 'no reason given')
}

function renderOutcome(
  provider: Provider,
  { participant, outcome, reason, retryable }: Outcome,
): Static<typeof shapes.Outcome> {
  return {
    user_id: renderUserId(provider, participant),
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(retryable === undefined ? {} : { retryable }),
  }
}

function errorReply(look: Look, detail: string, about: Pick<About, 'requestId'>): Reply {
  return { status: look.status, body: errorBody(look, detail, about.requestId) }
}

/** The answer to adding one person (contract 1.6). */
export function replyToAdd([outcome]: readonly Outcome[], about: Pick<About, 'requestId'>): Reply {
  if (outcome === undefined || outcome.outcome === 'added')
    return { status: 200, body: { object: 'ParticipantAdded' } }
  return errorReply(verdictOf(outcome).look, sentenceOf(outcome), about)
}

/** The answer to removing one person. Whoever is not there cannot be found (contract 1.6). */
export function replyToRemove([outcome]: readonly Outcome[], about: Pick<About, 'requestId'>): Reply {
  if (outcome === undefined || outcome.outcome === 'removed')
    return { status: 200, body: { object: 'ParticipantRemoved' } }
  if (outcome.outcome === 'unchanged')
    return errorReply(looks.noUser, `${outcome.participant} is not in the group.`, about)
  return errorReply(verdictOf(outcome).look, sentenceOf(outcome), about)
}

/** Whether the person is in the new group: added, or the account itself. */
function isIn({ outcome, reason }: Outcome): boolean {
  return outcome === 'added' || reason === 'own_account'
}

/**
 * The answer to starting a group (contract 1.5). The group exists whatever became of the people: so it is
 * `ChatStarted` as soon as one of them is in it, with an outcome for each. When not a single one is, "started"
 * would be taken for a chat with them: then it is an error, which names the chat so that nobody starts a second.
 */
export function replyToStart(
  { group, outcomes, message }: CreatedGroup,
  about: Pick<About, 'requestId'>,
): Reply {
  const provider = providerOf(group.head.profile)
  const started: Omit<Static<typeof shapes.ChatStarted>, 'object'> = {
    chat_id: renderChatId(provider, group.head.id),
    message_id: message === null ? null : renderMessageId(message),
    outcomes: outcomes.map((outcome) => renderOutcome(provider, outcome)),
  }
  if (outcomes.length === 0 || outcomes.some(isIn))
    return { status: 200, body: { object: 'ChatStarted', ...started } }
  const first = outcomes.slice(0, 5).map(sentenceOf)
  const rest = outcomes.length > first.length ? [`And ${outcomes.length - first.length} more.`] : []
  const detail = [
    `The chat ${started.chat_id} was started, but nobody named is in it yet.`,
    ...first,
    ...rest,
  ].join(' ')
  const look = looks.unprocessable
  return { status: look.status, body: { ...errorBody(look, detail, about.requestId), ...started } }
}
