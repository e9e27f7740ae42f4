/**
 * Requests as WhatsAPI's clients send them, and the replies that they expect: one JSON file for each pair in the
 * folder beside this file, numbered as the operations of contract 1.2. Each pair runs on the built server with
 * instances and a group of its own.
 *
 * In a request and a reply `{instance_key}` and the like stand for what was made for the pair. In a reply, fields
 * that are not named may be there; `<string>`, `<date>`, `<absent>` and `<~pattern>` stand for values that cannot
 * be known before. `schema` names a schema of the dialect that the body must fit; `then` are later requests.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whatsapi } from '../../src/dialects/whatsapi/index.ts'
import { jpeg } from '../e2e/pictures.ts'
import { type RunningServer, startServer } from '../e2e/server.ts'
import { differences } from './compare.ts'

interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: unknown
  /** The body is this picture. */
  readonly bytes?: string
  /** The body is a multipart form; the name of a picture stands for the picture. */
  readonly form?: Readonly<Record<string, string>>
}

interface Reply {
  readonly status: number
  readonly schema: string
  readonly body: unknown
}

interface Pair {
  readonly name: string
  /** Requests that come first and succeed. */
  readonly before?: readonly Request[]
  readonly request: Request
  readonly reply: Reply
  /** Requests that come afterwards, to see what has become of it. */
  readonly then?: readonly { readonly request: Request; readonly reply: Reply }[]
}

/** What the placeholders stand for. */
type Names = Readonly<Record<string, string>>

interface Answer {
  readonly status: number
  readonly type: string | null
  readonly body: unknown
}

const folder = join(import.meta.dirname, 'whatsapi')
const pairs = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  // The files are of the shape above; a pair that is not fails in its test.
  .map((file) => ({ file, pair: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Pair }))

function fill(text: string, names: Names, write: (value: string) => string): string {
  return text.replace(/\{([a-z0-9_]+)\}/g, (all, name: string) => {
    const value = names[name]
    return value === undefined ? all : write(value)
  })
}

function filled<T>(value: T, names: Names): T {
  if (value === undefined) return value
  const text = JSON.stringify(value).replace('"{jpeg_bytes}"', names.jpeg_bytes ?? '[]')
  return JSON.parse(fill(text, names, (found) => JSON.stringify(found).slice(1, -1)))
}

let server: RunningServer
let readKey: string
let pictures: Readonly<Record<string, Uint8Array>>
beforeAll(async () => {
  server = await startServer()
  pictures = { jpeg: await jpeg(200, 200), small: await jpeg(50, 50) }
  const made = await v1('POST', '/keys', { name: 'reader', scopes: ['read'] })
  readKey = textAt(made, 'key')
})
afterAll(async () => {
  await server.stop()
})

function payload(
  request: Request,
  names: Names,
): {
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData
} {
  const { body, bytes, form } = request
  if (bytes !== undefined) return { body: new Uint8Array(pictures[bytes] ?? []) }
  if (form !== undefined) {
    const data = new FormData()
    for (const [name, value] of Object.entries(form)) {
      const picture = pictures[value]
      data.set(name, picture === undefined ? value : new Blob([new Uint8Array(picture)]))
    }
    return { body: data }
  }
  if (body === undefined) return {}
  return { body: typeof body === 'string' ? body : JSON.stringify(filled(body, names)) }
}

async function send(request: Request, names: Names): Promise<Answer> {
  const path = fill(request.path, names, encodeURIComponent)
  const response = await fetch(`${server.url}/whatsapi/api${path}`, {
    method: request.method,
    headers: filled(request.headers, names),
    ...payload(request, names),
  })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? undefined : JSON.parse(text),
  }
}

/** A request of the preparations, or of the walk; it must succeed. */
async function data(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: server.key, ...(body === undefined ? {} : json) }
  const answer = await send({ method, path, headers, ...(body === undefined ? {} : { body }) }, {})
  expect([path, answer.status, answer.body]).toEqual([path, 200, answer.body])
  return at(answer.body, 'data')
}

const json = { 'content-type': 'application/json' }

