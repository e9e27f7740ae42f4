/** Bad input on every row of every dialect: a 4xx in the dialect's own shape, and nothing has changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notePage, pathOf } from './api.ts'
import { type Document, documentsOf, failureProblem, type Row } from './documents.ts'
import { bodiesWithText, type Case, incompleteBodies, shortly, wrongBodies, wrongQuery } from './hostile.ts'
import { jpeg } from './pictures.ts'
import { startServer } from './server.ts'
import { type Asked, type Reply, send } from './wire.ts'
import { firstWorld, foreignWorld, secretName, valuesFor, type World } from './world.ts'

// The rows must be known when the tests are listed, so the server starts before.
const server = await startServer()
const documents = await documentsOf(server.url)
const byDialect = new Map(documents.map((document) => [document.dialect, document]))
const rows = documents.flatMap((document) => document.rows)
const withBody = rows.filter((row) => row.body?.media === 'application/json')
const writes = rows.filter((row) => row.scope !== 'read')

let world: World
let foreign: World
let before: unknown
let picture: Uint8Array

beforeAll(async () => {
  world = await firstWorld(server)
  foreign = await foreignWorld(server)
  before = await world.snapshot()
  picture = await jpeg(300, 300)
})

afterAll(async () => {
  const faults = server
    .logs()
    .split('\n')
    .filter((line) => /"level":[56]0/.test(line))
  // The first ones tell enough; a thousand of them would hide which.
  expect(faults.slice(0, 3)).toEqual([])
  for (const path of world.apis.pages)
    expect((await send(server.url, { method: 'GET', path })).status).toBe(200)
  expect(await server.stop()).toBe(0)
})

function documentOf(row: { readonly dialect: string }): Document {
  const document = byDialect.get(row.dialect)
  if (document === undefined) throw new Error(`No document ${row.dialect}`)
  return document
}

/** Where a row is asked, with the query that it cannot do without. */
function addressOf(row: Row, values: Readonly<Record<string, string>>): string {
  const query = row.neededQuery.map((name) => `${name}=${encodeURIComponent(values[name] ?? '')}`)
  return pathOf(row.path, values) + (query.length === 0 ? '' : `?${query.join('&')}`)
}

interface Attempt {
  readonly what: string
  readonly asked: Partial<Asked>
  /** The statuses that fit; any 4xx when left out. */
  readonly statuses?: readonly number[]
}

/** The row's example; where it names a group or an invite, the one of the world. */
function exampleOf(row: Row): unknown {
  const { group_id: to, invite_code, community_id, api_key } = valuesFor(world, row.dialect)
  const named = new Map<string, object>([
    ['whatsapi sendTextMessage', { to }],
    ['whatsapi sendGroupInvite', { invite_code }],
    ['whatsapp-cloud sendGroupMessage', { to }],
    ['genuin auth', { api_key, api_secret: world.adminKey }],
    ['genuin createGroup', { community_id }],
    ['genuin addUsers', { communities: [community_id] }],
  ]).get(`${row.dialect} ${row.id}`)
  return named === undefined ? (row.body?.example ?? {}) : { ...Object(row.body?.example), ...named }
}

/** The row's request as it should be, with the bad part in its place. */
function requestOf(row: Row, asked: Partial<Asked>): Asked {
  const isPicture = row.body !== null && row.body.media !== 'application/json'
  const valid = isPicture ? picture : JSON.stringify(exampleOf(row))
  const payload = row.body === null || asked.body !== undefined ? {} : { body: valid }
  const type =
    row.body === null && asked.body === undefined
      ? {}
      : { 'content-type': row.body?.media ?? 'application/json' }
  return {
    method: row.method,
    path: addressOf(row, valuesFor(world, row.dialect)),
    ...payload,
    ...asked,
    headers: { ...documentOf(row).credentials(world.adminKey), ...type, ...asked.headers },
  }
}

/** What is wrong with the answer to an attempt, or null. */
function problemOf(row: Row, attempt: Attempt, reply: Reply): string | null {
  const isDeclined = reply.status === 501 && row.statuses.has(501)
  const fits =
    attempt.statuses?.includes(reply.status) ?? (isDeclined || (reply.status >= 400 && reply.status < 500))
  const wrong = fits ? failureProblem(documentOf(row), reply, row) : `status ${reply.status}`
  if (wrong !== null) return `${attempt.what}: ${wrong} ${shortly(reply.bytes.toString())}`
  return reply.bytes.includes(secretName) ? `${attempt.what}: shows ${secretName}` : null
}

