/** `Reader`, carried out by the statements over any driver. */
import type { Page } from '../core/cursor.ts'
import { assert } from '../core/failure.ts'
import { type Account, asId, type GroupId, type Standing } from '../core/model.ts'
import type { Reader } from '../core/store.ts'
import { deliveryReader } from './deliveries.ts'
import type { Driver } from './driver.ts'
import { historyReader } from './history.ts'
import { beyond, byId, pageOf, startOf } from './paging.ts'
import {
  type AccountRow,
  codeOf,
  json,
  toAccount,
  toDiscovered,
  toEvent,
  toHappening,
  toHead,
  toInvite,
  toKey,
  toListed,
  toMembership,
  toMessage,
  toNamed,
  toPerson,
  toRemembered,
  toView,
  toWorkspace,
} from './rows.ts'
import { runReader } from './runs.ts'
import { sealReader } from './seals.ts'
import { reads } from './statements.ts'

/** The first and the last of some standings, which must follow on each other as they do in the index. */
function rangeOf(standings: readonly Standing[]): { readonly first: number; readonly last: number } {
  const codes = new Set(standings.map(codeOf))
  const first = Math.min(...codes)
  const last = Math.max(...codes)
  assert(codes.size > 0 && last - first + 1 === codes.size, 'standings with a gap between them')
  return { first, last }
}

type AccountListing = Parameters<Reader['accounts']>[1]

/** So many accounts are looked through at once for those that are searched. */
const accountsAtOnce = 5000

/**
 * Accounts in one order. Those of some profiles or names are found by looking through all of the workspace: they
 * are few, and no database tells letters apart as the core does.
 */
async function accounts(driver: Driver, workspace: number, page: AccountListing): Promise<Page<Account>> {
  const { limit, skip, order, profiles, search } = page
  const [after = 0] = startOf(page, [0])
  const read = (count: number, offset: number) =>
    order === 'created'
      ? driver.all(reads.accounts, workspace, after, count, offset)
      : driver.all(reads.accountsByName, workspace, count, offset)
  const text = search?.toLowerCase()
  const isSought = ({ profile, name }: AccountRow) =>
    (profiles?.includes(profile) ?? true) && (text === undefined || name.toLowerCase().includes(text))
  const toPage = (rows: readonly AccountRow[]) => pageOf(rows, page, toAccount, byId)
  if (profiles === undefined && search === undefined) return toPage(await read(limit + 1, skip))
  const sought: AccountRow[] = []
  for (let offset = 0; ; offset += accountsAtOnce) {
    const rows = await read(accountsAtOnce, offset)
    sought.push(...rows.filter(isSought))
    if (rows.length < accountsAtOnce || sought.length > skip + limit) break
  }
  return toPage(sought.slice(skip, skip + limit + 1))
}

function workspaces(driver: Driver) {
  return {
    async workspace(id) {
      const row = await driver.one(reads.workspace, id)
      return row === undefined ? null : toWorkspace(row)
    },
    async workspaces(page) {
      const [after = 0] = startOf(page, [0])
      return pageOf(await driver.all(reads.workspaces, after, page.limit + 1), page, toWorkspace, byId)
    },
    async keyByHash(hash) {
      const row = await driver.one(reads.keyByHash, hash)
      return row === undefined ? null : toKey(row)
    },
    async key(workspace, id) {
      const row = await driver.one(reads.key, id, workspace)
      return row === undefined ? null : toKey(row)
    },
    async keys(workspace, page) {
      const [after = 0] = startOf(page, [0])
      return pageOf(await driver.all(reads.keys, workspace, after, page.limit + 1), page, toKey, byId)
    },
    async account(workspace, id) {
      const row = await driver.one(reads.account, id, workspace)
      return row === undefined ? null : toAccount(row)
    },
    async people(workspace, directory, { limit, after }) {
      return (await driver.all(reads.people, workspace, directory, after, limit)).map(toPerson)
    },
    async accountByAlias(workspace, alias) {
      const row = await driver.one(reads.accountByAlias, workspace, alias)
      return row === undefined ? null : toAccount(row)
    },
    async accountsOf(people) {
      if (people.length === 0) return []
      const rows = await driver.all(reads.accountsOf, json(people))
      return rows.map(toAccount).toSorted((a, b) => a.id - b.id)
    },
    accounts: (workspace, page) => accounts(driver, workspace, page),
    async remembered(key, idempotencyKey) {
      const row = await driver.one(reads.remembered, key, idempotencyKey)
      return row === undefined ? null : toRemembered(row)
    },
  } satisfies Partial<Reader>
}

