/**
 * What webhooks are told (contracts/whatsapp-cloud.md, 1.6 to 1.8): for every row of 1.7 something is done on a core,
 * on whatever wire, and what the dialect makes of its events is held to `whatsapp-cloud-contract.ts`.
 */
import { createHmac } from 'node:crypto'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { renderId } from '../../src/core/id.ts'
import { type Account, asId, type GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Telling } from '../../src/dialects/dialect.ts'
import { events } from '../../src/dialects/whatsapp-cloud/events.ts'
import { renderGroupId, renderMessageId, renderPhoneNumberId } from '../../src/dialects/whatsapp-cloud/ids.ts'
import { openWorld } from '../support/core.ts'
import { jpeg } from '../support/pictures.ts'
import { Envelope, messages, told } from './whatsapp-cloud-contract.ts'

const world = await openWorld()
afterAll(() => world.close())
const shop = await world.account('+12025550101', 'whatsapp-cloud')
const guest = await world.account('+12025550104', 'whatsapp')
const few = await world.account('+12025550105', 'whatsapp-cloud', { 'account.groups': 1 })

let seen = 0
beforeEach(() => {
  seen = world.committed.length
})

interface Delivery {
  readonly type: string
  readonly body: unknown
}

/** What is delivered to an account for everything that happened since. */
async function deliveries(account: Account): Promise<readonly Delivery[]> {
  const { read } = world.env.store
  const found: Delivery[] = []
  for (const event of world.committed.slice(seen)) {
    const head = event.group === null ? null : await read.head(event.group)
    const own = event.group === null ? null : await read.membership(event.group, account.person.id)
    const run = event.run === null ? null : await read.run(event.workspace, event.run)
    const telling: Telling = { event, seq: 1, id: 'evt_1', seer: account.id, account, head, own, run }
    const types = events.typesOf(event)
    for (const [part, type] of types.entries()) found.push({ type, body: events.render(telling, part) })
  }
  seen = world.committed.length
  return found
}

function at(value: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((inner, name) => {
    return typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined
  }, value)
}

function misfits(schema: TSchema | undefined, value: unknown): readonly string[] {
  if (schema === undefined) return ['there is no such schema']
  return [...Compile(schema).Errors(value)].map((error) => `${error.instancePath} ${error.message}`)
}

/** The one delivery of a field since, held to the envelope; answers its `value`. */
async function valueTold(field: string, account = shop): Promise<unknown> {
  const found = (await deliveries(account)).filter(({ type }) => type === field)
  expect(found).toHaveLength(1)
  const body = found[0]?.body
  expect(misfits(Envelope, body)).toEqual([])
  const change = at(body, 'entry.0.changes.0')
  expect(at(change, 'field')).toBe(field)
  expect(at(change, 'value.metadata.phone_number_id')).toBe(renderPhoneNumberId(account.id))
  return at(change, 'value')
}

/** The one group object of a delivery, held to the row of 1.7. */
async function objectOf(field: string, row: string, account = shop): Promise<unknown> {
  const object = at(await valueTold(field, account), 'groups.0')
  expect([row, object, misfits(told[row], object)]).toEqual([row, object, []])
  return object
}

const people = 'group_participants_update'
const lifecycle = 'group_lifecycle_update'
const settings = 'group_settings_update'
const status = 'group_status_update'

async function group(
  account = shop,
  more: object = {},
): Promise<{ account: Account['id']; group: GroupId; code: string }> {
  const input = { account: account.id, name: 'Team', participants: [], invite: true, ...more }
  const made = await world.run(operations.createGroup, input)
  seen = world.committed.length
  return { account: account.id, group: made.group.head.id, code: made.invite?.code ?? '' }
}
const on = ({ account, group: id }: { account: Account['id']; group: GroupId }) => ({ account, group: id })
const receiptOf = (run: number | null) => renderId('run_', run ?? 0)

