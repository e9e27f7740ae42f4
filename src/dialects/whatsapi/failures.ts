/**
 * How a failure looks on this wire: the same envelope as an answer (contract 1.1), with the machine-readable code
 * in a field of its own. The table by kind is total, so a new kind does not compile until it has a row.
 */
import type { Static } from 'typebox'
import { type Failure, type FailureCode, type Kind, kindOf } from '../../core/failure.ts'
import type { Reply } from '../dialect.ts'
import type { FailureReply } from './shapes.ts'

/**
 * What is wrong with a request has one of the declared statuses, since the SDKs have a typed error for these only.
 * What has nothing to do with the request (how large, how many, how busy) keeps HTTP's own status, which no SDK
 * trips over (contract 1.1) and which proxies and retrying clients understand.
 */
const byKind: Readonly<Record<Kind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  // Not 401: the key is right, and who took it for wrong would log in again in vain.
  forbidden: 400,
  missing: 404,
  gone: 400,
  conflict: 400,
  stale: 400,
  unsupported: 400,
  too_many: 429,
  too_large: 413,
  unavailable: 503,
  internal: 500,
}

const byCode: Readonly<Partial<Record<FailureCode, number>>> = {
  // Another key is what helps here.
  insufficient_scope: 401,
  // The network behind is silent; this server itself is well.
  no_answer: 500,
}

/** The status of a failure. */
export function statusOf(failure: Failure): number {
  return byCode[failure.code] ?? byKind[kindOf(failure)]
}

/** A failure as a reply; `Retry-After` in seconds where the failure knows when. */
export function renderFailure(failure: Failure, about: { readonly requestId: string }): Reply {
  const status = statusOf(failure)
  const body: Static<typeof FailureReply> = {
    data: null,
    error: true,
    message: failure.message,
    status,
    code: failure.code,
    request_id: about.requestId,
  }
  const seconds = failure.facts.retry_after_s
  const wait =
    seconds === undefined || seconds === null ? {} : { headers: { 'retry-after': String(seconds) } }
  return { status, body, ...wait }
}

/** What each status means, for the documents. */
export const failureStatuses: Readonly<Record<number, string>> = {
  400: 'It cannot be done as asked; `message` says why, `code` tells the cases apart.',
  401: 'No key was sent, it is not valid any more, or it may not do this.',
  404: 'The instance, group, invite or call is not there.',
  413: 'The request is too large.',
  429: 'Too many requests; see Retry-After.',
  500: 'A fault of this server, or the network did not answer.',
  503: 'The server is busy or shutting down; see Retry-After.',
}
