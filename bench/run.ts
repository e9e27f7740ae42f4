/** The benchmark: every figure is a ratio within one run. `npm run bench` prints the table of docs/performance.md. */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { addThroughCore, addThroughStore, openInProcess, pageThroughStore, repeat } from './in-process.ts'
import { call, load, median, newPeople, startBare, startMuster } from './load.ts'
import { streamTable } from './stream.ts'
import { webhookCost } from './webhooks.ts'

const quick = process.argv.includes('--quick')
const seconds = quick ? 1 : 5
const rounds = quick ? 1 : 5
const sizes = quick ? [100, 1000, 10_000] : [100, 10_000, 999_000]
const connections = 64

const lines: string[] = []
function say(line: string): void {
  lines.push(line)
  console.log(line)
}
const whole = (value: number) => Math.round(value).toLocaleString('en-US')
const ratio = (value: number) => value.toFixed(2)

async function newGroup(url: string, account: string): Promise<string> {
  const { group } = await call<{ group: { id: string } }>(url, 'POST', `/v1/accounts/${account}/groups`, {
    name: 'Bench',
  })
  return `/v1/accounts/${account}/groups/${group.id}/participants`
}

async function newAccount(url: string): Promise<string> {
  const { id } = await call<{ id: string }>(url, 'POST', '/v1/accounts', { name: 'Bench' })
  return id
}

/** (a) and (b): HTTP beside the core, the store and bare node:http, taking turns so that the machine's moods are shared. */
async function addsAndPages(): Promise<void> {
  const muster = await startMuster()
  const bare = await startBare()
  const inside = await openInProcess()
  const account = await newAccount(muster.url)
  const path = await newGroup(muster.url, account)
  await call(muster.url, 'POST', path, { participants: newPeople(200) })
  await repeat(connections, 0.2, () => addThroughStore(inside))
  const seen = {
    add: [] as number[],
    core: [] as number[],
    store: [] as number[],
    bareAdd: [] as number[],
    page: [] as number[],
    storePage: [] as number[],
    barePage: [] as number[],
  }
  for (let round = 0; round < rounds; round += 1) {
    seen.add.push((await load(muster.url + path, 'POST', connections, { seconds })).perSecond)
    seen.bareAdd.push((await load(`${bare.url}/add`, 'POST', connections, { seconds })).perSecond)
    seen.store.push(await repeat(connections, seconds, () => addThroughStore(inside)))
    seen.core.push(await repeat(connections, seconds, () => addThroughCore(inside)))
    seen.page.push((await load(`${muster.url}${path}?limit=100`, 'GET', connections, { seconds })).perSecond)
    seen.barePage.push((await load(`${bare.url}/page`, 'GET', connections, { seconds })).perSecond)
    seen.storePage.push(await repeat(connections, seconds, () => pageThroughStore(inside)))
  }
  await Promise.all([muster.stop(), bare.stop(), inside.close()])
  const [add, core, store, bareAdd, page, storePage, barePage] = Object.values(seen).map(median) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  say('| 64 at once | per second | of the store | of bare node:http |')
  say('|---|---|---|---|')
  say(
    `| add one participant over HTTP, durable | ${whole(add)} | ${ratio(add / store)} | ${ratio(add / bareAdd)} |`,
  )
  say(`| the same operation in process | ${whole(core)} | ${ratio(core / store)} | |`)
  say(`| the same rows in the store alone | ${whole(store)} | 1 | |`)
  say(`| bare node:http, POST, body parsed, small answer | ${whole(bareAdd)} | | 1 |`)
  say(
    `| page of 100 participants over HTTP | ${whole(page)} | ${ratio(page / storePage)} | ${ratio(page / barePage)} |`,
  )
  say(`| the same page from the store alone | ${whole(storePage)} | 1 | |`)
  say(`| bare node:http, GET, the same page by JSON.stringify | ${whole(barePage)} | | 1 |`)
  say('')
}

async function fill(url: string, path: string, size: number): Promise<void> {
  for (let done = 1; done < size; done += 10_000) {
    await call(url, 'POST', path, { participants: newPeople(Math.min(10_000, size - done)) })
  }
}