describe('group_lifecycle_update', () => {
  test('created: with the link, and the receipt of the call', async () => {
    const input = { account: shop.id, name: 'Team', description: 'All', participants: [], invite: true }
    const { run, output } = await world.execute(operations.createGroup, input)
    expect(await objectOf(lifecycle, 'created')).toMatchObject({
      group_id: renderGroupId(output.group.head.id),
      request_id: receiptOf(run),
      subject: 'Team',
      description: 'All',
      join_approval_mode: 'auto_approve',
      invite_link: `https://chat.whatsapp.com/${output.invite?.code}`,
    })
  })

  test('create failed: no id and no link', async () => {
    await group(few)
    const input = { account: few.id, name: 'Second', participants: [], settings: { join_approval: true } }
    expect(await world.codeOf(operations.createGroup, input)).toBe('limit_exceeded')
    expect(await objectOf(lifecycle, 'create failed', few)).toMatchObject({
      subject: 'Second',
      join_approval_mode: 'approval_required',
      errors: [{ code: 131211 }],
    })
  })

  test('deleted, and delete failed', async () => {
    const team = await group()
    const { run } = await world.execute(operations.deleteGroup, on(team))
    expect(await objectOf(lifecycle, 'deleted')).toMatchObject({ request_id: receiptOf(run) })
    const others = await group()
    await world.join(guest, others.code)
    await deliveries(shop)
    const asGuest = { account: guest.id, group: others.group }
    expect(await world.codeOf(operations.deleteGroup, asGuest)).toBe('not_permitted')
    expect(await objectOf(lifecycle, 'delete failed', guest)).toMatchObject({
      group_id: renderGroupId(others.group),
      errors: [{ code: 131005 }],
    })
  })
})

