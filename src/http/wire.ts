/** What comes in on the wire, checked against a row's schemas; and what is wrong with it, in a sentence. */
import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { Value } from 'typebox/value'
import { Failure, fail } from '../core/failure.ts'
import type { AccountId } from '../core/model.ts'
import type { Route } from '../dialects/dialect.ts'

/** A row with its schemas compiled once. */
export interface CheckedRoute {
  readonly row: Route
  readonly params: Validator
  readonly query: Validator | null
  readonly body: Validator | null
  /** A line of a body that comes as lines. */
  readonly line: Validator | null
}

export function check(row: Route): CheckedRoute {
  return {
    row,
    params: Compile(row.params),
    query: row.query === undefined ? null : Compile(row.query),
    body: row.body === undefined ? null : Compile(row.body),
    line: row.batched === undefined ? null : Compile(row.batched.line),
  }
}

/** The first thing that is wrong, by its place and in words. The deepest place says most about a union. */
function explain(validator: Validator, value: unknown, where: string): Failure {
  // `boolean` only says once more, of the field itself, that it is not known.
  const errors = [...validator.Errors(value)].filter(({ keyword }) => keyword !== 'boolean')
  const depth = (path: string) => path.split('/').length
  const deepest = Math.max(...errors.map((error) => depth(error.instancePath)))
  const there = errors.filter(
    ({ instancePath, keyword }) => depth(instancePath) === deepest && keyword !== 'anyOf',
  )
  // Of a union that takes a text or an object, whoever wrote an object wants to know what is wrong with that.
  const error = there.find(({ keyword }) => fieldKeywords.has(keyword)) ?? there[0] ?? errors[0]
  if (error === undefined) return new Failure('invalid_input')
  const place = `${where}${error.instancePath.replaceAll('/', '.')}`
  const types = new Set(there.filter(isAt(error)).flatMap(({ params }) => typesIn(params)))
  const extra = extraFields(error.params)
  const wrong =
    error.keyword === 'type' && types.size > 1 ? `must be ${[...types].join(' or ')}` : error.message
  const sentence =
    extra === null ? `\`${place}\` ${wrong}.` : `\`${place}\` has a field that is not known: ${extra}.`
  return new Failure('invalid_input', sentence, { where: place })
}

const fieldKeywords: ReadonlySet<string> = new Set(['additionalProperties', 'required'])

const isAt =
  ({ instancePath }: { readonly instancePath: string }) =>
  (other: { readonly instancePath: string }) =>
    other.instancePath === instancePath

function typesIn(params: object): readonly string[] {
  if (!('type' in params)) return []
  return [params.type].flat().map(String)
}

function extraFields(params: object): string | null {
  if (!('additionalProperties' in params) || !Array.isArray(params.additionalProperties)) return null
  // A caller who sends megabytes of names does not get them back.
  const named = params.additionalProperties.slice(0, 5).map((name) => `\`${String(name).slice(0, 64)}\``)
  return named.join(', ')
}

function checked(validator: Validator, value: unknown, where: string): unknown {
  if (validator.Check(value)) return value
  throw explain(validator, value, where)
}

/** Query text as the row's schema means it: numbers and booleans are read from their text. */
function query(route: CheckedRoute, text: Readonly<Record<string, unknown>>): unknown {
  if (route.query === null || route.row.query === undefined) return {}
  const read = Value.Convert(route.row.query as TSchema, { ...text }) as Record<string, unknown>
  // Convert cuts 1.5 to 1; what is no whole number stays text, and is refused.
  const cut = Object.entries(read).filter(
    ([name, value]) => typeof value === 'number' && value !== Number(text[name]),
  )
  return checked(
    route.query,
    { ...read, ...Object.fromEntries(cut.map(([name]) => [name, text[name]])) },
    'query',
  )
}

async function body(route: CheckedRoute, value: unknown, contentType: string): Promise<unknown> {
  const { row } = route
  if (row.bytes !== undefined) return bytes(row.bytes, value, contentType)
  if (route.body === null || row.body === undefined) return undefined
  const given = value instanceof Uint8Array ? await unpacked(row, value, contentType) : value
  return checked(route.body, given === undefined && row.bodyOptional ? {} : given, 'body')
}

