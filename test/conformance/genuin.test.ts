/**
 * Requests as Genuin's clients send them, and the replies that they expect: one JSON file for each pair in the folder
 * beside this file, numbered as the calls of contract 2.2. Each pair runs on the built server with a community and
 * groups of its own. `05-seed` is the request of the vendor's page and its answer, with the ids replaced.
 *
 * In a request and a reply `{chat_id}` and the like stand for what was made for the pair. In a reply, fields that
 * are not named may be there; `<string>`, `<date>`, `<absent>` and `<~pattern>` stand for values that cannot be known
 * before. `schema` names a schema of the dialect that the body must fit; `then` are later requests.
 */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderPersonId } from '../../src/dialects/genuin/ids.ts'
import { genuin } from '../../src/dialects/genuin/index.ts'
import { type RunningServer, startServer } from '../e2e/server.ts'
import { differences } from './compare.ts'

interface Request {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** A text goes out as it is, anything else as JSON. */
  readonly body?: unknown
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
  readonly headers: Headers
  readonly body: unknown
}

const folder = join(import.meta.dirname, 'genuin')
const pairs = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  // The files are of the shape above; a pair that is not fails in its test.
  .map((file) => ({ file, pair: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Pair }))

function fill(text: string, names: Names): string {
  return text.replace(/\{([a-z0-9_]+)\}/g, (all, name: string) => names[name] ?? all)
}

function filled<T>(value: T, names: Names): T {
  return value === undefined ? value : JSON.parse(fill(JSON.stringify(value), names))
}

const json = { 'content-type': 'application/json' }

let server: RunningServer
/** What is there for all pairs: keys, tokens, and something of another workspace. */
let shared: Names
beforeAll(async () => {
  server = await startServer()
  const keyId = textAt(await v1('GET', '/keys'), 'data.0.id')
  const reader = await v1('POST', '/keys', { name: 'reader', scopes: ['read'] })
  const auth = await tokenOf(keyId, server.key)
  const readKey = { id: textAt(reader, 'id'), secret: textAt(reader, 'key') }
  const stranger = await v1('POST', '/workspaces', { name: 'Other' })
  const [id, key] = [textAt(stranger, 'admin_key.id'), textAt(stranger, 'admin_key.key')]
  const foreign = await madeBy(await tokenOf(id, key), 'foreign')
  shared = {
    ...{ key: server.key, key_id: keyId, token: auth },
    ...{ read_key_id: readKey.id, read_token: await tokenOf(readKey.id, readKey.secret) },
    ...{ foreign_community_id: foreign.community_id, foreign_chat_id: foreign.chat_id },
    self: textAt(await v1('GET', '/accounts/genuin'), 'user_id'),
  }
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
})

