import { Type } from 'typebox'
import { onGroup } from '../fields.ts'
import { groupOperation, headOf, type OnGroup } from '../operation.ts'
import { demand } from '../permissions.ts'
import { type GroupView, viewAfter } from '../views.ts'

export const unsuspendGroup = groupOperation<OnGroup, { readonly group: GroupView }>()({
  name: 'unsuspendGroup',
  summary: 'Let a suspended group go on.',
  kind: 'group',
  scope: 'admin',
  feature: 'unsuspendGroup',
  on: 'existing',
  needsUnread: true,
  whileSuspended: () => true,
  input: Type.Object(onGroup),
  decide(set) {
    demand('read', set.own?.standing ?? null, headOf(set).settings)
    return []
  },
  apply(set) {
    const { suspension: before } = headOf(set)
    return {
      output: (after) => ({ group: viewAfter(set, after) }),
      events: before === null ? [] : [{ type: 'group.unsuspended', before }],
    }
  },
})
