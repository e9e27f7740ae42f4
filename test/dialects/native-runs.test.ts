/** What a run was asked, as the native wire spells it. */
import { expect, test } from 'vitest'
import { renderId } from '../../src/core/id.ts'
import { inputTo } from '../../src/dialects/native/run-routes.ts'

test.each([
  ['account', 'acc_'],
  ['bound_to', 'acc_'],
  ['group', 'grp_'],
  ['key', 'key_'],
  ['message', 'msg_'],
  ['run', 'run_'],
  ['webhook', 'whk_'],
])('the id %s is a text that begins with %s', (field, prefix) => {
  expect(inputTo({ [field]: 12345 })).toEqual({ [field]: renderId(prefix, 12345) })
  expect(inputTo({ [field]: null })).toEqual({ [field]: null })
})

test('ids in lists and things within things, times, and everything else as it is', () => {
  const input = {
    accounts: [1, 2],
    name: 'Name',
    uses_max: 3,
    approval: false,
    participants: ['anna', { id: 'ben', role: 'admin', expires_at: Date.UTC(2026, 10, 20) }],
    view: { muted_until: true, label: null },
    limits: { 'account.groups': 5 },
    metadata: { account: 'text', constructor: 'text' },
  }
  expect(inputTo(input)).toEqual({
    ...input,
    accounts: [renderId('acc_', 1), renderId('acc_', 2)],
    participants: ['anna', { id: 'ben', role: 'admin', expires_at: '2026-11-20T00:00:00.000Z' }],
  })
})

test('a time that no calendar has stays the number that it was asked with', () => {
  const input = { expires_at: Number.MAX_SAFE_INTEGER }
  expect(inputTo(input)).toEqual(input)
})
