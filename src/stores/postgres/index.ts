/** The store for several servers: PostgreSQL. */
import type { WorkspaceId } from '../../core/model.ts'
import type { Reader, Store } from '../../core/store.ts'
import { backupPostgres } from '../moving/index.ts'
import { createReader } from '../queries.ts'
import { reads } from '../statements.ts'
import { createPool, type Pool, readDriver, type Scope } from './connection.ts'
import { createLanes, type Lanes } from './lanes.ts'
import { openLeases } from './leases.ts'
import { listen } from './listening.ts'
import { createNumbering, type Numbering } from './numbering.ts'
import { prepareDatabase } from './schema.ts'

/** Connections for each server: to read, to write, and for its own duties. One more listens. */
const connections = { reading: 6, writing: 8, duties: 3 } as const

/** How often the server that leads looks for events that another one left without a number. */
const sweepEveryMs = 1000

/** A reader of the feed sees what this server committed before: it waits for the numbers that are on their way. */
function createScopedReader(pool: Pool, scope: Scope, numbering: Numbering): Reader {
  const reader = createReader(readDriver(pool, scope))
  return {
    ...reader,
    async feed(workspace, page) {
      await numbering.settled(workspace)
      return reader.feed(workspace, page)
    },
    async lastInFeed(workspace) {
      await numbering.settled(workspace)
      return reader.lastInFeed(workspace)
    },
  }
}

/** The part of a store that is bound to a scope, made once for each workspace that is asked for. */
function createScopes(pool: Pool, lanes: Lanes, numbering: Numbering) {
  const known = new Map<Scope, Pick<Store, 'read' | 'transaction' | 'rehearse'>>()
  return (scope: Scope) => {
    const found = known.get(scope)
    if (found !== undefined) return found
    // They hold nothing, so forgetting them all now and then costs a little work and nothing else.
    if (known.size > 10_000) known.clear()
    const made: Pick<Store, 'read' | 'transaction' | 'rehearse'> = {
      read: createScopedReader(pool, scope, numbering),
      transaction: (turn, work, foresight) => lanes.add(scope, turn, true, work, foresight),
      rehearse: (turn, work, foresight) => lanes.add(scope, turn, false, work, foresight),
    }
    known.set(scope, made)
    return made
  }
}

/** Opens the store on a database, whose schema is brought up to date. Any number of servers may have it open. */
export async function openPostgres({ url }: { readonly url: string }): Promise<Store> {
  const role = await prepareDatabase(url)
  const reading = createPool(url, role, connections.reading)
  const writing = createPool(url, role, connections.writing)
  const duties = createPool(url, role, connections.duties)
  const numbering = createNumbering(duties)
  const driver = readDriver(reading, '*')
  const highestId = async () => (await driver.one(reads.highestId))?.id ?? 0
  const leases = await openLeases(duties, highestId)
  const listening = listen(url, role)
  const lanes = createLanes({
    pool: writing,
    committed: numbering.committed,
    isReading: reading.isBusy,
  })
  const scoped = createScopes(reading, lanes, numbering)
  const leads = leases.lead('feed')
  const sweeping = setInterval(() => {
    if (leads()) numbering.sweep().catch(() => undefined)
  }, sweepEveryMs).unref()
  let closing: Promise<void> | null = null
  async function close(): Promise<void> {
    await lanes.close()
    clearInterval(sweeping)
    await numbering.close()
    await leases.close()
    await listening.close()
    await Promise.all([reading, writing, duties].map((pool) => pool.end()))
  }
  const store: Store = {
    ...scoped('*'),
    within: (workspace: WorkspaceId) => ({ ...store, ...scoped(workspace) }),
    highestId,
    node: leases.number,
    lead: leases.lead,
    onChange: listening.add,
    async ready() {
      if (closing !== null || !leases.isSure()) return false
      return driver.one(reads.ready).then(
        (row) => row?.n === 1,
        () => false,
      )
    },
    backup: (file) => backupPostgres(url, file),
    close() {
      closing ??= close()
      return closing
    },
  }
  return store
}
