/** Reads server-sent events the way a program without a library does: line by line, over a connection of its own. */
import { Agent, type IncomingMessage, request } from 'node:http'

/** One frame: an event, or a comment or an id alone. */
export interface Frame {
  readonly id?: string
  readonly event?: string
  readonly data?: string
  readonly comment?: string
}

export interface SseOptions {
  readonly key: string
  /** With its question mark. */
  readonly query?: string
  readonly lastEventId?: string | undefined
  readonly signal?: AbortSignal
}

/** A stream that was answered with something else. */
export class Refused extends Error {
  readonly status: number
  readonly body: unknown

  constructor(status: number, body: string) {
    super(`${status} ${body}`)
    this.status = status
    this.body = body.startsWith('{') ? JSON.parse(body) : null
  }
}

/** Opens a stream; what it answers ends when the server ends it, and fails when the connection breaks. */
export async function openStream(
  url: string,
  { key, query = '', lastEventId, signal }: SseOptions,
): Promise<AsyncGenerator<Frame, void, undefined>> {
  const coming = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    }
    const asking = request(`${url}/v1/events/stream${query}`, {
      agent: new Agent(),
      headers,
      ...(signal === undefined ? {} : { signal }),
    })
    asking.once('response', resolve)
    asking.once('error', reject)
    asking.end()
  })
  if (coming.statusCode !== 200) {
    let body = ''
    for await (const part of coming) body += String(part)
    throw new Refused(coming.statusCode ?? 0, body)
  }
  return framesOf(coming)
}

async function* framesOf(coming: IncomingMessage): AsyncGenerator<Frame, void, undefined> {
  let rest = ''
  coming.setEncoding('utf8')
  for await (const part of coming) {
    const frames = (rest + String(part)).split('\n\n')
    rest = frames.pop() ?? ''
    for (const text of frames) yield frameOf(text)
  }
}

function frameOf(text: string): Frame {
  const fields = text.split('\n').map((line): readonly [string, string] => {
    const at = line.indexOf(':')
    const name = line.slice(0, at)
    return [name === '' ? 'comment' : name, line.slice(at + 1).replace(/^ /, '')]
  })
  return Object.fromEntries(fields)
}

/** Those frames that are events, with what they tell as JSON. */
export async function* eventsOf(
  frames: AsyncIterable<Frame>,
): AsyncGenerator<{ readonly id: string | null; readonly event: string; readonly body: unknown }> {
  for await (const { id = null, event, data } of frames) {
    if (event !== undefined && data !== undefined) yield { id, event, body: JSON.parse(data) }
  }
}