describe('group_participants_update', () => {
  test('joined by link, and left by himself', async () => {
    const team = await group()
    await world.join(guest, team.code)
    expect(await objectOf(people, 'joined by link')).toMatchObject({
      added_participants: [{ wa_id: '12025550104', user_id: 'ZZ.12025550104' }],
    })
    await world.run(operations.leaveGroup, { account: guest.id, group: team.group })
    const value = await valueTold(people)
    const object = at(value, 'groups.0')
    expect(misfits(told['left by himself'], object)).toEqual([])
    expect(at(value, 'initiated_by')).toBe('participant')
  })

  test('join request made, joined after approval, withdrawn', async () => {
    const team = await group(shop, { settings: { join_approval: true } })
    await world.join(guest, team.code)
    const made = await objectOf(people, 'join request made')
    expect(made).toMatchObject({ wa_id: '12025550104' })
    const approve = { ...on(team), participants: ['+12025550104'] }
    const { run } = await world.execute(operations.approveJoinRequests, approve)
    expect(await objectOf(people, 'joined after approval')).toMatchObject({
      request_id: receiptOf(run),
      added_participants: [{ input: '+12025550104', wa_id: '12025550104' }],
    })
    const other = await group(shop, { settings: { join_approval: true } })
    await world.join(guest, other.code)
    await deliveries(shop)
    await world.run(operations.removeParticipants, { ...on(other), participants: ['+12025550104'] })
    expect(await objectOf(people, 'join request withdrawn')).toMatchObject({ wa_id: '12025550104' })
  })

  test('added: with those who failed, in the words of the caller', async () => {
    const team = await group()
    const participants = ['1 202 555 0120', '+15550100404', '12025550120'].map((id) => ({ id }))
    const { run } = await world.execute(operations.addParticipants, { ...on(team), participants })
    expect(await objectOf(people, 'added')).toMatchObject({
      request_id: receiptOf(run),
      added_participants: [{ input: '1 202 555 0120', wa_id: '12025550120' }],
      failed_participants: [
        { input: '+15550100404', errors: [{ code: 131203 }] },
        { input: '12025550120', errors: [{ code: 131202 }] },
      ],
      errors: [{ code: 131201 }],
    })
  })

  test('removed by the business: all, some, and nobody at all', async () => {
    const team = await group()
    const eight = Array.from({ length: 8 }, (_, index) => `+1202555013${index}`)
    await world.run(operations.addParticipants, { ...on(team), participants: eight.map((id) => ({ id })) })
    await deliveries(shop)
    const remove = (participants: string[]) =>
      world.execute(operations.removeParticipants, { ...on(team), participants })
    await remove(['12025550130'])
    const all = await objectOf(people, 'removed by the business')
    expect(all).toMatchObject({ removed_participants: [{ input: '12025550130' }], initiated_by: 'business' })
    expect(at(all, 'errors')).toBeUndefined()
    await remove(['12025550131', '12025550199'])
    expect(await objectOf(people, 'removed by the business')).toMatchObject({
      removed_participants: [{ input: '12025550131' }],
      failed_participants: [{ input: '12025550199', errors: [{ code: 131212 }] }],
      errors: [{ code: 131201, title: 'Not All Participants Remove Succeeded' }],
    })
    const { run } = await remove(['12025550199'])
    expect(await objectOf(people, 'removed by the business')).toMatchObject({
      request_id: receiptOf(run),
      group_id: renderGroupId(team.group),
      removed_participants: [],
      failed_participants: [{ input: '12025550199', errors: [{ code: 131212 }] }],
      errors: [{ code: 131212 }],
    })
    await remove([...eight, '+12025550138']).catch(() => undefined)
    const refused = await objectOf(people, 'removed by the business')
    expect(at(refused, 'failed_participants')).toHaveLength(9)
    expect(refused).toMatchObject({ removed_participants: [], errors: [{ code: 131204 }] })
  })

  test('tells of changes by a call that names people otherwise, without those who failed', async () => {
    const team = await group()
    const add = { ...on(team), participants: [{ id: '+12025550120' }] }
    await world.run(operations.addParticipants, add)
    await deliveries(shop)
    const revise = { ...on(team), add: [{ id: '+12025550121' }], remove: [{ id: '+12025550120' }] }
    await world.run(operations.reviseGroup, revise)
    const told = (await deliveries(shop)).map(({ body }) => at(body, 'entry.0.changes.0.value.groups.0'))
    expect(told).toMatchObject([
      { type: 'group_participants_remove', removed_participants: [{ wa_id: '12025550120' }] },
      { type: 'group_participants_add', added_participants: [{ wa_id: '12025550121' }] },
    ])
    for (const object of told) expect(at(object, 'errors')).toBeUndefined()
  })

  test('says in both places who began it, and tells nothing of a rejection', async () => {
    const team = await group(shop, { settings: { join_approval: true } })
    await world.join(guest, team.code)
    await deliveries(shop)
    await world.run(operations.rejectJoinRequests, { ...on(team), participants: ['+12025550104'] })
    expect(await deliveries(shop)).toEqual([])
    await world.run(operations.addParticipants, { ...on(team), participants: [{ id: '+12025550120' }] })
    await deliveries(shop)
    await world.run(operations.banParticipants, { ...on(team), participants: ['+12025550120'], reason: null })
    const value = await valueTold(people)
    expect(at(value, 'initiated_by')).toBe('business')
    expect(at(value, 'groups.0')).toMatchObject({
      type: 'group_participants_remove',
      removed_participants: [{ wa_id: '12025550120' }],
      initiated_by: 'business',
    })
  })
})

