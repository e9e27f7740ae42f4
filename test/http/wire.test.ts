/** What is wrong with a request is said by its place, in a sentence that helps. */
import { expect, test } from 'vitest'
import { native } from '../../src/dialects/native/index.ts'
import { check, decoded } from '../../src/http/wire.ts'

const row = native.routes.find(({ operation }) => operation === 'createAccount')

async function said(body: unknown): Promise<string> {
  if (row === undefined) throw new Error('The native dialect makes accounts.')
  const incoming = { params: {}, query: {}, body, contentType: 'application/json', account: null, origin: '' }
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
