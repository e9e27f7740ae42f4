import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { Failure } from '../failure.ts'
import { accountId, groupId, keyId, paging } from '../fields.ts'
import { readOperation } from '../operation.ts'
import type { Run } from '../store.ts'

const Input = Type.Object({
  ...paging,
  /** Only runs with this key. */
  key: Type.Optional(keyId),
  /** Only runs of this account. */
  account: Type.Optional(accountId),
  /** Only runs on this group. */
  group: Type.Optional(groupId),
  /** Only runs of this operation. */
  operation: Type.Optional(Type.String({ maxLength: 64 })),
  /** Only runs that are open, done or failed. */
  status: Type.Optional(Type.Enum(['open', 'done', 'failed'])),
  /** Only runs that began at this time or later. */
  since: Type.Optional(Type.Integer()),
  /** Only runs that began before this time. */
  before: Type.Optional(Type.Integer()),
})
type Input = Static<typeof Input>

export const listRuns = readOperation<Input, Page<Run>>()({
  name: 'listRuns',
  summary:
    'List the runs of the workspace, newest first: who did what, and what came of it; refused ones too.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, { limit, after, ...filter }) {
    // An account that is named is the key's own: any other was refused before.
    if (key.account !== null && filter.account === undefined) {
      throw new Failure(
        'insufficient_scope',
        'The runs are of the whole workspace; a key bound to one account lists them with `account`, which names its own.',
      )
    }
    return reader.runs(workspace.id, { limit, after, filter })
  },
})