/** Makes all attempts; each must be refused, and together they must change nothing. */
async function allRefused(row: Row, attempts: readonly Attempt[]): Promise<void> {
  const problems: string[] = []
  for (const attempt of attempts) {
    const reply = await send(server.url, requestOf(row, attempt.asked))
    const problem = problemOf(row, attempt, reply)
    if (problem !== null) problems.push(problem)
    notePage(world.apis.pages as Set<string>, reply)
  }
  // Read before anything is judged, so that one row's fault is not held against the rows after it.
  const [earlier, after] = [before, await world.snapshot()]
  before = after
  expect(problems).toEqual([])
  expect(after).toEqual(earlier)
}

const json = (value: unknown) => ({ body: JSON.stringify(value) })
const asAttempts = (cases: readonly Case[], statuses?: readonly number[]): readonly Attempt[] =>
  cases.map(({ what, body }) => ({
    what,
    asked: json(body),
    ...(statuses === undefined ? {} : { statuses }),
  }))

it('has a value for every path parameter', () => {
  for (const row of rows) expect(pathOf(row.path, valuesFor(world, row.dialect))).not.toContain('{')
})

/** The status of a key that is none or may not do it. Genuin has one of its own at one call (contract 2.2, errors). */
const unauthorized = (row: Row) => (`${row.dialect} ${row.id}` === 'genuin addUsers' ? 412 : 401)

describe.each(rows.filter((row) => !row.isKeyInBody))('keys: $dialect $id', (row) => {
  it('demands a key that is valid', async () => {
    const document = documentOf(row)
    const nothing = Object.fromEntries(Object.keys(document.credentials('')).map((name) => [name, '']))
    const statuses = [unauthorized(row)]
    const withKey = (key: string) => ({ headers: document.credentials(key) })
    await allRefused(row, [
      { what: 'no key', asked: { headers: nothing }, statuses },
      { what: 'wrong key', asked: withKey('mst_wrong-key-0123456789'), statuses },
      { what: 'a key with more behind it', asked: withKey(`${world.adminKey}x`), statuses },
      { what: 'a hostile key', asked: withKey("' or 1=1 --"), statuses },
      { what: 'a long key', asked: withKey('k'.repeat(8000)), statuses },
    ])
  })
})

describe.each(writes)('scopes: $dialect $id', (row) => {
  it('demands a key that may do it', async () => {
    const { credentials } = documentOf(row)
    // WhatsAPI declares no 403.
    const statuses = [row.statuses.has(403) ? 403 : unauthorized(row)]
    const read = { what: 'read key', asked: { headers: credentials(world.readKey) }, statuses }
    const write = { what: 'write key', asked: { headers: credentials(world.writeKey) }, statuses }
    await allRefused(row, row.scope === 'write' ? [read] : [read, write])
  })
})

