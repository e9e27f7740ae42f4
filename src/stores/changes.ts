/** `Tx`, carried out by the statements over any driver whose transaction has begun. */
import { type Change, type Event, effectsOf, giverOf, type Happening } from '../core/event.ts'
import { assert } from '../core/failure.ts'
import { type Head, type Invite, isPresent, type Person } from '../core/model.ts'
import type { Run, Tx } from '../core/store.ts'
import { deliveryChanges } from './deliveries.ts'
import type { Driver, Value } from './driver.ts'
import { type Changing, keepsNothing } from './kept.ts'
import { createReader } from './queries.ts'
import { codeOf, json, toRun, viewText } from './rows.ts'
import { sealChanges } from './seals.ts'
import { reads, writes } from './statements.ts'

/** Refuses to go on when what is kept is not what this program took it for. */
function demand(changed: number, wanted: number, what: string): void {
  assert(changed === wanted, what)
}

function movedValues({ revision, updated_at, owner, counts }: Head) {
  const { admin, member, subscriber, invited, requested, banned } = counts
  const people = [counts.owner, admin, member, subscriber, invited, requested, banned] as const
  return [revision, updated_at, owner?.id ?? null, ...people] as const
}

async function addGroup(driver: Driver, head: Head): Promise<void> {
  const { id, workspace, network, profile, capacity, created_at, created_by } = head
  const values: readonly Value[] = [
    ...[id, workspace, network, profile, capacity, created_at, created_by.id, created_at],
    ...movedValues(head),
    ...[head.name, head.description],
    ...[json(head.settings), json(head.tags), json(head.topics), json(head.metadata)],
    ...[head.alias, head.community, head.settings.discoverable ? 1 : 0, created_by.id],
  ]
  await driver.run(writes.addGroup, ...values)
}

/** Writes of the head what an event of this type can move, and nothing else. */
async function moveHead(driver: Driver, before: Head, { facts }: Event, after: Head): Promise<number> {
  const at = [after.id, before.revision] as const
  const moved = [after.revision, after.updated_at] as const
  switch (facts.type) {
    case 'group.updated': {
      const { name, description, settings, tags, topics, metadata } = after
      const lists = [json(settings), json(tags), json(topics), json(metadata)] as const
      const discoverable = settings.discoverable ? 1 : 0
      return driver.run(writes.moveInfo, ...moved, name, description, ...lists, discoverable, ...at)
    }
    case 'picture.changed': {
      const picture = after.picture === null ? null : json(after.picture)
      return driver.run(writes.movePicture, ...moved, picture, ...at)
    }
    case 'group.deleted':
      return driver.run(writes.moveEnd, ...moved, after.deleted_at, ...at)
    case 'group.suspended':
    case 'group.unsuspended': {
      const suspension = after.suspension === null ? null : json(after.suspension)
      return driver.run(writes.moveSuspension, ...moved, suspension, ...at)
    }
    case 'message.sent':
      return driver.run(writes.moveMessage, ...moved, facts.message.id, facts.message.at, ...at)
    case 'message.pinned':
    case 'message.unpinned': {
      const ends = after.pins.flatMap(({ expires_at }) => (expires_at === null ? [] : [expires_at]))
      const end = ends.length === 0 ? null : Math.min(...ends)
      return driver.run(writes.movePins, ...moved, json(after.pins), end, ...at)
    }
    case 'invite.created':
    case 'invite.revoked':
    case 'invite.expired':
      return driver.run(writes.moveRevision, ...moved, ...at)
    default:
      return driver.run(writes.movePeople, ...movedValues(after), ...at)
  }
}

/** What follows from people's new standings beside these themselves. */
interface Following {
  /** People of whom nothing else is kept yet. */
  readonly met: readonly Person[]
  /** Nobody has a view of a new group yet. */
  readonly isNewGroup: boolean
}

