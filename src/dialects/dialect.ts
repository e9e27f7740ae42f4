/**
 * What a dialect is: how requests, outcomes and failures look on one wire, as data. The rows of its table are
 * served by `src/http`, which knows no dialect by name; their documents are generated from the same rows.
 */
import type { Static, TSchema } from 'typebox'
import type { Teller } from '../core/delivery.ts'
import type { Happening } from '../core/event.ts'
import type { Failure } from '../core/failure.ts'
import type { Account, AccountId, Head, KeyId, Membership, Time } from '../core/model.ts'
import type { LimitName } from '../core/network.ts'
import type { Given, InputOf, OutputOf } from '../core/operation.ts'
import type { OperationName, operations } from '../core/operations/index.ts'
import type { Run } from '../core/store.ts'

type Operations = typeof operations
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** What is sent back. A body that is bytes goes out as it is, anything else as JSON. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A request whose parts were checked against the row's schemas. */
export interface Decoded<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The one account that the caller's key is bound to; null for a key of the whole workspace. */
  readonly account: AccountId | null
  /** The whole address that the caller used, such as http://127.0.0.1:8080, for links in answers. */
  readonly origin: string
}

/** A key as a caller shows it in a body: its id, and the secret that must be that key's. */
export interface ShownKey {
  readonly key: KeyId
  readonly secret: string
}

/** What a reply may tell beside the operation's output. */
export interface About {
  readonly origin: string
  readonly requestId: string
  /** The run on record, for writes. */
  readonly run: number | null
  /** The group's revision afterwards, for writes on a group. */
  readonly revision: number | null
  readonly now: Time
}

/** What a failure's reply may tell. */
export interface AboutFailure extends Pick<About, 'origin' | 'requestId'> {
  /** The id of the row, or its operation; null when what was asked for is no call of the dialect. */
  readonly call: string | null
}

/** A look at something else before a row is chosen, with the caller's own rights. */
export type Look = <N extends OperationName>(
  operation: N,
  input: Given<InputOf<Operations[N]>>,
) => Promise<OutputOf<Operations[N]>>

/** One event of an answer without an end. */
export interface Part {
  /** Where to go on behind it. */
  readonly id: string
  readonly event: string
  /** Sent as JSON. */
  readonly data: unknown
}

/** An answer without an end, as server-sent events: what a reading operation finds, and again whenever there is more. */
interface Streaming<I, O> {
  readonly parts: (output: O) => readonly Part[]
  /** The place behind all that was looked at, also behind what is not told. */
  readonly place: (output: O) => string
  /** The same input from a place on, such as the one in the header Last-Event-ID. */
  readonly from: (input: I, place: string) => I
  /** Whether as much was found as was asked for, so that more may be there already. */
  readonly isFull: (input: I, output: O) => boolean
}

/** A whole list in one answer, one item on each line: what a reading operation finds, page after page. */
interface Listed<I, Q, O> {
  /** What stands on a line; nothing that has a field `done` or `error`, which the last line is told by. */
  readonly line: TSchema
  /** The input of the first page, as large as a page may be. Whatever makes no sense for a whole list is refused here. */
  readonly first: (input: I, query: Q) => I
  readonly lines: (output: O) => readonly unknown[]
  /** The input of the page behind this one; null at the end. */
  readonly next: (input: I, output: O) => I | null
  /** The state that the page was read at, or one just before. */
  readonly revision: (output: O) => number
  /**
   * The input of one more look behind the last page, which tells whether the state has moved meanwhile. Left out where
   * all pages are of one state.
   */
  readonly last?: (input: I) => I
}

/** A body without an end, as lines of JSON: as many as one call may name become a body of the row, again and again. */
interface Batched<P, Q, B, O> {
  /** What stands on a line. */
  readonly line: TSchema
  /** The limit that says how many one call may name. */
  readonly limit: LimitName
  /** The body that these lines stand for. */
  readonly body: (lines: readonly unknown[]) => B
  /** Whom and what the call is about, looked at before the body is read: what cannot be seen fails here. */
  readonly demand: (request: Pick<Decoded<P, Q, unknown>, 'params' | 'query'>, look: Look) => Promise<unknown>
  /** What became of the lines of a batch, in numbers. */
  readonly counts: (output: O) => Readonly<Record<string, number>>
}

