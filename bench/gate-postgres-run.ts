/** Several servers on one PostgreSQL under load, while servers are killed, wires cut, and PostgreSQL itself killed. */
import { setTimeout as wait } from 'node:timers/promises'
import { type RunningServer, startServer } from '../test/e2e/server.ts'
import { at, list, text } from '../test/e2e/wire.ts'
import { type PostgresServer, startPostgres } from '../test/support/postgres-server.ts'
import { checkFeed, checkHistory, type Findings, noFindings } from './gate-postgres-check.ts'
import { add, ask, begin, client, done, type Gate, type Node } from './gate-postgres-clients.ts'
import { type Pulse, startPulse } from './gate-postgres-pulse.ts'
import { createWire, type Wire } from './postgres-wire.ts'

export interface GateOptions {
  /** How many operations are carried out; troubles are spread over all of them. */
  readonly operations: number
  /** How often a server is killed, or a wire is cut. */
  readonly troubles: number
  /** How often PostgreSQL is killed. */
  readonly postgresKills: number
  readonly clients: number
  readonly nodes?: number
  readonly progress?: (line: string) => void
}

/** Milliseconds that something took, each time. */
export interface Times {
  /** From a request to the 503 that it got. */
  readonly to503: readonly number[]
  /** From the moment at which PostgreSQL takes connections again to the first change on each server. */
  readonly toServeAgain: readonly number[]
  /** From the end of the server that leads to the next delivery, and the next end of a membership, by another. */
  readonly toDeliverAgain: readonly number[]
  readonly toExpireAgain: readonly number[]
  /** The same, until that end was delivered, behind all that happened meanwhile. */
  readonly toCatchUp: readonly number[]
}

export interface GateResult {
  readonly counts: Readonly<Record<string, number>>
  readonly findings: Findings
  readonly times: Times
}

type Kind = 'server' | 'leader' | 'wire' | 'postgres'

interface Troubles {
  readonly gate: Gate
  readonly postgres: PostgresServer
  readonly pulse: Pulse
  readonly times: { [Name in Exclude<keyof Times, 'to503'>]: number[] }
  readonly made: Record<Kind, number>
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
  const env = { MUSTER_DATABASE_URL: wire.url, MUSTER_OUTBOUND_ALLOW: '127.0.0.1' }
  // A server does not start while its database is away; whoever runs it starts it again, and looks after a minute.
  for (let end = performance.now() + 60_000; ; ) {
    try {
      return await startServer({ env })
    } catch (error) {
      if (performance.now() > end) throw error
      await wait(200)
    }
  }
}

const anyOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)]

async function killServer({ gate }: Troubles): Promise<void> {
  const node = anyOf(gate.nodes)
  if (node === undefined) return
  await node.server.kill()
  node.server = await startNode(node.wire)
}

/** Ends the server that leads, and waits until another does what it did. */
async function killLeader({ gate, pulse, times }: Troubles): Promise<void> {
  let leader: Node | null = null
  while (leader === null) {
    if (gate.isFailed) return
    leader = await pulse.leader().catch(() => null)
    if (leader === null) await wait(200)
  }
  await leader.server.kill()
  const { delivery, expiry, caughtUp } = await pulse.next()
  times.toDeliverAgain.push(delivery)
  times.toExpireAgain.push(expiry)
  times.toCatchUp.push(caughtUp)
  leader.server = await startNode(leader.wire)
}

async function cutWire({ gate }: Troubles): Promise<void> {
  const milliseconds = 200 + Math.random() * 1500
  anyOf(gate.nodes)?.wire.cut(milliseconds)
  await wait(milliseconds)
}

/** Ends PostgreSQL with all its sessions, and measures when each server changes something again. */
async function killPostgres({ gate, postgres, times, made }: Troubles): Promise<void> {
  await postgres.kill()
  await wait(Math.random() * 3000)
  await postgres.start()
  const accepts = performance.now()
  const serve = async (node: Node, index: number) => {
    await add(gate, anyOf(gate.groups) ?? '', `again-${made.postgres}-${index}`, node)
    times.toServeAgain.push(performance.now() - accepts)
  }
  await Promise.all(gate.nodes.map(serve))
}

const makers: Readonly<Record<Kind, (troubles: Troubles) => Promise<void>>> = {
  server: killServer,
  leader: killLeader,
  wire: cutWire,
  postgres: killPostgres,
}