function people(driver: Driver) {
  return {
    async membership(group, person) {
      const row = await driver.one(reads.membership, group, person)
      return row === undefined ? null : toMembership(row)
    },
    async named(workspace, directory, userIds, group) {
      const none = group ?? asId<GroupId>(0)
      const rows = await driver.ones(
        reads.named,
        userIds.map((userId) => [none, workspace, directory, userId] as const),
      )
      return rows.map(toNamed)
    },
    async members(group, standings, page) {
      const { first, last } = rangeOf(standings)
      const [standing = 0, since = 0, person = 0] = startOf(page, [first, -1, 0])
      const start = standing < first ? ([first, -1, 0] as const) : ([standing, since, person] as const)
      const rows = await driver.all(reads.members, group, ...start, last, page.limit + 1, page.skip ?? 0)
      return pageOf(rows, page, toMembership, (row) => [row.standing, row.since, row.person_id])
    },
    async successor(group, except) {
      const row = await driver.one(reads.successor, group, except)
      return row === undefined ? null : toMembership(row)
    },
    async groupCount(person) {
      return (await driver.one(reads.groupCount, person))?.n ?? 0
    },
    async view(group, person) {
      return toView(await driver.one(reads.view, person, group))
    },
  } satisfies Partial<Reader>
}

function groups(driver: Driver) {
  return {
    async head(id) {
      const row = await driver.one(reads.head, id)
      return row === undefined ? null : toHead(row)
    },
    async groupByAlias(workspace, alias) {
      const row = await driver.one(reads.groupByAlias, workspace, alias)
      return row === undefined ? null : asId<GroupId>(row.id)
    },
    async discoverable(workspace, network, directory, person, page) {
      const [before = beyond] = startOf(page, [beyond])
      const where = [workspace, network, directory, before] as const
      const rows = await driver.all(reads.discoverable, person, ...where, page.limit + 1)
      return pageOf(rows, page, toDiscovered, byId)
    },
    async groupsOf(person, order, page) {
      const { limit, skip = 0 } = page
      if (order === 'created') {
        const [before = beyond] = startOf(page, [beyond])
        const rows = await driver.all(reads.groupsByCreation, person, before, limit + 1, skip)
        return pageOf(rows, page, toListed, byId)
      }
      const [activeAt = beyond, id = beyond] = startOf(page, [beyond, beyond])
      const rows = await driver.all(reads.groupsByActivity, person, activeAt, id, limit + 1, skip)
      return pageOf(rows, page, toListed, (row) => [row.active_at, row.id])
    },
    async invite(code) {
      const row = await driver.one(reads.invite, code)
      return row === undefined ? null : { group: asId<GroupId>(row.group_id), invite: toInvite(row) }
    },
    async standingInvite(group) {
      const row = await driver.one(reads.standingInvite, group)
      return row === undefined ? null : toInvite(row)
    },
    async standingInvites(group, most) {
      return (await driver.all(reads.standingInvites, group, most)).map(toInvite)
    },
    async invites(group, page) {
      const [createdAt = beyond, number = beyond] = startOf(page, [beyond, beyond])
      const rows = await driver.all(reads.invites, group, createdAt, number, page.limit + 1)
      return pageOf(rows, page, toInvite, (row) => [row.created_at, row.number])
    },
    async openInvites(group, at, most) {
      return (await driver.one(reads.openInvites, group, group, at, most))?.n ?? 0
    },
    async picture(group) {
      return (await driver.one(reads.picture, group))?.bytes ?? null
    },
    async feed(workspace, { after, limit }) {
      const rows = await driver.all(reads.feed, workspace, after, limit)
      return rows.map((row) => ({ seq: row.seq, event: toHappening(row) }))
    },
    async lastInFeed(workspace) {
      return (await driver.one(reads.lastInFeed, workspace))?.seq ?? 0
    },
    async groupEvents(group, page) {
      const [after = 0] = startOf(page, [0])
      const rows = await driver.all(reads.groupEvents, group, after, page.limit + 1)
      return pageOf(rows, page, toEvent, (row) => [row.revision])
    },
  } satisfies Partial<Reader>
}

function messages(driver: Driver) {
  return {
    // Within a group times rise with ids, so a bound in time is one in ids, and costs one look-up.
    async messages(group, page) {
      const { before, since, sender, limit, skip = 0 } = page
      const [after = beyond] = startOf(page, [beyond])
      const last =
        before === undefined ? beyond : (await driver.one(reads.lastMessageBefore, group, before))?.id
      const from = since === undefined ? 0 : (await driver.one(reads.firstMessageSince, group, since))?.id
      if (last === undefined || from === undefined) return { items: [], next: null }
      const to = Math.min(after - 1, last)
      const rows =
        sender === undefined
          ? await driver.all(reads.messages, group, from, to, limit + 1, skip)
          : await driver.all(reads.messagesOf, group, sender, from, to, limit + 1, skip)
      return pageOf(rows, page, toMessage, byId)
    },
    async message(group, id) {
      const row = await driver.one(reads.message, group, id)
      return row === undefined ? null : toMessage(row)
    },
    async unread(group, after, reader, most) {
      return (await driver.one(reads.unread, group, after ?? 0, reader, most))?.n ?? 0
    },
  } satisfies Partial<Reader>
}

/** Everything that can be read, over one connection. */
export function createReader(driver: Driver): Reader {
  const kept = { ...workspaces(driver), ...people(driver), ...groups(driver), ...messages(driver) }
  const told = {
    ...historyReader(driver),
    ...runReader(driver),
    ...deliveryReader(driver),
    ...sealReader(driver),
  }
  return { ...kept, ...told }
}
