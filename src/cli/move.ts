/** `muster move`: from the embedded store to PostgreSQL, or back, with a bar that shows how far it is. */
import { progress } from '@clack/prompts'
import Table from 'cli-table3'
import { move } from '../app.ts'

const steps = 1000

/** Moves, and prints what was moved with the checksums that both ends have. */
export async function moveAll(from: string, to: string): Promise<void> {
  const bar = process.stdout.isTTY ? progress({ max: steps }) : null
  let shown = 0
  bar?.start('opening both ends')
  try {
    const moved = await move(from, to, {
      doing: (what) => bar?.message(what),
      done(share) {
        const now = Math.floor(share * steps)
        if (now > shown) bar?.advance(now - shown)
        shown = Math.max(shown, now)
      },
    })
    bar?.stop('everything is there, and the same at both ends')
    print(moved)
  } catch (error) {
    bar?.error('it broke off; run the same command again to go on')
    throw error
  }
}

function print(moved: Awaited<ReturnType<typeof move>>): void {
  const table = new Table({
    head: ['table', 'rows', 'SHA-256 at both ends'],
    style: { head: [], border: [] },
  })
  for (const each of moved) table.push([each.table, each.rows.toLocaleString('en'), each.sha256])
  process.stdout.write(`${table.toString()}\n`)
  process.stdout.write('Nothing was changed where it came from. Start the servers on the new place only.\n')
}
