/** The core as the program puts it together, in this process: a real store in a folder of its own, a clock to set. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tellers } from '../../src/app.ts'
import type { Call, Environment, Result } from '../../src/core/environment.ts'
import type { Event, Happening } from '../../src/core/event.ts'
import { Failure, type FailureCode } from '../../src/core/failure.ts'
import { createIds } from '../../src/core/id.ts'
import {
  type Account,
  type AccountId,
  asId,
  type GroupId,
  type Head,
  type Invite,
  type Key,
  type Outcome,
  type Role,
  type Settings,
  type Standing,
  type Workspace,
} from '../../src/core/model.ts'
import type { LimitName } from '../../src/core/network.ts'
import type { Operation } from '../../src/core/operation.ts'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { execute } from '../../src/core/run.ts'
import { builtin } from '../../src/networks/builtin/index.ts'
import { decodePicture } from '../../src/pictures/index.ts'
import { createCode, createSecret, sha256 } from '../../src/secrets.ts'
import { openPostgres } from '../../src/stores/postgres/index.ts'
import { openSqlite } from '../../src/stores/sqlite.ts'
import { databaseFor } from './postgres.ts'

/** A day after the ids' epoch, so that a test can go back as well as on. */
const start = Date.UTC(2026, 6, 1)

export const rememberMs = 48 * 60 * 60 * 1000

export type Limits = Readonly<Partial<Record<LimitName, number>>>

export type AnyOperation = (typeof operations)[OperationName]

/** What `attempt` came to: the code of the refusal, or null and the output. */
export type Attempt<O> =
  | { readonly code: null; readonly output: O; readonly result: Result<O> }
  | { readonly code: FailureCode; readonly failure: Failure }

export class World {
  readonly env: Environment
  readonly directory: string
  readonly clock: { at: number }
  readonly call: Call
  /** Everything that the feed was told. */
  readonly committed: readonly Happening[]
  private readonly accounts = new Map<string, Account>()

  constructor(
    parts: Pick<World, 'env' | 'directory' | 'clock' | 'committed'>,
    workspace: Workspace,
    key: Key,
  ) {
    this.env = parts.env
    this.directory = parts.directory
    this.clock = parts.clock
    this.committed = parts.committed
    this.call = {
      key,
      workspace,
      dialect: 'test',
      requestId: 'request',
      idempotencyKey: null,
      revision: null,
      dryRun: false,
    }
  }

  /** The same server with another key, for another workspace. */
  as(workspace: Workspace, key: Key): World {
    return new World(this, workspace, key)
  }

  execute<I, O>(operation: Operation<I, O>, input: NoInfer<I>, how: Partial<Call> = {}): Promise<Result<O>> {
    return execute(this.env, { ...this.call, ...how }, operation, input)
  }

  async run<I, O>(operation: Operation<I, O>, input: NoInfer<I>, how: Partial<Call> = {}): Promise<O> {
    return (await this.execute(operation, input, how)).output
  }

  /** Runs what may be refused. Anything but an expected refusal is thrown on: it is a fault. */
  async attempt<I, O>(
    operation: Operation<I, O>,
    input: NoInfer<I>,
    how: Partial<Call> = {},
  ): Promise<Attempt<O>> {
    try {
      const result = await this.execute(operation, input, how)
      return { code: null, output: result.output, result }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return { code: error.code, failure: error }
    }
  }

  /** As `attempt`, for any operation of the catalogue: its input is checked when it runs. */
  attemptAny(operation: AnyOperation, input: object, how: Partial<Call> = {}): Promise<Attempt<unknown>> {
    return this.attempt(operation as unknown as Operation<object>, input, how)
  }

  /** The code of the refusal, or null. */
  async codeOf(operation: AnyOperation, input: object, how: Partial<Call> = {}): Promise<FailureCode | null> {
    return (await this.attemptAny(operation, input, how)).code
  }

  /** Lets time pass. */
  pass(milliseconds: number): void {
    this.clock.at += milliseconds
  }

  /** The account of a person and a profile; made when it is asked for first. */
  async account(userId: string, profile = 'open', limits: Limits = {}): Promise<Account> {
    const known = this.accounts.get(`${profile} ${userId}`)
    if (known !== undefined) return known
    const input = { network: 'builtin', profile, name: userId, user_id: userId, limits: { ...limits } }
    const { account } = await this.run(operations.createAccount, input)
    this.accounts.set(`${profile} ${userId}`, account)
    return account
  }

