/**
 * Requests as Meta's pages and real clients send them, and the replies that they expect: one JSON file for each pair in
 * the folder beside this file, numbered as the calls of contracts/whatsapp-cloud.md, 1.2. Each pair runs on the built
 * server with accounts and groups of its own.
 *
 * In a request and a reply `{group_id}` and the like stand for what was made for the pair; a path behind `@` is not of
 * this wire. In a reply, fields that are not named may be there; `<string>`, `<absent>`, `<~pattern>` and the like
 * stand for values that cannot be known before. `schema` names one of `whatsapp-cloud-contract.ts`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { whatsappCloud } from '../../src/dialects/whatsapp-cloud/index.ts'
import { jpeg } from '../e2e/pictures.ts'
import { type RunningServer, startServer } from '../e2e/server.ts'
import { differences } from './compare.ts'
import { replies } from './whatsapp-cloud-contract.ts'

interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: unknown
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

const folder = join(import.meta.dirname, 'whatsapp-cloud')
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
  const plain = fill(JSON.stringify(value), names, (found) => JSON.stringify(found).slice(1, -1))
  return JSON.parse(plain)
}

let server: RunningServer
let readKey: string
let pictures: Readonly<Record<string, Uint8Array>>
beforeAll(async () => {
  server = await startServer()
  const large = new Uint8Array(5_242_881)
  large.set([0xff, 0xd8, 0xff])
  const png = await sharp(await jpeg(200, 200))
    .png()
    .toBuffer()
  pictures = {
    ...{ jpeg: await jpeg(200, 200), oblong: await jpeg(200, 400), small: await jpeg(191, 191) },
    ...{ smallest: await jpeg(192, 192), png, large },
  }
  readKey = textAt(await v1('POST', '/keys', { name: 'reader', scopes: ['read'] }), 'key')
})
afterAll(async () => {
  await server.stop()
})

function payload({ body, form }: Request, names: Names): { readonly body?: string | FormData } {
  if (form !== undefined) {
    const data = new FormData()
    for (const [name, value] of Object.entries(filled(form, names))) {
      const picture = pictures[value]
      data.set(name, picture === undefined ? value : new Blob([new Uint8Array(picture)]))
    }
    return { body: data }
  }
  if (body === undefined) return {}
  return { body: typeof body === 'string' ? body : JSON.stringify(filled(body, names)) }
}

interface Answer {
  readonly status: number
  readonly type: string | null
  readonly body: unknown
}

async function send(request: Request, names: Names): Promise<Answer> {
  const path = fill(request.path, names, encodeURIComponent)
  const url = path.startsWith('@') ? path.slice(1) : `/whatsapp-cloud${path}`
  const response = await fetch(server.url + url, {
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

const json = { 'content-type': 'application/json' }

/** A call of the preparations, or of the walk, on any wire; it must succeed. */
async function call(url: string, method: string, body?: object, key = server.key): Promise<unknown> {
  const response = await fetch(server.url + url, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : json) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer: unknown = await response.json()
  expect([url, response.ok, answer]).toEqual([url, true, answer])
  return answer
}
const v1 = (method: string, path: string, body?: object) => call(`/v1${path}`, method, body)
const unipile = (method: string, path: string, body?: object) => call(`/unipile/v2${path}`, method, body)
const whatsapi = (method: string, path: string, body?: object) =>
  call(`/whatsapi/api/instances${path}`, method, body)
const cloud = (method: string, path: string, body?: object, key?: string) =>
  call(
    `/whatsapp-cloud/v23.0${path}`,
    method,
    body === undefined ? undefined : { messaging_product: 'whatsapp', ...body },
    key,
  )

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

const account = (name: string, more: object = {}) =>
  v1('POST', '/accounts', { name, profile: 'whatsapp-cloud', ...more })
