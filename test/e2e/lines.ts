/** Lines of JSON over plain HTTP: sent as slowly and read as late as a test wants, each line held to its document. */
import { once } from 'node:events'
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Api } from './api.ts'
import { pathOf } from './api.ts'
import { send } from './wire.ts'

export const media = 'application/x-ndjson'

export interface Where {
  readonly url: string
  readonly key: string
  readonly api: Api
}

/** A line as the test looks at it. */
export type Line = Readonly<Record<string, unknown>>

export interface Answer {
  readonly status: number
  readonly type: string
  readonly lines: readonly Line[]
  /** The connection ended before the answer did. */
  readonly isBroken: boolean
}

type Headers = Readonly<Record<string, string>>
type Params = Readonly<Record<string, string>>

/** Opens a call whose answer is read by the test itself. */
export function open(
  { url, key, api }: Where,
  id: string,
  params: Params,
  { query = '', headers = {} }: { readonly query?: string; readonly headers?: Headers } = {},
): ClientRequest {
  const row = rowOf(api, id)
  const going = request(`${url}${pathOf(row.path, params)}${query}`, {
    // A connection of its own, so that breaking it breaks nothing else.
    agent: new Agent({ keepAlive: false }),
    method: row.method,
    headers: { authorization: `Bearer ${key}`, ...headers },
  })
  // What breaks shows in the answer.
  going.on('error', () => undefined)
  return going
}

function rowOf({ document }: Api, id: string) {
  const row = document.rows.find((one) => one.id === id)
  if (row === undefined) throw new Error(`no call ${id}`)
  return row
}

export async function responseOf(going: ClientRequest): Promise<IncomingMessage> {
  const [coming] = (await once(going, 'response')) as [IncomingMessage]
  return coming
}

/** All lines of an answer. Each line is held to the document, a problem that is no line too. */
export async function answerOf(api: Api, id: string, coming: IncomingMessage): Promise<Answer> {
  const status = coming.statusCode ?? 0
  const type = coming.headers['content-type'] ?? ''
  const { document } = api
  const check = status === 200 ? document.strictChecker(rowOf(api, id).line ?? {}) : document.isFailure
  const lines: Line[] = []
  let isBroken = false
  try {
    for await (const line of linesOf(coming)) {
      const wrong = check(line)
      if (wrong !== null) throw new TypeError(`${JSON.stringify(line).slice(0, 300)}: ${wrong}`)
      lines.push(line)
    }
  } catch (error) {
    if (error instanceof TypeError) throw error
    isBroken = true
  }
  return { status, type, lines, isBroken }
}

/** Lines as they come. */
export async function* linesOf(coming: IncomingMessage): AsyncGenerator<Line, void, undefined> {
  let rest = ''
  coming.setEncoding('utf8')
  for await (const part of coming) {
    const texts = (rest + String(part)).split('\n')
    rest = texts.pop() ?? ''
    for (const text of texts) yield JSON.parse(text) as Line
  }
  // A problem is JSON without a line break.
  if (rest !== '') yield JSON.parse(rest) as Line
}

/** A whole list. */
export async function listAll(where: Where, params: Params, query = '', headers: Headers = {}) {
  const going = open(where, 'listParticipants', params, { query, headers: { accept: media, ...headers } })
  going.end()
  return answerOf(where.api, 'listParticipants', await responseOf(going))
}

/** Adds whom the pieces name, which are sent one after another as they are. */
export async function upload(
  where: Where,
  params: Params,
  pieces: Iterable<string | Uint8Array>,
  headers: Headers = {},
  query = '',
): Promise<Answer> {
  const all = { 'content-type': media, ...headers }
  const going = open(where, 'addParticipants', params, { query, headers: all })
  const answered = responseOf(going).then((coming) => answerOf(where.api, 'addParticipants', coming))
  const closed = new Promise((resolve) => going.once('close', resolve))
  for (const piece of pieces) {
    if (going.destroyed) break
    // A server that has refused what came may close before it has taken the rest.
    if (!going.write(piece)) await Promise.race([once(going, 'drain').catch(() => closed), closed])
  }
  going.end()
  return answered
}

export function textOf(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

/** How many answers of the server go on now. */
export async function goingOn(url: string): Promise<number> {
  const { bytes } = await send(url, { method: 'GET', path: '/metrics' })
  return Number(/^muster_streams (\d+)$/m.exec(bytes.toString())?.[1])
}

/** Waits until so many go on; a test that waits for ever ends by its own limit. */
export async function untilGoingOn(url: string, count: number): Promise<void> {
  while ((await goingOn(url)) !== count) await wait(20)
}
