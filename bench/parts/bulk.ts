/** Many people at once: 10,000 in one call, and a million as one stream of lines, beside the store's own rate. */
import { addThroughCore, addThroughStore, createGroup, type InProcess, openInProcess } from '../in-process.ts'
import { sendLines } from '../lines.ts'
import { call, newAccount, newGroup, newPeople, type Running, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind, Place } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, medians, timed } from '../turns.ts'

/** Most that one call, and one batch of lines, may name. */
const batch = 10_000
/** The larger a group, the more its indexes are in the way, if anything is; it is filled to its brim. */
const million = 1_000_000

interface Case {
  readonly kind: Kind
  readonly muster: Running
  readonly account: string
  readonly inside: InProcess
}

/** A group is filled by this; what it took gives the people per second. */
async function rate(people: number, work: () => Promise<unknown>): Promise<number> {
  return (people * 1000) / (await timed(work))
}

/** The owner has a place in the group too. */
function* batches(count: number): Iterable<readonly string[]> {
  for (let left = count - 1; left > 0; left -= batch) yield newPeople(Math.min(batch, left))
}

function* pieces(count: number): Iterable<string> {
  for (const people of batches(count)) yield people.map((id) => `${JSON.stringify({ id })}\n`).join('')
}

/** People per second; not a number where the server takes no lines. */
async function streamed({ muster, account }: Case, count: number): Promise<number> {
  const path = await newGroup(muster.url, account)
  let isServed = true
  const perSecond = await rate(count, async () => {
    isServed = (await sendLines(muster.url, path, pieces(count))).isServed
  })
  if (!isServed) return Number.NaN
  const { total } = await call<{ total: number }>(muster.url, 'GET', `${path}?limit=1`)
  if (total !== count) throw new Error(`Of ${count} people ${total} came in.`)
  return perSecond
}

function ways(count: number) {
  return {
    /** One call after the other, each with as many as it may name. */
    http: async ({ muster, account }: Case) => {
      const path = await newGroup(muster.url, account)
      return rate(count, async () => {
        for (const participants of batches(count)) await call(muster.url, 'POST', path, { participants })
      })
    },
    core: async ({ inside }: Case) => {
      const group = await createGroup(inside)
      return rate(count, async () => {
        for (const people of batches(count)) await addThroughCore(inside, people, group)
      })
    },
    store: async ({ inside }: Case) => {
      const group = await createGroup(inside)
      return rate(count, async () => {
        for (const people of batches(count)) await addThroughStore(inside, people, group)
      })
    },
  }
}

async function run({ stores, rounds, isQuick }: Bench): Promise<readonly string[]> {
  const large = isQuick ? 20_000 : million
  const [cases, places]: [Case[], Place[]] = [[], []]
  for (const kind of stores) {
    const [served, alone] = [await kind.make(), await kind.make()]
    places.push(served, alone)
    const [muster, inside] = [await startMuster(served.env), await openInProcess(alone)]
    cases.push({ kind, muster, inside, account: await newAccount(muster.url) })
  }
  const small = await inTurns(rounds, cases, ways(batch + 1))
  // It takes long, so it has to do with fewer rounds.
  const { http: calls, store } = ways(large)
  const largest = await inTurns(Math.min(rounds, 2), cases, {
    lines: (one) => streamed(one, large),
    calls,
    store,
  })
  await Promise.all(cases.flatMap(({ muster, inside }) => [muster.stop(), inside.close()]))
  for (const place of places) await place.remove()
  const inOneCall = small.flatMap(({ of: { kind }, by }) => {
    const { http, core, store } = medians(by)
    const what = `${whole(batch)} in one call`
    return [
      [kind.name, `${what} over HTTP`, whole(http), ratio(http / store)],
      [kind.name, `${what} in process`, whole(core), ratio(core / store)],
      [kind.name, `the same rows in the store alone`, whole(store), '1'],
    ]
  })
  const streams = largest.flatMap(({ of: { kind }, by }) => {
    const { lines, calls, store } = medians(by)
    const isServed = Number.isFinite(lines)
    const what = `a group of ${whole(large)}`
    return [
      [
        kind.name,
        `${what}, streamed as lines`,
        ...(isServed ? [whole(lines), ratio(lines / store)] : ['not served', '']),
      ],
      [kind.name, `${what}, by calls of ${whole(batch)}`, whole(calls), ratio(calls / store)],
      [kind.name, `the same rows in the store alone, ${whole(batch)} in a transaction`, whole(store), '1'],
    ]
  })
  return table(['store', 'new people', 'per second', 'of the store'], [...inOneCall, ...streams])
}

export const bulk: Part = { title: 'Many people at once', run }
