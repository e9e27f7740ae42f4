/** What is wrong with a request is said by its place, in a sentence that helps. */
import { expect, test } from 'vitest'
import { native } from '../../src/dialects/native/index.ts'
import { check, decoded } from '../../src/http/wire.ts'

async function said(body: unknown, operation = 'createAccount', params = {}): Promise<string> {
  const row = native.routes.find((each) => each.operation === operation)
  if (row === undefined) throw new Error(`The native dialect has no ${operation}.`)
  const incoming = { params, query: {}, body, contentType: 'application/json', account: null, origin: '' }
  return decoded(check(row), incoming).then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

test.each([
  [{ name: 'Support' }, 'nothing'],
  [{ name: 'Support', nam: 1 }, '`body` has a field that is not known: `nam`.'],
  [{ nam: 1 }, '`body` must have required properties name.'],
  [{ name: 1 }, '`body.name` must be string.'],
  [undefined, '`body` must be object.'],
])('%j: %s', async (body, sentence) => {
  expect(await said(body)).toBe(sentence)
})

test.each([
  [{ id: 'ben', rol: 'admin' }, '`body.participants.0` has a field that is not known: `rol`.'],
  [{ name: 'Ben' }, '`body.participants.0` must have required properties id.'],
  [5, '`body.participants.0` must be string or object.'],
  [['ben'], '`body.participants.0` must be string or object.'],
])('a person who is %j: %s', async (person, sentence) => {
  const params = { account: 'acc_1', group: 'grp_1' }
  expect(await said({ participants: [person] }, 'addParticipants', params)).toBe(sentence)
})
