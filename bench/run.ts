/**
 * The benchmark: every figure is a ratio within one run. `npm run bench` measures everything but what takes very long, on
 * both stores, and prints the tables of docs/performance.md; `npm run bench -- --adds --pages` only these.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { closeAll, closeOnSignal } from './closing.ts'
import { type Part, parts } from './parts/index.ts'
import { embedded, type Kind, postgres } from './stores.ts'

const flag = { type: 'boolean', default: false } as const
const named = Object.fromEntries(Object.keys(parts).map((name) => [name, flag]))
const { values } = parseArgs({
  options: {
    ...named,
    /** A first look: seconds for each part. */
    quick: flag,
    /** Also writes what is printed to bench/latest.md. */
    write: flag,
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    memberships: { type: 'string' },
    /** Only one store: its name in any case. */
    store: { type: 'string' },
  },
})

function number(text: string | undefined, usual: number): number {
  const value = Number(text ?? usual)
  if (!(value > 0)) throw new Error('--seconds, --rounds and --memberships take numbers above 0.')
  return value
}

/** How each store is opened; those that are not asked for are not. */
const openers: Readonly<Record<string, () => Promise<Kind>>> = {
  sqlite: async () => embedded(),
  postgresql: () => postgres(process.env.MUSTER_BENCH_DATABASE_URL),
}

async function openStores(): Promise<readonly Kind[]> {
  const asked = values.store?.toLowerCase()
  const chosen = Object.entries(openers).filter(([name]) => asked === undefined || name === asked)
  if (chosen.length === 0) throw new Error(`--store is one of ${Object.keys(openers).join(', ')}.`)
  const stores: Kind[] = []
  for (const [, open] of chosen) stores.push(await open())
  return stores
}

function versionOf(name: string): string {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`)
  // Every package has a version.
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

function machine(stores: readonly Kind[]): string {
  const memory = Math.round(totalmem() / 1024 ** 3)
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${memory} GiB, which carry the load generator too`,
    `Node ${process.versions.node}, better-sqlite3 ${versionOf('better-sqlite3')}, pg ${versionOf('pg')}`,
    ...stores.map(({ about }) => about),
    new Date().toISOString().slice(0, 10),
  ].join('; ')
}

function chosenParts(): readonly Part[] {
  // The names are options of their own, which their types cannot know.
  const asked = values as Readonly<Record<string, unknown>>
  const chosen = Object.entries(parts).filter(([name]) => asked[name] === true)
  return chosen.length > 0
    ? chosen.map(([, part]) => part)
    : Object.values<Part>(parts).filter(({ isLong }) => isLong === undefined)
}

async function main(): Promise<void> {
  const isQuick = values.quick === true
  const effort = {
    isQuick,
    seconds: number(values.seconds, isQuick ? 0.3 : 3),
    rounds: number(values.rounds, isQuick ? 1 : 5),
    memberships: number(values.memberships, isQuick ? 100_000 : 10_000_000),
  }
  const stores = await openStores()
  const lines: string[] = []
  const say = (line: string) => {
    lines.push(line)
    console.log(line)
  }
  say(`${machine(stores)}; medians of ${effort.rounds} rounds of ${effort.seconds} s.`)
  for (const { title, run } of chosenParts()) {
    say(`\n### ${title}\n`)
    const began = performance.now()
    for (const line of await run({ ...effort, stores })) say(line)
    console.error(`${((performance.now() - began) / 1000).toFixed(0)} s`)
  }
  if (values.write === true) writeFileSync(join(import.meta.dirname, 'latest.md'), `${lines.join('\n')}\n`)
}

closeOnSignal()
try {
  await main()
} finally {
  await closeAll()
}
