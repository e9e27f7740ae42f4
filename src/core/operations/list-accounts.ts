import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { paging } from '../fields.ts'
import type { Account } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object(paging)
type Input = Static<typeof Input>

export const listAccounts = readOperation<Input, Page<Account>>()({
  name: 'listAccounts',
  summary: 'List the accounts of the workspace; a key bound to one account sees only that.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, page) {
    if (key.account === null) return reader.accounts(workspace.id, page)
    const own = page.after === null ? await reader.account(workspace.id, key.account) : null
    return { items: own === null ? [] : [own], next: null }
  },
})
