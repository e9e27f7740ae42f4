/** Requests that are repeated: the same answer and one effect, while the server runs and after it was killed. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Api, apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { headerOf, list, text, texts } from './wire.ts'

const slow = '+15550100202'

let server: RunningServer
let api: Api
let on: { readonly account: string; readonly group: string }

beforeEach(async () => {
  server = await startServer()
  api = (await apisOf(server.url, server.key)).of('native')
  const account = text(
    (await api.ok('createAccount', {}, { json: { name: 'W', profile: 'whatsapp' } })).body,
    'id',
  )
  on = {
    account,
    group: text((await api.ok('createGroup', { account }, { json: { name: 'G' } })).body, 'group.id'),
  }
})
afterEach(async () => {
  expect(await server.stop()).toBe(0)
})

/** Kills the server without a warning and starts another on its data. */
async function crash(): Promise<void> {
  await server.kill()
  server = await startServer({ dataDir: server.dataDir })
  api = (await apisOf(server.url, server.key)).of('native')
}

const withKey = (key: string, json: object) => ({ json, headers: { 'Idempotency-Key': key } })

async function groupNames(): Promise<readonly string[]> {
  return texts((await api.ok('listGroups', on)).body, 'data', 'name')
}

it('answers a repetition as the first time, and does it once', async () => {
  const first = await api.ok('createGroup', on, withKey('k1', { name: 'Once' }))
  const again = await api.ok('createGroup', on, withKey('k1', { name: 'Once' }))
  expect(again.bytes.toString()).toBe(first.bytes.toString())
  expect(headerOf(first, 'idempotency-replayed')).toBe('')
  expect(headerOf(again, 'idempotency-replayed')).toBe('true')
  expect(headerOf(again, 'muster-run')).toBe(headerOf(first, 'muster-run'))
  expect(headerOf(again, 'etag')).toBe(headerOf(first, 'etag'))
  expect(await groupNames()).toEqual(['Once', 'G'])
})

it('does it once when the repetitions come all at once', async () => {
  const all = await Promise.all(
    Array.from({ length: 20 }, () => api.ok('createGroup', on, withKey('same', { name: 'Crowd' }))),
  )
  expect(new Set(all.map((reply) => text(reply.body, 'group.id'))).size).toBe(1)
  expect(all.filter((reply) => headerOf(reply, 'idempotency-replayed') === '')).toHaveLength(1)
  expect(await groupNames()).toEqual(['Crowd', 'G'])
})

it('refuses the key for another request, and takes it from another caller', async () => {
  await api.ok('createGroup', on, withKey('k1', { name: 'One' }))
  const other = await api.refused(422, 'createGroup', on, withKey('k1', { name: 'Two' }))
  expect(other.body).toMatchObject({ code: 'idempotency_key_reused' })
  await api.refused(422, 'sendMessage', on, withKey('k1', { text: 'One' }))
  expect(await groupNames()).toEqual(['One', 'G'])
  const made = await api.ok('createKey', {}, { json: { name: 'second', scopes: ['write'] } })
  await api.as(text(made.body, 'key')).ok('createGroup', on, withKey('k1', { name: 'Two' }))
  expect(await groupNames()).toEqual(['Two', 'One', 'G'])
})

it('keeps a refusal too', async () => {
  const absent = { ...on, person: '+12025550123' }
  const options = withKey('k1', { role: 'admin' })
  const first = await api.refused(404, 'setRole', absent, options)
  await api.ok('addParticipants', on, { json: { participants: [absent.person] } })
  const again = await api.ok('setRole', absent, withKey('k2', { role: 'admin' }))
  expect(text(again.body, 'outcome')).toBe('changed')
  expect(text(first.body, 'code')).toBe('participant_not_found')
  // By now it would be done; but the key stands for the first request, and that one was refused.
  const kept = await api.refused(404, 'setRole', absent, options)
  expect(text(kept.body, 'code')).toBe('participant_not_found')
  expect(text((await api.ok('getParticipant', absent)).body, 'role')).toBe('admin')
})

it('says that the first request still runs, and then gives its answer', async () => {
  const options = withKey('slow', { participants: [slow] })
  const first = api.ok('addParticipants', on, options)
  const early = () =>
    api.refused(409, 'addParticipants', on, options).then(({ body }) => text(body, 'code'), String)
  await expect.poll(early).toBe('idempotency_key_running')
  const answer = (await first).bytes.toString()
  expect((await api.ok('addParticipants', on, options)).bytes.toString()).toBe(answer)
  expect(list((await api.ok('listParticipants', on)).body, 'data')).toHaveLength(2)
})

it('shows the secret of a key only the first time', async () => {
  const json = { name: 'k', scopes: ['read'] }
  const first = await api.ok('createKey', {}, withKey('key', json))
  const again = await api.ok('createKey', {}, withKey('key', json))
  expect(text(again.body, 'id')).toBe(text(first.body, 'id'))
  expect(again.body).toMatchObject({ key: null })
})

it('gives the same answer after it was killed', async () => {
  const first = await api.ok(
    'createGroup',
    on,
    withKey('k1', { name: 'Kept', participants: ['+12025550123'] }),
  )
  await crash()
  const again = await api.ok(
    'createGroup',
    on,
    withKey('k1', { name: 'Kept', participants: ['+12025550123'] }),
  )
  expect(again.bytes.toString()).toBe(first.bytes.toString())
  expect(headerOf(again, 'idempotency-replayed')).toBe('true')
  expect(await groupNames()).toEqual(['Kept', 'G'])
})

it('says after a kill that the network never answered, and changes nothing on its own', async () => {
  const options = withKey('slow', { participants: [slow] })
  const lost = api.ok('addParticipants', on, options).then(
    () => 'answered',
    () => 'lost',
  )
  const early = () => api.refused(409, 'addParticipants', on, options).then(() => 'runs', String)
  await expect.poll(early).toBe('runs')
  await crash()
  expect(await lost).toBe('lost')
  const told = await api.refused(504, 'addParticipants', on, options)
  expect(told.body).toMatchObject({ code: 'no_answer' })
  expect(list((await api.ok('listParticipants', on)).body, 'data')).toHaveLength(1)
  const added = await api.ok('addParticipants', on, withKey('anew', { participants: [slow] }))
  expect(texts(added.body, 'outcomes', 'outcome')).toEqual(['added'])
})
