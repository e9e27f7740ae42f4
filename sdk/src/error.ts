/** What a call throws when it did not succeed. */

/** Numbers and names behind the sentence of a problem, such as `limit` and `max`. */
export type Facts = Readonly<Record<string, unknown>>

interface Told {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly requestId: string | null
  readonly facts: Facts
  readonly retryAfter: number | null
}

/** A problem that the server told, or that there was no server to tell one. */
export class MusterError extends Error {
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number
  /** The kind of problem as a word that stays. Without an answer it is `unreachable`, with one that is not Muster's `unexpected_answer`. */
  readonly code: string
  /** The kind of problem in words, the same for every occurrence. */
  readonly title: string
  /** What happened here, and what to do next. */
  readonly detail: string
  /** The id of the request, to find it in the server's logs. */
  readonly requestId: string | null
  readonly facts: Facts
  /** Seconds after which to ask again, where the server said so. */
  readonly retryAfter: number | null

  constructor(told: Told, options?: { readonly cause?: unknown }) {
    super(`${told.code}: ${told.detail}`, options)
    this.name = 'MusterError'
    this.status = told.status
    this.code = told.code
    this.title = told.title
    this.detail = told.detail
    this.requestId = told.requestId
    this.facts = told.facts
    this.retryAfter = told.retryAfter
  }
}

/** Nobody answered, or the connection broke before the answer was whole. */
export function unreachable(url: string, cause: unknown): MusterError {
  const detail = `The server at ${url} cannot be reached; check the address and whether it runs.`
  const title = 'The server cannot be reached'
  return new MusterError(
    { status: 0, code: 'unreachable', title, detail, requestId: null, facts: {}, retryAfter: null },
    { cause },
  )
}

/** The answer began, and the connection broke before it was whole. */
export function brokenOff(url: string, cause: unknown): MusterError {
  const detail = `The list from ${url} broke off before it was whole; begin it again.`
  const title = 'The answer broke off'
  return new MusterError(
    { status: 0, code: 'unreachable', title, detail, requestId: null, facts: {}, retryAfter: null },
    { cause },
  )
}

/** An answer that Muster does not give; a proxy's, or another program's. */
export function unexpectedAnswer(response: Response): MusterError {
  const detail = `The answer (${response.status}) is not one of Muster's; is the address right, and what stands before the server?`
  return new MusterError({
    status: response.status,
    code: 'unexpected_answer',
    title: 'The answer is not one of Muster',
    detail,
    requestId: response.headers.get('x-request-id'),
    facts: {},
    retryAfter: retryAfterOf(response),
  })
}

/** The problem that an answer tells. */
export function problemOf(response: Response, body: unknown, status = response.status): MusterError {
  if (typeof body !== 'object' || body === null || !('code' in body) || typeof body.code !== 'string') {
    return unexpectedAnswer(response)
  }
  const text = (name: string): string | null => {
    const value = (body as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' ? value : null
  }
  return new MusterError({
    status,
    code: body.code,
    title: text('title') ?? body.code,
    detail: text('detail') ?? text('title') ?? body.code,
    requestId: text('request_id'),
    facts: 'facts' in body && typeof body.facts === 'object' && body.facts !== null ? { ...body.facts } : {},
    retryAfter: retryAfterOf(response),
  })
}

/** Retry-After in seconds; it is written as seconds or as a date. */
function retryAfterOf(response: Response): number | null {
  const text = response.headers.get('retry-after')
  if (text === null || text.trim() === '') return null
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : (Date.parse(text) - Date.now()) / 1000
  return Number.isNaN(seconds) ? null : Math.max(0, seconds)
}
