/** `muster listen` and `muster trigger`, as somebody does who builds on events. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { terminal } from './terminal.ts'
import { at, list, text, texts } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-listen-'))
const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
let server: RunningServer
let api: Api
let account: string
const { done, json, fails } = terminal(folder, () => server)

beforeAll(async () => {
  server = await startServer()
  api = (await apisOf(server.url, server.key)).of('native')
  account = text((await api.ok('createAccount', {}, { json: { name: 'Listen' } })).body, 'id')
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
})

interface Listening {
  readonly out: () => string
  readonly err: () => string
  /** As with Ctrl-C; answers the exit code. */
  readonly end: () => Promise<number | null>
}

/** A listener that has begun. */
async function listening(...args: readonly string[]): Promise<Listening> {
  const env = { ...process.env, MUSTER_URL: server.url, MUSTER_KEY: server.key }
  const child: ChildProcess = spawn(process.execPath, [program, 'listen', ...args], { env })
  let [out, err] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    out += part
  })
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    err += part
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  await expect.poll(() => err, { timeout: 20_000 }).toContain('Listening from')
  return {
    out: () => out,
    err: () => err,
    end: () => {
      child.kill('SIGINT')
      return ended
    },
  }
}

async function newGroup(name: string): Promise<{ readonly account: string; readonly group: string }> {
  const { body } = await api.ok('createGroup', { account }, { json: { name } })
  return { account, group: text(body, 'group.id') }
}
const add = (on: { account: string; group: string }, ...participants: readonly string[]) =>
  api.ok('addParticipants', on, { json: { participants } })
const lines = (output: string) => output.split('\n').filter((line) => line !== '')

test('prints each event on a line, for people and for programs, and ends with Ctrl-C', async () => {
  const forPeople = await listening()
  const on = await newGroup('Printed')
  const forPrograms = await listening('--json', '--group', on.group, '--type', 'participants.added')
  await add(on, 'anna')
  await api.ok('sendMessage', on, { json: { text: 'Not asked for' } })
  await add(on, 'ben')
  await expect.poll(() => lines(forPeople.out()).length).toBe(4)
  expect(lines(forPeople.out())[1]).toMatch(
    /^e\w+ {2}2\S+Z {2}participants.added {2}grp_\w+ {2}by .* {2}anna → member$/,
  )
  await expect.poll(() => lines(forPrograms.out()).length).toBe(2)
  const events = lines(forPrograms.out()).map((line): unknown => JSON.parse(line))
  expect(events.map((event) => at(event, 'revision'))).toEqual([2, 4])
  expect([await forPeople.end(), await forPrograms.end()]).toEqual([0, 0])

  const after = text(events[0], 'cursor')
  const later = await listening('--json', '--group', on.group, '--after', after)
  await expect.poll(() => lines(later.out()).length).toBe(2)
  expect(await later.end()).toBe(0)
})

interface Hook {
  readonly url: string
  readonly heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[]
  readonly server: Server
}

/** An endpoint that answers in turn with these statuses, then with 204. */
async function hook(...statuses: number[]): Promise<Hook> {
  const heard: Hook['heard'] = []
  const receiving = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    heard.push({ headers: request.headers, body })
    response.writeHead(statuses.shift() ?? 204).end()
  })
  await new Promise<void>((resolve) => receiving.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(receiving.address() as AddressInfo).port}/hook`,
    heard,
    server: receiving,
  }
}

const headersOf = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

test('delivers to an address, signed so that the reference library takes it, and tries again', async () => {
  const { url, heard, server: receiving } = await hook(204, 500)
  const listener = await listening('--forward', url, '--json')
  const secret = /whsec_\S+/.exec(listener.err())?.[0] ?? ''
  const on = await newGroup('Delivered')
  await add(on, 'anna')
  await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(3)
  await expect.poll(() => lines(listener.out()).length).toBe(2)
  const [first, failed, repeated] = heard
  for (const { headers, body } of heard) new Webhook(secret).verify(body, headersOf(headers))
  expect(lines(listener.out())).toEqual([first?.body, repeated?.body])
  expect(failed?.body).toBe(repeated?.body)
  expect(failed?.headers['webhook-id']).toBe(repeated?.headers['webhook-id'])
  expect(first?.headers['webhook-id']).toBe(`evt_${text(JSON.parse(first?.body ?? ''), 'cursor')}`)
  expect(listener.err()).toContain('was not taken (it answered 500); trying again')
  expect(await listener.end()).toBe(0)
  receiving.close()
})

test('gives up what is never taken, says so, and goes on; with a secret that was given', async () => {
  const { url, heard, server: receiving } = await hook(500, 500, 500, 500)
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const listener = await listening('--forward', url, '--secret', secret)
  const on = await newGroup('Given up')
  await add(on, 'anna')
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(5)
  expect(listener.err()).toContain('it is given up after 4 attempts')
  const { headers, body = '' } = heard[4] ?? {}
  expect(text(new Webhook(secret).verify(body, headersOf(headers ?? {})), 'type')).toBe('participants.added')
  expect(await listener.end()).toBe(0)
  receiving.close()
})

test.each([
  [['listen', '--forward', 'nonsense'], 2, '--forward takes an address'],
  [['listen', '--forward', 'http://127.0.0.1:1', '--secret', 'x'], 2, '--secret cannot be used'],
  [['listen', '--secret', 'x'], 2, 'name an address with --forward'],
  [['listen', '--after', 'nonsense'], 1, 'invalid_cursor'],
  [['listen', '--key', 'wrong'], 1, 'invalid_credentials'],
  [['trigger', 'nonsense'], 2, 'muster trigger --list'],
  [['trigger', 'webhook.disabled'], 2, 'cannot be triggered: Only an endpoint'],
] as const)('%j ends with %i', async (args, code, words) => {
  await fails(args, code, words)
})

const file = join(import.meta.dirname, '..', '..', 'openapi', 'native.json')
const documented: unknown = JSON.parse(readFileSync(file, 'utf8'))
const types = list(documented, 'components.schemas.FeedEvent.properties.type.enum').map(String)

test('every type of event can be triggered, or it is said why not', async () => {
  const listed = await json(['trigger', '--list'])
  const names = texts(listed, 'events', 'event')
  const known = [...names.map((name) => name.split(':')[0]), ...texts(listed, 'without', 'event')]
  expect(new Set(known)).toEqual(new Set(types))
  expect(await done(['trigger', '--list'])).toContain('participants.removed:expired')
  const before = await api.ok('listAccounts', {}, { query: { limit: 1000 } })
  for (const name of names) {
    const event = await json(['trigger', name])
    expect(text(event, 'type')).toBe(name.split(':')[0])
    if (name.endsWith(':expired')) expect(at(event, 'facts.cause')).toBe('expired')
  }
  // Nothing is left of it but the events.
  const after = await api.ok('listAccounts', {}, { query: { limit: 1000 } })
  expect(texts(after.body, 'data', 'id')).toEqual(texts(before.body, 'data', 'id'))
}, 180_000)

test('leaves account and group there when it is asked to', async () => {
  expect(await done(['trigger', 'message.sent', '--keep'])).toContain('message.sent')
  const accounts = await api.ok('listAccounts', {}, { query: { limit: 1000 } })
  expect(texts(accounts.body, 'data', 'name')).toContain('muster trigger message.sent')
})
