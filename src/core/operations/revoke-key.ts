import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { keyId } from '../fields.ts'
import { workspaceOperation } from '../operation.ts'

const Input = Type.Object({ key: keyId })
type Input = Static<typeof Input>

export const revokeKey = workspaceOperation<Input, { readonly revoked: true }>()({
  name: 'revokeKey',
  summary: 'End a key at once. Doing it twice is harmless.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace, at }, { key: id }) {
    const key = await tx.key(workspace.id, id)
    if (key === null) fail('key_not_found')
    if (key.revoked_at === null) await tx.revokeKey(id, at)
    return { revoked: true }
  },
})
