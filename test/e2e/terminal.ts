/** Runs the built program as somebody at a terminal does. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'

const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface With {
  readonly env?: Readonly<Record<string, string>>
  /** What is piped in. */
  readonly input?: string | Uint8Array
  /** Whoever pipes it in does not end there. */
  readonly isOpen?: boolean
}

/** A terminal in a folder, whose environment names a server and its key. */
export function terminal(folder: string, server: () => { readonly url: string; readonly key: string }) {
  /** Commands that were used, so that a test can tell which were forgotten. */
  const used = new Set<string>()

  function muster(
    args: readonly string[],
    { env = {}, input = '', isOpen = false }: With = {},
  ): Promise<Ended> {
    used.add(args.slice(0, 2).join(' '))
    const { url, key } = server()
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...process.env, MUSTER_URL: url, MUSTER_KEY: key, ...env },
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out += part
    })
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      err += part
    })
    if (isOpen) child.stdin.write(input)
    else child.stdin.end(input)
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
  }

  /** A command that must succeed; what it prints for people. */
  async function done(args: readonly string[], more: With = {}): Promise<string> {
    const { code, out, err } = await muster(args, more)
    expect(`${code} ${err}`, args.join(' ')).toMatch(/^0 /)
    expect(out).not.toBe('')
    return out
  }

  /** A command that must succeed; what it prints for programs. */
  async function json(args: readonly string[], more: With = {}): Promise<unknown> {
    return JSON.parse(await done([...args, '--json'], more))
  }

  /** A command that must fail, with this exit code and these words on standard error. */
  async function fails(
    args: readonly string[],
    code: number,
    words: string | RegExp,
    more: With = {},
  ): Promise<void> {
    const ended = await muster(args, more)
    expect(ended.err).toMatch(words)
    expect(ended.err).not.toMatch(/\n\s+at /)
    expect(ended.code).toBe(code)
  }

  return { used, muster, done, json, fails }
}
