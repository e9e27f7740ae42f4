import { Type } from 'typebox'
import { accountFacts } from '../account-facts.ts'
import { fail } from '../failure.ts'
import { onAccount } from '../fields.ts'
import type { Account } from '../model.ts'
import { type OnAccount, workspaceOperation } from '../operation.ts'

export const loginAccount = workspaceOperation<OnAccount, { readonly account: Account }>()({
  name: 'loginAccount',
  summary: 'Log an account in again. Doing it twice is harmless.',
  kind: 'workspace',
  scope: 'admin',
  input: Type.Object(onAccount),
  async change({ tx, workspace, notify }, { account: id }) {
    const account = await tx.account(workspace.id, id)
    if (account === null) fail('account_not_found')
    const next: Account = { ...account, status: 'running' }
    await tx.setAccount(next)
    // What was so already did not happen.
    if (account.status !== next.status)
      await notify({ type: 'account.connected', ...accountFacts(next) }, next)
    return { account: next }
  },
})
