/** `npm run gate:postgres`: three servers on one PostgreSQL; servers, wires and PostgreSQL itself are killed. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { isClean, runPostgresGate } from './gate-postgres-run.ts'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      troubles: { type: 'string', default: '40' },
      'postgres-kills': { type: 'string', default: '10' },
    },
  })
  const [troubles, postgresKills] = [Number(values.troubles), Number(values['postgres-kills'])]
  if (!Number.isInteger(troubles) || !Number.isInteger(postgresKills)) {
    console.error('--troubles and --postgres-kills take whole numbers.')
    return 2
  }
  if (!existsSync(join(import.meta.dirname, '..', 'dist', 'cli', 'main.js'))) {
    console.error('There is no built server: run `npm run build` first.')
    return 2
  }
  const progress = (line: string) => console.error(line)
  const result = await runPostgresGate({ troubles, postgresKills, clients: 64, progress })
  const table = new Table({ head: ['what', 'how many'], style: { head: [], border: [] } })
  for (const [what, count] of Object.entries(result)) table.push([what, count.toLocaleString('en')])
  console.log(table.toString())
  console.log(isClean(result) ? 'The servers kept their word.' : 'The servers did NOT keep their word.')
  return isClean(result) ? 0 : 1
}

process.exitCode = await main()
