/** Adds to one hot group against adds to 2,000 groups in turn, 64 at once. */
import type { GroupId } from '../../src/core/model.ts'
import { addThroughStore, groupThroughStore, type InProcess, openInProcess } from '../in-process.ts'
import { adding, load, newAccount, newGroup, newPeople, type Running, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind, Place } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, medians, repeat } from '../turns.ts'

const connections = 64

interface Case {
  readonly kind: Kind
  readonly places: readonly Place[]
  readonly muster: Running
  readonly paths: readonly string[]
  readonly inside: InProcess
  readonly groups: readonly GroupId[]
}

/** So many groups over HTTP, as the paths of their participants; sixteen are made at a time. */
export async function newGroups(url: string, count: number): Promise<readonly string[]> {
  const account = await newAccount(url)
  const paths: string[] = []
  while (paths.length < count) {
    paths.push(...(await Promise.all(Array.from({ length: 16 }, () => newGroup(url, account)))))
  }
  return paths.slice(0, count)
}

async function caseOn(kind: Kind, count: number): Promise<Case> {
  const places = [await kind.make(), await kind.make()] as const
  const muster = await startMuster(places[0].env)
  const inside = await openInProcess(places[1])
  const paths = await newGroups(muster.url, count)
  const groups = await Promise.all(Array.from({ length: count }, () => groupThroughStore(inside)))
  return { kind, places, muster, paths, inside, groups }
}

async function run({ stores, seconds, rounds, isQuick }: Bench): Promise<readonly string[]> {
  const count = isQuick ? 200 : 2000
  const cases: Case[] = []
  for (const kind of stores) cases.push(await caseOn(kind, count))
  const seen = await inTurns(rounds, cases, {
    one: ({ muster, paths: [path = ''] }) => load(muster.url, connections, seconds, adding(path)),
    many: ({ muster, paths }) => load(muster.url, connections, seconds, adding(...paths)),
    storeOne: ({ inside }) => repeat(connections, seconds, () => addThroughStore(inside)),
    storeMany: ({ inside, groups }) => {
      let next = 0
      return repeat(connections, seconds, () => {
        next += 1
        return addThroughStore(inside, newPeople(1), groups[next % count])
      })
    },
  })
  for (const { muster, inside, places } of cases) {
    await Promise.all([muster.stop(), inside.close()])
    for (const place of places) await place.remove()
  }
  return table(
    ['store', '64 at once', 'one group', `${whole(count)} groups in turn`, 'in turn / one'],
    seen.flatMap(({ of: { kind }, by }) => {
      const { one, many, storeOne, storeMany } = medians(by)
      return [
        [kind.name, 'over HTTP', whole(one), whole(many), ratio(many / one)],
        [
          kind.name,
          'rows in the store alone',
          whole(storeOne),
          whole(storeMany),
          ratio(storeMany / storeOne),
        ],
        [kind.name, 'HTTP / store', ratio(one / storeOne), ratio(many / storeMany), ''],
      ]
    }),
  )
}

export const spread: Part = { title: 'One hot group against many, adds per second', run }
