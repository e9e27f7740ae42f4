/** OpenAPI 3.1 documents, made from the route tables: what is served is what is documented. */
import type { TSchema } from 'typebox'
import { operations } from '../core/operations/index.ts'
import type { Dialect, Route } from '../dialects/dialect.ts'
import { batchLine, lineMedia, listLine } from './line-shapes.ts'

type Json = { readonly [key: string]: unknown }

/** A schema as plain JSON, without what TypeBox keeps for itself; a schema that has a name is referred to by it. */
function plain(schema: TSchema, names: ReadonlyMap<unknown, string> = new Map()): unknown {
  const text = JSON.stringify({ schema }, (key, value) => {
    if (key.startsWith('~')) return undefined
    const name = names.get(value)
    return name === undefined ? value : { $ref: `#/components/schemas/${name}` }
  })
  return (JSON.parse(text) as { schema: unknown }).schema
}

/** The named schemas of a dialect; each is written out once, with references to the others. */
function named(dialect: Dialect): { readonly names: ReadonlyMap<unknown, string>; readonly written: Json } {
  const names = new Map<unknown, string>(
    Object.entries({ Failure: dialect.failureSchema, ...dialect.schemas }).map(([name, schema]) => [
      schema,
      name,
    ]),
  )
  const others = (schema: unknown) => new Map([...names].filter(([other]) => other !== schema))
  const written = Object.entries(dialect.schemas).map(([name, schema]) => [
    name,
    plain(schema, others(schema)),
  ])
  return { names, written: Object.fromEntries(written) }
}

function parameters(row: Route): readonly unknown[] {
  return [
    ...fields(row.params, 'path'),
    ...(row.query === undefined ? [] : fields(row.query, 'query')),
    ...(isWrite(row) ? writeParameters : []),
    ...(row.stream === undefined ? [] : [lastEventId]),
  ]
}

function isWrite(row: Route): boolean {
  return operations[row.operation].kind !== 'read'
}

/** What every write takes, whatever the dialect. */
const writeParameters = [
  {
    name: 'dry_run',
    in: 'query',
    required: false,
    description: 'Check and answer as if it were done, and change nothing.',
    schema: { type: 'boolean' },
  },
  {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'The same key with the same request gives the same answer and one effect, for 48 hours.',
    schema: { type: 'string', maxLength: 255 },
  },
]
const lastEventId = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The `id` that was read last, to go on behind it after a connection that broke.',
  schema: { type: 'string', maxLength: 64 },
}
const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: "The group's ETag as it was seen; when the group has changed since, nothing is done.",
  schema: { type: 'string' },
}

function fields(schema: TSchema, place: 'path' | 'query'): readonly unknown[] {
  const object = plain(schema) as {
    properties?: Record<string, { description?: string }>
    required?: string[]
  }
  return Object.entries(object.properties ?? {}).map(([name, { description, ...field }]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: field,
  }))
}

function requestBody(row: Route, names: ReadonlyMap<unknown, string>): Json {
  if (row.bytes !== undefined) {
    return {
      requestBody: {
        required: true,
        content: { [row.bytes]: { schema: { type: 'string', format: 'binary' } } },
      },
    }
  }
  if (row.body === undefined) return {}
  const example = row.example === undefined ? {} : { example: row.example }
  return {
    requestBody: {
      required: row.bodyOptional !== true,
      content: {
        'application/json': { schema: plain(row.body, names), ...example },
        ...(row.batched === undefined ? {} : { [lineMedia]: lines(plain(row.batched.line, names)) }),
      },
    },
  }
}

/** OpenAPI 3.1 has no word for a body of many values: the schema is that of one line. */
function lines(schema: unknown): Json {
  return { schema, 'x-each-line': true }
}

/** The same success as lines of JSON, where the row can tell it so. */
function lineReply(dialect: Dialect, row: Route, names: ReadonlyMap<unknown, string>): Json {
  const line =
    row.listed !== undefined
      ? listLine(dialect, row.listed.line)
      : row.batched === undefined
        ? null
        : batchLine(dialect, row)
  return line === null ? {} : { [lineMedia]: lines(plain(line, names)) }
}

function replies(dialect: Dialect, row: Route, names: ReadonlyMap<unknown, string>): Json {
  const { status, schema, media = 'application/json', description = 'Done.' } = row.reply
  const content =
    schema === null
      ? row.reply.media === undefined
        ? {}
        : { content: { [media]: { schema: { type: 'string', format: 'binary' } } } }
      : { content: { [media]: { schema: plain(schema, names) }, ...lineReply(dialect, row, names) } }
  const failures = Object.keys(dialect.failureStatuses).map((code) => [
    code,
    { $ref: `#/components/responses/${code}` },
  ])
  const { partial } = row.reply
  const some =
    partial === undefined
      ? {}
      : {
          [partial.status]: {
            description: partial.description,
            content: { [media]: { schema: plain(partial.schema, names) } },
          },
        }
  return { [status]: { description, ...content }, ...some, ...Object.fromEntries(failures) }
}

function failureReplies(dialect: Dialect): Json {
  const content = { [dialect.failureMedia]: { schema: { $ref: '#/components/schemas/Failure' } } }
  return Object.fromEntries(
    Object.entries(dialect.failureStatuses).map(([code, description]) => [code, { description, content }]),
  )
}

function operationOf(dialect: Dialect, row: Route, names: ReadonlyMap<unknown, string>): Json {
  const operation = operations[row.operation]
  const isOnGroup = operation.kind === 'group' && operation.on === 'existing'
  return {
    operationId: row.id ?? row.operation,
    ...(row.tag === undefined ? {} : { tags: [row.tag] }),
    summary: row.summary ?? operation.summary,
    ...(row.description === undefined ? {} : { description: row.description }),
    parameters: [...parameters(row), ...(isOnGroup ? [ifMatch] : [])],
    ...requestBody(row, names),
    responses: replies(dialect, row, names),
    // The key stands in the body.
    ...(row.shownKey === undefined ? {} : { security: [] }),
    'x-operation': row.operation,
    'x-scope': operation.scope,
  }
}

/** The document of one dialect. */
export function openApi(dialect: Dialect): Json {
  const paths: Record<string, Record<string, unknown>> = {}
  const { names, written } = named(dialect)
  for (const row of dialect.routes) {
    if (row.unlisted === true) continue
    const address = `${dialect.prefix}${row.path}`
    const method = row.method.toLowerCase()
    // Where rows share an address, the first describes the call.
    paths[address] = { [method]: operationOf(dialect, row, names), ...paths[address] }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: dialect.title,
      description: dialect.description,
      version: dialect.version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: Object.keys(dialect.security).map((name) => ({ [name]: [] })),
    paths,
    components: {
      securitySchemes: dialect.security,
      schemas: { Failure: plain(dialect.failureSchema), ...written },
      responses: failureReplies(dialect),
    },
    'x-absent': dialect.absent,
    'x-declined': dialect.declined,
  }
}