describe.each(rows)('paths: $dialect $id', (row) => {
  const names = [...row.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

  it('does not find what is not there', async () => {
    await allRefused(
      row,
      names
        .filter((name) => !takesAnything(row, name))
        .flatMap((name) => [
          ...unknownIds(row, name).map((id) => ({
            what: `${name} = ${shortly(id)}`,
            asked: { path: addressOf(row, { ...valuesFor(world, row.dialect), [name]: id }) },
          })),
          ...['%zz', '%', '%c3%28', '%00', '%ff'].map((raw) => ({
            what: `${name} = ${raw}`,
            asked: {
              path: addressOf(row, { ...valuesFor(world, row.dialect), [name]: 'HERE' }).replace('HERE', raw),
            },
          })),
        ]),
    )
  })

  it('does not find what belongs to another workspace', async () => {
    const [ours, theirs] = [valuesFor(world, row.dialect), valuesFor(foreign, row.dialect)]
    const own = names.filter((name) => theirs[name] !== ours[name])
    const wrong = own.map((name) => ({ [name]: theirs[name] ?? '' }))
    const all = own.length === 0 ? [] : [theirs]
    await allRefused(
      row,
      [...wrong, ...all].map((values) => ({
        what: `foreign ${Object.keys(values).join()}`,
        asked: { path: addressOf(row, { ...ours, ...values }) },
        // Genuin has no 404 for a chat that is not there (contract 2.2), and Graph answers 400 for any object (1.5).
        statuses: ['genuin', 'whatsapp-cloud'].includes(row.dialect) ? [400] : [404],
      })),
    )
  })
})

/** Values that are never wrong: whoever is looked for, "there is no chat with him" is a true answer. */
function takesAnything(row: Row, name: string): boolean {
  // Every version of Graph is served alike; test/conformance/whatsapp-cloud tries those that are none.
  if (name === 'version') return true
  // The list of people goes on after any text, as its document says.
  return (row.id === 'getUserChat' && name === 'user_id') || (row.id === 'listPeople' && name === 'cursor')
}

function unknownIds(row: Row, name: string): readonly string[] {
  const own = valuesFor(world, row.dialect)[name] ?? ''
  const near = own.replace(/[0-9](?=[^0-9]*$)/, (digit) => String((Number(digit) + 5) % 10))
  return [
    ...['0', '-1', 'x', 'acc_', 'grp_zzzzzzzzzzz', '../../v1/keys', '__proto__', 'constructor', ' ', '💥'],
    ...['9007199254740993', '1'.repeat(40), 'x'.repeat(1000), 'x'.repeat(1100), `${own} `, `${own}x`, 'null'],
    ...(near === own ? [] : [near]),
  ]
}

describe.each(rows)('query and headers: $dialect $id', (row) => {
  it('refuses what its parameters do not take', async () => {
    const path = addressOf(row, valuesFor(world, row.dialect))
    const judged = Object.entries(row.query).filter(([name]) => !takesAnything(row, name))
    const queries = judged.flatMap(([name, schema]) => [
      ...wrongQuery(name, schema).map((value) => `${name}=${value}`),
      ...(['integer', 'boolean'].includes(String(schema.type)) ? [`${name}=1&${name}=2`] : []),
    ])
    await allRefused(
      row,
      queries.map((query) => ({
        what: query,
        asked: { path: `${path}${path.includes('?') ? '&' : '?'}${query}` },
      })),
    )
  })

  it('refuses headers that are not well formed', async () => {
    const bad: Readonly<Record<string, readonly string[]>> = {
      'Idempotency-Key': ['two words', 'x'.repeat(256), 'ümlaut', 'tab\tinside'],
      'Last-Event-ID': ['x', 'e', 'e-1', 'x'.repeat(100), 'e1_2'],
      'If-Match': ['12', 'abc', '"-1"', '"1', '"1e3"', `"${'9'.repeat(30)}"`],
    }
    const attempts = row.headers.flatMap((name) =>
      (bad[name] ?? []).map((value) => ({
        what: `${name}: ${value}`,
        asked: { headers: { [name]: value } },
        statuses: [400],
      })),
    )
    const stale = row.headers.includes('If-Match')
      ? [
          {
            what: 'stale',
            asked: { headers: { 'If-Match': '"999999"' } },
            statuses: row.statuses.has(409) ? [412, 409] : [400],
          },
        ]
      : []
    await allRefused(row, [...attempts, ...stale])
  })
})

describe.each(withBody)('bodies: $dialect $id', (row) => {
  const schema = row.body?.schema ?? {}
  const example = row.body?.example

  it('has an example that its own schema takes', () => {
    expect(documentOf(row).checker(schema)(example)).toBeNull()
  })

  it('refuses what is no JSON object', async () => {
    const check = documentOf(row).checker(schema)
    const values = [null, [], [example], 'text', 7, true].filter((value) => check(value) !== null)
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
    await allRefused(row, [
      ...values.map((value) => ({ what: shortly(value), asked: json(value) })),
      ...[
        '{',
        '{"a":1,}',
        "{'a':1}",
        '\u0000',
        '{"a":1} x',
        '[1',
        '\ufeff{}x',
        'undefined',
        `{"x":${deep}`,
      ].map((body) => ({
        what: `malformed ${shortly(body)}`,
        asked: { body },
        // Strangers may send less.
        statuses: row.isKeyInBody ? [400, 413] : [400],
      })),
      ...['{"__proto__":{"a":1}}', '{"a":{"__proto__":[]}}', '{"constructor":{"prototype":{}}}'].map(
        (body) => ({
          what: body,
          asked: { body },
          statuses: [400],
        }),
      ),
      { what: 'not UTF-8', asked: { body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22]) }, statuses: [400] },
      ...(row.body?.required === true ? [{ what: 'no body', asked: { body: '' }, statuses: [400] }] : []),
      { what: 'text', asked: { ...json(example), headers: { 'content-type': 'text/plain' } } },
      {
        what: 'a form',
        asked: { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      },
      { what: 'XML', asked: { body: '<a/>', headers: { 'content-type': 'application/xml' } } },
      { what: 'no type', asked: { ...json(example), headers: { 'content-type': '' } } },
    ])
  })

  it('refuses fields that are wrong, missing or unknown', async () => {
    const check = documentOf(row).checker(schema)
    const isStrict = check({ ...Object(example), no_such_field: 1 }) !== null
    expect(isStrict || row.dialect !== 'native').toBe(true)
    const unknown = isStrict
      ? [{ what: 'unknown field', body: { ...Object(example), no_such_field: 1 } }]
      : []
    await allRefused(
      row,
      asAttempts([...wrongBodies(schema, example, check), ...incompleteBodies(schema, example), ...unknown]),
    )
  })

  it('refuses text that is none', async () => {
    const texts = ['nul \u0000 inside', 'half \ud800 pair', 'x'.repeat(1_000_000)]
    const cases = texts.flatMap((hostile) => bodiesWithText(schema, example, hostile))
    // Of a sign-in only what the account is called is looked at, and the example has a better name than this one.
    await allRefused(row, asAttempts(cases.filter(({ what }) => !what.startsWith('credentials.'))))
  })

  it('refuses a deep body where it takes none', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    const check = documentOf(row).checker(schema)
    const names = Object.keys(Object(schema.properties)).filter(
      (name) => check({ ...Object(example), [name]: [[[1]]] }) !== null,
    )
    await allRefused(
      row,
      names.map((name) => ({
        what: `deep ${name}`,
        asked: { body: JSON.stringify({ ...Object(example), [name]: 'HERE' }).replace('"HERE"', () => deep) },
      })),
    )
  })
})

