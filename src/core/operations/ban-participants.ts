import { type Static, Type } from 'typebox'
import { inFuture, lines, onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import type { Outcome } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { askable, eventFor, type Rule, refused, settle, unchanged } from '../people.ts'
import { demand, mayTouch } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(personText, { minItems: 1, maxItems: peoplePerCallMax }),
  /** Why, for the record. */
  reason: Type.Union([Type.String({ maxLength: 512 }), Type.Null()]),
  /** When the bans are lifted by themselves; never when left out. */
  expires_at: Type.Optional(Type.Integer()),
})
type Input = Static<typeof Input>

function ruleFor(set: WorkingSet, { expires_at }: Input): Rule {
  const actor = set.own?.standing ?? null
  return ({ person, standing }) => {
    if (standing === 'banned') return unchanged('already_banned')
    if (person.id === set.account.person.id) return refused('own_account')
    if (!mayTouch('ban', actor, standing)) return refused('not_permitted')
    return { to: 'banned', outcome: 'banned', expires_at: expires_at ?? null }
  }
}

export const banParticipants = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'banParticipants',
  summary:
    'Ban people, in the group or not: they are removed and no invite admits them; one outcome for each.',
  kind: 'group',
  scope: 'write',
  feature: 'banParticipants',
  on: 'existing',
  input: Input,
  names: (input) => input.participants.map((id) => ({ id })),
  welcomes: true,
  decide(set, input) {
    demand('ban', set.own?.standing ?? null, headOf(set).settings)
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    lines('reason', input.reason ?? '')
    inFuture(set, input.expires_at)
    return askable(set, ruleFor(set, input))
  },
  apply(set, input, word) {
    const settled = settle(set, ruleFor(set, input), word)
    const { reason } = input
    return {
      output: () => ({ outcomes: settled.outcomes }),
      events: eventFor(settled, (people) => ({ type: 'ban.added', people, reason })),
    }
  },
})
