/** The people whom a call names: a verdict for each, whom to ask the network about, and one outcome for each. */
import type { Change, Facts } from './event.ts'
import { assert, never } from './failure.ts'
import { personalInvite, personalInviteMs } from './invites.ts'
import { isPresent, type Outcome, type Person, type Standing, type Time } from './model.ts'
import type { PersonWord } from './network.ts'
import type { Asked, Named, WorkingSet } from './operation.ts'

export type NamedPerson = Named & { readonly person: Person }

/** Either the outcome is known without the network, or the person shall have a new standing if it agrees. */
export type Verdict =
  | { readonly known: Omit<Outcome, 'participant' | 'invite'> }
  | {
      readonly to: Standing | null
      readonly outcome: Outcome['outcome']
      /** When the new standing ends by itself; never when left out or null. */
      readonly expires_at?: Time | null
    }

/** Judges each person once, in the order of the call, so that it may count places. */
export type Rule = (named: NamedPerson, index: number) => Verdict

export function refused(reason: string, retryable = false): Verdict {
  return { known: { outcome: 'refused', reason, retryable } }
}

export function unchanged(reason: string): Verdict {
  return { known: { outcome: 'unchanged', reason } }
}

/** Whether the account can add nobody to a group that there is: then it cannot begin or revise one with people either. */
export function addsNobody({ profile }: Pick<WorkingSet, 'profile'>): boolean {
  const support = profile.capabilities.features.addParticipants
  return typeof support === 'object' && 'none' in support
}

/** The call's people and what is known of each: people named twice and texts that are no id are judged here. */
function judge(set: WorkingSet, rule: Rule): readonly { readonly named: Named; readonly verdict: Verdict }[] {
  return set.named.map((named, index) => {
    if (named.person === null) return { named, verdict: refused('invalid_id') }
    if (named.repeated) return { named, verdict: unchanged('named_twice') }
    return { named, verdict: rule({ ...named, person: named.person }, index) }
  })
}

/** Whom the network is asked about. */
export function askable(set: WorkingSet, rule: Rule): readonly Asked[] {
  return judge(set, rule).flatMap(({ named, verdict }) => {
    if ('known' in verdict || named.person === null) return []
    const { to } = verdict
    return [isPresent(to) ? { user_id: named.person.user_id, role: to } : { user_id: named.person.user_id }]
  })
}

export interface Settled {
  readonly outcomes: readonly Outcome[]
  /** What really changes. */
  readonly people: readonly Change[]
  /** The events of personal invites, for people who must accept themselves. */
  readonly invites: readonly Facts[]
}

/** Collects what changes while the outcomes are written. */
interface Ledger {
  /** When the personal invites end that are made on the way. */
  readonly invitesEnd: Time | null
  readonly people: Change[]
  readonly invited: Change[]
  readonly invites: Facts[]
}

function endOf(expires_at: Time | null | undefined): { readonly expires_at?: Time } {
  return expires_at == null ? {} : { expires_at }
}

/** What becomes of one person for whom the network was asked. */
function outcomeFor(
  set: WorkingSet,
  ledger: Ledger,
  { person, standing: from }: NamedPerson,
  verdict: Extract<Verdict, { to: unknown }>,
  said: PersonWord,
): Outcome {
  const participant = person.user_id
  switch (said.word) {
    case 'done':
      ledger.people.push({ person, from, to: verdict.to, ...endOf(verdict.expires_at) })
      return { participant, outcome: verdict.outcome }
    case 'refused':
      return { participant, outcome: 'refused', reason: said.reason, retryable: said.retryable }
    case 'unconfirmed':
      return { participant, outcome: 'unconfirmed', reason: said.reason, retryable: true }
    case 'invited': {
      const invite = personalInvite(set, person, ledger.invitesEnd)
      if (from !== 'invited') ledger.invited.push({ person, from, to: 'invited' })
      ledger.invites.push({ type: 'invite.created', invite })
      const { code, expires_at } = invite
      return {
        participant,
        outcome: 'invited',
        reason: said.reason,
        retryable: false,
        invite: { code, expires_at },
      }
    }
    default:
      return never(said)
  }
}

/** One outcome for each person named, in the order of the call, from the verdicts and the network's words. */
export function settle(
  set: WorkingSet,
  rule: Rule,
  word: (userId: string) => PersonWord,
  invitesEnd: Time | null = set.at + personalInviteMs,
): Settled {
  const ledger: Ledger = { invitesEnd, people: [], invited: [], invites: [] }
  const outcomes = judge(set, rule).map(({ named, verdict }): Outcome => {
    const { person } = named
    if ('known' in verdict) return { participant: person?.user_id ?? named.asked, ...verdict.known }
    assert(person !== null, 'a verdict that changes somebody who is nobody')
    return outcomeFor(set, ledger, { ...named, person }, verdict, word(person.user_id))
  })
  const standing: Facts[] =
    ledger.invited.length === 0 ? [] : [{ type: 'participants.invited', people: ledger.invited }]
  return { outcomes, people: ledger.people, invites: [...standing, ...ledger.invites] }
}

/** The event, unless nobody changed. */
export function eventFor(settled: Settled, event: (people: readonly Change[]) => Facts): readonly Facts[] {
  return settled.people.length === 0 ? settled.invites : [event(settled.people), ...settled.invites]
}
