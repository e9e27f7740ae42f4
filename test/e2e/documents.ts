/** The OpenAPI documents that the server serves, as rows: the tests over all rows grow with the server by themselves. */
import { Compile } from 'typebox/schema'
import { type Reply, send } from './wire.ts'

export type Schema = Readonly<Record<string, unknown>>

export interface Row {
  readonly dialect: string
  readonly method: string
  /** With its parameters in braces. */
  readonly path: string
  readonly id: string
  readonly operation: string
  readonly scope: string
  /** The key stands in the body, so that the headers show none. */
  readonly isKeyInBody: boolean
  readonly query: Readonly<Record<string, Schema>>
  /** Query parameters without which nothing else is looked at. */
  readonly neededQuery: readonly string[]
  readonly headers: readonly string[]
  readonly body: Payload | null
  readonly success: { readonly status: number; readonly media: string | null; readonly schema: Schema | null }
  /** The schema of one line, where the success may come as lines of JSON. */
  readonly line: Schema | null
  /** Another success: something was done and not all of it. */
  readonly partial: { readonly status: number; readonly schema: Schema | null } | null
  /** Every status that the document knows for this row. */
  readonly statuses: ReadonlySet<number>
}

export interface Payload {
  readonly media: string
  readonly schema: Schema
  readonly example: unknown
  readonly required: boolean
}

export interface Declined {
  readonly method: string
  readonly path: string
}

export interface Document {
  readonly dialect: string
  readonly rows: readonly Row[]
  readonly declined: readonly Declined[]
  /** The path that all rows begin with. */
  readonly prefix: string
  readonly failureMedia: string
  /** The headers that show a key. */
  readonly credentials: (key: string) => Readonly<Record<string, string>>
  /** A schema of this document, where references lead to its components, as a check that answers what is wrong. */
  readonly checker: (schema: Schema) => Check
  /** The same, and refuses every field that is not documented. */
  readonly strictChecker: (schema: Schema) => Check
  readonly isFailure: Check
  /** The fields of a failure's body. */
  readonly failureFields: Readonly<Record<string, unknown>>
}

/** Null when the value is as the schema says, else what is wrong with it. */
export type Check = (value: unknown) => string | null

interface Raw {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawRow>>>>
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, { readonly type: string; readonly name?: string }>>
    readonly schemas: Readonly<Record<string, Schema>>
    readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>>
  }
  readonly 'x-declined': readonly Declined[]
}

interface RawRow {
  readonly operationId: string
  readonly 'x-operation': string
  readonly 'x-scope': string
  readonly security?: readonly unknown[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>

/** The documents of every dialect that the explorer offers. */
export async function documentsOf(url: string): Promise<readonly Document[]> {
  const explorer = await send(url, { method: 'GET', path: '/docs/explorer.js' })
  const addresses = [...explorer.bytes.toString().matchAll(/\/openapi\/([\w-]+)\.json/g)]
  return Promise.all(
    addresses.map(async ([path, dialect = '']) => {
      const { body } = await send(url, { method: 'GET', path })
      // The shape of an OpenAPI document is the standard's; what of it is wrong shows when it is used.
      return documentOf(dialect, body as Raw)
    }),
  )
}

function documentOf(dialect: string, raw: Raw): Document {
  const rows = Object.entries(raw.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, row]) => rowOf(dialect, method, path, row)),
  )
  const checker = (schema: Schema) => check(schema, raw.components)
  return {
    dialect,
    rows,
    declined: raw['x-declined'],
    prefix: commonPrefix(rows.map((row) => row.path)),
    failureMedia: Object.keys(raw.components.responses['400']?.content ?? {})[0] ?? '',
    credentials: credentials(raw),
    checker,
    strictChecker: (schema) => check(closed(schema) as Schema, closed(raw.components)),
    isFailure: checker({ $ref: '#/components/schemas/Failure' }),
    failureFields: Object(raw.components.schemas.Failure?.properties),
  }
}

