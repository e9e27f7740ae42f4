import { type Static, Type } from 'typebox'
import { line } from '../fields.ts'
import type { Key, KeyId, Workspace, WorkspaceId } from '../model.ts'
import { workspaceOperation } from '../operation.ts'

const Input = Type.Object({ name: Type.String({ maxLength: 256 }) })
type Input = Static<typeof Input>

export interface CreatedWorkspace {
  readonly workspace: Workspace
  readonly key: Key
  /** The secret of its first admin key, shown this once; null in the answer to a repeated request. */
  readonly secret: string | null
}

export const createWorkspace = workspaceOperation<Input, CreatedWorkspace>()({
  name: 'createWorkspace',
  summary: 'Make a workspace, a tenant of its own, with its first admin key.',
  kind: 'workspace',
  scope: 'operator',
  input: Input,
  async change({ tx, id, at, ports }, input) {
    const workspace: Workspace = {
      id: id() as WorkspaceId,
      name: line('name', input.name),
      created_at: at,
      limits: {},
    }
    await tx.addWorkspace(workspace)
    const { secret, hash } = ports.secret()
    const key: Key = {
      id: id() as KeyId,
      workspace: workspace.id,
      name: 'first admin key',
      scopes: ['admin'],
      account: null,
      parent: null,
      created_at: at,
      expires_at: null,
      revoked_at: null,
    }
    await tx.addKey(key, hash)
    return { workspace, key, secret }
  },
  remembers: (made) => ({ ...made, secret: null }),
})
