/** The live stream: every change once, in order, as it comes; across breaks, filters, ends of keys and of the server. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { eventsOf, openStream, Refused } from './sse.ts'
import { at, list, send, text, texts } from './wire.ts'

let server: RunningServer
let api: Api
let account: string

beforeAll(async () => {
  server = await startServer()
  api = (await apisOf(server.url, server.key)).of('native')
  account = text((await api.ok('createAccount', {}, { json: { name: 'Stream' } })).body, 'id')
})
afterAll(async () => {
  expect(
    server
      .logs()
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line)),
  ).toEqual([])
  expect(await server.stop()).toBe(0)
})

async function newGroup(name: string): Promise<string> {
  return text((await api.ok('createGroup', { account }, { json: { name } })).body, 'group.id')
}
const add = (group: string, ...participants: readonly string[]) =>
  api.ok('addParticipants', { account, group }, { json: { participants } })

const here = async (query = '', lastEventId?: string) =>
  openStream(server.url, { key: server.key, query, lastEventId })

/** The next events of a stream, so many of them. */
async function take(stream: Awaited<ReturnType<typeof here>>, count: number) {
  const taken = []
  for await (const event of eventsOf(stream)) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

async function now(): Promise<string> {
  return text((await api.ok('listEvents', {}, { query: { after: 'now' } })).body, 'cursor')
}

test('tells as they come the very events that the feed lists', async () => {
  const after = await now()
  const stream = await here()
  // Whatever is done once the head is here is told.
  const group = await newGroup('Live')
  await add(group, 'anna', 'ben')
  const told = await take(stream, 2)
  const listed = await api.ok('listEvents', {}, { query: { after } })
  expect(told.map(({ body }) => body)).toEqual(list(listed.body, 'data'))
  expect(told.map(({ id, event }) => [id, event])).toEqual(
    list(listed.body, 'data').map((event) => [text(event, 'cursor'), text(event, 'type')]),
  )
})

test('goes on behind Last-Event-ID, which goes before `after`', async () => {
  const after = await now()
  const group = await newGroup('Resumed')
  for (const person of ['a', 'b', 'c']) await add(group, person)
  const [first, second] = await take(await here(`?after=${after}`), 2)
  const rest = await take(await here('?after=start', second?.id ?? ''), 2)
  expect([first, second, ...rest].map((event) => at(event, 'body.revision'))).toEqual([1, 2, 3, 4])
})

test('`start` begins with the very first', async () => {
  const [first] = await take(await here('?after=start'), 1)
  const listed = await api.ok('listEvents', {}, { query: { limit: 1, after: 'start' } })
  expect(first?.body).toEqual(at(listed.body, 'data.0'))
})

test('filters by group and type, and tells how far it has come without an event', async () => {
  const quiet = await newGroup('Quiet')
  const stream = await here(`?group=${quiet}&type=participants.added,group.deleted`)
  const loud = await newGroup('Loud')
  await add(loud, 'x')
  const reached = await now()
  for await (const { id, comment } of stream) if (comment === 'position' && id === reached) break
  const again = await here(`?group=${quiet}&type=participants.added,group.deleted`, reached)
  await add(quiet, 'anna')
  const [event] = await take(again, 1)
  expect(at(event, 'body.group')).toBe(quiet)
})

test('ten readers who follow while many write all get the same, once and in order', async () => {
  const after = await now()
  const groups = await Promise.all(Array.from({ length: 4 }, (_, n) => newGroup(`Group ${n}`)))
  const streams = await Promise.all(Array.from({ length: 10 }, () => here(`?after=${after}`)))
  const reading = Promise.all(streams.map((stream) => take(stream, 4 + 16 * 20)))
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let n = 0; n < 20; n += 1) await add(groups[(writer + n) % 4] ?? '', `person-${writer}-${n}`)
    }),
  )
  const [first = [], ...others] = (await reading).map((events) => events.map(({ id }) => id))
  expect(new Set(first).size).toBe(first.length)
  for (const other of others) expect(other).toEqual(first)
  const listed = await api.ok('listEvents', {}, { query: { after, limit: 1000 } })
  expect(first).toEqual(texts(listed.body, 'data', 'cursor'))
})

test.each([
  ['?after=nonsense', 400, 'invalid_cursor'],
  ['?type=nonsense', 400, 'invalid_input'],
])('refuses %s before it begins', async (query, status, code) => {
  const refusal = await here(query).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ status, body: { code, status } })
})

test('refuses a Last-Event-ID that is none, no key, and a key that is bound to an account', async () => {
  await expect(here('', 'nonsense')).rejects.toMatchObject({ status: 400, body: { code: 'invalid_cursor' } })
  const noKey = await send(server.url, { method: 'GET', path: '/v1/events/stream' })
  expect([noKey.status, text(noKey.body, 'code')]).toEqual([401, 'missing_credentials'])
  const input = { name: 'bound', scopes: ['read'], account }
  const key = text((await api.ok('createKey', {}, { json: input })).body, 'key')
  await expect(openStream(server.url, { key })).rejects.toBeInstanceOf(Refused)
})

test('ends when its key is revoked, before anything more is told', async () => {
  const made = await api.ok('createKey', {}, { json: { name: 'brief', scopes: ['read'] } })
  const stream = await openStream(server.url, { key: text(made.body, 'key') })
  await api.ok('revokeKey', { key: text(made.body, 'id') })
  await newGroup('Not for you')
  const told = []
  for await (const event of eventsOf(stream)) told.push(event)
  expect(told).toMatchObject([{ event: 'ending', body: { code: 'invalid_credentials' } }])
})

test('one key has at most a hundred, and gets another when one has ended', async () => {
  const key = text((await api.ok('createKey', {}, { json: { name: 'many', scopes: ['read'] } })).body, 'key')
  const ends = Array.from({ length: 100 }, () => new AbortController())
  await Promise.all(ends.map(({ signal }) => openStream(server.url, { key, signal })))
  await expect(openStream(server.url, { key })).rejects.toMatchObject({
    status: 429,
    body: { code: 'rate_limited' },
  })
  // Another key has places of its own.
  ends.push(new AbortController())
  await openStream(server.url, { key: server.key, ...ends.at(-1) })
  ends[0]?.abort()
  const again = () => openStream(server.url, { key }).then(() => 'open', String)
  await expect.poll(again).toBe('open')
  for (const end of ends) end.abort()
  const metrics = await send(server.url, { method: 'GET', path: '/metrics' })
  expect(metrics.bytes.toString()).toMatch(/^muster_streams_ended_total\{reason="key"\} [1-9]/m)
})

test('a server that stops says so to those who follow, and does not wait for them', async () => {
  const other = await startServer()
  const stream = await openStream(other.url, { key: other.key })
  const ended = other.stop()
  const told = []
  for await (const event of eventsOf(stream)) told.push(event)
  expect(told).toMatchObject([{ event: 'ending', body: { code: 'overloaded' } }])
  expect(await ended).toBe(0)
})
