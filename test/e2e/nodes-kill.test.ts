/** The short version of `npm run gate:postgres`: servers, wires and PostgreSQL are killed under load. */
import { expect, it } from 'vitest'
import { isClean, runPostgresGate } from '../../bench/gate-postgres-run.ts'

it('keeps one history on several servers, whatever is killed', { timeout: 150_000 }, async () => {
  const result = await runPostgresGate({ operations: 1200, troubles: 4, postgresKills: 2, clients: 24 })
  const { counts, findings, times } = result
  expect(findings).toEqual({
    ...{
      gaps: 0,
      lost: 0,
      doubled: 0,
      disordered: 0,
      misread: 0,
      mispaged: 0,
      misfed: 0,
      refused: 0,
      ended: 0,
    },
  })
  expect(isClean(result)).toBe(true)
  expect(counts.acknowledged).toBeGreaterThan(400)
  expect(counts.readings).toBeGreaterThan(50)
  expect(counts.pages).toBeGreaterThan(30)
  // Trouble that interrupted nothing would prove nothing.
  expect(counts.repeated).toBeGreaterThan(0)
  expect(times.to503.length).toBeGreaterThan(0)
  // Every server came back, and another one went on with what the one that led had begun.
  expect(times.toServeAgain).toHaveLength(2 * 3)
  expect(times.toDeliverAgain).toHaveLength(1)
})
