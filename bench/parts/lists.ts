/** The whole list of a group of 10,000: page after page of 1,000, and as one stream of lines. */
import { type Connection, openConnection } from '../connection.ts'
import { fillThroughCore, type InProcess, listThroughStore, openInProcess, pathOf } from '../in-process.ts'
import { openLineReader, readLines } from '../lines.ts'
import { key, type Running, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind, Place } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, medians, repeat } from '../turns.ts'

interface Case {
  readonly kind: Kind
  readonly muster: Running
  readonly inside: InProcess
  readonly path: string
  readonly connections: number
  readonly isServed: boolean
}

/** The texts of all pages; a caller reads them to their end, and goes on by the cursor. */
async function readPages(connection: Connection, path: string): Promise<readonly string[]> {
  const texts: string[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { status, text } = await connection.send(
      'GET',
      `${path}?limit=1000${cursor && `&cursor=${cursor}`}`,
    )
    if (status !== 200) throw new Error(`The list: ${status} ${text.slice(0, 300)}`)
    texts.push(text)
    cursor = /"next_cursor":"([^"]+)"/.exec(text.slice(-200))?.[1]
  }
  return texts
}

/** Lists per second, by as many readers as there are connections; each reads one after the other. */
async function listsPerSecond<R extends { readonly close: () => void }>(
  { connections }: Case,
  seconds: number,
  open: () => Promise<R>,
  read: (reader: R) => Promise<unknown>,
): Promise<number> {
  const readers = await Promise.all(Array.from({ length: connections }, open))
  const free = [...readers]
  const perSecond = await repeat(connections, seconds, async () => {
    const reader = free.pop()
    if (reader === undefined) throw new Error('There are as many readers as lists at a time.')
    await read(reader)
    free.push(reader)
  })
  for (const reader of readers) reader.close()
  return perSecond
}

/** Whether both ways give the whole list; false where the server does not serve it as lines. */
async function check({ url }: Running, path: string, size: number): Promise<boolean> {
  const connection = await openConnection(url, { authorization: `Bearer ${key}` })
  const texts = await readPages(connection, path)
  connection.close()
  // Each page is an object with its rows in `data`.
  const inPages = texts.reduce((sum, text) => sum + (JSON.parse(text) as { data: unknown[] }).data.length, 0)
  const { isServed, count } = await readLines(url, path)
  if (inPages !== size || (isServed && count !== size + 1))
    throw new Error(`Of ${size} people ${inPages} are in the pages and ${count - 1} on the lines.`)
  return isServed
}

async function run({ stores, seconds, rounds, isQuick }: Bench): Promise<readonly string[]> {
  const size = isQuick ? 2000 : 10_000
  const [cases, places]: [Case[], Place[]] = [[], []]
  for (const kind of stores) {
    const alone = await kind.make()
    const filling = await openInProcess(alone)
    await fillThroughCore(filling, filling.group, size)
    await filling.close()
    await alone.settle()
    const served = await alone.copy()
    places.push(served, alone)
    const [inside, muster] = [await openInProcess(alone, filling), await startMuster(served.env)]
    const path = pathOf(inside, inside.group)
    const isServed = await check(muster, path, size)
    for (const connections of [1, 16]) cases.push({ kind, muster, inside, path, connections, isServed })
  }
  const seen = await inTurns(rounds, cases, {
    pages: (one) =>
      listsPerSecond(
        one,
        seconds,
        () => openConnection(one.muster.url, { authorization: `Bearer ${key}` }),
        (connection) => readPages(connection, one.path),
      ),
    lines: async (one) =>
      one.isServed
        ? listsPerSecond(
            one,
            seconds,
            async () => openLineReader(one.muster.url),
            async (reader) => {
              const { count } = await reader.read(one.path)
              if (count !== size + 1) throw new Error(`${count - 1} of ${size} people on the lines.`)
            },
          )
        : Number.NaN,
    store: ({ inside, connections }) =>
      repeat(connections, seconds, () => listThroughStore(inside, inside.group)),
  })
  await Promise.all(cases.flatMap(({ muster, inside }) => [muster.stop(), inside.close()]))
  for (const place of places) await place.remove()
  const told = (isServed: boolean, text: string) => (isServed ? text : 'not served')
  return table(
    ['store', 'at once', 'in pages of 1,000', 'streamed as lines', 'pages from the store alone'].concat(
      'streamed / pages',
      'streamed / store',
      'pages / store',
    ),
    seen.map(({ of: { kind, connections, isServed }, by }) => {
      const { pages, lines, store } = medians(by)
      const write = (value: number) => value.toFixed(1)
      return [
        ...[kind.name, whole(connections), write(pages), told(isServed, write(lines)), write(store)],
        ...[told(isServed, ratio(lines / pages)), told(isServed, ratio(lines / store)), ratio(pages / store)],
      ]
    }),
  )
}

export const lists: Part = { title: 'Whole lists of 10,000 people, per second', run }
