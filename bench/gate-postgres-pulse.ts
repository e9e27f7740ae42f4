/**
 * Something small that happens all the time, with a webhook on it and a membership that ends by itself: by it is
 * measured how long the work of a server that leads stays undone when it is killed.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { nodeOf, parseId } from '../src/core/id.ts'
import { at, list, send, text } from '../test/e2e/wire.ts'
import { openReceiver } from '../test/support/receiver.ts'
import { ask, type Gate, type Node } from './gate-postgres-clients.ts'

/** Milliseconds until something of it was done again. */
export interface Again {
  /** Something that happened was delivered. */
  readonly delivery: number
  /** A membership that was due ended. */
  readonly expiry: number
  /** That end, which stands behind all that happened meanwhile, was delivered. */
  readonly caughtUp: number
}

export interface Pulse {
  /** The server that does what nobody asked for, or null when none can be told at present. */
  readonly leader: () => Promise<Node | null>
  /** Waits for the delivery of something that happened after now, and for an end that was due after now. */
  readonly next: () => Promise<Again>
  readonly stop: () => Promise<void>
}

/** Told of a beat, by its time of the steady clock, and when what is told of it happened, by the wall clock. */
type Hearing = (kind: 'delivery' | 'expiry', beat: number, happened: number) => void

const beatEveryMs = 100
const endsAfterMs = 500

/** Whoever waits longer than this for the work of a server that ended waits in vain; the bound is ten seconds. */
const waitMostMs = 60_000

/** Begins to beat. The database's own address is asked who leads. */
export async function startPulse(gate: Gate, url: string): Promise<Pulse> {
  const waiting = new Set<Hearing>()
  const tell: Hearing = (...heard) => {
    for (const each of waiting) each(...heard)
  }
  const givingUp = new Set<() => void>()
  const receiver = await openReceiver(({ body }, response) => {
    response.writeHead(204).end()
    const event: unknown = JSON.parse(body)
    const words = at(event, 'facts.message.text')
    const happened = Date.parse(text(event, 'at'))
    if (typeof words === 'string') tell('delivery', Number(words), happened)
    // What was due while nobody led ends together, the longest due first.
    const gone = at(event, 'type') === 'participants.removed' ? list(event, 'facts.people') : []
    for (const person of gone) tell('expiry', Number(text(person, 'id').slice('beat-'.length)), happened)
  })
  const made = await ask(gate, {
    method: 'POST',
    path: '/v1/accounts',
    body: { name: 'Pulse', user_id: 'pulse' },
  })
  const account = text(made.body, 'id')
  const groups = `/v1/accounts/${account}/groups`
  const group = text(
    (await ask(gate, { method: 'POST', path: groups, body: { name: 'Pulse' } })).body,
    'group.id',
  )
  await ask(gate, { method: 'POST', path: '/v1/webhooks', body: { url: receiver.url, account } })
  let isOver = false
  /** Asks some server once; when it cannot, there is one beat less. */
  async function once(what: string, body: unknown): Promise<void> {
    const { server } = gate.nodes[Math.floor(Math.random() * gate.nodes.length)] ?? {}
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${server?.key}` }
    const request = {
      method: 'POST',
      path: `${groups}/${group}/${what}`,
      headers,
      body: JSON.stringify(body),
    }
    await send(server?.url ?? '', request).catch(() => null)
  }
  const beating = (async () => {
    while (!isOver) {
      const now = performance.now()
      const expires_at = new Date(Date.now() + endsAfterMs).toISOString()
      await Promise.all([
        once('messages', { text: String(now) }),
        once('participants', { participants: [{ id: `beat-${now}`, expires_at }] }),
      ])
      await wait(beatEveryMs)
    }
  })()

  /** The number that a server puts into its ids. */
  async function numberOf(node: Node): Promise<number> {
    const reply = await ask(
      gate,
      { method: 'POST', path: `${groups}/${group}/messages`, body: { text: '0' } },
      node,
    )
    return nodeOf(parseId('run_', String(reply.headers['muster-run'])) ?? 0)
  }

  return {
    async leader() {
      const client = new pg.Client({ connectionString: url })
      client.on('error', () => undefined)
      try {
        await client.connect()
        await client.query("set muster.workspace = '*'")
        const { rows } = await client.query<{ name: string }>(`
          select n.name from leases l join leases n on n.holder = l.holder and n.name like 'node %'
          where l.name = 'lead jobs' and l.until > extract(epoch from clock_timestamp()) * 1000`)
        const number = Number(rows[0]?.name.slice('node '.length) ?? -1)
        for (const node of gate.nodes) if ((await numberOf(node)) === number) return node
        return null
      } finally {
        await client.end().catch(() => undefined)
      }
    },
    next() {
      const since = performance.now()
      return new Promise((resolve, reject) => {
        const began = Date.now()
        let delivery: number | null = null
        let ended: Pick<Again, 'expiry' | 'caughtUp'> | null = null
        const look: Hearing = (kind, beat, happened) => {
          if (beat < since) return
          const now = performance.now() - since
          if (kind === 'delivery') delivery ??= now
          else ended ??= { expiry: happened - began, caughtUp: now }
          if (delivery === null || ended === null) return
          waiting.delete(look)
          givingUp.delete(giveUp)
          clearTimeout(timer)
          resolve({ delivery, ...ended })
        }
        waiting.add(look)
        const giveUp = () => {
          waiting.delete(look)
          givingUp.delete(giveUp)
          clearTimeout(timer)
          const waited = Math.round(performance.now() - since)
          reject(
            new Error(
              `Another server took over only ${JSON.stringify({ delivery, ...ended })} in ${waited} ms.`,
            ),
          )
        }
        const timer = setTimeout(giveUp, waitMostMs)
        givingUp.add(giveUp)
      })
    },
    async stop() {
      isOver = true
      for (const giveUp of givingUp) giveUp()
      await beating
      receiver.close()
    },
  }
}
