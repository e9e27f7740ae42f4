/** What the server shows beside its dialects: health, figures, the explorer and the pages about problems. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningServer, startServer } from './server.ts'
import { headerOf, type Reply, send, text } from './wire.ts'

let server: RunningServer

beforeAll(async () => {
  server = await startServer({ env: { MUSTER_LOG_LEVEL: 'debug' } })
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
})

const get = (path: string): Promise<Reply> => send(server.url, { method: 'GET', path })

it('says that it lives and that it is ready', async () => {
  expect([(await get('/healthz')).status, (await get('/healthz')).body]).toEqual([200, { status: 'ok' }])
  expect([(await get('/readyz')).status, (await get('/readyz')).body]).toEqual([200, { status: 'ready' }])
})

it('shows figures as Prometheus reads them', async () => {
  const headers = { authorization: `Bearer ${server.key}` }
  await send(server.url, { method: 'GET', path: '/v1/accounts', headers })
  await send(server.url, { method: 'GET', path: '/v1/accounts/acc_none', headers })
  const metrics = await get('/metrics')
  expect(headerOf(metrics, 'content-type')).toMatch(/^text\/plain; version=/)
  const lines = metrics.bytes.toString().split('\n').filter(Boolean)
  const sample = /^[a-z_:][\w:]*(\{[^}]*\})? (NaN|[+-]?Inf|-?[\d.e+-]+)$/i
  expect(lines.filter((line) => !line.startsWith('# ') && !sample.test(line))).toEqual([])
  expect(lines).toContain('# TYPE muster_request_seconds histogram')
  expect(lines).toContain('muster_failures_total{dialect="native",code="account_not_found"} 1')
  const answered = lines.find((line) =>
    line.startsWith('muster_request_seconds_count{dialect="native",operation="listAccounts"'),
  )
  expect(answered).toMatch(/status="200"\} 1$/)
})

it('loads the explorer and everything in it from its own address', async () => {
  const start = await get('/')
  expect([start.status, headerOf(start, 'location')]).toEqual([302, '/docs'])
  const page = (await get('/docs')).bytes.toString()
  const script = (await get('/docs/explorer.js')).bytes.toString()
  const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g), ...script.matchAll(/"url":"([^"]+)"/g)]
  const addresses = parts.map(([, address = '']) => address)
  expect(addresses.length).toBeGreaterThanOrEqual(6)
  for (const address of addresses) {
    // One slash: an address of this server, and not of a server whose name follows two.
    expect(address).toMatch(/^\/[^/]/)
    const part = await get(address)
    expect([address, part.status, part.bytes.length > 0]).toEqual([address, 200, true])
  }
  expect(page + script).not.toMatch(/https?:|["'(]\/\//)
  const policy = headerOf(await get('/docs'), 'content-security-policy')
  expect(policy).toContain("default-src 'self'")
  expect(policy).not.toMatch(/https?:|\*/)
})

it('shows no other file of the explorer, nor of the machine', async () => {
  for (const path of [
    'package.json',
    '../package.json',
    '%2e%2e/package.json',
    'index.html',
    '..%2f..%2fpackage.json',
  ]) {
    expect([400, 404]).toContain((await get(`/docs/assets/${path}`)).status)
  }
})

it('has a page for each problem', async () => {
  const page = (await get('/docs/problems')).bytes.toString()
  const links = [...page.matchAll(/href="(\/docs\/problems\/\w+)"/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(35)
  for (const link of links) {
    const problem = await get(link)
    expect([link, problem.status]).toEqual([link, 200])
    expect(problem.bytes.toString()).toContain('What to do.')
  }
})

it('names each request, in the answer, in the failure and in the log', async () => {
  const headers = { authorization: `Bearer ${server.key}` }
  const [first, second] = await Promise.all(
    [1, 2].map(() => send(server.url, { method: 'GET', path: '/v1/accounts/acc_none', headers })),
  )
  if (first === undefined || second === undefined) throw new Error('no answers')
  expect(headerOf(first, 'x-request-id')).toBe(text(first.body, 'request_id'))
  expect(headerOf(first, 'x-request-id')).not.toBe(headerOf(second, 'x-request-id'))
  await expect.poll(() => server.logs()).toContain(headerOf(first, 'x-request-id'))
  expect(headerOf(first, 'cache-control')).toBe('no-store')
  expect(headerOf(first, 'x-content-type-options')).toBe('nosniff')
})

it('writes no secret, no phone number and no invite code into its log', async () => {
  const authorization = `Bearer ${server.key}`
  const headers = { authorization, 'content-type': 'application/json' }
  const post = (path: string, json: object, more = {}) =>
    send(server.url, { method: 'POST', path, headers: { ...headers, ...more }, body: JSON.stringify(json) })
  const key = text((await post('/v1/keys', { name: 'k', scopes: ['read'] })).body, 'key')
  const wrong = 'mst_this-key-is-wrong-0123456789'
  await post('/v1/keys', { name: 'k', scopes: ['read'] }, { authorization: `Bearer ${wrong}` })
  await send(server.url, { method: 'GET', path: '/unipile/v2/accounts', headers: { 'x-api-key': key } })
  const account = text((await post('/v1/accounts', { name: 'A' })).body, 'id')
  const groups = `/v1/accounts/${account}/groups`
  const phone = '+12025550147'
  const group = text((await post(groups, { name: 'G', participants: [phone] })).body, 'group.id')
  const code = text((await post(`${groups}/${group}/invites`, {})).body, 'code')
  await send(server.url, {
    method: 'GET',
    path: `/v1/accounts/${account}/invites/${code}?key=${key}`,
    headers,
  })
  await send(server.url, {
    method: 'GET',
    path: `${groups}/${group}/participants/${encodeURIComponent(phone)}`,
    headers,
  })
  await post(groups, { name: 7, key })
  await post(`${groups}/%zz/${phone}`, {})
  const last = await post(groups, { participants: phone })
  expect(last.status).toBe(400)
  // The log is written behind the answers; once it shows the last one, all before it are in it.
  await expect.poll(() => server.logs()).toContain(text(last.body, 'request_id'))
  for (const secret of [server.key, key, wrong, code, phone, '12025550147'])
    expect(server.logs()).not.toContain(secret)
})
