import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onGroup, paging } from '../fields.ts'
import type { Invite } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, ...paging })
type Input = Static<typeof Input>

export const listInvites = readOperation<Input, Page<Invite>>()({
  name: 'listInvites',
  summary: "List a group's invites, newest first, those that ended too.",
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head } = await lookAt(context, input, 'listInvites', 'manage_invites')
    return context.reader.invites(head.id, input)
  },
})