const phoneOf = (made: unknown) => textAt(made, 'phone_number_id')
const waIdOf = (made: unknown) => textAt(made, 'user_id').replace('+', '')
const keyOf = async (made: unknown) =>
  textAt(await v1('POST', '/keys', { name: 'bound', scopes: ['write'], account: textAt(made, 'id') }), 'key')

async function group(phone: string, subject: string, more: object = {}): Promise<unknown> {
  return cloud('POST', `/${phone}/groups`, { subject, ...more })
}
async function add(groupId: string, people: readonly string[]): Promise<void> {
  await cloud('POST', `/${groupId}/participants`, { participants: people.map((user) => ({ user })) })
  // Whoever comes later is later in the list too.
  await wait(2)
}

/** A business with four groups: of two people, of nobody, of eight, and one at whose door somebody asks. */
async function world(): Promise<Names> {
  const [own, peer, asker] = [
    await account('Shop'),
    await account('Peer', { profile: 'whatsapp' }),
    await account('Asker', { profile: 'whatsapp' }),
  ]
  const phone = phoneOf(own)
  const made = await group(phone, 'Team')
  const team = textAt(made, 'id')
  await add(team, ['+12025550102'])
  await add(team, [waIdOf(peer)])
  const empty = textAt(await group(phone, 'Empty'), 'id')
  const crowd = await group(phone, 'Full')
  const full = textAt(crowd, 'id')
  await add(
    full,
    Array.from({ length: 8 }, (_, index) => `+1202555013${index}`),
  )
  const door = await group(phone, 'Door', { join_approval_mode: 'approval_required' })
  const doorCode = codeOf(door)
  await v1('POST', `/accounts/${textAt(asker, 'id')}/invites/${doorCode}/join`)
  const requests = await cloud('GET', `/${textAt(door, 'id')}/join_requests`)
  const messages = await Promise.all(['one', 'two', 'three', 'four'].map((body) => say(phone, team, body)))
  const native = `/accounts/${textAt(own, 'id')}/groups`
  const groups = await v1('GET', native)
  const nativeGroup = textAt(groups, 'data.3.id')
  return {
    ...(await others()),
    key: server.key,
    read_key: readKey,
    bound_key: await keyOf(own),
    account: textAt(own, 'id'),
    phone_number_id: phone,
    peer_account: textAt(peer, 'id'),
    peer_wa: waIdOf(peer),
    asker_account: textAt(asker, 'id'),
    asker_wa: waIdOf(asker),
    group_id: team,
    native_group: nativeGroup,
    empty_group: empty,
    full_group: full,
    full_code: codeOf(crowd),
    door_group: textAt(door, 'id'),
    native_door: textAt(groups, 'data.0.id'),
    door_code: doorCode,
    join_request_id: textAt(requests, 'data.0.join_request_id'),
    invite_link: textAt(made, 'invite_link'),
    invite_code: codeOf(made),
    ...Object.fromEntries(
      messages.map((id, index) => [`message_id${index === 0 ? '' : `_${index + 1}`}`, id]),
    ),
    ...(await nativeMessages(`${native}/${nativeGroup}/messages`)),
    jpeg_base64: Buffer.from(pictures.jpeg ?? []).toString('base64'),
  }
}

function codeOf(made: unknown): string {
  return textAt(made, 'invite_link').split('/').at(-1) ?? ''
}

async function say(phone: string, to: string, body: string): Promise<string> {
  const sent = await cloud('POST', `/${phone}/messages`, { recipient_type: 'group', to, text: { body } })
  return textAt(sent, 'messages.0.id')
}

/** The same messages on the native wire, by their texts. */
async function nativeMessages(path: string): Promise<Names> {
  const list = at(await v1('GET', path), 'data')
  const numbers: Names = { one: '', two: '_2', three: '_3', four: '_4' }
  const named = Array.isArray(list) ? list : []
  return Object.fromEntries(
    named.map((message) => [`native_message${numbers[textAt(message, 'text')]}`, textAt(message, 'id')]),
  )
}

