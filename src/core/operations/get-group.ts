import { Type } from 'typebox'
import { lookAt } from '../access.ts'
import { onGroup } from '../fields.ts'
import { type OnGroup, readOperation } from '../operation.ts'
import { type GroupView, unreadMax, viewOf } from '../views.ts'

export const getGroup = readOperation<OnGroup, GroupView>()({
  name: 'getGroup',
  summary: 'Get a group as the account sees it.',
  kind: 'read',
  scope: 'read',
  input: Type.Object(onGroup),
  async read(context, input) {
    const { head, own, view, account } = await lookAt(context, input, 'getGroup', 'read')
    const unread = await context.reader.unread(head.id, view.read_to, account.person.id, unreadMax)
    return viewOf(head, own, view, unread)
  },
})
