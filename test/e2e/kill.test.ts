/** The short version of `npm run gate`: the server is killed under load, and what it acknowledged is there. */
import { expect, it } from 'vitest'
import { isClean, runGate } from '../../bench/gate-run.ts'

it('loses and doubles nothing when it is killed under load', async () => {
  const result = await runGate({ kills: 3, clients: 64 })
  expect(result).toMatchObject({
    kills: 3,
    lost: 0,
    doubled: 0,
    unasked: 0,
    gaps: 0,
    miscounted: 0,
    changed: 0,
    untold: 0,
    forged: 0,
  })
  expect(isClean(result)).toBe(true)
  // A kill without load, or one that interrupted nothing, would prove nothing.
  expect(result.acknowledged).toBeGreaterThan(100)
  expect(result.repeated).toBeGreaterThan(0)
  expect(result.told).toBeGreaterThan(100)
})