/** Gives people their new standings. A person who stood otherwise than the event says stops everything. */
async function changePeople(
  driver: Driver,
  event: Event,
  people: readonly Change[],
  { met, isNewGroup }: Following,
): Promise<void> {
  const { group, at, revision } = event
  const strangers = new Set(met.map(({ id }) => id))
  const added: [number, number, number, number, number, number, number | null][] = []
  const set: [number, number, number, number, number | null, number, number, number][] = []
  const dropped: [number, number, number][] = []
  const past: [number, number, number, number][] = []
  const shown: [number, number][] = []
  const counted: [number, number][] = []
  for (const change of people) {
    const { person, from, to, expires_at = null } = change
    const by = giverOf(event, change)
    if (from === null && to !== null) added.push([group, person.id, codeOf(to), at, by, revision, expires_at])
    if (from !== null) past.push([revision, at, group, person.id])
    if (from !== null && to !== null) {
      set.push([codeOf(to), at, by, revision, expires_at, group, person.id, codeOf(from)])
    }
    if (from !== null && to === null) dropped.push([group, person.id, codeOf(from)])
    if (strangers.has(person.id)) continue
    if (isPresent(to) && !isPresent(from) && !isNewGroup) shown.push([person.id, group])
    if (isPresent(to) !== isPresent(from)) counted.push([isPresent(to) ? 1 : -1, person.id])
  }
  // People in one order everywhere, so that two groups that share people do not wait for each other in a circle.
  counted.sort(([, one], [, other]) => one - other)
  const changed = await Promise.all([
    driver.runs(writes.addStay, past),
    driver.runs(writes.addMembership, added),
    driver.runs(writes.setMembership, set),
    driver.runs(writes.dropMembership, dropped),
    driver.runs(writes.showGroup, shown),
    driver.runs(writes.countGroups, counted),
  ])
  demand(changed[2], set.length, 'a person who stood otherwise')
  demand(changed[3], dropped.length, 'a person who stood otherwise')
}

async function addInvite(driver: Driver, group: number, invite: Invite): Promise<void> {
  const { code, created_by, created_at, expires_at, uses_max, uses, role, approval, only_for, revoked_at } =
    invite
  const limits = [expires_at, uses_max, uses, role, approval ? 1 : 0] as const
  const ends = [only_for?.id ?? null, revoked_at] as const
  await driver.run(writes.addInvite, code, group, created_by.id, created_at, ...limits, ...ends)
}

function actorText({ actor }: Happening): string | null {
  return actor === null ? null : json(actor)
}

/** Waits for all; of those that failed the first in their order is told of, because it is the cause of the others. */
async function inOrder(sent: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(sent)) if (result.status === 'rejected') throw result.reason
}

/** Demands that exactly one row is changed. */
async function demandOne(changing: Promise<number>, what: string): Promise<void> {
  demand(await changing, 1, what)
}

/**
 * Sends every statement of an event before the first is answered; they are carried out in this order. A database
 * behind a wire is waited for once then, and the embedded one has done each before the next is looked at.
 */
async function append(
  driver: Driver,
  before: Head | null,
  event: Event,
  after: Head,
  met: readonly Person[],
): Promise<void> {
  const { workspace, group, revision, at, account, run, facts } = event
  const sent: Promise<unknown>[] = [
    before === null
      ? addGroup(driver, after)
      : demandOne(moveHead(driver, before, event, after), 'an event on another revision than the last'),
  ]
  const why = [at, account, run, actorText(event), json(facts)] as const
  sent.push(driver.run(writes.addEvent, workspace, group, revision, facts.type, ...why))
  const { people, invite, revoked, expired, used, message } = effectsOf(facts)
  if (people !== undefined)
    sent.push(changePeople(driver, event, people, { met, isNewGroup: before === null }))
  if (invite !== undefined) sent.push(addInvite(driver, group, invite))
  if (revoked !== undefined) {
    sent.push(demandOne(driver.run(writes.revokeInvite, at, revoked, group), 'an unknown invite is revoked'))
  }
  if (expired !== undefined) {
    sent.push(demandOne(driver.run(writes.endInvite, expired, group), 'an unknown invite expires'))
  }
  if (used !== undefined) {
    sent.push(demandOne(driver.run(writes.useInvite, used, group), 'an unknown invite is used'))
  }
  if (facts.type === 'group.deleted') sent.push(driver.run(writes.uncountGroup, workspace, group))
  if (message !== undefined) {
    sent.push(driver.run(writes.addMessage, group, message.id, message.sender.id, message.at, message.text))
  }
  await inOrder(sent)
}

