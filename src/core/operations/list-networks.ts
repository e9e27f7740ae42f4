import { Type } from 'typebox'
import type { Network } from '../network.ts'
import { readOperation } from '../operation.ts'

export const listNetworks = readOperation<Record<never, never>, { readonly networks: readonly Network[] }>()({
  name: 'listNetworks',
  summary: 'List the networks of this server and their profiles.',
  kind: 'read',
  scope: 'read',
  input: Type.Object({}),
  read: async ({ networks }) => ({ networks: [...networks.values()] }),
})
