/** What is told to Unipile's webhook endpoints, held to schemas that are written here from the contract and not from the code. */
import { createHmac } from 'node:crypto'
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import {
  type Change,
  eventTypes,
  type Facts,
  type Happening,
  type NoticeFacts,
} from '../../src/core/event.ts'
import type {
  Account,
  AccountId,
  GroupId,
  Head,
  KeyId,
  MessageId,
  Person,
  PersonId,
  RunId,
  Standing,
  WebhookId,
  WorkspaceId,
} from '../../src/core/model.ts'
import { asId } from '../../src/core/model.ts'
import type { Telling } from '../../src/dialects/dialect.ts'
import { events } from '../../src/dialects/unipile/events.ts'
import { parseEventId, parseMessageId, renderEventId } from '../../src/dialects/unipile/ids.ts'
import { notesMax } from '../../src/dialects/unipile/tellings.ts'
import { Delivered } from '../../src/dialects/unipile/webhook-shapes.ts'

// Contract 1.7, required by either SDK.
const message = {
  object: Type.Literal('Message'),
  id: Type.String({ minLength: 1 }),
  sender_id: Type.String({ minLength: 1 }),
  chat_id: Type.String({ minLength: 1 }),
  timestamp: Type.String({ format: 'date-time' }),
  ...Object.fromEntries(
    ['is_sender', 'is_hidden', 'is_seen', 'is_delivered', 'is_deleted', 'is_edited', 'is_pinned'].map(
      (name) => [name, Type.Boolean()],
    ),
  ),
  is_mentionned: Type.Boolean(),
  reactions_counter: Type.Array(Type.Object({ reaction: Type.String(), count: Type.Number() })),
  provider: Type.Enum(['mock', 'whatsapp', 'linkedin', 'google', 'outlook', 'imap', 'telegram', 'instagram']),
  attachments: Type.Array(Type.Unknown()),
  hyperlinks: Type.Array(Type.Unknown()),
}
const note = (event_type: number, event_metadata?: TSchema) =>
  Type.Object({
    ...message,
    id: Type.String({ pattern: '[^0-9]' }),
    is_event: Type.Literal(true),
    event_type: Type.Literal(event_type),
    ...(event_metadata === undefined ? {} : { event_metadata }),
  })
const exact = { additionalProperties: false }
const noteSchemas: Readonly<Record<number, TSchema>> = {
  1: note(1, Type.Object({ title: Type.String() }, exact)),
  2: note(2, Type.Object({ description: Type.String() }, exact)),
  3: note(
    3,
    Type.Object(
      {
        user_id: Type.String(),
        link: Type.Optional(Type.String()),
        user_ids: Type.Optional(Type.Array(Type.String())),
      },
      exact,
    ),
  ),
  4: note(
    4,
    Type.Object(
      {
        user_id: Type.String(),
        user_name: Type.Optional(Type.String()),
        reason: Type.Enum(['left', 'kicked', 'unknown']),
      },
      exact,
    ),
  ),
  6: note(6),
  7: note(
    7,
    Type.Object({ user_id: Type.String(), reason: Type.Enum(['promoted', 'demoted', 'unknown']) }, exact),
  ),
}
// Contract 1.5, required.
const chatSchema = Type.Object({
  object: Type.Literal('Chat'),
  id: Type.String({ minLength: 1 }),
  name: Type.String({ minLength: 1 }),
  muted_until: Type.Union([Type.Boolean(), Type.String({ format: 'date-time' })]),
  ...Object.fromEntries(
    ['is_group', 'is_1to1', 'is_channel', 'is_pinned', 'is_readonly', 'is_archived'].map((name) => [
      name,
      Type.Boolean(),
    ]),
  ),
  type: Type.Literal('group'),
  folders: Type.Array(Type.String()),
  unread_count: Type.Number({ minimum: -1 }),
  participants_count: Type.Optional(Type.Number({ minimum: 1 })),
  restrictions: Type.Optional(Type.Array(Type.Literal('send_message'))),
  provider: message.provider,
})
const noticeSchema = Type.Object(
  {
    timestamp: Type.String({ format: 'date-time' }),
    reason: Type.Optional(Type.Enum(['unipile', 'proxy', 'provider'])),
  },
  exact,
)
const envelope = Compile(
  Type.Object(
    {
      id: Type.String({ pattern: '^evt_' }),
      created_at: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
      account_id: Type.String({ pattern: '^acc_' }),
      type: Type.String(),
      payload: Type.Unknown(),
    },
    exact,
  ),
)