function workspaces(driver: Driver, changing: Changing) {
  return {
    async addWorkspace({ id, name, created_at, limits }) {
      await driver.run(writes.addWorkspace, id, name, created_at, json(limits))
    },
    async setWorkspace({ id, name, limits }) {
      changing.callers()
      demand(
        await driver.run(writes.setWorkspace, name, json(limits), id),
        1,
        'an unknown workspace is changed',
      )
    },
    async addKey(key, hash) {
      const { id, workspace, name, scopes, account, parent, created_at, expires_at, revoked_at } = key
      const times = [created_at, expires_at, revoked_at] as const
      await driver.run(writes.addKey, id, workspace, hash, name, json(scopes), account, parent, ...times)
    },
    async revokeKey(id, at) {
      changing.callers()
      await driver.run(writes.revokeKey, at, id)
      await driver.run(writes.revokeTokens, at, id)
    },
    async forgetTokens(parent, before) {
      changing.callers()
      await driver.run(writes.forgetTokens, parent, before)
    },
    async endKey(id) {
      return (await driver.run(writes.endKey, id)) === 1
    },
    async addNotice(notice) {
      const { workspace, at, account, run, facts } = notice
      const why = [at, account, run, actorText(notice), json(facts)] as const
      await driver.run(writes.addEvent, workspace, null, null, facts.type, ...why)
    },
    async addAccount(account) {
      const { id, workspace, network, profile, alias, name, person } = account
      const rest = [account.status, json(account.metadata), json(account.limits), account.created_at] as const
      const is = [id, workspace, network, profile, alias, name, person.id] as const
      await driver.run(writes.addAccount, ...is, ...rest, person.id)
    },
    async setAccount({ id, name, status, metadata, limits }) {
      changing.callers()
      const changed = await driver.run(writes.setAccount, name, status, json(metadata), json(limits), id)
      demand(changed, 1, 'an unknown account is changed')
    },
    async deleteAccount(id, at) {
      changing.callers()
      await driver.run(writes.deleteAccount, at, id)
    },
  } satisfies Partial<Tx>
}

function runs(driver: Driver) {
  return {
    async addRun(run) {
      const added = driver.run(writes.addRun, ...runValues(run))
      if (run.status !== 'open')
        await Promise.all([added, driver.run(writes.addUnsealed, run.workspace, run.id)])
      else await added
    },
    async finishRun({ id, workspace, group, status, revision, events, ended_at, output, failure }) {
      const came = [json(output), failure === null ? null : json(failure)] as const
      const how = [group, status, revision, events, ended_at] as const
      await inOrder([
        demandOne(
          driver.run(writes.finishRun, ...how, ...came, id, workspace),
          'a run ends that never began',
        ),
        driver.run(writes.addUnsealed, workspace, id),
      ])
    },
    async remember({ key, idempotency_key, run, digest, expires_at }) {
      await driver.run(writes.remember, key, idempotency_key, run, digest, expires_at)
    },
    async forget(before, most) {
      return driver.run(writes.forget, before, most)
    },
    async openRuns(most) {
      return (await driver.all(reads.openRuns, most)).map(toRun)
    },
  } satisfies Partial<Tx>
}

function runValues(run: Run): readonly Value[] {
  const { id, workspace, key, account, group, dialect, operation, request_id } = run
  return [
    ...[id, workspace, key, account, group, dialect, operation, request_id],
    ...[run.status, run.revision, run.events, run.started_at, run.ended_at],
    ...[json(run.input), json(run.output), run.failure === null ? null : json(run.failure)],
  ]
}

function groups(driver: Driver, changing: Changing) {
  return {
    async addPeople(workspace, directory, people) {
      await driver.runs(
        writes.addPerson,
        people.map(({ id, user_id, name }) => [id, workspace, directory, user_id, name] as const),
      )
    },
    async renamePerson(id, name) {
      changing.names()
      demand(await driver.run(writes.renamePerson, name, id), 1, 'an unknown person is renamed')
    },
    append(before, event, after, met = []) {
      changing.group(event.group)
      if (effectsOf(event.facts).people !== undefined) changing.peopleOf(event.group)
      return append(driver, before, event, after, met)
    },
    async dropExpiries(group) {
      changing.group(group)
      changing.peopleOf(group)
      await driver.run(writes.dropMembershipExpiries, group)
      await driver.run(writes.dropInviteExpiries, group)
      await driver.run(writes.dropPinExpiries, group)
    },
    async setPicture(group, bytes) {
      if (bytes === null) await driver.run(writes.dropPicture, group)
      else await driver.run(writes.setPicture, group, bytes)
    },
    async setView(group, person, view) {
      changing.group(group)
      await driver.run(writes.setView, person, group, view.hidden ? 1 : 0, viewText(view))
    },
  } satisfies Partial<Tx>
}

/** Everything that can be written, and read with what this transaction has written, over one connection. */
export function createTx(driver: Driver, changing: Changing = keepsNothing): Tx {
  const kept = { ...workspaces(driver, changing), ...groups(driver, changing), ...runs(driver) }
  return { ...createReader(driver), ...kept, ...deliveryChanges(driver), ...sealChanges(driver) }
}
