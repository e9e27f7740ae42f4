import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onGroup, paging, skip } from '../fields.ts'
import type { Membership } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, ...paging, skip })
type Input = Static<typeof Input>

export const listJoinRequests = readOperation<Input, Page<Membership>>()({
  name: 'listJoinRequests',
  summary: 'List who asks to be let in, longest first.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head } = await lookAt(context, input, 'listJoinRequests', 'manage_join_requests')
    const { limit, after, skip: skipped = 0 } = input
    return context.reader.members(head.id, ['requested'], { limit, after, skip: skipped })
  },
})
