import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { Failure, type FailureCode, failures } from '../../src/core/failure.ts'
import type { Outcome } from '../../src/core/model.ts'
import { lookOf, renderFailure } from '../../src/dialects/unipile/failures.ts'
import { unipile } from '../../src/dialects/unipile/index.ts'
import { replyToAdd, replyToRemove } from '../../src/dialects/unipile/outcomes.ts'
import * as shapes from '../../src/dialects/unipile/shapes.ts'

const about = { requestId: 'req-1' }

describe('failures', () => {
  it('have one look each', () => {
    const codes = Object.keys(failures) as FailureCode[]
    const lines = codes.map((code) => {
      const { status, type, title } = lookOf(new Failure(code))
      return `${code}: ${status} ${type}, ${title}`
    })
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "invalid_input: 400 api/invalid_parameters, Invalid parameters
      invalid_json: 400 api/invalid_parameters, Invalid parameters
      invalid_cursor: 400 api/invalid_parameters, Invalid parameters
      invalid_person: 400 provider/invalid_parameters, Invalid User ID
      invalid_picture: 400 api/invalid_parameters, Invalid parameters
      limit_exceeded: 400 provider/invalid_parameters, Invalid parameters
      unsupported_media: 400 api/invalid_parameters, Invalid parameters
      idempotency_key_reused: 400 api/invalid_parameters, Invalid parameters
      idempotency_key_running: 409 api/conflict, Conflict
      account_disconnected: 401 provider/invalid_authorization, The account needs to be authenticated again
      missing_credentials: 401 api/missing_authorization, Missing authorization
      invalid_credentials: 401 api/invalid_credentials, Invalid API Key
      expired_credentials: 401 api/expired_authorization, Expired authorization
      insufficient_scope: 403 api/insufficient_permissions, Insufficient permissions
      not_permitted: 403 provider/insufficient_permissions, Insufficient permissions
      not_a_participant: 403 provider/insufficient_permissions, Insufficient permissions
      banned: 403 provider/insufficient_permissions, Insufficient permissions
      group_suspended: 403 provider/insufficient_permissions, Insufficient permissions
      network_refused: 403 provider/insufficient_permissions, Insufficient permissions
      workspace_not_found: 404 api/resource_not_found, Resource not found
      key_not_found: 404 api/resource_not_found, Resource not found
      account_not_found: 404 api/resource_not_found, Resource not found
      group_not_found: 404 provider/resource_not_found, Resource not found
      community_not_found: 404 provider/resource_not_found, Resource not found
      participant_not_found: 404 provider/resource_not_found, Resource not found
      invite_not_found: 404 provider/resource_not_found, Resource not found
      join_request_not_found: 404 provider/resource_not_found, Resource not found
      ban_not_found: 404 provider/resource_not_found, Resource not found
      picture_not_found: 404 provider/resource_not_found, Resource not found
      message_not_found: 404 provider/resource_not_found, Resource not found
      run_not_found: 404 api/resource_not_found, Resource not found
      webhook_not_found: 404 api/resource_not_found, Resource not found
      delivery_not_found: 404 api/resource_not_found, Resource not found
      network_not_found: 404 api/resource_not_found, Resource not found
      route_not_found: 404 api/resource_not_found, Resource not found
      invite_ended: 404 provider/resource_not_found, Resource not found
      already_exists: 409 api/already_exists, Already exists
      group_full: 422 provider/unprocessable_entity, Unprocessable entity
      last_admin: 409 provider/conflict, Conflict
      revision_mismatch: 409 api/conflict, Conflict
      unsupported_by_network: 501 api/not_implemented, Not implemented
      unsupported_by_dialect: 501 api/not_implemented, Not implemented
      rate_limited: 429 api/too_many_requests, Too many requests
      too_large: 413 api/invalid_parameters, Request too large
      no_answer: 504 provider/timeout, Provider timeout
      overloaded: 503 api/internal_error, Service unavailable
      internal: 500 api/internal_error, Internal error"
    `)
  })

  it('are Unipile errors, with Retry-After where it is known', () => {
    const isError = Compile(shapes.ErrorBody)
    for (const code of Object.keys(failures) as FailureCode[]) {
      const reply = renderFailure(new Failure(code), about)
      expect(isError.Check(reply.body)).toBe(true)
      expect(reply.body).toMatchObject({ status: reply.status, req_id: 'req-1' })
      expect(unipile.failureStatuses[reply.status]).toBeDefined()
    }
    const slow = renderFailure(new Failure('rate_limited', 'Slower.', { retry_after_s: 3 }), about)
    expect(slow.headers).toEqual({ 'retry-after': '3' })
  })
})

const names = ['added', 'removed', 'unchanged', 'invited', 'requested', 'refused', 'unconfirmed'] as const

describe('outcomes', () => {
  const outcome = (name: Outcome['outcome'], reason?: string): Outcome =>
    reason === undefined
      ? { participant: 'bob', outcome: name }
      : { participant: 'bob', outcome: name, reason }

  it('of adding: 200 only when it is so', () => {
    const reasons = [
      'invalid_id',
      'not_on_network',
      'group_full',
      'banned',
      'privacy',
      'recently_left',
      'other',
    ]
    const all = [
      ...names.map((name) => outcome(name)),
      outcome('unchanged', 'already_participant'),
      ...reasons.map((reason) => outcome('refused', reason)),
    ]
    const isError = Compile(shapes.ErrorBody)
    const lines = all.map((one) => {
      const { status, body } = replyToAdd([one], about)
      expect(status === 200 || isError.Check(body)).toBe(true)
      return `${one.outcome} ${one.reason ?? ''}: ${status}`
    })
    expect(lines).toMatchInlineSnapshot(`
      [
        "added : 200",
        "removed : 409",
        "unchanged : 409",
        "invited : 422",
        "requested : 422",
        "refused : 403",
        "unconfirmed : 504",
        "unchanged already_participant: 409",
        "refused invalid_id: 400",
        "refused not_on_network: 404",
        "refused group_full: 422",
        "refused banned: 403",
        "refused privacy: 403",
        "refused recently_left: 403",
        "refused other: 403",
      ]
    `)
  })

  it('of removing: 200 only when it is so', () => {
    expect(replyToRemove([outcome('removed')], about)).toEqual({
      status: 200,
      body: { object: 'ParticipantRemoved' },
    })
    const notThere = replyToRemove([outcome('unchanged', 'not_a_participant')], about)
    expect(notThere).toMatchObject({ status: 404, body: { detail: 'bob is not in the group.' } })
    expect(replyToRemove([outcome('refused', 'not_permitted')], about).status).toBe(403)
  })
})

describe('the table', () => {
  it('has examples that fit their rows', () => {
    for (const { id, body, example } of unipile.routes) {
      if (example === undefined || body === undefined) continue
      expect([id, Compile(body).Check(example)]).toEqual([id, true])
    }
  })

  it('declines nothing that it serves', () => {
    const served = unipile.routes.map(({ method, path }) => `${method} ${path}`)
    const declined = unipile.declined.map(({ method, path }) => `${method} ${path}`)
    expect(declined.filter((call) => served.includes(call))).toEqual([])
    expect(new Set(declined).size).toBe(declined.length)
  })

  it('takes the key from X-API-KEY, else from Authorization', () => {
    expect(unipile.credentials({ 'x-api-key': 'a', authorization: 'Bearer b' })).toBe('a')
    expect(unipile.credentials({ authorization: 'Bearer b' })).toBe('b')
    expect(unipile.credentials({})).toBeNull()
  })
})