interface RowData<N extends OperationName, P extends TSchema, Q extends TSchema, B extends TSchema> {
  readonly method: Method
  /** Below the dialect's prefix, with `{name}` for each parameter. */
  readonly path: string
  readonly operation: N
  /** The vendor's name of the call in documents; the operation's own when left out. */
  readonly id?: string
  readonly summary?: string
  /** Under which heading documents show the call. */
  readonly tag?: string
  readonly description?: string
  readonly params: P
  readonly query?: Q
  /** Absent where no body is read; whatever is sent then is ignored. */
  readonly body?: B
  /** The body may be left out; then it is `{}`. */
  readonly bodyOptional?: boolean
  /** The body may also come as a form, multipart or not; files are bytes. */
  readonly forms?: boolean
  /** The field that a body fills which is the bare file, with any content type that is no form and no JSON. */
  readonly fileField?: string
  /** The body is bytes of this content type instead of JSON. */
  readonly bytes?: string
  readonly reply: {
    readonly status: number
    readonly schema: TSchema | null
    readonly media?: string
    readonly description?: string
    /** Another success that the call may have: something was done, and not all of it. */
    readonly partial?: { readonly status: number; readonly schema: TSchema; readonly description: string }
  }
  /**
   * Where the caller shows his key when not in a header, for a call by which he gets what he sends from then on. Rows
   * that share an address show it alike.
   */
  readonly shownKey?: (request: Decoded<Static<P>, Static<Q>, Static<B>>) => ShownKey
  /** The row is served and stands in no document, because one that stands there is the same call. */
  readonly unlisted?: boolean
  /** A body that can be sent as it is, for documents and tests. */
  readonly example?: unknown
  /** An answer that may wait until there is something to say: for how long, and whether there is nothing yet. */
  readonly poll?: {
    readonly waitMs: (request: Decoded<Static<P>, Static<Q>, Static<B>>) => number
    readonly isEmpty: (output: OutputOf<Operations[N]>) => boolean
    /** The input to ask again with, behind what was looked at already. */
    readonly again: (
      input: Given<InputOf<Operations[N]>>,
      output: OutputOf<Operations[N]>,
    ) => Given<InputOf<Operations[N]>>
  }
  /** An answer that goes on until the caller leaves; `encode` then gives its head alone. */
  readonly stream?: Streaming<Given<InputOf<Operations[N]>>, OutputOf<Operations[N]>>
  /** The whole list may be asked for with `Accept: application/x-ndjson`. */
  readonly listed?: Listed<Given<InputOf<Operations[N]>>, Static<Q>, OutputOf<Operations[N]>>
  /** The body may come as `application/x-ndjson`, and is carried out batch after batch. */
  readonly batched?: Batched<Static<P>, Static<Q>, Static<B>, OutputOf<Operations[N]>>
  /**
   * All that the reply and its lines are made of: where these are the very same as before, so is what is said, and it is
   * not written again. The first is what they tell of; left out where a reply tells the time or the request's own id.
   */
  readonly madeOf?: (
    output: OutputOf<Operations[N]>,
    request: Decoded<Static<P>, Static<Q>, Static<B>>,
  ) => readonly [object, ...unknown[]]
  /** Where rows share method and path: whether this one is meant. Rows are tried in their order. */
  readonly when?: (request: Decoded<Static<P>, Static<Q>, Static<B>>, look: Look) => Promise<boolean>
  /** The operation's input. It may look something up first, such as the group behind an invite's code. */
  readonly decode: (
    request: Decoded<Static<P>, Static<Q>, Static<B>>,
    look: Look,
  ) => Given<InputOf<Operations[N]>> | Promise<Given<InputOf<Operations[N]>>>
  /** The reply. It may look something up that the wire shows beside the output, such as the names behind ids. */
  readonly encode: (
    output: OutputOf<Operations[N]>,
    about: About,
    request: Decoded<Static<P>, Static<Q>, Static<B>>,
    look: Look,
  ) => Reply | Promise<Reply>
}

/** One row of a dialect's table. What `decode` and `encode` take was checked by the compiler in `route`. */
export type Route<N extends OperationName = OperationName> = RowData<N, TSchema, TSchema, TSchema>

/** Writes one row; the compiler holds `decode` and `encode` to the operation and to the wire's schemas. */
export function route<const N extends OperationName, P extends TSchema, Q extends TSchema, B extends TSchema>(
  row: RowData<N, P, Q, B>,
): Route<N> {
  // The schemas were the proof; behind this line every row looks alike.
  return row as unknown as Route<N>
}

/** The same rows under one heading of the documents. */
export function tagged<const R extends readonly Route[]>(tag: string, rows: R): R {
  // Only the heading is added, so the rows keep their types.
  return rows.map((row) => ({ ...row, tag })) as unknown as R
}

