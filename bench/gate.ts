/**
 * `npm run gate`: kill -9 under load, of the server and of those who follow it. Nothing that was acknowledged may be
 * lost or come twice, and webhooks must get all of it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { isSame, killConsumers, killServers } from './gate-follow.ts'
import { isClean, runGate } from './gate-run.ts'
import { isKept, runWebhookGate, usualCounts } from './gate-webhooks.ts'

const options = {
  /** Kills of the server under 64 writers; a consumer, who is back at once, is killed twice as often. */
  kills: { type: 'string', default: '100' },
  /** Events that are delivered to 50 endpoints. */
  events: { type: 'string', default: '20000' },
  /** Kills while they are delivered. */
  'webhook-kills': { type: 'string', default: '20' },
  only: { type: 'string', default: 'all' },
} as const

const progress = (line: string) => console.error(line)

interface Wish {
  readonly kills: number
  readonly events: number
  readonly webhookKills: number
}

/** The parts, by their names: each answers whether the server kept its word. */
const parts: Readonly<Record<string, (wish: Wish) => Promise<boolean>>> = {
  async writes({ kills }) {
    const counts = await runGate({ kills, clients: 64, progress })
    return report('The server killed: what was acknowledged', counts, isClean(counts))
  },
  async follow({ kills }) {
    const killed = await killConsumers({ kills: kills * 2, clients: 64, progress })
    const first = report('A consumer killed: its replica beside the server', killed, isSame(killed))
    const servers = await killServers({ kills, clients: 64, progress })
    const second = report('The server killed: the replicas of two consumers', servers, isSame(servers))
    return first && second
  },
  async webhooks({ events, webhookKills }) {
    const wish = { events, kills: webhookKills, clients: 64, counts: usualCounts, progress }
    const counts = await runWebhookGate(wish)
    return report('The sender killed: what 50 endpoints got', counts, isKept(counts))
  },
}

/** Prints what was counted. */
function report(title: string, counts: object, isGood: boolean): boolean {
  const table = new Table({ head: [title, 'how many'], style: { head: [], border: [] } })
  for (const [what, count] of Object.entries(counts)) table.push([what, Number(count).toLocaleString('en')])
  console.log(table.toString())
  console.log(isGood ? 'The server kept its word.' : 'The server did NOT keep its word.')
  return isGood
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options })
  const { only } = values
  const numbers = [values.kills, values.events, values['webhook-kills']].map(Number)
  const [kills = 0, events = 0, webhookKills = 0] = numbers
  if (only !== 'all' && !Object.hasOwn(parts, only)) {
    console.error(`--only takes ${Object.keys(parts).join(', ')}.`)
    return 2
  }
  if (!numbers.every((count) => Number.isInteger(count) && count >= 1)) {
    console.error('--kills, --events and --webhook-kills take whole numbers from 1.')
    return 2
  }
  if (!existsSync(join(import.meta.dirname, '..', 'dist', 'cli', 'main.js'))) {
    console.error('The server is not built: run `npm run build` first.')
    return 2
  }
  const kept: boolean[] = []
  for (const [name, part] of Object.entries(parts)) {
    if (only === 'all' || only === name) kept.push(await part({ kills, events, webhookKills }))
  }
  return kept.every(Boolean) ? 0 : 1
}

process.exitCode = await main()
