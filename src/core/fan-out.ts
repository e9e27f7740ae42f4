/** From an event to what is delivered of it: one plan for each webhook, made from the feed and nothing else. */
import type { Delivery, Teller, Webhook } from './delivery.ts'
import { type Change, effectsOf, type Happening } from './event.ts'
import { type Account, type AccountId, type DeliveryId, type GroupId, isPresent, type Time } from './model.ts'
import type { Fed, Reader, Tx } from './store.ts'

/** Finds the accounts that see an event. */
export type Seers = (event: Happening) => Promise<readonly AccountId[]>

/**
 * Finds the accounts that see an event: those that were in its group then, however late it is told. Remembers those of
 * a group from one event to the next, until one moves its people or one was left out.
 */
export function createSeers(reader: Reader): Seers {
  const byGroup = new Map<GroupId, { readonly revision: number; readonly present: readonly Account[] }>()
  return async (event) => {
    if (event.group === null) {
      const id = 'account' in event.facts ? event.facts.account : event.account
      return id === null ? [] : [id]
    }
    const { group, revision, workspace } = event
    const { people = [] } = effectsOf(event.facts)
    const known = byGroup.get(group)
    const isSame =
      known !== undefined &&
      (known.revision === revision || (known.revision === revision - 1 && people.length === 0))
    const present = isSame ? known.present : await reader.accountsIn(workspace, group, revision)
    byGroup.set(group, { revision, present })
    return [...present, ...(await accountsOfThoseGone(reader, people, present))].map(({ id }) => id)
  }
}

/** Whoever was in, invited or waiting, and is not in after this event, is told so too; whoever never was, is not. */
async function accountsOfThoseGone(
  reader: Reader,
  people: readonly Change[],
  present: readonly Account[],
): Promise<readonly Account[]> {
  const gone = people.filter(
    ({ person, from, to }) =>
      (isPresent(from) || from === 'invited' || from === 'requested') &&
      !isPresent(to) &&
      !present.some((one) => one.person.id === person.id),
  )
  const accounts = await Promise.all(gone.map(({ person }) => reader.accountsOf(person.id)))
  return accounts.flat()
}

/** What one webhook gets of one event, in order; nothing where its filters leave it out. */
export async function deliveriesFor(
  webhook: Webhook,
  teller: Teller,
  { seq, event }: Fed,
  seers: Seers,
  make: { readonly id: () => number; readonly at: Time },
): Promise<readonly Delivery[]> {
  const types = teller.typesOf(event)
  const isWanted = (type: string) => webhook.events.length === 0 || webhook.events.includes(type)
  if (!types.some(isWanted)) return []
  const views = await viewsOf(webhook, teller, event, seers)
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
async function viewsOf(
  webhook: Webhook,
  teller: Teller,
  event: Happening,
  seers: Seers,
): Promise<readonly (AccountId | null)[]> {
  if (!teller.perAccount && webhook.accounts.length === 0) return [null]
  const chosen = (await seers(event)).filter(
    (id) => webhook.accounts.length === 0 || webhook.accounts.includes(id),
  )
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
