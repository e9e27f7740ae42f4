/** The webhook of the kill gate: whatever the server acknowledged must have come to it, signed, however often it was killed. */
import { setTimeout as wait } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import type { RunningServer } from '../test/e2e/server.ts'
import { list, send, text } from '../test/e2e/wire.ts'
import { openReceiver } from '../test/support/receiver.ts'
import { get } from './gate-check.ts'

export interface Hook {
  /** Waits until everything of the feed has come; answers how much never did. */
  readonly missing: (server: RunningServer) => Promise<number>
  readonly count: () => { readonly told: number; readonly toldAgain: number; readonly forged: number }
  readonly close: () => void
}

/** How long nothing may come before what is missing counts as lost. */
const patienceMs = 60_000

export async function openHook({ url, key }: RunningServer): Promise<Hook> {
  const came = new Map<string, string>()
  const ids = new Set<string>()
  let [library, toldAgain, forged]: [Webhook | null, number, number] = [null, 0, 0]
  const receiver = await openReceiver(({ headers, body }, response) => {
    const id = headers['webhook-id'] ?? ''
    const { cursor } = JSON.parse(body) as { readonly cursor: string }
    const before = came.get(cursor)
    const isNew = before === undefined && !ids.has(id)
    if (!isSigned(library, headers, body) || (!isNew && before !== id)) forged += 1
    else if (isNew) {
      came.set(cursor, id)
      ids.add(id)
    } else toldAgain += 1
    response.writeHead(204).end()
  })
  const made = await send(url, {
    method: 'POST',
    path: '/v1/webhooks',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: receiver.url }),
  })
  library = new Webhook(text(made.body, 'secret'))
  const begins = await endOfFeed({ url, key }, '')
  return {
    count: () => ({ told: came.size, toldAgain, forged }),
    close: receiver.close,
    async missing(server) {
      const cursors: string[] = []
      await endOfFeed(server, begins, cursors)
      let [seen, since] = [came.size, performance.now()]
      const left = () => cursors.filter((cursor) => !came.has(cursor)).length
      while (left() > 0 && performance.now() - since < patienceMs) {
        await wait(200)
        if (came.size !== seen) [seen, since] = [came.size, performance.now()]
      }
      return left()
    },
  }
}

function isSigned(library: Webhook | null, headers: Readonly<Record<string, string>>, body: string): boolean {
  try {
    library?.verify(body, { ...headers })
    return library !== null
  } catch {
    return false
  }
}

/** Reads the feed from a cursor to its end, which is answered; `into` gets the cursor of each event. */
async function endOfFeed(
  caller: Pick<RunningServer, 'url' | 'key'>,
  after: string,
  into: string[] = [],
): Promise<string> {
  for (let from = after; ; ) {
    const page = await get(caller, `/v1/events?limit=1000${from === '' ? '' : `&after=${from}`}`)
    const cursors = list(page, 'data').map((event) => text(event, 'cursor'))
    if (cursors.length === 0) return text(page, 'cursor')
    into.push(...cursors)
    from = text(page, 'cursor')
  }
}
