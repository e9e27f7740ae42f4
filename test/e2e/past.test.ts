/** The past over the wire: who was in a group, what differs, who did what; and ends that come by themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { headerOf, list, text, texts, whole } from './wire.ts'

let server: RunningServer
let v1: Api

beforeAll(async () => {
  server = await startServer()
  v1 = (await apisOf(server.url, server.key)).of('native')
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
})

async function newGroup(api: Api, user_id: string, participants: readonly string[] = []) {
  const account = text((await api.ok('createAccount', {}, { json: { name: user_id, user_id } })).body, 'id')
  const created = await api.ok('createGroup', { account }, { json: { name: 'Past', participants } })
  return { account, group: text(created.body, 'group.id') }
}

const soon = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()

/** So long at most is waited for what comes by itself; it takes a second or two. */
const patience = { timeout: 50_000, interval: 100 }

describe('who was in a group', () => {
  it('at a revision and at a time, with a cursor of its own', async () => {
    const on = await newGroup(v1, 'past-owner', ['anna'])
    await v1.ok('addParticipants', on, { json: { participants: ['ben'] } })
    const events = await v1.ok('listGroupEvents', on)
    const [, , joined = ''] = texts(events.body, 'data', 'at')
    await v1.ok('removeParticipant', { ...on, person: 'anna' })
    const at = async (moment: string) =>
      texts((await v1.ok('listParticipants', on, { query: { at: moment } })).body, 'data', 'id')
    expect(await at('1')).toEqual(['past-owner'])
    expect(await at('2')).toEqual(['past-owner', 'anna'])
    expect(await at(joined)).toEqual(expect.arrayContaining(['past-owner', 'ben']))
    expect(await at('4')).toEqual(['past-owner', 'ben'])
    expect(await at('2020-01-01T00:00:00Z')).toEqual([])
    const page = await v1.ok('listParticipants', on, { query: { at: 3, limit: 2 } })
    expect(page.body).toMatchObject({
      total: null,
      data: [
        { id: 'past-owner', until: null, is_self: true },
        { id: 'anna', role: 'member', is_self: false },
      ],
    })
    const cursor = text(page.body, 'next_cursor')
    const rest = await v1.ok('listParticipants', on, { query: { at: 3, limit: 2, cursor } })
    expect(texts(rest.body, 'data', 'id')).toEqual(['ben'])
    expect((await v1.refused(400, 'listParticipants', on, { query: { cursor } })).body).toMatchObject({
      code: 'invalid_cursor',
    })
    const now = await v1.ok('listParticipants', on)
    expect(whole(now.body, 'total')).toBe(2)
  })

  it('and a person from when to when', async () => {
    const on = await newGroup(v1, 'history-owner', ['anna'])
    await v1.ok('setRole', { ...on, person: 'anna' }, { json: { role: 'admin' } })
    await v1.ok('removeParticipant', { ...on, person: 'anna' })
    const { body } = await v1.ok('listParticipantHistory', { ...on, person: 'anna' })
    expect(texts(body, 'data', 'role')).toEqual(['member', 'admin', 'removed'])
    expect(body).toMatchObject({
      data: [
        { id: 'anna', from_revision: 2, to_revision: 3 },
        { from_revision: 3, to_revision: 4 },
        { from_revision: 4, to_revision: null, until: null },
      ],
    })
    await v1.refused(404, 'listParticipantHistory', { ...on, person: 'stranger' })
    await v1.refused(400, 'listParticipantHistory', { ...on, person: 'not an id' })
  })

  it('and what differs', async () => {
    const on = await newGroup(v1, 'diff-owner')
    await v1.ok('updateGroup', on, {
      json: { name: 'New', settings: { announce: true }, metadata: { a: 'b' } },
    })
    await v1.ok('addParticipants', on, { json: { participants: ['anna'] } })
    await v1.ok('sendMessage', on, { json: { text: 'Hello' } })
    await v1.ok('createInvite', on, { json: {} })
    const expected = {
      from: 1,
      to: 5,
      changed: {
        name: { before: 'Past', after: 'New' },
        metadata: { before: {}, after: { a: 'b' } },
        settings: { before: { announce: false }, after: { announce: true } },
      },
      people: [{ id: 'anna', name: null, from: null, to: 'member' }],
      messages: 1,
      invites: 1,
    }
    expect((await v1.ok('diffGroup', on, { query: { from: 1 } })).body).toEqual(expected)
    const whole = await v1.ok('diffGroup', on, { query: { from: '2020-01-01T00:00:00Z', to: 1 } })
    expect((await v1.ok('diffGroup', on, { query: { to: 1 } })).body).toEqual(whole.body)
    expect(whole.body).toMatchObject({ from: 0, changed: { name: { before: null, after: 'Past' } } })
  })

  it('is refused in a sentence where the question is none', async () => {
    const on = await newGroup(v1, 'bad-owner')
    const sentences: [string, object, RegExp][] = [
      ['listParticipants', { at: 'yesterday' }, /must be a revision such as 12, or a time/],
      ['listParticipants', { at: '-1' }, /must be a revision/],
      ['listParticipants', { at: '2020-13-45T99:99:99Z' }, /must be a time/],
      ['listParticipants', { at: 2 }, /the group is at revision 1/],
      ['listParticipants', { at: '2999-01-01T00:00:00Z' }, /still to come/],
      ['listParticipants', { at: 1, role: 'admin' }, /no `role`/],
      ['diffGroup', { from: 1, to: 0 }, /turn them round/],
      ['diffGroup', { from: '1.5' }, /must be a revision/],
      ['diffGroup', { from: 999_999_999_999_999 }, /the group is at revision 1/],
    ]
    for (const [id, query, words] of sentences) {
      const { body } = await v1.refused(400, id, on, { query: { ...query } })
      expect(text(body, 'detail')).toMatch(words)
    }
  })
})

