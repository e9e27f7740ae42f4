/** The parts of the WhatsApp Cloud dialect by themselves: ids, who is calling, failures, pages. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure, type FailureCode, failures } from '../../src/core/failure.ts'
import { renderDigits, wireDigits } from '../../src/core/id.ts'
import { asId, type GroupId, type MessageId } from '../../src/core/model.ts'
import { renderFailure } from '../../src/dialects/whatsapp-cloud/failures.ts'
import * as ids from '../../src/dialects/whatsapp-cloud/ids.ts'
import { whatsappCloud } from '../../src/dialects/whatsapp-cloud/index.ts'
import { asked, groupCursor, paged } from '../../src/dialects/whatsapp-cloud/paging.ts'

const anyId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
/** How clients tell a person from a group (contract 1.4). */
const isPerson = (text: string) => /^\d+$/.test(text) || /^[A-Z]{2}(\.ENT)?\.\d+$/.test(text)

describe('ids', () => {
  test('are bijections; accounts have digits only, and no group is taken for a person', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const [phone, group] = [ids.renderPhoneNumberId(asId(id)), ids.renderGroupId(asId(id))]
        const message = ids.renderMessageId('message', asId(id))
        expect(phone).toMatch(/^\d{17}$/)
        expect(isPerson(group)).toBe(false)
        expect([ids.parsePhoneNumberId(phone), ids.parseGroupId(group)]).toEqual([id, id])
        expect(ids.parseBusinessId(ids.renderBusinessId(asId(id)))).toBe(id)
        expect(ids.parseMessageId(message)).toBe(id)
        expect(ids.parsePhoneNumberId(ids.renderBusinessId(asId(id)))).toBe(0)
        expect(ids.parseMessageId(ids.renderMessageId('run', asId(id)))).toBe(0)
      }),
    )
  })

  test('that are none find nothing', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom('', '0', '1', 'wamid.', '1203', `${'9'.repeat(40)}@g.us`),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const found = [ids.parsePhoneNumberId(text), ids.parseGroupId(text), ids.parseMessageId(text)]
        expect(found).toEqual([0, 0, 0])
        expect(ids.parseJoinRequestId(text, asId<GroupId>(7))).toBeNull()
      }),
    )
    expect(ids.parseMessageId(`${ids.renderMessageId('message', asId<MessageId>(7))}=`)).toBe(0)
    expect(ids.parsePhoneNumberId(renderDigits(wireDigits.phone_number, 7).slice(0, -1))).toBe(0)
  })

  test('of join requests hold who and where', () => {
    const here = asId<GroupId>(7)
    for (const user of ['+12025550123', '123456789012345@lid', 'jane:doe', 'ümlaut']) {
      const id = ids.renderJoinRequestId(user, here)
      expect(ids.parseJoinRequestId(id, here)).toBe(user)
      expect(ids.parseJoinRequestId(id, asId<GroupId>(8))).toBeNull()
    }
  })

  test.each([
    ['+12025550123', { wa_id: '12025550123' }, 'ZZ.12025550123'],
    ['123456789012345@lid', {}, 'ZL.123456789012345'],
    ['jane.doe', { wa_id: 'jane.doe' }, 'jane.doe'],
  ])('of the person %s', (userId, waId, businessScoped) => {
    expect(ids.renderWaId(userId)).toEqual(waId)
    expect(ids.renderUserId(userId)).toBe(businessScoped)
    expect(ids.parsePerson(businessScoped)).toBe(userId)
  })
})

test('the key comes in the header or in the address, and the header counts', () => {
  const { credentials } = whatsappCloud
  expect(credentials({ authorization: 'Bearer one' }, {})).toBe('one')
  expect(credentials({}, { access_token: 'two' })).toBe('two')
  expect(credentials({ authorization: 'Bearer one' }, { access_token: 'two' })).toBe('one')
  for (const query of [{}, { access_token: '' }, { access_token: ['a', 'b'] }]) {
    expect(credentials({}, query)).toBeNull()
  }
})

