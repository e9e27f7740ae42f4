/** The core and the store alone, without HTTP: the same durable write and the same read, as the limit below. */
import { createEnvironment } from '../src/app.ts'
import type { Call, Environment } from '../src/core/environment.ts'
import type {
  AccountId,
  GroupId,
  Head,
  Key,
  KeyId,
  PersonId,
  RunId,
  Workspace,
  WorkspaceId,
} from '../src/core/model.ts'
import { operations } from '../src/core/operations/index.ts'
import { execute } from '../src/core/run.ts'
import type { Store } from '../src/core/store.ts'
import { openSqlite } from '../src/stores/sqlite.ts'
import { newPeople, temporaryFolder } from './load.ts'

export interface InProcess {
  readonly store: Store
  readonly env: Environment
  readonly call: Call
  readonly account: AccountId
  readonly group: GroupId
  readonly close: () => Promise<void>
}

export async function openInProcess(): Promise<InProcess> {
  const store = await openSqlite({ directory: temporaryFolder() })
  const env = await createEnvironment(
    store,
    { committed: () => {}, changed: () => {} },
    {
      problem: () => null,
      send: () => Promise.resolve({ error: 'nothing is sent' }),
    },
  )
  const workspace: Workspace = {
    id: env.id() as WorkspaceId,
    name: 'bench',
    created_at: env.now(),
    limits: {},
  }
  const key: Key = {
    id: env.id() as KeyId,
    workspace: workspace.id,
    name: 'bench',
    scopes: ['admin'],
    account: null,
    parent: null,
    created_at: env.now(),
    expires_at: null,
    revoked_at: null,
  }
  await store.transaction(null, async (tx) => {
    await tx.addWorkspace(workspace)
    await tx.addKey(key, 'bench')
  })
  const call: Call = {
    key,
    workspace,
    dialect: 'bench',
    requestId: 'bench',
    idempotencyKey: null,
    revision: null,
    dryRun: false,
  }
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
  return { store, env, call, account, group: created.output.group.head.id, close: () => store.close() }
}

/** Repeats a piece of work, so many at a time, for some seconds; answers how often per second. */
export async function repeat(
  concurrency: number,
  seconds: number,
  work: () => Promise<unknown>,
): Promise<number> {
  const began = performance.now()
  const end = began + seconds * 1000
  let done = 0
  const worker = async () => {
    while (performance.now() < end) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return done / ((performance.now() - began) / 1000)
}

/** The whole operation: validate, working set, decide, ask, apply, commit. */
export function addThroughCore({ env, call, account, group }: InProcess): Promise<unknown> {
  const [id = ''] = newPeople(1)
  return execute(env, call, operations.addParticipants, { account, group, participants: [{ id }] })
}

/** The rows that an add writes, and nothing decided: person, membership, head, event and run, in one durable transaction. */
export function addThroughStore({ store, env, call, account, group }: InProcess): Promise<unknown> {
  const [user_id = ''] = newPeople(1)
  return store.transaction(group, async (tx) => {
    const before = await tx.head(group)
    if (before === null) throw new Error('The group is gone.')
    const person = { id: env.id() as PersonId, user_id, name: null }
    await tx.addPeople(call.workspace.id, 'open', [person])
    const after: Head = {
      ...before,
      revision: before.revision + 1,
      counts: { ...before.counts, member: before.counts.member + 1 },
    }
    const run = env.id() as RunId
    await tx.append(
      before,
      {
        workspace: call.workspace.id,
        group,
        revision: after.revision,
        at: env.now(),
        actor: before.created_by,
        account,
        run,
        facts: {
          type: 'participants.added',
          people: [{ person, from: null, to: 'member' }],
          via: 'added',
          invite: null,
        },
      },
      after,
    )
    await tx.addRun({
      id: run,
      workspace: call.workspace.id,
      key: call.key.id,
      account,
      group,
      dialect: 'bench',
      operation: 'addParticipants',
      request_id: 'bench',
      input: { account, group, participants: [{ id: user_id }] },
      status: 'done',
      output: { outcomes: [{ participant: user_id, outcome: 'added' }] },
      failure: null,
      events: 1,
      revision: after.revision,
      started_at: env.now(),
      ended_at: env.now(),
    })
  })
}

export function pageThroughStore({ store, group }: InProcess): Promise<unknown> {
  return store.read.members(group, ['owner', 'admin', 'member', 'subscriber'], { limit: 100, after: null })
}