/** The same server on another wire; the answer must be a success. */
async function other(url: string, method: string, body?: object): Promise<unknown> {
  const response = await fetch(server.url + url, {
    method,
    headers: { authorization: `Bearer ${server.key}`, ...(body === undefined ? {} : json) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect([url, response.ok]).toEqual([url, true])
  return response.json()
}
const v1 = (method: string, path: string, body?: object) => other(`/v1${path}`, method, body)
const unipile = (method: string, path: string, body?: object) => other(`/unipile/v2${path}`, method, body)

function at(value: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((inner, name) => {
    return typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined
  }, value)
}

function textAt(value: unknown, place: string): string {
  const found = at(value, place)
  if (typeof found !== 'string') throw new Error(`No text at ${place} of ${JSON.stringify(value)}`)
  return found
}

let count = 0

/** Three instances, of which two are in a group with somebody, and one with the stricter limit of names. */
async function world(): Promise<Names> {
  count += 1
  const make = async (name: string, more: object = {}) => {
    const key = `${name}-${count}`
    return data('POST', '/instances/create', { instance_key: key, ...more })
  }
  const own = await make('own')
  const peer = await make('peer')
  const stranger = await make('stranger')
  const strict = await make('strict', { strict_names: true })
  const key = textAt(own, 'instance_key')
  const people = ['12025550102@s.whatsapp.net', textAt(peer, 'jid')]
  const group = await data('POST', `/instances/${key}/groups/create`, {
    group_name: 'Team',
    participants: people,
  })
  const strictGroup = await data('POST', `/instances/strict-${count}/groups/create`, { group_name: 'Strict' })
  const jid = textAt(group, 'JID')
  const invite = await data('GET', `/instances/${key}/groups/${jid}/invite-code`)
  const picture = pictures.jpeg ?? new Uint8Array()
  return {
    key: server.key,
    read_key: readKey,
    instance_key: key,
    account_id: textAt(own, 'account_id'),
    peer_key: textAt(peer, 'instance_key'),
    stranger_key: textAt(stranger, 'instance_key'),
    strict_key: textAt(strict, 'instance_key'),
    fresh_key: `fresh-${count}`,
    self_jid: textAt(own, 'jid'),
    peer_jid: textAt(peer, 'jid'),
    group_id: jid,
    group_digits: jid.replace('@g.us', ''),
    strict_group: textAt(strictGroup, 'JID'),
    invite_code: textAt(invite, 'invite_code'),
    jpeg_base64: Buffer.from(picture).toString('base64'),
    jpeg_bytes: JSON.stringify([...picture]),
  }
}

function misfits(name: string, body: unknown): readonly string[] {
  const schema = name === 'FailureReply' ? whatsapi.failureSchema : whatsapi.schemas[name]
  if (schema === undefined) return [`There is no schema ${name}.`]
  return [...Compile(schema).Errors(body)].map((error) => `${error.instancePath} ${error.message}`)
}

/** Sends a request and holds its answer to what is expected. */
async function hold(request: Request, reply: Reply, names: Names): Promise<void> {
  const answer = await send(request, names)
  expect([answer.status, answer.body]).toEqual([reply.status, answer.body])
  expect(differences(filled(reply.body, names), answer.body, 'body')).toEqual([])
  expect(misfits(reply.schema, answer.body)).toEqual([])
  expect(answer.type).toMatch(/^application\/json/)
}

describe('WhatsAPI', () => {
  it.each(pairs)('$file: $pair.name', async ({ pair }) => {
    const names = await world()
    for (const request of pair.before ?? []) {
      const { status, body } = await send(request, names)
      expect([request.path, status, body]).toEqual([request.path, 200, body])
    }
    await hold(pair.request, pair.reply, names)
    for (const { request, reply } of pair.then ?? []) await hold(request, reply, names)
  })

  it('sees and changes the same group as /v1 and /unipile do', async () => {
    const { instance_key: key = '', group_id: jid = '', account_id: account = '' } = await world()
    const here = `/instances/${key}/groups/${jid}`
    const id = textAt(await v1('GET', `/accounts/${account}/groups`), 'data.0.id')
    // The two wires of WhatsApp call a group the same.
    expect(textAt(await unipile('GET', `/${account}/chats`), 'data.0.id')).toBe(jid)
    await v1('PATCH', `/accounts/${account}/groups/${id}`, { name: 'By the native API' })
    expect(at(await data('GET', here), 'Name')).toBe('By the native API')
    await unipile('PATCH', `/${account}/chats/${jid}`, { name: 'By Unipile' })
    expect(at(await data('GET', here), 'Name')).toBe('By Unipile')
    await data('PUT', `${here}/name`, { name: 'By WhatsAPI' })
    expect(at(await v1('GET', `/accounts/${account}/groups/${id}`), 'name')).toBe('By WhatsAPI')
    expect(at(await unipile('GET', `/${account}/chats/${jid}`), 'name')).toBe('By WhatsAPI')
    await data('POST', `${here}/participants/add`, { participants: ['12025550161'] })
    expect(at(await unipile('GET', `/${account}/chats/${jid}`), 'participants_count')).toBe(4)
    await unipile('DELETE', `/${account}/chats/${jid}/participants/12025550161@s.whatsapp.net`)
    expect(at(await data('GET', here), 'ParticipantCount')).toBe(3)
    // The account answers to the key of its instance on the native wire, and to its id on this one.
    expect(at(await v1('GET', `/accounts/${key}/groups/${id}`), 'counts.participants')).toBe(3)
    expect(at(await data('GET', `/instances/${account}/groups/${jid}`), 'JID')).toBe(jid)
  })

  it('walks through groups, participants and contacts by pages, without gap or repeat', async () => {
    const { instance_key: key = '', group_id: jid = '' } = await world()
    for (const group_name of ['One', 'Two', 'Three'])
      await data('POST', `/instances/${key}/groups/create`, { group_name })
    const lists = [
      { path: `/instances/${key}/groups`, field: 'groups' },
      { path: `/instances/${key}/groups/admin`, field: 'groups' },
      { path: `/instances/${key}/groups/${jid}/participants`, field: 'participants' },
      { path: `/instances/${key}/contacts`, field: 'contacts' },
      { path: '/instances/list', field: 'instances' },
    ]
    for (const { path, field } of lists) {
      const all = at(await data('GET', path), field)
      const found: unknown[] = []
      let next: unknown = ''
      do {
        const page = await data('GET', `${path}?limit=2${next === '' ? '' : `&cursor=${next}`}`)
        found.push(...Object.values(at(page, field) ?? {}))
        next = at(page, 'next_cursor')
      } while (next !== undefined)
      expect(found.length).toBeGreaterThan(2)
      expect(found).toEqual(all)
    }
  })

  it('does once what is sent twice with the same Idempotency-Key', async () => {
    const names = await world()
    const request = {
      method: 'POST',
      path: '/instances/{instance_key}/groups/create',
      headers: { authorization: '{key}', ...json, 'idempotency-key': 'whatsapi-once' },
      body: { group_name: 'Once', participants: [] },
    }
    const [first, second] = [await send(request, names), await send(request, names)]
    expect(at(second.body, 'data.JID')).toBe(textAt(first.body, 'data.JID'))
  })

  it('has a pair for each of the 18 operations', () => {
    const numbers = new Set(pairs.map(({ file }) => /^\d+/.exec(file)?.[0]).filter(Boolean))
    expect(numbers.size).toBe(18)
  })
})
