/**
 * Requests as Unipile's clients send them, and the replies that they expect: one JSON file for each pair in the
 * folder beside this file. Each pair runs on the built server with accounts and a group of its own.
 *
 * In a request and a reply `{account_id}` and the like stand for what was made for the pair. In a reply, fields
 * that are not named may be there; `<string>`, `<integer>`, `<object>`, `<date>`, `<absent>` and `<~pattern>`
 * stand for values that cannot be known before. `schema` names a schema of the dialect that the body must fit.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unipile } from '../../src/dialects/unipile/index.ts'
import { type RunningServer, startServer } from '../e2e/server.ts'
import { differences } from './compare.ts'

interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: unknown
}

interface Pair {
  readonly name: string
  /** The profile of the accounts that are made for the pair. */
  readonly profile: string
  /** Requests that come first and succeed. */
  readonly before?: readonly Request[]
  readonly request: Request
  readonly reply: { readonly status: number; readonly schema?: string; readonly body?: unknown }
}

/** What the placeholders stand for. */
type Names = Readonly<Record<string, string>>

interface Answer {
  readonly status: number
  readonly type: string | null
  readonly body: unknown
}

/** How accounts of a profile are connected, and who else there is on its network. */
interface People {
  readonly provider: string
  readonly member_id: string
  readonly new_id: string
  /** The beginning of the ids of people who always behave in one way. */
  readonly sandbox: string
}

const linkedin: People = {
  provider: 'linkedin',
  member_id: 'ACoAMember',
  new_id: 'ACoANew',
  sandbox: 'ACoAMusterSandbox',
}
const peopleByProfile: ReadonlyMap<string, People> = new Map([
  ['open', { provider: 'mock', member_id: 'bob', new_id: 'carol', sandbox: 'none' }],
  [
    'whatsapp',
    {
      provider: 'whatsapp',
      member_id: '12025550102@s.whatsapp.net',
      new_id: '12025550103@s.whatsapp.net',
      sandbox: '15550100',
    },
  ],
  [
    'instagram',
    {
      provider: 'instagram',
      member_id: '17841400000000002',
      new_id: '17841400000000003',
      sandbox: '80000000000000',
    },
  ],
  ['linkedin', linkedin],
  ['linkedin-recruiter', linkedin],
  ['linkedin-sales-navigator', linkedin],
  ['linkedin-company-page', linkedin],
])

const folder = join(import.meta.dirname, 'unipile')
const pairs = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  // The files are of the shape above; a pair that is not fails in its test.
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }))
  .map(({ file, text }) => ({ file, text, pair: JSON.parse(text) as Pair }))

function fill(text: string, names: Names, write: (value: string) => string): string {
  return text.replace(/\{([a-z_]+)\}/g, (all, name: string) => {
    const value = names[name]
    return value === undefined ? all : write(value)
  })
}

function filled<T>(value: T, names: Names): T {
  if (value === undefined) return value
  return JSON.parse(fill(JSON.stringify(value), names, (text) => JSON.stringify(text).slice(1, -1)))
}

let server: RunningServer
beforeAll(async () => {
  // Nobody listens where the endpoints send, so that nothing leaves this machine and nobody waits for an answer.
  server = await startServer({ env: { MUSTER_OUTBOUND_ALLOW: '127.0.0.1' } })
})
afterAll(async () => {
  await server.stop()
})

