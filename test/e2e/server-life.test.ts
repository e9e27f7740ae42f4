/** A server's life: its first start, its keys, its limits, its end, and what is there afterwards. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { headerOf, list, type Reply, send, text, texts } from './wire.ts'

/** A person of the WhatsApp profiles whose network takes two seconds to answer. */
const slow = '+15550100202'

async function nativeOf(server: RunningServer, key = server.key) {
  return (await apisOf(server.url, key)).of('native')
}

/** The line for newcomers, run as they would run it; by fetch on a machine that has no curl. */
async function follow(server: RunningServer, environment: Readonly<Record<string, string>>): Promise<Reply> {
  const line = server
    .output()
    .split('\n')
    .find((printed) => printed.trim().startsWith('curl '))
  if (line === undefined) throw new Error(`No curl line in:\n${server.output()}`)
  const env = { ...process.env, ...environment }
  const hasCurl = spawnSync('curl', ['--version']).status === 0
  if (hasCurl) {
    const { stdout, status } = spawnSync('sh', ['-c', `${line} -sS`], { env, encoding: 'utf8' })
    return {
      status: status === 0 ? 201 : 0,
      headers: {},
      bytes: Buffer.from(stdout),
      body: JSON.parse(stdout),
    }
  }
  // The shell takes the line apart in any case, so that its quotes and variables are tried too.
  const split = spawnSync('sh', ['-c', `set -- ${line.trim()}; printf '%s\\n' "$@"`], {
    env,
    encoding: 'utf8',
  })
  const words = split.stdout.split('\n')
  const after = (flag: string) =>
    words.flatMap((word, index) => (word === flag ? [words[index + 1] ?? ''] : []))
  const headers = Object.fromEntries(after('-H').map((header) => header.split(/: (.*)/).slice(0, 2)))
  const path = new URL(words.find((word) => word.startsWith('http')) ?? '').pathname
  return send(server.url, { method: after('-X')[0] ?? 'GET', path, headers, body: after('-d')[0] ?? '' })
}

it('prints a first key once, and a line that works with it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-'))
  const env = { MUSTER_BOOTSTRAP_KEY: '' }
  const first = await startServer({ dataDir, env })
  await expect.poll(() => first.output()).toContain('-d ')
  expect(text((await follow(first, {})).body, 'name')).toBe('Support')
  const key = /^ {2}(\S{16,})$/m.exec(first.output())?.[1] ?? ''
  expect(key).not.toBe('')
  expect(first.logs()).not.toContain(key)
  expect(await first.stop()).toBe(0)

  const second = await startServer({ dataDir, env })
  await expect.poll(() => second.output()).toContain('-d ')
  expect(second.output()).not.toContain(key)
  // The line of a later start takes the key from the environment.
  const followed = await follow(second, { MUSTER_KEY: key })
  expect(text(followed.body, 'name')).toBe('Support')
  const names = texts((await (await nativeOf(second, key)).ok('listAccounts')).body, 'data', 'name')
  expect(names).toEqual(['Support', 'Support'])
  expect(await second.stop()).toBe(0)
})

it('does not print a key that it was given', async () => {
  const server = await startServer()
  await expect.poll(() => server.output()).toContain('-d ')
  expect(server.output() + server.logs()).not.toContain(server.key)
  expect(text((await follow(server, { MUSTER_KEY: server.key })).body, 'name')).toBe('Support')
  expect(await server.stop()).toBe(0)
})

it('says in a sentence why it does not start', async () => {
  const running = await startServer()
  const refusals = [
    startServer({ dataDir: running.dataDir }),
    startServer({ env: { MUSTER_PORT: 'many' } }),
    startServer({ env: { MUSTER_PORT: new URL(running.url).port } }),
    startServer({ env: { MUSTER_BOOTSTRAP_KEY: 'short' } }),
    startServer({ env: { MUSTER_LOG_LEVEL: 'loud' } }),
    startServer({ env: { MUSTER_PUBLIC_URL: 'https://chat.example/muster' } }),
    startServer({ env: { MUSTER_PUBLIC_URL: 'chat.example' } }),
  ]
  const said = (await Promise.allSettled(refusals)).map((end) =>
    end.status === 'rejected' ? String(end.reason) : 'started',
  )
  const sentences = [
    `Another server uses the data directory ${running.dataDir}`,
    'MUSTER_PORT must be a whole number',
    'is in use',
    'MUSTER_BOOTSTRAP_KEY must have 16 to 256 characters',
    'MUSTER_LOG_LEVEL must be one of',
    'MUSTER_PUBLIC_URL must be a scheme and a host',
    'MUSTER_PUBLIC_URL must be a scheme and a host',
  ]
  for (const [index, sentence] of sentences.entries()) {
    expect(said[index]).toContain(sentence)
    expect(said[index]).toMatch(/ended with [1-9]/)
    expect(said[index]).not.toMatch(/\n\s+at /)
  }
  // The one that was there first has not noticed.
  expect((await send(running.url, { method: 'GET', path: '/readyz' })).status).toBe(200)
  expect(await running.stop()).toBe(0)
})

