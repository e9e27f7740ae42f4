/** `npm run gate`: 100 times kill -9 under load, and nothing that was acknowledged may be lost or done twice. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { isClean, runGate } from './gate-run.ts'

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' } } })
  const kills = Number(values.kills)
  if (!Number.isInteger(kills) || kills < 1) {
    console.error('--kills takes a whole number from 1.')
    return 2
  }
  if (!existsSync(join(import.meta.dirname, '..', 'dist', 'cli', 'main.js'))) {
    console.error('There is no built server: run `npm run build` first.')
    return 2
  }
  const result = await runGate({ kills, clients: 64, progress: (line) => console.error(line) })
  const table = new Table({ head: ['what', 'how many'], style: { head: [], border: [] } })
  for (const [what, count] of Object.entries(result)) table.push([what, count.toLocaleString('en')])
  console.log(table.toString())
  console.log(isClean(result) ? 'The server kept its word.' : 'The server did NOT keep its word.')
  return isClean(result) ? 0 : 1
}

process.exitCode = await main()
