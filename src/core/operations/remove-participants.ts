import { type Static, Type } from 'typebox'
import { onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import { isPresent, type Outcome } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { askable, eventFor, type Rule, refused, settle, unchanged } from '../people.ts'
import { demand, mayTouch } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(personText, { minItems: 1, maxItems: peoplePerCallMax }),
})
type Input = Static<typeof Input>

/** People in the group, and those whose invite or request is open. */
function ruleFor(set: WorkingSet): Rule {
  const actor = set.own?.standing ?? null
  return ({ person, standing }) => {
    const isThere = isPresent(standing) || standing === 'invited' || standing === 'requested'
    if (!isThere) return unchanged('not_a_participant')
    if (person.id === set.account.person.id) return refused('own_account')
    if (!mayTouch('remove', actor, standing)) return refused('not_permitted')
    return { to: 'removed', outcome: 'removed' }
  }
}

export const removeParticipants = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'removeParticipants',
  summary: 'Remove people from a group; one outcome for each. To go oneself, leave.',
  kind: 'group',
  scope: 'write',
  feature: 'removeParticipants',
  on: 'existing',
  input: Input,
  names: (input) => input.participants.map((id) => ({ id })),
  decide(set, input) {
    demand('remove', set.own?.standing ?? null, headOf(set).settings)
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    return askable(set, ruleFor(set))
  },
  apply(set, _input, word) {
    const settled = settle(set, ruleFor(set), word)
    return {
      output: () => ({ outcomes: settled.outcomes }),
      events: eventFor(settled, (people) => ({ type: 'participants.removed', people })),
    }
  },
})
