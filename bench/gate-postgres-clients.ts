/** The callers of the gate: what they ask, of whom, and what they note of the answers. */
import { setTimeout as wait } from 'node:timers/promises'
import type { RunningServer } from '../test/e2e/server.ts'
import { at, type Reply, send, text, whole } from '../test/e2e/wire.ts'
import { type Findings, type Paged, rowsOf, type Seen, type Told } from './gate-postgres-check.ts'
import type { Wire } from './postgres-wire.ts'

/** One server, the wire to its database, and what stands for it while it is started again. */
export interface Node {
  server: RunningServer
  readonly wire: Wire
}

export interface Gate {
  readonly nodes: readonly Node[]
  readonly account: string
  readonly groups: readonly string[]
  readonly told: Told[]
  readonly seen: Seen[]
  readonly paged: Paged[]
  readonly findings: Findings
  /** Milliseconds from each request to its 503. */
  readonly to503: number[]
  repeated: number
  isOver: boolean
  /** Something is wrong that makes the rest pointless: nobody asks any more. */
  isFailed: boolean
}

export interface Request {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

const newKey = () => `gate-${Math.random().toString(36).slice(2)}`

/** How many operations were carried out. */
export const done = ({ told, seen, paged }: Gate): number => told.length + seen.length + paged.length

/** Asks any server, or always the same, and again when there was no answer or the database was away. */
export async function ask(gate: Gate, { method, path, body }: Request, only?: Node): Promise<Reply> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': newKey() }
  for (;;) {
    if (gate.isFailed) throw new Error('Given up, because something else failed.')
    const node = only ?? gate.nodes[Math.floor(Math.random() * gate.nodes.length)]
    const began = performance.now()
    const reply = await send(node?.server.url ?? '', {
      ...{ method, path },
      headers: { ...headers, authorization: `Bearer ${node?.server.key}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(() => null)
    if (reply !== null && reply.status >= 200 && reply.status < 300) return reply
    demandAlive(gate, node)
    const isAway = reply?.status === 503 && reply.headers['retry-after'] !== undefined
    if (isAway) gate.to503.push(performance.now() - began)
    // The first request with this key may still be under way where it was sent first.
    const isRunning = reply?.status === 409 && at(reply.body, 'code') === 'idempotency_key_running'
    if (reply !== null && !isAway && !isRunning) {
      gate.findings.refused += 1
      const logs = node?.server.logs().slice(-4000) ?? ''
      throw new Error(`${method} ${path}: ${reply.status} ${reply.bytes.toString()}\n${logs}`)
    }
    gate.repeated += 1
    await wait(only === undefined ? 20 + Math.random() * 100 : 10)
  }
}

/** A server ends when it is killed, and in no other way, whatever becomes of its database. */
function demandAlive({ findings }: Gate, node: Node | undefined): void {
  const code = node?.server.process.exitCode ?? null
  if (code === null) return
  findings.ended += 1
  throw new Error(`A server ended by itself with ${code}:\n${node?.server.logs().slice(-4000)}`)
}

/** A person whom one caller alone moves. */
interface Mine {
  readonly group: string
  readonly person: string
  role: 'member' | 'admin'
  turns: number
}

async function write(
  gate: Gate,
  { group, mark }: Pick<Told, 'group' | 'mark'>,
  request: Request,
  only?: Node,
): Promise<void> {
  const began = performance.now()
  const reply = await ask(gate, request, only)
  const ended = performance.now()
  const revision = Number(String(reply.headers.etag).replaceAll('"', ''))
  gate.told.push({ group, mark, revision, began, ended })
}

const pathOf = ({ account }: Gate, group: string) => `/v1/accounts/${account}/groups/${group}`

/** Adds somebody who is new. */
export function add(gate: Gate, group: string, person: string, only?: Node): Promise<void> {
  const request = {
    ...{ method: 'POST', path: `${pathOf(gate, group)}/participants` },
    body: { participants: [person] },
  }
  return write(gate, { group, mark: `add ${person}` }, request, only)
}

async function remove(gate: Gate, { group, person }: Mine): Promise<void> {
  const path = `${pathOf(gate, group)}/participants/${person}`
  await write(gate, { group, mark: `remove ${person}` }, { method: 'DELETE', path })
}

async function changeRole(gate: Gate, mine: Mine): Promise<void> {
  const { group, person } = mine
  mine.role = mine.role === 'member' ? 'admin' : 'member'
  mine.turns += 1
  const request = {
    ...{ method: 'PATCH', path: `${pathOf(gate, group)}/participants/${person}` },
    body: { role: mine.role },
  }
  await write(gate, { group, mark: `role ${person} ${mine.turns} ${mine.role}` }, request)
}

async function say(gate: Gate, group: string, words: string): Promise<void> {
  const request = {
    ...{ method: 'POST', path: `${pathOf(gate, group)}/messages` },
    body: { text: words },
  }
  await write(gate, { group, mark: `send ${words}` }, request)
}

async function look(gate: Gate, group: string): Promise<void> {
  const began = performance.now()
  const { body } = await ask(gate, { method: 'GET', path: pathOf(gate, group) })
  const [revision, people] = [whole(body, 'revision'), whole(body, 'counts.participants')]
  gate.seen.push({ group, revision, people, began, ended: performance.now() })
}

const pageLimit = 50

async function readPage(gate: Gate, group: string): Promise<void> {
  const began = performance.now()
  const path = `${pathOf(gate, group)}/participants?limit=${pageLimit}`
  const rows = rowsOf((await ask(gate, { method: 'GET', path })).body)
  gate.paged.push({ group, limit: pageLimit, rows, began, ended: performance.now() })
}

/** One caller: of a hundred things he adds 45, removes 10, changes 10 roles, says 10, looks 15 times and reads 10 pages. */
export async function client(gate: Gate, number: number): Promise<void> {
  const people: Mine[] = []
  for (let count = 0; !gate.isOver; count += 1) {
    // One group gets half of everything.
    const index = Math.random() < 0.5 ? 0 : Math.floor(Math.random() * gate.groups.length)
    const group = gate.groups[index] ?? ''
    const dice = Math.random() * 100
    const place = Math.floor(Math.random() * people.length)
    const mine = people[place]
    if (dice < 15) await look(gate, group)
    else if (dice < 25) await readPage(gate, group)
    else if (dice < 35) await say(gate, group, `${number}-${count}`)
    else if (dice < 45 && mine !== undefined) await changeRole(gate, mine)
    else if (dice < 55 && mine !== undefined) {
      people.splice(place, 1)
      await remove(gate, mine)
    } else {
      const person = `p${number}-${count}`
      await add(gate, group, person)
      people.push({ group, person, role: 'member', turns: 0 })
    }
  }
}

/** Makes the account and its groups. */
export async function begin(gate: Gate, groups: number): Promise<Pick<Gate, 'account' | 'groups'>> {
  const body = { name: 'Gate', user_id: 'gate' }
  const account = text((await ask(gate, { method: 'POST', path: '/v1/accounts', body })).body, 'id')
  const path = `/v1/accounts/${account}/groups`
  const made: string[] = []
  for (let n = 0; n < groups; n += 1) {
    made.push(text((await ask(gate, { method: 'POST', path, body: { name: `G${n}` } })).body, 'group.id'))
  }
  return { account, groups: made }
}
