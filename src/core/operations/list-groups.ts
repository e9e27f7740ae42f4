import { type Static, Type } from 'typebox'
import { demandFeature, resolveActor } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onAccount, paging, skip, withPeople } from '../fields.ts'
import { readOperation } from '../operation.ts'
import { type GroupView, unreadMax, viewOf, withPeopleOf } from '../views.ts'

const Input = Type.Object({
  ...onAccount,
  ...paging,
  skip,
  people: withPeople,
  /** `created`: newest group first. `activity`: last message first. */
  order: Type.Enum(['created', 'activity']),
})
type Input = Static<typeof Input>

export const listGroups = readOperation<Input, Page<GroupView>>()({
  name: 'listGroups',
  summary: "List the account's groups, those it has left too.",
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, { account: id, order, limit, after, skip = 0, people }) {
    const actor = await resolveActor(context, id)
    demandFeature(actor, 'listGroups')
    const { person } = actor.account
    const { items, next } = await context.reader.groupsOf(person.id, order, { limit, after, skip })
    const views: GroupView[] = []
    for (const { head, own, view } of items) {
      const unread = await context.reader.unread(head.id, view.read_to, person.id, unreadMax)
      views.push(await withPeopleOf(context.reader, viewOf(head, own, view, unread), people))
    }
    return { items: views, next }
  },
})
