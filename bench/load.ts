/** Load over HTTP and a server to put it on: the built program, in its own process. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { untilTheEnd } from './closing.ts'
import { openConnection } from './connection.ts'
import { memoryMiBOf } from './processor.ts'
import { repeat } from './turns.ts'

const program = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
export const key = 'bench-key-0123456789abcdef'

export interface Running {
  readonly url: string
  readonly process: ChildProcess
  /** From its start until it said that it was ready. */
  readonly readyMs: number
  /** Memory of the process that is in RAM, in MiB. */
  readonly memoryMiB: () => number
  readonly stop: () => Promise<void>
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'muster-bench-'))
}

/** Ends a process, and waits until it has ended. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

/**
 * Starts the built server with its usual settings, but without a limit on requests per key. `env` says on which store;
 * without a word about it, on an empty embedded one.
 */
export async function startMuster(env: Readonly<Record<string, string>> = {}): Promise<Running> {
  if (!existsSync(program))
    throw new Error('Run `npm run build` first: the benchmark drives the built server.')
  const folder = temporaryFolder()
  const began = performance.now()
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
  const stop = untilTheEnd(async () => {
    await end(child)
    rmSync(folder, { recursive: true, force: true })
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(text)
      if (found !== null) resolve(found[0])
    })
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
  })
  while (!(await fetch(`${url}/readyz`)).ok) await wait(5)
  const readyMs = performance.now() - began
  return { url, process: child, readyMs, memoryMiB: () => memoryMiBOf(child.pid ?? 0), stop }
}

/** The limit beside which Muster is measured: node:http that parses a body and answers, in a process of its own. */
export async function startBare(): Promise<Running> {
  const began = performance.now()
  const child = spawn(process.execPath, [import.meta.filename, 'bare'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = untilTheEnd(() => end(child))
  const url = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()))
  })
  const readyMs = performance.now() - began
  return { url, process: child, readyMs, memoryMiB: () => memoryMiBOf(child.pid ?? 0), stop }
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

/** What is asked again and again: each time of another path, or with another body, where that is a function. */
export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string | (() => string)
  readonly body?: () => unknown
}

/** One request after the other on each of so many connections, for some seconds; answers how many per second. */
export async function load(
  url: string,
  connections: number,
  seconds: number,
  { method, path, body }: Asked,
): Promise<number> {
  const headers = { authorization: `Bearer ${key}` }
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(url, headers)))
  const free = [...open]
  try {
    return await repeat(connections, seconds, async () => {
      const connection = free.pop()
      if (connection === undefined) throw new Error('There are as many connections as requests at a time.')
      const at = typeof path === 'string' ? path : path()
      const { status, text } = await connection.send(method, at, body?.())
      if (status < 200 || status > 299) throw new Error(`${method} ${at}: ${status} ${text.slice(0, 300)}`)
      free.push(connection)
    })
  } finally {
    for (const connection of open) connection.close()
  }
}

/** Adds of one new person each, to the group behind a path, or to the groups behind several in turn. */
export function adding(...paths: readonly string[]): Asked {
  let next = 0
  const path = () => {
    next += 1
    return paths[next % paths.length] ?? ''
  }
  return { method: 'POST', path, body: () => ({ participants: newPeople(1) }) }
}

/** A new account, as the beginning of the paths of what it does. */
export async function newAccount(url: string): Promise<string> {
  const { id } = await call<{ id: string }>(url, 'POST', '/v1/accounts', { name: 'Bench' })
  return `/v1/accounts/${id}`
}

/** A new group, as the path of its participants. */
export async function newGroup(url: string, account: string): Promise<string> {
  const made = await call<{ group: { id: string } }>(url, 'POST', `${account}/groups`, { name: 'Bench' })
  return `${account}/groups/${made.group.id}/participants`
}

/** Fills a group up to a size, its owner included. */
export async function fill(url: string, path: string, size: number): Promise<void> {
  for (let done = 1; done < size; done += 10_000) {
    await call(url, 'POST', path, { participants: newPeople(Math.min(10_000, size - done)) })
  }
}
