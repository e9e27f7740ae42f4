/** Durable adds over HTTP beside what limits them: the operation in process, the store alone, and bare node:http. */
import { addThroughCore, addThroughStore, type InProcess, openInProcess } from '../in-process.ts'
import { adding, load, newAccount, newGroup, type Running, startBare, startMuster } from '../load.ts'
import type { Bench, Part } from '../part.ts'
import type { Kind } from '../stores.ts'
import { ratio, table, whole } from '../table.ts'
import { inTurns, medians, repeat } from '../turns.ts'

interface Case {
  readonly kind: Kind
  readonly muster: Running
  readonly path: string
  readonly inside: InProcess
  readonly connections: number
}

async function casesOn(kind: Kind): Promise<{ readonly cases: Case[]; readonly close: () => Promise<void> }> {
  const [served, alone] = [await kind.make(), await kind.make()]
  const muster = await startMuster(served.env)
  const inside = await openInProcess(alone)
  const path = await newGroup(muster.url, await newAccount(muster.url))
  return {
    cases: [1, 16, 64].map((connections) => ({ kind, muster, path, inside, connections })),
    async close() {
      await Promise.all([muster.stop(), inside.close()])
      await Promise.all([served.remove(), alone.remove()])
    },
  }
}

async function run({ stores, seconds, rounds }: Bench): Promise<readonly string[]> {
  const bare = await startBare()
  const opened = []
  for (const kind of stores) opened.push(await casesOn(kind))
  const cases = opened.flatMap((one) => one.cases)
  for (const { inside } of cases) await repeat(64, 0.2, () => addThroughStore(inside))
  const seen = await inTurns(rounds, cases, {
    http: ({ muster, path, connections }) => load(muster.url, connections, seconds, adding(path)),
    core: ({ inside, connections }) => repeat(connections, seconds, () => addThroughCore(inside)),
    store: ({ inside, connections }) => repeat(connections, seconds, () => addThroughStore(inside)),
    bare: ({ connections }) => load(bare.url, connections, seconds, adding('/add')),
  })
  await Promise.all([bare.stop(), ...opened.map(({ close }) => close())])
  return table(
    [
      'store',
      'at once',
      'over HTTP',
      'operation in process',
      'rows in the store alone',
      'bare node:http',
    ].concat('HTTP / store', 'in process / store', 'HTTP / bare'),
    seen.map(({ of: { kind, connections }, by }) => {
      const { http, core, store, bare } = medians(by)
      const rates = [http, core, store, bare].map(whole)
      return [
        ...[kind.name, whole(connections), ...rates],
        ...[ratio(http / store), ratio(core / store), ratio(http / bare)],
      ]
    }),
  )
}

export const adds: Part = { title: 'Durable adds of one person, per second', run }