/** Time of one call after the other, from a few that find the group at its size. */
async function milliseconds(url: string, method: 'GET' | 'POST', path: string): Promise<number> {
  const requests = quick ? 50 : 300
  const body = () => (method === 'POST' ? { participants: newPeople(1) } : undefined)
  await call(url, method, path, body())
  const began = performance.now()
  for (let done = 0; done < requests; done += 1) await call(url, method, path, body())
  return (performance.now() - began) / requests
}

/** (c) the cost in groups of unlike size, in turns; (d) 10,000 people in one call; (e) memory. */
async function sizesAndMemory(): Promise<void> {
  const muster = await startMuster()
  const account = await newAccount(muster.url)
  const empty = muster.memoryMiB()
  const groups: {
    readonly size: number
    readonly path: string
    readonly adds: number[]
    readonly pages: number[]
  }[] = []
  for (const size of sizes) {
    const path = await newGroup(muster.url, account)
    await fill(muster.url, path, size)
    groups.push({ size, path, adds: [], pages: [] })
  }
  const full = muster.memoryMiB()
  for (let round = 0; round < rounds * 2; round += 1) {
    for (const group of round % 2 === 0 ? groups : [...groups].reverse()) {
      // Only the largest group is used again: the others would not keep their size.
      const path = group.size > 10_000 ? group.path : await newGroup(muster.url, account)
      if (path !== group.path) await fill(muster.url, path, group.size)
      group.adds.push(await milliseconds(muster.url, 'POST', path))
      group.pages.push(await milliseconds(muster.url, 'GET', `${path}?limit=100`))
    }
  }
  const bulk: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const path = await newGroup(muster.url, account)
    const participants = newPeople(10_000)
    const began = performance.now()
    await call(muster.url, 'POST', path, { participants })
    bulk.push(performance.now() - began)
  }
  await muster.stop()
  const [first] = groups
  say('| one at a time | add, ms | of the smallest group | page of 100, ms | of the smallest group |')
  say('|---|---|---|---|---|')
  for (const { size, adds, pages } of groups) {
    const add = median(adds)
    const page = median(pages)
    say(
      `| group of ${whole(size)} | ${add.toFixed(3)} | ${ratio(add / median(first?.adds ?? []))} | ${page.toFixed(3)} | ${ratio(page / median(first?.pages ?? []))} |`,
    )
  }
  say('')
  say(
    `10,000 new people in one call over HTTP, durable: ${whole(median(bulk))} ms (highest of ${bulk.length}: ${whole(Math.max(...bulk))} ms).`,
  )
  say('')
  say(
    `Memory of the server: ${empty} MiB when empty, ${full} MiB after ${whole(sizes.reduce((sum, size) => sum + size, 0))} memberships came in.`,
  )
}

/** (f) one webhook beside the adds. */
async function webhooks(): Promise<void> {
  const cost = await webhookCost({ connections, seconds, rounds })
  say('| 64 at once, add one participant over HTTP | per second | of those without |')
  say('|---|---|---|')
  say(`| without a webhook | ${whole(cost.without)} | 1 |`)
  say(
    `| with one, whose endpoint answers at once | ${whole(cost.with)} | ${ratio(cost.with / cost.without)} |`,
  )
  say('')
  say(`Of the adds with the webhook, ${whole(cost.delivered * 100)} % were delivered while they went on.`)
  say('')
}

/** (g) readers of the stream beside the adds. */
async function streams(): Promise<void> {
  for (const line of await streamTable(rounds, seconds)) say(line)
}

// Each part can be run alone, by its name.
const parts = { adds: addsAndPages, webhooks, streams, sizes: sizesAndMemory }
const named = Object.keys(parts).filter((name) => process.argv.includes(`--${name}`))
for (const [name, part] of Object.entries(parts)) {
  if (named.length === 0 || named.includes(name)) await part()
}

const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`
console.log(`\n${machine}`)
if (process.argv.includes('--write')) {
  const file = join(import.meta.dirname, 'latest.md')
  writeFileSync(file, `${machine}\n\n${lines.join('\n')}\n`)
  console.log(`Written to ${file}.`)
}
