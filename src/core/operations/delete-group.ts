import { Type } from 'typebox'
import { onGroup } from '../fields.ts'
import { groupOperation, headOf, type OnGroup } from '../operation.ts'
import { demand } from '../permissions.ts'

export const deleteGroup = groupOperation<OnGroup, { readonly deleted: true }>()({
  name: 'deleteGroup',
  summary: 'End a group for everybody. Only its owner may.',
  kind: 'group',
  scope: 'write',
  feature: 'deleteGroup',
  on: 'existing',
  whileSuspended: () => true,
  input: Type.Object(onGroup),
  decide(set) {
    demand('delete', set.own?.standing ?? null, headOf(set).settings)
    return []
  },
  apply: () => ({ output: () => ({ deleted: true }), events: [{ type: 'group.deleted' }] }),
})
