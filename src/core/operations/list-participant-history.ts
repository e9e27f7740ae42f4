import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import { fail } from '../failure.ts'
import { onGroup, paging, personText } from '../fields.ts'
import type { Stay } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, ...paging, person: personText })
type Input = Static<typeof Input>

export const listParticipantHistory = readOperation<Input, Page<Stay>>()({
  name: 'listParticipantHistory',
  summary: 'List how a person stood to a group and from when to when, oldest first; people who left too.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { reader, workspace } = context
    const sight = await lookAt(context, input, 'listParticipantHistory', 'read_participants')
    const { head, network, profile } = sight
    const spelling = network.person(input.person, profile)
    if ('problem' in spelling) fail('invalid_person', spelling.problem)
    const [found] = await reader.named(workspace.id, profile.directory, [spelling.user_id], null)
    const person = found?.person ?? null
    const { limit, after } = input
    const page = person === null ? null : await reader.stays(head.id, person.id, { limit, after })
    // Behind the last page there is nothing, and that is no mistake.
    if (page === null || (page.items.length === 0 && after === null)) {
      fail('participant_not_found', `${spelling.user_id} never had anything to do with the group.`)
    }
    return page
  },
})