const at = Date.UTC(2026, 10, 20)
const workspace = asId<WorkspaceId>(4)
const group = asId<GroupId>(5)
const seer = asId<AccountId>(3)
const aPerson = (id: number, userId: string, name: string | null = null): Person => ({
  id: asId<PersonId>(id),
  user_id: userId,
  name,
})
const ada = aPerson(1, '+12025550101', 'Ada')
const bob = aPerson(2, '+12025550102', 'Bob')
const cleo = aPerson(3, '+12025550103')

const account: Account = {
  ...{ id: seer, workspace, network: 'builtin', profile: 'whatsapp', alias: null, name: 'Ada', person: ada },
  ...{ status: 'running', metadata: {}, limits: {}, created_at: at },
}
const settings: Head['settings'] = {
  ...{ announce: false, locked: false, join_approval: false, member_add: 'everyone' },
  ...{ discoverable: false, ephemeral_seconds: null, last_admin: 'promote' },
}
const said = { id: asId<MessageId>(9), sender: bob, text: 'Hello', at }
const head: Head = {
  ...{ id: group, workspace, network: 'builtin', profile: 'whatsapp', revision: 7, name: 'Team' },
  ...{ description: 'All of us', settings, tags: [], topics: [], metadata: {}, owner: ada, capacity: 1024 },
  counts: { owner: 1, admin: 0, member: 1, subscriber: 0, invited: 0, requested: 0, banned: 0 },
  ...{
    picture: null,
    created_at: at,
    created_by: ada,
    updated_at: at,
    last_message: said,
    deleted_at: null,
    alias: null,
    community: null,
    pins: [],
    suspension: null,
  },
}
const own = (standing: Standing, since = at - 1) => ({
  ...{ person: ada, standing, since, by: ada.id, expires_at: null },
})

function anEvent(facts: Facts, actor: Person | null = ada): Happening {
  return { workspace, at, actor, account: seer, run: asId<RunId>(1), group, revision: 7, facts }
}
function aNotice(facts: NoticeFacts): Happening {
  return { workspace, at, actor: null, account: null, run: null, group: null, revision: null, facts }
}
function tell(event: Happening, more: Partial<Telling> = {}): readonly Told[] {
  const of = event.group === null ? { head: null, own: null } : { head, own: own('owner') }
  const run = null
  const telling: Telling = { event, seq: 11, id: 'evt_x', seer, account, run, ...of, ...more }
  const told = events.typesOf(event).map((type, part) => {
    const body = events.render(telling, part)
    expect([type, [...Compile(Delivered).Errors(body)]]).toEqual([type, []])
    expect([type, [...envelope.Errors(body)]]).toEqual([type, []])
    return body as Told
  })
  expect(told.map(({ type }) => type)).toEqual(events.typesOf(event))
  return told
}
interface Told {
  readonly id: string
  readonly account_id: string
  readonly type: string
  readonly payload: Readonly<Record<string, unknown>>
}

const change = (person: Person, from: Standing | null, to: Standing | null): Change => ({ person, from, to })
const wrong = (schema: TSchema | undefined, value: unknown) =>
  schema === undefined ? ['no such event_type'] : [...Compile(schema).Errors(value)]

/** What is told in short, and everything held to the contract's schemas. */
function shortly(told: readonly Told[]): readonly unknown[] {
  return told.map(({ type, payload }) => {
    if (type === 'chat.update') {
      expect(wrong(chatSchema, payload)).toEqual([])
      return 'chat'
    }
    expect(wrong(noteSchemas[Number(payload.event_type)], payload)).toEqual([])
    return [payload.event_type, payload.event_metadata]
  })
}

