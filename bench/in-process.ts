/** The core and the store alone, without HTTP: the same durable writes and the same reads, as the limit below. */
import { createEnvironment } from '../src/app.ts'
import type { Call, Environment } from '../src/core/environment.ts'
import { type Event, type Facts, foldHead } from '../src/core/event.ts'
import { renderId } from '../src/core/id.ts'
import {
  type AccountId,
  type GroupId,
  type Head,
  type Key,
  type KeyId,
  type Membership,
  type Person,
  type PersonId,
  type RunId,
  roles,
  type Workspace,
  type WorkspaceId,
} from '../src/core/model.ts'
import { operations } from '../src/core/operations/index.ts'
import { execute } from '../src/core/run.ts'
import type { Store, Tx } from '../src/core/store.ts'
import { sha256 } from '../src/secrets.ts'
import { untilTheEnd } from './closing.ts'
import { newPeople, key as secret } from './load.ts'
import type { Place } from './stores.ts'

/** Who does everything: an account with a group, whose head tells how a new one begins. */
export interface Party {
  readonly call: Call
  readonly account: AccountId
  readonly head: Head
}

export interface InProcess extends Party {
  /** As the workspace's callers have it. */
  readonly store: Store
  readonly env: Environment
  readonly group: GroupId
  readonly close: () => Promise<void>
}

/** Opens a store in this process, with a new party; or with one that was made in it, or in the one it was copied from. */
export async function openInProcess(place: Place, known?: Party): Promise<InProcess> {
  const store = await place.open()
  const env = await createEnvironment(
    store,
    { committed: () => {}, changed: () => {} },
    {
      problem: () => null,
      send: () => Promise.resolve({ error: 'nothing is sent' }),
    },
  )
  const party = known ?? (await newParty(env))
  const close = untilTheEnd(() => store.close())
  return { ...party, group: party.head.id, store: store.within(party.call.workspace.id), env, close }
}

/** A workspace, the key with which a server can be called that is started on the store later, an account, a group. */
async function newParty(env: Environment): Promise<Party> {
  const at = env.now()
  const workspace: Workspace = { id: env.id() as WorkspaceId, name: 'bench', created_at: at, limits: {} }
  const key: Key = {
    id: env.id() as KeyId,
    workspace: workspace.id,
    name: 'bench',
    scopes: ['operator'],
    account: null,
    parent: null,
    created_at: at,
    expires_at: null,
    revoked_at: null,
  }
  await env.store.transaction(null, async (tx) => {
    await tx.addWorkspace(workspace)
    await tx.addKey(key, sha256(secret))
  })
  const about = { dialect: 'bench', requestId: 'bench', idempotencyKey: null, revision: null, dryRun: false }
  const call: Call = { key, workspace, ...about }
  const made = await execute(env, call, operations.createAccount, {
    network: 'builtin',
    profile: null,
    name: 'Bench',
    user_id: null,
  })
  const account = made.output.account.id
  const created = await execute(env, call, operations.createGroup, {
    account,
    name: 'Bench',
    participants: [],
  })
  return { call, account, head: created.output.group.head }
}

/** The path of a group's participants on a server that is started on the same store. */
export function pathOf({ account }: Party, group: GroupId): string {
  return `/v1/accounts/${renderId('acc_', account)}/groups/${renderId('grp_', group)}/participants`
}

/** One more group of the account, by the whole operation. */
export async function createGroup({ env, call, account }: InProcess): Promise<GroupId> {
  const made = await execute(env, call, operations.createGroup, { account, name: 'Bench', participants: [] })
  return made.output.group.head.id
}

/** The whole operation: validate, working set, decide, ask, apply, commit. */
export function addThroughCore(
  { env, call, account, group: usual }: InProcess,
  people: readonly string[] = newPeople(1),
  group: GroupId = usual,
): Promise<unknown> {
  const participants = people.map((id) => ({ id }))
  return execute(env, call, operations.addParticipants, { account, group, participants })
}

