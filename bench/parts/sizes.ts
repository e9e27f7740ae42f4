/** What an add and a page cost in groups of unlike size, one call after the other; and the memory of the server. */
import { adding, fill, load, newAccount, newGroup, type Running, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind } from '../stores.ts'
import { milliseconds, ratio, table, whole } from '../table.ts'
import { inTurns, medians } from '../turns.ts'

interface Case {
  readonly kind: Kind
  readonly muster: Running
  readonly account: string
  readonly size: number
  readonly path: string
  readonly isLargest: boolean
}

/** Only the largest group is used again: the others would not keep their size. */
async function groupFor({ muster, account, size, path, isLargest }: Case): Promise<string> {
  if (isLargest) return path
  const other = await newGroup(muster.url, account)
  await fill(muster.url, other, size)
  return other
}

async function run({ stores, rounds, isQuick }: Bench): Promise<readonly string[]> {
  // A group of the profile `open` holds a million people; there must be room for those who are added.
  const sizes = isQuick ? [100, 1000, 10_000] : [100, 10_000, 990_000]
  const seconds = isQuick ? 0.1 : 0.3
  const cases: Case[] = []
  const memory: string[] = []
  const closing: (() => Promise<void>)[] = []
  for (const kind of stores) {
    const place = await kind.make()
    const muster = await startMuster(place.env)
    closing.push(muster.stop, place.remove)
    const account = await newAccount(muster.url)
    const empty = muster.memoryMiB()
    for (const [index, size] of sizes.entries()) {
      const path = await newGroup(muster.url, account)
      await fill(muster.url, path, size)
      cases.push({ kind, muster, account, size, path, isLargest: index === sizes.length - 1 })
    }
    const all = whole(sizes.reduce((sum, size) => sum + size, 0))
    memory.push(
      `Memory of the server on ${kind.name}: ${empty} MiB when empty, ${muster.memoryMiB()} MiB after ${all} memberships came in.`,
      '',
    )
  }
  const seen = await inTurns(rounds * 2, cases, {
    add: async (one) => 1000 / (await load(one.muster.url, 1, seconds, adding(await groupFor(one)))),
    page: async ({ muster, path }) =>
      1000 / (await load(muster.url, 1, seconds, { method: 'GET', path: `${path}?limit=100` })),
  })
  for (const close of closing) await close()
  return [
    ...table(
      ['store', 'group of', 'add, ms', 'of the smallest group', 'page of 100, ms', 'of the smallest group'],
      seen.map(({ of: { kind, size }, by }) => {
        const { add, page } = medians(by)
        const first = medians(seen.find((one) => one.of.kind === kind)?.by ?? by)
        return [
          ...[kind.name, whole(size), milliseconds(add), ratio(add / first.add)],
          ...[milliseconds(page), ratio(page / first.page)],
        ]
      }),
    ),
    ...memory,
  ]
}

export const sizes: Part = { title: 'The cost in groups of unlike size, one call after the other', run }
