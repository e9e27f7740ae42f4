/** What a command reads beside its arguments. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { exits, Told, wordsOf } from './told.ts'

/** All of standard input. */
export async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of process.stdin) parts.push(Buffer.from(part as Uint8Array))
  return Buffer.concat(parts)
}

/** A file's bytes; those of standard input for `-`. */
export async function bytesOf(file: string): Promise<Buffer> {
  if (file === '-') return standardInput()
  try {
    return await readFile(file)
  } catch (error) {
    throw new Told(exits.usage, `The file ${file} cannot be read: ${wordsOf(error)}.`)
  }
}

/** A line of a file, and which it is, from 1. */
export interface Line {
  readonly number: number
  readonly text: string
}

/** A file's lines without space around them, and without empty ones; read as they are needed, those of standard input for `-`. */
export async function* linesFrom(file: string): AsyncGenerator<Line, void, undefined> {
  let number = 0
  try {
    for await (const line of split(file === '-' ? process.stdin : createReadStream(file))) {
      number += 1
      const text = line.trim()
      if (text !== '') yield { number, text }
    }
  } catch (error) {
    const words = error instanceof TypeError ? 'it is not text in UTF-8' : wordsOf(error)
    throw new Told(exits.usage, `The file ${file} cannot be read: ${words}.`, error)
  }
}

/**
 * Lines of a text in UTF-8; anything else would become ids that nobody has, and is refused. Whoever has read enough ends the
 * source with it, also one that is piped in and does not end by itself, for which `readline` would wait.
 */
async function* split(source: Readable): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const part of source) {
    const lines = (rest + decoder.decode(part as Uint8Array, { stream: true })).split(/\r?\n/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  yield rest + decoder.decode()
}

/** All of a file's lines. */
export async function linesOf(file: string): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const { text } of linesFrom(file)) lines.push(text)
  return lines
}
