import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import { fail } from '../failure.ts'
import { onGroup, personText } from '../fields.ts'
import { type Account, isPresent, type Membership } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, person: personText })
type Input = Static<typeof Input>

export const getParticipant = readOperation<
  Input,
  { readonly membership: Membership; readonly account: Account }
>()({
  name: 'getParticipant',
  summary: 'Get one participant of a group.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head, account, network, profile } = await lookAt(
      context,
      input,
      'getParticipant',
      'read_participants',
    )
    const spelling = network.person(input.person, profile)
    if ('problem' in spelling) fail('invalid_person', spelling.problem)
    const [found] = await context.reader.named(
      context.workspace.id,
      profile.directory,
      [spelling.user_id],
      head.id,
    )
    const membership = found?.membership ?? null
    if (membership === null || !isPresent(membership.standing)) {
      fail('participant_not_found', `${spelling.user_id} is not in the group.`)
    }
    return { membership, account }
  },
})
