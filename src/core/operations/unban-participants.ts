import { type Static, Type } from 'typebox'
import { onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import type { Outcome } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { askable, eventFor, type Rule, settle, unchanged } from '../people.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(personText, { minItems: 1, maxItems: peoplePerCallMax }),
})
type Input = Static<typeof Input>

function ruleFor(_set: WorkingSet): Rule {
  return ({ standing }) =>
    standing === 'banned' ? { to: null, outcome: 'unbanned' } : unchanged('not_banned')
}

export const unbanParticipants = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'unbanParticipants',
  summary: 'Lift bans; the people are not put back into the group.',
  kind: 'group',
  scope: 'write',
  feature: 'unbanParticipants',
  on: 'existing',
  input: Input,
  names: (input) => input.participants.map((id) => ({ id })),
  decide(set, input) {
    demand('manage_bans', set.own?.standing ?? null, headOf(set).settings)
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    return askable(set, ruleFor(set))
  },
  apply(set, _input, word) {
    const settled = settle(set, ruleFor(set), word)
    return {
      output: () => ({ outcomes: settled.outcomes }),
      events: eventFor(settled, (people) => ({ type: 'ban.removed', people })),
    }
  },
})
