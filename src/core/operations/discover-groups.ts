import { type Static, Type } from 'typebox'
import { demandFeature, resolveActor } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onAccount, paging } from '../fields.ts'
import { readOperation } from '../operation.ts'
import type { Discovered } from '../store.ts'

const Input = Type.Object({ ...onAccount, ...paging })
type Input = Static<typeof Input>

export const discoverGroups = readOperation<Input, Page<Discovered>>()({
  name: 'discoverGroups',
  summary: 'List the groups that may be discovered, whether or not the account is in them.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, { account: id, limit, after }) {
    const actor = await resolveActor(context, id)
    demandFeature(actor, 'discoverGroups')
    const { account, network, profile } = actor
    const page = { limit, after }
    return context.reader.discoverable(
      account.workspace,
      network.id,
      profile.directory,
      account.person.id,
      page,
    )
  },
})
