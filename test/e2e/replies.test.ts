/** Every row of every dialect is called with success at least once, and every answer is as its document says. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Apis, apisOf } from './api.ts'
import { jpeg } from './pictures.ts'
import { type RunningServer, startServer } from './server.ts'
import { headerOf, list, send, text, texts, whole } from './wire.ts'

let server: RunningServer
let apis: Apis
let v1: Api
let v2: Api
let wa: Api
let gn: Api
let cloud: Api

beforeAll(async () => {
  server = await startServer({ env: { MUSTER_OUTBOUND_ALLOW: '127.0.0.1' } })
  apis = await apisOf(server.url, server.key)
  v1 = apis.of('native')
  v2 = apis.of('unipile')
  wa = apis.of('whatsapi')
  gn = apis.of('genuin')
  cloud = apis.of('whatsapp-cloud')
})
afterAll(async () => {
  expect(await server.stop()).toBe(0)
})

async function account(input: object): Promise<{ readonly account: string }> {
  return { account: text((await v1.ok('createAccount', {}, { json: input })).body, 'id') }
}

async function group(on: { readonly account: string }, input: object) {
  const created = await v1.ok('createGroup', on, { json: input })
  return { ...on, group: text(created.body, 'group.id') }
}

describe('native', () => {
  it('accounts', async () => {
    const on = await account({
      name: 'Support',
      network: 'builtin',
      profile: 'whatsapp',
      user_id: '+12025550123',
      limits: { 'group.name': 50 },
      metadata: { team: 'one' },
    })
    await v1.ok('getAccount', on)
    const patch = { name: 'Support 2', metadata: {}, limits: { 'group.name': 60 } }
    const changed = await v1.ok('updateAccount', on, { json: patch })
    expect(changed.body).toMatchObject({ name: 'Support 2', metadata: {}, limits: { 'group.name': 60 } })
    expect(texts((await v1.ok('listAccounts')).body, 'data', 'id')).toContain(on.account)
    expect((await v1.ok('logoutAccount', on)).body).toMatchObject({ status: 'disconnected' })
    expect((await v1.ok('loginAccount', on)).body).toMatchObject({ status: 'running' })
    await v1.ok('deleteAccount', on)
    await v1.refused(404, 'getAccount', on)
    expect(texts((await v1.ok('listAccounts')).body, 'data', 'id')).not.toContain(on.account)
  })

  it('groups', async () => {
    const on = await account({ name: 'Owner' })
    const everything = {
      name: 'Everything',
      description: 'Two\nlines',
      settings: { announce: true, ephemeral_seconds: 60, last_admin: 'refuse' },
      tags: ['a', 'b'],
      topics: ['t'],
      metadata: { k: 'v' },
      participants: ['anna', { id: 'ben', role: 'admin', name: 'Ben' }, 'anna', 'not an id'],
      message: 'Hello',
    }
    const created = await v1.ok('createGroup', on, { json: everything })
    expect(texts(created.body, 'outcomes', 'outcome')).toEqual(['added', 'added', 'unchanged', 'refused'])
    const here = { ...on, group: text(created.body, 'group.id') }
    const seen = await v1.ok('getGroup', here)
    expect(headerOf(seen, 'etag')).toBe(`"${whole(seen.body, 'revision')}"`)
    expect(seen.body).toMatchObject({
      ...{
        name: 'Everything',
        description: 'Two\nlines',
        tags: ['a', 'b'],
        topics: ['t'],
        metadata: { k: 'v' },
      },
      last_message: { text: 'Hello' },
      counts: { participants: 3, owner: 1, admin: 1, member: 1 },
    })
    const view = {
      pinned: true,
      archived: true,
      label: 'L',
      muted_until: '2030-01-01T00:00:00Z',
      read: false,
    }
    const changed = await v1.ok('updateGroup', here, { json: { name: 'Other', view } })
    expect(changed.body).toMatchObject({
      name: 'Other',
      view: { pinned: true, label: 'L', muted_until: '2030-01-01T00:00:00.000Z', marked_unread: true },
    })
    expect(texts((await v1.ok('listGroups', on, { query: { limit: 1 } })).body, 'data', 'id')).toEqual([
      here.group,
    ])
    await v1.ok('deleteGroup', here)
    await v1.refused(404, 'getGroup', here)
  })

  it('groups in groups, revised in one go, to be discovered from outside', async () => {
    const on = await account({ name: 'Holder', user_id: 'holder' })
    const outside = await account({ name: 'Outside', user_id: 'outside' })
    const club = await group(on, { name: 'Club', alias: 'the-club' })
    const made = await v1.ok('createGroup', on, {
      json: { name: 'Rides', community: club.group, alias: 'rides', participants: ['anna', 'ben'] },
    })
    expect(made.body).toMatchObject({ group: { community: club.group, alias: 'rides' } })
    const began = await v1.ok('listGroupEvents', { ...on, group: 'rides' }, { query: { limit: 1 } })
    expect(began.body).toMatchObject({ data: [{ facts: { community: club.group, alias: 'rides' } }] })
    // The group answers to its alias in every path.
    const rides = { ...on, group: 'rides' }
    const json = {
      add: ['carl', { id: 'dora', role: 'subscriber' }],
      remove: ['anna', { id: 'ben', as: 'subscriber' }],
      name: 'Slow rides',
      more_tags: ['slow'],
      settings: { discoverable: true },
    }
    const revised = await v1.ok('reviseGroup', rides, { json })
    expect(texts(revised.body, 'outcomes', 'outcome')).toEqual(['added', 'added', 'removed', 'unchanged'])
    expect(revised.body).toMatchObject({
      changed: ['name', 'tags', 'settings.discoverable'],
      group: { counts: { participants: 4, member: 2, subscriber: 1 } },
    })
    const found = await v1.ok('discoverGroups', outside, { query: { limit: 5 } })
    expect(found.body).toMatchObject({ data: [{ name: 'Slow rides', alias: 'rides', standing: null }] })
    await v1.refused(404, 'getGroup', { ...outside, group: 'rides' })
    await v1.refused(409, 'createGroup', on, { json: { name: 'Again', alias: 'rides' } })
  })

  it('leaving and forgetting', async () => {
    const on = await account({ name: 'Leaver' })
    const first = await group(on, { name: 'First', participants: ['anna'] })
    expect((await v1.ok('leaveGroup', first)).body).toMatchObject({
      successor: 'anna',
      group: { standing: 'left', read_only: true },
    })
    expect((await v1.ok('forgetGroup', first)).body).toEqual({ forgotten: true })
    expect(list((await v1.ok('listGroups', on)).body, 'data')).toEqual([])
  })

  it('suspending, and what is told of it', async () => {
    const on = await group(await account({ name: 'Loud', user_id: 'loud' }), { name: 'Noise' })
    const frozen = await v1.ok('suspendGroup', on, { json: { reason: 'Spam' } })
    expect(frozen.body).toMatchObject({ revision: 2, suspension: { reason: 'Spam' } })
    const at = text(frozen.body, 'suspension.at')
    expect((await v1.ok('suspendGroup', on, { json: {} })).body).toEqual(frozen.body)
    expect((await v1.ok('getGroup', on)).body).toEqual(frozen.body)
    const refused = await v1.refused(403, 'updateGroup', on, { json: { name: 'Late' } })
    expect(refused.body).toMatchObject({ code: 'group_suspended', detail: expect.stringMatching(/Spam/) })
    expect((await v1.ok('unsuspendGroup', on)).body).toMatchObject({ revision: 3, suspension: null })
    const events = (await v1.ok('listGroupEvents', on, { query: { after: 1 } })).body
    expect(list(events, 'data')).toMatchObject([
      { type: 'group.suspended', facts: { reason: 'Spam' } },
      { type: 'group.unsuspended', facts: { before: { at, reason: 'Spam' } } },
    ])
    const changed = async (from: number, to: number) =>
      (await v1.ok('diffGroup', on, { query: { from, to } })).body
    expect(await changed(1, 2)).toMatchObject({
      changed: { suspension: { before: null, after: { at, reason: 'Spam' } } },
    })
    expect(await changed(2, 3)).toMatchObject({
      changed: { suspension: { before: { at, reason: 'Spam' }, after: null } },
    })
    expect(await changed(1, 3)).toMatchObject({ changed: {} })
  })

  it('participants', async () => {
    const on = await group(await account({ name: 'Host', user_id: 'host' }), { name: 'Team' })
    await v1.ok('addParticipants', on, { json: { participants: ['anna', 'ben', 'carl'] } })
    const known = await v1.ok('listPeople', on, { query: { limit: 1000 } })
    expect(texts(known.body, 'data', 'id')).toEqual(expect.arrayContaining(['anna', 'ben', 'carl', 'host']))
    const personal = { participants: ['dora', 'anna'], expires_at: '2999-01-01T00:00:00Z' }
    const invited = await v1.ok('inviteParticipants', on, { json: personal })
    expect(texts(invited.body, 'outcomes', 'outcome')).toEqual(['invited', 'unchanged'])
    const page = await v1.ok('listParticipants', on, { query: { role: 'member', limit: 2 } })
    expect(whole(page.body, 'total')).toBe(3)
    const rest = { role: 'member', cursor: text(page.body, 'next_cursor') }
    expect(list((await v1.ok('listParticipants', on, { query: rest })).body, 'data')).toHaveLength(1)
    const anna = { ...on, person: 'anna' }
    expect((await v1.ok('setRole', anna, { json: { role: 'admin' } })).body).toMatchObject({
      outcome: 'changed',
    })
    expect((await v1.ok('getParticipant', anna)).body).toMatchObject({
      id: 'anna',
      role: 'admin',
      is_self: false,
    })
    await v1.ok('removeParticipant', { ...on, person: 'ben' })
    const removed = await v1.ok('removeParticipants', on, { json: { participants: ['carl', 'nobody'] } })
    expect(texts(removed.body, 'outcomes', 'outcome')).toEqual(['removed', 'unchanged'])
  })

  it('sandbox people: each outcome that a network can give', async () => {
    const people = ['403', '404', '408', '419', '504', '202'].map((code) => `+15550100${code}`)
    const on = await group(await account({ name: 'Vendor', profile: 'whatsapp' }), { name: 'Sandbox' })
    const added = await v1.ok('addParticipants', on, { json: { participants: people } })
    expect(texts(added.body, 'outcomes', 'outcome')).toEqual([
      ...['invited', 'refused', 'refused', 'refused', 'unconfirmed', 'added'],
    ])
    const run = await v1.ok('getRun', { run: headerOf(added, 'muster-run') })
    await v1.ok('listRuns', {}, { query: { limit: 2 } })
    await v1.ok('listEvents', {}, { query: { limit: 2 } })
    const streamed = await v1.ok('streamEvents', {}, { query: { after: 'start' } })
    expect(streamed.bytes.toString()).toMatch(/^retry: /)
    expect(run.body).toMatchObject({ status: 'done', operation: 'addParticipants' })
  })

  it('invites, requests and bans', async () => {
    const on = await group(await account({ name: 'Door', user_id: 'door' }), { name: 'Club' })
    const guests = await Promise.all(['g1', 'g2', 'g3'].map((user_id) => account({ name: user_id, user_id })))
    const input = { uses_max: 10, approval: true, role: 'member', expires_at: '2999-01-01T00:00:00Z' }
    const code = text((await v1.ok('createInvite', on, { json: input })).body, 'code')
    expect(texts((await v1.ok('listInvites', on)).body, 'data', 'code')).toEqual([code])
    for (const guest of guests) {
      expect((await v1.ok('getInvite', { ...guest, code })).body).toMatchObject({ group: { name: 'Club' } })
      expect((await v1.ok('joinGroup', { ...guest, code })).body).toMatchObject({ outcome: 'requested' })
    }
    expect(texts((await v1.ok('listJoinRequests', on)).body, 'data', 'id').toSorted()).toEqual([
      'g1',
      'g2',
      'g3',
    ])
    await v1.ok('approveJoinRequests', on, { json: { participants: ['g1'] } })
    await v1.ok('rejectJoinRequests', on, { json: { participants: ['g2'] } })
    await v1.ok('revokeInvite', { ...on, code })
    await v1.ok('banParticipants', on, { json: { participants: ['g2', 'troll'], reason: 'spam' } })
    expect(texts((await v1.ok('listBans', on)).body, 'data', 'id').toSorted()).toEqual(['g2', 'troll'])
    await v1.ok('unbanParticipants', { ...on, person: 'troll' })
  })

  it('pictures, messages and history', async () => {
    const on = await group(await account({ name: 'Press' }), { name: 'News' })
    const picture = await jpeg(640, 480)
    expect((await v1.ok('setPicture', on, { bytes: picture })).body).toMatchObject({
      width: 640,
      height: 480,
    })
    const got = await v1.ok('getPicture', on)
    expect([...got.bytes.subarray(0, 2)]).toEqual([0xff, 0xd8])
    expect((await v1.ok('removePicture', on)).body).toEqual({ removed: true })
    const sent = await v1.ok('sendMessage', on, { json: { text: 'First' } })
    await v1.ok('getMessage', { ...on, message: text(sent.body, 'id') })
    const message = text(sent.body, 'id')
    const ends = { message, expires_at: '2999-01-01T00:00:00Z' }
    expect((await v1.ok('pinMessage', on, { json: ends })).body).toMatchObject({
      pin: { message },
      replaced: [],
    })
    expect(texts((await v1.ok('getGroup', on)).body, 'pins', 'message')).toEqual([message])
    expect((await v1.ok('unpinMessage', { ...on, message })).body).toEqual({ unpinned: true })
    expect((await v1.ok('unpinMessage', { ...on, message })).body).toEqual({ unpinned: false })
    const since = { after: '2020-01-01T00:00:00Z', before: '2999-01-01T00:00:00Z' }
    expect(texts((await v1.ok('listMessages', on, { query: since })).body, 'data', 'text')).toEqual(['First'])
    const events = await v1.ok('listGroupEvents', on, { query: { limit: 2 } })
    expect(texts(events.body, 'data', 'type')).toEqual(['group.created', 'picture.changed'])
    const rest = await v1.ok('listGroupEvents', on, { query: { after: whole(events.body, 'next_after') } })
    expect(texts(rest.body, 'data', 'type')).toEqual([
      ...['picture.changed', 'message.sent', 'message.pinned', 'message.unpinned'],
    ])
    const difference = await v1.ok('diffGroup', on, { query: { from: 1, to: 2 } })
    expect(difference.body).toMatchObject({ changed: { picture: { before: null, after: { width: 640 } } } })
    await v1.ok('diffGroup', on, { query: { from: '2020-01-01T00:00:00Z' } })
    expect((await v1.ok('listParticipants', on, { query: { at: 1 } })).body).toMatchObject({ total: null })
    const [self = ''] = texts((await v1.ok('listParticipants', on)).body, 'data', 'id')
    const stays = await v1.ok('listParticipantHistory', { ...on, person: self })
    expect(texts(stays.body, 'data', 'role')).toEqual(['owner'])
  })

  it('keys, workspaces and networks', async () => {
    const on = await account({ name: 'Bound' })
    const input = { name: 'site', scopes: ['write'], account: on.account, expires_at: '2999-01-01T00:00:00Z' }
    const key = await v1.ok('createKey', {}, { json: input })
    expect(texts((await v1.ok('listKeys')).body, 'data', 'id')).toContain(text(key.body, 'id'))
    const owned = v1.as(text(key.body, 'key'))
    const token = await owned.ok('createToken', {}, { json: { name: 'browser', seconds: 60 } })
    expect(token.body).toMatchObject({ parent: text(key.body, 'id'), scopes: ['write'], account: on.account })
    await v1.as(text(token.body, 'key')).ok('getAccount', on)
    await v1.ok('revokeKey', { key: text(key.body, 'id') })
    await v1.as(text(token.body, 'key')).refused(401, 'getAccount', on)
    const second = await v1.ok('createWorkspace', {}, { json: { name: 'Second' } })
    const other = v1.as(text(second.body, 'admin_key.key'))
    expect((await other.ok('getWorkspace')).body).toMatchObject({ name: 'Second' })
    const patch = { name: 'Renamed', limits: { whatsapp: { 'group.name': 22 } } }
    expect((await other.ok('updateWorkspace', {}, { json: patch })).body).toMatchObject(patch)
    expect(texts((await v1.ok('listWorkspaces')).body, 'data', 'name')).toEqual(['default', 'Renamed'])
    for (const network of texts((await v1.ok('listNetworks')).body, 'data', 'id')) {
      await v1.ok('getCapabilities', { network })
    }
  })

  it('webhooks and what is delivered to them', async () => {
    const hook = { url: 'https://hook.invalid/a', ordered: true, account: null }
    const made = (await v1.ok('createWebhook', {}, { json: hook })).body
    const on = { webhook: text(made, 'id') }
    expect(text(made, 'secret')).toMatch(/^whsec_/)
    expect(texts((await v1.ok('listWebhooks')).body, 'data', 'id')).toContain(on.webhook)
    expect((await v1.ok('getWebhook', on)).body).toMatchObject({ url: hook.url, enabled: true })
    const json = { enabled: false, events: ['message.sent'] }
    expect((await v1.ok('updateWebhook', on, { json })).body).toMatchObject(json)
    await v1.ok('updateWebhook', on, { json: { enabled: true } })
    const rotated = (await v1.ok('rotateWebhookSecret', on, { json: { overlap_seconds: 60 } })).body
    expect(text(rotated, 'secret')).not.toBe(text(made, 'secret'))
    const delivery = text((await v1.ok('testWebhook', on)).body, 'id')
    expect(texts((await v1.ok('listDeliveries', on)).body, 'data', 'id')).toEqual([delivery])
    expect((await v1.ok('getDelivery', { ...on, delivery })).body).toMatchObject({ type: 'webhook.test' })
    await v1.ok('replayDelivery', { ...on, delivery })
    await v1.ok('replayDeliveries', on, { json: { since: '2026-01-01T00:00:00Z' } })
    await v1.ok('listAttempts', on)
    expect((await v1.ok('deleteWebhook', on)).body).toEqual({ deleted: true })
  })
})

describe('unipile', () => {
  it('accounts of each provider that has groups', async () => {
    for (const provider of ['mock', 'whatsapp', 'instagram', 'linkedin']) {
      const started = await v2.ok('startAuthIntent', {}, { json: { provider, credentials: {} } })
      const on = { account_id: text(started.body, 'id') }
      await v2.ok('getAccount', on)
      await v2.ok('updateAccount', on, { json: { metadata: { team: 'sales' } } })
      const found = await v2.ok('listAccounts', {}, { query: { search: on.account_id } })
      expect(texts(found.body, 'data', 'provider')).toEqual([provider])
      expect((await v2.ok('removeAccount', on)).body).toEqual({ success: true })
    }
  })

  it('webhook endpoints', async () => {
    // Events that never happen here, so that nothing is sent to anybody.
    const json = { url: 'https://example.com/hook', trigger_events: ['email.new'], description: 'Mail' }
    const on = { endpoint_id: text((await v2.ok('createWebhookEndpoint', {}, { json })).body, 'id') }
    expect((await v2.ok('getWebhookEndpoint', on)).body).toMatchObject({ ...json, enabled: true })
    const off = { json: { enabled: false, description: null } }
    expect((await v2.ok('updateWebhookEndpoint', on, off)).body).toMatchObject({
      ...{ enabled: false, description: null },
    })
    expect(texts((await v2.ok('listWebhookEndpoints')).body, 'data', 'id')).toContain(on.endpoint_id)
    expect((await v2.ok('listWebhookConversations', {}, { query: on })).body).toMatchObject({ data: [] })
    expect((await v2.ok('deleteWebhookEndpoint', on)).body).toEqual({ success: true })
    await v2.refused(404, 'getWebhookEndpoint', on)
  })

  it('chats, participants and messages', async () => {
    const input = { provider: 'mock', credentials: { user_id: 'me-myself' }, config: { name: 'Mock' } }
    const on = { account_id: text((await v2.ok('startAuthIntent', {}, { json: input })).body, 'id') }
    const started = await v2.ok('startChat', on, {
      json: { text: 'Hi', users_ids: ['anna', 'ben'], name: 'Launch' },
    })
    const chat = { ...on, chat_id: text(started.body, 'chat_id') }
    const inbox = { ...on, inbox_id: text((await v2.ok('getInboxesList', on)).body, 'data.0.id') }
    await v2.ok('startChatFromInbox', inbox, { json: { text: '', user_ids: ['anna'] } })
    expect(list((await v2.ok('getChatsList', on, { query: { limit: 1 } })).body, 'data')).toHaveLength(1)
    expect(list((await v2.ok('getInboxChatsList', inbox)).body, 'data')).toHaveLength(2)
    expect(list((await v2.ok('getChatsList', on, { query: { type: '1to1' } })).body, 'data')).toEqual([])
    await v2.ok('getUserChat', { ...on, user_id: 'anna' })
    expect((await v2.ok('getChat', chat)).body).toMatchObject({ name: 'Launch', participants_count: 3 })
    const patch = { name: 'Launched', pin_status: true, label: 'work', muted_until: true, read_status: false }
    expect((await v2.ok('updateChat', chat, { json: patch })).body).toMatchObject({
      ...{ name: 'Launched', is_pinned: true, label: 'work', muted_until: true, unread_count: -1 },
    })
    await v2.ok('addParticipant', chat, { json: { user_id: 'carl' } })
    await v2.ok('removeParticipant', { ...chat, user_id: 'carl' })
    expect(
      list((await v2.ok('getParticipantsList', chat, { query: { limit: 2 } })).body, 'data'),
    ).toHaveLength(2)
    const sent = await v2.ok('sendMessage', chat, { json: { text: 'Second' } })
    await v2.ok('getMessage', { ...chat, message_id: text(sent.body, 'message_id') })
    expect(texts((await v2.ok('getMessagesList', chat)).body, 'data', 'text')).toEqual(['Second', 'Hi'])
    await v2.ok('removeParticipant', { ...chat, user_id: 'me-myself' })
    expect((await v2.ok('getChat', chat)).body).toMatchObject({ is_readonly: true, read_only: true })
    await v2.ok('deleteChat', chat)
    expect(texts((await v2.ok('getChatsList', on)).body, 'data', 'id')).not.toContain(chat.chat_id)
  })
})

describe('whatsapi', () => {
  it('instances', async () => {
    const json = { instance_key: 'shop', webhook_url: 'https://example.com/a', user_id: '+12025550171' }
    const on = { instance_key: text((await wa.ok('createInstance', {}, { json })).body, 'data.instance_key') }
    expect(on.instance_key).toBe('shop')
    expect((await wa.ok('changeWebhookUrl', on, { json: { webhookUrl: '' } })).body).toMatchObject({
      data: { webhook_url: '' },
    })
    await wa.ok('getQrCode', on)
    await wa.ok('logoutInstance', on)
    expect((await wa.ok('getInstance', on)).body).toMatchObject({ data: { connected: false } })
    await wa.refused(400, 'getAllGroups', on)
    await wa.ok('createInstanceByGet', {}, { query: on })
    await wa.refused(400, 'createInstanceByGet', {}, { query: on })
    const keys = texts((await wa.ok('listInstances')).body, 'data.instances', 'instance_key')
    expect(keys).toContain('shop')
    expect(texts((await wa.ok('getContacts', on)).body, 'data.contacts', 'jid')).toContain(
      '12025550171@s.whatsapp.net',
    )
    expect((await wa.ok('deleteInstance', on)).body).toMatchObject({ data: null, error: false })
    await wa.refused(404, 'getInstance', on)
  })

  it('groups, participants, invites and texts', async () => {
    const on = { instance_key: text((await wa.ok('createInstance')).body, 'data.instance_key') }
    const guest = { instance_key: text((await wa.ok('createInstance')).body, 'data.instance_key') }
    const people = ['12025550172', '12025550173@c.us']
    const json = { group_name: 'Launch', participants: [...people, '15550100403'] }
    const created = (await wa.ok('createGroup', on, { json })).body
    const here = { ...on, group_id: text(created, 'data.JID') }
    expect(list(created, 'data.Participants')).toHaveLength(4)
    expect((await wa.ok('getGroup', here)).body).toMatchObject({ data: { ParticipantCount: 3 } })
    for (const name of ['getAllGroups', 'getAdminGroups']) {
      expect(texts((await wa.ok(name, on)).body, 'data.groups', 'JID')).toEqual([here.group_id])
    }
    expect(list((await wa.ok('getAllParticipants', here)).body, 'data.participants')).toHaveLength(3)
    const some = { json: { participants: people } }
    await wa.refused(400, 'addParticipant', here, some)
    await wa.ok('promoteParticipant', here, some)
    await wa.ok('demoteParticipant', here, some)
    await wa.ok('removeParticipant', here, some)
    await wa.ok('addParticipant', here, some)
    await wa.ok('setGroupAnnounce', here, { query: { announce: 'true' } })
    await wa.ok('setGroupAnnounceByPath', { ...here, announce: 'false' })
    await wa.ok('setGroupLocked', here, { json: { locked: true } })
    await wa.ok('setGroupLockedByPath', { ...here, locked: 'false' })
    await wa.ok('setGroupName', here, { json: { name: 'Launched' } })
    await wa.ok('setGroupDescription', here, { json: { description: 'All of it' } })
    const file = Buffer.from(await jpeg(200, 200)).toString('base64')
    await wa.ok('setGroupPicture', here, { json: { file } })
    const { body } = await wa.ok('getGroupInviteCode', here)
    const invite_code = text(body, 'data.invite_code')
    const query = { invite_link: text(body, 'data.invite_link') }
    expect((await wa.ok('getGroupFromInviteLink', guest, { query })).body).toMatchObject({
      data: { JID: here.group_id, Name: 'Launched', Topic: 'All of it' },
    })
    await wa.ok('joinGroupWithLink', guest, { query: { invite_code } })
    await wa.ok('sendTextMessage', guest, { json: { to: here.group_id, text: 'Hello' } })
    await wa.ok('sendGroupInvite', on, { json: { to: '12025550174', invite_code, expiry_minutes: 60 } })
    await wa.ok('leaveGroup', { ...here, ...guest })
    expect(list((await wa.ok('getAllGroups', guest)).body, 'data.groups')).toEqual([])
  })
})

describe('an app of whatsapp-cloud', () => {
  it('subscribes, after its endpoint was asked, and unsubscribes', async () => {
    const endpoint = createServer((request, response) => {
      const asked = new URL(request.url ?? '', 'http://localhost').searchParams
      const isOurs = asked.get('hub.mode') === 'subscribe' && asked.get('hub.verify_token') === 'mine'
      response.writeHead(isOurs ? 200 : 403).end(isOurs ? asked.get('hub.challenge') : '')
    })
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
    const { port } = endpoint.address() as AddressInfo
    const own = await v1.ok('createAccount', {}, { json: { name: 'Hooked', profile: 'whatsapp-cloud' } })
    const on = { version: 'v23.0', app_id: text(own.body, 'business_account_id') }
    const object = 'whatsapp_business_account'
    const json = { object, callback_url: `http://127.0.0.1:${port}/`, verify_token: 'mine' }
    const wrong = { ...json, verify_token: 'guessed', fields: ['messages'] }
    await cloud.refused(400, 'subscribeApp', on, { json: wrong })
    await cloud.refused(400, 'subscribeApp', { ...on, app_id: '1' }, { json: { ...json, fields: [] } })
    expect((await cloud.ok('listSubscriptions', on)).body).toEqual({ data: [] })
    const first = await cloud.ok('subscribeApp', on, { json: { ...json, fields: ['messages'] } })
    expect(text(first.body, 'app_secret')).toMatch(/^[0-9a-f]{32}$/)
    const fields = 'messages,group_participants_update'
    await cloud.ok('subscribeApp', on, { json: { ...json, fields } })
    const shown = (await cloud.ok('listSubscriptions', on)).body
    expect(texts(shown, 'data.0.fields', 'name')).toEqual(fields.split(','))
    expect(list(shown, 'data')).toHaveLength(1)
    await cloud.ok('unsubscribeApp', on)
    await cloud.refused(400, 'unsubscribeApp', on)
    endpoint.closeAllConnections()
    await new Promise((resolve) => endpoint.close(resolve))
  })
})

describe('genuin', () => {
  it('a token, a community and a group', async () => {
    const api_key = text((await v1.ok('listKeys')).body, 'data.0.id')
    const answer = await gn.ok('auth', {}, { json: { api_key, api_secret: server.key } })
    const token = text(answer.body, 'data.gn-access-token')
    expect(headerOf(answer, 'gn-access-token')).toBe(token)
    const api = gn.as(token)
    const someone = { user_id: 'b12f13af-ef5a-4906-b0a0-2995e106200d' }
    const actions = [{ action_id: 3, access_type_id: 5 }]
    const club = { handle: 'gn-club', name: 'Club', type: 1, actions }
    const community_id = text((await api.ok('createCommunity', {}, { json: club })).body, 'data.community_id')
    const users = { communities: [community_id], users: [someone] }
    expect((await api.ok('addUsers', {}, { json: users })).body).toMatchObject({
      data: { members_added: [{ member_id: someone.user_id }] },
    })
    const chat_id = '0b1f4a5e-93c5-4a1c-8d51-2d0a5f0c7e11'
    const made = { type: 4, community_id, chat_id, group: { name: 'Rides', members: [someone] } }
    expect((await api.ok('createGroup', {}, { json: made })).body).toMatchObject({ data: { chat_id } })
    const json = { members_removed: [someone.user_id], name: 'Slow rides' }
    expect((await api.ok('updateConversation', { chat_id }, { json })).body).toMatchObject({
      data: { members_removed: [someone.user_id], name_updated: true, dp_updated: false },
    })
    await api.refused(400, 'updateConversation', { chat_id: someone.user_id }, { json })
  })
})

describe('whatsapp-cloud', () => {
  it('groups, links, requests, participants and messages', async () => {
    const own = await v1.ok('createAccount', {}, { json: { name: 'Shop', profile: 'whatsapp-cloud' } })
    const guest = await account({ name: 'Guest', profile: 'whatsapp', user_id: '+12025550181' })
    const on = { version: 'v23.0', phone_number_id: text(own.body, 'phone_number_id') }
    const product = { messaging_product: 'whatsapp' }
    const json = { ...product, subject: 'Launch', join_approval_mode: 'approval_required' }
    const created = await cloud.ok('createGroup', on, { json })
    expect((await v1.ok('getRun', { run: text(created.body, 'request_id') })).body).toMatchObject({
      status: 'done',
      operation: 'createGroup',
    })
    const here = { version: 'v23.0', group_id: text(created.body, 'id') }
    expect(texts((await cloud.ok('listGroups', on)).body, 'data.groups', 'id')).toEqual([here.group_id])
    await cloud.ok('updateGroup', here, { json: { ...product, subject: 'Launched' } })
    const query = { fields: 'subject,total_participant_count' }
    expect((await cloud.ok('getGroup', here, { query })).body).toEqual({
      ...product,
      ...{ id: here.group_id, subject: 'Launched', total_participant_count: 0 },
    })
    const link = text((await cloud.ok('getInviteLink', here)).body, 'invite_link')
    const reset = text((await cloud.ok('resetInviteLink', here)).body, 'invite_link')
    expect(reset).not.toBe(link)
    const ask = async () => {
      const { body } = await cloud.ok('getInviteLink', here)
      await v1.ok('joinGroup', { ...guest, code: text(body, 'invite_link').split('/').at(-1) ?? '' })
      const open = (await cloud.ok('listJoinRequests', here)).body
      return { json: { ...product, join_requests: texts(open, 'data', 'join_request_id') } }
    }
    await cloud.ok('rejectJoinRequests', here, await ask())
    await cloud.ok('approveJoinRequests', here, await ask())
    await cloud.ok('deleteInviteLink', here)
    const people = { json: { ...product, participants: [{ user: '12025550182' }, { user: '12025550182' }] } }
    const added = await cloud.ok('addParticipants', here, people)
    expect(added.status).toBe(206)
    await cloud.ok('removeParticipants', here, {
      json: { ...product, participants: [{ user: '12025550182' }] },
    })
    const message = { ...product, recipient_type: 'group', to: here.group_id, text: { body: 'Hello' } }
    await cloud.ok('sendGroupMessage', on, { json: message })
    await cloud.ok('deleteGroup', here)
    await cloud.refused(400, 'getGroup', here)
  })
})

describe('all in all', () => {
  it('leaves no row of any document out', () => {
    const rows = apis.documents.flatMap(({ rows: all }) => all.map((row) => `${row.dialect} ${row.id}`))
    const known = readFileSync(join(import.meta.dirname, 'uncovered.txt'), 'utf8')
      .split('\n')
      .filter(Boolean)
    expect(rows.length).toBeGreaterThan(60)
    expect(rows.filter((row) => !apis.covered.has(row))).toEqual(known)
  })

  it('has a page behind each problem that it named', async () => {
    expect(apis.pages.size).toBeGreaterThan(0)
    for (const path of apis.pages) {
      const page = await send(server.url, { method: 'GET', path })
      expect([path, page.status, headerOf(page, 'content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ])
    }
  })
})
