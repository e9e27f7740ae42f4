/** What a PostgreSQL keeps at one moment, to be read beside the servers that use it. */
import type { Reader } from '../../core/store.ts'
import type { Driver } from '../driver.ts'
import { createReader } from '../queries.ts'
import { command, createPool, readOnes, rowsOf, type Send, send, show } from './connection.ts'
import { demandReadable } from './schema.ts'
import { spell } from './spelling.ts'

/**
 * Lends a reader of one moment of a database. Nothing is written, servers may be running on it, and whatever they write
 * meanwhile is not seen. It reads as the user of the address, whose statements may take their time.
 */
export async function readPostgres<T>(url: string, use: (reader: Reader) => Promise<T>): Promise<T> {
  await demandReadable(url)
  const pool = createPool(url, null, 1)
  const link = await pool.take()
  try {
    show(link, '*')
    await command(link, 'begin transaction isolation level repeatable read read only')
    const deliver: Send = (spelled, values) => send(link, spelled, values)
    const driver: Driver = {
      one: async (of, ...args) => (await driver.all(of, ...args))[0],
      all: async (of, ...args) => rowsOf(await deliver(spell(of), args)),
      ones: (of, list) => readOnes(deliver, of, list),
      run: () => Promise.reject(new Error('nothing is written while a moment is read')),
      runs: () => Promise.reject(new Error('nothing is written while a moment is read')),
    }
    return await use(createReader(driver))
  } finally {
    // With the connection its transaction ends.
    link.broken = true
    pool.give(link)
    await pool.end()
  }
}
