import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { inFuture, onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import { isPresent, type Outcome, presentCount, Role } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { askable, eventFor, type Rule, refused, settle, unchanged } from '../people.ts'
import { demand, mayGrant } from '../permissions.ts'

export const Newcomer = Type.Object({
  id: personText,
  /** The role to come in with; member when left out. */
  role: Type.Optional(Role),
  /** When the person is removed again by itself; never when left out. */
  expires_at: Type.Optional(Type.Integer()),
  /** How to call the person; kept when the server meets him for the first time. */
  name: Type.Optional(Type.String({ maxLength: 256 })),
})
const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(Newcomer, { minItems: 1, maxItems: peoplePerCallMax }),
})
type Input = Static<typeof Input>

/** Whoever is neither in the group nor banned comes in, as long as there are places. */
function ruleFor(set: WorkingSet, { participants }: Input): Rule {
  const head = headOf(set)
  let places = head.capacity - presentCount(head.counts)
  return ({ standing }, index) => {
    if (isPresent(standing)) return unchanged('already_participant')
    if (standing === 'banned') return refused('banned')
    if (places <= 0) return refused('group_full')
    places -= 1
    const newcomer = participants[index]
    return { to: newcomer?.role ?? 'member', outcome: 'added', expires_at: newcomer?.expires_at ?? null }
  }
}

export const addParticipants = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'addParticipants',
  summary: 'Add people to a group; one outcome for each.',
  kind: 'group',
  scope: 'write',
  feature: 'addParticipants',
  on: 'existing',
  input: Input,
  names: (input) => input.participants,
  welcomes: true,
  decide(set, input) {
    const actor = set.own?.standing ?? null
    demand('add', actor, headOf(set).settings)
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    for (const role of new Set(input.participants.map((newcomer) => newcomer.role ?? 'member'))) {
      if (!mayGrant(actor, role)) {
        fail('not_permitted', `A participant with the role \`${actor}\` may not add people as \`${role}\`.`, {
          role,
        })
      }
    }
    for (const { expires_at } of input.participants) inFuture(set, expires_at)
    return askable(set, ruleFor(set, input))
  },
  apply(set, input, word) {
    const settled = settle(set, ruleFor(set, input), word)
    return {
      output: () => ({ outcomes: settled.outcomes }),
      events: eventFor(settled, (people) => ({
        type: 'participants.added',
        people,
        via: 'added',
        invite: null,
      })),
    }
  },
})
