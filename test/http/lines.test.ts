/** Senders who fall silent and readers who take nothing, at limits that are short enough to wait for. */
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountId, GroupId } from '../../src/core/model.ts'
import { native } from '../../src/dialects/native/index.ts'
import { idTo } from '../../src/dialects/native/render.ts'
import type { HttpServer } from '../../src/http/index.ts'
import { openWorld, page } from '../support/core.ts'
import { type Served, serveHere } from '../support/http.ts'

const world = await openWorld()
let http: HttpServer
let metrics: Served['metrics']
let url: string
/** Batches of ten, so that few lines are many; and the batches that there are without a limit. */
let account: AccountId
let large: AccountId

beforeAll(async () => {
  const short = { lineSilenceMs: 200, streamStallMs: 200, streamEndMs: 200, streamsPerKeyMax: 2 }
  ;({ http, url, metrics } = await serveHere(world.env, [native], short))
  account = (await world.account('owner', 'open', { 'participants.batch': 10 })).id
  large = (await world.account('large')).id
})
afterAll(async () => {
  await http.close()
  await world.close()
})

async function newGroup(owner = 'owner'): Promise<GroupId> {
  return world.group(await world.account(owner))
}

function open(
  group: GroupId,
  method: string,
  headers: Readonly<Record<string, string>>,
  by: AccountId = account,
) {
  const path = `/v1/accounts/${idTo('account', by)}/groups/${idTo('group', group)}/participants`
  const going = request(`${url}${path}`, {
    method,
    headers: { authorization: 'Bearer operator', ...headers },
  })
  going.on('error', () => undefined)
  return going
}

const sending = { 'content-type': 'application/x-ndjson' }
const people = (count: number) => Array.from({ length: count }, (_, index) => `"p${index}"\n`).join('')

async function textOf(coming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of coming) text += String(part)
  return text
}

async function membersOf(group: GroupId): Promise<number> {
  return (await world.env.store.read.members(group, ['member'], page)).items.length
}

/** How the answers that went on have ended so far. */
async function ends(reason: string): Promise<number> {
  const found = new RegExp(`^muster_streams_ended_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(
    await metrics.text(),
  )
  return Number(found?.[1] ?? 0)
}

test('a sender who falls silent is told so; what he had sent of a batch is not done', async () => {
  const group = await newGroup()
  const going = open(group, 'POST', sending)
  going.write(people(3))
  const [coming] = (await once(going, 'response')) as [IncomingMessage]
  expect(coming.statusCode).toBe(400)
  expect(await textOf(coming)).toContain('Nothing came for 0.2 s')
  expect(await membersOf(group)).toBe(0)
  // His connection is not kept for him either.
  await once(going, 'close')
})

test('behind a batch that was done he is told on the last line', async () => {
  const group = await newGroup()
  const going = open(group, 'POST', sending)
  going.write(people(13))
  const [coming] = (await once(going, 'response')) as [IncomingMessage]
  expect(coming.statusCode).toBe(200)
  const lines = (await textOf(coming)).trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ error: { code: 'invalid_input' }, lines: 10 })
  expect(await membersOf(group)).toBe(10)
})

test('a sender who reads nothing of what he is told is dropped, and not read on from', async () => {
  const group = await newGroup('large')
  const before = await ends('dropped')
  const going = open(group, 'POST', sending, large)
  going.once('response', (coming: IncomingMessage) => coming.pause())
  const closed = new Promise((resolve) => going.once('close', resolve))
  // Each line comes back as an outcome several times as long.
  const line = `${JSON.stringify('x'.repeat(128))}\n`.repeat(10_000)
  let sent = 0
  while (!going.destroyed && (await ends('dropped')) === before) {
    sent += 10_000
    if (!going.write(line)) await Promise.race([once(going, 'drain').catch(() => closed), closed])
  }
  expect(await ends('dropped')).toBe(before + 1)
  expect(sent).toBeGreaterThan(10_000)
  going.destroy()
})

test('a key has only so many at once', async () => {
  const group = await newGroup()
  const first = [open(group, 'POST', sending), open(group, 'POST', sending)]
  for (const going of first) going.write(people(10))
  const answers = await Promise.all(
    first.map(async (going) => ((await once(going, 'response')) as [IncomingMessage])[0]),
  )
  const third = open(group, 'GET', { accept: 'application/x-ndjson' })
  third.end()
  const [refused] = (await once(third, 'response')) as [IncomingMessage]
  expect([refused.statusCode, await textOf(refused)]).toEqual([429, expect.stringContaining('rate_limited')])
  for (const going of first) going.end()
  for (const text of await Promise.all(answers.map(textOf))) expect(text).toContain('"done":true')
  const again = open(group, 'GET', { accept: 'application/x-ndjson' })
  again.end()
  const [answered] = (await once(again, 'response')) as [IncomingMessage]
  expect([answered.statusCode, await textOf(answered)]).toEqual([200, expect.stringContaining('"count":11')])
})
