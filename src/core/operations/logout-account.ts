import { Type } from 'typebox'
import { accountFacts } from '../account-facts.ts'
import { fail } from '../failure.ts'
import { onAccount } from '../fields.ts'
import type { Account } from '../model.ts'
import { type OnAccount, workspaceOperation } from '../operation.ts'

export const logoutAccount = workspaceOperation<OnAccount, { readonly account: Account }>()({
  name: 'logoutAccount',
  summary: 'Log an account out: it stays, and acts no more until it is logged in again.',
  kind: 'workspace',
  scope: 'admin',
  input: Type.Object(onAccount),
  async change({ tx, workspace, notify }, { account: id }) {
    const account = await tx.account(workspace.id, id)
    if (account === null) fail('account_not_found')
    const next: Account = { ...account, status: 'disconnected' }
    await tx.setAccount(next)
    // What was so already did not happen.
    if (account.status !== next.status)
      await notify({ type: 'account.disconnected', ...accountFacts(next) }, next)
    return { account: next }
  },
})
