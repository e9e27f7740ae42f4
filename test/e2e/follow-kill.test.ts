/** The short version of the gates on consumers: whoever is killed, a replica made from the feed is the server's state. */
import { expect, it } from 'vitest'
import { isSame, killConsumers, killServers } from '../../bench/gate-follow.ts'

const nothing = { people: 0, revisions: 0, gaps: 0, repeats: 0 }

it('a consumer that is killed under load ends with the state of the server', async () => {
  const result = await killConsumers({ kills: 6, clients: 16 })
  expect(result).toMatchObject({ kills: 6, ...nothing })
  expect(isSame(result)).toBe(true)
  // Without events nothing could have been lost.
  expect(result.events).toBeGreaterThan(100)
}, 180_000)

it('so do consumers whose server is killed under load', async () => {
  const result = await killServers({ kills: 3, clients: 16 })
  expect(result).toMatchObject({ kills: 3, ...nothing })
  expect(isSame(result)).toBe(true)
  expect(result.events).toBeGreaterThan(100)
}, 180_000)
