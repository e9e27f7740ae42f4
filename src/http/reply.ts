/** A row's reply, and how it is sent. */
import type { FastifyReply } from 'fastify'
import type { About, Look, Reply, Route } from '../dialects/dialect.ts'
import { keepWritten, writtenBefore } from './written.ts'

const jsonMedia = 'application/json; charset=utf-8'

/** The row's reply; where it is made of what one was made of before, that one. */
export async function replyOf(
  row: Route,
  output: unknown,
  about: About,
  asked: Parameters<Route['decode']>[0],
  look: Look,
): Promise<Reply> {
  // The row's functions were checked by the compiler against the operation whose output this is.
  const parts = row.madeOf?.(output as never, asked) ?? null
  const before = writtenBefore<Reply>(row, parts)
  return before ?? keepWritten(row, parts, await row.encode(output as never, about, asked, look), inBytes)
}

/** The same reply with its body as the bytes that are sent. */
function inBytes(reply: Reply): Reply {
  const { body, headers } = reply
  if (body === undefined || body instanceof Uint8Array) return reply
  const bytes = Buffer.from(JSON.stringify(body))
  return { ...reply, body: bytes, headers: { 'content-type': jsonMedia, ...headers } }
}

/** Sends a reply as its dialect made it. */
export function send(reply: FastifyReply, answer: Reply): FastifyReply {
  reply.code(answer.status)
  if (answer.headers !== undefined) reply.headers(answer.headers)
  if (answer.body === undefined) return reply.send()
  if (answer.body instanceof Uint8Array) return reply.send(bufferOf(answer.body))
  if (!reply.hasHeader('content-type')) reply.header('content-type', jsonMedia)
  return reply.send(JSON.stringify(answer.body))
}

/** The same bytes as the framework takes them. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
