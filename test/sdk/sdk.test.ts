/** The client library against a real server on the loopback, which says what each test has put into its mouth. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMuster, MusterError, operations, pages } from 'muster-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'

interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

type Answer = (response: ServerResponse, heard: Heard) => void

let server: Server
let url: string
let heard: Heard[]
/** One for each request; the last answers all that follow. */
let answers: Answer[]

beforeEach(async () => {
  heard = []
  answers = []
  server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { method = '', url = '', headers } = request
    const one = { method, url, headers, body: Buffer.concat(parts) }
    heard.push(one)
    const answer = answers[Math.min(heard.length, answers.length) - 1]
    answer?.(response, one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
const broken: Answer = (response) => response.destroy()

const problem = (status: number, code: string, headers: Readonly<Record<string, string>> = {}) =>
  json(
    status,
    {
      type: `/docs/problems/${code}`,
      title: 'A title',
      status,
      code,
      detail: 'A sentence.',
      request_id: 'req_1',
      facts: { max: 5 },
    },
    headers,
  )

const connect = (retries?: number) => createMuster({ url, key: 'secret', retries })
const onGroup = { account: 'acc_1', group: 'grp_1' }

async function failure(promise: Promise<unknown>): Promise<MusterError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(MusterError)
  return error as MusterError
}

const keys = () => heard.map((one) => one.headers['idempotency-key'])

test('path, query and body go where the document says, from one flat object', async () => {
  answers = [json(200, { outcomes: [] }), json(200, { data: [], next_cursor: null, total: 0 })]
  const muster = connect()
  await muster.addParticipants({ ...onGroup, participants: ['anna', { id: 'ben', role: 'admin' }] })
  await muster.listParticipants({ ...onGroup, role: 'admin', limit: 5, cursor: undefined })
  expect(heard[0]).toMatchObject({
    method: 'POST',
    url: '/v1/accounts/acc_1/groups/grp_1/participants',
    headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
  })
  expect(JSON.parse(String(heard[0]?.body))).toEqual({ participants: ['anna', { id: 'ben', role: 'admin' }] })
  expect(heard[1]).toMatchObject({
    method: 'GET',
    url: '/v1/accounts/acc_1/groups/grp_1/participants?limit=5&role=admin',
  })
  expect(heard[1]?.body).toHaveLength(0)
})

test('an id is one part of the path, whatever is in it', async () => {
  answers = [json(200, { participant: '', outcome: 'removed' })]
  const muster = connect()
  await muster.removeParticipant({ ...onGroup, person: 'a/../b?c#d e%' })
  expect(heard[0]?.url).toBe('/v1/accounts/acc_1/groups/grp_1/participants/a%2F..%2Fb%3Fc%23d%20e%25')
})

test.each(['', '.', '..'])('the id "%s" is refused, because it would name something else', async (person) => {
  answers = [json(200, { participant: '', outcome: 'removed' })]
  await expect(connect().removeParticipant({ ...onGroup, person })).rejects.toThrow('`person` must be an id')
  expect(heard).toHaveLength(0)
})

test('options of a call become headers and the dry run', async () => {
  answers = [json(200, {})]
  const muster = connect()
  await muster.updateGroup({ ...onGroup, name: 'N' }, { idempotencyKey: 'mine', ifMatch: 12, dryRun: true })
  expect(heard[0]?.url).toBe('/v1/accounts/acc_1/groups/grp_1?dry_run=true')
  expect(heard[0]?.headers).toMatchObject({ 'idempotency-key': 'mine', 'if-match': '"12"' })
})

test('each write has a key of its own, a read and a dry run have none', async () => {
  answers = [json(201, {})]
  const muster = connect()
  await muster.sendMessage({ ...onGroup, text: 'a' })
  await muster.sendMessage({ ...onGroup, text: 'a' })
  await muster.sendMessage({ ...onGroup, text: 'a' }, { dryRun: true })
  await muster.getGroup(onGroup)
  const [first, second, ...rest] = keys()
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(second).not.toBe(first)
  expect(rest).toEqual([undefined, undefined])
})

test('a write that got no answer is sent again with the same key and body', async () => {
  answers = [broken, broken, json(201, { id: 'msg_1' })]
  expect(await connect().sendMessage({ ...onGroup, text: 'Hello' })).toEqual({ id: 'msg_1' })
  expect(heard).toHaveLength(3)
  expect(new Set(keys()).size).toBe(1)
  expect(new Set(heard.map((one) => String(one.body)))).toEqual(new Set(['{"text":"Hello"}']))
})

test('an answer that breaks off in the middle counts as none', async () => {
  const half: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"id":')
    setTimeout(() => response.destroy(), 20)
  }
  answers = [half, json(200, { id: 'grp_1' })]
  expect(await connect().getGroup(onGroup)).toEqual({ id: 'grp_1' })
})

test.each([
  [429, 'rate_limited'],
  [503, 'overloaded'],
])('%d is tried again after the seconds in Retry-After', async (status, code) => {
  answers = [problem(status, code, { 'retry-after': '1' }), json(201, {})]
  const begun = performance.now()
  await connect().sendMessage({ ...onGroup, text: 'a' })
  expect(performance.now() - begun).toBeGreaterThanOrEqual(990)
  expect(new Set(keys()).size).toBe(1)
})

test('a first request that still runs is waited for', async () => {
  answers = [problem(409, 'idempotency_key_running'), json(201, { id: 'msg_1' })]
  expect(await connect().sendMessage({ ...onGroup, text: 'a' })).toEqual({ id: 'msg_1' })
})

test('a wait of more than a minute is left to the caller', async () => {
  answers = [problem(429, 'rate_limited', { 'retry-after': '3600' })]
  expect(await failure(connect().getGroup(onGroup))).toMatchObject({ status: 429, retryAfter: 3600 })
  expect(heard).toHaveLength(1)
})

test('it gives up after as many retries as it was told', async () => {
  answers = [problem(503, 'overloaded', { 'retry-after': '0' })]
  expect(await failure(connect(2).getGroup(onGroup))).toMatchObject({ status: 503, code: 'overloaded' })
  expect(heard).toHaveLength(3)
})

test.each([400, 403, 404, 409, 422, 500, 504])('%d is not tried again', async (status) => {
  answers = [problem(status, 'a_code')]
  const error = await failure(connect().sendMessage({ ...onGroup, text: 'a' }))
  expect(error).toMatchObject({
    name: 'MusterError',
    message: 'a_code: A sentence.',
    status,
    code: 'a_code',
    title: 'A title',
    detail: 'A sentence.',
    requestId: 'req_1',
    facts: { max: 5 },
    retryAfter: null,
  })
  expect(heard).toHaveLength(1)
})

test('without a server the code is unreachable', async () => {
  const nobody = createMuster({ url: 'http://127.0.0.1:1', key: 'secret', retries: 0 })
  expect(await failure(nobody.getWorkspace())).toMatchObject({ status: 0, code: 'unreachable' })
})

test.each([
  [502, '<html>Bad gateway</html>'],
  [404, '{"message":"not found"}'],
  [200, '<html>Welcome</html>'],
])('an answer %d that is not Muster’s is called so', async (status, body) => {
  answers = [(response) => response.writeHead(status).end(body)]
  expect(await failure(connect(0).getWorkspace())).toMatchObject({ status, code: 'unexpected_answer' })
})

test('a signal ends the call, and the wait between retries', async () => {
  answers = [problem(503, 'overloaded', { 'retry-after': '30' })]
  const begun = performance.now()
  await expect(connect().getGroup(onGroup, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/i)
  answers = [() => undefined]
  await expect(connect().getGroup(onGroup, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/i)
  expect(performance.now() - begun).toBeLessThan(5_000)
})

test('pictures are bytes both ways', async () => {
  const picture = Uint8Array.from({ length: 1000 }, (_, index) => index % 256)
  answers = [
    json(200, { etag: 'e' }),
    (response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture),
  ]
  const muster = connect()
  await muster.setPicture({ ...onGroup, picture })
  expect(heard[0]).toMatchObject({ method: 'PUT', headers: { 'content-type': 'image/jpeg' } })
  expect(new Uint8Array(heard[0]?.body ?? [])).toEqual(picture)
  expect(await muster.getPicture(onGroup)).toEqual(picture)
})

test('pages goes from page to page, by cursor or by revision', async () => {
  answers = [
    json(200, { data: [{ id: 'a' }, { id: 'b' }], next_cursor: 'c1' }),
    json(200, { data: [{ id: 'c' }], next_cursor: null }),
    json(200, { data: [{ revision: 1 }], next_after: 1 }),
    json(200, { data: [], next_after: null }),
  ]
  const muster = connect()
  const people: string[] = []
  for await (const person of pages(muster.listParticipants, { ...onGroup, limit: 2 })) people.push(person.id)
  expect(people).toEqual(['a', 'b', 'c'])
  for await (const event of pages(muster.listGroupEvents, onGroup)) expect(event.revision).toBe(1)
  expect(heard.map((one) => one.url.split('?')[1])).toEqual([
    'limit=2',
    'limit=2&cursor=c1',
    undefined,
    'after=1',
  ])
})

test('pages asks for no page that is not needed', async () => {
  answers = [json(200, { data: [{ id: 'a' }], next_cursor: 'c1' })]
  for await (const account of pages(connect().listAccounts, {})) {
    expect(account.id).toBe('a')
    break
  }
  expect(heard).toHaveLength(1)
})

test('there is a method for each operation', () => {
  const muster: Readonly<Record<string, unknown>> = { ...connect() }
  expect(Object.keys(muster).sort()).toEqual(Object.keys(operations).sort())
})

test('another fetch can be given, and a path before the API', async () => {
  const asked: string[] = []
  const fetch = (request: Request): Promise<Response> => {
    asked.push(request.url)
    return Promise.resolve(Response.json({ name: 'w' }))
  }
  const muster = createMuster({ url: 'https://example.test/muster/', key: 'secret', fetch })
  expect(await muster.getWorkspace()).toEqual({ name: 'w' })
  expect(asked).toEqual(['https://example.test/muster/v1/workspace'])
})

test.each(['', 'nonsense', 'ftp://example.test', '127.0.0.1:8080'])(
  'the address "%s" is refused at once',
  (address) => {
    expect(() => createMuster({ url: address, key: 'secret' })).toThrow('The address must be one such as')
  },
)

test.each(['', 'two words', 'line\nbreak'])('the key %j is refused at once', (key) => {
  expect(() => createMuster({ url, key })).toThrow('The key must be')
})
