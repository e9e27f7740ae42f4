/** What a command reads beside its arguments. */
import { readFile } from 'node:fs/promises'
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

/** A file's lines without space around them, and without empty ones. */
export async function linesOf(file: string): Promise<readonly string[]> {
  const text = (await bytesOf(file)).toString('utf8').replace(/^\uFEFF/, '')
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
