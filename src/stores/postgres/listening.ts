/** Hears from the database that another server committed. What was missed on the way is in the feed; this only wakes. */
import pg from 'pg'
import { asId, type WorkspaceId } from '../../core/model.ts'
import { clientOptions } from './connection.ts'

/** Told a workspace in which the feed went on, or null when anything may have happened. */
export type Listener = (workspace: WorkspaceId | null) => void

export interface Listening {
  readonly add: (listener: Listener) => () => void
  readonly close: () => Promise<void>
}

const againAfterMs = 500
/** A connection of which nothing is heard for so long is tried. */
const tryEveryMs = 5000

export function listen(url: string, role: string | null): Listening {
  const listeners = new Set<Listener>()
  const tell = (workspace: WorkspaceId | null) => {
    for (const listener of listeners) listener(workspace)
  }
  let client: pg.Client | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const next = new pg.Client(clientOptions(url, role))
    let isOver = false
    const over = () => {
      if (isOver) return
      isOver = true
      clearInterval(trying)
      next.end().catch(() => undefined)
      if (client === next) client = null
      if (!closed) timer = setTimeout(() => void connect(), againAfterMs).unref()
    }
    const trying = setInterval(() => void next.query('select 1').catch(over), tryEveryMs).unref()
    next.on('error', over)
    next.on('end', over)
    next.on('notification', ({ payload }) => tell(asId(Number(payload))))
    try {
      await next.connect()
      await next.query('listen muster')
      client = next
      if (closed) await next.end()
      // Whatever was told while nobody listened.
      else tell(null)
    } catch {
      over()
    }
  }

  const first = connect()
  return {
    add(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await first
      await client?.end().catch(() => undefined)
    },
  }
}