describe('what is told', () => {
  it('a message, seen by its sender and by another', () => {
    const event = anEvent({ type: 'message.sent', message: said }, bob)
    const [told, ...none] = tell(event)
    expect(none).toEqual([])
    expect(told).toMatchObject({
      type: 'message.new',
      account_id: 'acc_00000000003',
      payload: { id: '9', text: 'Hello', is_event: false, is_sender: false, provider: 'whatsapp' },
    })
    expect(wrong(Type.Object({ ...message, text: Type.String() }), told?.payload)).toEqual([])
    const [byBob] = tell(event, { account: { ...account, person: bob } })
    expect(byBob?.payload).toMatchObject({
      is_sender: true,
      sender_id: '12025550102@s.whatsapp.net',
      chat_id: '12030000000000000005@g.us',
    })
  })

  it('name, description and settings, each as its own message, and then the chat', () => {
    const before = { name: 'A', description: 'B', settings: { announce: false } }
    const updated = (changed: object) => anEvent({ type: 'group.updated', changed, before })
    expect(shortly(tell(updated({ name: 'Team' })))).toEqual([[1, { title: 'Team' }], 'chat'])
    expect(shortly(tell(updated({ description: '' })))).toEqual([[2, { description: '' }], 'chat'])
    expect(shortly(tell(updated({ name: 'Team', description: 'Us', settings: { announce: true } })))).toEqual(
      [[1, { title: 'Team' }], [2, { description: 'Us' }], [6, undefined], 'chat'],
    )
    expect(shortly(tell(updated({ tags: ['a'] })))).toEqual(['chat'])
  })

  it('people who came: one message for each, with the invite that was used', () => {
    const came = (people: readonly Change[], invite: string | null) =>
      anEvent({ type: 'participants.added', people, via: invite === null ? 'added' : 'invite', invite })
    expect(
      shortly(tell(came([change(bob, null, 'member'), change(cleo, 'removed', 'member')], null))),
    ).toEqual([
      [3, { user_id: '12025550102@s.whatsapp.net' }],
      [3, { user_id: '12025550103@s.whatsapp.net' }],
      'chat',
    ])
    expect(shortly(tell(came([change(bob, null, 'member')], 'CODE')))).toEqual([
      [3, { user_id: '12025550102@s.whatsapp.net', link: 'CODE' }],
      'chat',
    ])
  })

  it.each([1, notesMax, notesMax + 1, 120, 10_000])('%i people at once, each named once', (count) => {
    const people = Array.from({ length: count }, (_, n) =>
      change(aPerson(n + 1, `+1202${n + 1_000_000}`), null, 'member'),
    )
    const told = tell(anEvent({ type: 'participants.added', people, via: 'added', invite: null }))
    expect(told.length).toBeLessThanOrEqual(notesMax + 1)
    const named = shortly(told).flatMap((one) => {
      const [, metadata] =
        one === 'chat' ? [0, {}] : (one as [number, { user_id: string; user_ids?: string[] }])
      if (!('user_id' in metadata)) return []
      expect(metadata.user_ids?.[0] ?? metadata.user_id).toBe(metadata.user_id)
      return metadata.user_ids ?? [metadata.user_id]
    })
    expect(named).toEqual(people.map(({ person }) => `${person.user_id.slice(1)}@s.whatsapp.net`))
  })

  it('people who went, and why', () => {
    const people = [change(bob, 'member', 'removed')]
    const user_id = '12025550102@s.whatsapp.net'
    const gone = (reason: string) => [[4, { user_id, user_name: 'Bob', reason }], 'chat']
    expect(shortly(tell(anEvent({ type: 'participants.removed', people })))).toEqual(gone('kicked'))
    expect(shortly(tell(anEvent({ type: 'participants.left', people }, bob)))).toEqual(gone('left'))
    const banned = [change(bob, 'admin', 'banned'), change(cleo, null, 'banned')]
    expect(shortly(tell(anEvent({ type: 'ban.added', people: banned, reason: null })))).toEqual(
      gone('kicked'),
    )
    expect(tell(anEvent({ type: 'ban.added', people: banned.slice(1), reason: null }))).toEqual([])
    const expired = tell(anEvent({ type: 'participants.removed', people, cause: 'expired' }, null))
    expect(shortly(expired)).toEqual(gone('unknown'))
    // Nobody did it, so the person whom it is about stands as the sender.
    expect(expired[0]?.payload).toMatchObject({ sender_id: user_id, is_sender: false })
    expect(
      shortly(tell(anEvent({ type: 'participants.left', people: [change(cleo, 'member', 'left')] }))),
    ).toEqual([[4, { user_id: '12025550103@s.whatsapp.net', reason: 'left' }], 'chat'])
  })

  it('roles: who rose and who fell, and nothing where only an end was moved', () => {
    const moved = (people: readonly Change[]) => anEvent({ type: 'role.changed', people, cause: 'transfer' })
    expect(shortly(tell(moved([change(bob, 'member', 'owner'), change(ada, 'owner', 'admin')])))).toEqual([
      [7, { user_id: '12025550101@s.whatsapp.net', reason: 'demoted' }],
      [7, { user_id: '12025550102@s.whatsapp.net', reason: 'promoted' }],
      'chat',
    ])
    expect(tell(moved([{ ...change(bob, 'admin', 'admin'), expires_at: at }]))).toEqual([])
  })

  it('a group that begins, its picture, that it is suspended, and its end', () => {
    const { name, description, network, profile, capacity, tags, topics, metadata } = head
    const begun = { name, description, network, profile, capacity, tags, topics, metadata, settings }
    expect(
      shortly(tell(anEvent({ type: 'group.created', ...begun, people: [change(ada, null, 'owner')] }))),
    ).toEqual(['chat'])
    expect(shortly(tell(anEvent({ type: 'picture.changed', picture: null })))).toEqual(['chat'])
    const suspension = { at, reason: 'Spam' }
    const frozen = tell(anEvent({ type: 'group.suspended', reason: 'Spam' }), {
      head: { ...head, suspension },
    })
    expect(shortly(frozen)).toEqual(['chat'])
    expect(frozen[0]?.payload).toMatchObject({ is_readonly: true })
    const going = tell(anEvent({ type: 'group.unsuspended', before: suspension }))
    expect(shortly(going)).toEqual(['chat'])
    expect(going[0]?.payload).toMatchObject({ is_readonly: false })
    const [deleted] = tell(anEvent({ type: 'group.deleted' }))
    expect(deleted).toMatchObject({ type: 'chat.delete', payload: { id: '12030000000000000005@g.us' } })
  })

  it('accounts', () => {
    const facts = {
      account: seer,
      name: 'Ada',
      network: 'builtin',
      profile: 'whatsapp',
      user_id: ada.user_id,
    }
    const types = (type: 'created' | 'connected' | 'disconnected' | 'deleted') =>
      tell(aNotice({ type: `account.${type}`, ...facts }), type === 'deleted' ? { account: null } : {}).map(
        (told) => {
          expect(wrong(noticeSchema, told.payload)).toEqual([])
          return told.type
        },
      )
    expect(types('created')).toEqual(['account.add'])
    expect(types('connected')).toEqual(['account.reconnect', 'account.status.running'])
    expect(types('disconnected')).toEqual(['account.status.disconnected'])
    expect(types('deleted')).toEqual(['account.remove'])
  })

  it('nothing of what v2 has no word for', () => {
    const people = [change(bob, null, 'requested')]
    const silent: readonly Happening[] = [
      ...(['participants.invited', 'join_request.rejected', 'ban.removed'] as const).map((type) =>
        anEvent({ type, people }),
      ),
      anEvent({ type: 'join_request.created', people, invite: null }),
      anEvent({ type: 'invite.revoked', code: 'C' }),
      anEvent({ type: 'invite.expired', code: 'C' }),
      aNotice({ type: 'key.expired', key: asId<KeyId>(1), name: 'K' }),
      aNotice({ type: 'webhook.disabled', webhook: asId<WebhookId>(1), url: 'u', reason: 'r' }),
    ]
    expect(silent.map((event) => events.typesOf(event))).toEqual(silent.map(() => []))
    for (const { facts } of silent) expect(Object.keys(eventTypes)).toContain(facts.type)
  })
})

