/**
 * How a failure looks on this wire: Graph's envelope with Meta's codes (contract 1.5). The table by kind is total, so a
 * new kind does not compile until it has a row.
 */
import type { Static } from 'typebox'
import { type Failure, type FailureCode, failures, type Kind, kindOf } from '../../core/failure.ts'
import type { Reply } from '../dialect.ts'
import type * as shapes from './shapes.ts'

/** What one of Meta's codes is answered with. */
export interface GraphError {
  readonly status: number
  readonly code: number
  readonly title: string
  readonly subcode?: number
  /** The same request may succeed later. */
  readonly isTransient?: boolean
  /** `OAuthException` when left out. */
  readonly type?: string
}

const parameter: GraphError = { status: 400, code: 100, title: 'Invalid parameter' }
const unknownObject: GraphError = {
  status: 400,
  code: 100,
  subcode: 33,
  title: 'Unsupported request: the object does not exist or may not be seen',
  type: 'GraphMethodException',
}
const unsupported: GraphError = {
  status: 400,
  code: 100,
  title: 'Unsupported request',
  type: 'GraphMethodException',
}
const denied: GraphError = { status: 400, code: 131005, title: 'Access denied' }
const temporary: GraphError = {
  status: 503,
  code: 2,
  title: 'Service temporarily unavailable',
  isTransient: true,
}
const unknownGroup: GraphError = { status: 400, code: 131041, title: 'Group unknown' }

/** Errors of a group and its people, by what they are called here (contract 1.5). */
export const groupErrors = {
  parameterValue: { status: 400, code: 131009, title: 'Parameter value is not valid' },
  singleMember: { status: 400, code: 131020, title: 'Invalid group: it has a single member' },
  unknownGroup,
  cursor: { status: 400, code: 131059, title: 'Invalid cursor' },
  duplicate: { status: 400, code: 131202, title: 'Duplicate participant' },
  unable: { status: 400, code: 131203, title: 'Unable to add participant' },
  tooMany: { status: 400, code: 131204, title: 'Too many participants' },
  aspectRatio: { status: 400, code: 131209, title: "The picture's aspect ratio is not supported" },
  tooSmall: { status: 400, code: 131210, title: 'The picture is too small' },
  groupLimit: { status: 400, code: 131211, title: 'Group creation limit reached' },
  suspended: { status: 403, code: 131207, title: 'Group is suspended' },
  notInGroup: { status: 400, code: 131212, title: 'Participant is not in the group' },
  noJoinRequest: { status: 400, code: 131213, title: 'Join request does not exist' },
  notEligible: { status: 400, code: 131215, title: 'Not eligible for the Groups API' },
  messageType: { status: 400, code: 130501, title: 'Message type is not supported' },
  silent: { status: 500, code: 131000, title: 'Something went wrong', isTransient: true },
} as const satisfies Record<string, GraphError>

const byKind: Readonly<Record<Kind, GraphError>> = {
  invalid: parameter,
  unauthenticated: { status: 401, code: 190, title: 'Invalid access token' },
  forbidden: denied,
  missing: unknownObject,
  gone: parameter,
  conflict: parameter,
  stale: { ...parameter, status: 412 },
  unsupported,
  // Code 4 is Meta's for an app that asks too often, which a key is here.
  too_many: {
    status: 429,
    code: 4,
    subcode: 2446079,
    title: 'Application request limit reached',
    isTransient: true,
  },
  too_large: { ...parameter, status: 413 },
  unavailable: temporary,
  internal: { status: 500, code: 1, title: 'An unknown error occurred' },
}

