import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import type { Network } from '../network.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ network: Type.String() })
type Input = Static<typeof Input>

export const getCapabilities = readOperation<Input, { readonly network: Network }>()({
  name: 'getCapabilities',
  summary: 'What a network can do with each profile, its limits with their sources, and its sandbox people.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ networks }, input) {
    const network = networks.get(input.network)
    if (network === undefined) fail('network_not_found')
    return { network }
  },
})
