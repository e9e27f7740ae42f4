import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onGroup, paging } from '../fields.ts'
import type { Membership } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, ...paging })
type Input = Static<typeof Input>

export const listBans = readOperation<Input, Page<Membership>>()({
  name: 'listBans',
  summary: 'List who is banned, longest first.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head } = await lookAt(context, input, 'listBans', 'manage_bans')
    return context.reader.members(head.id, ['banned'], input)
  },
})
