/**
 * What one server at a time has: its number among the servers on this database, and the lead in some kinds of work.
 * Each is a row with its holder and its end, by the database's clock; the holder moves the end on while he lives. A
 * server that hears nothing from the database stops believing before another may take over, by a clock of its own
 * that begins when it asks.
 */
import { randomUUID } from 'node:crypto'
import { timeOf } from '../../core/id.ts'
import { type Pool, send, show } from './connection.ts'
import { busy } from './trouble.ts'

/** How long a lease holds without being renewed: a server's work is taken over this long after its end, at most. */
const lastsMs = 5000
const renewEveryMs = 1000

const now = 'extract(epoch from clock_timestamp()) * 1000'
const end = `(${now} + ${lastsMs})::bigint`

const takeNumber = {
  name: 'lease_take',
  text: `
    update leases set holder = $1, until = ${end}, floor = $2 where name = (
      select name from leases where name like 'node %' and until <= ${now} order by until, name limit 1
      for update skip locked)
    returning name`,
}
const renewNumber = {
  name: 'lease_renew',
  text: `update leases set until = ${end} where name = $1 and holder = $2 returning name`,
}
const lead = {
  name: 'lease_lead',
  text: `
    insert into leases (name, holder, until, floor) values ($1, $2, ${end}, 0)
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where leases.holder = excluded.holder or leases.until <= ${now}
    returning name`,
}
const release = { name: 'lease_release', text: 'update leases set until = 0 where holder = $1' }

export interface Leases {
  /** This server's number, 0 to 31; fails when it is not certain that nobody else has it. */
  readonly number: () => number
  readonly isSure: () => boolean
  /** Wishes for the lead in this kind of work; from then on, whether it has it. */
  readonly lead: (name: string) => () => boolean
  readonly close: () => Promise<void>
}

/** Takes a number. `highestId` is asked before, so that ids of whoever had it last are lower. */
export async function openLeases(pool: Pool, highestId: () => Promise<number>): Promise<Leases> {
  const holder = randomUUID()
  /** Until when each name is ours, by this process's own clock. */
  const held = new Map<string, number>()
  const wishes = new Set<string>()
  let own: string | null = null
  /** Until this time, by the wall clock, ids with the number may be somebody else's. */
  let notBefore = 0

  async function ask(statement: { name: string; text: string }, values: readonly (string | number)[]) {
    const link = await pool.take()
    try {
      show(link, '*')
      const asked = performance.now()
      const { rows } = await send(link, statement, values)
      const name: unknown = rows[0]?.name
      if (typeof name === 'string') held.set(name, asked + lastsMs)
      return typeof name === 'string' ? name : null
    } finally {
      pool.give(link)
    }
  }

  async function renewOwn(): Promise<void> {
    if (own !== null) own = await ask(renewNumber, [own, holder])
    // Another server took it while this one could not be heard: then it is somebody else's from now on.
    if (own === null) {
      const highest = await highestId()
      own = await ask(takeNumber, [holder, highest])
      notBefore = timeOf(highest)
    }
  }

  const renew = () =>
    Promise.allSettled([renewOwn(), ...[...wishes].map((name) => ask(lead, [name, holder]))])
  const isHeld = (name: string | null) => name !== null && (held.get(name) ?? 0) > performance.now()

  await renewOwn()
  // Whoever opens the store makes ids above the highest in any case.
  notBefore = 0
  if (own === null) {
    throw new Error('32 servers run on this database already; stop one before another is started.')
  }
  let renewing: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    renewing = renew()
  }, renewEveryMs)
  timer.unref()
  return {
    number() {
      if (own === null || !isHeld(own) || Date.now() <= notBefore)
        throw busy(new Error('this server has no number of its own'))
      return Number(own.slice('node '.length))
    },
    isSure: () => isHeld(own),
    lead(name) {
      const full = `lead ${name}`
      wishes.add(full)
      ask(lead, [full, holder]).catch(() => undefined)
      return () => isHeld(full)
    },
    async close() {
      clearInterval(timer)
      await renewing
      held.clear()
      const link = await pool.take().catch(() => null)
      if (link === null) return
      show(link, '*')
      await send(link, release, [holder]).catch(() => undefined)
      pool.give(link)
    },
  }
}