describe('failures', () => {
  const codes = Object.keys(failures) as FailureCode[]

  test.each(codes)('%s has a code of Meta and a documented status', (code) => {
    const { status, body } = renderFailure(new Failure(code), { requestId: 'req_1' })
    expect(Object.keys(whatsappCloud.failureStatuses)).toContain(String(status))
    expect(body).toMatchObject({ error: { code: expect.any(Number), fbtrace_id: 'req_1' } })
  })

  test.each([
    ['limit_exceeded', { limit: 'participants.batch' }, 131204],
    ['limit_exceeded', { limit: 'account.groups' }, 131211],
    ['limit_exceeded', { limit: 'message.people_min' }, 131020],
    ['limit_exceeded', { limit: 'group.name' }, 100],
    ['invalid_picture', { limit: 'picture.ratio' }, 131209],
    ['invalid_picture', { limit: 'picture.side_min' }, 131210],
    ['invalid_picture', {}, 100],
    ['unsupported_by_network', { operation: 'createGroup' }, 131215],
    ['rate_limited', {}, 4],
    ['group_suspended', {}, 131207],
    ['expired_credentials', {}, 190],
    ['insufficient_scope', {}, 200],
  ] as const)('%s with %j is %i', (code, facts, expected) => {
    const { body } = renderFailure(new Failure(code, 'Why.', facts), { requestId: 'req_1' })
    expect(body).toMatchObject({
      error: { code: expected, message: expect.stringContaining(`(#${expected}) `) },
    })
  })

  test('of our own say no more than that there was one; a wait is told in seconds', () => {
    const own = renderFailure(new Failure('internal', 'secret'), { requestId: 'req_1' })
    expect(JSON.stringify(own)).not.toContain('secret')
    const slow = renderFailure(new Failure('rate_limited', 'Slow.', { retry_after_s: 3 }), { requestId: 'r' })
    expect(slow).toMatchObject({
      status: 429,
      headers: { 'retry-after': '3' },
      body: { error: { code: 4, error_subcode: 2446079, is_transient: true } },
    })
  })

  test('of a suspended group are forbidden, whatever its reason says', () => {
    const frozen = renderFailure(new Failure('group_suspended'), { requestId: 'r' })
    expect(frozen).toMatchObject({ status: 403, body: { error: { code: 131207, type: 'OAuthException' } } })
  })

  test('of a token whose time is over have the subcode of that', () => {
    const over = renderFailure(new Failure('expired_credentials'), { requestId: 'r' })
    expect(over).toMatchObject({ status: 401, body: { error: { code: 190, error_subcode: 463 } } })
  })
})

describe('pages', () => {
  const rows = Array.from({ length: 7 }, (_, index) => 100 - index)
  /** The core's list over the rows. */
  const list = ({ limit, after, skip }: { limit: number; after: number[] | null; skip: number }) => {
    const rest = rows.filter((row) => after === null || row < (after[0] ?? 0)).slice(skip)
    return { items: rest.slice(0, limit), next: rest.length > limit ? [0] : null }
  }
  const page = (query: { limit?: number; after?: string; before?: string }) =>
    paged(groupCursor, query, list(asked(groupCursor, query).page), (row) => [row], 'http://x')

  test('go forth and back, whatever the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (limit, back) => {
        const found: number[] = []
        let after: string | undefined
        do {
          const { items, paging } = page({ limit, ...(after === undefined ? {} : { after }) })
          const [first] = items
          const before = paging.cursors?.before
          if (first !== undefined && before !== undefined) {
            const index = rows.indexOf(first)
            const earlier = page({ limit: back, before }).items
            expect(earlier).toEqual(rows.slice(Math.max(0, index - back), index))
          }
          found.push(...items)
          after = paging.next === undefined ? undefined : paging.cursors?.after
        } while (after !== undefined)
        expect(found).toEqual(rows)
      }),
    )
  })

  test('have 25 rows where nothing is said', () => {
    expect(asked(groupCursor, {}).page.limit).toBe(25)
  })

  test('begin behind one row or end before one, never both', () => {
    const cursor = page({ limit: 1 }).paging.cursors?.after ?? ''
    expect(() => asked(groupCursor, { after: cursor, before: cursor })).toThrow(/not both/)
    for (const bad of ['x', '', 'g', `${cursor}_1`]) {
      expect(() => asked(groupCursor, { after: bad })).toThrow(Failure)
      expect(() => asked(groupCursor, { before: bad })).toThrow(Failure)
    }
  })
})
