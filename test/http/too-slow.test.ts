/** An operation that never ends: its caller is told in his dialect's words, and the next one is answered as ever. */
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { native } from '../../src/dialects/native/index.ts'
import { idTo } from '../../src/dialects/native/render.ts'
import type { HttpServer } from '../../src/http/index.ts'
import { openWorld } from '../support/core.ts'
import { serveHere } from '../support/http.ts'

const world = await openWorld()
const logged: {
  readonly level: number
  readonly msg: string
  readonly err?: { readonly message: string }
}[] = []
let http: HttpServer
let url: string
/** What whoever writes, and whoever reads people, waits for. */
let writing: Promise<void> = Promise.resolve()
let reading: Promise<void> = Promise.resolve()

beforeAll(async () => {
  const { store } = world.env
  const slow: typeof store = {
    ...store,
    transaction: async (...all) => {
      await writing
      return store.transaction(...all)
    },
    read: {
      ...store.read,
      members: async (...all) => {
        await reading
        return store.read.members(...all)
      },
    },
    within: () => slow,
  }
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const limits = { handlerTimeoutMs: 500, streamsPerKeyMax: 1 }
  ;({ http, url } = await serveHere({ ...world.env, store: slow }, [native], limits, log))
})
afterAll(async () => {
  await http.close()
  await world.close()
})

const headers = { authorization: 'Bearer operator', 'content-type': 'application/json' }

test('whoever waits too long is told to repeat the request, and others are served', async () => {
  writing = new Promise(() => undefined)
  const slow = await fetch(`${url}/v1/accounts`, { method: 'POST', headers, body: '{"name":"A"}' })
  expect(slow.status).toBe(503)
  expect(slow.headers.get('retry-after')).not.toBeNull()
  expect(await slow.json()).toMatchObject({
    code: 'overloaded',
    detail: 'The request took too long; it may still end. Repeat it with the same Idempotency-Key.',
  })
  const read = await fetch(`${url}/v1/accounts`, { headers })
  expect(read.status).toBe(200)
})

test('what ends after its time is told to nobody, and a fault of ours is in the log', async () => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  writing = promise
  const add = () => fetch(`${url}/v1/accounts`, { method: 'POST', headers, body: '{"name":"Late"}' })
  expect((await add()).status).toBe(503)
  logged.length = 0
  reject(new Error('the disk is gone'))
  await expect.poll(() => logged).toHaveLength(1)
  expect(logged[0]).toMatchObject({ level: 50, err: { message: 'the disk is gone' } })
  logged.length = 0
  const next = Promise.withResolvers<void>()
  writing = next.promise
  expect((await add()).status).toBe(503)
  next.resolve()
  resolve()
  writing = Promise.resolve()
  const names = async () => {
    const { data } = (await (await fetch(`${url}/v1/accounts`, { headers })).json()) as {
      readonly data: readonly { readonly name: string }[]
    }
    return data.map(({ name }) => name)
  }
  await expect.poll(names).toContain('Late')
  // No warning of the framework either, which would hold the address.
  expect(logged).toEqual([])
})

test('a list whose beginning took too long gives its place back', async () => {
  const owner = await world.account('owner')
  const group = await world.group(owner)
  const path = `/v1/accounts/${idTo('account', owner.id)}/groups/${idTo('group', group)}/participants`
  const list = () => fetch(`${url}${path}`, { headers: { ...headers, accept: 'application/x-ndjson' } })
  const { promise, resolve } = Promise.withResolvers<void>()
  reading = promise
  expect((await list()).status).toBe(503)
  // The only place is taken for as long as it goes on.
  expect((await list()).status).toBe(429)
  resolve()
  await expect.poll(async () => (await list()).status).toBe(200)
})
