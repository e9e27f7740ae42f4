/** A whole list in one answer: what the pages say, for readers of any pace, and never taken for whole when it is not. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, apisOf } from './api.ts'
import { answerOf, goingOn, listAll, media, open, responseOf, untilGoingOn, type Where } from './lines.ts'
import { type RunningServer, startServer } from './server.ts'
import { headerOf, list, send, text, texts, whole } from './wire.ts'

let server: RunningServer
let api: Api
let where: Where
let account: string
/** Some thousands, and some more whose ids are so long that no connection holds the list. */
let on: { readonly account: string; readonly group: string }
let long: typeof on

beforeAll(async () => {
  server = await startServer()
  api = (await apisOf(server.url, server.key)).of('native')
  where = { url: server.url, key: server.key, api }
  account = text((await api.ok('createAccount', {}, { json: { name: 'Lines' } })).body, 'id')
  on = await groupOf(Array.from({ length: 3_500 }, (_, index) => `person-${index}`))
  await api.ok('addParticipants', on, { json: { participants: [{ id: 'admin', role: 'admin' }] } })
  long = await longGroup('long')
}, 60_000)
afterAll(async () => {
  const faults = server.logs().split('\n')
  expect(faults.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  expect(await server.stop()).toBe(0)
})

async function groupOf(participants: readonly string[]): Promise<typeof on> {
  const json = { name: 'Lines', participants }
  return { account, group: text((await api.ok('createGroup', { account }, { json })).body, 'group.id') }
}

/** 40,000 people with the longest ids that there are: ten megabytes of lines. */
async function longGroup(name: string): Promise<typeof on> {
  const group = await groupOf([])
  for (let part = 0; part < 16; part += 1) {
    const participants = Array.from({ length: 2_500 }, (_, index) =>
      `${name}-${part}-${index}-`.padEnd(128, 'x'),
    )
    const { body } = await api.ok('addParticipants', group, { json: { participants } })
    expect(new Set(texts(body, 'outcomes', 'outcome'))).toEqual(new Set(['added']))
  }
  return group
}

/** The list as its pages tell it. */
async function paged(query: Readonly<Record<string, string>> = {}): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: Readonly<Record<string, string>> = cursor === '' ? {} : { cursor }
    const { body } = await api.ok('listParticipants', on, { query: { limit: 1000, ...query, ...more } })
    rows.push(...list(body, 'data'))
    cursor = (body as { readonly next_cursor: string | null }).next_cursor
  }
  return rows
}

test('tells what the pages tell, and that it was whole and of one revision', async () => {
  const { status, type, lines, isBroken } = await listAll(where, on)
  expect([status, type, isBroken]).toEqual([200, media, false])
  expect(lines.slice(0, -1)).toEqual(await paged())
  const { body } = await api.ok('getGroup', on)
  const revision = whole(body, 'revision')
  expect(lines.at(-1)).toEqual({
    done: true,
    count: whole(body, 'counts.participants'),
    from_revision: revision,
    to_revision: revision,
  })
})

test('tells the same however often it is asked for, and each account who of them he is', async () => {
  const group = await groupOf(['anna', 'ben'])
  const made = await api.ok('createAccount', {}, { json: { name: 'Other', user_id: 'ben' } })
  const others = { ...group, account: text(made.body, 'id') }
  const told = async (who: typeof group) => {
    const { bytes, body, headers } = await api.ok('listParticipants', who)
    const { lines } = await listAll(where, who)
    expect(lines.slice(0, -1)).toEqual(list(body, 'data'))
    return {
      written: [String(bytes), headers['content-type'], headers['content-length']],
      roles: texts(body, 'data', 'role'),
      own: (list(body, 'data') as { is_self: boolean }[]).map(({ is_self }) => is_self),
    }
  }
  const [first, other] = [await told(group), await told(others)]
  expect([first.roles, first.own]).toEqual([
    ['owner', 'member', 'member'],
    [true, false, false],
  ])
  expect(other.own).toEqual([false, false, true])
  for (let time = 0; time < 5; time += 1) {
    expect(await told(group)).toEqual(first)
    expect(await told(others)).toEqual(other)
  }
  await api.ok('setRole', { ...group, person: 'anna' }, { json: { role: 'admin' } })
  const after = await told(group)
  expect(after.roles).toEqual(['owner', 'admin', 'member'])
  expect(await told(group)).toEqual(after)
})

test('tells one role alone, and goes on from a cursor', async () => {
  const admins = await listAll(where, on, '?role=admin')
  expect(admins.lines.slice(0, -1)).toEqual(await paged({ role: 'admin' }))
  expect(admins.lines).toHaveLength(2)
  const { body } = await api.ok('listParticipants', on, { query: { limit: 1000 } })
  const rest = await listAll(where, on, `?cursor=${text(body, 'next_cursor')}`)
  expect(rest.lines.slice(0, -1)).toEqual((await paged()).slice(1000))
})

