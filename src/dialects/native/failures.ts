/** How a failure looks on the native wire: RFC 9457 problem details; each `type` is a page under /docs/problems. */
import { Type } from 'typebox'
import { type Failure, type FailureCode, failures, type Kind, kindOf } from '../../core/failure.ts'
import type { About, Reply } from '../dialect.ts'

const statusByKind: Readonly<Record<Kind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  gone: 410,
  conflict: 409,
  stale: 412,
  unsupported: 422,
  too_many: 429,
  too_large: 413,
  unavailable: 503,
  internal: 500,
}

const statusByCode: Readonly<Partial<Record<FailureCode, number>>> = {
  // As the draft on the Idempotency-Key header asks for.
  idempotency_key_reused: 422,
  unsupported_media: 415,
  no_answer: 504,
}

export const Problem = Type.Object(
  {
    type: Type.String({
      description: 'The page that explains this problem and what to do, relative to the server.',
    }),
    title: Type.String({ description: 'The kind of problem, the same for every occurrence.' }),
    status: Type.Integer({ description: 'The HTTP status.' }),
    code: Type.String({ description: 'The kind of problem as a word that stays.' }),
    detail: Type.String({ description: 'What happened here, and what to do next.' }),
    request_id: Type.String({ description: 'The id of this request, to find it in the logs.' }),
    facts: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'Numbers and names behind the sentence, such as `limit` and `max`.',
      }),
    ),
  },
  { description: 'A problem, after RFC 9457.' },
)

export const failureStatuses: Readonly<Record<number, string>> = {
  400: 'The request is not well formed, or exceeds a limit.',
  401: 'No key, or a key that is not valid or has expired.',
  403: 'The key, the account or the network does not allow it, or the group is suspended.',
  404: 'It does not exist, or not for this caller.',
  409: 'It does not fit the present state, or a first request with the same key still runs.',
  410: 'The invite no longer admits anybody.',
  412: 'The group has changed since the revision in If-Match.',
  413: 'The request is too large.',
  415: 'The content type is not supported.',
  422: 'The network cannot do it, or the idempotency key was used for another request.',
  429: 'Too many requests; see Retry-After.',
  500: 'A fault of the server.',
  503: 'The server is busy or shutting down; see Retry-After.',
  504: 'The network did not answer in time; see the run for what became of it.',
}

export function problem(failure: Failure, about: Pick<About, 'requestId'>): Reply {
  const kind = kindOf(failure)
  const status = statusByCode[failure.code] ?? statusByKind[kind]
  const { recorded: _, ...facts } = failure.facts
  const wait = facts.retry_after_s ?? (kind === 'unavailable' ? 1 : undefined)
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(kind === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="muster"' } : {}),
      ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
    },
    body: {
      type: `/docs/problems/${failure.code}`,
      title: failures[failure.code].title,
      status,
      code: failure.code,
      detail: kind === 'internal' ? failures.internal.advice : failure.message,
      request_id: about.requestId,
      ...(Object.keys(facts).length === 0 ? {} : { facts }),
    },
  }
}
