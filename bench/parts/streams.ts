/** The stream: what it carries while 64 write, and what it costs them. Readers live in a process of their own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { adding, key, load, newAccount, newGroup, type Running, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, median } from '../turns.ts'

interface StreamFigures {
  /** Adds of all writers. */
  readonly addsPerSecond: number
  /** Events that each reader got in the time of the writing. */
  readonly eventsPerSecond: number
}

interface Readers {
  /** How many events each has read so far, on the average. */
  readonly count: () => Promise<number>
  readonly stop: () => Promise<void>
}

/** Readers that have begun. */
async function startReaders(url: string, readers: number, after: string): Promise<Readers> {
  const child: ChildProcess = fork(import.meta.filename, ['readers', url, String(readers), after])
  await once(child, 'message')
  const ended = once(child, 'exit')
  return {
    count: async () => {
      const answer = once(child, 'message')
      child.send('count')
      const [events] = await answer
      return Number(events) / readers
    },
    stop: async () => {
      child.kill()
      await ended
    },
  }
}

/** The readers' own process: it counts, and takes nothing apart. */
async function read(url: string, readers: number, after: string): Promise<void> {
  let events = 0
  const begun = Array.from({ length: readers }, async () => {
    const headers = { authorization: `Bearer ${key}` }
    const asked = get(`${url}/v1/events/stream?after=${after}`, { agent: new Agent(), headers })
    const [coming] = await once(asked, 'response')
    let isData = true
    coming.setEncoding('latin1').on('data', (text: string) => {
      // A frame may come in two parts; its second line is counted where it begins.
      for (let at = text.indexOf('\nevent: '); at !== -1; at = text.indexOf('\nevent: ', at + 1)) events += 1
      isData = false
    })
    while (isData) await new Promise((resolve) => setTimeout(resolve, 5))
  })
  await Promise.all(begun)
  process.on('message', () => process.send?.(events))
  process.send?.('begun')
}

/** Adds by 64 writers while so many readers follow. */
async function round(
  muster: Running,
  path: string,
  readers: number,
  seconds: number,
): Promise<StreamFigures> {
  const following = readers === 0 ? null : await startReaders(muster.url, readers, 'now')
  const began = performance.now()
  const perSecond = await load(muster.url, 64, seconds, adding(path))
  const events = (await following?.count()) ?? 0
  const took = (performance.now() - began) / 1000
  await following?.stop()
  return { addsPerSecond: perSecond, eventsPerSecond: events / took }
}

/** Events per second to one reader who begins at the first while nobody writes. */
async function catchUp(muster: Running, events: number): Promise<number> {
  const began = performance.now()
  const reader = await startReaders(muster.url, 1, 'start')
  let [count, before] = [0, -1]
  while (count < events && count !== before) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    before = count
    count = await reader.count()
  }
  const perSecond = count / ((performance.now() - began) / 1000)
  await reader.stop()
  return perSecond
}

const counts = [0, 1, 10] as const

async function measure(kind: Kind, { seconds, rounds, isQuick }: Bench) {
  const place = await kind.make()
  const muster = await startMuster(place.env)
  const path = await newGroup(muster.url, await newAccount(muster.url))
  await load(muster.url, 64, seconds, adding(path))
  const seen = await inTurns(rounds, counts, {
    figures: (readers) => round(muster, path, readers, seconds),
  })
  const caught = await catchUp(muster, isQuick ? 2000 : 50_000)
  await muster.stop()
  await place.remove()
  return { seen, caught }
}

async function run(bench: Bench): Promise<readonly string[]> {
  const rows: (readonly string[])[] = []
  const caughtUp: string[] = []
  for (const kind of bench.stores) {
    const { seen, caught } = await measure(kind, bench)
    const of = (index: number, figure: keyof StreamFigures) =>
      median((seen[index]?.by.figures ?? []).map((one) => one[figure]))
    for (const [index, readers] of counts.entries()) {
      const [adds, events] = [of(index, 'addsPerSecond'), of(index, 'eventsPerSecond')]
      const told = readers === 0 ? ['', ''] : [whole(events), ratio(events / adds)]
      rows.push([kind.name, whole(readers), whole(adds), ratio(adds / of(0, 'addsPerSecond')), ...told])
    }
    caughtUp.push(
      `One reader on ${kind.name} who begins at the first event while nobody writes: ${whole(caught)} events per second.`,
      '',
    )
  }
  const head = ['store', 'readers of the stream', 'adds per second, 64 at once', 'of those without readers']
  return [...table([...head, 'events per second to each reader', 'of the adds'], rows), ...caughtUp]
}

export const streams: Part = { title: 'The stream', run }

if (process.argv[2] === 'readers') {
  const [, , , url = '', readers = '', after = ''] = process.argv
  await read(url, Number(readers), after)
}
