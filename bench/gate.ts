/** `npm run gate`: kill -9 under load, of the server and of those who follow it; nothing may be lost or come twice. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { isSame, killConsumers, killServers } from './gate-follow.ts'
import { isClean, runGate } from './gate-run.ts'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '100' }, only: { type: 'string', default: 'all' } },
  })
  const { only } = values
  const kills = Number(values.kills)
  if (!['all', 'writes', 'follow'].includes(only)) {
    console.error('--only takes writes or follow.')
    return 2
  }
  if (!Number.isInteger(kills) || kills < 1) {
    console.error('--kills takes a whole number from 1.')
    return 2
  }
  if (!existsSync(join(import.meta.dirname, '..', 'dist', 'cli', 'main.js'))) {
    console.error('There is no built server: run `npm run build` first.')
    return 2
  }
  const options = { clients: 64, progress: (line: string) => console.error(line) }
  const isKept: boolean[] = []
  if (only !== 'follow') {
    const writes = await runGate({ kills, ...options })
    show('The server killed: what was acknowledged', writes)
    isKept.push(isClean(writes))
  }
  if (only !== 'writes') {
    // A consumer is back at once, so it is killed twice as often.
    const consumers = await killConsumers({ kills: kills * 2, ...options })
    show('A consumer killed: its replica beside the server', consumers)
    const servers = await killServers({ kills, ...options })
    show('The server killed: the replicas of two consumers beside it', servers)
    isKept.push(isSame(consumers), isSame(servers))
  }
  const isClear = isKept.every(Boolean)
  console.log(isClear ? 'The server kept its word.' : 'The server did NOT keep its word.')
  return isClear ? 0 : 1
}

function show(title: string, result: object): void {
  const table = new Table({ head: ['what', 'how many'], style: { head: [], border: [] } })
  for (const [what, count] of Object.entries(result)) table.push([what, Number(count).toLocaleString('en')])
  console.log(`${title}\n${table.toString()}`)
}

process.exitCode = await main()
