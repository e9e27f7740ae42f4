/** Lists as lines and adding people of any number, against a server on the loopback that says what each test wants. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  addParticipantsFrom,
  createMuster,
  type ListEnd,
  type ListInput,
  MusterError,
  type Newcomer,
  streamParticipants,
} from 'muster-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'

type Answer = (response: ServerResponse, body: string) => void

let server: Server
let url: string
let heard: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string }[]
/** One for each request; the last answers all that follow. */
let answers: Answer[]

beforeEach(async () => {
  heard = []
  answers = []
  server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    heard.push({ url: request.url ?? '', headers: request.headers, body })
    answers[Math.min(heard.length, answers.length) - 1]?.(response, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const on = { account: 'acc_1', group: 'grp_1' }
const head = { 'content-type': 'application/x-ndjson' }
const person = (id: string) => `${JSON.stringify({ id, role: 'member' })}\n`
const last = '{"done":true,"count":2,"from_revision":3,"to_revision":4}\n'
const problem = (status: number, code: string) =>
  JSON.stringify({ title: 'A title', status, code, detail: 'A sentence.', request_id: 'req_1' })
/** An answer of these pieces, each written when the one before was. */
const pieces =
  (...texts: readonly (string | Uint8Array)[]): Answer =>
  async (response) => {
    response.writeHead(200, head)
    for (const text of texts) await new Promise((resolve) => response.write(text, resolve))
    response.end()
  }

/** Everybody who was told, and what was thrown behind them. */
async function taken(input: ListInput = on, onEnd?: (end: ListEnd) => void) {
  const ids: string[] = []
  try {
    for await (const { id } of streamParticipants({ url, key: 'secret', retries: 1 }, input, { onEnd }))
      ids.push(id)
  } catch (error) {
    return { ids, error }
  }
  return { ids, error: null }
}

test('lines are people, wherever they are cut, and the last says that the list was whole', async () => {
  const bytes = Buffer.from(person('ärger') + person('ben') + last)
  answers = [pieces(...[...bytes].map((byte) => Uint8Array.of(byte)))]
  const ends: ListEnd[] = []
  const input = { ...on, group: 'my group', role: 'member', at: undefined } as const
  expect(await taken(input, (end) => ends.push(end))).toEqual({ ids: ['ärger', 'ben'], error: null })
  expect(ends).toEqual([{ count: 2, from_revision: 3, to_revision: 4 }])
  expect(heard[0]).toMatchObject({
    url: '/v1/accounts/acc_1/groups/my%20group/participants?role=member',
    headers: { accept: 'application/x-ndjson', authorization: 'Bearer secret' },
  })
})

test.each<[string, Answer, string]>([
  ['ends without its last line', pieces(person('anna')), 'unreachable'],
  ['is cut within a line', pieces(person('anna'), '{"id":"be'), 'unreachable'],
  [
    'breaks',
    (response) => {
      response.writeHead(200, head)
      response.write(person('anna'), () => response.destroy())
    },
    'unreachable',
  ],
  [
    'ends with a problem',
    pieces(person('anna'), `{"error":${problem(401, 'invalid_credentials')}}\n`),
    'invalid_credentials',
  ],
])('a list that %s is never taken for whole', async (_what, answer, code) => {
  answers = [answer]
  const { ids, error } = await taken()
  expect(ids).toEqual(['anna'])
  expect(error).toBeInstanceOf(MusterError)
  expect(error).toMatchObject({ code, status: code === 'unreachable' ? 0 : 401 })
})

test('what fails before the list begins is tried again where that can help', async () => {
  const busy: Answer = (response) =>
    response.writeHead(503, { 'retry-after': '0' }).end(problem(503, 'overloaded'))
  answers = [busy, pieces(person('anna'), last)]
  expect(await taken()).toEqual({ ids: ['anna'], error: null })
  answers = [(response) => response.writeHead(404).end(problem(404, 'group_not_found'))]
  heard = []
  expect((await taken()).error).toMatchObject({ code: 'group_not_found', status: 404 })
  expect(heard).toHaveLength(1)
  answers = [(response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')]
  expect((await taken()).error).toMatchObject({ code: 'unexpected_answer' })
})

test('whoever has read enough ends the connection', async () => {
  const closed = new Promise((resolve) => {
    answers = [
      (response) => {
        response.writeHead(200, head)
        response.write(person('anna') + person('ben'))
        response.once('close', resolve)
      },
    ]
  })
  for await (const { id } of streamParticipants({ url, key: 'secret' }, on)) {
    expect(id).toBe('anna')
    break
  }
  await closed
})

const adding: Answer = (response, body) => {
  const { participants } = JSON.parse(body) as { readonly participants: readonly Newcomer[] }
  const outcomes = participants.map((one) => ({
    participant: typeof one === 'string' ? one : one.id,
    outcome: 'added',
  }))
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ outcomes }))
}

test('people are added call after call, each with a key of its own, and no more are asked for than are added', async () => {
  answers = [adding]
  let given = 0
  async function* people(): AsyncGenerator<Newcomer> {
    for (; given < 5; given += 1) yield given === 0 ? { id: 'p0', role: 'admin' } : `p${given}`
  }
  const muster = createMuster({ url, key: 'secret' })
  const told: unknown[] = []
  const options = { batch: 2, idempotencyKey: 'all', ifMatch: 7 }
  for await (const { before, outcomes } of addParticipantsFrom(muster, on, people(), options)) {
    told.push([before, outcomes.map(({ participant }) => participant)])
    expect(given).toBeLessThan(before + 3)
  }
  expect(told).toEqual([
    [0, ['p0', 'p1']],
    [2, ['p2', 'p3']],
    [4, ['p4']],
  ])
  expect(heard.map(({ headers }) => headers['idempotency-key'])).toEqual(['all-1', 'all-2', 'all-3'])
  expect(heard.map(({ headers }) => headers['if-match'])).toEqual(['"7"', undefined, undefined])
})

test('a call that is refused ends it, and those before it were told', async () => {
  answers = [adding, (response) => response.writeHead(403).end(problem(403, 'not_permitted'))]
  const muster = createMuster({ url, key: 'secret' })
  const told: unknown[] = []
  const all = async () => {
    for await (const { outcomes } of addParticipantsFrom(muster, on, ['a', 'b', 'c'], { batch: 1 }))
      told.push(outcomes.length)
  }
  await expect(all()).rejects.toMatchObject({ code: 'not_permitted' })
  expect([told, heard.length]).toEqual([[1], 2])
  await expect(addParticipantsFrom(muster, on, ['a'], { batch: 0 }).next()).rejects.toThrow(TypeError)
  await expect(all()).rejects.toThrow('This call was for the people from 1 to 1;')
})

test('an account that may name few people at once is asked for few, unless the caller said how many', async () => {
  const limited: Answer = (response, body) => {
    const { participants } = JSON.parse(body) as { readonly participants: readonly Newcomer[] }
    if (participants.length <= 2) return adding(response, body)
    const facts = { limit: 'participants.batch', max: 2, actual: participants.length }
    const told = { ...(JSON.parse(problem(400, 'limit_exceeded')) as object), facts }
    response.writeHead(400).end(JSON.stringify(told))
  }
  answers = [limited]
  const muster = createMuster({ url, key: 'secret' })
  const told: number[] = []
  const options = { idempotencyKey: 'all', ifMatch: 7 }
  for await (const { before } of addParticipantsFrom(muster, on, ['a', 'b', 'c'], options)) told.push(before)
  expect(told).toEqual([0, 2])
  // The one that was refused is remembered by its key, so the next has another.
  expect(heard.map(({ headers }) => headers['idempotency-key'])).toEqual(['all-1', 'all-2', 'all-3'])
  expect(heard.map(({ headers }) => headers['if-match'])).toEqual(['"7"', '"7"', undefined])
  const asked = addParticipantsFrom(muster, on, ['a', 'b', 'c'], { batch: 3 })
  await expect(asked.next()).rejects.toMatchObject({ code: 'limit_exceeded' })
})

test('a list of no group is a mistake of whoever asks', async () => {
  // As a program without types may call it.
  const input = { account: 'acc_1' } as unknown as ListInput
  await expect(streamParticipants({ url, key: 'secret' }, input).next()).rejects.toThrow(
    /`group` must be an id/,
  )
  expect(heard).toEqual([])
})