  async group(
    owner: Account,
    people: Readonly<Record<string, Role>> = {},
    settings: Partial<Settings> = {},
  ): Promise<GroupId> {
    const participants = Object.entries(people).map(([id, role]) => ({ id, role }))
    const input = { account: owner.id, name: 'Group', settings, participants }
    const { group, outcomes } = await this.run(operations.createGroup, input)
    const odd = outcomes.find(({ outcome }) => outcome !== 'added')
    if (odd !== undefined) throw new Error(`${odd.participant} was not added: ${odd.reason}`)
    return group.head.id
  }

  async invite(
    account: Account,
    group: GroupId,
    wish: Partial<Pick<Invite, 'expires_at' | 'uses_max' | 'role' | 'approval'>> = {},
  ): Promise<string> {
    const plain = { expires_at: null, uses_max: null, role: 'member', approval: false } as const
    const input = { account: account.id, group, ...plain, ...wish }
    return (await this.run(operations.createInvite, input)).invite.code
  }

  join(account: Account, code: string, how: Partial<Call> = {}) {
    return this.attempt(operations.joinGroup, { account: account.id, code }, how)
  }

  /** The group as it is kept. */
  async head(group: GroupId): Promise<Head> {
    const head = await this.env.store.read.head(group)
    if (head === null) throw new Error(`no group ${group}`)
    return head
  }

  async standing(group: GroupId, account: Pick<Account, 'person'>): Promise<Standing | null> {
    return (await this.env.store.read.membership(group, account.person.id))?.standing ?? null
  }

  async events(group: GroupId): Promise<readonly Event[]> {
    return (await this.env.store.read.groupEvents(group, { limit: 1_000_000, after: null })).items
  }

  async close(): Promise<void> {
    await this.env.store.close()
    rmSync(this.directory, { recursive: true })
  }
}

export interface WorldOptions {
  /** How the network takes its time over slow people; at once when left out. */
  readonly wait?: (milliseconds: number) => Promise<void>
}

/** A new server without anything on it but one workspace and its operator key. */
export async function openWorld({ wait = async () => undefined }: WorldOptions = {}): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'muster-core-'))
  const clock = { at: start }
  // Every test of the core can be run on PostgreSQL too, but those that look into the files: MUSTER_TEST_STORE=postgres.
  const isPostgres = process.env.MUSTER_TEST_STORE === 'postgres'
  const store = isPostgres
    ? await openPostgres({ url: await databaseFor(directory) })
    : await openSqlite({ directory })
  const network = builtin({ wait })
  const committed: Happening[] = []
  const env: Environment = {
    store,
    networks: new Map([[network.id, network]]),
    now: () => clock.at,
    id: createIds(() => clock.at, 0, await store.highestId()),
    code: createCode,
    digest: sha256,
    ports: {
      secret: createSecret,
      picture: decodePicture,
      tellers,
      addressProblem: () => null,
      verifyEndpoint: async () => null,
    },
    changed: () => undefined,
    committed: (events) => committed.push(...events),
    rememberMs,
  }
  const workspace: Workspace = { id: asId(env.id()), name: 'First', created_at: clock.at, limits: {} }
  const key: Key = {
    id: asId(env.id()),
    workspace: workspace.id,
    name: 'operator',
    scopes: ['operator'],
    account: null,
    parent: null,
    created_at: clock.at,
    expires_at: null,
    revoked_at: null,
  }
  await store.transaction(null, async (tx) => {
    await tx.addWorkspace(workspace)
    await tx.addKey(key, sha256('operator'))
  })
  return new World({ env, directory, clock, committed }, workspace, key)
}

/** An id that nothing has: ids rise with time, and this one is from before the first. */
export const nothing = { account: asId<AccountId>(1), group: asId<GroupId>(2) }

/** What happened to each person, in short: `added`, or `refused group_full`. */
export function short(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map(({ outcome, reason }) => (reason === undefined ? outcome : `${outcome} ${reason}`))
}

/** A page that holds everything a test makes. */
export const page = { limit: 1000, after: null }
