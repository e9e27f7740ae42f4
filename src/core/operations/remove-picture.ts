import { Type } from 'typebox'
import { onGroup } from '../fields.ts'
import { groupOperation, headOf, type OnGroup } from '../operation.ts'
import { demand } from '../permissions.ts'

export const removePicture = groupOperation<OnGroup, { readonly removed: boolean }>()({
  name: 'removePicture',
  summary: "Remove a group's picture. Doing it twice is harmless.",
  kind: 'group',
  scope: 'write',
  feature: 'removePicture',
  on: 'existing',
  input: Type.Object(onGroup),
  decide(set) {
    demand('edit_info', set.own?.standing ?? null, headOf(set).settings)
    return []
  },
  apply(set) {
    const before = headOf(set).picture
    const hasOne = before !== null
    return {
      output: () => ({ removed: hasOne }),
      events: hasOne ? [{ type: 'picture.changed', picture: null, before }] : [],
      ...(hasOne ? { picture: null } : {}),
    }
  },
})
