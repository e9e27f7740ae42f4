/** Calls by the names that the documents give them; every answer is held to its document. */
import { type Document, documentsOf, failureProblem, type Row, type Schema } from './documents.ts'
import { type Reply, send } from './wire.ts'

type Params = Readonly<Record<string, string>>

export interface Options {
  readonly query?: Readonly<Record<string, string | number | boolean>>
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as it is, with the content type that the row documents. */
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export interface Api {
  readonly document: Document
  /** The answer, which must be the success that the document tells of. */
  readonly ok: (id: string, params?: Params, options?: Options) => Promise<Reply>
  /** The answer, which must be a failure of this status in the dialect's shape. */
  readonly refused: (status: number, id: string, params?: Params, options?: Options) => Promise<Reply>
  /** The same calls with another key. */
  readonly as: (key: string) => Api
}

export interface Apis {
  readonly of: (dialect: string) => Api
  readonly documents: readonly Document[]
  /** `dialect id` of each row that was answered with success. */
  readonly covered: ReadonlySet<string>
  /** The address of each page that a failure named as its explanation. */
  readonly pages: ReadonlySet<string>
}

export async function apisOf(url: string, key: string): Promise<Apis> {
  const documents = await documentsOf(url)
  const covered = new Set<string>()
  const pages = new Set<string>()
  const apis = new Map(
    documents.map((document) => [document.dialect, createApi(url, document, key, { covered, pages })]),
  )
  return {
    documents,
    covered,
    pages,
    of(dialect) {
      const api = apis.get(dialect)
      if (api === undefined) throw new Error(`The server has no dialect ${dialect}`)
      return api
    },
  }
}

interface Notes {
  readonly covered: Set<string>
  readonly pages: Set<string>
}

function createApi(url: string, document: Document, key: string, notes: Notes): Api {
  const rows = new Map(document.rows.map((row) => [row.id, row]))
  const find = (id: string): Row => {
    const row = rows.get(id)
    if (row === undefined) throw new Error(`${document.dialect} has no call ${id}`)
    return row
  }
  const ask = (row: Row, params: Params, options: Options) =>
    send(url, {
      method: row.method,
      path: pathOf(row.path, params) + queryOf(options.query),
      headers: {
        ...document.credentials(key),
        ...(options.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.bytes === undefined ? {} : { 'content-type': row.body?.media ?? '' }),
        ...options.headers,
      },
      ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      ...(options.bytes === undefined ? {} : { body: options.bytes }),
    })
  return {
    document,
    async ok(id, params = {}, options = {}) {
      const row = find(id)
      const reply = await ask(row, params, options)
      const wrong = successProblem(document, row, reply)
      if (wrong !== null) throw new Error(`${document.dialect} ${id}: ${wrong}\n${reply.bytes.toString()}`)
      notes.covered.add(`${document.dialect} ${id}`)
      return reply
    },
    async refused(status, id, params = {}, options = {}) {
      const row = find(id)
      const reply = await ask(row, params, options)
      const wrong =
        reply.status === status
          ? failureProblem(document, reply, row)
          : `status ${reply.status}, not ${status}`
      if (wrong !== null) throw new Error(`${document.dialect} ${id}: ${wrong}\n${reply.bytes.toString()}`)
      notePage(notes.pages, reply)
      return reply
    },
    as: (other) => createApi(url, document, other, notes),
  }
}

/** Failures whose `type` is an address of this server promise a page there. */
export function notePage(pages: Set<string>, { body }: Reply): void {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : null
  if (typeof type === 'string' && type.startsWith('/')) pages.add(type)
}

export function pathOf(template: string, params: Params): string {
  return template.replaceAll(/\{(\w+)\}/g, (_brace, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`No value for {${name}} of ${template}`)
    return encodeURIComponent(value)
  })
}

function queryOf(query: Options['query'] = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** What of an answer is not as documented, or null. */
export function successProblem(document: Document, row: Row, reply: Reply): string | null {
  const { media } = row.success
  const { status, schema } = row.partial?.status === reply.status ? row.partial : row.success
  if (reply.status !== status) return `status ${reply.status}, not ${status}`
  if (reply.headers['x-request-id'] === undefined) return 'no request id'
  if (media === null) return reply.bytes.length === 0 ? null : 'a body where none is documented'
  const type = reply.headers['content-type'] ?? 'none'
  if (!type.startsWith(media)) return `content type ${type}, not ${media}`
  if (schema === null) return reply.bytes.length > 0 ? null : 'an empty file'
  return checkOf(document, schema)(reply.body)
}

const compiled = new WeakMap<Schema, (value: unknown) => string | null>()

function checkOf(document: Document, schema: Schema): (value: unknown) => string | null {
  const known = compiled.get(schema) ?? document.strictChecker(schema)
  compiled.set(schema, known)
  return known
}
