/** An operation that never ends: its caller is told in his dialect's words, and the next one is answered as ever. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { native } from '../../src/dialects/native/index.ts'
import type { HttpServer } from '../../src/http/index.ts'
import { openWorld } from '../support/core.ts'
import { serveHere } from '../support/http.ts'

const world = await openWorld()
let http: HttpServer
let url: string

beforeAll(async () => {
  const { store } = world.env
  // Whoever writes waits for ever; whoever reads does not.
  const stuck: typeof store = {
    ...store,
    transaction: () => new Promise(() => undefined),
    within: () => stuck,
  }
  ;({ http, url } = await serveHere({ ...world.env, store: stuck }, [native], { handlerTimeoutMs: 50 }))
})
afterAll(async () => {
  await http.close()
  await world.close()
})

test('whoever waits too long is told to repeat the request, and others are served', async () => {
  const headers = { authorization: 'Bearer operator', 'content-type': 'application/json' }
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
