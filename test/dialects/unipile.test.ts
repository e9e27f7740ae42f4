import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode, failures } from '../../src/core/failure.ts'
import type {
  Account,
  AccountId,
  GroupId,
  Head,
  Membership,
  Message,
  MessageId,
  Person,
  PersonId,
  Settings,
  Standing,
  WorkspaceId,
} from '../../src/core/model.ts'
import { asId, type Outcome, plainView } from '../../src/core/model.ts'
import type { GroupView } from '../../src/core/views.ts'
import { lookOf, renderFailure } from '../../src/dialects/unipile/failures.ts'
import * as ids from '../../src/dialects/unipile/ids.ts'
import { unipile } from '../../src/dialects/unipile/index.ts'
import { replyToAdd, replyToRemove, replyToStart } from '../../src/dialects/unipile/outcomes.ts'
import {
  chatCursor,
  cursorPage,
  messageCursor,
  nextCursor,
  offsetPage,
} from '../../src/dialects/unipile/paging.ts'
import {
  renderAccount,
  renderChat,
  renderMessage,
  renderParticipant,
} from '../../src/dialects/unipile/render.ts'
import * as shapes from '../../src/dialects/unipile/shapes.ts'

const anId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const provider = fc.constantFrom(...ids.providers)
const about = { requestId: 'req-1' }

function codeOf(work: () => unknown): FailureCode | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

describe('ids', () => {
  it('are read back as they were written, on every provider', () => {
    fc.assert(
      fc.property(anId, provider, (id, name) => {
        expect(ids.parseChatId(ids.renderChatId(name, asId<GroupId>(id)))).toBe(id)
        expect(ids.parseMessageId(ids.renderMessageId(asId<MessageId>(id)))).toBe(id)
        expect(ids.parseAccountId(ids.renderAccountId(asId<AccountId>(id)))).toBe(id)
      }),
    )
  })

  it('are written in one way only: what is read is written back the same', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.stringMatching(/^1203\d{14,18}@g\.us$/),
      fc.stringMatching(/^(2-|chat_)[0-9a-z]{11}$/),
      fc.stringMatching(/^\d{1,18}$/),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const id = ids.parseChatId(text)
        const written = ids.providers.map((name) => ids.renderChatId(name, id))
        expect(id === 0 || written.includes(text)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('are not found when they are none of ours', () => {
    for (const text of ['', 'chat_id', '0', '007', '-1', '1e3', '99999999999999999', '1203@g.us', '2-']) {
      expect([text, ids.parseChatId(text)]).toEqual([text, 0])
    }
    expect(ids.parseAccountId('account_id')).toBe(0)
    expect(ids.parseAccountId('acc_123456789')).toBe(0)
  })

  it('show phone numbers as WhatsApp does, and leave LIDs and other ids as they are', () => {
    expect(ids.renderUserId('whatsapp', '+12025550123')).toBe('12025550123@s.whatsapp.net')
    expect(ids.renderUserId('whatsapp', '123456789012345@lid')).toBe('123456789012345@lid')
    expect(ids.renderUserId('mock', '+12025550123')).toBe('+12025550123')
    expect(ids.phoneOf('whatsapp', '+12025550123')).toBe('+12025550123')
    expect(ids.phoneOf('whatsapp', '123456789012345@lid')).toBeNull()
    expect(ids.phoneOf('instagram', '17841400000000001')).toBeNull()
  })

  it('tell the account itself in every spelling', () => {
    const whatsapp = anAccount('whatsapp', '+12025550123')
    const own = [
      'me',
      '+12025550123',
      '12025550123',
      '12025550123@s.whatsapp.net',
      '12025550123:4@c.us',
      '+1 (202) 555-0123',
    ]
    expect(own.filter((text) => !ids.isOwnId(whatsapp, text))).toEqual([])
    const others = ['12025550124@s.whatsapp.net', '12025550123@lid', 'you', '', '+']
    expect(others.filter((text) => ids.isOwnId(whatsapp, text))).toEqual([])
    expect(ids.isOwnId(anAccount('instagram', '17841400000000001'), '17841400000000001')).toBe(true)
    expect(ids.isOwnId(anAccount('instagram', '17841400000000001'), '17841400000000002')).toBe(false)
  })
})

describe('pages', () => {
  it('go on from a cursor alone, with the limit and the filters of the first request', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        anId,
        fc.dictionary(
          fc.constantFrom('before', 'after', 'user_id'),
          fc.string({ maxLength: 256, unit: 'grapheme' }),
        ),
        (limit, key, found) => {
          const filters = { ...found }
          const wanted = cursorPage(messageCursor, { limit }, filters)
          const { next_cursor: cursor = '' } = nextCursor(messageCursor, wanted, [key])
          expect(cursorPage(messageCursor, { cursor }, {})).toEqual({ limit, skip: 0, after: [key], filters })
          expect(cursorPage(messageCursor, { cursor, limit: 7 }, filters).limit).toBe(7)
        },
      ),
    )
  })

  it('have 20 rows unless asked otherwise, and no cursor at the end', () => {
    const wanted = cursorPage(chatCursor, {}, {})
    expect(wanted).toEqual({ limit: 20, skip: 0, after: null, filters: {} })
    expect(nextCursor(chatCursor, wanted, null)).toEqual({})
  })

  it('refuse a cursor that is none, of another list, with other filters, or with an offset', () => {
    const { next_cursor: cursor = '' } = nextCursor(
      chatCursor,
      cursorPage(chatCursor, {}, { type: 'group' }),
      [1, 2],
    )
    const wrong = [
      '',
      'x',
      'c',
      'c1_2',
      'm1_2_3',
      'c1_2_3~',
      'c1_2_3~!',
      'c1_2_3~W10x',
      `${cursor}x`,
      'c1_2_-3',
    ]
    for (const text of wrong) {
      expect([text, codeOf(() => cursorPage(chatCursor, { cursor: text }, {}))]).toEqual([
        text,
        'invalid_cursor',
      ])
    }
    expect(codeOf(() => cursorPage(messageCursor, { cursor }, {}))).toBe('invalid_cursor')
    expect(codeOf(() => cursorPage(chatCursor, { cursor }, { type: 'channel' }))).toBe('invalid_cursor')
    expect(codeOf(() => cursorPage(chatCursor, { cursor, offset: 20 }, {}))).toBe('invalid_cursor')
    expect(codeOf(() => cursorPage(chatCursor, { cursor, offset: 0 }, { type: 'group' }))).toBeNull()
  })

  it('go by offset up to 10,000', () => {
    expect(cursorPage(chatCursor, { offset: 10_000, limit: 5 }, {})).toMatchObject({ limit: 5, skip: 10_000 })
    expect(codeOf(() => offsetPage({ offset: 10_001 }))).toBe('limit_exceeded')
  })
})

