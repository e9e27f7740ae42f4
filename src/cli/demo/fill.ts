/** Carries out the demo's plan through the API. What is there from an earlier time is found and left alone. */
import { type CallOptions, type Muster, MusterError, pages, type Schemas } from 'muster-sdk'
import { type AccountPlan, accounts, type GroupPlan, groups, type Who, withoutGroups } from './plan.ts'

type Outcome = Schemas['Outcome']

/** What there is when the demo is done. */
export interface Filled {
  readonly accounts: ReadonlyMap<Who, string>
  readonly groups: ReadonlyMap<string, string>
  /** Outcomes of the people who always behave in one way; empty when they were added at an earlier time. */
  readonly sandbox: readonly Outcome[]
  /** What accounts without groups were told. */
  readonly refusals: readonly string[]
}

/** Written to the group's own entries, so that a second run knows the group and whether it is complete. */
const slugEntry = 'demo'
const stateEntry = 'demo_state'
const complete = 'complete'

/** Fills the server; `tell` hears what is being done. */
export async function fill(muster: Muster, tell: (doing: string) => void): Promise<Filled> {
  tell('Connecting accounts')
  const ids = await connectAccounts(muster)
  const made = new Map<string, string>()
  const sandbox: Outcome[] = []
  const known = await knownGroups(muster, ids)
  for (const plan of groups) {
    tell(`${plan.name}${plan.crowd === undefined ? '' : `, with ${plan.crowd.toLocaleString('en')} people`}`)
    const found = known.get(plan.slug)
    const group = found?.id ?? (await createGroup(muster, ids, plan))
    made.set(plan.slug, group)
    if (found?.metadata[stateEntry] !== complete)
      sandbox.push(...(await enliven({ muster, ids, plan, group })))
  }
  tell('Asking for what cannot be')
  return { accounts: ids, groups: made, sandbox, refusals: await refusals(muster, ids) }
}

function idOf(ids: ReadonlyMap<Who, string>, who: Who): string {
  const id = ids.get(who)
  if (id === undefined) throw new Error(`The plan names the account ${who}, which was not connected.`)
  return id
}

async function connectAccounts(muster: Muster): Promise<ReadonlyMap<Who, string>> {
  const present = new Map<string, string>()
  const sign = ({ name, profile }: AccountPlan) => `${profile} ${name}`
  for await (const account of pages(muster.listAccounts, { limit: 1000 }))
    present.set(sign(account), account.id)
  const ids = new Map<Who, string>()
  for (const who of Object.keys(accounts) as Who[]) {
    const plan = accounts[who]
    ids.set(who, present.get(sign(plan)) ?? (await muster.createAccount({ ...plan })).id)
  }
  return ids
}

type Known = Pick<Schemas['Group'], 'id' | 'metadata'>

/** The demo's groups that are there, by slug, as their owners see them. */
async function knownGroups(
  muster: Muster,
  ids: ReadonlyMap<Who, string>,
): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>()
  for (const who of new Set(groups.map((plan) => plan.owner))) {
    for await (const group of pages(muster.listGroups, { account: idOf(ids, who), limit: 1000 })) {
      const plan = groups.find(({ slug }) => slug === group.metadata[slugEntry])
      if (plan?.owner === who && !group.read_only) known.set(plan.slug, group)
    }
  }
  return known
}

async function createGroup(muster: Muster, ids: ReadonlyMap<Who, string>, plan: GroupPlan): Promise<string> {
  const { group } = await muster.createGroup({
    account: idOf(ids, plan.owner),
    name: plan.name,
    description: plan.description,
    tags: [...(plan.tags ?? [])],
    settings: { ...plan.settings },
    metadata: { [slugEntry]: plan.slug },
    participants: plan.participants,
  })
  return group.id
}

interface Scene {
  readonly muster: Muster
  readonly ids: ReadonlyMap<Who, string>
  readonly plan: GroupPlan
  readonly group: string
}

/** Everything that happens in one group. Each step has a key that stays, so that a run which broke off is continued. */
async function enliven(scene: Scene): Promise<readonly Outcome[]> {
  const { muster, ids, plan, group } = scene
  const account = idOf(ids, plan.owner)
  const step = (name: string): CallOptions => ({ idempotencyKey: `demo-${group}-${name}` })
  if (plan.crowd !== undefined) {
    const participants = Array.from({ length: plan.crowd }, (_, index) => `demo-guest-${index + 1}`)
    await muster.addParticipants({ account, group, participants }, step('crowd'))
  }
  const outcomes = plan.sandbox === true ? await addSandbox(scene, step('sandbox')) : []
  for (const [index, [who, text]] of plan.messages.entries()) {
    await muster.sendMessage({ account: idOf(ids, who), group, text }, step(`message-${index}`))
  }
  for (const who of [plan.asks, plan.joins]) if (who !== undefined) await enter(scene, who, step)
  if (plan.banned !== undefined) {
    const ban = { account, group, participants: [plan.banned], reason: 'advertising' }
    await muster.banParticipants(ban, step('ban'))
  }
  for (const who of plan.leaves ?? [])
    await muster.leaveGroup({ account: idOf(ids, who), group }, step(`leave-${who}`))
  const metadata = { [slugEntry]: plan.slug, [stateEntry]: complete }
  await muster.updateGroup({ account, group, metadata }, step('complete'))
  return outcomes
}

async function addSandbox(
  { muster, ids, plan, group }: Scene,
  call: CallOptions,
): Promise<readonly Outcome[]> {
  const { profiles } = await muster.getCapabilities({ network: 'builtin' })
  const { profile } = accounts[plan.owner]
  const people = profiles.find((one) => one.id === profile)?.sandbox ?? []
  const input = { account: idOf(ids, plan.owner), group, participants: people.map((one) => one.id) }
  return (await muster.addParticipants(input, call)).outcomes
}

/** An account comes in by an invite; where the group or the invite wants an admin's word, it waits. */
async function enter(
  { muster, ids, plan, group }: Scene,
  who: Who,
  step: (name: string) => CallOptions,
): Promise<void> {
  const invite = { account: idOf(ids, plan.owner), group, uses_max: 10, approval: plan.asks === who }
  const { code } = await muster.createInvite(invite, step(`invite-${who}`))
  await muster.joinGroup({ account: idOf(ids, who), code }, step(`join-${who}`))
}

/** Accounts without groups say so when a group is wanted. */
async function refusals(muster: Muster, ids: ReadonlyMap<Who, string>): Promise<readonly string[]> {
  const told: string[] = []
  for (const who of withoutGroups) {
    try {
      await muster.createGroup({ account: idOf(ids, who), name: 'Impossible' }, { dryRun: true })
    } catch (error) {
      if (!(error instanceof MusterError) || error.code !== 'unsupported_by_network') throw error
      told.push(`${accounts[who].name}: ${error.detail}`)
    }
  }
  return told
}
