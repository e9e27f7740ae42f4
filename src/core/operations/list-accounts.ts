import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { paging, skip } from '../fields.ts'
import type { Account } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({
  ...paging,
  skip,
  /** `created`: oldest first, paged by key. `name`: by name, for wires that page by offset. */
  order: Type.Enum(['created', 'name']),
  /** Only accounts of these profiles. */
  profiles: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 100 })),
  /** Only accounts whose name holds this text, in any case. */
  search: Type.Optional(Type.String({ maxLength: 256 })),
})
type Input = Static<typeof Input>

export const listAccounts = readOperation<Input, Page<Account>>()({
  name: 'listAccounts',
  summary: 'List the accounts of the workspace; a key bound to one account sees only that.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, input) {
    if (key.account === null) return reader.accounts(workspace.id, { ...input, skip: input.skip ?? 0 })
    const isFirst = input.after === null && (input.skip ?? 0) === 0
    const own = isFirst ? await reader.account(workspace.id, key.account) : null
    return { items: own === null ? [] : [own], next: null }
  },
})
