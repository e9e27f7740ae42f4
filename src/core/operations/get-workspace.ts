import { Type } from 'typebox'
import type { Workspace } from '../model.ts'
import { readOperation } from '../operation.ts'

export const getWorkspace = readOperation<Record<never, never>, { readonly workspace: Workspace }>()({
  name: 'getWorkspace',
  summary: "Get the key's own workspace.",
  kind: 'read',
  scope: 'read',
  input: Type.Object({}),
  read: async ({ workspace }) => ({ workspace }),
})
