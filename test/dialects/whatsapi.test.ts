import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode, failures } from '../../src/core/failure.ts'
import { type GroupId, Outcome } from '../../src/core/model.ts'
import { demandPeople, demandSwitch, either } from '../../src/dialects/whatsapi/decode.ts'
import { renderFailure, statusOf } from '../../src/dialects/whatsapi/failures.ts'
import { whatsapi } from '../../src/dialects/whatsapi/index.ts'
import { codeOf, replyToCreate, replyWithResults } from '../../src/dialects/whatsapi/outcomes.ts'
import {
  contactCursor,
  contactPage,
  groupCursor,
  nextCursor,
  pageOf,
} from '../../src/dialects/whatsapi/paging.ts'
import { pictureFrom } from '../../src/dialects/whatsapi/picture.ts'
import { done } from '../../src/dialects/whatsapi/render.ts'
import * as shapes from '../../src/dialects/whatsapi/shapes.ts'

const about = { requestId: 'req-1' }

function failureOf(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error('Nothing failed.')
}

describe('failures', () => {
  it('have one status each', () => {
    const codes = Object.keys(failures) as FailureCode[]
    const lines = codes.map((code) => `${code}: ${statusOf(new Failure(code))}`)
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "invalid_input: 400
      invalid_json: 400
      invalid_cursor: 400
      invalid_person: 400
      invalid_picture: 400
      limit_exceeded: 400
      unsupported_media: 400
      idempotency_key_reused: 400
      idempotency_key_running: 400
      account_disconnected: 400
      missing_credentials: 401
      invalid_credentials: 401
      expired_credentials: 401
      insufficient_scope: 401
      not_permitted: 400
      not_a_participant: 400
      banned: 400
      group_suspended: 400
      network_refused: 400
      workspace_not_found: 404
      key_not_found: 404
      account_not_found: 404
      group_not_found: 404
      community_not_found: 404
      participant_not_found: 404
      invite_not_found: 404
      join_request_not_found: 404
      ban_not_found: 404
      picture_not_found: 404
      message_not_found: 404
      run_not_found: 404
      webhook_not_found: 404
      delivery_not_found: 404
      network_not_found: 404
      route_not_found: 404
      invite_ended: 400
      already_exists: 400
      group_full: 400
      last_admin: 400
      revision_mismatch: 400
      unsupported_by_network: 400
      unsupported_by_dialect: 400
      rate_limited: 429
      too_large: 413
      no_answer: 500
      overloaded: 503
      internal: 500"
    `)
  })

  it('are envelopes with a code, and Retry-After where it is known', () => {
    const isFailure = Compile(shapes.FailureReply)
    for (const code of Object.keys(failures) as FailureCode[]) {
      const reply = renderFailure(new Failure(code), about)
      expect(isFailure.Check(reply.body)).toBe(true)
      expect(reply.body).toMatchObject({ data: null, error: true, status: reply.status, code })
      expect(whatsapi.failureStatuses[reply.status]).toBeDefined()
    }
    const slow = renderFailure(new Failure('rate_limited', 'Slower.', { retry_after_s: 3 }), about)
    expect(slow.headers).toEqual({ 'retry-after': '3' })
  })
})

describe('envelopes', () => {
  it('hold an object or null, whatever the row', () => {
    for (const { path, reply } of whatsapi.routes) {
      const { schema } = reply
      if (schema === null) throw new Error(`${path} answers nothing`)
      const isReply = Compile(schema)
      expect(isReply.Check(done([], 'A list.', about).body)).toBe(false)
      expect(isReply.Check({ ...Object(done(null, 'A text.', about).body), data: 'text' })).toBe(false)
    }
    expect(Compile(shapes.Nothing).Check(done(null, 'Done.', about).body)).toBe(true)
  })
})

describe('keys', () => {
  const keyOf = (authorization: string) => whatsapi.credentials({ authorization })

  it('come alone or behind any prefix', () => {
    expect(['secret', ' secret ', 'Bearer secret', 'bearer  secret', 'ApiKey secret'].map(keyOf)).toEqual(
      Array.from({ length: 5 }, () => 'secret'),
    )
    expect(['', ' ', 'one two three'].map(keyOf)).toEqual([null, null, null])
    expect(whatsapi.credentials({})).toBeNull()
  })
})

describe('outcomes', () => {
  const outcome = (name: Outcome['outcome'], reason?: string): Outcome => ({
    participant: '+12025550123',
    outcome: name,
    ...(reason === undefined ? {} : { reason }),
  })
  const names: readonly Outcome['outcome'][] = Outcome.properties.outcome.enum

  it('have one code each', () => {
    expect(names.map((name) => `${name} ${codeOf({ outcome: name })}`).join(', ')).toMatchInlineSnapshot(
      `"added 200, removed 200, unchanged 409, invited 403, requested 202, approved 200, rejected 200, changed 200, banned 200, unbanned 200, refused 401, unconfirmed 504"`,
    )
    const reasons = [
      'invalid_id',
      'privacy',
      'not_on_network',
      'recently_left',
      'group_full',
      'banned',
      'odd',
    ]
    expect(reasons.map((reason) => codeOf(outcome('refused', reason)))).toEqual([
      400, 403, 404, 408, 419, 401, 401,
    ])
    expect(codeOf(outcome('unchanged', 'not_a_participant'))).toBe(404)
    expect(codeOf(outcome('refused', 'constructor'))).toBe(401)
    expect(codeOf(outcome('invited', 'asked'))).toBe(200)
  })

  it('are an error when there is no success among them, and tell of each all the same', () => {
    const isResults = Compile(shapes.ResultsReply)
    const isFailure = Compile(shapes.FailureReply)
    for (const name of names) {
      const reply = replyWithResults('done', [outcome(name)], about)
      const isDone = codeOf({ outcome: name }) === 200
      expect([name, reply.status]).toEqual([name, isDone ? 200 : 400])
      expect((isDone ? isResults : isFailure).Check(reply.body)).toBe(true)
      const partly = replyWithResults('done', [outcome(name), outcome('added')], about)
      expect([partly.status, isResults.Check(partly.body)]).toEqual([200, true])
    }
    const many = Array.from({ length: 9 }, () => outcome('refused', 'not_on_network'))
    expect(replyWithResults('added', many, about).body).toMatchObject({
      message: expect.stringMatching(/^Nobody added; .*and 4 more\.$/),
      code: 'nobody_succeeded',
      data: { participants: many.map(() => ({ Code: 404 })) },
    })
  })

  it('of creating stand among the participants', () => {
    const person = { id: 1, user_id: '+12025550100', name: 'Owner' } as const
    const counts = { owner: 1, admin: 0, member: 1, subscriber: 0, invited: 1, requested: 0, banned: 0 }
    const settings = { announce: false, locked: true, join_approval: true, member_add: 'admins' }
    const head = {
      id: 7 as GroupId,
      name: 'Team',
      description: '',
      revision: 3,
      created_at: 0,
      owner: person,
    }
    const group = {
      head: { ...head, counts, settings: { ...settings, ephemeral_seconds: 60 } },
      own: { person, standing: 'owner', since: 0 },
    }
    const invite = { code: 'c', expires_at: null }
    const outcomes = [
      outcome('added'),
      outcome('unchanged', 'named_twice'),
      outcome('unchanged', 'own_account'),
      { ...outcome('invited', 'privacy'), invite },
    ]
    // Only what is rendered is made up here.
    const created = { group, outcomes, message: null } as unknown as Parameters<typeof replyToCreate>[0]
    const reply = replyToCreate(created, about)
    expect(Compile(shapes.GroupReply).Check(reply.body)).toBe(true)
    expect(reply.body).toMatchObject({
      data: {
        JID: '12030000000000000007@g.us',
        OwnerPN: '12025550100@s.whatsapp.net',
        IsLocked: true,
        IsJoinApprovalRequired: true,
        IsEphemeral: true,
        DisappearingTimer: 60,
        MemberAddMode: 'admin_add',
        ParticipantCount: 2,
        Participants: [
          { IsSuperAdmin: true, DisplayName: 'Owner' },
          { Error: 0 },
          { Error: 403, AddRequest: { Code: 'c', Expiration: '0001-01-01T00:00:00Z' } },
        ],
      },
    })
  })
})

describe('pictures', () => {
  const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)
  const base64 = Buffer.from(bytes).toString('base64')
  const buffer = JSON.parse(JSON.stringify(Buffer.from(bytes)))

  it('are found in each form that holds one', () => {
    const spaced = `${base64.slice(0, 3)}\n${base64.slice(3)}`
    const url = Buffer.from(bytes).toString('base64url')
    const found = [bytes, base64, spaced, url, `data:image/jpeg;base64,${base64}`, buffer, { value: buffer }]
    for (const file of found) expect([...pictureFrom(file)]).toEqual([...bytes])
  })

  it('are found nowhere else, and the refusal names the forms', () => {
    const odd = [
      undefined,
      null,
      7,
      true,
      '',
      {},
      [],
      [255, 216],
      { value: {} },
      { type: 'Buffer', data: 'x' },
      { type: 'Buffer', data: [1.5] },
      { value: base64 },
      new Uint8Array(),
      '/etc/passwd1',
      'C:\\a.jpg',
      'data:image/jpeg,abc',
    ]
    for (const file of odd) {
      const failure = failureOf(() => pictureFrom(file))
      expect([file, failure.code]).toEqual([file, 'invalid_picture'])
      expect(failure.message).toMatch(/multipart\/form-data.*image\/jpeg.*base64.*data URL.*Buffer/)
    }
  })
})

describe('requests', () => {
  it('say a switch once, in any form', () => {
    const said = (...values: (boolean | 'true' | 'false' | undefined)[]) =>
      demandSwitch('announce', 'announce', values)
    expect(said('true', undefined)).toBe(true)
    expect(said(undefined, false)).toBe(false)
    expect(said('true', true)).toBe(true)
    for (const values of [[undefined], ['true', false]] as const) {
      expect(failureOf(() => said(...values)).message).toContain('?announce=true')
    }
  })

  it('name people in the body, or in the address', () => {
    expect(demandPeople({ participants: ['a,b'] }, { participants: 'c' })).toEqual(['a,b'])
    expect(demandPeople({}, { participants: 'a, b,,' })).toEqual(['a', 'b'])
    expect(demandPeople({}, { participants: ['a', 'b,c'] })).toEqual(['a', 'b', 'c'])
    for (const work of [() => demandPeople({}), () => demandPeople({ participants: [] })]) {
      expect(failureOf(work).code).toBe('invalid_input')
    }
  })

  it('spell a field in one of two ways', () => {
    expect([either('a', 'x', undefined), either('a', undefined, 'x'), either('a', 'x', 'x')]).toEqual([
      'x',
      'x',
      'x',
    ])
    expect(either('a', undefined, undefined)).toBeUndefined()
    expect(failureOf(() => either('a', 'x', 'y')).code).toBe('invalid_input')
  })
})

describe('pages', () => {
  it('are as long as an answer may be, and go on from a cursor', () => {
    expect(pageOf(groupCursor, {})).toEqual({ limit: 1000, after: null })
    const { next_cursor: cursor = '' } = nextCursor(groupCursor, [42])
    expect(pageOf(groupCursor, { limit: 2, cursor })).toEqual({ limit: 2, after: [42] })
    expect(nextCursor(groupCursor, null)).toEqual({})
    for (const userId of ['+12025550123', 'é', '1@lid']) {
      const { next_cursor: next = '' } = contactCursor(userId)
      expect(contactPage({ cursor: next })).toEqual({ limit: 1000, after: userId })
    }
    for (const wrong of ['', 'k', 'x', 'k!', 'g1', 'k_w']) {
      expect([wrong, failureOf(() => contactPage({ cursor: wrong })).code]).toEqual([wrong, 'invalid_cursor'])
    }
  })
})
