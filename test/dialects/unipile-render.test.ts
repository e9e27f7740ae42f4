import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
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
import { replyToStart } from '../../src/dialects/unipile/outcomes.ts'
import {
  renderAccount,
  renderChat,
  renderMessage,
  renderParticipant,
} from '../../src/dialects/unipile/render.ts'
import * as shapes from '../../src/dialects/unipile/shapes.ts'

const about = { requestId: 'req-1' }
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
    alias: null,
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
      alias: null,
      community: null,
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
      pins: [],
      suspension: null,
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

  it('read-only for everybody while the group is suspended', () => {
    const suspension = { at: now, reason: null }
    for (const standing of ['owner', 'admin', 'member'] as const)
      expect(renderChat(aGroup(standing, { suspension }), now)).toMatchObject({
        is_readonly: true,
        restrictions: ['send_message'],
      })
  })

  it('read-only where only admins send', () => {
    const announce = { settings: { ...settings, announce: true } }
    expect(renderChat(aGroup('member', announce), now).is_readonly).toBe(true)
    expect(renderChat(aGroup('admin', announce), now).is_readonly).toBe(false)
  })

  it('participants and messages', () => {
    const account = anAccount('whatsapp', '+12025550123')
    const self: Membership = {
      person: account.person,
      standing: 'owner',
      since: now,
      by: account.person.id,
      expires_at: null,
    }
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

describe('outcomes', () => {
  const outcome = (name: Outcome['outcome'], reason?: string): Outcome =>
    reason === undefined
      ? { participant: 'bob', outcome: name }
      : { participant: 'bob', outcome: name, reason }

  it('of starting a group: 200 as soon as one is in it, else an error that names the chat', () => {
    const start = (outcomes: readonly Outcome[]) =>
      replyToStart({ group: aGroup('owner'), outcomes, message: asId<MessageId>(7), invite: null }, about)
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