describe('failures', () => {
  it('have one look each', () => {
    const codes = Object.keys(failures) as FailureCode[]
    const lines = codes.map((code) => {
      const { status, type, title } = lookOf(new Failure(code))
      return `${code}: ${status} ${type}, ${title}`
    })
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "invalid_input: 400 api/invalid_parameters, Invalid parameters
      invalid_json: 400 api/invalid_parameters, Invalid parameters
      invalid_cursor: 400 api/invalid_parameters, Invalid parameters
      invalid_person: 400 provider/invalid_parameters, Invalid User ID
      invalid_picture: 400 api/invalid_parameters, Invalid parameters
      limit_exceeded: 400 provider/invalid_parameters, Invalid parameters
      unsupported_media: 400 api/invalid_parameters, Invalid parameters
      idempotency_key_reused: 400 api/invalid_parameters, Invalid parameters
      idempotency_key_running: 409 api/conflict, Conflict
      missing_credentials: 401 api/missing_authorization, Missing authorization
      invalid_credentials: 401 api/invalid_credentials, Invalid API Key
      expired_credentials: 401 api/expired_authorization, Expired authorization
      insufficient_scope: 403 api/insufficient_permissions, Insufficient permissions
      not_permitted: 403 provider/insufficient_permissions, Insufficient permissions
      not_a_participant: 403 provider/insufficient_permissions, Insufficient permissions
      banned: 403 provider/insufficient_permissions, Insufficient permissions
      network_refused: 403 provider/insufficient_permissions, Insufficient permissions
      workspace_not_found: 404 api/resource_not_found, Resource not found
      key_not_found: 404 api/resource_not_found, Resource not found
      account_not_found: 404 api/resource_not_found, Resource not found
      group_not_found: 404 provider/resource_not_found, Resource not found
      participant_not_found: 404 provider/resource_not_found, Resource not found
      invite_not_found: 404 provider/resource_not_found, Resource not found
      join_request_not_found: 404 provider/resource_not_found, Resource not found
      ban_not_found: 404 provider/resource_not_found, Resource not found
      picture_not_found: 404 provider/resource_not_found, Resource not found
      message_not_found: 404 provider/resource_not_found, Resource not found
      run_not_found: 404 api/resource_not_found, Resource not found
      network_not_found: 404 api/resource_not_found, Resource not found
      route_not_found: 404 api/resource_not_found, Resource not found
      invite_ended: 404 provider/resource_not_found, Resource not found
      already_exists: 409 api/already_exists, Already exists
      group_full: 422 provider/unprocessable_entity, Unprocessable entity
      last_admin: 409 provider/conflict, Conflict
      revision_mismatch: 409 api/conflict, Conflict
      unsupported_by_network: 501 api/not_implemented, Not implemented
      unsupported_by_dialect: 501 api/not_implemented, Not implemented
      rate_limited: 429 api/too_many_requests, Too many requests
      too_large: 413 api/invalid_parameters, Request too large
      no_answer: 504 provider/timeout, Provider timeout
      overloaded: 503 api/internal_error, Service unavailable
      internal: 500 api/internal_error, Internal error"
    `)
  })

  it('are Unipile errors, with Retry-After where it is known', () => {
    const isError = Compile(shapes.ErrorBody)
    for (const code of Object.keys(failures) as FailureCode[]) {
      const reply = renderFailure(new Failure(code), about)
      expect(isError.Check(reply.body)).toBe(true)
      expect(reply.body).toMatchObject({ status: reply.status, req_id: 'req-1' })
      expect(unipile.failureStatuses[reply.status]).toBeDefined()
    }
    const slow = renderFailure(new Failure('rate_limited', 'Slower.', { retry_after_s: 3 }), about)
    expect(slow.headers).toEqual({ 'retry-after': '3' })
  })
})

const names = ['added', 'removed', 'unchanged', 'invited', 'requested', 'refused', 'unconfirmed'] as const

describe('outcomes', () => {
  const outcome = (name: Outcome['outcome'], reason?: string): Outcome =>
    reason === undefined
      ? { participant: 'bob', outcome: name }
      : { participant: 'bob', outcome: name, reason }

  it('of adding: 200 only when it is so', () => {
    const reasons = [
      'invalid_id',
      'not_on_network',
      'group_full',
      'banned',
      'privacy',
      'recently_left',
      'other',
    ]
    const all = [
      ...names.map((name) => outcome(name)),
      outcome('unchanged', 'already_participant'),
      ...reasons.map((reason) => outcome('refused', reason)),
    ]
    const isError = Compile(shapes.ErrorBody)
    const lines = all.map((one) => {
      const { status, body } = replyToAdd([one], about)
      expect(status === 200 || isError.Check(body)).toBe(true)
      return `${one.outcome} ${one.reason ?? ''}: ${status}`
    })
    expect(lines).toMatchInlineSnapshot(`
      [
        "added : 200",
        "removed : 409",
        "unchanged : 409",
        "invited : 422",
        "requested : 422",
        "refused : 403",
        "unconfirmed : 504",
        "unchanged already_participant: 409",
        "refused invalid_id: 400",
        "refused not_on_network: 404",
        "refused group_full: 422",
        "refused banned: 403",
        "refused privacy: 403",
        "refused recently_left: 403",
        "refused other: 403",
      ]
    `)
  })

  it('of removing: 200 only when it is so', () => {
    expect(replyToRemove([outcome('removed')], about)).toEqual({
      status: 200,
      body: { object: 'ParticipantRemoved' },
    })
    const notThere = replyToRemove([outcome('unchanged', 'not_a_participant')], about)
    expect(notThere).toMatchObject({ status: 404, body: { detail: 'bob is not in the group.' } })
    expect(replyToRemove([outcome('refused', 'not_permitted')], about).status).toBe(403)
  })

  it('of starting a group: 200 as soon as one is in it, else an error that names the chat', () => {
    const start = (outcomes: readonly Outcome[]) =>
      replyToStart({ group: aGroup('owner'), outcomes, message: asId<MessageId>(7) }, about)
    const isStarted = Compile(shapes.ChatStarted)
    for (const outcomes of [[], [outcome('added')], [outcome('refused', 'privacy'), outcome('added')]]) {
      const reply = start(outcomes)
      expect(reply.status).toBe(200)
      expect(isStarted.Check(reply.body)).toBe(true)
    }
    const nobody = start([outcome('refused', 'privacy'), outcome('unchanged', 'named_twice')])
    expect(nobody).toMatchObject({
      status: 422,
      body: { object: 'Error', type: 'provider/unprocessable_entity', chat_id: '5', message_id: '7' },
    })
    expect(start([outcome('invited', 'privacy')]).status).toBe(422)
    expect(start(Array.from({ length: 9 }, () => outcome('refused'))).body).toMatchObject({
      detail: expect.stringContaining('And 4 more.'),
    })
  })
})

const now = Date.UTC(2026, 10, 20)
const settings: Settings = {
  announce: false,
  locked: false,
  join_approval: false,
  member_add: 'everyone',
  discoverable: false,
  ephemeral_seconds: null,
  last_admin: 'promote',
}

function aPerson(id: number, userId: string, name: string | null = null): Person {
  return { id: asId<PersonId>(id), user_id: userId, name }
}

function anAccount(profile: string, userId: string): Account {
  return {
    id: asId<AccountId>(3),
    workspace: asId<WorkspaceId>(4),
    network: 'builtin',
    profile,
    name: 'Ada',
    person: aPerson(1, userId, 'Ada'),
    status: 'running',
    metadata: { team: 'sales' },
    limits: {},
    created_at: now,
  }
}

const bob = aPerson(2, '17841400000000002')

function aMessage(at: number, sender: Person = bob): Message {
  return { id: asId<MessageId>(9), sender, text: 'Hello', at }
}

function aGroup(standing: Standing, head: Partial<Head> = {}, more: Partial<GroupView> = {}): GroupView {
  const counts = { owner: 1, admin: 0, member: 1, subscriber: 0, invited: 0, requested: 0, banned: 0 }
  return {
    head: {
      id: asId<GroupId>(5),
      workspace: asId<WorkspaceId>(4),
      network: 'builtin',
      profile: 'instagram',
      revision: 1,
      name: 'Team',
      description: '',
      settings,
      tags: [],
      topics: [],
      metadata: {},
      owner: null,
      counts,
      capacity: 250,
      picture: null,
      created_at: now,
      created_by: bob,
      updated_at: now,
      last_message: null,
      deleted_at: null,
      ...head,
    },
    own: { person: aPerson(1, '17841400000000001', 'Ada'), standing, since: now },
    view: plainView,
    unread: 0,
    ...more,
  }
}

describe('what is shown', () => {
  const isChat = Compile(shapes.Chat)

  it('an account', () => {
    const shown = renderAccount(anAccount('whatsapp', '+12025550123'))
    expect(Compile(shapes.Account).Check(shown)).toBe(true)
    expect(shown).toMatchObject({
      provider: 'whatsapp',
      user_id: '12025550123@s.whatsapp.net',
      metadata: { team: 'sales' },
    })
  })

  it('a chat, with and without everything that is optional', () => {
    const full = renderChat(
      aGroup(
        'owner',
        { description: 'All of us', last_message: aMessage(now) },
        {
          unread: 3,
          view: { ...plainView, pinned: true, archived: true, label: 'work', muted_until: now + 1 },
        },
      ),
      now,
    )
    expect(isChat.Check(full)).toBe(true)
    expect(full).toMatchObject({
      id: '5',
      is_readonly: false,
      read_only: false,
      muted_until: new Date(now + 1).toISOString(),
      unread_count: 3,
      last_message: { text: 'Hello', sender_display_name: '17841400000000002', is_sender: false },
    })
    const empty = { owner: 0, admin: 0, member: 0, subscriber: 0, invited: 0, requested: 0, banned: 0 }
    const bare = renderChat(aGroup('left', { counts: empty }), now)
    expect(isChat.Check(bare)).toBe(true)
    expect(bare).toMatchObject({ is_readonly: true, read_only: true, restrictions: ['send_message'] })
    expect(Object.keys(bare)).not.toContain('participants_count')
  })

  it('a mute that has run out is none, and unread by hand is -1', () => {
    const view = { ...plainView, muted_until: now - 1, marked_unread: true }
    expect(renderChat(aGroup('member', {}, { view }), now)).toMatchObject({
      muted_until: false,
      unread_count: -1,
    })
    expect(renderChat(aGroup('member', {}, { view: { ...view, muted_until: true } }), now).muted_until).toBe(
      true,
    )
  })

  it('read-only where only admins send', () => {
    const announce = { settings: { ...settings, announce: true } }
    expect(renderChat(aGroup('member', announce), now).is_readonly).toBe(true)
    expect(renderChat(aGroup('admin', announce), now).is_readonly).toBe(false)
  })

  it('no message that was sent after the account had gone', () => {
    expect(renderChat(aGroup('left', { last_message: aMessage(now + 1) }), now).last_message).toBeUndefined()
    expect(
      renderChat(aGroup('left', { last_message: aMessage(now + 1) }), now).last_message_timestamp,
    ).toBeUndefined()
    expect(renderChat(aGroup('left', { last_message: aMessage(now) }), now).last_message).toBeDefined()
    expect(renderChat(aGroup('invited', { last_message: aMessage(now) }), now).last_message).toBeUndefined()
  })

  it('participants and messages', () => {
    const account = anAccount('whatsapp', '+12025550123')
    const self: Membership = { person: account.person, standing: 'owner', since: now, by: account.person.id }
    const other: Membership = { ...self, person: aPerson(2, '+12025550124'), standing: 'member' }
    const isParticipant = Compile(shapes.GroupParticipant)
    const [shownSelf, shownOther] = [self, other].map((membership) => renderParticipant(account, membership))
    expect([shownSelf, shownOther].every((shown) => isParticipant.Check(shown))).toBe(true)
    expect(shownSelf).toMatchObject({
      is_self: true,
      is_admin: true,
      role: 'owner',
      user: { display_name: 'Ada' },
    })
    expect(shownOther).toMatchObject({
      is_self: false,
      is_admin: false,
      user: {
        id: '12025550124@s.whatsapp.net',
        public_identifier: '+12025550124',
        display_name: '+12025550124',
      },
    })
    const message = renderMessage(account, asId<GroupId>(5), aMessage(now, account.person))
    expect(Compile(shapes.Message).Check(message)).toBe(true)
    expect(message).toMatchObject({ chat_id: '12030000000000000005@g.us', is_sender: true, id: '9' })
  })

  it('nothing that is not a date where a date belongs', () => {
    expect(isChat.Check({ ...renderChat(aGroup('owner'), now), created_at: 'yesterday' })).toBe(false)
  })
})

describe('the table', () => {
  it('has examples that fit their rows', () => {
    for (const { id, body, example } of unipile.routes) {
      if (example === undefined || body === undefined) continue
      expect([id, Compile(body).Check(example)]).toEqual([id, true])
    }
  })

  it('declines nothing that it serves', () => {
    const served = unipile.routes.map(({ method, path }) => `${method} ${path}`)
    const declined = unipile.declined.map(({ method, path }) => `${method} ${path}`)
    expect(declined.filter((call) => served.includes(call))).toEqual([])
    expect(new Set(declined).size).toBe(declined.length)
  })

  it('takes the key from X-API-KEY, else from Authorization', () => {
    expect(unipile.credentials({ 'x-api-key': 'a', authorization: 'Bearer b' })).toBe('a')
    expect(unipile.credentials({ authorization: 'Bearer b' })).toBe('b')
    expect(unipile.credentials({})).toBeNull()
  })
})