it('makes links of its public address, and without one of what the request says', async () => {
  for (const [env, origin] of [
    [{ MUSTER_PUBLIC_URL: 'https://chat.example/' }, 'https://chat.example'],
    [{}, null],
  ] as const) {
    const server = await startServer({ env })
    const api = await nativeOf(server)
    const json = { name: 'C', profile: 'whatsapp-cloud' }
    const own = (await api.ok('createAccount', {}, { json })).body
    const account = text(own, 'id')
    for (const name of ['A', 'B']) await api.ok('createGroup', { account }, { json: { name } })
    const path = `/whatsapp-cloud/v23.0/${text(own, 'phone_number_id')}/groups`
    const headers = { authorization: `Bearer ${server.key}` }
    const page = await send(server.url, { method: 'GET', path: `${path}?limit=1`, headers })
    expect(text(page.body, 'paging.next')).toMatch(`${origin ?? server.url}${path}?`)
    expect(await server.stop()).toBe(0)
  }
})

it('finishes what runs when it is told to stop, and takes nothing new', async () => {
  const server = await startServer()
  const api = await nativeOf(server)
  const account = text(
    (await api.ok('createAccount', {}, { json: { name: 'W', profile: 'whatsapp' } })).body,
    'id',
  )
  const group = text((await api.ok('createGroup', { account }, { json: { name: 'G' } })).body, 'group.id')
  const options = { json: { participants: [slow] }, headers: { 'Idempotency-Key': 'slow' } }
  const running = api.ok('addParticipants', { account, group }, options)
  // The same key is refused once the first request is on record, so then it runs.
  await expect
    .poll(() => api.refused(409, 'addParticipants', { account, group }, options).then(() => 'runs', String))
    .toBe('runs')
  const ended = server.stop()
  await expect
    .poll(() =>
      send(server.url, { method: 'GET', path: '/healthz', headers: { connection: 'close' } }).then(
        () => 'taken',
        String,
      ),
    )
    .toContain('ECONNREFUSED')
  expect(texts((await running).body, 'outcomes', 'outcome')).toEqual(['added'])
  expect(await ended).toBe(0)

  const again = await startServer({ dataDir: server.dataDir })
  const people = await (await nativeOf(again)).ok('listParticipants', { account, group })
  expect(texts(people.body, 'data', 'id')).toContain(slow)
  expect(await again.stop()).toBe(0)
})

it('takes a key back at once, and lets one expire', async () => {
  const server = await startServer()
  const api = await nativeOf(server)
  const made = await api.ok('createKey', {}, { json: { name: 'short', scopes: ['read'] } })
  const own = api.as(text(made.body, 'key'))
  await own.ok('listAccounts')
  await api.ok('revokeKey', { key: text(made.body, 'id') })
  expect((await own.refused(401, 'listAccounts')).body).toMatchObject({ code: 'invalid_credentials' })
  const seen = list((await api.ok('listKeys')).body, 'data')
  expect(seen).toContainEqual(
    expect.objectContaining({ name: 'short', revoked_at: expect.stringMatching(/Z$/) }),
  )

  const expires_at = new Date(Date.now() + 1500).toISOString()
  const brief = await api.ok('createKey', {}, { json: { name: 'brief', scopes: ['read'], expires_at } })
  const passing = api.as(text(brief.body, 'key'))
  await passing.ok('listAccounts')
  const codeNow = () =>
    passing.refused(401, 'listAccounts').then(
      ({ body }) => text(body, 'code'),
      () => 'still valid',
    )
  await expect.poll(codeNow, { timeout: 20_000 }).toBe('expired_credentials')
  expect(await server.stop()).toBe(0)
})

it('slows down a key that asks too often, and no other', async () => {
  const server = await startServer({ env: { MUSTER_REQUESTS_PER_SECOND: '5' } })
  const api = await nativeOf(server)
  const other = api.as(
    text((await api.ok('createKey', {}, { json: { name: 'other', scopes: ['read'] } })).body, 'key'),
  )
  const headers = { authorization: `Bearer ${server.key}` }
  const replies = await Promise.all(
    Array.from({ length: 80 }, () => send(server.url, { method: 'GET', path: '/v1/accounts', headers })),
  )
  const refused = replies.filter(({ status }) => status === 429)
  expect(refused.length).toBeGreaterThan(0)
  expect(replies.length - refused.length).toBeGreaterThan(0)
  for (const reply of refused) expect(headerOf(reply, 'retry-after')).toMatch(/^[1-9]\d*$/)
  const problem = await api.refused(429, 'listAccounts')
  expect(problem.body).toMatchObject({ code: 'rate_limited' })
  const { of } = await apisOf(server.url, server.key)
  await of('unipile').refused(429, 'listAccounts')
  const path = { version: 'v23.0', phone_number_id: '1' }
  // The limit is that of a key, which is Meta's app: 4, and not 131208 of a group or 130429 of a number.
  expect((await of('whatsapp-cloud').refused(429, 'listGroups', path)).body).toMatchObject({
    error: { code: 4, error_subcode: 2446079, type: 'OAuthException', is_transient: true },
  })
  await other.ok('listAccounts')
  expect((await send(server.url, { method: 'GET', path: '/healthz' })).status).toBe(200)
  expect(await server.stop()).toBe(0)
})