/** Accounts that are set otherwise. */
async function others(): Promise<Names> {
  const strict = await account('Strict', { profile: 'whatsapp-cloud-strict' })
  const flat = await account('Flat', { metadata: { whatsapp_cloud_list: 'flat' } })
  await group(phoneOf(flat), 'Flat')
  return {
    strict_group: textAt(await group(phoneOf(strict), 'Strict'), 'id'),
    flat_phone: phoneOf(flat),
    few_phone: phoneOf(await account('Few', { limits: { 'account.groups': 1 } })),
    recruiter_phone: phoneOf(await account('Recruiter', { profile: 'linkedin-recruiter' })),
    stranger_key: await keyOf(await account('Stranger')),
  }
}

function misfits(name: string, body: unknown): readonly string[] {
  const schema = replies[name]
  if (schema === undefined) return [`There is no schema ${name}.`]
  return [...Compile(schema).Errors(body)].map((error) => `${error.instancePath} ${error.message}`)
}

/** Sends a request and holds its answer to what is expected. */
async function hold(request: Request, reply: Reply, names: Names): Promise<void> {
  const answer = await send(request, names)
  expect([answer.status, answer.body]).toEqual([reply.status, answer.body])
  expect(differences(filled(reply.body, names), answer.body, 'body')).toEqual([])
  expect(misfits(reply.schema, answer.body)).toEqual([])
  expect(answer.type).toMatch(/^application\/(problem\+)?json/)
}

