/**
 * Ten million memberships on disk: how much room they take, what a server on them needs to start and in memory, and
 * what a page and an add cost there beside a store with one such group. They come in by the core, as callers' would,
 * by calls of 10,000; every person is in ten groups.
 */
import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { GroupId } from '../../src/core/model.ts'
import { type Connection, openConnection } from '../connection.ts'
import { addThroughCore, createGroup, openInProcess, type Party, pathOf } from '../in-process.ts'
import { key, load, newPeople, type Running, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind, Place, Weight } from '../stores.ts'
import { mebibytes, milliseconds, ratio, table, whole } from '../table.ts'
import { inTurns, medians, timed } from '../turns.ts'

const perGroup = 10_000
const groupsOfEach = 10
/** So many groups are filled beside each other, for a database that has more than one hand. */
const groupsAtOnce = 4
/** Of every membership the event, the record of the call and the index entries are kept too; and PostgreSQL's log. */
const bytesOfEachMost = 1500

interface Filled {
  readonly place: Place
  readonly party: Party
  readonly groups: readonly GroupId[]
  readonly seconds: number
}

function demandRoom(memberships: number): void {
  const { bavail, bsize } = statfsSync(tmpdir())
  const needed = memberships * bytesOfEachMost
  if (bavail * bsize < needed) {
    throw new Error(
      `${mebibytes(needed)} MiB must be free in ${tmpdir()}; set TMPDIR, or ask for fewer with --memberships.`,
    )
  }
}

/** Fills a new store with what callers might have written, some groups at a time; whoever is in one is in nine others. */
async function filled(kind: Kind, memberships: number): Promise<Filled> {
  const place = await kind.make()
  const inside = await openInProcess(place)
  const people = Math.max(perGroup, memberships / groupsOfEach)
  const groups: GroupId[] = []
  let next = 0
  const filler = async () => {
    for (let from = next; from < memberships; from = next) {
      next += perGroup
      const group = await createGroup(inside)
      const names = Array.from({ length: perGroup }, (_, index) => `person-${(from + index) % people}`)
      await addThroughCore(inside, names, group)
      groups.push(group)
      if (groups.length % 100 === 0) console.error(`${kind.name}: ${whole(groups.length * perGroup)}`)
    }
  }
  const took = await timed(() => Promise.all(Array.from({ length: groupsAtOnce }, filler)))
  await inside.close()
  await place.settle()
  return { place, party: inside, groups, seconds: took / 1000 }
}

interface Started {
  readonly readyMs: number
  readonly memory: number
  readonly touchedMemory: number
  readonly touchMs: number
}

/** Starts a server, and asks it for the first page of every group once. */
async function start(
  { place, party, groups }: Filled,
  times: number,
): Promise<{ readonly started: Started; readonly muster: Running }> {
  const starts: number[] = []
  for (let time = 1; time < times; time += 1) {
    const muster = await startMuster(place.env)
    starts.push(muster.readyMs)
    await muster.stop()
  }
  const muster = await startMuster(place.env)
  const readyMs = medians({ starts: [...starts, muster.readyMs] }).starts
  const memory = muster.memoryMiB()
  const connection = await openConnection(muster.url, { authorization: `Bearer ${key}` })
  const touchMs = await timed(async () => {
    for (const group of groups) await firstPage(connection, pathOf(party, group))
  })
  connection.close()
  const touched = { touchedMemory: muster.memoryMiB(), touchMs: touchMs / groups.length }
  return { started: { readyMs, memory, ...touched }, muster }
}

async function firstPage(connection: Connection, path: string): Promise<void> {
  const { status, text } = await connection.send('GET', `${path}?limit=100`)
  if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 300)}`)
}

interface Cost {
  readonly page: number
  readonly add: number
}

/** Milliseconds of one page and of one add after the other; any of the groups is as likely as the others. */
async function costs({
  muster,
  party,
  groups,
  seconds,
}: {
  muster: Running
  party: Party
  groups: readonly GroupId[]
  seconds: number
}): Promise<Cost> {
  const path = () => pathOf(party, groups[Math.floor(Math.random() * groups.length)] ?? party.head.id)
  const pages = await load(muster.url, 1, seconds, { method: 'GET', path: () => `${path()}?limit=100` })
  const body = () => ({ participants: newPeople(1) })
  const adds = await load(muster.url, 1, seconds, { method: 'POST', path, body })
  return { page: 1000 / pages, add: 1000 / adds }
}

/** In MiB and for each membership: all, and every table that takes a hundredth of it. */
function weightRows(kind: Kind, memberships: number, { total, tables }: Weight): (readonly string[])[] {
  const largest = Object.entries(tables).sort(([, one], [, other]) => other - one)
  const row = (what: string, bytes: number) => [
    ...[kind.name, what, mebibytes(bytes), whole(bytes / memberships), ratio(bytes / total)],
  ]
  return [
    row('everything', total),
    ...largest
      .filter(([, bytes]) => bytes > total / 100)
      .map(([name, bytes]) => row(`\`${name}\` with its indexes`, bytes)),
  ]
}

async function measure(kind: Kind, bench: Bench) {
  const { memberships, seconds, rounds } = bench
  demandRoom(memberships)
  const large = await filled(kind, memberships)
  const weight = await large.place.weigh()
  const small = await filled(kind, perGroup)
  const [atLarge, atSmall] = [await start(large, rounds), await start(small, rounds)]
  const turns = await inTurns(
    rounds,
    [
      { ...large, muster: atLarge.muster, seconds },
      { ...small, muster: atSmall.muster, seconds },
    ],
    { cost: costs },
  )
  const [there, here] = turns.map(({ by }) => ({
    page: medians({ page: by.cost.map(({ page }) => page) }).page,
    add: medians({ add: by.cost.map(({ add }) => add) }).add,
  }))
  await Promise.all([atLarge.muster.stop(), atSmall.muster.stop()])
  await large.place.remove()
  await small.place.remove()
  const none: Cost = { page: Number.NaN, add: Number.NaN }
  return {
    rate: memberships / large.seconds,
    weight: weightRows(kind, memberships, weight),
    large: { ...atLarge.started, ...(there ?? none) },
    small: { ...atSmall.started, ...(here ?? none) },
  }
}

async function run(bench: Bench): Promise<readonly string[]> {
  const { memberships } = bench
  const weights: (readonly string[])[] = []
  const rows: (readonly string[])[] = []
  for (const kind of bench.stores) {
    const { rate, weight, large, small } = await measure(kind, bench)
    weights.push(...weight)
    const row = (what: string, name: keyof typeof large, write: (value: number) => string) => [
      ...[kind.name, what, write(large[name]), write(small[name]), ratio(large[name] / small[name])],
    ]
    rows.push(
      [kind.name, 'loaded, memberships per second', whole(rate), '', ''],
      row('from start to ready, ms', 'readyMs', whole),
      row('memory of the server when ready, MiB', 'memory', whole),
      row('memory after the first page of every group, MiB', 'touchedMemory', whole),
      row('first page of a group that was not looked at yet, ms', 'touchMs', milliseconds),
      row('first page of any group, ms', 'page', milliseconds),
      row('add to any group, ms', 'add', milliseconds),
    )
  }
  return [
    ...table(
      ['store', `${whole(memberships)} memberships on disk`, 'MiB', 'bytes for each', 'of all'],
      weights,
    ),
    ...table(
      ['store', 'one after the other', `${whole(memberships)} memberships`, `${whole(perGroup)}`, 'ratio'],
      rows,
    ),
  ]
}

export const large: Part = { title: 'Many memberships on disk', isLong: true, run }