describe('whose view it is', () => {
  const renamed = anEvent({ type: 'group.updated', changed: { name: 'Team' }, before: { name: 'A' } })
  const chatOf = (more: Partial<Telling>) => tell(renamed, more).at(-1)?.payload

  it('whoever went sees no message that came after', () => {
    const last = { last_message: { text: 'Hello' }, is_readonly: false, unread_count: 0 }
    expect(chatOf({})).toMatchObject(last)
    expect(chatOf({ own: own('left', at + 1) })).toMatchObject({ ...last, is_readonly: true })
    for (const standing of ['left', 'removed', 'banned'] as const) {
      const shown = chatOf({ own: own(standing) })
      expect(shown).toMatchObject({ is_readonly: true })
      expect(shown).not.toHaveProperty('last_message')
    }
  })

  it('an account that was deleted still gets what fits the schemas', () => {
    const told = tell(renamed, { account: null, own: null })
    expect(shortly(told)).toEqual([[1, { title: 'Team' }], 'chat'])
    expect(told[0]?.payload).toMatchObject({ is_sender: false, provider: 'whatsapp' })
    expect(told[1]?.payload).not.toHaveProperty('last_message')
  })
})

describe('ids', () => {
  it('of what is told differ by event, account and part, and lead back', () => {
    const numbers = [1, 2, 2 ** 53 - 1]
    const all = numbers.flatMap((seq) =>
      numbers.flatMap((id) => [0, 1, 50].map((part) => ({ seq, account: asId<AccountId>(id), part }))),
    )
    const ids = all.map(renderEventId)
    expect(new Set(ids).size).toBe(all.length)
    expect(ids.map(parseEventId)).toEqual(all)
    for (const text of ['', 'evt_', 'evt_1', `evt_${'u'.repeat(33)}`, `${ids[0]}0`, `we_${'0'.repeat(33)}`]) {
      expect(parseEventId(text).seq).toBe(0)
    }
  })

  it('of changes are the same for every account, and no message has them', () => {
    const event = anEvent({ type: 'group.updated', changed: { name: 'T', description: 'D' }, before: {} })
    const idsOf = (who: number) =>
      tell(event, { seer: asId<AccountId>(who) }).map(({ payload }) => String(payload.id))
    const ids = idsOf(3).slice(0, 2)
    expect(new Set(ids).size).toBe(2)
    expect(idsOf(4).slice(0, 2)).toEqual(ids)
    expect(ids.map((id) => Number(parseMessageId(id)))).toEqual([0, 0])
  })
})

