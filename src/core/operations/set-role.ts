import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { inFuture, onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import { isPresent, type Outcome, Role } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { askable, eventFor, type Rule, refused, settle, unchanged } from '../people.ts'
import { demand, mayChangeRole } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(personText, { minItems: 1, maxItems: peoplePerCallMax }),
  role: Role,
  /** When their membership ends by itself; null for never, as it was when left out. An owner's never ends. */
  expires_at: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
})
type Input = Static<typeof Input>

/** Nobody changes himself; who may change whom is the table in `permissions.ts`. */
function ruleFor(set: WorkingSet, { role, expires_at }: Input): Rule {
  const actor = set.own?.standing ?? null
  return ({ person, standing, expires_at: present }) => {
    const end = role === 'owner' ? null : expires_at === undefined ? present : expires_at
    if (!isPresent(standing)) return refused('not_a_participant')
    if (standing === role && end === present) return unchanged('has_this_role')
    if (person.id === set.account.person.id) return refused('own_account')
    if (!mayChangeRole(actor, standing, role)) return refused('not_permitted')
    return { to: role, outcome: 'changed', expires_at: end }
  }
}

export const setRole = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'setRole',
  summary: 'Promote, demote, or hand over the ownership; one outcome for each person.',
  kind: 'group',
  scope: 'write',
  feature: 'setRole',
  on: 'existing',
  input: Input,
  names: (input) => input.participants.map((id) => ({ id })),
  decide(set, input) {
    demand('set_role', set.own?.standing ?? null, headOf(set).settings)
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    if (input.role === 'owner' && input.participants.length !== 1) {
      fail('invalid_input', 'A group has one owner: name exactly one person to hand it over to.')
    }
    if (input.role === 'owner' && input.expires_at != null) {
      fail('invalid_input', 'An owner has no `expires_at`: a group keeps its owner until he leaves.')
    }
    inFuture(set, input.expires_at)
    return askable(set, ruleFor(set, input))
  },
  apply(set, input, word) {
    const settled = settle(set, ruleFor(set, input), word)
    const isHandover = input.role === 'owner' && settled.people.length > 0
    const stepsDown = isHandover ? [{ person: set.account.person, from: 'owner', to: 'admin' } as const] : []
    const cause = isHandover ? 'transfer' : 'set'
    return {
      output: () => ({ outcomes: settled.outcomes }),
      events: eventFor(settled, (people) => ({
        type: 'role.changed',
        people: [...stepsDown, ...people],
        cause,
      })),
    }
  },
})
