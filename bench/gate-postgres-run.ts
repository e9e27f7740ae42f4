/** Several servers on one PostgreSQL under load, while servers are killed, wires cut, and PostgreSQL itself killed. */
import { setTimeout as wait } from 'node:timers/promises'
import { type RunningServer, startServer } from '../test/e2e/server.ts'
import { at, list, type Reply, send, text, whole } from '../test/e2e/wire.ts'
import { startPostgres } from '../test/support/postgres-server.ts'
import {
  checkFeed,
  checkHistory,
  type Findings,
  noFindings,
  type Seen,
  type Told,
} from './gate-postgres-check.ts'
import { createWire, type Wire } from './gate-postgres-link.ts'

export interface GateOptions {
  /** How often a server is killed or a wire is cut. */
  readonly troubles: number
  /** How often PostgreSQL is killed. */
  readonly postgresKills: number
  readonly clients: number
  readonly nodes?: number
  readonly progress?: (line: string) => void
}

export interface GateResult extends Findings {
  readonly serverKills: number
  readonly cuts: number
  readonly postgresKills: number
  readonly acknowledged: number
  readonly readings: number
  /** Requests without an answer or with a 503, which were asked again with their key. */
  readonly repeated: number
}

/** One server, the wire to its database, and what stands for it while it is started again. */
interface Node {
  server: RunningServer
  readonly wire: Wire
}

interface Gate {
  readonly nodes: readonly Node[]
  readonly account: string
  readonly groups: readonly string[]
  readonly told: Told[]
  readonly seen: Seen[]
  readonly findings: Findings
  repeated: number
  isOver: boolean
}

const key = () => `gate-${Math.random().toString(36).slice(2)}`

/** Asks any server, and another one when there was no answer or the database was away. */
async function ask(gate: Gate, asked: { method: string; path: string; body?: unknown }): Promise<Reply> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key() }
  for (;;) {
    const node = gate.nodes[Math.floor(Math.random() * gate.nodes.length)]
    const reply = await send(node?.server.url ?? '', {
      method: asked.method,
      path: asked.path,
      headers: { ...headers, authorization: `Bearer ${node?.server.key}` },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    }).catch(() => null)
    if (reply !== null && reply.status >= 200 && reply.status < 300) return reply
    // The first request with this key may still be under way where it was sent first.
    const isRunning = reply?.status === 409 && at(reply.body, 'code') === 'idempotency_key_running'
    if (reply !== null && reply.status !== 503 && !isRunning) {
      gate.findings.refused += 1
      throw new Error(`${asked.method} ${asked.path}: ${reply.status} ${reply.bytes.toString()}`)
    }
    gate.repeated += 1
    await wait(20 + Math.random() * 100)
  }
}

/** One caller: mostly adds somebody, and looks now and then. */
async function client(gate: Gate, number: number): Promise<void> {
  for (let count = 0; !gate.isOver; count += 1) {
    // One group gets half of everything.
    const index = Math.random() < 0.5 ? 0 : Math.floor(Math.random() * gate.groups.length)
    const group = gate.groups[index] ?? ''
    const path = `/v1/accounts/${gate.account}/groups/${group}`
    const began = performance.now()
    if (count % 4 === 3) {
      const { body } = await ask(gate, { method: 'GET', path })
      const [revision, people] = [whole(body, 'revision'), whole(body, 'counts.participants')]
      gate.seen.push({ group, revision, people, began, ended: performance.now() })
      continue
    }
    const person = `p${number}-${count}`
    const body = { participants: [person] }
    const reply = await ask(gate, { method: 'POST', path: `${path}/participants`, body })
    const revision = Number(String(reply.headers.etag).replaceAll('"', ''))
    gate.told.push({ group, person, revision, began, ended: performance.now() })
  }
}

/** Reads the feed from its beginning to its end, wherever it is answered. */
async function wholeFeed(gate: Gate): Promise<readonly unknown[]> {
  const events: unknown[] = []
  let after = ''
  for (;;) {
    const { body } = await ask(gate, { method: 'GET', path: `/v1/events?limit=1000${after}` })
    const page = list(body, 'data')
    events.push(...page)
    if (page.length === 0) return events
    after = `&after=${text(body, 'cursor')}`
  }
}