/** Fills the group up to a size, its owner included. */
export async function fillThroughCore(inside: InProcess, group: GroupId, size: number): Promise<void> {
  for (let done = 1; done < size; done += 10_000) {
    await addThroughCore(inside, newPeople(Math.min(10_000, size - done)), group)
  }
}

/** Appends one event and the record of the call that caused it, as an operation does at its end. */
async function keep(inside: InProcess, tx: Tx, before: Head | null, made: Made): Promise<void> {
  const { env, call, account, head } = inside
  const { group, facts, operation, input, output } = made
  const run = env.id() as RunId
  const at = env.now()
  const revision = (before?.revision ?? 0) + 1
  const workspace = call.workspace.id
  const event: Event = { workspace, group, revision, at, actor: head.created_by, account, run, facts }
  await tx.append(before, event, foldHead(before, event))
  await tx.addRun({
    id: run,
    workspace,
    key: call.key.id,
    account,
    group,
    dialect: 'bench',
    operation,
    request_id: 'bench',
    input,
    status: 'done',
    output,
    failure: null,
    events: 1,
    revision,
    started_at: at,
    ended_at: at,
  })
}

interface Made {
  readonly group: GroupId
  readonly facts: Facts
  readonly operation: string
  readonly input: unknown
  readonly output: unknown
}

/** The rows that an add writes, and nothing decided: people, memberships, head, event and run, in one durable transaction. */
export function addThroughStore(
  inside: InProcess,
  names: readonly string[] = newPeople(1),
  group: GroupId = inside.group,
): Promise<unknown> {
  const { store, env, call, account } = inside
  const work = async (tx: Tx) => {
    const before = await tx.head(group)
    if (before === null) throw new Error('The group is gone.')
    const people = names.map((user_id): Person => ({ id: env.id() as PersonId, user_id, name: null }))
    await tx.addPeople(call.workspace.id, 'open', people)
    await keep(inside, tx, before, {
      group,
      facts: {
        type: 'participants.added',
        people: people.map((person) => ({ person, from: null, to: 'member' })),
        via: 'added',
        invite: null,
      },
      operation: 'addParticipants',
      input: { account, group, participants: names.map((id) => ({ id })) },
      output: { outcomes: names.map((participant) => ({ participant, outcome: 'added' })) },
    })
  }
  // As the operation does: a store behind a wire looks for all groups at once.
  return store.transaction(group, work, (reader) => reader.head(group))
}

/** The rows of a new group, and nothing decided: head, the owner's membership, event and run. */
export function groupThroughStore(inside: InProcess): Promise<GroupId> {
  const { store, env, account, head } = inside
  const group = env.id() as GroupId
  const { network, profile, capacity, name, description, settings, created_by } = head
  return store.transaction(null, async (tx) => {
    await keep(inside, tx, null, {
      group,
      facts: {
        ...{ type: 'group.created', network, profile, capacity, name, description, settings },
        ...{ tags: [], topics: [], metadata: {} },
        people: [{ person: created_by, from: null, to: 'owner' }],
      },
      operation: 'createGroup',
      input: { account, name, participants: [] },
      output: { group: head },
    })
    return group
  })
}

type Page = { readonly items: readonly Membership[]; readonly next: readonly number[] | null }

/** One page of people from the store alone. */
export function pageThroughStore(
  { store, group: usual }: InProcess,
  limit = 100,
  after: readonly number[] | null = null,
  group: GroupId = usual,
): Promise<Page> {
  return store.read.members(group, roles, { limit, after })
}

/** The whole list of a group, page by page; answers how many. */
export async function listThroughStore(inside: InProcess, group: GroupId): Promise<number> {
  let count = 0
  for (let after: readonly number[] | null = null; ; ) {
    const page = await pageThroughStore(inside, 1000, after, group)
    count += page.items.length
    if (page.next === null) return count
    after = page.next
  }
}
