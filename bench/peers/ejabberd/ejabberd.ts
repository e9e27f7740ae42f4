/** Starts Debian's ejabberd as whoever runs this, on loopback, in a folder of its own that is removed afterwards. */
import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openConnection } from '../../connection.ts'

const startMs = 60_000
const stopMs = 30_000

export const host = 'localhost'
export const service = `conference.${host}`

export interface Ejabberd {
  readonly version: string
  readonly url: string
  readonly process: ChildProcess
  readonly stop: () => Promise<void>
}

/**
 * Rooms are stored in Mnesia and survive a restart, as the package's own configuration has it; only members may enter,
 * and no history is kept. Nothing but the HTTP API is opened. The backlog is not a tuning of ours: with the default of
 * 5, sixteen connections that open at once lose a packet each and wait a second for it.
 */
function configuration(port: number): string {
  return `
loglevel: warning
hosts: [${host}]
auth_method: internal
listen:
  - module: ejabberd_http
    ip: "127.0.0.1"
    port: ${port}
    backlog: 1024
    request_handlers:
      /api: mod_http_api
api_permissions:
  bench:
    who: {ip: 127.0.0.0/8}
    what: ["*"]
modules:
  mod_admin_extra: {}
  mod_http_api: {}
  mod_muc:
    db_type: mnesia
    access_create: all
    access_persistent: all
    default_room_options: {persistent: true, members_only: true, public: false, mam: false}
  mod_muc_admin: {}
`
}

/** The folder that Erlang must search, and the version in it. */
function installed(): { readonly libraries: string; readonly version: string } {
  const [found] = globSync('/usr/lib/{*,*/*}/ejabberd-*/ebin/ejabberd.app')
  if (found === undefined) {
    throw new Error(
      'ejabberd is not installed. On Debian, as root: apt-get install --no-install-recommends ejabberd. ' +
        'The package starts a server of its own, which this bench does not use: systemctl disable --now ejabberd.',
    )
  }
  const folder = dirname(dirname(found))
  return { libraries: dirname(folder), version: basename(folder).replace('ejabberd-', '') }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Answers the API's status, or null while nobody listens yet. */
async function status(url: string): Promise<string | null> {
  const connection = await openConnection(url).catch(() => null)
  const answer = await connection?.send('POST', '/status', {}).catch(() => null)
  connection?.close()
  return answer?.status === 200 ? answer.text : null
}

async function ended(child: ChildProcess, withinMs: number): Promise<boolean> {
  for (let waited = 0; waited < withinMs; waited += 100) {
    if (child.exitCode !== null || child.signalCode !== null) return true
    await wait(100)
  }
  return false
}

export async function startEjabberd(): Promise<Ejabberd> {
  const { libraries, version } = installed()
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-ejabberd-'))
  const port = await freePort()
  const settings = join(folder, 'ejabberd.yml')
  const log = join(folder, 'ejabberd.log')
  mkdirSync(join(folder, 'database'))
  writeFileSync(settings, configuration(port))
  // The package's ejabberdctl would change to another user and needs root for it. This is what it runs, with its limits
  // of the virtual machine, but without a node name: no distribution, so no port mapper and no cookie.
  const child = spawn(
    'erl',
    [
      '+K',
      'true',
      '+P',
      '250000',
      '-noinput',
      '-mnesia',
      'dir',
      `"${join(folder, 'database')}"`,
      '-s',
      'ejabberd',
    ],
    {
      cwd: folder,
      // Ctrl-C in the terminal is for the bench, which then stops this process itself.
      detached: true,
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        ERL_LIBS: libraries,
        ERL_MAX_PORTS: '32000',
        ERL_MAX_ETS_TABLES: '1400',
        ERL_CRASH_DUMP_BYTES: '0',
        EJABBERD_CONFIG_PATH: settings,
        EJABBERD_LOG_PATH: log,
      },
    },
  )
  const stop = async () => {
    child.kill('SIGTERM')
    if (!(await ended(child, stopMs))) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  const url = `http://127.0.0.1:${port}/api`
  for (const began = performance.now(); ; await Promise.race([wait(200), failed])) {
    if ((await status(url)) !== null) break
    if (child.exitCode === null && performance.now() - began < startMs) continue
    const told = readLog(log)
    await stop()
    throw new Error(`ejabberd did not start.\n${told}`)
  }
  return { version, url, process: child, stop }
}

function readLog(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-4000)
  } catch {
    return 'It wrote no log.'
  }
}