const byCode: Readonly<Partial<Record<FailureCode, GraphError>>> = {
  missing_credentials: { status: 401, code: 104, title: 'An access token is required' },
  expired_credentials: { status: 401, code: 190, subcode: 463, title: 'The access token has expired' },
  insufficient_scope: { status: 403, code: 200, title: 'Permissions error' },
  route_not_found: { status: 404, code: 803, title: 'Unknown path' },
  group_not_found: unknownGroup,
  not_a_participant: unknownGroup,
  group_suspended: groupErrors.suspended,
  message_not_found: groupErrors.parameterValue,
  invalid_person: groupErrors.parameterValue,
  join_request_not_found: groupErrors.noJoinRequest,
  invalid_cursor: groupErrors.cursor,
  group_full: groupErrors.tooMany,
  account_disconnected: denied,
  idempotency_key_running: { ...temporary, status: 409 },
  no_answer: groupErrors.silent,
}

/** A fact of a failure that says more than its code: which limit is in the way, and what a network does not have. */
const byLimit: ReadonlyMap<unknown, GraphError> = new Map<string, GraphError>([
  ['participants.batch', groupErrors.tooMany],
  ['account.groups', groupErrors.groupLimit],
  ['message.people_min', groupErrors.singleMember],
  ['picture.ratio', groupErrors.aspectRatio],
  ['picture.side_min', groupErrors.tooSmall],
])
const byOperation: ReadonlyMap<unknown, GraphError> = new Map<string, GraphError>([
  ['createGroup', groupErrors.notEligible],
  ['listGroups', groupErrors.notEligible],
])
const byReason: ReadonlyMap<unknown, GraphError> = new Map<string, GraphError>([
  ['message_type', groupErrors.messageType],
])

/** Meta's error for a failure. */
export function graphErrorOf(failure: Failure): GraphError {
  const { limit, operation, reason } = failure.facts
  const exact = byLimit.get(limit) ?? byOperation.get(operation) ?? byReason.get(reason)
  return exact ?? byCode[failure.code] ?? byKind[kindOf(failure)]
}

/** What a failure says; of a fault of ours no more than that there was one. */
export function detailsOf(failure: Failure): string {
  return kindOf(failure) === 'internal' ? failures.internal.advice : failure.message
}

/** One of the `errors` beside or inside of an answer (contract 1.7). */
export function renderInnerError(
  { code, title }: Pick<GraphError, 'code' | 'title'>,
  details: string,
): Static<typeof shapes.InnerError> {
  return { code, message: title, title, error_data: { details } }
}

/** The envelope of an error. */
export function renderError(
  { status, code, subcode, title, isTransient, type = 'OAuthException' }: GraphError,
  details: string,
  about: { readonly requestId: string },
): { readonly status: number; readonly body: Static<typeof shapes.FailureReply> } {
  const error = {
    message: `(#${code}) ${title}`,
    type,
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    error_data: { messaging_product: 'whatsapp' as const, details },
    ...(isTransient === true ? { is_transient: true } : {}),
    fbtrace_id: about.requestId,
  }
  return { status, body: { error } }
}

/** A failure as a reply; `Retry-After` in seconds where the failure knows when. */
export function renderFailure(failure: Failure, about: { readonly requestId: string }): Reply {
  const seconds = failure.facts.retry_after_s
  const wait =
    seconds === undefined || seconds === null ? {} : { headers: { 'retry-after': String(seconds) } }
  return { ...renderError(graphErrorOf(failure), detailsOf(failure), about), ...wait }
}

/** What each status means, for the documents. */
export const failureStatuses: Readonly<Record<number, string>> = {
  400: 'It cannot be done as asked; `code` tells the cases apart and `error_data.details` what to do.',
  401: 'No access token was sent, or it is not valid any more.',
  403: 'The access token may not do this, or the group is suspended (131207).',
  404: 'There is no such call.',
  409: 'The first request with this idempotency key is still running.',
  412: 'The group has changed since the revision in If-Match.',
  413: 'The request is too large.',
  429: 'Too many requests; see Retry-After.',
  500: 'A fault of this server, or the network did not answer.',
  503: 'The server is busy or shutting down; see Retry-After.',
}
