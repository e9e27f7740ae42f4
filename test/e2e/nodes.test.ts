/** Several servers on one PostgreSQL: each sees what another did, and all tell the truth when the database is away. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseFor } from '../support/postgres.ts'
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts'
import { apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { at, list, send, text, texts, whole } from './wire.ts'

const newPlace = () => mkdtempSync(join(tmpdir(), 'muster-nodes-'))

async function nativeOf(server: RunningServer) {
  return (await apisOf(server.url, server.key)).of('native')
}

describe('two servers on one database', () => {
  let servers: readonly [RunningServer, RunningServer]
  beforeAll(async () => {
    const env = { MUSTER_DATABASE_URL: await databaseFor(newPlace()) }
    // Both at once on an empty database: one makes the schema and the first key, and the other finds them.
    servers = await Promise.all([startServer({ env }), startServer({ env })])
  })
  afterAll(async () => {
    expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0])
  })

  it('have one first workspace, and each shows what the other made', async () => {
    const [one, other] = [await nativeOf(servers[0]), await nativeOf(servers[1])]
    expect(list((await other.ok('listWorkspaces')).body, 'data')).toHaveLength(1)
    const account = text((await one.ok('createAccount', {}, { json: { name: 'A' } })).body, 'id')
    const made = await one.ok('createGroup', { account }, { json: { name: 'Both' } })
    const group = text(made.body, 'group.id')
    const seen = await other.ok('getGroup', { account, group })
    expect(text(seen.body, 'name')).toBe('Both')
  })

  it('keep the turn of a group between them: revisions without a gap, and each person once', async () => {
    const apis = [await nativeOf(servers[0]), await nativeOf(servers[1])]
    const [one, other] = apis
    if (one === undefined || other === undefined) throw new Error('two servers')
    const account = text((await one.ok('createAccount', {}, { json: { name: 'B' } })).body, 'id')
    const group = text((await one.ok('createGroup', { account }, { json: { name: 'Hot' } })).body, 'group.id')
    const wishes = Array.from({ length: 80 }, (_, n) => ({
      api: n % 2 === 0 ? one : other,
      person: `p${n % 50}`,
    }))
    const replies = await Promise.all(
      wishes.map(({ api, person }) =>
        api.ok('addParticipants', { account, group }, { json: { participants: [person] } }),
      ),
    )
    const outcomes = replies.flatMap(({ body }) => texts(body, 'outcomes', 'outcome'))
    expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(50)
    const people = await other.ok('listParticipants', { account, group }, { query: { limit: '1000' } })
    expect(new Set(texts(people.body, 'data', 'id')).size).toBe(51)
    const events = await one.ok('listGroupEvents', { account, group }, { query: { limit: '1000' } })
    const revisions = list(events.body, 'data').map((event) => whole(event, 'revision'))
    expect(revisions).toEqual(revisions.map((_, index) => index + 1))
    expect(whole((await one.ok('getGroup', { account, group })).body, 'revision')).toBe(revisions.length)
  })

  it('do a repeated request once, wherever the repetition arrives', async () => {
    const apis = [await nativeOf(servers[0]), await nativeOf(servers[1])]
    const headers = { 'Idempotency-Key': 'one-for-both' }
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        apis[n % 2]?.ok('createAccount', {}, { json: { name: 'Once' }, headers }),
      ),
    )
    expect(new Set(replies.map((reply) => text(reply?.body, 'id'))).size).toBe(1)
  })

  it('wake who waits at the end of the feed on the other', async () => {
    const [one, other] = [await nativeOf(servers[0]), await nativeOf(servers[1])]
    const account = text((await one.ok('createAccount', {}, { json: { name: 'C' } })).body, 'id')
    const group = text(
      (await one.ok('createGroup', { account }, { json: { name: 'Feed' } })).body,
      'group.id',
    )
    // The server that wrote waits for the numbers of what it wrote; the other may not see them yet.
    const after = text((await one.ok('listEvents', {}, { query: { after: 'now' } })).body, 'cursor')
    const waiting = other.ok('listEvents', {}, { query: { after, wait: 25 } })
    await one.ok('sendMessage', { account, group }, { json: { text: 'Wake up' } })
    const came = await waiting
    expect(list(came.body, 'data').map((event) => at(event, 'facts.message.text'))).toEqual(['Wake up'])
  })
})

describe('a database that goes away', () => {
  let postgres: PostgresServer
  let server: RunningServer
  beforeAll(async () => {
    postgres = await startPostgres({ isDurable: true })
    server = await startServer({ env: { MUSTER_DATABASE_URL: postgres.url } })
  })
  afterAll(async () => {
    await server.stop()
    await postgres.stop()
  })

  it('makes every answer a 503 that says when to come back, and nothing is lost', async () => {
    const api = await nativeOf(server)
    const account = text((await api.ok('createAccount', {}, { json: { name: 'A' } })).body, 'id')
    const group = text(
      (await api.ok('createGroup', { account }, { json: { name: 'Kept' } })).body,
      'group.id',
    )
    const path = `/v1/accounts/${account}/groups/${group}`
    const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' }
    const statusOf = async (route: string) =>
      (await send(server.url, { method: 'GET', path: route, headers })).status
    const add = (person: string) =>
      send(server.url, {
        method: 'POST',
        path: `${path}/participants`,
        headers,
        body: JSON.stringify({ participants: [person] }),
      })
    const kept: string[] = []
    for (let round = 0; round < 2; round += 1) {
      let isDown = false
      const load = Promise.all(
        Array.from({ length: 16 }, async (_, client) => {
          for (let n = 0; n < 1000; n += 1) {
            const person = `p${round}-${client}-${n}`
            const reply = await add(person)
            expect([200, 503]).toContain(reply.status)
            if (reply.status === 200) kept.push(person)
            else expect(reply.headers['retry-after']).toBe('1')
            if (isDown) return
          }
        }),
      )
      await expect.poll(() => kept.length, { timeout: 20_000 }).toBeGreaterThan(50 * (round + 1))
      await postgres.kill()
      isDown = true
      await load
      expect(await statusOf('/readyz')).toBe(503)
      expect(await statusOf('/healthz')).toBe(200)
      expect(await statusOf(path)).toBe(503)
      await postgres.start()
      await expect.poll(() => statusOf('/readyz'), { timeout: 20_000 }).toBe(200)
      expect(await statusOf(path)).toBe(200)
    }
    const people: string[] = []
    let cursor: string | undefined
    do {
      const query = { limit: '1000', ...(cursor === undefined ? {} : { cursor }) }
      const page = await api.ok('listParticipants', { account, group }, { query })
      people.push(...texts(page.body, 'data', 'id'))
      const next = at(page.body, 'next_cursor')
      cursor = typeof next === 'string' ? next : undefined
    } while (cursor !== undefined)
    const there = new Set(people)
    expect(kept.filter((person) => !there.has(person))).toEqual([])
  })
})
