import { type Static, Type } from 'typebox'
import type { Facts } from '../event.ts'
import { fail } from '../failure.ts'
import { onGroup } from '../fields.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  /** Null for every standing invite: those for anybody that never end. */
  code: Type.Union([Type.String({ maxLength: 128 }), Type.Null()]),
})
type Input = Static<typeof Input>

/** The codes that admit from now on no more. */
function ending(set: WorkingSet, { code }: Input): readonly string[] {
  if (code === null) return set.standing.map((invite) => invite.code)
  return set.invite?.revoked_at === null ? [code] : []
}

export const revokeInvite = groupOperation<Input, { readonly revoked: true }>()({
  name: 'revokeInvite',
  summary: 'End an invite at once, or all standing ones. Doing it twice is harmless.',
  kind: 'group',
  scope: 'write',
  feature: 'revokeInvite',
  on: 'existing',
  needsStandingInvites: ({ code }) => code === null,
  input: Input,
  decide(set, { code }) {
    demand('manage_invites', set.own?.standing ?? null, headOf(set).settings)
    if (code !== null && set.invite === null) fail('invite_not_found')
    return []
  },
  apply: (set, input) => ({
    output: () => ({ revoked: true }),
    events: ending(set, input).map((code): Facts => ({ type: 'invite.revoked', code })),
  }),
})