/** All troubles in some order: half of them cut a wire, of the servers that are killed every other one leads. */
function kindsOf({ troubles, postgresKills }: GateOptions): readonly Kind[] {
  const kinds = (['leader', 'wire', 'server', 'wire'] as const).map((kind) => kind)
  const all: Kind[] = Array.from({ length: troubles }, (_, n) => kinds[n % kinds.length] ?? 'wire')
  for (let n = 0; n < postgresKills; n += 1) all.push('postgres')
  return all
    .map((kind) => [Math.random(), kind] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, kind]) => kind)
}

/** Makes one trouble in each part of the way, at any place of that part. */
async function makeTroubles(troubles: Troubles, options: GateOptions): Promise<void> {
  const { gate, made } = troubles
  const kinds = kindsOf(options)
  const part = options.operations / Math.max(kinds.length, 1)
  for (const [index, kind] of kinds.entries()) {
    const due = (index + Math.random()) * part
    while (done(gate) < due && !gate.isFailed) await wait(20)
    if (gate.isFailed) return
    await makers[kind](troubles)
    made[kind] += 1
    options.progress?.(
      `${index + 1}/${kinds.length} ${kind}: ${done(gate)} carried out, ${gate.repeated} repeated`,
    )
  }
  while (done(gate) < options.operations && !gate.isFailed) await wait(20)
}

async function load(gate: Gate, clients: number): Promise<void> {
  await Promise.all(Array.from({ length: clients }, (_, n) => client(gate, n)))
}

/** Everything by its group, sorted out once. */
function byGroup<T extends { readonly group: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(all, ({ group }) => group)
}

async function compare(gate: Gate): Promise<void> {
  const histories = new Map<string, readonly unknown[]>()
  const [told, seen, paged] = [byGroup(gate.told), byGroup(gate.seen), byGroup(gate.paged)]
  for (const group of gate.groups) {
    const events = await history(gate, group)
    histories.set(group, events)
    const readings = { seen: seen.get(group) ?? [], paged: paged.get(group) ?? [] }
    checkHistory(events, told.get(group) ?? [], readings, gate.findings)
  }
  checkFeed(await wholeFeed(gate), histories, gate.findings)
}

async function openNodes(url: string, count: number): Promise<readonly Node[]> {
  const nodes: Node[] = []
  for (let n = 0; n < count; n += 1) {
    const wire = await createWire(url)
    nodes.push({ wire, server: await startNode(wire) })
  }
  return nodes
}

/** Runs it, and compares everything at its end. */
export async function runPostgresGate(options: GateOptions): Promise<GateResult> {
  const { clients, nodes: count = 3, progress = () => {} } = options
  const postgres = await startPostgres({ isDurable: true })
  const nodes = await openNodes(postgres.url, count)
  const empty = { told: [], seen: [], paged: [], to503: [], findings: noFindings() }
  const begun = { nodes, ...empty, repeated: 0, isOver: false, isFailed: false }
  const gate: Gate = { ...begun, ...(await begin({ ...begun, account: '', groups: [] }, 8)) }
  const pulse = await startPulse(gate, postgres.url)
  const times = { toServeAgain: [], toDeliverAgain: [], toExpireAgain: [], toCatchUp: [] }
  const made = { server: 0, leader: 0, wire: 0, postgres: 0 }
  const began = performance.now()
  const loading = load(gate, clients)
  const troubling = makeTroubles({ gate, postgres, pulse, times, made }, options)
  try {
    await Promise.race([troubling, loading])
    gate.isOver = true
    await Promise.all([loading, pulse.stop()])
    progress(`${done(gate)} carried out; everything is compared now`)
    await compare(gate)
  } catch (error) {
    gate.isFailed = true
    throw error
  } finally {
    gate.isOver = true
    await pulse.stop()
    // A trouble that is still being made would start servers that nobody stops.
    await Promise.allSettled([loading, troubling])
    await Promise.all(nodes.map(({ server }) => server.stop()))
    await Promise.all(nodes.map(({ wire }) => wire.close()))
    await postgres.stop()
  }
  const counts = {
    ...{ serverKills: made.server + made.leader, cuts: made.wire, postgresKills: made.postgres },
    ...{ acknowledged: gate.told.length, readings: gate.seen.length, pages: gate.paged.length },
    ...{ repeated: gate.repeated, seconds: Math.round((performance.now() - began) / 1000) },
  }
  return { counts, findings: gate.findings, times: { to503: gate.to503, ...times } }
}

/** Whether the servers kept their word. */
export function isClean({ findings }: GateResult): boolean {
  return Object.values(findings).every((count) => count === 0)
}
