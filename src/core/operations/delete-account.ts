import { Type } from 'typebox'
import { accountFacts } from '../account-facts.ts'
import { fail } from '../failure.ts'
import { onAccount } from '../fields.ts'
import { type OnAccount, workspaceOperation } from '../operation.ts'

export const deleteAccount = workspaceOperation<OnAccount, { readonly deleted: true }>()({
  name: 'deleteAccount',
  summary: 'Disconnect an account for good. Its groups and what it did there stay.',
  kind: 'workspace',
  scope: 'admin',
  input: Type.Object(onAccount),
  async change({ tx, workspace, at, notify }, { account: id }) {
    const account = await tx.account(workspace.id, id)
    if (account === null) fail('account_not_found')
    await tx.deleteAccount(id, at)
    await notify({ type: 'account.deleted', ...accountFacts(account) }, account)
    return { deleted: true }
  },
})
