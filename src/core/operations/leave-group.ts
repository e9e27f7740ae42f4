import { Type } from 'typebox'
import { onGroup } from '../fields.ts'
import { leaving } from '../leaving.ts'
import { groupOperation, headOf, type OnGroup } from '../operation.ts'
import { demand } from '../permissions.ts'
import { type GroupView, viewAfter } from '../views.ts'

export const leaveGroup = groupOperation<
  OnGroup,
  { readonly group: GroupView; readonly successor: string | null }
>()({
  name: 'leaveGroup',
  summary: 'Leave a group. It stays in the list, read-only, with the messages until then.',
  kind: 'group',
  scope: 'write',
  feature: 'leaveGroup',
  on: 'existing',
  whileSuspended: () => true,
  needsSuccessor: true,
  input: Type.Object(onGroup),
  decide(set) {
    // Leaving twice is harmless: the second time nothing happens.
    if (set.own?.standing !== 'left') demand('leave', set.own?.standing ?? null, headOf(set).settings)
    leaving(set)
    return []
  },
  apply(set) {
    const { events, successor } = leaving(set)
    return { output: (after) => ({ group: viewAfter(set, after, 'left'), successor }), events }
  },
})
