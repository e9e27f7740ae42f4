import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { groupId, paging, skip } from '../fields.ts'
import type { Account, GroupId, WorkspaceId } from '../model.ts'
import { readOperation } from '../operation.ts'
import type { Reader } from '../store.ts'

const Input = Type.Object({
  ...paging,
  skip,
  /** `created`: oldest first, paged by key. `name`: by name, for wires that page by offset. */
  order: Type.Enum(['created', 'name']),
  /** Only accounts of these profiles. */
  profiles: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 100 })),
  /** Only accounts whose name holds this text, in any case. */
  search: Type.Optional(Type.String({ maxLength: 256 })),
  /** Only accounts that are in this group; oldest first, and without the other filters. */
  group: Type.Optional(groupId),
})
type Input = Static<typeof Input>

/** A page of the accounts that are in a group: they are few, so all of them are read. */
async function accountsIn(
  reader: Reader,
  workspace: WorkspaceId,
  group: GroupId,
  { limit, after }: Pick<Input, 'limit' | 'after'>,
): Promise<Page<Account>> {
  const head = await reader.head(group)
  const all = head === null ? [] : await reader.accountsIn(workspace, group, head.revision)
  const rest = all.filter(({ id }) => id > (after?.[0] ?? 0))
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rest.length > limit && last !== undefined ? [last.id] : null }
}

export const listAccounts = readOperation<Input, Page<Account>>()({
  name: 'listAccounts',
  summary: 'List the accounts of the workspace; a key bound to one account sees only that.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, input) {
    const { group, ...listing } = input
    if (key.account === null) {
      if (group !== undefined) return accountsIn(reader, workspace.id, group, input)
      return reader.accounts(workspace.id, { ...listing, skip: input.skip ?? 0 })
    }
    const isFirst = input.after === null && (input.skip ?? 0) === 0
    const own = isFirst ? await reader.account(workspace.id, key.account) : null
    return { items: own === null ? [] : [own], next: null }
  },
})
