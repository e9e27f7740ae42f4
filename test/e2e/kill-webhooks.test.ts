/** The short version of the gate's second part: killed while it delivers to endpoints of every temper. */
import { expect, it } from 'vitest'
import { isKept, runWebhookGate } from '../../bench/gate-webhooks.ts'

it('delivers everything to those who answer, and keeps the rest, when it is killed meanwhile', async () => {
  const counts = { healthy: 4, failing: 1, slow: 1, resetting: 1, dead: 1 }
  const result = await runWebhookGate({ events: 300, kills: 2, clients: 16, counts })
  expect(result).toMatchObject({ lost: 0, unlisted: 0, claimed: 0, badSignatures: 0, otherIds: 0 })
  expect(isKept(result)).toBe(true)
  expect(result.arrived).toBeGreaterThanOrEqual(1200)
  expect(result.delivered + result.pending + result.dead).toBe(1200)
  expect(result.pending).toBeGreaterThan(0)
})
