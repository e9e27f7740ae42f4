/** What a pool of connections does when the database goes away at an unlucky moment. */
import { createServer, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { command, createPool, type Pool } from '../../src/stores/postgres/connection.ts'

/** A message of PostgreSQL's protocol: its letter, its length, what it says. */
function message(letter: string, ...parts: readonly (string | number)[]): Buffer {
  const bytes = parts.map((part) => {
    if (typeof part === 'string') return Buffer.from(part, 'latin1')
    const number = Buffer.alloc(4)
    number.writeInt32BE(part)
    return number
  })
  const body = Buffer.concat(bytes)
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(letter), length, body])
}

const authenticated = message('R', 0)
const ready = message('Z', 'I')
const isGoing = message('E', 'SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0')

const opened: (Server | Pool)[] = []
afterEach(async () => {
  for (const each of opened.splice(0)) await ('end' in each ? each.end() : each.close())
})

/** A database that greets, and in the same breath says that it ends. */
async function goingAway(): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat([authenticated, ready, isGoing])))
  })
  opened.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return `postgres://somebody@127.0.0.1:${address.port}/any`
}

test('an end right behind the greeting is told to whoever asks, and ends nothing else', async () => {
  const ended: unknown[] = []
  const note = (error: unknown) => void ended.push(error)
  process.on('uncaughtException', note)
  try {
    const pool = createPool(await goingAway(), null, 1)
    opened.unshift(pool)
    const link = await pool.take()
    await expect(command(link, 'select 1')).rejects.toMatchObject({ code: 'overloaded' })
    expect(link.broken).toBe(true)
    pool.give(link)
  } finally {
    process.off('uncaughtException', note)
  }
  expect(ended).toEqual([])
})
