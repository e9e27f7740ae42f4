import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { onGroup } from '../fields.ts'
import { groupOperation, headOf } from '../operation.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({ ...onGroup, code: Type.String({ maxLength: 128 }) })
type Input = Static<typeof Input>

export const revokeInvite = groupOperation<Input, { readonly revoked: true }>()({
  name: 'revokeInvite',
  summary: 'End an invite at once. Doing it twice is harmless.',
  kind: 'group',
  scope: 'write',
  feature: 'revokeInvite',
  on: 'existing',
  input: Input,
  decide(set) {
    demand('manage_invites', set.own?.standing ?? null, headOf(set).settings)
    if (set.invite === null) fail('invite_not_found')
    return []
  },
  apply: (set, { code }) => ({
    output: () => ({ revoked: true }),
    events: set.invite?.revoked_at === null ? [{ type: 'invite.revoked', code }] : [],
  }),
})
