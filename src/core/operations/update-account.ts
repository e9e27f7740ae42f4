import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { entries, line, metadata, onAccount } from '../fields.ts'
import type { Account } from '../model.ts'
import { workspaceOperation } from '../operation.ts'
import { demandKnownLimits, limitsInput } from './create-account.ts'

const Input = Type.Object({
  ...onAccount,
  name: Type.Optional(Type.String({ maxLength: 256 })),
  metadata: Type.Optional(metadata),
  limits: Type.Optional(limitsInput),
})
type Input = Static<typeof Input>

export const updateAccount = workspaceOperation<Input, { readonly account: Account }>()({
  name: 'updateAccount',
  summary: "Change an account's name, metadata or limits.",
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace }, input) {
    const account = await tx.account(workspace.id, input.account)
    if (account === null) fail('account_not_found')
    demandKnownLimits(input.limits ?? {})
    const name = input.name === undefined ? account.name : line('name', input.name)
    const person = { ...account.person, name: input.name === undefined ? account.person.name : name }
    const next: Account = {
      ...account,
      name,
      person,
      metadata: entries(input.metadata ?? account.metadata),
      limits: input.limits ?? account.limits,
    }
    await tx.setAccount(next)
    if (person.name !== account.person.name) await tx.renamePerson(person.id, person.name)
    return { account: next }
  },
})
