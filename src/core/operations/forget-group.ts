import { Type } from 'typebox'
import { onGroup } from '../fields.ts'
import { leaving } from '../leaving.ts'
import { groupOperation, headOf, type OnGroup } from '../operation.ts'
import { demand } from '../permissions.ts'

export const forgetGroup = groupOperation<OnGroup, { readonly forgotten: true }>()({
  name: 'forgetGroup',
  summary: "Take a group and its messages out of the account's list; leaves it first. Others keep the group.",
  kind: 'group',
  scope: 'write',
  feature: 'forgetGroup',
  on: 'existing',
  whileSuspended: () => true,
  needsSuccessor: true,
  input: Type.Object(onGroup),
  decide(set) {
    demand('read', set.own?.standing ?? null, headOf(set).settings)
    leaving(set)
    return []
  },
  apply: (set) => ({
    output: () => ({ forgotten: true }),
    events: leaving(set).events,
    view: { ...set.view, hidden: true },
  }),
})
