/** Ids on Genuin's wire: UUIDs that hold groups and phone numbers, both ways and without a table. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Failure } from '../../src/core/failure.ts'
import { asId, type GroupId } from '../../src/core/model.ts'
import {
  chosenChatId,
  parseApiKey,
  parseGroupId,
  parsePersonId,
  parsePhone,
  phoneOf,
  renderGroupId,
  renderPersonId,
} from '../../src/dialects/genuin/ids.ts'
import { builtin } from '../../src/networks/builtin/index.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/
const groups = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map((id) => asId<GroupId>(id))
const phones = fc.bigInt({ min: 10_000n, max: 9_999_999_999_999_999_999n }).map((digits) => `+${digits}`)

test('a group without a UUID of its own has one that leads back to it, in any case', () => {
  fc.assert(
    fc.property(groups, fc.constantFrom(null, 'club', 'x'.repeat(36)), (id, alias) => {
      const text = renderGroupId({ id, alias })
      expect(text).toMatch(uuid)
      expect([parseGroupId(text), parseGroupId(text.toUpperCase())]).toEqual([id, id])
    }),
  )
})

test('a group with a UUID of its own shows it, in lower case', () => {
  fc.assert(
    fc.property(groups, fc.uuid({ version: 4 }), (id, alias) => {
      expect(renderGroupId({ id, alias })).toBe(alias)
      expect(parseGroupId(alias.toUpperCase())).toBe(alias)
      expect(chosenChatId(alias.toUpperCase())).toBe(alias)
    }),
  )
})

test('a UUID of ours that somebody chose hides no other group', () => {
  const other = renderGroupId({ id: asId<GroupId>(5), alias: null })
  expect(parseGroupId(renderGroupId({ id: asId<GroupId>(9), alias: other }))).toBe(9)
  expect(() => chosenChatId(other)).toThrow(Failure)
})

test.each([
  '',
  'team',
  'grp_00000000001',
  '6d757374-6572-8100-8000-000000000005',
  '6d757374-6572-8000-8000-000000000005',
  '6d757374-6572-82ff-8fff-ffffffffffff',
  '6d757374-6572-4200-8000-00000000000',
])('%j is no group', (text) => {
  expect(parseGroupId(text)).toBe(0)
})

test('a phone number is a UUID that leads back to it, and shows its digits', () => {
  fc.assert(
    fc.property(phones, (userId) => {
      const id = renderPersonId(userId)
      expect(id).toMatch(uuid)
      expect([parsePersonId(id), parsePersonId(id.toUpperCase())]).toEqual([userId, userId])
      expect(`+${phoneOf(userId)}`).toBe(userId)
    }),
  )
})

test('every other id is as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uuid({ version: 4 }), fc.stringMatching(/^[a-z]{1,20}$/)), (userId) => {
      expect([renderPersonId(userId), parsePersonId(userId), phoneOf(userId)]).toEqual([userId, userId, ''])
    }),
  )
})

test('an id of an account’s own person on the network is no phone number', () => {
  const network = builtin({ wait: async () => undefined })
  const profile = network.profiles.get('genuin')
  if (profile === undefined) throw new Error('The network has the profile.')
  const own = network.ownUserId(profile, 2 ** 52 + 1)
  expect([renderPersonId(own), parsePersonId(own)]).toEqual([own, own])
})

test('a phone number may come without its +', () => {
  expect(
    ['919533333315', '91 95333-33315', '+919533333315', '00919533333315', 'anna'].map(parsePhone),
  ).toEqual(['+919533333315', '+91 95333-33315', '+919533333315', '00919533333315', 'anna'])
})

test('a text that is no key has no brand', () => {
  expect(parseApiKey('key_00000000001')).toBe(1)
  expect(() => parseApiKey('acme')).toThrow(expect.objectContaining({ code: 'key_not_found' }))
})
