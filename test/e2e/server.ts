/** Starts the built server as its own process, the way a user does, on a free port and a fresh folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseFor } from '../support/postgres.ts'

const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')

export interface RunningServer {
  readonly url: string
  /** The admin key. */
  readonly key: string
  readonly dataDir: string
  readonly process: ChildProcess
  /** What it printed on standard output so far. */
  readonly output: () => string
  /** What it printed on standard error so far. */
  readonly logs: () => string
  /** A clean stop; answers the exit code. */
  readonly stop: () => Promise<number | null>
  /** The end without a warning: kill -9. */
  readonly kill: () => Promise<void>
}

export interface ServerOptions {
  readonly dataDir?: string
  readonly env?: Readonly<Record<string, string>>
}

export const testKey = 'test-key-0123456789abcdef'

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'muster-'))
  // Every test of the wire can be run on PostgreSQL too: MUSTER_TEST_STORE=postgres.
  const isPostgres = process.env.MUSTER_TEST_STORE === 'postgres'
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      ...process.env,
      MUSTER_HOST: '127.0.0.1',
      MUSTER_PORT: '0',
      MUSTER_DATA_DIR: dataDir,
      MUSTER_BOOTSTRAP_KEY: testKey,
      MUSTER_REQUESTS_PER_SECOND: '0',
      ...(isPostgres ? { MUSTER_DATABASE_URL: await databaseFor(dataDir) } : {}),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const url = await address(child, ended, () => errors)
  return {
    url,
    key: options.env?.MUSTER_BOOTSTRAP_KEY ?? testKey,
    dataDir,
    process: child,
    output: () => output,
    logs: () => errors,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function address(child: ChildProcess, ended: Promise<number | null>, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      const found = /http:\/\/[\d.]+:\d+/.exec(printed)
      if (found !== null) resolve(found[0])
    })
    void ended.then((code) =>
      reject(new Error(`The server ended with ${code} before it listened:\n${printed}${errors()}`)),
    )
  })
}
