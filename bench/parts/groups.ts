/** Groups created over HTTP beside the same rows written by the store alone. */
import { groupThroughStore, type InProcess, openInProcess } from '../in-process.ts'
import { load, newAccount, type Running, startBare, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind, Place } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, medians, repeat } from '../turns.ts'

interface Case {
  readonly kind: Kind
  readonly muster: Running
  readonly inside: InProcess
  readonly connections: number
}

const asked = (path: string) =>
  ({ method: 'POST', path, body: () => ({ name: 'Bench', participants: [] }) }) as const

async function run({ stores, seconds, rounds }: Bench): Promise<readonly string[]> {
  const bare = await startBare()
  const [cases, places]: [Case[], Place[]] = [[], []]
  for (const kind of stores) {
    const [served, alone] = [await kind.make(), await kind.make()]
    places.push(served, alone)
    const [muster, inside] = [await startMuster(served.env), await openInProcess(alone)]
    for (const connections of [1, 16, 64]) cases.push({ kind, muster, inside, connections })
  }
  const seen = await inTurns(rounds, cases, {
    // An account of its own for each turn: there is a limit to the groups of one.
    http: async ({ muster, connections }) =>
      load(muster.url, connections, seconds, asked(`${await newAccount(muster.url)}/groups`)),
    store: ({ inside, connections }) => repeat(connections, seconds, () => groupThroughStore(inside)),
    bare: ({ connections }) => load(bare.url, connections, seconds, asked('/groups')),
  })
  await Promise.all([bare.stop(), ...cases.flatMap(({ muster, inside }) => [muster.stop(), inside.close()])])
  for (const place of places) await place.remove()
  return table(
    [
      'store',
      'at once',
      'over HTTP',
      'rows in the store alone',
      'bare node:http',
      'HTTP / store',
      'HTTP / bare',
    ],
    seen.map(({ of: { kind, connections }, by }) => {
      const { http, store, bare } = medians(by)
      const ratios = [ratio(http / store), ratio(http / bare)]
      return [kind.name, whole(connections), ...[http, store, bare].map(whole), ...ratios]
    }),
  )
}

export const groups: Part = { title: 'Groups created, per second', run }
