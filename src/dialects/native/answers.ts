/** What the rows on groups share: who and which group, and how outcomes are answered. */
import type { TSchema } from 'typebox'
import type { Page } from '../../core/cursor.ts'
import { Failure, type FailureCode, fail } from '../../core/failure.ts'
import type { Outcome } from '../../core/model.ts'
import type { About, Reply } from '../dialect.ts'
import { problem } from './failures.ts'
import * as render from './render.ts'

export const groups = '/accounts/{account}/groups'
export const one = `${groups}/{group}`

export const on = (params: { account: string; group: string }) => ({
  account: render.accountFrom(params.account),
  group: render.groupFrom(params.group),
})
export const by = (params: { account: string }) => ({ account: render.accountFrom(params.account) })

/** A write on a group shows the group's new revision as its ETag. */
export function ok(body: unknown, about: About, status = 200): Reply {
  return { status, body, ...(about.revision === null ? {} : { headers: { etag: `"${about.revision}"` } }) }
}

export const outcomesReply = (outcomes: readonly Outcome[], about: About) =>
  ok({ outcomes: outcomes.map(render.outcome) }, about)

/** What a refusal is called when the call names one person: then it is the whole call that failed. */
const refusals: Readonly<Record<string, FailureCode>> = {
  invalid_id: 'invalid_person',
  not_a_participant: 'participant_not_found',
  not_banned: 'ban_not_found',
  not_permitted: 'not_permitted',
  own_account: 'not_permitted',
}

const advice: Readonly<Record<string, string>> = {
  own_account: 'An account does not do this to itself; to go, use the call that leaves the group.',
  not_a_participant: 'That person is not in the group.',
  not_permitted: "The account's role does not allow this for a person of that role.",
  not_banned: 'That person is not banned.',
}

/** The answer of a call that names one person: what did not happen is a problem, never an "ok". */
export function single([outcome]: readonly Outcome[], about: About): Reply {
  const reason = outcome?.reason ?? ''
  const isMissing =
    outcome?.outcome === 'unchanged' && (reason === 'not_a_participant' || reason === 'not_banned')
  if (outcome === undefined || outcome.outcome === 'refused' || isMissing) {
    return problem(
      new Failure(refusals[reason] ?? 'network_refused', advice[reason] ?? `Refused: ${reason}.`, { reason }),
      about,
    )
  }
  return ok(render.outcome(outcome), about)
}

type Newcomer =
  | string
  | {
      id: string
      role?: 'owner' | 'admin' | 'member' | 'subscriber'
      name?: string
      expires_at?: string | null
    }

export const newcomers = (list: readonly Newcomer[]) =>
  list.map((entry) => {
    if (typeof entry === 'string') return { id: entry }
    const { expires_at, ...rest } = entry
    return { ...rest, ...render.endFrom(expires_at) }
  })

/** How many people came to each outcome. */
export function countsOf(outcomes: readonly Outcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** Rows that a whole list reads at a time. */
const rowsAtOnce = 1000

/** How the pages of a list follow one another when all of it is asked for. */
export function wholeList(line: TSchema) {
  return {
    line,
    first: <I extends object>(input: I, query: { readonly limit?: number }): I => {
      if (query.limit !== undefined)
        fail('invalid_input', 'As lines the list comes whole; leave `limit` out, or ask for JSON.')
      return { ...input, limit: rowsAtOnce }
    },
    next: <I extends object>(input: I, { page }: { readonly page: Page<unknown> }): I | null =>
      page.next === null ? null : { ...input, after: [...page.next] },
  }
}
