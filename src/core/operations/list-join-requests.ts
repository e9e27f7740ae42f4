import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onGroup, paging } from '../fields.ts'
import type { Membership } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, ...paging })
type Input = Static<typeof Input>

export const listJoinRequests = readOperation<Input, Page<Membership>>()({
  name: 'listJoinRequests',
  summary: 'List who asks to be let in, longest first.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head } = await lookAt(context, input, 'listJoinRequests', 'manage_join_requests')
    return context.reader.members(head.id, ['requested'], input)
  },
})