describe('group_settings_update', () => {
  test('subject, description and picture, each with its success', async () => {
    const team = await group()
    const update = { ...on(team), name: 'New', description: 'About', picture: { bytes: await jpeg(200) } }
    const { run } = await world.execute(operations.updateGroup, update)
    const found = (await deliveries(shop)).filter(({ type }) => type === settings)
    const objects = found.map(({ body }) => at(body, 'entry.0.changes.0.value.groups.0'))
    expect(objects.flatMap((object) => misfits(told.settings, object))).toEqual([])
    expect(objects).toMatchObject([
      {
        request_id: receiptOf(run),
        group_subject: { text: 'New', update_successful: true },
        group_description: { text: 'About', update_successful: true },
      },
      { request_id: receiptOf(run), profile_picture: { mime_type: 'image/jpeg', update_successful: true } },
    ])
  })

  test('a refused one tells what was wanted, and why not', async () => {
    const team = await group()
    const long = { ...on(team), name: 'x'.repeat(129), picture: { bytes: await jpeg(200) } }
    expect(await world.codeOf(operations.updateGroup, long)).toBe('limit_exceeded')
    expect(await objectOf(settings, 'settings')).toMatchObject({
      group_subject: { text: long.name, update_successful: false, errors: [{ code: 100 }] },
      profile_picture: { update_successful: false },
      errors: [{ code: 100 }],
    })
  })

  test('tells nothing of what Meta has no webhook for', async () => {
    const team = await group()
    await world.run(operations.updateGroup, { ...on(team), tags: ['a'] })
    await world.run(operations.createInvite, {
      ...on(team),
      ...{ expires_at: null, uses_max: null, role: 'member', approval: false, replace: true },
    })
    expect(await deliveries(shop)).toEqual([])
  })
})

describe('group_status_update', () => {
  const suspend = (team: Awaited<ReturnType<typeof group>>, reason = 'Spam') =>
    world.run(operations.suspendGroup, { ...on(team), reason })
  const unsuspend = (team: Awaited<ReturnType<typeof group>>) =>
    world.run(operations.unsuspendGroup, on(team))

  test('suspended, and cleared, each once and to every account that sees the group', async () => {
    const team = await group()
    await world.join(guest, team.code)
    await deliveries(shop)
    await suspend(team)
    const [mark] = [seen]
    const told = { group_id: renderGroupId(team.group), type: 'group_suspend' }
    expect(await objectOf(status, 'suspended')).toMatchObject(told)
    seen = mark
    expect(await objectOf(status, 'suspended', guest)).toMatchObject(told)
    await suspend(team, 'Again')
    expect(await deliveries(shop)).toEqual([])
    await unsuspend(team)
    expect(await objectOf(status, 'cleared')).toMatchObject({ ...told, type: 'group_suspend_cleared' })
    await unsuspend(team)
    expect(await deliveries(shop)).toEqual([])
  })

  test('what is refused meanwhile is told as failed, with 131207', async () => {
    const team = await group(shop, { settings: { join_approval: true } })
    await world.join(guest, team.code)
    await suspend(team)
    await deliveries(shop)
    const errors = [{ code: 131207, error_data: { details: expect.stringContaining('(Spam)') } }]
    const refused = async (name: 'updateGroup' | 'addParticipants' | 'removeParticipants', more: object) =>
      expect(await world.codeOf(operations[name], { ...on(team), ...more })).toBe('group_suspended')
    await refused('updateGroup', { name: 'New' })
    expect(await objectOf(settings, 'settings')).toMatchObject({
      group_subject: { text: 'New', update_successful: false, errors },
      errors,
    })
    await refused('addParticipants', { participants: [{ id: '+12025550120' }] })
    expect(await objectOf(people, 'added')).toMatchObject({
      added_participants: [],
      failed_participants: [{ input: '+12025550120', errors }],
      errors,
    })
    await refused('removeParticipants', { participants: ['+12025550104'] })
    expect(await objectOf(people, 'removed by the business')).toMatchObject({
      removed_participants: [],
      failed_participants: [{ input: '+12025550104', errors }],
    })
    const approve = { ...on(team), participants: ['+12025550104'] }
    expect(await world.codeOf(operations.approveJoinRequests, approve)).toBe('group_suspended')
    expect(at(await valueTold(people), 'groups.0')).toMatchObject({ type: 'group_participants_add', errors })
    const send = { ...on(team), text: 'Hello' }
    expect(await world.codeOf(operations.sendMessage, send)).toBe('group_suspended')
    const value = await valueTold('messages')
    expect(misfits(messages.failed, value)).toEqual([])
    expect(value).toMatchObject({ statuses: [{ errors }] })
  })
})

