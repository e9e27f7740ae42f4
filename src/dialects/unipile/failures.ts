/**
 * How a failure looks on this wire: Unipile's error object (contract 1.2). The table by kind is total, so a new
 * kind does not compile until it has a row; codes that Unipile tells apart have a row of their own.
 */
import type { Static } from 'typebox'
import { type Failure, type FailureCode, type Kind, kindOf } from '../../core/failure.ts'
import type { Reply } from '../dialect.ts'
import type { ErrorBody } from './shapes.ts'

/** One way to fail: the status, the published type, and a title. */
export interface Look {
  readonly status: number
  readonly type: ErrorType
  readonly title: string
}

/** The published types that this server uses, and `api/invalid_credentials`, which was seen live (contract 1.2). */
export type ErrorType =
  | 'api/invalid_parameters'
  | 'provider/invalid_parameters'
  | 'api/missing_authorization'
  | 'api/invalid_credentials'
  | 'api/expired_authorization'
  | 'api/insufficient_permissions'
  | 'provider/insufficient_permissions'
  | 'api/resource_not_found'
  | 'provider/resource_not_found'
  | 'api/already_exists'
  | 'api/conflict'
  | 'provider/invalid_authorization'
  | 'provider/conflict'
  | 'provider/unprocessable_entity'
  | 'api/too_many_requests'
  | 'api/internal_error'
  | 'api/not_implemented'
  | 'provider/timeout'

/** The looks that outcomes of single people share with failures. */
export const looks = {
  invalid: { status: 400, type: 'api/invalid_parameters', title: 'Invalid parameters' },
  invalidForProvider: { status: 400, type: 'provider/invalid_parameters', title: 'Invalid parameters' },
  invalidUser: { status: 400, type: 'provider/invalid_parameters', title: 'Invalid User ID' },
  refused: { status: 403, type: 'provider/insufficient_permissions', title: 'Insufficient permissions' },
  notFound: { status: 404, type: 'provider/resource_not_found', title: 'Resource not found' },
  noUser: { status: 404, type: 'provider/resource_not_found', title: 'User not found' },
  ownNotFound: { status: 404, type: 'api/resource_not_found', title: 'Resource not found' },
  conflict: { status: 409, type: 'provider/conflict', title: 'Conflict' },
  ownConflict: { status: 409, type: 'api/conflict', title: 'Conflict' },
  unprocessable: { status: 422, type: 'provider/unprocessable_entity', title: 'Unprocessable entity' },
  timeout: { status: 504, type: 'provider/timeout', title: 'Provider timeout' },
} as const satisfies Record<string, Look>

const byKind: Readonly<Record<Kind, Look>> = {
  invalid: looks.invalid,
  unauthenticated: { status: 401, type: 'api/invalid_credentials', title: 'Invalid API Key' },
  forbidden: looks.refused,
  missing: looks.notFound,
  // Unipile has no 410; what has ended cannot be found.
  gone: looks.notFound,
  conflict: looks.conflict,
  // Unipile has no 412 and no revisions; a client that sends If-Match reads 409 the same way.
  stale: looks.ownConflict,
  unsupported: { status: 501, type: 'api/not_implemented', title: 'Not implemented' },
  too_many: { status: 429, type: 'api/too_many_requests', title: 'Too many requests' },
  // Unipile's list has no 413; the status is HTTP's own, the type the nearest.
  too_large: { status: 413, type: 'api/invalid_parameters', title: 'Request too large' },
  unavailable: { status: 503, type: 'api/internal_error', title: 'Service unavailable' },
  internal: { status: 500, type: 'api/internal_error', title: 'Internal error' },
}

const byCode: Readonly<Partial<Record<FailureCode, Look>>> = {
  missing_credentials: { status: 401, type: 'api/missing_authorization', title: 'Missing authorization' },
  expired_credentials: { status: 401, type: 'api/expired_authorization', title: 'Expired authorization' },
  insufficient_scope: {
    status: 403,
    type: 'api/insufficient_permissions',
    title: 'Insufficient permissions',
  },
  invalid_person: looks.invalidUser,
  limit_exceeded: looks.invalidForProvider,
  workspace_not_found: looks.ownNotFound,
  key_not_found: looks.ownNotFound,
  account_not_found: looks.ownNotFound,
  run_not_found: looks.ownNotFound,
  webhook_not_found: looks.ownNotFound,
  delivery_not_found: looks.ownNotFound,
  network_not_found: looks.ownNotFound,
  route_not_found: looks.ownNotFound,
  account_disconnected: {
    status: 401,
    type: 'provider/invalid_authorization',
    title: 'The account needs to be authenticated again',
  },
  already_exists: { status: 409, type: 'api/already_exists', title: 'Already exists' },
  idempotency_key_running: looks.ownConflict,
  group_full: looks.unprocessable,
  no_answer: looks.timeout,
}

/** The look of a failure. */
export function lookOf(failure: Failure): Look {
  return byCode[failure.code] ?? byKind[kindOf(failure)]
}

/** An error's body. `extra` are fields beside Unipile's own, which both SDKs ignore (contract 1.12). */
export function errorBody(look: Look, detail: string, requestId: string): Static<typeof ErrorBody> {
  return {
    object: 'Error',
    type: look.type,
    status: look.status,
    title: look.title,
    detail,
    req_id: requestId,
  }
}

/** A failure as a reply; `Retry-After` in seconds where the failure knows when (contract 1.2). */
export function renderFailure(failure: Failure, about: { readonly requestId: string }): Reply {
  const look = lookOf(failure)
  const body = errorBody(look, failure.message, about.requestId)
  const seconds = failure.facts.retry_after_s
  const wait =
    seconds === undefined || seconds === null ? {} : { headers: { 'retry-after': String(seconds) } }
  return { status: look.status, body, ...wait }
}

/** What each status means, for the documents. */
export const failureStatuses: Readonly<Record<number, string>> = {
  400: 'A parameter is not well formed or beyond a limit; `detail` says which.',
  401: 'No key was sent, or it is not valid any more.',
  403: 'The key or the account may not do this, or the person cannot be reached.',
  404: 'The account, chat, message or user is not there.',
  409: 'It is so already, or the present state is in the way.',
  413: 'The request is too large.',
  422: 'It was understood and cannot be done: the group is full, or the person must accept an invite.',
  429: 'Too many requests; see Retry-After.',
  500: 'A fault of this server.',
  501: 'The provider, or this server, does not have the call.',
  503: 'The server is busy or shutting down; see Retry-After.',
  504: 'Asked for, but not confirmed in time.',
}