describe.each(rows)('sizes: $dialect $id', (row) => {
  it('refuses a body beyond the limit and takes no part of it', async () => {
    // Only the length is said: a caller that waits for leave to go on learns it before the bytes are sent.
    const headers = {
      'content-length': String(9 * 1024 * 1024),
      'content-type': row.body?.media ?? 'application/json',
      connection: 'close',
    }
    await allRefused(
      row,
      row.method === 'GET' ? [] : [{ what: 'huge', asked: { body: '{', headers }, statuses: [413] }],
    )
  })
})

it.each(documents)(
  'tells a caller of $dialect who sends all of a huge body that it is too large',
  async (document) => {
    const [row] = withBody.filter(({ dialect }) => dialect === document.dialect)
    if (row === undefined) throw new Error('a dialect without bodies')
    const body = JSON.stringify({ name: 'x'.repeat(9 * 1024 * 1024) })
    const attempts = [{}, { 'transfer-encoding': 'chunked' }].map((headers) => ({
      what: `huge ${JSON.stringify(headers)}`,
      asked: { body, headers },
      statuses: [413],
    }))
    // More than once, because a broken connection would be a matter of luck.
    await allRefused(row, [...attempts, ...attempts, ...attempts])
  },
)

describe('calls that are not there', () => {
  it.each(documents)('answers in the shape of $dialect', async (document) => {
    const credentials = document.credentials(world.adminKey)
    // WhatsAPI declares no 501.
    const isFree = document.rows.some(({ path }) =>
      /^\/\{\w+\}\/\{\w+\}$/.test(path.slice(document.prefix.length)),
    )
    const not = document.rows.some(({ statuses }) => statuses.has(501)) ? 501 : 400
    const wanted = [
      ...['/no-such-call', '/', '/accounts/x/y/z/w', '//', '/%2e%2e/keys'].map((path) => ({
        method: 'GET',
        path,
        // Where a group's id follows the prefix at once, one word or two are the address of something.
        status: isFree && ['/no-such-call', '//', '/%2e%2e/keys'].includes(path) ? 400 : 404,
      })),
      ...['PUT', 'OPTIONS', 'TRACE'].map((method) => ({ method, path: '/accounts', status: 404 })),
    ]
    for (const { method, path, status } of wanted) {
      const reply = await send(server.url, { method, path: document.prefix + path, headers: credentials })
      expect([method, path, reply.status, failureProblem(document, reply)]).toEqual([
        method,
        path,
        status,
        null,
      ])
    }
    for (const { method, path } of document.declined) {
      const there = document.prefix + pathOf(path.replaceAll(/\{\w+\}/g, 'x'), {})
      const declined = await send(server.url, { method, path: there, headers: credentials })
      expect([method, path, declined.status, failureProblem(document, declined)]).toEqual([
        method,
        path,
        not,
        null,
      ])
      const stranger = await send(server.url, { method, path: there })
      expect([method, path, stranger.status, failureProblem(document, stranger)]).toEqual([
        method,
        path,
        401,
        null,
      ])
    }
  })
})