describe('secrets and signatures', () => {
  it('one v0 of the newest secret over the time and the raw body', () => {
    const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest()
    const body = '{"a":"ü"}'
    const signed = events.sign({
      id: 'evt_x',
      seconds: 1_795_132_800,
      body,
      secrets: ['newest', 'older'],
      hmac,
    })
    // Computed apart: printf '1795132800.{"a":"ü"}' | openssl dgst -sha256 -hmac newest
    expect(signed).toEqual({
      'unipile-signature': 't=1795132800,v0=b47914e60cceb3f20b8bbea81e9ba77120afd655a388943d2c8c4f82c4702d1a',
    })
  })

  it('are at most 36 characters, and all of the random bytes that fit', () => {
    const secrets = [0, 1, 254, 255].map((byte) => events.secret(new Uint8Array(32).fill(byte)))
    for (const secret of secrets) {
      expect(secret).toHaveLength(36)
      expect(events.secretProblem(secret)).toBeNull()
    }
    expect(new Set(secrets).size).toBe(4)
    expect(events.secret(new Uint8Array(32).fill(0, 0, 26).fill(1, 26))).not.toBe(secrets[0])
    for (const bad of ['', 'short', 'a'.repeat(37), `${'a'.repeat(20)} b`, `${'a'.repeat(20)}ü`]) {
      expect(events.secretProblem(bad)).toEqual(expect.any(String))
    }
  })

  it('is tried for days before it is given up', () => {
    expect(events.scheduleMs[0]).toBe(0)
    expect(events.scheduleMs.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(72 * 60 * 60 * 1000)
  })
})
