import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import type { Event } from '../event.ts'
import { onGroup, paging } from '../fields.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, ...paging })
type Input = Static<typeof Input>

export const listGroupEvents = readOperation<Input, Page<Event>>()({
  name: 'listGroupEvents',
  summary: "List a group's events from a revision on, oldest first.",
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head } = await lookAt(context, input, 'listGroupEvents', 'read_participants')
    return context.reader.groupEvents(head.id, input)
  },
})
