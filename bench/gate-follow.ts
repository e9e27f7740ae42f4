/** Kills a consumer, or the server under its consumers, again and again: each replica must end as the server's state. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type RunningServer, startServer } from '../test/e2e/server.ts'
import { text } from '../test/e2e/wire.ts'
import { type Replica, readReplica } from './follower.ts'
import { get } from './gate-check.ts'
import { compare, type Differences, type Stage, setStage, startWriters } from './gate-writers.ts'

export interface FollowGateOptions {
  readonly kills: number
  /** How many callers write at the same time. */
  readonly clients: number
  readonly progress?: (line: string) => void
}

export interface FollowGateResult extends Differences {
  readonly kills: number
  readonly acknowledged: number
  readonly events: number
}

type Way = 'stream' | 'poll'
const ways: readonly Way[] = ['stream', 'poll']

interface Consumer {
  readonly kill: () => Promise<void>
}

/** A consumer that has begun. */
async function startConsumer({ url, key }: RunningServer, file: string, way: Way): Promise<Consumer> {
  const program = join(import.meta.dirname, 'follower.ts')
  const child: ChildProcess = spawn(process.execPath, [program, url, key, file, way], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    void ended.then(() => reject(new Error('The consumer ended before it began.')))
  })
  return {
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}

const newFile = () => join(mkdtempSync(join(tmpdir(), 'muster-follower-')), 'replica.json')

/** How long a consumer may take for what it has missed before that counts as lost. */
const catchUpMs = 120_000

/** The replica once it has come to the end of the feed, or as far as it got. */
async function caughtUp(stage: Stage, file: string): Promise<Replica> {
  const end = text(await get(stage.caller, '/v1/events?after=now&limit=1'), 'cursor')
  const deadline = Date.now() + catchUpMs
  while (readReplica(file).cursor !== end && Date.now() < deadline) await wait(50)
  return readReplica(file)
}

/** A consumer that follows by the stream or by the long poll, as it happens, is killed while many write. */
export async function killConsumers({
  kills,
  clients,
  progress = () => {},
}: FollowGateOptions): Promise<FollowGateResult> {
  const server = await startServer()
  const stage = await setStage(server)
  const writers = startWriters(stage, clients)
  const file = newFile()
  for (let kill = 1; kill <= kills; kill += 1) {
    const way = ways[Math.floor(Math.random() * ways.length)] ?? 'stream'
    const consumer = await startConsumer(server, file, way)
    // Random, so that the kill meets it while it connects, reads, applies or keeps.
    await wait(Math.random() * 400)
    await consumer.kill()
    progress(
      `consumer killed ${kill} times: ${readReplica(file).events} events, ${writers.acknowledged()} writes`,
    )
  }
  await writers.stop()
  const last = await startConsumer(server, file, 'stream')
  const replica = await caughtUp(stage, file)
  await last.kill()
  const differences = await compare(stage, replica)
  await server.stop()
  return { kills, acknowledged: writers.acknowledged(), events: replica.events, ...differences }
}

/** The server is killed while many write; one consumer follows by the stream and one by the long poll. */
export async function killServers({
  kills,
  clients,
  progress = () => {},
}: FollowGateOptions): Promise<FollowGateResult> {
  let server = await startServer()
  const { dataDir } = server
  // Consumers know one address, so every server takes the same.
  const env = { MUSTER_PORT: new URL(server.url).port }
  const stage = await setStage(server)
  const writers = startWriters(stage, clients)
  const files = ways.map((way) => ({ way, file: newFile() }))
  const consumers = await Promise.all(files.map(({ way, file }) => startConsumer(server, file, way)))
  for (let kill = 1; kill <= kills; kill += 1) {
    await wait(100 + Math.random() * 600)
    await server.kill()
    server = await startServer({ dataDir, env })
    progress(`server killed ${kill} times: ${writers.acknowledged()} writes`)
  }
  // The last one must be followed too.
  await wait(500)
  await writers.stop()
  const replicas = await Promise.all(files.map(({ file }) => caughtUp(stage, file)))
  await Promise.all(consumers.map((consumer) => consumer.kill()))
  const all = await Promise.all(replicas.map((replica) => compare(stage, replica)))
  await server.stop()
  const sum = (name: keyof Differences) => all.reduce((total, one) => total + one[name], 0)
  return {
    kills,
    acknowledged: writers.acknowledged(),
    events: replicas.reduce((total, { events }) => total + events, 0),
    people: sum('people'),
    revisions: sum('revisions'),
    gaps: sum('gaps'),
    repeats: sum('repeats'),
  }
}

/** Whether nothing was lost, repeated or other than the server has it. */
export function isSame({ people, revisions, gaps, repeats, events }: FollowGateResult): boolean {
  return events > 0 && people + revisions + gaps + repeats === 0
}
