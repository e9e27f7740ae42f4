import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode } from '../../src/core/failure.ts'
import { type AccountId, asId, type GroupId, type MessageId, type PersonId } from '../../src/core/model.ts'
import * as ids from '../../src/dialects/unipile/ids.ts'
import {
  chatCursor,
  cursorPage,
  messageCursor,
  nextCursor,
  offsetPage,
} from '../../src/dialects/unipile/paging.ts'

const anId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const provider = fc.constantFrom(...ids.providers)

function anAccount(profile: string, userId: string) {
  return { profile, person: { id: asId<PersonId>(1), user_id: userId, name: null } }
}

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
