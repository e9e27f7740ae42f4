/** The main job from end to end: one account runs a group, others come and go, and two dialects look at it at once. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, apisOf } from './api.ts'
import { jpeg } from './pictures.ts'
import { type RunningServer, startServer } from './server.ts'
import { headerOf, list, text, texts, whole } from './wire.ts'

let server: RunningServer
let v1: Api
let v2: Api

beforeAll(async () => {
  server = await startServer()
  const apis = await apisOf(server.url, server.key)
  v1 = apis.of('native')
  v2 = apis.of('unipile')
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
})

async function account(user_id: string): Promise<string> {
  return text(
    (await v1.ok('createAccount', {}, { json: { name: `Account of ${user_id}`, user_id } })).body,
    'id',
  )
}

type Place = { readonly account: string; readonly group: string }

async function start(owner: string, json: object): Promise<Place> {
  const on = { account: await account(owner) }
  return { ...on, group: text((await v1.ok('createGroup', on, { json })).body, 'group.id') }
}

const people = async (on: Place) => texts((await v1.ok('listParticipants', on)).body, 'data', 'id')
const roleOf = async (on: Place, person: string) =>
  text((await v1.ok('getParticipant', { ...on, person })).body, 'role')
const add = (on: Place, participants: readonly unknown[]) =>
  v1.ok('addParticipants', on, { json: { participants } })

it('adds people with an outcome for each, and lists them page by page', async () => {
  const on = await start('owner-1', { name: 'Big' })
  const crowd = Array.from({ length: 250 }, (_, index) => `p${String(index).padStart(3, '0')}`)
  const added = await add(on, [
    ...crowd,
    'p000',
    'two words',
    { id: 'boss', role: 'admin', name: 'The boss' },
  ])
  const outcomes = texts(added.body, 'outcomes', 'outcome')
  expect(outcomes).toHaveLength(253)
  expect(new Set(outcomes.slice(0, 250))).toEqual(new Set(['added']))
  expect(outcomes.slice(250)).toEqual(['unchanged', 'refused', 'added'])
  expect(texts((await add(on, ['p000', 'late'])).body, 'outcomes', 'outcome')).toEqual(['unchanged', 'added'])

  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: Readonly<Record<string, string | number>> = {
      limit: 40,
      ...(cursor === '' ? {} : { cursor }),
    }
    const { body } = await v1.ok('listParticipants', on, { query })
    seen.push(...texts(body, 'data', 'id'))
    expect(whole(body, 'total')).toBe(253)
    cursor = list(body, 'data').length === 40 ? text(body, 'next_cursor') : null
  }
  // Owner first, then admins, then the others in the order in which they came.
  expect(seen).toEqual(['owner-1', 'boss', ...crowd, 'late'])
  const group = await v1.ok('getGroup', on)
  expect(group.body).toMatchObject({ counts: { participants: 253, owner: 1, admin: 1, member: 251 } })
})

it('removes, promotes, hands over and renames, each as one revision', async () => {
  const on = await start('owner-2', { name: 'Team', participants: ['anna', 'ben', 'carl'] })
  const revision = async () => whole((await v1.ok('getGroup', on)).body, 'revision')
  const before = await revision()
  await v1.ok('setRole', { ...on, person: 'anna' }, { json: { role: 'admin' } })
  await v1.ok('removeParticipant', { ...on, person: 'ben' })
  await v1.refused(404, 'removeParticipant', { ...on, person: 'ben' })
  await v1.ok('updateGroup', on, { json: { name: 'Renamed', settings: { announce: true } } })
  expect(await revision()).toBe(before + 3)
  await v1.ok('updateGroup', on, { json: { name: 'Renamed' } })
  expect(await revision()).toBe(before + 3)

  // Whoever decided on an older state is told, and nothing is done.
  const stale = { json: { name: 'Too late' }, headers: { 'If-Match': `"${before}"` } }
  expect((await v1.refused(412, 'updateGroup', on, stale)).body).toMatchObject({ code: 'revision_mismatch' })
  const current = { json: { name: 'In time' }, headers: { 'If-Match': `"${before + 3}"` } }
  expect(headerOf(await v1.ok('updateGroup', on, current), 'etag')).toBe(`"${before + 4}"`)
  const rehearsed = await v1.ok('updateGroup', on, { json: { name: 'Rehearsed' }, query: { dry_run: true } })
  expect(text(rehearsed.body, 'name')).toBe('Rehearsed')
  expect(text((await v1.ok('getGroup', on)).body, 'name')).toBe('In time')

  await v1.ok('setRole', { ...on, person: 'anna' }, { json: { role: 'owner' } })
  expect([await roleOf(on, 'anna'), await roleOf(on, 'owner-2')]).toEqual(['owner', 'admin'])
  expect(await people(on)).toEqual(['anna', 'owner-2', 'carl'])
})

it('lets people in by invites, as often as they admit', async () => {
  const on = await start('owner-3', { name: 'Club' })
  const [first, second] = [await account('guest-1'), await account('guest-2')]
  await v1.refused(404, 'getGroup', { ...on, account: first })
  const code = text((await v1.ok('createInvite', on, { json: { uses_max: 1, role: 'admin' } })).body, 'code')
  expect((await v1.ok('getInvite', { account: first, code })).body).toMatchObject({
    group: { name: 'Club', participants: 1 },
    standing: null,
  })
  const joined = await v1.ok('joinGroup', { account: first, code })
  expect(joined.body).toMatchObject({ outcome: 'added', group: { standing: 'admin', read_only: false } })
  expect((await v1.ok('joinGroup', { account: first, code })).body).toMatchObject({ outcome: 'unchanged' })
  expect((await v1.refused(410, 'joinGroup', { account: second, code })).body).toMatchObject({
    code: 'invite_ended',
  })
  const other = text((await v1.ok('createInvite', on, { json: {} })).body, 'code')
  await v1.ok('revokeInvite', { ...on, code: other })
  await v1.refused(410, 'joinGroup', { account: second, code: other })
  expect(texts((await v1.ok('listInvites', on)).body, 'data', 'ended').toSorted()).toEqual([
    'revoked',
    'used_up',
  ])
  expect(await people(on)).toEqual(['owner-3', 'guest-1'])
})

it('has requests to join, which an admin answers once', async () => {
  const on = await start('owner-4', { name: 'Door', settings: { join_approval: true } })
  const guests = [await account('asks-1'), await account('asks-2')] as const
  const code = text((await v1.ok('createInvite', on, { json: {} })).body, 'code')
  for (const guest of guests) {
    expect((await v1.ok('joinGroup', { account: guest, code })).body).toMatchObject({ outcome: 'requested' })
    await v1.refused(403, 'listMessages', { ...on, account: guest })
  }
  const approved = await v1.ok('approveJoinRequests', on, { json: { participants: ['asks-1', 'nobody'] } })
  expect(texts(approved.body, 'outcomes', 'outcome')[0]).toBe('approved')
  expect(texts(approved.body, 'outcomes', 'outcome')[1]).not.toBe('approved')
  await v1.ok('rejectJoinRequests', on, { json: { participants: ['asks-2'] } })
  const again = await v1.ok('approveJoinRequests', on, { json: { participants: ['asks-2'] } })
  expect(texts(again.body, 'outcomes', 'outcome')).not.toContain('approved')
  expect(list((await v1.ok('listJoinRequests', on)).body, 'data')).toEqual([])
  expect(await people(on)).toEqual(['owner-4', 'asks-1'])
})

it('keeps banned people out, whichever way they come', async () => {
  const on = await start('owner-5', { name: 'Calm', participants: ['troll'] })
  const troll = await account('troll')
  const code = text((await v1.ok('createInvite', on, { json: {} })).body, 'code')
  await v1.ok('sendMessage', { ...on, account: troll }, { json: { text: 'noise' } })
  await v1.ok('banParticipants', on, { json: { participants: ['troll'], reason: 'noise' } })
  expect(await people(on)).toEqual(['owner-5'])
  expect((await v1.refused(403, 'joinGroup', { account: troll, code })).body).toMatchObject({
    code: 'banned',
  })
  expect((await add(on, ['troll'])).body).toMatchObject({
    outcomes: [{ outcome: 'refused', reason: 'banned' }],
  })
  await v1.refused(403, 'sendMessage', { ...on, account: troll }, { json: { text: 'more noise' } })
  await v1.ok('unbanParticipants', { ...on, person: 'troll' })
  expect((await v1.ok('joinGroup', { account: troll, code })).body).toMatchObject({ outcome: 'added' })
})

it('keeps a picture, and only a picture', async () => {
  const on = await start('owner-6', { name: 'Photo', participants: ['viewer'] })
  const viewer = { ...on, account: await account('viewer') }
  await v1.refused(404, 'getPicture', on)
  const set = await v1.ok('setPicture', on, { bytes: await jpeg(800, 600) })
  const got = await v1.ok('getPicture', viewer)
  expect(headerOf(got, 'etag')).toBe(`"${text(set.body, 'etag')}"`)
  expect(got.bytes.length).toBe(whole(set.body, 'bytes'))
  await v1.refused(403, 'setPicture', viewer, { bytes: await jpeg(500, 500) })
  for (const bytes of [
    Buffer.from('no picture'),
    (await jpeg(400, 400)).subarray(0, 300),
    new Uint8Array(),
  ]) {
    const wrong = await v1.refused(400, 'setPicture', on, { bytes })
    expect(wrong.body).toMatchObject({ code: 'invalid_picture' })
  }
  expect((await v1.ok('getPicture', on)).bytes.equals(got.bytes)).toBe(true)
  await v1.ok('removePicture', on)
  await v1.refused(404, 'getPicture', viewer)
})

it('keeps what was said readable for whoever leaves, and nothing after that', async () => {
  const on = await start('owner-7', { name: 'Talk', participants: ['leaver', 'stays'], message: 'Welcome' })
  const leaver = { ...on, account: await account('leaver') }
  await v1.ok('sendMessage', leaver, { json: { text: 'Goodbye' } })
  const left = await v1.ok('leaveGroup', leaver)
  expect(left.body).toMatchObject({ group: { standing: 'left', read_only: true }, successor: null })
  await v1.ok('sendMessage', on, { json: { text: 'Among us' } })
  const said = async (place: Place) => texts((await v1.ok('listMessages', place)).body, 'data', 'text')
  expect(await said(on)).toEqual(['Among us', 'Goodbye', 'Welcome'])
  expect(await said(leaver)).toEqual(['Goodbye', 'Welcome'])
  expect((await v1.ok('getGroup', leaver)).body).toMatchObject({
    read_only: true,
    last_message: null,
  })
  for (const [call, json] of [
    ['sendMessage', { text: 'x' }],
    ['updateGroup', { name: 'x' }],
  ] as const) {
    expect((await v1.refused(403, call, leaver, { json })).body).toMatchObject({ code: 'not_a_participant' })
  }
  await v1.refused(403, 'listParticipants', leaver)

  // The last one to lead goes, and the group does not stay without anybody who leads it.
  expect((await v1.ok('leaveGroup', on)).body).toMatchObject({ successor: 'stays' })
})

it('is the same group through the other dialect, at the same time', async () => {
  const on = await start('both', { name: 'Shared', participants: ['anna'], message: 'Hi' })
  const chats = await v2.ok('getChatsList', { account_id: on.account })
  const chat = { account_id: on.account, chat_id: text(chats.body, 'data.0.id') }
  expect(chats.body).toMatchObject({
    data: [{ name: 'Shared', participants_count: 2, last_message: { text: 'Hi' } }],
  })

  await v2.ok('updateChat', chat, { json: { name: 'Renamed there', pin_status: true } })
  expect((await v1.ok('getGroup', on)).body).toMatchObject({ name: 'Renamed there', view: { pinned: true } })
  await v1.ok('updateGroup', on, { json: { name: 'Renamed here', view: { archived: true } } })
  expect((await v2.ok('getChat', chat)).body).toMatchObject({ name: 'Renamed here', is_archived: true })

  await v2.ok('addParticipant', chat, { json: { user_id: 'ben' } })
  await v1.ok('setRole', { ...on, person: 'ben' }, { json: { role: 'admin' } })
  const members = list((await v2.ok('getParticipantsList', chat)).body, 'data')
  expect(members).toContainEqual(
    expect.objectContaining({ is_admin: true, user: expect.objectContaining({ id: 'ben' }) }),
  )
  expect(await people(on)).toEqual(['both', 'ben', 'anna'])
  await v2.refused(409, 'addParticipant', chat, { json: { user_id: 'ben' } })
  await v2.ok('removeParticipant', { ...chat, user_id: 'anna' })
  await v1.refused(404, 'getParticipant', { ...on, person: 'anna' })

  await v2.ok('sendMessage', chat, { json: { text: 'From there' } })
  await v1.ok('sendMessage', on, { json: { text: 'From here' } })
  const here = texts((await v1.ok('listMessages', on)).body, 'data', 'text')
  expect(here).toEqual(['From here', 'From there', 'Hi'])
  expect(texts((await v2.ok('getMessagesList', chat)).body, 'data', 'text')).toEqual(here)

  const events = await v1.ok('listGroupEvents', on)
  const revisions = list(events.body, 'data').map((event) => whole(event, 'revision'))
  expect(revisions).toEqual(revisions.map((_, index) => index + 1))

  await v2.ok('removeParticipant', { ...chat, user_id: 'both' })
  expect((await v1.ok('getGroup', on)).body).toMatchObject({ standing: 'left', read_only: true })
  expect((await v2.ok('getChat', chat)).body).toMatchObject({ is_readonly: true })
  expect(texts((await v2.ok('getMessagesList', chat)).body, 'data', 'text')).toEqual(here)
})

it('loses nobody when two dialects add at the same time', async () => {
  const on = await start('busy', { name: 'Busy' })
  const chat_id = text((await v2.ok('getChatsList', { account_id: on.account })).body, 'data.0.id')
  const names = Array.from({ length: 60 }, (_, index) => `n${index}`)
  await Promise.all(
    names.map((name, index) =>
      index % 2 === 0
        ? add(on, [name])
        : v2.ok('addParticipant', { account_id: on.account, chat_id }, { json: { user_id: name } }),
    ),
  )
  expect((await people(on)).toSorted()).toEqual(['busy', ...names].toSorted())
  expect((await v1.ok('getGroup', on)).body).toMatchObject({ counts: { participants: 61 }, revision: 61 })
})
