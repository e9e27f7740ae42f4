/**
 * How an operation is carried out: scope → account → the group's turn → working set → revision, capability →
 * decide → ask → apply → one transaction that finishes the run, appends the events and projects them → the feed.
 * A network that answers later is asked outside of any transaction, after the run is on record.
 */
import type { Validator } from 'typebox/compile'
import { Compile } from 'typebox/compile'
import { demandScope, resolveActor } from './access.ts'
import type { Call, Environment, Result } from './environment.ts'
import { type Event, foldHead, type Happening, type Notice, namedIn } from './event.ts'
import { assert, Failure, fail, fromRecord, kindOf, toRecord } from './failure.ts'
import type { AccountId, AccountRef, GroupId, Person, RunId, Scope } from './model.ts'
import type { LimitName, PersonWord, Words } from './network.ts'
import type {
  Asked,
  ChangeContext,
  Given,
  GroupOperation,
  OnAccount,
  Operation,
  ReadContext,
  WorkingSet,
  WorkspaceOperation,
} from './operation.ts'
import { noticeFailure, noticeRefusal } from './refusal.ts'
import type { Reader, Remembered, Run, Tx } from './store.ts'
import { limitFor, loadWorkingSet } from './working-set.ts'

const compiled = new WeakMap<object, Validator>()

