/** The short version of `npm run gate:postgres`: servers, wires and PostgreSQL are killed under load. */
import { expect, it } from 'vitest'
import { isClean, runPostgresGate } from '../../bench/gate-postgres-run.ts'

it('keeps one history on several servers, whatever is killed', { timeout: 240_000 }, async () => {
  const result = await runPostgresGate({ troubles: 4, postgresKills: 2, clients: 24 })
  expect(result).toMatchObject({
    ...{ gaps: 0, lost: 0, doubled: 0, disordered: 0, misread: 0, misfed: 0, refused: 0 },
  })
  expect(isClean(result)).toBe(true)
  expect(result.acknowledged).toBeGreaterThan(200)
  // Trouble that interrupted nothing would prove nothing.
  expect(result.repeated).toBeGreaterThan(0)
})
