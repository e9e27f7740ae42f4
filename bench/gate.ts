/**
 * `npm run gate`: kill -9 under load, again and again. Nothing that was acknowledged may be lost or done twice, and
 * webhooks must get all of it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { isClean, runGate } from './gate-run.ts'
import { isKept, runWebhookGate, usualCounts } from './gate-webhooks.ts'

const options = {
  /** Kills under 64 writers; 0 leaves this part out. */
  kills: { type: 'string', default: '100' },
  /** Events that are delivered to 50 endpoints; 0 leaves this part out. */
  events: { type: 'string', default: '20000' },
  /** Kills while they are delivered. */
  'webhook-kills': { type: 'string', default: '20' },
} as const

const progress = (line: string) => console.error(line)

/** Prints what was counted; answers whether the server kept its word. */
function report(title: string, counts: object, isGood: boolean): boolean {
  const table = new Table({ head: [title, 'how many'], style: { head: [], border: [] } })
  for (const [what, count] of Object.entries(counts)) table.push([what, Number(count).toLocaleString('en')])
  console.log(table.toString())
  console.log(isGood ? 'The server kept its word.' : 'The server did NOT keep its word.')
  return isGood
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options })
  const [kills, events, webhookKills] = [values.kills, values.events, values['webhook-kills']].map(Number)
  const wrong = [kills, events, webhookKills].some((count) => !Number.isInteger(count) || Number(count) < 0)
  if (kills === undefined || events === undefined || webhookKills === undefined || wrong) {
    console.error('--kills, --events and --webhook-kills take whole numbers from 0.')
    return 2
  }
  if (!existsSync(join(import.meta.dirname, '..', 'dist', 'cli', 'main.js'))) {
    console.error('There is no built server: run `npm run build` first.')
    return 2
  }
  let isGood = true
  if (kills > 0) {
    const result = await runGate({ kills, clients: 64, progress })
    isGood = report('writes', result, isClean(result)) && isGood
  }
  if (events > 0) {
    const counts = { kills: webhookKills, clients: 64, counts: usualCounts }
    const result = await runWebhookGate({ events, ...counts, progress })
    isGood = report('webhooks', result, isKept(result)) && isGood
  }
  return isGood ? 0 : 1
}

process.exitCode = await main()