/** A body that is not JSON, as the fields that it holds; undefined when it is empty. */
async function unpacked(row: Route, value: Uint8Array, contentType: string): Promise<unknown> {
  if (value.length === 0) return undefined
  const isForm = /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(contentType)
  if (isForm && row.forms) return Value.Convert(row.body as TSchema, await form(value, contentType))
  if (!isForm && row.fileField !== undefined) return { [row.fileField]: value }
  const sent = contentType === '' ? 'without one' : `not ${contentType}`
  return fail(
    'unsupported_media',
    `Send the body as JSON, with the header content-type: application/json (${sent}).`,
  )
}

/** The fields of a form; files are bytes. */
async function form(value: Uint8Array, contentType: string): Promise<Record<string, unknown>> {
  try {
    const data = await new Response(value, { headers: { 'content-type': contentType } }).formData()
    const fields = [...data].map(async ([name, field]) => [
      name,
      typeof field === 'string' ? field : new Uint8Array(await field.arrayBuffer()),
    ])
    return Object.fromEntries(await Promise.all(fields))
  } catch (error) {
    throw new Failure(
      'invalid_input',
      'The form cannot be read; check its boundary and its length.',
      {},
      error,
    )
  }
}

function bytes(type: string, value: unknown, contentType: string): Uint8Array {
  const isFitting = contentType.startsWith(type) || contentType.startsWith('application/octet-stream')
  if (!(value instanceof Uint8Array) || !isFitting) {
    fail('unsupported_media', `Send the file itself as the body, with the header content-type: ${type}.`)
  }
  return value
}

export interface Incoming {
  readonly params: unknown
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly contentType: string
  readonly account: AccountId | null
  readonly origin: string
}

/** A line of a body, as the row takes it. */
export function checkedLine({ line }: CheckedRoute, value: unknown, number: number): unknown {
  if (line === null || line.Check(value)) return value
  const failure = explain(line, value, `line ${number}`)
  throw new Failure(failure.code, failure.message, { ...failure.facts, line: number })
}

type Asked = Parameters<Route['decode']>[0]

/** The request as the row's `decode` takes it, but for its body. */
export function decodedHead(route: CheckedRoute, incoming: Incoming): Omit<Asked, 'body'> {
  return {
    params: checked(route.params, incoming.params, 'path') as Asked['params'],
    query: query(route, incoming.query) as Asked['query'],
    account: incoming.account,
    origin: incoming.origin,
  }
}

/** The request as the row's `decode` takes it. */
export async function decoded(route: CheckedRoute, incoming: Incoming): Promise<Asked> {
  const head = decodedHead(route, incoming)
  return { ...head, body: (await body(route, incoming.body, incoming.contentType)) as Asked['body'] }
}

/** Whether the caller would rather have this media type than JSON: it is named, and nothing he names is preferred. */
export function prefers(accept: string | null, media: string): boolean {
  const named = (accept ?? '').split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const weight = parameters.find((text) => text.startsWith('q='))?.slice(2)
    return { type, weight: weight === undefined ? 1 : Number(weight) || 0 }
  })
  const best = Math.max(...named.map(({ weight }) => weight))
  return best > 0 && named.find(({ weight }) => weight === best)?.type === media
}

/** The revision of If-Match; null when the header is not there or is `*`. */
export function ifMatch(text: string | null): number | null {
  if (text === null || text.trim() === '*') return null
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(text.trim())?.[1]
  if (revision === undefined)
    fail(
      'invalid_input',
      'The header If-Match must be an ETag of the group, such as "12" with its quotation marks.',
    )
  return Number(revision)
}

/** The key of Idempotency-Key. */
export function idempotencyKey(text: string | null): string | null {
  if (text === null) return null
  if (!/^[\x21-\x7e]{1,255}$/.test(text)) {
    fail(
      'invalid_input',
      'The header Idempotency-Key must have 1 to 255 characters without spaces; a UUID is best.',
    )
  }
  return text
}

/** `?dry_run=true`. */
export function dryRun(value: unknown): boolean {
  if (value === undefined || value === 'false' || value === '0') return false
  if (value === 'true' || value === '1' || value === '') return true
  fail('invalid_input', '`query.dry_run` must be true or false.')
}