function validate(operation: Operation, input: unknown): void {
  let validator = compiled.get(operation)
  if (validator === undefined) {
    validator = Compile(operation.input)
    compiled.set(operation, validator)
  }
  if (validator.Check(input)) return
  const [error] = validator.Errors(input)
  const where = error?.instancePath.replaceAll('/', '.').replace(/^\./, '') ?? ''
  fail(
    'invalid_input',
    `${where === '' ? 'The input' : `\`${where}\``} ${error?.message ?? 'is not as documented'}.`,
  )
}

/** Carries out any operation. Throws a `Failure` for expected trouble. */
export async function execute<I, O>(
  around: Environment,
  call: Call,
  operation: Operation<I, O>,
  given: I | Given<I>,
): Promise<Result<O>> {
  const env = withinWall(around, call, operation.scope)
  const input = await resolveAliases<I>(env, call, given)
  validate(operation as Operation, input)
  demandScope(call.key, operation.scope, input)
  switch (operation.kind) {
    case 'read':
      return {
        output: await operation.read(readContext(env, call), input),
        run: null,
        revision: null,
        replayed: false,
      }
    case 'workspace': {
      const prepared = (await operation.prepare?.(env.ports, input)) ?? input
      return write(env, call, operation, prepared, (run) =>
        changeWorkspace(env, call, operation, prepared, run),
      )
    }
    case 'group': {
      const prepared = await prepare(env, call, operation, input)
      return write(env, call, operation, prepared, (run) =>
        changeGroup(env, call, { operation, input: prepared, run, recorded: false }),
      )
    }
  }
}

/** All but an operator's work goes through a store that shows the caller's workspace and no other. */
function withinWall(env: Environment, call: Call, scope: Operation['scope']): Environment {
  return scope === 'operator' ? env : { ...env, store: env.store.within(call.workspace.id) }
}

/** The input with the own ids of account and group, where the caller named them by ids that callers chose. */
async function resolveAliases<I>(env: Environment, call: Call, given: I | Given<I>): Promise<I> {
  const { account, group } = Object(given) as { readonly account?: unknown; readonly group?: unknown }
  // Without an alias the two types are one.
  if (typeof account !== 'string' && typeof group !== 'string') return given as I
  return {
    ...given,
    ...(typeof account === 'string' ? { account: await accountBehind(env, call, account) } : {}),
    ...(typeof group === 'string' ? { group: await groupBehind(env, call, group) } : {}),
  } as I
}

async function accountBehind(env: Environment, call: Call, alias: string): Promise<AccountId> {
  const account = await env.store.read.accountByAlias(call.workspace.id, alias)
  if (account === null) fail('account_not_found')
  return account.id
}

async function groupBehind(env: Environment, call: Call, alias: string): Promise<GroupId> {
  return (await env.store.read.groupByAlias(call.workspace.id, alias)) ?? fail('group_not_found')
}

function readContext(env: Environment, call: Call): ReadContext {
  return {
    reader: env.store.read,
    key: call.key,
    workspace: call.workspace,
    networks: env.networks,
    at: env.now(),
  }
}

async function prepare<I, O>(
  env: Environment,
  call: Call,
  operation: GroupOperation<I, O>,
  input: I,
): Promise<I> {
  if (operation.prepare === undefined) return input
  const { account, profile } = await resolveActor(readContext(env, call), accountOf(input))
  return operation.prepare(env.ports, input, limitFor(call.workspace, account, profile))
}

/** A limit as it holds now for the account that acts, for a caller whose key may do this. */
export async function limitOf(
  around: Environment,
  call: Call,
  scope: Scope,
  given: { readonly account: AccountRef },
  name: LimitName,
): Promise<number> {
  const env = withinWall(around, call, scope)
  const input = await resolveAliases<OnAccount>(env, call, given)
  demandScope(call.key, scope, input)
  const { account, profile } = await resolveActor(readContext(env, call), input.account)
  return limitFor(call.workspace, account, profile)(name)
}

function accountOf(input: unknown): AccountId {
  assert(
    typeof input === 'object' && input !== null && 'account' in input,
    'a group operation without an account',
  )
  return input.account as AccountId
}

function groupOf(input: unknown): GroupId | null {
  return typeof input === 'object' && input !== null && 'group' in input ? (input.group as GroupId) : null
}

/** The part that all writes share: the memory of idempotency keys, and the record of what was refused. */
async function write<I, O>(
  env: Environment,
  call: Call,
  operation: GroupOperation<I, O> | WorkspaceOperation<I, O>,
  input: I,
  doing: (run: Run) => Promise<Result<O>>,
): Promise<Result<O>> {
  const run = beginRun(env, call, operation, input)
  try {
    return await doing(run)
  } catch (error) {
    if (!(error instanceof Failure) || call.dryRun || !isWorthRecording(error)) throw error
    const failed: Run = { ...run, status: 'failed', failure: toRecord(error), ended_at: env.now() }
    const notices: Notice[] = []
    // Another request with this key may have ended since: then its answer is the answer to both.
    const earlier = await env.store.transaction(null, async (tx) => {
      const answer = await replay<O>(env, call, tx, run)
      if (answer !== null) return answer
      await tx.addRun(failed)
      await remember(env, call, tx, failed)
      if (operation.kind === 'group') notices.push(...(await noticeFailure(tx, failed)))
      return null
    })
    if (earlier !== null) return earlier
    tell(env, notices)
    throw error
  }
}

/** Trouble that a repetition may not meet again is not the answer to keep. */
function isWorthRecording(failure: Failure): boolean {
  const kind = kindOf(failure)
  return (
    kind !== 'unavailable' &&
    kind !== 'internal' &&
    failure.code !== 'idempotency_key_reused' &&
    failure.code !== 'idempotency_key_running' &&
    failure.facts.recorded !== true
  )
}

function beginRun<I, O>(
  env: Environment,
  call: Call,
  operation: GroupOperation<I, O> | WorkspaceOperation<I, O>,
  input: I,
): Run {
  return {
    id: env.id() as RunId,
    workspace: call.workspace.id,
    key: call.key.id,
    account: typeof input === 'object' && input !== null && 'account' in input ? accountOf(input) : null,
    group: groupOf(input),
    dialect: call.dialect,
    operation: operation.name,
    request_id: call.requestId,
    input: operation.record === undefined ? input : operation.record(input),
    status: 'open',
    output: null,
    failure: null,
    revision: null,
    events: 0,
    started_at: env.now(),
    ended_at: null,
  }
}

function digestOf(env: Environment, run: Run): string {
  return env.digest(JSON.stringify([run.operation, run.input]))
}

async function remember(env: Environment, call: Call, tx: Tx, run: Run): Promise<void> {
  if (call.idempotencyKey === null) return
  await tx.remember({
    key: call.key.id,
    idempotency_key: call.idempotencyKey,
    run: run.id,
    digest: digestOf(env, run),
    expires_at: run.started_at + env.rememberMs,
  })
}

/** What the call's idempotency key stands for already, if it has one. */
async function known(call: Call, reader: Reader): Promise<Remembered | null> {
  return call.idempotencyKey === null ? null : reader.remembered(call.key.id, call.idempotencyKey)
}

/** The answer of an earlier run with this idempotency key, or null when this is the first. */
async function replay<O>(env: Environment, call: Call, tx: Tx, run: Run): Promise<Result<O> | null> {
  const found = await known(call, tx)
  if (found === null || found.expires_at <= env.now()) return null
  if (found.digest !== digestOf(env, run)) fail('idempotency_key_reused')
  const earlier = await tx.run(call.workspace.id, found.run)
  assert(earlier !== null, 'an idempotency key without its run')
  if (earlier.status === 'open') fail('idempotency_key_running')
  if (earlier.failure !== null) {
    const failure = fromRecord(earlier.failure)
    throw new Failure(failure.code, failure.message, { ...failure.facts, recorded: true })
  }
  // The output was written by this very operation, so it has its type.
  return { output: earlier.output as O, run: earlier.id, revision: earlier.revision, replayed: true }
}

/** Ids that are the same each time from the beginning, for what is looked at first and may be carried out again. */
function repeatable(next: () => number): () => () => number {
  const drawn: number[] = []
  return () => {
    let place = 0
    return () => {
      const id = drawn[place] ?? next()
      drawn[place] = id
      place += 1
      return id
    }
  }
}

async function changeWorkspace<I, O>(
  env: Environment,
  call: Call,
  operation: WorkspaceOperation<I, O>,
  input: I,
  run: Run,
): Promise<Result<O>> {
  const transact = call.dryRun ? env.store.rehearse : env.store.transaction
  const notices: Notice[] = []
  const ids = repeatable(env.id)
  const work = async (tx: Tx): Promise<Result<O>> => {
    // A store may carry this out again from its beginning.
    notices.length = 0
    const earlier = await replay<O>(env, call, tx, run)
    if (earlier !== null) return earlier
    const context: ChangeContext = {
      ...readContext(env, call),
      reader: tx,
      tx,
      id: ids(),
      ports: env.ports,
      notify: async (facts, account) => {
        const who = { actor: account?.person ?? null, account: account?.id ?? null, run: run.id }
        const where = { workspace: call.workspace.id, group: null, revision: null }
        const notice: Notice = { ...where, ...who, at: env.now(), facts }
        await tx.addNotice(notice)
        notices.push(notice)
      },
    }
    const output = await operation.change(context, input)
    const kept = operation.remembers === undefined ? output : operation.remembers(output)
    const done: Run = {
      ...run,
      status: 'done',
      output: kept,
      events: notices.length,
      ended_at: env.now(),
    }
    await tx.addRun(done)
    await remember(env, call, tx, done)
    return { output, run: call.dryRun ? null : run.id, revision: null, replayed: false }
  }
  const foresight = (reader: Reader) =>
    Promise.all([
      known(call, reader),
      operation.foresee?.({ ...readContext(env, call), reader, id: ids() }, input),
    ])
  const result = await transact(null, work, foresight)
  if (call.dryRun) return result
  tell(env, notices)
  env.changed(call.workspace.id)
  return result
}

function tell(env: Environment, events: readonly Happening[]): void {
  if (events.length > 0) env.committed(events)
}

/** A group operation on its way. */
interface Doing<I, O> {
  readonly operation: GroupOperation<I, O>
  readonly input: I
  readonly run: Run
  /** The run is on record already, because the network answers later. */
  readonly recorded: boolean
}

interface Finished<O> {
  readonly result: Result<O>
  readonly events: readonly Happening[]
}

/** What the first transaction came to: an end, or an answer to wait for. */
type Step<O> = Finished<O> | { readonly later: () => Promise<Words>; readonly asked: readonly Asked[] }

/**
 * Whoever names more people fills a transaction by himself. Looked for beforehand, for all that wait, they would be looked
 * for again with each transaction that has no time for them.
 */
const foreseenMost = 64

async function changeGroup<I, O>(env: Environment, call: Call, doing: Doing<I, O>): Promise<Result<O>> {
  const { operation, input, run } = doing
  const transact = call.dryRun ? env.store.rehearse : env.store.transaction
  const work = async (tx: Tx): Promise<Step<O>> => {
    const earlier = await replay<O>(env, call, tx, run)
    if (earlier !== null) return { result: earlier, events: [] }
    const set = await loadWorkingSet(env, call, tx, operation, input)
    const asked = operation.decide(set, input)
    const network = env.networks.get(set.account.network)
    assert(network !== undefined, 'an account on a network that this server does not have')
    const answer = network.ask({ feature: operation.feature, profile: set.profile, people: asked })
    if ('done' in answer) return finish(env, call, tx, doing, set, wordsBy(asked, answer.done))
    if (call.dryRun)
      return finish(env, call, tx, doing, set, () => ({ word: 'unconfirmed', reason: 'dry_run' }))
    await tx.addRun(run)
    await remember(env, call, tx, run)
    return { later: answer.later, asked }
  }
  // It makes nothing, and so it uses up no ids.
  const seer = { ...env, id: () => 0 }
  const foresight = (reader: Reader) =>
    Promise.all([known(call, reader), loadWorkingSet(seer, call, reader, operation, input)])
  const isForeseen = (operation.names?.(input).length ?? 0) <= foreseenMost
  const step = await transact(run.group, work, isForeseen ? foresight : undefined)
  if ('later' in step) return settle(env, call, { ...doing, recorded: true }, step.later, step.asked)
  tell(env, step.events)
  return step.result
}

/** The second half for a network that answers later: the state may have moved, so everything is decided anew. */
async function settle<I, O>(
  env: Environment,
  call: Call,
  doing: Doing<I, O>,
  later: () => Promise<Words>,
  asked: readonly Asked[],
): Promise<Result<O>> {
  const { operation, input, run } = doing
  const word = wordsBy(asked, await later())
  try {
    const { result, events } = await env.store.transaction(run.group, async (tx) => {
      const set = await loadWorkingSet(env, { ...call, revision: null }, tx, operation, input)
      operation.decide(set, input)
      return finish(env, call, tx, doing, set, word)
    })
    tell(env, events)
    return result
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const failed: Run = { ...run, status: 'failed', failure: toRecord(error), ended_at: env.now() }
    const notices = await env.store.transaction(null, async (tx) => {
      await tx.finishRun(failed)
      return noticeFailure(tx, failed)
    })
    tell(env, notices)
    throw new Failure(error.code, error.message, { ...error.facts, recorded: true }, error.cause)
  }
}

function wordsBy(
  people: readonly { readonly user_id: string }[],
  words: Words,
): (userId: string) => PersonWord {
  assert(
    people.length === words.people.length,
    'a network that answers for other people than it was asked about',
  )
  const byId = new Map(people.map((person, index) => [person.user_id, words.people[index]]))
  return (userId) => byId.get(userId) ?? { word: 'unconfirmed', reason: 'not_asked' }
}

/** Applies the network's words: events, their projection, the record and its memory, all in this transaction. */
async function finish<I, O>(
  env: Environment,
  call: Call,
  tx: Tx,
  doing: Doing<I, O>,
  set: WorkingSet,
  word: (userId: string) => PersonWord,
): Promise<Finished<O>> {
  const { operation, input, run } = doing
  const applied = operation.apply(set, input, word)
  const events = applied.events.map((facts, index): Event => {
    const revision = (set.head?.revision ?? 0) + 1 + index
    const { workspace, account, at, group } = set
    return {
      workspace: workspace.id,
      group,
      revision,
      at,
      actor: account.person,
      account: account.id,
      run: run.id,
      facts,
    }
  })
  const met = newPeople(set, events)
  await tx.addPeople(set.workspace.id, set.profile.directory, met)
  let head = set.head
  for (const event of events) {
    const after = foldHead(head, event)
    await tx.append(head, event, after, met)
    head = after
  }
  assert(head !== null, 'a group operation that leaves no group')
  if (applied.picture !== undefined) await tx.setPicture(head.id, applied.picture)
  if (applied.view !== undefined) await tx.setView(head.id, set.account.person.id, applied.view)
  const output = applied.output(head)
  const done: Run = {
    ...run,
    group: head.id,
    status: 'done',
    output,
    revision: head.revision,
    events: events.length,
    ended_at: env.now(),
  }
  await (doing.recorded ? tx.finishRun(done) : tx.addRun(done))
  await remember(env, call, tx, done)
  const isVain = set.named.length > 0 && events.length === 0
  const told = isVain ? [await noticeRefusal(tx, done, set.account, null)] : events
  return {
    result: { output, run: call.dryRun ? null : run.id, revision: head.revision, replayed: false },
    events: call.dryRun ? [] : told,
  }
}

/** People whom the server meets for the first time, as far as an event names them: a refused one leaves no trace. */
function newPeople(set: WorkingSet, events: readonly Event[]): readonly Person[] {
  const unknown = set.named.filter((named) => named.isNew && !named.repeated)
  if (unknown.length === 0) return []
  const inEvents = new Set(events.flatMap((event) => namedIn(event.facts)))
  return unknown.flatMap(({ person }) => (person !== null && inEvents.has(person.id) ? [person] : []))
}
