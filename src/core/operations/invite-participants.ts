import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { onGroup, peoplePerCallMax, personText, within } from '../fields.ts'
import { personalInviteMs } from '../invites.ts'
import { isPresent, type Outcome } from '../model.ts'
import { groupOperation, headOf } from '../operation.ts'
import { askable, type Rule, refused, settle, unchanged } from '../people.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  participants: Type.Array(personText, { minItems: 1, maxItems: peoplePerCallMax }),
  /** When the invites end; three days from now when left out, never when null. */
  expires_at: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  /** How long they last in milliseconds, for wires that say it so. */
  lasts_ms: Type.Optional(Type.Integer({ minimum: 1 })),
})
type Input = Static<typeof Input>

const rule: Rule = ({ standing }) => {
  if (isPresent(standing)) return unchanged('already_participant')
  if (standing === 'banned') return refused('banned')
  return { to: 'invited', outcome: 'invited' }
}

export const inviteParticipants = groupOperation<Input, { readonly outcomes: readonly Outcome[] }>()({
  name: 'inviteParticipants',
  summary: 'Send people a personal invite, which only they can use, and once; one outcome for each.',
  kind: 'group',
  scope: 'write',
  feature: 'inviteParticipants',
  on: 'existing',
  input: Input,
  names: (input) => input.participants.map((id) => ({ id })),
  welcomes: true,
  decide(set, input) {
    demand('manage_invites', set.own?.standing ?? null, headOf(set).settings)
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    if (input.expires_at != null && input.expires_at <= set.at) {
      fail('invalid_input', '`expires_at` must be in the future.')
    }
    return askable(set, rule)
  },
  apply(set, input, word) {
    const { expires_at, lasts_ms = personalInviteMs } = input
    const ends = expires_at === undefined ? set.at + lasts_ms : expires_at
    // That the network took the invite is all that can be said: whether he comes is up to the person.
    const settled = settle(
      set,
      rule,
      (userId) => {
        const said = word(userId)
        return said.word === 'done' ? { word: 'invited', reason: 'asked' } : said
      },
      ends,
    )
    return { output: () => ({ outcomes: settled.outcomes }), events: settled.invites }
  },
})