describe('runs', () => {
  it('are found by who, where and what, and show what was asked and caused', async () => {
    const on = await newGroup(v1, 'runs-owner')
    const expires_at = '2999-01-01T00:00:00.000Z'
    const json = { participants: [{ id: 'anna', expires_at }] }
    const added = await v1.ok('addParticipants', on, { json })
    const run = headerOf(added, 'muster-run')
    const { body } = await v1.ok('getRun', { run })
    expect(body).toMatchObject({
      ...{ id: run, account: on.account, group: on.group, dialect: 'native', operation: 'addParticipants' },
      ...{ status: 'done', events: 1, outcomes: [{ participant: 'anna', outcome: 'added' }] },
      input: { account: on.account, group: on.group, participants: [{ id: 'anna', expires_at }] },
      caused: [{ revision: 2, type: 'participants.added' }],
    })
    const key = text(body, 'key')
    const find = async (query: Readonly<Record<string, string>>) =>
      texts((await v1.ok('listRuns', {}, { query })).body, 'data', 'operation')
    expect(await find({ group: on.group })).toEqual(['addParticipants', 'createGroup'])
    expect(await find({ account: on.account, operation: 'createGroup', key })).toEqual(['createGroup'])
    expect(await find({ group: on.group, status: 'failed' })).toEqual([])
    expect(await find({ group: on.group, since: '2999-01-01T00:00:00Z' })).toEqual([])
    expect(await find({ group: on.group, before: '2020-01-01T00:00:00Z' })).toEqual([])
    expect(await find({ group: 'grp_nothing' })).toEqual([])
    for (const query of [{ operation: 'nothing' }, { status: 'odd' }, { since: 'now' }]) {
      await v1.refused(400, 'listRuns', {}, { query })
    }
    await v1.refused(404, 'listRuns', {}, { query: { account: 'nobody' } })
  })
})

describe('what has an end', () => {
  const typesOf = async (api: Api, group: string) =>
    texts((await api.ok('listEvents', {}, { query: { group } })).body, 'data', 'type')

  it('ends by itself, and the feed says so', async () => {
    const on = await newGroup(v1, 'end-owner', ['troll'])
    const guest = { id: 'guest', expires_at: soon(2000) }
    await v1.ok('addParticipants', on, { json: { participants: [guest] } })
    await v1.ok('banParticipants', on, { json: { participants: ['troll'], expires_at: soon(2000) } })
    await v1.ok('createInvite', on, { json: { expires_at: soon(2000) } })
    await expect
      .poll(async () => (await typesOf(v1, on.group)).toSorted(), patience)
      .toEqual([
        ...['ban.added', 'ban.removed', 'group.created', 'invite.created', 'invite.expired'],
        ...['participants.added', 'participants.added', 'participants.removed'],
      ])
    await v1.refused(404, 'getParticipant', { ...on, person: 'guest' })
    expect(list((await v1.ok('listBans', on)).body, 'data')).toEqual([])
    const stays = await v1.ok('listParticipantHistory', { ...on, person: 'guest' })
    expect(texts(stays.body, 'data', 'role')).toEqual(['member', 'removed'])
    const all = await v1.ok('listEvents', {}, { query: { group: on.group } })
    expect(list(all.body, 'data').at(-1)).toMatchObject({ actor: null, account: null, run: null })
  })

  it('ends once also when the server was killed and started again', async () => {
    const first = await startServer()
    const api = (await apisOf(first.url, first.key)).of('native')
    const on = await newGroup(api, 'restart-owner')
    const participants = [{ id: 'guest', expires_at: soon(2000) }]
    await api.ok('addParticipants', on, { json: { participants } })
    await first.kill()
    const second = await startServer({ dataDir: first.dataDir })
    const there = (await apisOf(second.url, second.key)).of('native')
    const ended = ['group.created', 'participants.added', 'participants.removed']
    await expect.poll(() => typesOf(there, on.group), patience).toEqual(ended)
    expect(await second.stop()).toBe(0)
    const third = await startServer({ dataDir: first.dataDir })
    const last = (await apisOf(third.url, third.key)).of('native')
    // Somebody else's end, seen later, proves that the server has looked through everything since it began.
    await last.ok('addParticipants', on, {
      json: { participants: [{ id: 'other', expires_at: soon(2000) }] },
    })
    await expect
      .poll(() => typesOf(last, on.group), patience)
      .toEqual([...ended, 'participants.added', 'participants.removed'])
    expect(await third.stop()).toBe(0)
  })
})
