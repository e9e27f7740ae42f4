/**
 * Muster beside ejabberd on one machine in one run: the two take turns at every row, and the ratios are what counts.
 * `node bin/node24.js bench/peers/ejabberd/run.ts [--rounds 3] [--rooms 500] [--members 10000] [--quick]`
 */
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { startMuster } from '../../load.ts'
import { median } from '../../turns.ts'
import { startEjabberd } from './ejabberd.ts'
import { settle, syncMs, type Took, timed } from './measure.ts'
import { ejabberdSide, type MusterSide, musterSide, type Room, type Side } from './sides.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    rooms: { type: 'string' },
    members: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3))
const rooms = Number(values.rooms ?? (values.quick ? 100 : 500))
const members = Number(values.members ?? (values.quick ? 2000 : 10_000))
const thousand = 1000
const many = 16
/** The end of the large room is filled one after the other, so that the last member alone has a median. */
const alone = 50
const bulkTimes = values.quick ? 1 : 5
const reads = { small: values.quick ? 20 : 100, large: values.quick ? 5 : 30 }
if (![rounds, rooms].every((value) => value >= 1) || !(members >= 2 * thousand && members % thousand === 0)) {
  throw new Error('--rounds and --rooms are at least 1; --members is a multiple of 1000, at least 2000.')
}

/** How many in a second, so that the higher figure is always the better one; and the server's processor time for each. */
interface Figure {
  readonly perSecond: number
  readonly cpuMs: number
}
interface Row {
  readonly ejabberd: Figure[]
  readonly Muster: Figure[]
}
const rows = new Map<string, Row>()

function note(title: string, side: Side, figure: Figure): void {
  const row = rows.get(title) ?? { ejabberd: [], Muster: [] }
  row[side.name].push(figure)
  rows.set(title, row)
}

