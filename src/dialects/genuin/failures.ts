/**
 * How a failure looks on this wire: HTTP status, code as text and sentence are those of the contract (2.2, errors);
 * what went wrong here stands beside them in fields of ours. The table by kind is total, so a new kind does not
 * compile until it has a row.
 */
import type { Static } from 'typebox'
import { type Failure, type FailureCode, type Kind, kindOf } from '../../core/failure.ts'
import type { AboutFailure, Reply } from '../dialect.ts'
import type { FailureReply } from './shapes.ts'

interface Look {
  readonly status: number
  readonly code: string
  /** The contract's sentence; null where it has none, and ours takes its place. */
  readonly message: string | null
}

const unexpected: Look = {
  status: 400,
  code: '1099',
  message: 'An unexpected error occurred processing the request',
}
const invalidUse: Look = { status: 401, code: '5159', message: 'Invalid Use of API' }
const invalidUseEarly: Look = { status: 412, code: '5166', message: 'XXXX-[Invalid Use of API]' }
const noCommunity: Look = {
  status: 404,
  code: '5218',
  message: 'The community you are looking for is no longer available.',
}
const noBrand: Look = { status: 404, code: '5235', message: 'Brand not exists.' }
const notUpdated: Look = { status: 500, code: '5158', message: 'Could not update the conversation.' }

/** What has nothing to do with the request keeps HTTP's own status: proxies and retrying clients understand it. */
const own = (status: number): Look => ({ status, code: '1099', message: null })

const byKind: Readonly<Record<Kind, Look>> = {
  invalid: unexpected,
  unauthenticated: invalidUse,
  forbidden: unexpected,
  // An unknown chat_id too: no other 4xx is documented for it (contract 2.2, semantics).
  missing: unexpected,
  gone: unexpected,
  conflict: unexpected,
  stale: unexpected,
  unsupported: unexpected,
  too_many: own(429),
  too_large: own(413),
  unavailable: own(503),
  internal: notUpdated,
}

type ByCode = Readonly<Partial<Record<FailureCode, Look>>>

const byCode: ByCode = {
  insufficient_scope: invalidUse,
  community_not_found: noCommunity,
  unsupported_by_dialect: own(400),
  route_not_found: own(404),
  // The network behind is silent; this server itself is well.
  no_answer: notUpdated,
}

/** Calls for which the contract has codes of their own. */
const byCall: ReadonlyMap<string, ByCode> = new Map([
  [
    'auth',
    {
      invalid_credentials: invalidUseEarly,
      expired_credentials: invalidUseEarly,
      key_not_found: noBrand,
      account_not_found: noBrand,
    },
  ],
  [
    'addUsers',
    {
      missing_credentials: invalidUseEarly,
      invalid_credentials: invalidUseEarly,
      expired_credentials: invalidUseEarly,
      insufficient_scope: invalidUseEarly,
    },
  ],
])

/** Status, code and sentence of a failure of a call. */
export function lookOf(failure: Failure, call: string | null): Look {
  return byCall.get(call ?? '')?.[failure.code] ?? byCode[failure.code] ?? byKind[kindOf(failure)]
}

/** A failure as a reply; `Retry-After` in seconds where the failure knows when. */
export function renderFailure(failure: Failure, about: AboutFailure): Reply {
  const { status, code, message } = lookOf(failure, about.call)
  const body: Static<typeof FailureReply> = {
    code,
    message: message ?? failure.message,
    data: {},
    reason: failure.code,
    detail: failure.message,
    request_id: about.requestId,
  }
  const seconds = failure.facts.retry_after_s
  const wait =
    seconds === undefined || seconds === null ? {} : { headers: { 'retry-after': String(seconds) } }
  return { status, body, ...wait }
}

/** What each status means, for the documents. */
export const failureStatuses: Readonly<Record<number, string>> = {
  400: '"1099": the request is not well formed, names a chat that is not there, or cannot be done; see `detail`.',
  401: '"5159": no token was sent, it is not valid any more, or it may not do this.',
  404: '"5218": the community is not there. "5235": the brand is not there. "1099": the call is not there.',
  412: '"5166": key and secret do not belong together; or the token of add_users is not valid.',
  413: '"1099": the request is too large.',
  429: '"1099": too many requests; see Retry-After.',
  500: '"5158": a fault of this server, or the network did not answer. Nothing was changed.',
  503: '"1099": the server is busy or shutting down.',
}