/** An event on its way to a webhook. */
export interface Telling {
  readonly event: Happening
  /** Its number in the feed; null for a test. */
  readonly seq: number | null
  /** The same for every attempt, and for nothing else: `evt_…`. */
  readonly id: string
  /** Whose view of it is told; null where the dialect has no view of its own for each account. */
  readonly seer: AccountId | null
  /** That account as it is now; null when it was deleted. */
  readonly account: Account | null
  /** The group as it is now, and how the account stands to it; null for what happened to no group. */
  readonly head: Head | null
  readonly own: Membership | null
  /** The run that caused it, with what it was asked and what came of it; null for what the server did by itself. */
  readonly run: Run | null
}

/** What a signature is made of. */
export interface Signing {
  readonly id: string
  /** When it is sent, in seconds since 1970. */
  readonly seconds: number
  readonly body: string
  /** The secret, and during a rotation the one before. */
  readonly secrets: readonly string[]
  /** HMAC-SHA256 of a text. */
  readonly hmac: (key: string | Uint8Array, text: string) => Uint8Array
}

/** How a dialect tells events to webhooks: in which words, signed how, and how often it tries. */
export interface DialectEvents extends Omit<Teller, 'newSecret'> {
  /** The body of one of them, as JSON. `type` is its place in `typesOf`. */
  readonly render: (telling: Telling, part: number) => unknown
  readonly sign: (signing: Signing) => Readonly<Record<string, string>>
  /** A new secret, from 32 random bytes. */
  readonly secret: (random: Uint8Array) => string
  /** How long to wait before each attempt, in milliseconds; the first is sent at once. */
  readonly scheduleMs: readonly number[]
  /**
   * How an endpoint shows that it is the caller's own: it is asked by GET with this query, and must answer 200 with
   * exactly the text expected. Absent where the vendor asks nothing.
   */
  readonly verification?: (asking: {
    /** A text that cannot be guessed, new for each time. */
    readonly challenge: string
    /** What the caller gave to recognise the server by. */
    readonly token: string
  }) => { readonly query: Readonly<Record<string, string>>; readonly expected: string }
}

export interface Dialect {
  /** How it tells events to webhooks; absent where the vendor has none. */
  readonly events?: DialectEvents
  readonly id: string
  readonly title: string
  readonly description: string
  readonly version: string
  /** Every path of the dialect begins with it. */
  readonly prefix: string
  /** The key that the caller sent, in a header or in the query, or null. */
  readonly credentials: (headers: Headers, query?: Readonly<Record<string, unknown>>) => string | null
  /** How the key is sent, in the words of OpenAPI. */
  readonly security: Readonly<Record<string, object>>
  readonly routes: readonly Route[]
  /** Calls of the vendor that this server does not have: they answer with a failure that says why. */
  readonly declined: readonly { readonly method: Method; readonly path: string; readonly reason: string }[]
  /** Operations that this wire does not have, each with the reason. */
  readonly absent: Readonly<Partial<Record<OperationName, string>>>
  readonly failure: (failure: Failure, about: AboutFailure) => Reply
  /** Schemas that the documents write out once, under these names. */
  readonly schemas: Readonly<Record<string, TSchema>>
  readonly failureSchema: TSchema
  readonly failureMedia: string
  /** The statuses that the documents list for every row, with what each means. */
  readonly failureStatuses: Readonly<Record<number, string>>
}

/** A dialect whose every operation is in the table or in `absent`, never in both. */
export function defineDialect<const R extends readonly Route[]>(
  dialect: Omit<Dialect, 'routes' | 'absent'> & {
    readonly routes: R
    readonly absent: Readonly<Record<Exclude<OperationName, R[number]['operation']>, string>> &
      Readonly<Partial<Record<R[number]['operation'], never>>>
  },
): Dialect {
  return dialect as Dialect
}

/** One header's text; the first where it was sent twice. */
export function header(headers: Headers, name: string): string | null {
  const value = headers[name]
  const text = typeof value === 'string' ? value : value?.[0]
  return text === undefined || text === '' ? null : text
}

/** The token of `Authorization: Bearer …`. */
export function bearer(headers: Headers): string | null {
  return /^Bearer +(\S+) *$/i.exec(header(headers, 'authorization') ?? '')?.[1] ?? null
}

let written: { readonly time: Time; readonly text: string } = { time: 0, text: new Date(0).toISOString() }

/** A time as every wire writes it: ISO 8601 in UTC with milliseconds. */
export function isoTime(time: Time): string {
  // People who came together share their time: a tenth of a page's cost was writing it for each of them.
  if (written.time !== time) written = { time, text: new Date(time).toISOString() }
  return written.text
}
