import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import { onGroup, withPeople } from '../fields.ts'
import { readOperation } from '../operation.ts'
import { type GroupView, unreadMax, viewOf, withPeopleOf } from '../views.ts'

const Input = Type.Object({ ...onGroup, people: withPeople })
type Input = Static<typeof Input>

export const getGroup = readOperation<Input, GroupView>()({
  name: 'getGroup',
  summary: 'Get a group as the account sees it.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, ...context }, input) {
    const { head, own, view, account } = await lookAt({ reader, ...context }, input, 'getGroup', 'read')
    const unread = await reader.unread(head.id, view.read_to, account.person.id, unreadMax)
    return withPeopleOf(reader, viewOf(head, own, view, unread), input.people)
  },
})
