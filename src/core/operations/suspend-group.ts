import { type Static, Type } from 'typebox'
import { line, onGroup } from '../fields.ts'
import { groupOperation, headOf } from '../operation.ts'
import { demand } from '../permissions.ts'
import { type GroupView, viewAfter } from '../views.ts'

const Input = Type.Object({
  ...onGroup,
  /** Why, for everybody who may read the group. */
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
})
type Input = Static<typeof Input>

export const suspendGroup = groupOperation<Input, { readonly group: GroupView }>()({
  name: 'suspendGroup',
  summary:
    'Freeze a group: until it is unsuspended it can be read, left and deleted, what is over ends, and nothing else changes.',
  kind: 'group',
  // Moderation by whoever runs the workspace: the key decides, not the role of the account.
  scope: 'admin',
  feature: 'suspendGroup',
  on: 'existing',
  needsUnread: true,
  whileSuspended: () => true,
  input: Input,
  decide(set, { reason }) {
    demand('read', set.own?.standing ?? null, headOf(set).settings)
    if (reason !== undefined) line('reason', reason)
    return []
  },
  apply(set, { reason }) {
    // Doing it twice is harmless: the first reason stays.
    const isSuspended = headOf(set).suspension !== null
    return {
      output: (after) => ({ group: viewAfter(set, after) }),
      events: isSuspended
        ? []
        : [{ type: 'group.suspended', reason: reason === undefined ? null : line('reason', reason) }],
    }
  },
})
