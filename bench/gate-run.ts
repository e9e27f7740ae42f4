/** Kills the server under load, again and again, and checks after each restart that it kept its word. */
import { setTimeout as wait } from 'node:timers/promises'
import { type RunningServer, startServer } from '../test/e2e/server.ts'
import { type Reply, send, text } from '../test/e2e/wire.ts'
import { checkGroup, checkGroups, type Findings, noFindings } from './gate-check.ts'
import { type Hook, openHook } from './gate-hook.ts'
import { createLedger, type Ledger, nextWrite, type Write } from './gate-ledger.ts'

export interface GateOptions {
  readonly kills: number
  /** How many callers write at the same time. */
  readonly clients: number
  readonly progress?: (line: string) => void
}

export interface GateResult extends Findings {
  readonly kills: number
  readonly acknowledged: number
  /** Writes that a kill left without an answer, repeated with their idempotency keys. */
  readonly repeated: number
  /** Those of them that had been carried out before the kill. */
  readonly repeatedDone: number
  /** Events that a webhook told, each with a valid signature, and how many of them came again. */
  readonly told: number
  readonly toldAgain: number
}

const keysRepeated = 200

export async function runGate({ kills, clients, progress = () => {} }: GateOptions): Promise<GateResult> {
  const findings = noFindings()
  let server = await startServer({ env })
  const { dataDir } = server
  const ledger = createLedger(await openAccount(server))
  const hook = await openHook(server)
  let [repeated, repeatedDone] = [0, 0]
  for (let kill = 1; kill <= kills; kill += 1) {
    await loadUntilKilled(server, ledger, clients)
    server = await startServer({ dataDir, env })
    repeated += ledger.open.length
    repeatedDone += await repeatOpen(server, ledger)
    await repeatAnswered(server, ledger, findings)
    await checkGroups(server, ledger, findings)
    for (const group of ledger.active) await checkGroup(server, ledger, group, findings)
    progress(
      `kill ${kill}: ${ledger.acknowledged} acknowledged, ${repeated} repeated, ${JSON.stringify(findings)}`,
    )
    startRound(ledger)
  }
  for (const group of ledger.groups.values()) await checkGroup(server, ledger, group, findings)
  await checkHook(server, hook, findings)
  await server.stop()
  hook.close()
  const { told, toldAgain } = hook.count()
  return { kills, acknowledged: ledger.acknowledged, repeated, repeatedDone, told, toldAgain, ...findings }
}

const env = { MUSTER_OUTBOUND_ALLOW: '127.0.0.1' }

/** Everything in the feed must have come to the webhook. What an acknowledged write did stands in the feed. */
async function checkHook(server: RunningServer, hook: Hook, findings: Findings): Promise<void> {
  const missing = await hook.missing(server)
  findings.untold += missing
  findings.forged += hook.count().forged
}

/** The next round writes to groups of its own, and to some of the last one's, so that groups outlive kills. */
function startRound(ledger: Ledger): void {
  ledger.active.splice(0, Math.max(0, ledger.active.length - 4))
  ledger.answered.length = 0
  ledger.open.length = 0
}

async function openAccount(server: RunningServer): Promise<string> {
  const body = JSON.stringify({ name: 'Gate', user_id: 'gate' })
  const reply = await post(server, { path: '/v1/accounts', body, key: 'gate-account' })
  return text(reply.body, 'id')
}

function post(
  server: RunningServer,
  { path, body, key }: Pick<Write, 'path' | 'body' | 'key'>,
): Promise<Reply> {
  return send(server.url, {
    method: 'POST',
    path,
    body,
    headers: {
      authorization: `Bearer ${server.key}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
  })
}

/** Only a whole answer of success acknowledges a write. */
function acknowledge(ledger: Ledger, write: Write, reply: Reply): void {
  const answer = reply.bytes.toString()
  if (reply.status !== 200 && reply.status !== 201)
    throw new Error(`${write.path}: ${reply.status} ${answer}`)
  write.note(reply.body)
  ledger.acknowledged += 1
  ledger.answered.push({ write, answer })
}

async function loadUntilKilled(server: RunningServer, ledger: Ledger, clients: number): Promise<void> {
  let isKilled = false
  const client = async () => {
    while (!isKilled) {
      const write = nextWrite(ledger)
      const reply = await post(server, write).catch(() => null)
      if (reply === null) ledger.open.push(write)
      else acknowledge(ledger, write, reply)
    }
  }
  const load = Promise.all(Array.from({ length: clients }, client))
  // Random, so that the kill meets every phase of a commit; a run of many kills covers what one cannot.
  await wait(100 + Math.random() * 900)
  isKilled = true
  await server.kill()
  await load
}

/** What had no answer is asked for again; afterwards it must be there exactly once. */
async function repeatOpen(server: RunningServer, ledger: Ledger): Promise<number> {
  let done = 0
  for (const write of [...ledger.open]) {
    const reply = await post(server, write)
    if (reply.headers['idempotency-replayed'] === 'true') done += 1
    acknowledge(ledger, write, reply)
  }
  return done
}

/** What was answered is asked for again; the answer must be the same. */
async function repeatAnswered(server: RunningServer, ledger: Ledger, findings: Findings): Promise<void> {
  for (const { write, answer } of ledger.answered.slice(-keysRepeated)) {
    const reply = await post(server, write)
    const isSame = reply.headers['idempotency-replayed'] === 'true' && reply.bytes.toString() === answer
    if (!isSame) findings.changed += 1
  }
}

/** Whether the server kept its word. */
export function isClean(result: GateResult): boolean {
  return Object.keys(noFindings()).every((name) => result[name as keyof Findings] === 0)
}
