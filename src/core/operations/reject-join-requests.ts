import { type Static, Type } from 'typebox'
import { onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import type { Outcome } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { askable, eventFor, type Rule, refused, settle } from '../people.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(personText, { minItems: 1, maxItems: peoplePerCallMax }),
})
type Input = Static<typeof Input>

function ruleFor(_set: WorkingSet): Rule {
  return ({ standing }) =>
    standing === 'requested' ? { to: null, outcome: 'rejected' } : refused('no_join_request')
}

export const rejectJoinRequests = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'rejectJoinRequests',
  summary: 'Turn people away who asked to be let in; one outcome for each. They may ask again.',
  kind: 'group',
  scope: 'write',
  feature: 'rejectJoinRequests',
  on: 'existing',
  input: Input,
  names: (input) => input.participants.map((id) => ({ id })),
  decide(set, input) {
    demand('manage_join_requests', set.own?.standing ?? null, headOf(set).settings)
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    return askable(set, ruleFor(set))
  },
  apply(set, _input, word) {
    const settled = settle(set, ruleFor(set), word)
    return {
      output: () => ({ outcomes: settled.outcomes }),
      events: eventFor(settled, (people) => ({ type: 'join_request.rejected', people })),
    }
  },
})
