/** The stream: what it carries while 64 write, and what it costs them. Readers live in a process of their own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { call, load, median, type Running, startMuster } from './load.ts'

const key = 'bench-key-0123456789abcdef'

export interface StreamFigures {
  readonly readers: number
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

async function newPath(url: string): Promise<string> {
  const { id } = await call<{ id: string }>(url, 'POST', '/v1/accounts', { name: 'Stream' })
  const at = `/v1/accounts/${id}/groups`
  const { group } = await call<{ group: { id: string } }>(url, 'POST', at, { name: 'Stream' })
  return `${at}/${group.id}/participants`
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
  const { perSecond } = await load(muster.url + path, 'POST', 64, { seconds })
  const events = (await following?.count()) ?? 0
  const took = (performance.now() - began) / 1000
  await following?.stop()
  return { readers, addsPerSecond: perSecond, eventsPerSecond: events / took }
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

/** The table of the stream, line by line; rounds with and without readers take turns. */
export async function streamTable(rounds: number, seconds: number): Promise<readonly string[]> {
  const muster = await startMuster()
  const path = await newPath(muster.url)
  const counts = [0, 1, 10]
  const seen: StreamFigures[] = []
  await load(muster.url + path, 'POST', 64, { seconds })
  for (let at = 0; at < rounds; at += 1)
    for (const readers of counts) seen.push(await round(muster, path, readers, seconds))
  const caught = await catchUp(muster, 50_000)
  await muster.stop()
  const whole = (value: number) => Math.round(value).toLocaleString('en-US')
  const of = (readers: number, figure: 'addsPerSecond' | 'eventsPerSecond') =>
    median(seen.filter((one) => one.readers === readers).map((one) => one[figure]))
  const rows = counts.map((readers) => {
    const [adds, events] = [of(readers, 'addsPerSecond'), of(readers, 'eventsPerSecond')]
    const told = readers === 0 ? ' | ' : `${whole(events)} | ${(events / adds).toFixed(2)}`
    return `| ${readers} | ${whole(adds)} | ${(adds / of(0, 'addsPerSecond')).toFixed(2)} | ${told} |`
  })
  return [
    '| readers of the stream | adds per second, 64 at once | of those without readers | events per second to each reader | of the adds |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    `One reader who begins at the first event while nobody writes: ${whole(caught)} events per second.`,
    '',
  ]
}

if (process.argv[2] === 'readers') {
  const [, , , url = '', readers = '', after = ''] = process.argv
  await read(url, Number(readers), after)
}
