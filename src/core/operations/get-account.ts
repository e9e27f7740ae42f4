import { Type } from 'typebox'
import { fail } from '../failure.ts'
import { onAccount } from '../fields.ts'
import type { Account } from '../model.ts'
import { type OnAccount, readOperation } from '../operation.ts'

export const getAccount = readOperation<OnAccount, { readonly account: Account }>()({
  name: 'getAccount',
  summary: 'Get an account.',
  kind: 'read',
  scope: 'read',
  input: Type.Object(onAccount),
  async read({ reader, workspace }, { account: id }) {
    const account = await reader.account(workspace.id, id)
    if (account === null) fail('account_not_found')
    return { account }
  },
})
