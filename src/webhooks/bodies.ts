/** What is sent of deliveries: the body as the dialect says it, made once, so that every attempt sends the same. */
import type { Delivery } from '../core/delivery.ts'
import type { Happening } from '../core/event.ts'
import { assert } from '../core/failure.ts'
import { renderId } from '../core/id.ts'
import type { WorkspaceId } from '../core/model.ts'
import type { Reader } from '../core/store.ts'
import type { DialectEvents, Telling } from '../dialects/dialect.ts'

/** The id that every attempt of a delivery carries: that of its event, or its own for a test. */
export function messageId({ id, seq }: Pick<Delivery, 'id' | 'seq'>): string {
  return seq === null ? renderId('test_', id) : renderId('evt_', seq)
}

/** Events that stand no further apart than this are read together. */
const readTogether = 200

/** The events with these numbers. */
async function eventsOf(
  read: Reader,
  workspace: WorkspaceId,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Happening>> {
  const found = new Map<number, Happening>()
  for (let rest = numbers.toSorted((a, b) => a - b); rest.length > 0; ) {
    const [first = 0] = rest
    const near = rest.filter((seq) => seq < first + readTogether)
    const limit = (near.at(-1) ?? first) - first + 1
    const page = await read.feed(workspace, { after: first - 1, limit })
    for (const { seq, event } of page) found.set(seq, event)
    rest = rest.slice(near.length)
  }
  return found
}

/** Reads a thing once, whoever of several asks for it. */
function once<K, T>(read: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const known = new Map<K, Promise<T>>()
  return (key) => {
    const found = known.get(key) ?? read(key)
    known.set(key, found)
    return found
  }
}

/** The bodies of deliveries of one workspace; one that cannot be made is told apart, and holds no other up. */
export async function bodiesOf(
  read: Reader,
  dialect: DialectEvents,
  workspace: WorkspaceId,
  deliveries: readonly Delivery[],
): Promise<readonly PromiseSettledResult<string>[]> {
  const numbers = deliveries.flatMap(({ seq, body }) => (body === null && seq !== null ? [seq] : []))
  const events = await eventsOf(read, workspace, [...new Set(numbers)])
  const accountOf = once((id: NonNullable<Delivery['account']>) => read.account(workspace, id))
  const headOf = once((id: NonNullable<Delivery['group']>) => read.head(id))
  async function bodyOf(delivery: Delivery): Promise<string> {
    if (delivery.body !== null) return delivery.body
    const { seq, part, account: seer } = delivery
    assert(seq !== null, 'a test without its body')
    const event = events.get(seq)
    assert(event !== undefined, 'a delivery without its event')
    const account = seer === null ? null : await accountOf(seer)
    const head = event.group === null ? null : await headOf(event.group)
    const own = head === null || account === null ? null : await read.membership(head.id, account.person.id)
    const run = event.run === null ? null : await read.run(workspace, event.run)
    const telling: Telling = { event, seq, id: messageId(delivery), seer, account, head, own, run }
    return JSON.stringify(dialect.render(telling, part))
  }
  return Promise.allSettled(deliveries.map(bodyOf))
}
