/** A body as lines of JSON: read piece by piece, never more of it than a line and what has just come. */
import type { Readable } from 'node:stream'
import { Failure } from '../core/failure.ts'
import { Over } from './outlet.ts'

/** The body stopped coming: the sender left, or nobody waits any more. */
export class Broken extends Over {
  constructor() {
    super('gone', null)
  }
}

export interface LineLimits {
  readonly lineBytesMax: number
  /** How long nothing may come. */
  readonly lineSilenceMs: number
}

/** One line that is not empty, with its number in the body, from 1. */
export interface Line {
  readonly number: number
  readonly bytes: Buffer
}

const newline = 10
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What has come next, when there is something; null at the end. */
function piece(body: Readable, { lineSilenceMs }: LineLimits, over: AbortSignal): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => () => {
      clearTimeout(timer)
      for (const [event, listener] of listeners) body.off(event, listener)
      over.removeEventListener('abort', leave)
      end()
    }
    const leave = settle(() => reject(new Broken()))
    const look = () => {
      // The body was given no encoding, so that it comes as bytes.
      const come = body.read() as Buffer | null
      if (come !== null) settle(() => resolve(come))()
      else if (body.readableEnded) settle(() => resolve(null))()
    }
    const listeners = [
      ['readable', look],
      ['end', settle(() => resolve(null))],
      ['error', leave],
      ['close', leave],
    ] as const
    const timer = setTimeout(
      settle(() => reject(silence(lineSilenceMs))),
      lineSilenceMs,
    )
    for (const [event, listener] of listeners) body.on(event, listener)
    over.addEventListener('abort', leave)
    if (over.aborted || (body.destroyed && !body.readableEnded)) leave()
    else look()
  })
}

function silence(milliseconds: number): Failure {
  const detail = `Nothing came for ${milliseconds / 1000} s, and the body has not ended; what stood in unfinished batches was not done. Send the same lines again.`
  return new Failure('invalid_input', detail)
}

/** The lines of a body, as many at a time as have come together. Lines may end with CRLF. */
export async function* linesOf(
  body: Readable,
  limits: LineLimits,
  over: AbortSignal,
): AsyncGenerator<readonly Line[], void, undefined> {
  let rest: Buffer = Buffer.alloc(0)
  let number = 0
  for (;;) {
    const come = await piece(body, limits, over)
    const isEnd = come === null
    const all = come === null ? rest : rest.length === 0 ? come : Buffer.concat([rest, come])
    const lines: Line[] = []
    let from = 0
    while (from <= all.length) {
      const found = all.indexOf(newline, from)
      const isWhole = found !== -1 || isEnd
      const to = found === -1 ? all.length : found
      if (to - from > limits.lineBytesMax) {
        // What came before it is a body of its own.
        yield lines
        throw tooLong(number + 1, limits)
      }
      if (!isWhole) break
      number += 1
      lines.push({ number, bytes: all.subarray(from, to) })
      from = to + 1
    }
    yield lines
    if (isEnd) return
    rest = all.subarray(from)
  }
}

function tooLong(line: number, { lineBytesMax: max }: LineLimits): Failure {
  const detail = `Line ${line} is longer than ${max} bytes; is there a line break behind each?`
  return new Failure('too_large', detail, { line, max })
}

/** What stands on a line; undefined for an empty one. */
export function parsed({ number, bytes }: Line): unknown {
  try {
    const text = utf8.decode(bytes)
    return text.trim() === '' ? undefined : JSON.parse(text)
  } catch (error) {
    throw new Failure('invalid_json', `Line ${number} is not JSON in UTF-8.`, { line: number }, error)
  }
}