describe('messages', () => {
  async function talking() {
    const team = await group()
    await world.join(guest, team.code)
    await deliveries(shop)
    return team
  }

  test('sent: a status for the sender, a message for everybody else', async () => {
    const team = await talking()
    const { message } = await world.run(operations.sendMessage, { ...on(team), text: 'Hello' })
    const [mark] = [seen]
    const value = await valueTold('messages')
    expect(misfits(messages.sent, value)).toEqual([])
    expect(value).toMatchObject({
      statuses: [{ id: renderMessageId('message', message.id), recipient_id: renderGroupId(team.group) }],
    })
    seen = mark
    const other = await valueTold('messages', guest)
    expect(misfits(messages.incoming, other)).toEqual([])
    expect(other).toMatchObject({
      contacts: [{ wa_id: '12025550101', user_id: 'ZZ.12025550101' }],
      messages: [{ from: '12025550101', type: 'text', text: { body: 'Hello' } }],
    })
  })

  test('pinned and unpinned: a status with the id that the call answered', async () => {
    const team = await talking()
    const { message } = await world.run(operations.sendMessage, { ...on(team), text: 'Hello' })
    await deliveries(shop)
    const pin = { ...on(team), message: message.id }
    const { run } = await world.execute(operations.pinMessage, { ...pin, expires_at: null })
    const value = await valueTold('messages')
    expect(misfits(messages.sent, value)).toEqual([])
    expect(value).toMatchObject({ statuses: [{ id: renderMessageId('run', asId(run ?? 0)) }] })
    await world.run(operations.unpinMessage, pin)
    expect(misfits(messages.sent, await valueTold('messages'))).toEqual([])
  })

  test('failed: with the reason', async () => {
    const team = await group()
    expect(await world.codeOf(operations.sendMessage, { ...on(team), text: 'Anybody?' })).toBe(
      'limit_exceeded',
    )
    const value = await valueTold('messages')
    expect(misfits(messages.failed, value)).toEqual([])
    expect(value).toMatchObject({ statuses: [{ errors: [{ code: 131020 }] }] })
  })
})

describe('the delivery', () => {
  const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest()

  test('is signed over the raw body with the app secret', () => {
    // As `printf '{"object":"x"}' | openssl dgst -sha256 -hmac secret` writes it.
    const signed = events.sign({
      ...{ id: 'evt_1', seconds: 1, body: '{"object":"x"}', secrets: ['secret', 'before'], hmac },
    })
    const digest = 'f80b67d3bbf0da9880ff25b1f682aa543e333082af35cc1849b1bdcae91a719f'
    expect(signed).toEqual({ 'x-hub-signature-256': `sha256=${digest}` })
  })

  test('is tried for almost seven days, with growing gaps', () => {
    const gaps = events.scheduleMs
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b))
    const days = gaps.reduce((sum, gap) => sum + gap, 0) / 86_400_000
    expect(days).toBeGreaterThan(6.9)
    expect(days).toBeLessThanOrEqual(7)
  })

  test('goes to endpoints that answer the challenge', () => {
    expect(events.verification?.({ challenge: '1158201444', token: 'mine' })).toEqual({
      query: { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'mine' },
      expected: '1158201444',
    })
  })

  test('has secrets like those of an app', () => {
    const secret = events.secret(new Uint8Array(32).fill(171))
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    expect(events.secretProblem(secret)).toBeNull()
    for (const bad of ['', 'short', 'with a space inside it', 'x'.repeat(129)])
      expect(events.secretProblem(bad)).toMatch(/16 to 128/)
  })

  test('has only types that are listed', () => {
    expect(Object.keys(events.types)).toEqual([...[lifecycle, people, settings, status, 'messages']])
  })
})
