/** A small world for the store's contract: its first people, events made from facts, and the state in memory. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page, Key as PageKey } from '../../src/core/cursor.ts'
import { type Event, effectsOf, type Facts, foldHead, giverOf } from '../../src/core/event.ts'
import {
  type Account,
  asId,
  type GroupId,
  type Head,
  type Invite,
  isPresent,
  type Key,
  type Membership,
  type Message,
  type Person,
  type PersonId,
  plainView,
  type Settings,
  standings,
  type Time,
  type View,
  type Workspace,
} from '../../src/core/model.ts'
import type { Run, Store, Tx } from '../../src/core/store.ts'

/** Everybody's, so that ids of different worlds on one store differ. */
let lastId = 1000
export function id<T extends ReturnType<typeof asId>>(): T {
  lastId += 1
  return asId<T>(lastId)
}

export const settings: Settings = {
  announce: false,
  locked: false,
  join_approval: false,
  member_add: 'everyone',
  discoverable: false,
  ephemeral_seconds: null,
  last_admin: 'promote',
}

export function personOf(name: string | null = null): Person {
  const number: PersonId = id()
  return { id: number, user_id: `+49${number}`, name }
}

export interface World {
  readonly workspace: Workspace
  readonly me: Person
  readonly account: Account
  readonly key: Key
}

/** A workspace with a key and one account. */
export async function begin(store: Store): Promise<World> {
  const workspace: Workspace = {
    id: id(),
    name: 'Works',
    created_at: 5,
    limits: { open: { 'group.name': 7 } },
  }
  const me = personOf('Me')
  const account: Account = {
    id: id(),
    workspace: workspace.id,
    network: 'builtin',
    profile: 'open',
    alias: null,
    name: 'Mine',
    person: me,
    status: 'running',
    metadata: { colour: 'red' },
    limits: { 'group.tags': 3 },
    created_at: 6,
  }
  const key: Key = {
    id: id(),
    workspace: workspace.id,
    name: 'First',
    scopes: ['admin', 'write'],
    account: null,
    parent: null,
    created_at: 7,
    expires_at: 99,
    revoked_at: null,
  }
  await store.transaction(null, async (tx) => {
    await tx.addWorkspace(workspace)
    await tx.addPeople(workspace.id, 'phones', [me])
    await tx.addAccount(account)
    await tx.addKey(key, `hash ${key.id}`)
  })
  return { workspace, me, account, key }
}

/** A group as the events give it, in memory: what every store must answer. */
export class Group {
  readonly id: GroupId = id()
  readonly events: Event[] = []
  readonly members = new Map<PersonId, Membership>()
  readonly invites: Invite[] = []
  readonly messages: Message[] = []
  readonly views = new Map<PersonId, View>()
  head: Head | null = null
  readonly world: World

  constructor(world: World) {
    this.world = world
  }

  /** What it is now; for groups that began. */
  get now(): Head {
    if (this.head === null) throw new Error('the group has not begun')
    return this.head
  }

  event(facts: Facts, at: Time, actor = this.world.me): Event {
    const { workspace, account } = this.world
    const revision = (this.head?.revision ?? 0) + 1
    return {
      workspace: workspace.id,
      group: this.id,
      revision,
      at,
      actor,
      account: account.id,
      run: id(),
      facts,
    }
  }

  /** Appends to the store and to this memory alike. */
  async append(tx: Tx, facts: Facts, at: Time, actor = this.world.me): Promise<Head> {
    const event = this.event(facts, at, actor)
    const after = foldHead(this.head, event)
    await tx.append(this.head, event, after)
    this.apply(event, after)
    return after
  }

  private apply(event: Event, after: Head): void {
    const { people = [], invite, revoked, used, message } = effectsOf(event.facts)
    for (const change of people) {
      const { person, from, to } = change
      if (to === null) this.members.delete(person.id)
      else
        this.members.set(person.id, {
          person,
          standing: to,
          since: event.at,
          by: giverOf(event, change),
          expires_at: change.expires_at ?? null,
        })
      const view = this.views.get(person.id)
      if (view !== undefined && isPresent(to) && !isPresent(from)) {
        this.views.set(person.id, { ...view, hidden: false })
      }
    }
    if (invite !== undefined) this.invites.push(invite)
    for (const [index, kept] of this.invites.entries()) {
      if (kept.code === revoked) this.invites[index] = { ...kept, revoked_at: event.at }
      if (kept.code === used) this.invites[index] = { ...kept, uses: kept.uses + 1 }
    }
    if (message !== undefined) this.messages.push(message)
    this.events.push(event)
    this.head = after
  }

  viewOf(person: PersonId): View {
    return this.views.get(person) ?? plainView
  }

  /** Everybody it knows, in the order of pages. */
  sorted(): readonly Membership[] {
    const rank = (member: Membership) => standings.indexOf(member.standing)
    return [...this.members.values()].sort(
      (a, b) => rank(a) - rank(b) || a.since - b.since || a.person.id - b.person.id,
    )
  }
}

export function created(owner: Person, name = 'Group'): Facts {
  return {
    type: 'group.created',
    network: 'builtin',
    profile: 'open',
    capacity: 1000,
    name,
    description: 'What it is for',
    settings,
    tags: ['a'],
    topics: ['b'],
    metadata: { c: 'd' },
    people: [{ person: owner, from: null, to: 'owner' }],
  }
}

export function inviteOf(by: Person, at: Time, more: Partial<Invite> = {}): Invite {
  return {
    code: `code${id()}`,
    created_by: by,
    created_at: at,
    expires_at: null,
    uses_max: null,
    uses: 0,
    role: 'member',
    approval: false,
    only_for: null,
    revoked_at: null,
    ...more,
  }
}

export function messageOf(sender: Person, at: Time, text = 'Hello'): Message {
  return { id: id(), sender, text, at }
}

export function runOf({ workspace, key, account }: World, more: Partial<Run> = {}): Run {
  return {
    id: id(),
    workspace: workspace.id,
    key: key.id,
    account: account.id,
    group: null,
    dialect: 'native',
    operation: 'addParticipants',
    request_id: 'req',
    input: { participants: ['x'] },
    status: 'done',
    output: { outcomes: [] },
    failure: null,
    revision: 3,
    events: 1,
    started_at: 10,
    ended_at: 20,
    ...more,
  }
}

/** All items of a list, page by page, and how large the pages were. */
export async function everyPage<T>(
  read: (after: PageKey | null) => Promise<Page<T>>,
): Promise<{ readonly items: readonly T[]; readonly sizes: readonly number[] }> {
  const items: T[] = []
  const sizes: number[] = []
  let after: PageKey | null = null
  do {
    const page: Page<T> = await read(after)
    items.push(...page.items)
    sizes.push(page.items.length)
    after = page.next
    if (sizes.length > 10_000) throw new Error('pages without end')
  } while (after !== null)
  return { items, sizes }
}

/** A directory that vanishes after `use`. */
export async function withDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'muster-store-'))
  try {
    return await use(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