describe('WhatsApp Cloud', () => {
  it.each(pairs)('$file: $pair.name', async ({ pair }) => {
    const names = await world()
    for (const request of pair.before ?? []) {
      const { status, body } = await send(request, names)
      expect([request.path, status, body]).toEqual([request.path, 200, body])
    }
    await hold(pair.request, pair.reply, names)
    for (const { request, reply } of pair.then ?? []) await hold(request, reply, names)
  })

  it('has a pair for each of the 15 calls, and answers each without a version too', () => {
    const numbers = new Set(pairs.map(({ file }) => /^\d+/.exec(file)?.[0]).filter(Boolean))
    expect(numbers.size).toBe(15)
    const addresses = whatsappCloud.routes.map(({ method, path }) => `${method} ${path}`)
    const versioned = addresses.filter((address) => address.includes('/{version}'))
    expect(versioned.map((address) => address.replace('/{version}', '')).toSorted()).toEqual(
      addresses.filter((address) => !address.includes('/{version}')).toSorted(),
    )
  })

  it('sees and changes the same group as /v1, /unipile and /whatsapi do', async () => {
    const { account: id = '', group_id: jid = '', native_group: native = '' } = await world()
    const here = `/accounts/${id}/groups/${native}`
    const nameHere = async () => at(await cloud('GET', `/${jid}?fields=subject`), 'subject')
    const countHere = async () =>
      at(await cloud('GET', `/${jid}?fields=total_participant_count`), 'total_participant_count')
    await v1('PATCH', here, { name: 'By the native API' })
    expect(await nameHere()).toBe('By the native API')
    await unipile('PATCH', `/${id}/chats/${jid}`, { name: 'By Unipile' })
    expect(await nameHere()).toBe('By Unipile')
    await whatsapi('PUT', `/${id}/groups/${jid}/name`, { name: 'By WhatsAPI' })
    expect(await nameHere()).toBe('By WhatsAPI')
    await cloud('POST', `/${jid}`, { subject: 'By the Cloud API' })
    expect(at(await v1('GET', here), 'name')).toBe('By the Cloud API')
    expect(at(await unipile('GET', `/${id}/chats/${jid}`), 'name')).toBe('By the Cloud API')
    expect(at(await whatsapi('GET', `/${id}/groups/${jid}`), 'data.Name')).toBe('By the Cloud API')
    await whatsapi('POST', `/${id}/groups/${jid}/participants/add`, { participants: ['12025550161'] })
    expect(await countHere()).toBe(3)
    await unipile('DELETE', `/${id}/chats/${jid}/participants/12025550161@s.whatsapp.net`)
    expect(await countHere()).toBe(2)
    await cloud('POST', `/${jid}/participants`, { participants: [{ user: '12025550162' }] })
    expect(at(await v1('GET', here), 'counts.participants')).toBe(4)
    expect(at(await whatsapi('GET', `/${id}/groups/${jid}`), 'data.ParticipantCount')).toBe(4)
    expect(at(await unipile('GET', `/${id}/chats/${jid}`), 'participants_count')).toBe(4)
  })

  it('walks through groups and join requests by pages, forth and back', async () => {
    const { phone_number_id: phone = '', door_group: door = '', door_code: code = '' } = await world()
    for (const name of ['a', 'b', 'c']) {
      const asker = await account(name, { profile: 'whatsapp' })
      await v1('POST', `/accounts/${textAt(asker, 'id')}/invites/${code}/join`)
    }
    const lists = [
      { path: `/${phone}/groups`, place: 'data.groups', id: 'id', rows: 4 },
      { path: `/${door}/join_requests`, place: 'data', id: 'join_request_id', rows: 4 },
    ]
    for (const { path, place, id, rows } of lists) {
      const idsOf = (page: unknown) => Object.values(at(page, place) ?? {}).map((row) => textAt(row, id))
      const all = idsOf(await cloud('GET', path))
      expect(all).toHaveLength(rows)
      const forth: string[][] = []
      let page: unknown
      let next: unknown = `${server.url}/whatsapp-cloud/v23.0${path}?limit=3`
      while (typeof next === 'string') {
        page = await call(next.slice(server.url.length), 'GET')
        forth.push(idsOf(page))
        next = at(page, 'paging.next')
      }
      expect(forth).toEqual([all.slice(0, 3), all.slice(3)])
      const back = await call(textAt(page, 'paging.previous').slice(server.url.length), 'GET')
      expect(idsOf(back)).toEqual(all.slice(0, 3))
      expect(at(back, 'paging.previous')).toBeUndefined()
      const again = await call(textAt(back, 'paging.next').slice(server.url.length), 'GET')
      expect(idsOf(again)).toEqual(all.slice(3))
    }
  })

  it('makes one group of a create that is repeated with the same idempotency key, and its receipt answers', async () => {
    const phone = phoneOf(await account('Once'))
    const request = {
      method: 'POST',
      path: `/v23.0/${phone}/groups`,
      headers: { authorization: '{key}', ...json, 'idempotency-key': `once-${phone}` },
      body: { messaging_product: 'whatsapp', subject: 'Once' },
    }
    const names = { key: `Bearer ${server.key}` }
    const [first, second] = [await send(request, names), await send(request, names)]
    expect(second.body).toEqual(first.body)
    expect(at(await cloud('GET', `/${phone}/groups`), 'data.groups')).toHaveLength(1)
    const run = await v1('GET', `/runs/${textAt(first.body, 'request_id')}`)
    expect(run).toMatchObject({ status: 'done', operation: 'createGroup', dialect: 'whatsapp-cloud' })
  })

  it('acts with the account that owns the group, whatever other accounts are in it', async () => {
    const [other, owner] = [await account('Other'), await account('Owner')]
    const made = await group(phoneOf(owner), 'Owned')
    await add(textAt(made, 'id'), [waIdOf(other)])
    await cloud('POST', `/${textAt(made, 'id')}`, { subject: 'Renamed by the owner' })
    const { status, body } = await send(
      {
        method: 'POST',
        path: `/v23.0/${textAt(made, 'id')}`,
        headers: { authorization: '{key}', ...json },
        body: { messaging_product: 'whatsapp', subject: 'Never' },
      },
      { key: `Bearer ${await keyOf(other)}` },
    )
    expect([status, at(body, 'error.code')]).toEqual([400, 131005])
  })
})
