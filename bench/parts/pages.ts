/** The first and the last page of 100 people of a large group and of the largest, over HTTP and from the store alone. */
import { fillThroughCore, type InProcess, openInProcess, pageThroughStore, pathOf } from '../in-process.ts'
import { call, load, type Running, startBare, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind, Place } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, medians, repeat } from '../turns.ts'

const connections = 16

interface Case {
  readonly kind: Kind
  readonly size: number
  readonly muster: Running
  readonly inside: InProcess
  readonly first: string
  /** Where the last hundred begin, for both. */
  readonly last: string
  readonly lastKey: readonly number[] | null
}

/** The key behind which the last hundred of a group come, found by going all the way. */
async function lastKeyOf(inside: InProcess, size: number): Promise<readonly number[] | null> {
  let after: readonly number[] | null = null
  for (let left = size - 100; left > 0 && left < size; ) {
    const page = await pageThroughStore(inside, Math.min(left, 1000), after)
    left -= page.items.length
    after = page.next
  }
  return after
}

/** The same over HTTP, where the key is a text that is passed on. */
async function lastCursorOf({ url }: Running, path: string, size: number): Promise<string> {
  let after = ''
  for (let left = size - 100; left > 0; ) {
    const at = `${path}?limit=${Math.min(left, 1000)}${after}`
    const page = await call<{ data: unknown[]; next_cursor: string | null }>(url, 'GET', at)
    left -= page.data.length
    after = `&cursor=${page.next_cursor}`
  }
  return after
}

interface Opened {
  readonly of: Case
  readonly close: () => Promise<void>
}

/** A group of this size twice: on a store that a server has open, and on its copy in this process. */
async function open(kind: Kind, size: number): Promise<Opened> {
  const alone: Place = await kind.make()
  const filling = await openInProcess(alone)
  await fillThroughCore(filling, filling.group, size)
  await filling.close()
  await alone.settle()
  const served = await alone.copy()
  const inside = await openInProcess(alone, filling)
  const muster = await startMuster(served.env)
  const path = pathOf(inside, inside.group)
  const [lastKey, cursor] = [await lastKeyOf(inside, size), await lastCursorOf(muster, path, size)]
  const [first, last] = [`${path}?limit=100`, `${path}?limit=100${cursor}`]
  const { data } = await call<{ data: unknown[] }>(muster.url, 'GET', last)
  if (data.length !== 100) throw new Error(`The last page has ${data.length} people.`)
  return {
    of: { kind, size, muster, inside, first, last, lastKey },
    async close() {
      await Promise.all([muster.stop(), inside.close()])
      await served.remove()
      await alone.remove()
    },
  }
}

async function run({ stores, seconds, rounds, isQuick }: Bench): Promise<readonly string[]> {
  const sizes = isQuick ? [1000, 20_000] : [10_000, 1_000_000]
  const bare = await startBare()
  const opened: Opened[] = []
  for (const kind of stores) for (const size of sizes) opened.push(await open(kind, size))
  const get = (url: string, path: string) => load(url, connections, seconds, { method: 'GET', path })
  const cases = opened.map((one) => one.of)
  const seen = await inTurns(rounds, cases, {
    first: ({ muster, first }) => get(muster.url, first),
    last: ({ muster, last }) => get(muster.url, last),
    storeFirst: ({ inside }) => repeat(connections, seconds, () => pageThroughStore(inside)),
    storeLast: ({ inside, lastKey }) =>
      repeat(connections, seconds, () => pageThroughStore(inside, 100, lastKey)),
    bare: () => get(bare.url, '/page'),
  })
  await bare.stop()
  for (const { close } of opened) await close()
  return table(
    ['store', 'people', 'page', 'over HTTP', 'store alone', 'HTTP / store', 'HTTP / bare node:http'].concat(
      'HTTP / first page of the smaller',
    ),
    seen.flatMap(({ of: { kind, size }, by }) => {
      const { first, last, storeFirst, storeLast, bare } = medians(by)
      const smaller = seen.find((one) => one.of.kind === kind)?.by.first ?? []
      const rows = { first: [first, storeFirst], last: [last, storeLast] }
      return Object.entries(rows).map(([page, [http = 0, store = 0]]) => [
        ...[kind.name, whole(size), page, whole(http), whole(store)],
        ...[ratio(http / store), ratio(http / bare), ratio(http / medians({ smaller }).smaller)],
      ])
    }),
  )
}

export const pages: Part = { title: 'First and last page of 100, per second, 16 at once', run }
