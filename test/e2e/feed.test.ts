/** The feed: every change once, in order, however many write at the same time and whoever reads from where. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from './server.ts'

let server: RunningServer
let account: string

interface FeedEvent {
  readonly cursor: string
  readonly group: string
  readonly revision: number
  readonly type: string
}
interface Answer {
  readonly status: number
  readonly body: {
    readonly data: readonly FeedEvent[]
    readonly cursor: string
    readonly id: string
    readonly code: string
    readonly group: { readonly id: string }
    readonly admin_key: { readonly key: string }
  }
}

async function call(method: string, path: string, body?: unknown, key = server.key): Promise<Answer> {
  const response = await fetch(`${server.url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

async function newGroup(name: string): Promise<string> {
  return (await call('POST', `/accounts/${account}/groups`, { name })).body.group.id
}

const add = (group: string, id: string) =>
  call('POST', `/accounts/${account}/groups/${group}/participants`, { participants: [id] })

beforeAll(async () => {
  server = await startServer()
  account = (await call('POST', '/accounts', { name: 'Feed' })).body.id
})
afterAll(async () => {
  await server.stop()
})

test('a reader who follows while many write gets every change once and in order', async () => {
  const { cursor: start } = (await call('GET', '/events?after=now')).body
  const groups = await Promise.all(Array.from({ length: 8 }, (_, n) => newGroup(`Group ${n}`)))
  const seen: FeedEvent[] = []
  let writing = true
  const reading = (async () => {
    let after = start
    for (;;) {
      const isLast = !writing
      const { body } = await call('GET', `/events?limit=7&after=${after}`)
      seen.push(...body.data)
      after = body.cursor
      if (isLast && body.data.length === 0) return
    }
  })()
  const writers = Array.from({ length: 16 }, async (_, writer) => {
    for (let n = 0; n < 20; n += 1) await add(groups[(writer + n) % 8] ?? '', `person-${writer}-${n}`)
  })
  await Promise.all(writers)
  writing = false
  await reading
  expect(seen).toHaveLength(8 + 16 * 20)
  expect(new Set(seen.map((event) => event.cursor)).size).toBe(seen.length)
  for (const group of groups) {
    const revisions = seen.filter((event) => event.group === group).map((event) => event.revision)
    expect(revisions).toEqual(revisions.map((_, index) => index + 1))
  }
})

test('a reader who waits is woken by the change, and goes on behind it', async () => {
  const group = await newGroup('Waiting')
  const { cursor } = (await call('GET', '/events?after=now')).body
  const waiting = call('GET', `/events?after=${cursor}&wait=30`)
  await add(group, 'woken')
  const { body } = await waiting
  expect(body.data.map(({ type }) => type)).toEqual(['participants.added'])
  expect((await call('GET', `/events?after=${body.cursor}`)).body.data).toEqual([])
})

test('a reader who waits for another type sleeps on, and is answered with where to go on', async () => {
  const group = await newGroup('Filtered')
  const { cursor } = (await call('GET', '/events?after=now')).body
  const waiting = call('GET', `/events?after=${cursor}&wait=1&type=group.deleted`)
  await add(group, 'other')
  const { body } = await waiting
  expect(body.data).toEqual([])
  expect((await call('GET', `/events?after=${body.cursor}`)).body.data).toEqual([])
})

test('filters by group and type', async () => {
  const group = await newGroup('One of many')
  await add(group, 'somebody')
  const all = (await call('GET', `/events?group=${group}`)).body.data
  expect(all.map(({ type }) => type)).toEqual(['group.created', 'participants.added'])
  const some = (await call('GET', `/events?group=${group}&type=participants.added,group.deleted`)).body.data
  expect(some.map(({ revision }) => revision)).toEqual([2])
})

test.each(['after=nonsense', 'after=e', 'type=nonsense', 'wait=31', 'limit=0'])(
  'refuses %s',
  async (query) => {
    expect((await call('GET', `/events?${query}`)).status).toBe(400)
  },
)

test('shows nothing of another workspace, and nothing to a key that is bound to one account', async () => {
  const { admin_key } = (await call('POST', '/workspaces', { name: 'Other' })).body
  expect((await call('GET', '/events', undefined, admin_key.key)).body.data).toEqual([])
  const bound = (await call('POST', '/keys', { name: 'bound', scopes: ['read'], account })).body
  const key = (bound as unknown as { readonly key: string }).key
  expect((await call('GET', '/events', undefined, key)).body.code).toBe('insufficient_scope')
})

test('a server that stops does not keep those waiting who read', async () => {
  const other = await startServer()
  const waiting = fetch(`${other.url}/v1/events?after=now&wait=30`, {
    headers: { authorization: `Bearer ${other.key}` },
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  const ended = other.stop()
  expect((await waiting).status).toBe(200)
  expect(await ended).toBe(0)
})
