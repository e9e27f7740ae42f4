/** What a command reads beside its arguments. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
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

/** A file's lines without space around them, and without empty ones; read as they are needed, those of standard input for `-`. */
export async function* linesFrom(file: string): AsyncGenerator<string, void, undefined> {
  const source = file === '-' ? process.stdin : createReadStream(file)
  try {
    for await (const text of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = text.replace(/^\uFEFF/, '').trim()
      if (line !== '') yield line
    }
  } catch (error) {
    throw new Told(exits.usage, `The file ${file} cannot be read: ${wordsOf(error)}.`)
  }
}

/** All of a file's lines. */
export async function linesOf(file: string): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of linesFrom(file)) lines.push(line)
  return lines
}
