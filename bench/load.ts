/** Load over HTTP and a server to put it on: the built program, in its own process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'

const program = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
export const key = 'bench-key-0123456789abcdef'

export interface Running {
  readonly url: string
  readonly process: ChildProcess
  /** Memory of the process that is in RAM, in MiB. */
  readonly memoryMiB: () => number
  readonly stop: () => Promise<void>
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'muster-bench-'))
}

/** Starts the built server with its usual settings, but without a limit on requests per key. */
export async function startMuster(env: Readonly<Record<string, string>> = {}): Promise<Running> {
  if (!existsSync(program))
    throw new Error('Run `npm run build` first: the benchmark drives the built server.')
  const folder = temporaryFolder()
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      ...process.env,
      MUSTER_PORT: '0',
      MUSTER_DATA_DIR: folder,
      MUSTER_BOOTSTRAP_KEY: key,
      MUSTER_REQUESTS_PER_SECOND: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(text)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
  })
  return {
    url,
    process: child,
    memoryMiB: () => memoryOf(child.pid ?? 0),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function memoryOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kilobytes) / 1024)
}

/** The limit beside which Muster is measured: node:http that parses a body and answers, in a process of its own. */
export async function startBare(): Promise<Running> {
  const child = spawn(process.execPath, [import.meta.filename, 'bare'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))
  })
  return {
    url,
    process: child,
    memoryMiB: () => memoryOf(child.pid ?? 0),
    stop: async () => void child.kill(),
  }
}

function bare(): Server {
  const row = {
    id: 'user-0000000001',
    name: null,
    role: 'member',
    since: new Date().toISOString(),
    is_self: false,
  }
  return createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => {
      text += part.toString()
    })
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      if (request.method === 'GET')
        return response.end(
          JSON.stringify({ data: Array.from({ length: 100 }, () => row), next_cursor: null }),
        )
      const body = JSON.parse(text) as { participants: string[] }
      return response.end(
        JSON.stringify({
          outcomes: body.participants.map((participant) => ({ participant, outcome: 'added' })),
        }),
      )
    })
  })
}

if (process.argv[2] === 'bare') {
  const server = bare()
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.stdout.write(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}\n`)
  })
}

/** One call to the API; throws when it is refused. */
export async function call<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  // The benchmark knows what it asked for.
  return (await response.json()) as T
}

let people = 0
/** Ids of people whom nobody has named yet. */
export function newPeople(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    people += 1
    return `user-${String(people).padStart(10, '0')}`
  })
}

export interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** Adds of one new person each, or reads, for some seconds or so many; every answer must be a success. */
export async function load(
  url: string,
  method: 'GET' | 'POST',
  connections: number,
  span: { readonly seconds: number } | { readonly requests: number },
): Promise<Load> {
  const adding = {
    setupRequest: (request: autocannon.Request) => ({
      ...request,
      body: JSON.stringify({ participants: newPeople(1) }),
    }),
  }
  const result = await autocannon({
    url,
    connections,
    ...('seconds' in span ? { duration: span.seconds } : { amount: span.requests }),
    requests: [
      {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(method === 'POST' ? adding : {}),
      },
    ],
  })
  if (result.non2xx + result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests failed on ${url}.`)
  const perSecond = result['2xx'] / result.duration
  return { perSecond, p50: result.latency.p50, p99: result.latency.p99 }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
