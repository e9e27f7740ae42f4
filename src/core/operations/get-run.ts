import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { runId } from '../fields.ts'
import { readOperation } from '../operation.ts'
import type { Run } from '../store.ts'

const Input = Type.Object({ run: runId })
type Input = Static<typeof Input>

export const getRun = readOperation<Input, { readonly run: Run }>()({
  name: 'getRun',
  summary: 'Get a run: who did what, and what came of it.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, { run: id }) {
    const run = await reader.run(workspace.id, id)
    if (run === null || (key.account !== null && run.account !== key.account)) fail('run_not_found')
    return { run }
  },
})