async function send(request: Request, names: Names): Promise<Answer> {
  const { method, body } = request
  const payload = typeof body === 'string' ? body : JSON.stringify(filled(body, names))
  const response = await fetch(`${server.url}/genuin/api${fill(request.path, names)}`, {
    method,
    headers: filled(request.headers, names),
    ...(body === undefined ? {} : { body: payload }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** A request of the preparations; it must succeed. */
async function data(token: string, method: string, path: string, body: object): Promise<unknown> {
  const headers = { ...json, authorization: `Bearer ${token}` }
  const answer = await send({ method, path: `/thirdparty${path}`, headers, body }, {})
  expect([path, answer.status, answer.body]).toEqual([path, 200, answer.body])
  return at(answer.body, 'data')
}

async function tokenOf(api_key: string, api_secret: string): Promise<string> {
  return textAt(await data('', 'POST', '/auth', { api_key, api_secret }), 'gn-access-token')
}

/** The same server on another wire; the answer must be a success. */
async function other(
  url: string,
  method: string,
  body?: object,
  key = `Bearer ${server.key}`,
): Promise<unknown> {
  const response = await fetch(server.url + url, {
    method,
    headers: { authorization: key, ...(body === undefined ? {} : json) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect([url, response.ok, await response.clone().text()]).toEqual([url, true, expect.any(String)])
  return response.json()
}
const v1 = (method: string, path: string, body?: object) => other(`/v1${path}`, method, body)
const unipile = (method: string, path: string, body?: object) => other(`/unipile/v2${path}`, method, body)
const whatsapi = (method: string, path: string, body?: object) =>
  other(`/whatsapi/api/instances${path}`, method, body, server.key)

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

/** A community, a group with a member and a subscriber, and one that is as the seed page wants it. */
async function madeBy(token: string, handle: string) {
  const actions = [{ action_id: 3, access_type_id: 5 }]
  const community = await data(token, 'POST', '/community/create', { handle, name: handle, type: 1, actions })
  const community_id = textAt(community, 'community_id')
  const group = async (about: object) =>
    textAt(
      await data(token, 'POST', '/group/create', {
        ...{ type: 4, community_id, chat_id: randomUUID(), group: about },
      }),
      'chat_id',
    )
  const member = randomUUID()
  const seed = { name: 'new name', description: 'new description #abc #xyz', tags: 'abc,xyz', dp: '1.png' }
  return {
    community_id,
    member,
    chat_id: await group({
      ...{ name: 'Team', description: 'About #old', dp: '1.png', topics: [1] },
      members: [{ user_id: member }],
    }),
    seed_chat_id: await group({ ...seed, topics: [1, 2] }),
  }
}

let count = 0

async function world(): Promise<Names> {
  count += 1
  const made = await madeBy(shared.token ?? '', `community-${count}`)
  const subscriber = randomUUID()
  await v1('POST', `/accounts/genuin/groups/${made.chat_id}/participants`, {
    participants: [{ id: subscriber, role: 'subscriber' }],
  })
  const fresh = randomUUID()
  return {
    ...shared,
    ...made,
    ...{
      subscriber,
      fresh_chat_id: fresh,
      fresh_chat_id_upper: fresh.toUpperCase(),
      handle: `handle-${count}`,
    },
    phone_member_id: renderPersonId('+9533333315'),
  }
}

function misfits(name: string, body: unknown): readonly string[] {
  const schema = name === 'FailureReply' ? genuin.failureSchema : genuin.schemas[name]
  if (schema === undefined) return [`There is no schema ${name}.`]
  return [...Compile(schema).Errors(body)].map((error) => `${error.instancePath} ${error.message}`)
}

/** Sends a request and holds its answer to what is expected. */
async function hold(request: Request, reply: Reply, names: Names): Promise<Answer> {
  const answer = await send(request, names)
  expect([answer.status, answer.body]).toEqual([reply.status, answer.body])
  expect(differences(filled(reply.body, names), answer.body, 'body')).toEqual([])
  expect(misfits(reply.schema, answer.body)).toEqual([])
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  return answer
}

/** The group as the native API shows it, and what of it an event or a run would have moved. */
const groupOf = (chat: string) => v1('GET', `/accounts/genuin/groups/${chat}`)

describe('Genuin', () => {
  it.each(pairs)('$file: $pair.name', async ({ pair }) => {
    const names = await world()
    for (const request of pair.before ?? []) {
      const { status, body } = await send(request, names)
      expect([request.path, status, body]).toEqual([request.path, 200, body])
    }
    const before = await groupOf(names.chat_id ?? '')
    await hold(pair.request, pair.reply, names)
    // Whatever was refused has changed nothing.
    if (pair.reply.status !== 200) expect(await groupOf(names.chat_id ?? '')).toEqual(before)
    for (const { request, reply } of pair.then ?? []) await hold(request, reply, names)
  })

  it('answers the request of the seed page with the answer of the seed page, and with nothing else', async () => {
    const names = await world()
    const seed = pairs.find(({ file }) => file === '05-seed.json')?.pair
    if (seed === undefined) throw new Error('The request of the seed page is there.')
    const { not_done: _ours, ...expected } = Object(at(filled(seed.reply.body, names), 'data'))
    const { body } = await send(seed.request, names)
    expect(body).toEqual({ code: 200, message: 'Conversation updated successfully.', data: expected })
  })

  it('gives the token in the header and in the body', async () => {
    const auth = { method: 'POST', path: '/thirdparty/auth', headers: json }
    const body = { api_key: '{key_id}', api_secret: '{key}' }
    const answer = await send({ ...auth, body }, shared)
    expect(answer.headers.get('gn-access-token')).toBe(textAt(answer.body, 'data.gn-access-token'))
  })

  it('refuses a token that has expired, and one whose key was revoked', async () => {
    const { chat_id: chat = '' } = await world()
    const rename = (token: string) => ({
      method: 'PATCH',
      path: `/thirdparty/update_conversation/${chat}`,
      headers: { ...json, authorization: `Bearer ${token}` },
      body: { name: 'Renamed' },
    })
    const short = textAt(await v1('POST', '/keys/tokens', { seconds: 1 }), 'key')
    const key = await v1('POST', '/keys', { name: 'program', scopes: ['write'] })
    const token = await tokenOf(textAt(key, 'id'), textAt(key, 'key'))
    expect((await send(rename(token), {})).status).toBe(200)
    await wait(1100)
    const refused = { code: '5159', message: 'Invalid Use of API', data: {} }
    const expired = await send(rename(short), {})
    expect([expired.status, expired.body]).toEqual([401, expect.objectContaining(refused)])
    await v1('DELETE', `/keys/${textAt(key, 'id')}`)
    const revoked = await send(rename(token), {})
    expect([revoked.status, revoked.body]).toEqual([401, expect.objectContaining(refused)])
  })

  it('acts with the account that the key is bound to', async () => {
    const account = textAt(await v1('POST', '/accounts', { name: 'Second', profile: 'genuin' }), 'id')
    const key = await v1('POST', '/keys', { name: 'second', scopes: ['write'], account })
    const { chat_id } = await madeBy(await tokenOf(textAt(key, 'id'), textAt(key, 'key')), 'second')
    expect(at(await v1('GET', `/accounts/${account}/groups/${chat_id}`), 'standing')).toBe('owner')
    const names = await world()
    const request = {
      method: 'PATCH',
      path: `/thirdparty/update_conversation/${chat_id}`,
      body: { name: 'x' },
    }
    // The workspace's own account has no part in that group.
    const answer = await send({ ...request, headers: { ...json, authorization: 'Bearer {token}' } }, names)
    expect([answer.status, at(answer.body, 'code')]).toEqual([400, '1099'])
  })

  it('keeps what it makes nothing of, and takes tags from descriptions', async () => {
    const names = await world()
    const make = pairs.find(({ file }) => file === '04-group.json')?.pair.request
    if (make === undefined) throw new Error('The request with a video is there.')
    await send(make, names)
    const made = await groupOf(names.fresh_chat_id ?? '')
    expect(made).toMatchObject({ tags: ['calm', 'rides'], topics: ['1', '2'], alias: names.fresh_chat_id })
    expect(at(made, 'metadata')).toMatchObject({
      'genuin.dp': 'g.png',
      'genuin.template_id': '7',
      'genuin.actions': '[{"action_id":5,"access_type_id":9}]',
      'genuin.video.video_name': 'v.mp4',
      'genuin.video.duration': '12.5',
      'genuin.video.is_ai_generated_video': 'false',
      'genuin.video.description_data': '[{"text":"Hi"}]',
    })
    const update = (body: object) =>
      data(names.token ?? '', 'PATCH', `/update_conversation/${names.fresh_chat_id}`, body)
    await update({ description: 'Fast ones #speed and #calm' })
    expect(at(await groupOf(names.fresh_chat_id ?? ''), 'tags')).toEqual(['calm', 'rides', 'speed'])
    await update({ description: 'None #at #all', tags: 'only, #these' })
    expect(at(await groupOf(names.fresh_chat_id ?? ''), 'tags')).toEqual(['only', 'these', 'at', 'all'])
    // The community is a group of the native API, and the group says that it is in it.
    const community = await v1('GET', `/accounts/genuin/groups/${at(made, 'community')}`)
    expect(community).toMatchObject({ community: null, name: expect.stringMatching(/^community-/) })
  })

  it('writes one run for each call, and its events together', async () => {
    const names = await world()
    const all = pairs.find(({ file }) => file === '05-all.json')?.pair.request
    if (all === undefined) throw new Error('The request with everything is there.')
    const answer = await send(all, names)
    const run = answer.headers.get('muster-run') ?? ''
    expect(await v1('GET', `/runs/${run}`)).toMatchObject({
      operation: 'reviseGroup',
      dialect: 'genuin',
      status: 'done',
    })
    const events = at(await v1('GET', `/accounts/genuin/groups/${names.chat_id}/events`), 'data')
    const ofRun = Object.values(Object(events)).filter((event) => at(event, 'run') === run)
    expect(ofRun.map((event) => at(event, 'type'))).toEqual([
      'participants.removed',
      'participants.added',
      'group.updated',
    ])
  })

  it('does once what is sent twice with the same Idempotency-Key', async () => {
    const names = await world()
    const headers = { ...json, authorization: 'Bearer {token}', 'idempotency-key': 'genuin-once' }
    const path = '/thirdparty/update_conversation/{chat_id}'
    const request = { method: 'PATCH', path, headers, body: { name: 'Once' } }
    const [first, second] = [await send(request, names), await send(request, names)]
    expect(at(first.body, 'data.name_updated')).toBe(true)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
  })

  it('sees and changes the same group as /v1, /unipile and /whatsapi do', async () => {
    const { chat_id: chat = '', token = '', subscriber = '' } = await world()
    const account = textAt(await v1('GET', '/accounts/genuin'), 'id')
    const native = `/accounts/${account}/groups/${chat}`
    const unipileChat = textAt(await unipile('GET', `/${account}/chats?limit=2`), 'data.1.id')
    const jids = Object.values(Object(at(await whatsapi('GET', `/${account}/groups?limit=2`), 'data.groups')))
    const jid = textAt(jids[1], 'JID')
    const update = (body: object) => data(token, 'PATCH', `/update_conversation/${chat}`, body)
    expect(at(await unipile('GET', `/${account}/chats/${unipileChat}`), 'name')).toBe('Team')
    await update({ name: 'By Genuin' })
    expect(at(await v1('GET', native), 'name')).toBe('By Genuin')
    expect(at(await unipile('GET', `/${account}/chats/${unipileChat}`), 'name')).toBe('By Genuin')
    expect(at(await whatsapi('GET', `/${account}/groups/${jid}`), 'data.Name')).toBe('By Genuin')
    await v1('PATCH', native, { name: 'By the native API' })
    await unipile('PATCH', `/${account}/chats/${unipileChat}`, { name: 'By Unipile' })
    await whatsapi('PUT', `/${account}/groups/${jid}/name`, { name: 'By WhatsAPI' })
    expect(at(await update({ name: 'By WhatsAPI' }), 'name_updated')).toBe(false)
    // Somebody whom each of the other wires adds is known here, and the one who is added here is known there.
    const people = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const
    await v1('POST', `${native}/participants`, { participants: [people[0]] })
    await unipile('POST', `/${account}/chats/${unipileChat}/participants`, { user_id: people[1] })
    await whatsapi('POST', `/${account}/groups/${jid}/participants/add`, { participants: [people[2]] })
    await update({ members_added: [{ user_id: people[3] }] })
    expect(
      at(await update({ members_added: people.map((user_id) => ({ user_id })) }), 'members_added'),
    ).toEqual([])
    expect(at(await whatsapi('GET', `/${account}/groups/${jid}`), 'data.ParticipantCount')).toBe(7)
    expect(at(await unipile('GET', `/${account}/chats/${unipileChat}`), 'participants_count')).toBe(7)
    expect(at(await update({ members_removed: [...people] }), 'members_removed')).toEqual([...people])
    // A subscriber whom a native call added is removed here.
    expect(at(await update({ subscribers_removed: [subscriber] }), 'subscribers_removed')).toEqual([
      subscriber,
    ])
    expect(at(await v1('GET', native), 'counts.participants')).toBe(2)
  })

  it('shows discoverable groups to other accounts of the workspace, without their people', async () => {
    const { chat_id: chat = '', token = '', member = '' } = await world()
    const stranger = textAt(await v1('POST', '/accounts', { name: 'Stranger', profile: 'genuin' }), 'id')
    const found = async () => {
      const list = Object.values(
        Object(at(await v1('GET', `/accounts/${stranger}/discoverable-groups`), 'data')),
      )
      return list.find((group) => at(group, 'alias') === chat)
    }
    expect(await found()).toBeUndefined()
    await data(token, 'PATCH', `/update_conversation/${chat}`, { settings: { discoverable: true } })
    expect(await found()).toMatchObject({ name: 'Team', tags: ['old'], topics: ['1'], standing: null })
    expect(JSON.stringify(await found())).not.toContain(member)
    await data(token, 'PATCH', `/update_conversation/${chat}`, { settings: { discoverable: false } })
    expect(await found()).toBeUndefined()
  })

  it('refuses a key without an account of its own that may not make one, and says how to make it', async () => {
    const made = await v1('POST', '/workspaces', { name: 'Fresh' })
    const admin = `Bearer ${textAt(made, 'admin_key.key')}`
    const key = await other('/v1/keys', 'POST', { name: 'writer', scopes: ['write'] }, admin)
    const body = { api_key: textAt(key, 'id'), api_secret: textAt(key, 'key') }
    const auth = { method: 'POST', path: '/thirdparty/auth', headers: json, body }
    const refused = await send(auth, {})
    expect([refused.status, at(refused.body, 'code')]).toEqual([404, '5235'])
    expect(at(refused.body, 'detail')).toContain('alias `genuin`')
    await other('/v1/accounts', 'POST', { name: 'Ours', profile: 'genuin', alias: 'genuin' }, admin)
    expect((await send(auth, {})).status).toBe(200)
  })

  it('has a pair for each of the six calls, and one for each field of the PATCH', () => {
    const numbers = new Set(pairs.map(({ file }) => /^\d+/.exec(file)?.[0]).filter(Boolean))
    expect(numbers.size).toBe(6)
    const files = pairs.map(({ file }) => file)
    const fields = ['members-added', 'members-removed', 'subscribers-removed', 'name', 'description', 'tags']
    for (const field of [...fields, 'dp', 'topics', 'settings']) expect(files).toContain(`05-${field}.json`)
  })
})