function rowOf(dialect: string, method: string, path: string, row: RawRow): Row {
  const [done] = Object.entries(row.responses)
  if (done === undefined) throw new Error(`${dialect} ${row.operationId} documents no answer`)
  const [status, { content = {} }] = done
  const [media, answer] = Object.entries(content)[0] ?? []
  const [sent, payload] = Object.entries(row.requestBody?.content ?? {})[0] ?? []
  // What is no JSON is not held to a schema.
  const isOther = answer?.schema.format === 'binary' || media === 'text/event-stream'
  return {
    dialect,
    method: method.toUpperCase(),
    path,
    id: row.operationId,
    operation: row['x-operation'],
    scope: row['x-scope'],
    isKeyInBody: row.security?.length === 0,
    query: Object.fromEntries(
      row.parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, schema]),
    ),
    neededQuery: row.parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => name),
    headers: row.parameters.filter((one) => one.in === 'header').map(({ name }) => name),
    body:
      sent === undefined || payload === undefined
        ? null
        : {
            media: sent,
            schema: payload.schema,
            example: payload.example,
            required: row.requestBody?.required === true,
          },
    success: {
      status: Number(status),
      media: media ?? null,
      schema: isOther ? null : (answer?.schema ?? null),
    },
    line: content['application/x-ndjson']?.schema ?? null,
    partial: partialOf(row),
    statuses: new Set(Object.keys(row.responses).map(Number)),
  }
}

function partialOf({ responses }: RawRow): Row['partial'] {
  const [status, { content = {} } = {}] =
    Object.entries(responses).filter(([code]) => code === '206')[0] ?? []
  const [answer] = Object.values(content)
  return status === undefined ? null : { status: Number(status), schema: answer?.schema ?? null }
}

function credentials({ components }: Raw): Document['credentials'] {
  const [scheme] = Object.values(components.securitySchemes)
  const name = scheme?.type === 'apiKey' ? scheme.name : undefined
  return (key) => (name === undefined ? { authorization: `Bearer ${key}` } : { [name.toLowerCase()]: key })
}

/**
 * `/v1` of `/v1/accounts` and `/v1/keys`: everything up to the last slash before the paths part. No prefix has more
 * than two parts, and what rows share behind them belongs to the calls.
 */
function commonPrefix(paths: readonly string[]): string {
  const [first = ''] = paths
  const parts = first.split('/')
  const same = parts.findIndex((part, index) => paths.some((path) => path.split('/')[index] !== part))
  const parameter = parts.findIndex((part) => part.startsWith('{'))
  const ends = [same, parameter, 3].filter((end) => end >= 0)
  return parts.slice(0, Math.min(...ends)).join('/')
}

function check(schema: Schema, components: unknown): Check {
  const validator = Compile({ ...schema, components } as Schema)
  return (value) => {
    if (validator.Check(value)) return null
    const [, errors] = validator.Errors(value)
    return errors.map((error) => `${error.instancePath || '/'} ${error.message}`).join('; ')
  }
}

/** The same schema without room for fields that it does not name: an answer shows what is documented and no more. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]))
  const isOpen =
    'properties' in schema && !('patternProperties' in schema) && !('additionalProperties' in schema)
  return isOpen && !('allOf' in schema) ? { ...inner, additionalProperties: false } : inner
}

/** Whether an answer is a failure as its dialect documents it; the sentence says what it is instead. */
export function failureProblem(document: Document, reply: Reply, row: Row | null = null): string | null {
  const type = String(reply.headers['content-type'] ?? 'none')
  if (!type.startsWith(document.failureMedia)) return `content type ${type}, not ${document.failureMedia}`
  if (row !== null && !row.statuses.has(reply.status))
    return `status ${reply.status}, which is not documented`
  const wrong = document.isFailure(reply.body)
  if (wrong !== null) return wrong
  const said = (reply.body as Readonly<Record<string, unknown>>).status
  // Graph's envelope does not repeat the status; where the schema demands it, it was checked above.
  return said === undefined || said === reply.status
    ? null
    : `status ${reply.status}, and ${String(said)} in the body`
}