async function send(request: Request, names: Names): Promise<Answer> {
  const path = fill(request.path, names, encodeURIComponent)
  const { body } = request
  const response = await fetch(`${server.url}/unipile${path}`, {
    method: request.method,
    headers: filled(request.headers, names),
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' ? body : JSON.stringify(filled(body, names)) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? undefined : JSON.parse(text),
  }
}

/** A request of the preparations; its answer must be a success with these texts in it. */
async function prepare(
  request: Omit<Request, 'headers'>,
  names: Names = {},
): Promise<Readonly<Record<string, string>>> {
  const headers = { 'X-API-KEY': server.key, 'content-type': 'application/json' }
  const { status, body } = await send({ ...request, headers }, names)
  expect([request.path, status, body]).toEqual([request.path, 200, expect.any(Object)])
  return body as Record<string, string>
}

/** An endpoint, and a webhook of the native API, whose id is written as if it were one. */
async function endpointsOf(names: Names): Promise<Names> {
  const body = { url: 'http://127.0.0.1:9/hooks/unipile', trigger_events: ['message.new'] }
  const made = await prepare({ method: 'POST', path: '/v2/webhooks/endpoints', body }, names)
  const native = await fetch(`${server.url}/v1/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'http://127.0.0.1:9/hooks/native' }),
  })
  expect(native.status).toBe(201)
  const { id } = (await native.json()) as { readonly id: string }
  return {
    endpoint_id: made.id ?? '',
    endpoint_secret: made.secret ?? '',
    native_endpoint_id: id.replace(/^[a-z]+_/, 'we_'),
  }
}

/** Three accounts, of which two are in a group with somebody; the group only where the pair speaks of one. */
async function world(profile: string, text: string): Promise<Names> {
  const people = peopleByProfile.get(profile)
  if (people === undefined) throw new Error(`Nobody is known for the profile ${profile}.`)
  const connect = (name: string) => {
    const body = { provider: people.provider, credentials: {}, config: { name, profile } }
    return prepare({ method: 'POST', path: '/v2/auth/intent', body })
  }
  const [own, peer, stranger] = [await connect('Owner'), await connect('Peer'), await connect('Stranger')]
  const names = {
    key: server.key,
    account_id: own.id ?? '',
    self_id: own.user_id ?? '',
    peer_account_id: peer.id ?? '',
    peer_id: peer.user_id ?? '',
    stranger_account_id: stranger.id ?? '',
    member_id: people.member_id,
    new_id: people.new_id,
    sandbox: people.sandbox,
  }
  const webhook = /\{(native_)?endpoint_/.test(text) ? await endpointsOf(names) : {}
  if (!/\{(chat|message)_id\}|\/chats(\?|")/.test(text) || /^linkedin-/.test(profile))
    return { ...names, ...webhook }
  const body = { text: 'Hello', users_ids: [people.member_id, peer.user_id], name: 'Team' }
  const started = await prepare({ method: 'POST', path: '/v2/{account_id}/chats/send', body }, names)
  return { ...names, chat_id: started.chat_id ?? '', message_id: started.message_id ?? '' }
}

function misfits(name: string, body: unknown): readonly string[] {
  const schema = name === 'ErrorBody' ? unipile.failureSchema : unipile.schemas[name]
  if (schema === undefined) return [`There is no schema ${name}.`]
  return [...Compile(schema).Errors(body)].map((error) => `${error.instancePath} ${error.message}`)
}

describe('Unipile v2', () => {
  it.each(pairs)('$file: $pair.name', async ({ text, pair }) => {
    const names = await world(pair.profile, text)
    for (const request of pair.before ?? []) {
      expect(await send(request, names)).toMatchObject({
        status: expect.toSatisfy((status: number) => status < 300),
      })
    }
    const answer = await send(pair.request, names)
    const { status, schema, body } = pair.reply
    expect([answer.status, answer.body]).toEqual([status, answer.body])
    if (body !== undefined) expect(differences(filled(body, names), answer.body, 'body')).toEqual([])
    if (schema !== undefined) expect(misfits(schema, answer.body)).toEqual([])
    if (answer.body !== undefined) expect(answer.type).toMatch(/^application\/json/)
  })

  it.each(['participants', 'messages', ''])(
    'walks through %s by cursors alone, without gap or repeat',
    async (list) => {
      const names = await world('open', '{chat_id}')
      for (const text of ['One', 'Two', 'Three']) {
        await prepare(
          { method: 'POST', path: '/v2/{account_id}/chats/{chat_id}/messages/send', body: { text } },
          names,
        )
        await prepare(
          { method: 'POST', path: '/v2/{account_id}/chats/send', body: { text, users_ids: ['bob'] } },
          names,
        )
      }
      const path = list === '' ? '/v2/{account_id}/chats' : `/v2/{account_id}/chats/{chat_id}/${list}`
      const all = await page(`${path}?limit=1000`, names)
      const found: unknown[] = []
      let next: string | undefined
      do {
        const query: string = next === undefined ? '?limit=2' : `?cursor=${encodeURIComponent(next)}`
        const { data, next_cursor } = await page(path + query, names)
        expect(data.length).toBeLessThanOrEqual(2)
        found.push(...data)
        next = next_cursor
      } while (next !== undefined)
      expect(found.length).toBeGreaterThan(2)
      expect(found).toEqual(all.data)
      expect((await page(`${path}?limit=2&offset=2`, names)).data).toEqual(all.data.slice(2, 4))
    },
  )
})

interface Page {
  readonly data: readonly unknown[]
  readonly next_cursor?: string
}

async function page(path: string, names: Names): Promise<Page> {
  const { status, body } = await send({ method: 'GET', path, headers: { 'X-API-KEY': server.key } }, names)
  expect([path, status]).toEqual([path, 200])
  // The pairs hold the answer to its schema.
  return body as Page
}
