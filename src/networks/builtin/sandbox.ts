/**
 * Sandbox people: ids that always behave in one way when they are added, as payment providers have test cards, so
 * that partial failure can be developed against without a real account. The last three digits tell what happens;
 * 403, 404, 408 and 419 are what WhatsApp says of such a person (contract page whatsapi.md, 2.3).
 */
import type { Ask, Feature, PersonWord, SandboxPerson } from '../../core/network.ts'

/** How long this network waits for an answer before it says that there was none, and how long a slow one takes. */
export const patienceMs = 2_000

/** Calls that only bring people in. */
const bringIn: ReadonlySet<Feature> = new Set(['addParticipants', 'createGroup'])
/** Calls that bring people in, with a role, and take others out. */
const bringInAndOut: ReadonlySet<Feature> = new Set(['reviseGroup'])

/** When sandbox people behave as they do: only when somebody wants them in a group. */
export function isWanted(feature: Feature, person: Ask['people'][number]): boolean {
  return bringIn.has(feature) || (bringInAndOut.has(feature) && person.role !== undefined)
}

interface Behaviour {
  readonly code: string
  readonly meaning: string
  readonly word: PersonWord
  readonly after_ms: number
}

const behaviours: readonly Behaviour[] = [
  {
    code: '202',
    meaning: 'Is added, but the answer takes two seconds.',
    word: { word: 'done' },
    after_ms: patienceMs,
  },
  {
    code: '403',
    meaning: 'Lets nobody add him, for privacy, and gets a personal invite instead.',
    word: { word: 'invited', reason: 'privacy' },
    after_ms: 0,
  },
  {
    code: '404',
    meaning: 'Is not on the network.',
    word: { word: 'refused', reason: 'not_on_network', retryable: false },
    after_ms: 0,
  },
  {
    code: '408',
    meaning: 'Left the group a short while ago and cannot be added back yet.',
    word: { word: 'refused', reason: 'recently_left', retryable: true },
    after_ms: 0,
  },
  {
    code: '419',
    meaning: 'Finds the group full.',
    word: { word: 'refused', reason: 'group_full', retryable: false },
    after_ms: 0,
  },
  {
    code: '504',
    meaning:
      'Gets no answer from the network, which is given up after two seconds; whether he was added is not known.',
    word: { word: 'unconfirmed', reason: 'no_answer' },
    after_ms: patienceMs,
  },
]

/** The sandbox people of a directory, whose ids are made from three digits. */
export function sandboxPeople(userId: (code: string) => string): readonly SandboxPerson[] {
  return behaviours.map(({ code, ...behaviour }) => ({ user_id: userId(code), ...behaviour }))
}
