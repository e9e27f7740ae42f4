import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { onGroup, within } from '../fields.ts'
import { type Invite, Role } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { demand, mayGrant } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  expires_at: Type.Union([Type.Integer(), Type.Null()]),
  uses_max: Type.Union([Type.Integer({ minimum: 1, maximum: 1_000_000 }), Type.Null()]),
  role: Role,
  approval: Type.Boolean(),
  /** Answers the group's standing invite where there is one: for anybody, without an end, never used up. */
  reuse: Type.Optional(Type.Boolean()),
  /** Revokes the standing invites that there are, so that only the new one admits. */
  replace: Type.Optional(Type.Boolean()),
})
type Input = Static<typeof Input>

function reusable(set: WorkingSet, { reuse }: Input): Invite | null {
  return reuse === true ? set.invite : null
}

export const createInvite = groupOperation<Input, { readonly invite: Invite }>()({
  name: 'createInvite',
  summary: 'Make an invite code, with an end, a number of uses, a role, and approval where wanted.',
  kind: 'group',
  scope: 'write',
  feature: 'createInvite',
  on: 'existing',
  counts: 'group.invites',
  needsStandingInvite: true,
  needsStandingInvites: ({ replace }) => replace === true,
  // What finds the standing invite changes nothing.
  whileSuspended: (input, set) => reusable(set, input) !== null,
  input: Input,
  decide(set, input) {
    demand('manage_invites', set.own?.standing ?? null, headOf(set).settings)
    if (!mayGrant(set.own?.standing ?? null, input.role)) {
      fail('not_permitted', `An invite cannot grant the role \`${input.role}\`.`, { role: input.role })
    }
    if (input.expires_at !== null && input.expires_at <= set.at) {
      fail('invalid_input', '`expires_at` must be in the future.')
    }
    if (
      input.reuse &&
      (input.expires_at !== null || input.uses_max !== null || input.approval || input.role !== 'member')
    ) {
      fail(
        'invalid_input',
        'With `reuse` the standing invite is answered, which has no end, role or approval: leave these out.',
      )
    }
    if (input.reuse && input.replace) {
      fail('invalid_input', '`reuse` keeps the standing invite and `replace` ends it: send one of them.')
    }
    if (reusable(set, input) !== null) return []
    within(set, 'group.invites', set.counted - set.standing.length + 1, 'The number of open invites')
    return []
  },
  apply(set, input) {
    const standing = reusable(set, input)
    if (standing !== null) return { output: () => ({ invite: standing }), events: [] }
    const { expires_at, uses_max, role, approval } = input
    const invite: Invite = {
      code: set.code(),
      created_by: set.account.person,
      created_at: set.at,
      expires_at,
      uses_max,
      uses: 0,
      role,
      approval,
      only_for: null,
      revoked_at: null,
    }
    const ended = set.standing.map(({ code }) => ({ type: 'invite.revoked', code }) as const)
    return { output: () => ({ invite }), events: [...ended, { type: 'invite.created', invite }] }
  },
})
