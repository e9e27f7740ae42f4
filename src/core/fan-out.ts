/** From an event to what is delivered of it: one plan for each webhook, made from the feed and nothing else. */
import type { Delivery, Teller, Webhook } from './delivery.ts'
import { type Change, effectsOf, type Happening } from './event.ts'
import { assert } from './failure.ts'
import {
  type Account,
  type AccountId,
  type DeliveryId,
  isPresent,
  type PersonId,
  type Time,
} from './model.ts'
import type { Fed, Reader, Tx } from './store.ts'

/** The accounts that see each of some events. */
export type Seers = ReadonlyMap<Happening, readonly AccountId[]>

/** Whom an event that moves more people than this leaves in its group is looked up by the group, not person by person. */
const movedMost = 100

const movedBy = (event: Happening): readonly Change[] =>
  event.group === null ? [] : (effectsOf(event.facts).people ?? [])

/** Whoever was in, invited or waiting, and is not in after the event, is told so too; whoever never was, is not. */
const isGone = ({ from, to }: Change) =>
  !isPresent(to) && (isPresent(from) || from === 'invited' || from === 'requested')
const isCome = ({ from, to }: Change) => isPresent(to) && !isPresent(from)

/**
 * Finds the accounts that see these events, which are of one workspace and in the order of the feed: those that were
 * in its group then, however late it is told. What an event leaves is found from what the one before it left, so that
 * many events of a group need few readings; what none stands before is read, all at once.
 */
export async function seersOf(reader: Reader, events: readonly Happening[]): Promise<Seers> {
  const looked = events.flatMap((event) => {
    const people = movedBy(event)
    const isFew = people.length <= movedMost
    return people
      .filter((change) => isGone(change) || (isFew && isCome(change)))
      .map(({ person }) => person.id)
  })
  const accounts = Map.groupBy(await reader.accountsOf([...new Set(looked)]), ({ person }) => person.id)
  const groups = Map.groupBy(events, ({ group }) => group)
  const found = await Promise.all(
    [...groups].map(([group, own]) => (group === null ? own.map(ofNoGroup) : inGroup(reader, own, accounts))),
  )
  return new Map(found.flat())
}

type Seen = readonly [event: Happening, seers: readonly AccountId[]]
type ByPerson = ReadonlyMap<PersonId, readonly Account[]>

function ofNoGroup(event: Happening): Seen {
  const id = 'account' in event.facts ? event.facts.account : event.account
  return [event, id === null ? [] : [id]]
}

async function inGroup(
  reader: Reader,
  events: readonly Happening[],
  accounts: ByPerson,
): Promise<readonly Seen[]> {
  const follows = (event: Happening, before: Happening | undefined) =>
    before?.revision === (event.revision ?? 0) - 1 && movedBy(event).length <= movedMost
  const readings = await Promise.all(
    events.map((event, index) => {
      const { workspace, group, revision } = event
      if (group === null || revision === null || follows(event, events[index - 1])) return null
      return reader.accountsIn(workspace, group, revision)
    }),
  )
  const seen: Seen[] = []
  let present: readonly Account[] = []
  for (const [index, event] of events.entries()) {
    const people = movedBy(event)
    present = readings[index] ?? after(present, people, accounts)
    const isIn = new Set(present.map(({ person }) => person.id))
    const gone = people.filter((change) => isGone(change) && !isIn.has(change.person.id))
    const told = [...present, ...gone.flatMap(({ person }) => accounts.get(person.id) ?? [])]
    seen.push([event, told.map(({ id }) => id)])
  }
  return seen
}

/** The accounts in a group after some people came and went, oldest first as a reader tells them. */
function after(
  present: readonly Account[],
  people: readonly Change[],
  accounts: ByPerson,
): readonly Account[] {
  const come = people.filter(isCome).flatMap(({ person }) => accounts.get(person.id) ?? [])
  const moved = new Set(
    people.filter((change) => isCome(change) || isGone(change)).map(({ person }) => person.id),
  )
  if (moved.size === 0) return present
  return [...present.filter(({ person }) => !moved.has(person.id)), ...come].toSorted((a, b) => a.id - b.id)
}

/** Whether what this webhook is told of an event hangs on who sees it. */
export function hangsOnSeers({ accounts, events }: Webhook, teller: Teller, event: Happening): boolean {
  if (!teller.perAccount && accounts.length === 0) return false
  return events.length === 0 || teller.typesOf(event).some((type) => events.includes(type))
}

/** What one webhook gets of one event, in order; nothing where its filters leave it out. */
export function deliveriesFor(
  webhook: Webhook,
  teller: Teller,
  { seq, event }: Fed,
  seers: Seers,
  make: { readonly id: () => number; readonly at: Time },
): readonly Delivery[] {
  const types = teller.typesOf(event)
  const isWanted = (type: string) => webhook.events.length === 0 || webhook.events.includes(type)
  if (!types.some(isWanted)) return []
  const views = viewsOf(webhook, teller, event, seers)
  return views.flatMap((account) =>
    types.flatMap((type, part): Delivery[] => {
      if (!isWanted(type)) return []
      const what = {
        webhook: webhook.id,
        workspace: webhook.workspace,
        seq,
        part,
        group: event.group,
        account,
        type,
      }
      const state = { status: 'pending', attempts: 0, next_at: make.at, ended_at: null, body: null } as const
      return [{ id: make.id() as DeliveryId, ...what, ...state, created_at: make.at }]
    }),
  )
}

/** For whom it is told: each account on its own, or everybody at once, which is null. */
function viewsOf(
  webhook: Webhook,
  teller: Teller,
  event: Happening,
  seers: Seers,
): readonly (AccountId | null)[] {
  if (!teller.perAccount && webhook.accounts.length === 0) return [null]
  const seen = seers.get(event)
  assert(seen !== undefined, 'an event whose accounts were not looked for')
  const chosen = seen.filter((id) => webhook.accounts.length === 0 || webhook.accounts.includes(id))
  if (teller.perAccount) return chosen
  return chosen.length === 0 ? [] : [null]
}

/** Where a webhook asks for order, whatever follows on something of the same group waits for it. */
export async function inTurn(
  tx: Tx,
  webhooks: readonly Webhook[],
  planned: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const ordered = new Set(webhooks.filter((webhook) => webhook.ordered).map(({ id }) => id))
  const busy = new Map<string, boolean>()
  const result: Delivery[] = []
  for (const delivery of planned) {
    const { webhook, group } = delivery
    if (group === null || !ordered.has(webhook)) {
      result.push(delivery)
      continue
    }
    const lane = `${webhook} ${group}`
    const waits = busy.get(lane) ?? (await tx.isBusy(webhook, group))
    result.push(waits ? { ...delivery, status: 'waiting', next_at: null } : delivery)
    busy.set(lane, true)
  }
  return result
}