async function history(gate: Gate, group: string): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  let after: unknown = 0
  do {
    const path = `/v1/accounts/${gate.account}/groups/${group}/events?limit=1000&after=${String(after)}`
    const { body } = await ask(gate, { method: 'GET', path })
    rows.push(...list(body, 'data'))
    after = at(body, 'next_after')
  } while (typeof after === 'number')
  return rows
}

async function startNode(wire: Wire): Promise<RunningServer> {
  // A server does not start while its database is away; whoever runs it starts it again.
  for (;;) {
    const server = await startServer({ env: { MUSTER_DATABASE_URL: wire.url } }).catch(() => null)
    if (server !== null) return server
    await wait(200)
  }
}

/** Makes trouble of every kind, and waits in between until something is acknowledged again. */
async function makeTrouble(
  gate: Gate,
  kinds: readonly ('server' | 'wire' | 'postgres')[],
  postgres: { readonly kill: () => Promise<void>; readonly start: () => Promise<void> },
  progress: (line: string) => void,
): Promise<void> {
  for (const [index, kind] of kinds.entries()) {
    const before = gate.told.length
    while (gate.told.length < before + 40) await wait(20)
    await wait(Math.random() * 400)
    const node = gate.nodes[Math.floor(Math.random() * gate.nodes.length)]
    if (node === undefined) return
    if (kind === 'wire') node.wire.cut(200 + Math.random() * 1500)
    if (kind === 'server') {
      await node.server.kill()
      node.server = await startNode(node.wire)
    }
    if (kind === 'postgres') {
      await postgres.kill()
      await wait(Math.random() * 500)
      await postgres.start()
    }
    progress(
      `${index + 1}/${kinds.length} ${kind}: ${gate.told.length} acknowledged, ${gate.repeated} repeated`,
    )
  }
}

/** Runs it, and compares everything at its end. */
export async function runPostgresGate(options: GateOptions): Promise<GateResult> {
  const { troubles, postgresKills, clients, nodes: count = 3, progress = () => {} } = options
  const postgres = await startPostgres({ isDurable: true })
  const nodes: Node[] = []
  for (let n = 0; n < count; n += 1) {
    const wire = await createWire(postgres.url)
    nodes.push({ wire, server: await startNode(wire) })
  }
  const begun = { nodes, told: [], seen: [], findings: noFindings(), repeated: 0, isOver: false }
  const empty: Gate = { ...begun, account: '', groups: [] }
  const made = await ask(empty, {
    method: 'POST',
    path: '/v1/accounts',
    body: { name: 'Gate', user_id: 'gate' },
  })
  const account = text(made.body, 'id')
  const groups: string[] = []
  for (let n = 0; n < 8; n += 1) {
    const path = `/v1/accounts/${account}/groups`
    groups.push(text((await ask(empty, { method: 'POST', path, body: { name: `G${n}` } })).body, 'group.id'))
  }
  const gate: Gate = { ...begun, account, groups }
  const kinds = [
    ...Array.from({ length: troubles }, (_, n) => (n % 2 === 0 ? 'server' : 'wire') as 'server' | 'wire'),
    ...Array.from({ length: postgresKills }, () => 'postgres' as const),
  ].toSorted(() => Math.random() - 0.5)
  try {
    const load = Promise.all(Array.from({ length: clients }, (_, n) => client(gate, n)))
    await Promise.race([makeTrouble(gate, kinds, postgres, progress), load])
    gate.isOver = true
    await load
    await compare(gate)
  } finally {
    gate.isOver = true
    await Promise.all(nodes.map(({ server }) => server.stop()))
    await Promise.all(nodes.map(({ wire }) => wire.close()))
    await postgres.stop()
  }
  const [acknowledged, readings] = [gate.told.length, gate.seen.length]
  const done = { serverKills: Math.ceil(troubles / 2), cuts: Math.floor(troubles / 2), postgresKills }
  return { ...done, acknowledged, readings, repeated: gate.repeated, ...gate.findings }
}

async function compare(gate: Gate): Promise<void> {
  const histories = new Map<string, readonly unknown[]>()
  for (const group of gate.groups) {
    const events = await history(gate, group)
    histories.set(group, events)
    checkHistory(
      events,
      gate.told.filter((told) => told.group === group),
      gate.seen.filter((seen) => seen.group === group),
      gate.findings,
    )
  }
  checkFeed(await wholeFeed(gate), histories, gate.findings)
}

/** Whether the servers kept their word. */
export function isClean(result: GateResult): boolean {
  return Object.keys(noFindings()).every((name) => result[name as keyof Findings] === 0)
}