function figureOf({ seconds, cpuSeconds }: Omit<Took, 'each'>, count: number): Figure {
  return { perSecond: count / seconds, cpuMs: (cpuSeconds * 1000) / count }
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const person = (room: string, index: number) => `${room}-${index}`

const atOnce = (connections: number) => (connections === 1 ? '1 connection' : `${connections} connections`)
const firstThousand = (connections: number) => `members 1 to 1,000 of one room, ${atOnce(connections)}`
const wholeRoom = `members 1 to ${whole(members - alone)} of one room, ${atOnce(many)}`

const lastThousand = `members ${whole(members - thousand + 1)} to ${whole(members - alone)}, ${atOnce(many)}`
const lastAlone = `member ${whole(members)} alone (median of the last ${alone}), 1 connection`

let turns = 0
/** Lets both do the same, each in its turn; who begins changes from turn to turn. */
async function inTurns<S extends Side>(sides: readonly S[], work: (side: S) => Promise<void>): Promise<void> {
  turns += 1
  for (const side of turns % 2 === 0 ? sides : [...sides].reverse()) {
    await settle(sides)
    await work(side)
  }
}

async function newRoom(side: Side, name: string): Promise<Room> {
  const connection = await side.connect()
  const room = await side.create(connection, name)
  connection.close()
  return room
}

async function createRooms(sides: readonly Side[], round: string): Promise<void> {
  for (const connections of [1, many]) {
    await inTurns(sides, async (side) => {
      const took = await timed(side, connections, rooms, (connection, index) =>
        side.create(connection, `r-${round}-${connections}-${index}`),
      )
      note(`${rooms} rooms created, ${atOnce(connections)}`, side, figureOf(took, rooms))
    })
  }
}

/** Rooms of a thousand: filled by one connection and by sixteen. Answers the rooms that are left. */
async function fillSmall(sides: readonly Side[], round: string): Promise<Map<Side, Room>> {
  const filled = new Map<Side, Room>()
  for (const connections of [1, many]) {
    const name = `k-${round}-${connections}`
    await inTurns(sides, async (side) => {
      const room = await newRoom(side, name)
      const took = await timed(side, connections, thousand, (connection, index) =>
        side.add(connection, room, person(name, index)),
      )
      note(firstThousand(connections), side, figureOf(took, thousand))
      filled.set(side, room)
    })
  }
  return filled
}

/** One large room, thousand by thousand in turns; its last members one after the other. */
async function fillLarge(sides: readonly Side[], round: string): Promise<Map<Side, Room>> {
  const name = `l-${round}`
  const filled = new Map<Side, Room>()
  const sums = new Map<Side, { seconds: number; cpuSeconds: number }>()
  for (const side of sides) {
    filled.set(side, await newRoom(side, name))
    sums.set(side, { seconds: 0, cpuSeconds: 0 })
  }
  const add = (side: Side, from: number, count: number, connections: number) =>
    timed(side, connections, count, (connection, index) =>
      side.add(connection, filled.get(side) ?? '', person(name, from + index)),
    )
  for (let from = 0; from < members; from += thousand) {
    const isLast = from + thousand === members
    const count = isLast ? thousand - alone : thousand
    await inTurns(sides, async (side) => {
      const took = await add(side, from, count, many)
      const sum = sums.get(side)
      if (sum !== undefined) {
        sum.seconds += took.seconds
        sum.cpuSeconds += took.cpuSeconds
      }
      if (isLast) note(lastThousand, side, figureOf(took, count))
    })
  }
  for (const [side, sum] of sums) note(wholeRoom, side, figureOf(sum, members - alone))
  await inTurns(sides, async (side) => {
    const took = await add(side, members - alone, alone, 1)
    note(lastAlone, side, { ...figureOf(took, alone), perSecond: 1000 / median(took.each) })
  })
  return filled
}

/** What ejabberd can only do one by one, Muster in one call, beside ejabberd's figure of the same round. */
async function bulk(sides: readonly Side[], muster: MusterSide, round: string): Promise<void> {
  for (const [size, oneByOne] of [
    [thousand, firstThousand(many)],
    [members, wholeRoom],
  ] as const) {
    const figures: Figure[] = []
    for (let time = 1; time <= bulkTimes; time += 1) {
      const name = `b-${round}-${size}-${time}`
      const room = await newRoom(muster, name)
      const people = Array.from({ length: size }, (_, index) => person(name, index))
      await settle(sides)
      const took = await timed(muster, 1, 1, (connection) => muster.addAll(connection, room, people))
      figures.push(figureOf(took, size))
    }
    const row = `${whole(size)} members, by Muster in one call, by ejabberd as above with ${many} connections`
    note(row, muster, medians(figures))
    const beside = rows.get(oneByOne)?.ejabberd.at(-1)
    for (const side of sides) if (side !== muster && beside !== undefined) note(row, side, beside)
  }
}

async function readAll(
  sides: readonly Side[],
  filled: ReadonlyMap<Side, Room>,
  size: number,
  times: number,
): Promise<void> {
  for (const connections of [1, many]) {
    await inTurns(sides, async (side) => {
      const room = filled.get(side) ?? ''
      let last: readonly string[] = []
      const took = await timed(side, connections, times, async (connection) => {
        last = await side.list(connection, room)
      })
      if (side.count(last) !== size)
        throw new Error(`${side.name} lists ${side.count(last)} of ${size} members.`)
      note(`whole list of ${whole(size)} read, ${atOnce(connections)}`, side, figureOf(took, times))
    })
  }
}

/** Both translate or load code when it is first used; no row shall pay for that. */
async function warm(sides: readonly Side[]): Promise<void> {
  await inTurns(sides, async (side) => {
    await timed(side, many, 300, (connection, index) => side.create(connection, `warm-${index}`))
    const room = await newRoom(side, 'warm')
    await timed(side, many, 1000, (connection, index) => side.add(connection, room, person('warm', index)))
    await timed(side, many, 50, (connection) => side.list(connection, room))
  })
}

function medians(figures: readonly Figure[]): Figure {
  return {
    perSecond: median(figures.map(({ perSecond }) => perSecond)),
    cpuMs: median(figures.map(({ cpuMs }) => cpuMs)),
  }
}

function range(figures: readonly Figure[]): string {
  const all = figures.map(({ perSecond }) => perSecond)
  const digits = median(all) < 100 ? 1 : 0
  const text = (value: number) =>
    value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const between = all.length > 1 ? ` (${text(Math.min(...all))} to ${text(Math.max(...all))})` : ''
  return `${text(median(all))}${between}`
}

function print(): void {
  console.log(`
| per second | ejabberd | Muster | Muster / ejabberd | processor time of each, ms: ejabberd | Muster |
|---|---|---|---|---|---|`)
  for (const [title, { ejabberd, Muster }] of rows) {
    const [theirs, ours] = [medians(ejabberd), medians(Muster)]
    const ratio = ours.perSecond / theirs.perSecond
    console.log(
      `| ${title} | ${range(ejabberd)} | ${range(Muster)} | ${ratio.toFixed(ratio < 10 ? 2 : 0)} | ` +
        `${theirs.cpuMs.toFixed(2)} | ${ours.cpuMs.toFixed(2)} |`,
    )
  }
  console.log(`
ejabberd answers 0 when the room's process has the change in memory and before anything of it is on disk; the answer
tells neither an id nor whether the member was there already. Muster answers when the change is on disk
(synchronous=FULL), with an outcome for each member, the event and the record of the call in the same transaction.`)
}

function stopOnSignal(stop: () => Promise<unknown>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)))
  }
}

async function main(): Promise<void> {
  const sync = syncMs()
  const ejabberd = await startEjabberd()
  const stopping = [ejabberd.stop]
  const stop = () => Promise.all(stopping.map((one) => one()))
  stopOnSignal(stop)
  try {
    const running = await startMuster()
    stopping.push(running.stop)
    const muster = await musterSide(running)
    const sides: readonly Side[] = [ejabberdSide(ejabberd), muster]
    const load = loadavg()[0]?.toFixed(1)
    console.log(
      `ejabberd ${ejabberd.version} and Muster on Node ${process.versions.node}, ${cpus().length} cores ` +
        `(${cpus()[0]?.model.trim()}), load ${load} before; a 4 KiB write with its sync takes ${sync.toFixed(2)} ms; ` +
        `${rounds} rounds; ${new Date().toISOString().slice(0, 10)}.`,
    )
    await warm(sides)
    for (let round = 1; round <= rounds; round += 1) {
      const began = performance.now()
      await createRooms(sides, `${round}`)
      const small = await fillSmall(sides, `${round}`)
      await readAll(sides, small, thousand, reads.small)
      const large = await fillLarge(sides, `${round}`)
      await bulk(sides, muster, `${round}`)
      await readAll(sides, large, members, reads.large)
      console.log(`Round ${round}: ${((performance.now() - began) / 1000).toFixed(0)} s.`)
    }
    print()
  } finally {
    await stop()
  }
}

await main()
