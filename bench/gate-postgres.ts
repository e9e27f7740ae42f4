/** `npm run gate:postgres`: three servers on one PostgreSQL; servers, wires and PostgreSQL itself are killed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { isClean, runPostgresGate, type Times } from './gate-postgres-run.ts'
import { median } from './turns.ts'

/** What each time is called, and how long it may be, in milliseconds. */
const bounds: Readonly<Record<keyof Times, readonly [what: string, most: number]>> = {
  to503: ['from a request to its 503', 2000],
  toServeAgain: ['from PostgreSQL being back to a change, each server', 5000],
  toDeliverAgain: ['from the end of the leading server to a delivery of what came after it', 10_000],
  toExpireAgain: ['from the end of the leading server to an expiry', 10_000],
  toCatchUp: ['from the end of the leading server until that expiry was delivered', 20_000],
}

const style = { head: [], border: [] }

function timesTable(times: Times): string {
  const table = new Table({
    head: ['what took how long, ms', 'times', 'median', 'highest', 'bound', 'above'],
    style,
  })
  for (const [name, [what, most]] of Object.entries(bounds)) {
    // The names are those of `bounds`.
    const all = times[name as keyof Times]
    const shown = (value: number) => (all.length === 0 ? '-' : Math.round(value).toLocaleString('en'))
    const highest = all.reduce((a, b) => Math.max(a, b), 0)
    const above = all.filter((each) => each > most).length
    table.push([what, all.length, shown(median(all)), shown(highest), most.toLocaleString('en'), above])
  }
  return table.toString()
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      operations: { type: 'string', default: '100000' },
      troubles: { type: 'string', default: '40' },
      'postgres-kills': { type: 'string', default: '10' },
    },
  })
  const [operations, troubles] = [Number(values.operations), Number(values.troubles)]
  const postgresKills = Number(values['postgres-kills'])
  if (![operations, troubles, postgresKills].every(Number.isInteger)) {
    console.error('--operations, --troubles and --postgres-kills take whole numbers.')
    return 2
  }
  if (!existsSync(join(import.meta.dirname, '..', 'dist', 'cli', 'main.js'))) {
    console.error('There is no built server: run `npm run build` first.')
    return 2
  }
  const progress = (line: string) => console.error(line)
  const result = await runPostgresGate({ operations, troubles, postgresKills, clients: 64, progress })
  const table = new Table({ head: ['what', 'how many'], style })
  const rows = Object.entries({ ...result.counts, ...result.findings })
  for (const [what, count] of rows) table.push([what, count.toLocaleString('en')])
  console.log(table.toString())
  console.log(timesTable(result.times))
  console.log(isClean(result) ? 'The servers kept their word.' : 'The servers did NOT keep their word.')
  return isClean(result) ? 0 : 1
}

process.exitCode = await main()
