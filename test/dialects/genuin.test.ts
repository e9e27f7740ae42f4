/** Genuin's words: failures, tags in descriptions, and what is decoded in ways that no request of the page shows. */
import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode, failures } from '../../src/core/failure.ts'
import type { AccountId, GroupId } from '../../src/core/model.ts'
import { asId } from '../../src/core/model.ts'
import { decodeUpdate, hashtagsIn, tagsIn } from '../../src/dialects/genuin/decode.ts'
import { failureStatuses, lookOf, renderFailure } from '../../src/dialects/genuin/failures.ts'
import { declined, routes } from '../../src/dialects/genuin/routes.ts'

describe('failures', () => {
  const codes = Object.keys(failures) as FailureCode[]
  const looks = (call: string | null) =>
    codes.map((code) => {
      const { status, code: said } = lookOf(new Failure(code), call)
      return `${code}: ${status} ${said}`
    })

  it('have one look each', () => {
    expect(looks('updateConversation').filter((line) => !line.endsWith(': 400 1099'))).toMatchInlineSnapshot(`
      [
        "missing_credentials: 401 5159",
        "invalid_credentials: 401 5159",
        "expired_credentials: 401 5159",
        "insufficient_scope: 401 5159",
        "community_not_found: 404 5218",
        "route_not_found: 404 1099",
        "rate_limited: 429 1099",
        "too_large: 413 1099",
        "no_answer: 500 5158",
        "overloaded: 503 1099",
        "internal: 500 5158",
      ]
    `)
  })

  it('have looks of their own at two calls', () => {
    const usual = new Set(looks('updateConversation'))
    expect(looks('auth').filter((line) => !usual.has(line))).toEqual([
      'invalid_credentials: 412 5166',
      'expired_credentials: 412 5166',
      'key_not_found: 404 5235',
      'account_not_found: 404 5235',
    ])
    expect(looks('addUsers').filter((line) => !usual.has(line))).toEqual([
      'missing_credentials: 412 5166',
      'invalid_credentials: 412 5166',
      'expired_credentials: 412 5166',
      'insufficient_scope: 412 5166',
    ])
  })

  it('have a status that the documents know', () => {
    for (const call of [null, ...routes.map(({ id }) => id ?? null)]) {
      for (const code of codes)
        expect(failureStatuses).toHaveProperty(String(lookOf(new Failure(code), call).status))
    }
  })

  it('are the envelopes of the contract, with what to do next beside them', () => {
    const about = { origin: '', requestId: 'req_1', call: 'updateConversation' }
    const fault = renderFailure(new Failure('internal'), about)
    expect(fault).toMatchObject({
      status: 500,
      body: { code: '5158', message: 'Could not update the conversation.', data: {}, request_id: 'req_1' },
    })
    const full = renderFailure(new Failure('rate_limited', 'Wait.', { retry_after_s: 3 }), about)
    expect(full).toMatchObject({
      status: 429,
      headers: { 'retry-after': '3' },
      body: { code: '1099', message: 'Wait.', detail: 'Wait.', reason: 'rate_limited' },
    })
  })
})

describe('tags', () => {
  it.each([
    ['new description #abc #xyz', ['abc', 'xyz']],
    ['#one#two (#three) #vier-fünf #ünder_score', ['one', 'three', 'vier', 'ünder_score']],
    ['no# hash # alone &#39; a#b', []],
    ['#same #same #Same', ['same', 'Same']],
    [`#${'x'.repeat(65)} #${'y'.repeat(64)}`, ['y'.repeat(64)]],
  ])('in %j', (description, tags) => {
    expect(hashtagsIn(description)).toEqual(tags)
  })

  it('as text have commas between', () => {
    expect(tagsIn(' abc,xyz ,, #abc,a b,')).toEqual(['abc', 'xyz', 'a b'])
    expect(tagsIn('')).toEqual([])
  })
})

describe('update_conversation', () => {
  const on = { account: asId<AccountId>(1), group: asId<GroupId>(2) }

  it('asks for nothing that was not sent', () => {
    expect(decodeUpdate(on, {})).toEqual({ ...on, add: [], remove: [] })
    expect(decodeUpdate(on, { settings: {} })).toEqual({ ...on, add: [], remove: [] })
  })

  it('takes tags of a description beside those that there are, or beside those that are sent', () => {
    expect(decodeUpdate(on, { description: 'A #b' })).toMatchObject({ description: 'A #b', more_tags: ['b'] })
    expect(decodeUpdate(on, { description: 'A' })).not.toHaveProperty('more_tags')
    expect(decodeUpdate(on, { description: '#b', tags: 'a' })).toMatchObject({
      tags: ['a'],
      more_tags: ['b'],
    })
    expect(decodeUpdate(on, { tags: '' })).toMatchObject({ tags: [] })
  })

  it.each([[{}], [{ user_id: 'a', phone_number: 'b' }]])('refuses %j as a person', (person) => {
    expect(() => decodeUpdate(on, { members_added: [person] })).toThrow(Failure)
  })
})

it('declines posting videos, with the reason', () => {
  expect(declined).toEqual([
    { method: 'POST', path: '/thirdparty/conversation/reply', reason: expect.stringContaining('videos') },
  ])
})