test('tells who was there at a revision and at a time', async () => {
  const at = await api.ok('listGroupEvents', on, { query: { limit: 2 } })
  const first = await listAll(where, on, '?at=2')
  expect(first.lines.slice(0, -1)).toEqual(await paged({ at: '2' }))
  expect(first.lines.at(-1)).toEqual({ done: true, count: 3_501, from_revision: 2, to_revision: 2 })
  const then = await listAll(where, on, `?at=${text(at.body, 'data.1.at')}`)
  expect(then.lines).toEqual(first.lines)
})

test('names the revisions before and after when somebody came while it was told', async () => {
  const group = await longGroup('changing')
  const going = open(where, 'listParticipants', group, { headers: { accept: media } })
  going.end()
  // Nobody reads yet, so that most of the list is still to be looked up.
  const coming = await responseOf(going)
  await api.ok('addParticipants', group, { json: { participants: ['late'] } })
  const { lines } = await answerOf(api, 'listParticipants', coming)
  expect(lines.at(-1)).toEqual({ done: true, count: 40_002, from_revision: 17, to_revision: 18 })
  expect(new Set(lines.map(({ id }) => id)).size).toBe(40_003)
})

test('waits for a slow reader, who gets everything', async () => {
  const going = open(where, 'listParticipants', long, { headers: { accept: media } })
  going.end()
  const coming = await responseOf(going)
  // The server would be done by now if it kept for him what he does not take.
  for (let look = 0; look < 5; look += 1) expect(await goingOn(server.url)).toBe(1)
  await api.ok('getGroup', on)
  expect(await goingOn(server.url)).toBe(1)
  const { lines, isBroken } = await answerOf(api, 'listParticipants', coming)
  expect([lines.length, isBroken]).toEqual([40_002, false])
  await untilGoingOn(server.url, 0)
})

test('ends with a reader who goes away', async () => {
  const going = open(where, 'listParticipants', long, { headers: { accept: media } })
  going.end()
  await responseOf(going)
  expect(await goingOn(server.url)).toBe(1)
  going.destroy()
  await untilGoingOn(server.url, 0)
})

test('breaks off with a problem on the last line when the key is revoked meanwhile', async () => {
  const made = await api.ok('createKey', {}, { json: { name: 'short', scopes: ['read'] } })
  const own = { ...where, key: text(made.body, 'key') }
  const going = open(own, 'listParticipants', long, { headers: { accept: media } })
  going.end()
  const coming = await responseOf(going)
  await api.ok('revokeKey', { key: text(made.body, 'id') })
  const { lines } = await answerOf(api, 'listParticipants', coming)
  expect(lines.at(-1)).toMatchObject({ error: { code: 'invalid_credentials', status: 401 } })
  expect(lines.filter((line) => 'done' in line)).toEqual([])
  expect(lines.length).toBeLessThan(40_000)
})

test('what is wrong with the request is a problem as ever', async () => {
  const codes = async (query: string, params = on, own: Where = where) => {
    const { status, type, lines } = await listAll(own, params, query)
    return [status, type.split(';')[0], lines[0]?.code]
  }
  const problem = 'application/problem+json'
  expect(await codes('?limit=5')).toEqual([400, problem, 'invalid_input'])
  expect(await codes('?cursor=wrong')).toEqual([400, problem, 'invalid_cursor'])
  expect(await codes('?role=king')).toEqual([400, problem, 'invalid_input'])
  expect(await codes('?at=1&role=admin')).toEqual([400, problem, 'invalid_input'])
  expect(await codes('?at=99999')).toEqual([400, problem, 'invalid_input'])
  expect(await codes('', { ...on, group: 'grp_1' })).toEqual([404, problem, 'group_not_found'])
  expect(await codes('', on, { ...where, key: 'wrong' })).toEqual([401, problem, 'invalid_credentials'])
  expect(await goingOn(server.url)).toBe(0)
})

test.each([
  ['*/*', 'application/json'],
  ['application/json, application/x-ndjson', 'application/json'],
  ['application/x-ndjson;q=0', 'application/json'],
  ['application/json;q=0.5, application/x-ndjson', media],
  ['application/x-ndjson, */*', media],
])('`Accept: %s` is answered with %s', async (accept, type) => {
  const path = `/v1/accounts/${on.account}/groups/${on.group}/participants?role=admin`
  const headers = { authorization: `Bearer ${server.key}`, accept }
  const reply = await send(server.url, { method: 'GET', path, headers })
  expect([reply.status, headerOf(reply, 'content-type').split(';')[0]]).toEqual([200, type])
})
