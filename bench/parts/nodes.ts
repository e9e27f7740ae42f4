/**
 * Two servers on one database against one: adds spread over groups, 64 at once. The load generator and the database run
 * on the same machine, so the processor time of each side is the second figure, and on few cores the more telling one.
 */
import { adding, load, type Running, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import { cpuSecondsOf } from '../processor.ts'
import type { Kind } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, median } from '../turns.ts'
import { newGroups } from './spread.ts'

const connections = 64

interface Case {
  readonly kind: Kind
  readonly servers: readonly Running[]
  readonly paths: readonly string[]
}

interface Figure {
  readonly perSecond: number
  /** Processor time for each add, in milliseconds. */
  readonly servers: number
  readonly database: number
  readonly load: number
}

/** All connections divided between so many of the servers. */
async function measure({ kind, servers, paths }: Case, count: number, seconds: number): Promise<Figure> {
  const used = servers.slice(0, count)
  const times = () => ({
    servers: servers.reduce((sum, { process }) => sum + cpuSecondsOf(process.pid ?? 0), 0),
    database: kind.cpuSeconds(),
    load: cpuSecondsOf(process.pid),
  })
  const before = times()
  const asked = adding(...paths)
  const rates = await Promise.all(used.map(({ url }) => load(url, connections / count, seconds, asked)))
  const after = times()
  const perSecond = rates.reduce((sum, rate) => sum + rate, 0)
  const each = (name: keyof typeof before) => ((after[name] - before[name]) * 1000) / (perSecond * seconds)
  return { perSecond, servers: each('servers'), database: each('database'), load: each('load') }
}

async function run({ stores, seconds, rounds, isQuick }: Bench): Promise<readonly string[]> {
  const rows: (readonly string[])[] = []
  for (const kind of stores.filter(({ isShared }) => isShared)) {
    const place = await kind.make()
    const servers = [await startMuster(place.env), await startMuster(place.env)]
    const paths = await newGroups(servers[0]?.url ?? '', isQuick ? 200 : 2000)
    const [seen] = await inTurns(rounds, [{ kind, servers, paths }], {
      one: (both) => measure(both, 1, seconds),
      two: (both) => measure(both, 2, seconds),
    })
    await Promise.all(servers.map(({ stop }) => stop()))
    await place.remove()
    const of = (figures: readonly Figure[], name: keyof Figure) => median(figures.map((one) => one[name]))
    const [one, two] = [seen?.by.one ?? [], seen?.by.two ?? []]
    for (const [name, figures] of Object.entries({ 'one server': one, 'two servers': two })) {
      const perSecond = of(figures, 'perSecond')
      const times = (['servers', 'database', 'load'] as const).map((side) => of(figures, side))
      rows.push([
        ...[kind.name, name, whole(perSecond), ratio(perSecond / of(one, 'perSecond'))],
        ...times.map((time) => (Number.isFinite(time) ? time.toFixed(3) : '-')),
      ])
    }
  }
  return table(
    ['store', '', 'adds per second', 'of one server', 'processor time for an add, ms: servers'].concat(
      'database',
      'load generator',
    ),
    rows,
  )
}

export const nodes: Part = { title: 'Two servers on one database against one, 64 at once', run }
