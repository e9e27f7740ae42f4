import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AccountId, asId, type GroupId } from '../../src/core/model.ts'
import * as ids from '../../src/dialects/whatsapi/ids.ts'

const anId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })

describe('ids', () => {
  it('of groups are read back as they were written, with and without @g.us', () => {
    fc.assert(
      fc.property(anId, (id) => {
        const jid = ids.renderGroupJid(asId<GroupId>(id))
        expect(jid).toMatch(/^1203\d{16}@g\.us$/)
        expect(ids.parseGroupJid(jid)).toBe(id)
        expect(ids.parseGroupJid(jid.replace('@g.us', ''))).toBe(id)
      }),
    )
  })

  it('that are none of ours are those of no group', () => {
    const texts = ['', '1203', '12025550123-1600000000@g.us', '12030000000000000001@c.us', '0'.repeat(20)]
    expect(texts.map(ids.parseGroupJid)).toEqual(texts.map(() => 0))
    expect(ids.parseGroupJid('12039999999999999999@g.us')).toBe(0)
    fc.assert(
      fc.property(fc.string(), (text) => {
        const id = ids.parseGroupJid(text)
        expect(id === 0 || ids.renderGroupJid(id).startsWith(text.slice(0, 20))).toBe(true)
      }),
    )
  })

  it('of people are no JIDs of groups', () => {
    const people = ['12025550123', '+12025550123', '12025550123@s.whatsapp.net', '1@lid', 'alice']
    expect(people.map(ids.groupJid)).toEqual(people.map(() => null))
    expect(ids.groupJid('12025550123-1600000000@g.us')).toBe(0)
  })

  it('of instances are the key that was chosen, or the id of the account', () => {
    fc.assert(
      fc.property(anId, (number) => {
        const id = asId<AccountId>(number)
        expect(ids.parseInstanceKey(ids.renderInstanceKey({ id, alias: null }))).toBe(id)
        expect(ids.renderInstanceKey({ id, alias: 'shop' })).toBe('shop')
      }),
    )
    expect(ids.parseInstanceKey('shop')).toBe('shop')
    expect(ids.parseInstanceKey('acc_')).toBe(0)
  })

  it('of people are JIDs where they hold a number, and stay as they are elsewhere', () => {
    const rendered = [
      '+12025550123',
      '+9990000000000000001',
      '123456789012345@lid',
      'alice',
      '17841400000000001',
    ]
    expect(rendered.map(ids.renderJid)).toEqual([
      '12025550123@s.whatsapp.net',
      '9990000000000000001@s.whatsapp.net',
      '123456789012345@lid',
      'alice',
      '17841400000000001',
    ])
    expect(rendered.map(ids.phoneJid).filter((jid) => jid !== '')).toHaveLength(2)
    expect(rendered.map(ids.lidJid).filter((jid) => jid !== '')).toEqual(['123456789012345@lid'])
  })

  it('of invites are codes, alone or in a link', () => {
    const spellings = [
      'AbC-_9',
      ' AbC-_9 ',
      'https://chat.whatsapp.com/AbC-_9',
      'http://chat.whatsapp.com/AbC-_9?mode=x',
      'chat.whatsapp.com/AbC-_9/',
      'https://chat.whatsapp.com/invite/AbC-_9',
    ]
    expect(spellings.map(ids.parseInviteCode)).toEqual(spellings.map(() => 'AbC-_9'))
    expect(ids.parseInviteCode(ids.renderInviteLink('AbC-_9'))).toBe('AbC-_9')
  })
})
