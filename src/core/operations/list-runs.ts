import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { Failure } from '../failure.ts'
import { paging } from '../fields.ts'
import { readOperation } from '../operation.ts'
import type { Run } from '../store.ts'

const Input = Type.Object(paging)
type Input = Static<typeof Input>

export const listRuns = readOperation<Input, Page<Run>>()({
  name: 'listRuns',
  summary:
    'List the runs of the workspace, newest first: who did what, and what came of it; refused ones too.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, page) {
    if (key.account !== null) {
      throw new Failure(
        'insufficient_scope',
        'The runs are of the whole workspace; a key bound to one account does not list them.',
      )
    }
    return reader.runs(workspace.id, page)
  },
})
