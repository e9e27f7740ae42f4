/** A whole list in one answer, read line by line. */
import { addressOf, defaultRetries, demandKey, demandPathPart, type MusterOptions } from './call.ts'
import { brokenOff, MusterError, problemOf, unexpectedAnswer, unreachable } from './error.ts'
import type { Input, Output } from './method.ts'
import { operations } from './operations.ts'
import { withRetries } from './retry.ts'

/** What the list is of; `at` for who was there then. */
export type ListInput = Omit<Input<'listParticipants'>, 'limit'>

/** The last line of a list that is whole. */
export interface ListEnd {
  readonly count: number
  /** The group's revision before the first page was read, and after the last: when both are the same, the list is exactly of it. */
  readonly from_revision: number
  readonly to_revision: number
}

export interface ListOptions {
  readonly signal?: AbortSignal | undefined
  /** Hears that the list was whole, and of which revisions. */
  readonly onEnd?: ((end: ListEnd) => void) | undefined
}

type Member = Output<'listParticipants'>['data'][number]
type Line = Member | (ListEnd & { readonly done: true }) | { readonly error: object }

const media = 'application/x-ndjson'

/**
 * Everybody in a group, over one connection: `for await (const person of streamParticipants({ url, key }, { account,
 * group }))`. The server reads on as you do, and waits ten minutes for you at most: whoever has slow work with each
 * person takes `pages` instead. It ends without an error only when the list was whole; a list that broke off
 * throws, and is begun again by you, because those who were listed already were yours by then.
 */
export async function* streamParticipants(
  options: MusterOptions,
  input: ListInput,
  { signal, onEnd }: ListOptions = {},
): AsyncGenerator<Member, void, undefined> {
  const url = addressOf(options.url)
  const response = await withRetries(options.retries ?? defaultRetries, signal, () =>
    opened(options, requestOf(url, options.key, input, signal)),
  )
  for await (const line of linesOf(url, response, signal)) {
    if ('error' in line) throw problemIn(response, line.error)
    if (!('done' in line)) yield line
    else {
      const { count, from_revision, to_revision } = line
      onEnd?.({ count, from_revision, to_revision })
      return
    }
  }
  throw brokenOff(url, new Error('The list ended without its last line.'))
}

function requestOf(url: string, key: string, input: ListInput, signal: AbortSignal | undefined): Request {
  demandKey(key)
  const { path, pathNames } = operations.listParticipants
  const given: Readonly<Record<string, unknown>> = { ...input }
  let address: string = path
  for (const name of pathNames) {
    demandPathPart(name, given[name])
    address = address.replace(`{${name}}`, encodeURIComponent(String(given[name])))
  }
  const isInPath = new Set<string>(pathNames)
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !isInPath.has(name)) query.set(name, String(value))
  }
  const headers = { authorization: `Bearer ${key}`, accept: media }
  return new Request(`${url}${address}?${query}`, { headers, ...(signal === undefined ? {} : { signal }) })
}

/** The answer, when it is a list that has begun. */
async function opened({ url, fetch = globalThis.fetch }: MusterOptions, request: Request): Promise<Response> {
  const response = await fetch(request).catch((cause: unknown) => {
    throw request.signal.aborted ? request.signal.reason : unreachable(url, cause)
  })
  if (response.ok && response.headers.get('content-type')?.startsWith(media)) return response
  const body: unknown = await response.json().catch(() => null)
  throw response.ok ? unexpectedAnswer(response) : problemOf(response, body)
}

function problemIn(response: Response, error: object): MusterError {
  return problemOf(response, error, 'status' in error ? Number(error.status) : response.status)
}

async function* linesOf(
  url: string,
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<Line, void, undefined> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) return
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield JSON.parse(line) as Line
    }
  } catch (cause) {
    if (cause instanceof MusterError) throw cause
    throw signal?.aborted === true ? signal.reason : brokenOff(url, cause)
  } finally {
    // Whoever has read enough ends the list at the server too.
    await reader.cancel().catch(() => undefined)
  }
}
