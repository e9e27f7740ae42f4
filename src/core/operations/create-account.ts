import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { alias as aliasOf, entries, line, metadata } from '../fields.ts'
import type { Account, AccountId, Person, PersonId, WorkspaceId } from '../model.ts'
import { limitNames } from '../network.ts'
import { accountFacts } from '../notices.ts'
import { type ChangeContext, type ReadContext, workspaceOperation } from '../operation.ts'
import type { Reader } from '../store.ts'

export const limitsInput = Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 1_000_000_000 }))

const Input = Type.Object({
  network: Type.String(),
  /** The network's own choice when null. */
  profile: Type.Union([Type.String(), Type.Null()]),
  name: Type.String({ maxLength: 256 }),
  /** An id of the caller's own; letters, digits, `_`, `-` and `.`, and none of ours. */
  alias: Type.Optional(Type.String({ maxLength: 128 })),
  /** The account's own person; made up when null. */
  user_id: Type.Union([Type.String({ minLength: 1, maxLength: 256 }), Type.Null()]),
  limits: Type.Optional(limitsInput),
  metadata: Type.Optional(metadata),
})
type Input = Static<typeof Input>

/** Refuses limits that no network has. */
export function demandKnownLimits(limits: Readonly<Record<string, number>>): void {
  for (const name of Object.keys(limits)) {
    if (!Object.hasOwn(limitNames, name)) {
      fail('invalid_input', `There is no limit \`${name}\`; there are ${Object.keys(limitNames).join(', ')}.`)
    }
  }
}

/** Refuses an alias that could be taken for something else in a path, or that another account has. */
async function demandFree(reader: Reader, workspace: WorkspaceId, alias: string): Promise<void> {
  aliasOf('an account', 'acc_', alias)
  if ((await reader.accountByAlias(workspace, alias)) !== null) {
    fail('already_exists', `There is an account with the id ${alias} already; use it, or choose another.`)
  }
}

type Looking = ReadContext & Pick<ChangeContext, 'id'>

/** What the account is of, and whose: of what was asked for, without a look at what is kept. */
function asked({ networks, id }: Looking, input: Input) {
  const network = networks.get(input.network)
  if (network === undefined) {
    fail(
      'network_not_found',
      `There is no network \`${input.network}\` here; there are: ${[...networks.keys()].join(', ')}.`,
    )
  }
  const profile = network.profiles.get(input.profile ?? network.defaultProfile)
  if (profile === undefined) {
    fail(
      'network_not_found',
      `The network has no profile \`${input.profile}\`; it has: ${[...network.profiles.keys()].join(', ')}.`,
    )
  }
  demandKnownLimits(input.limits ?? {})
  const unique = id()
  const spelling = network.person(input.user_id ?? network.ownUserId(profile, unique), profile)
  if ('problem' in spelling) fail('invalid_person', spelling.problem)
  return { network, profile, unique, userId: spelling.user_id }
}

/** Whoever is known by the user id that the account is for. */
async function findPerson({ reader, workspace }: Looking, { profile, userId }: ReturnType<typeof asked>) {
  const [found] = await reader.named(workspace.id, profile.directory, [userId], null)
  return found?.person ?? null
}

export const createAccount = workspaceOperation<Input, { readonly account: Account }>()({
  name: 'createAccount',
  summary: 'Connect an account, the actor of every group operation.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  foresee: async (context, input) =>
    Promise.all([
      findPerson(context, asked(context, input)),
      input.alias === undefined ? null : context.reader.accountByAlias(context.workspace.id, input.alias),
    ]),
  async change(context, input) {
    const { tx, workspace, id, at, notify } = context
    const about = asked(context, input)
    const { network, profile, unique, userId } = about
    const name = line('name', input.name)
    const known = await findPerson(context, about)
    const person: Person = { id: known?.id ?? (id() as PersonId), user_id: userId, name }
    const others = known === null ? [] : await tx.accountsOf([known.id])
    if (others.some((other) => other.profile === profile.id)) {
      fail(
        'already_exists',
        `There is an account for ${person.user_id} with the profile ${profile.id} already; list the accounts to find it.`,
      )
    }
    const alias = input.alias ?? null
    if (alias !== null) await demandFree(tx, workspace.id, alias)
    if (known === null) await tx.addPeople(workspace.id, profile.directory, [person])
    else await tx.renamePerson(person.id, name)
    const account: Account = {
      id: unique as AccountId,
      workspace: workspace.id,
      network: network.id,
      profile: profile.id,
      alias,
      name,
      person,
      status: 'running',
      metadata: entries(input.metadata ?? {}),
      limits: input.limits ?? {},
      created_at: at,
    }
    await tx.addAccount(account)
    await notify({ type: 'account.created', ...accountFacts(account) }, account)
    return { account }
  },
})
