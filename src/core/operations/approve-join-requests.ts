import { type Static, Type } from 'typebox'
import { onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import { type Outcome, presentCount } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { askable, eventFor, type Rule, refused, settle } from '../people.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(personText, { minItems: 1, maxItems: peoplePerCallMax }),
})
type Input = Static<typeof Input>

function ruleFor(set: WorkingSet): Rule {
  const head = headOf(set)
  let places = head.capacity - presentCount(head.counts)
  return ({ standing }) => {
    if (standing !== 'requested') return refused('no_join_request')
    if (places <= 0) return refused('group_full')
    places -= 1
    return { to: 'member', outcome: 'approved' }
  }
}

export const approveJoinRequests = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'approveJoinRequests',
  summary: 'Let people in who asked; one outcome for each.',
  kind: 'group',
  scope: 'write',
  feature: 'approveJoinRequests',
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
      events: eventFor(settled, (people) => ({
        type: 'participants.added',
        people,
        via: 'request',
        invite: null,
      })),
    }
  },
})
