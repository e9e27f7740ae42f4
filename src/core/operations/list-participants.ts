import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onGroup, paging, skip } from '../fields.ts'
import { type Account, type Membership, Role, roles } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({
  ...onGroup,
  ...paging,
  skip,
  /** Only this role; everybody in the group when left out. */
  role: Type.Optional(Role),
})
type Input = Static<typeof Input>

export interface Participants {
  readonly page: Page<Membership>
  /** People in the group, or with the role asked for. */
  readonly total: number
  /** The group's revision just before the page was read. */
  readonly revision: number
  /** The account that looks, so that a dialect can tell who is "self". */
  readonly account: Account
}

export const listParticipants = readOperation<Input, Participants>()({
  name: 'listParticipants',
  summary: 'List the people in a group: owner, admins, members, subscribers, each longest first.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head, account } = await lookAt(context, input, 'listParticipants', 'read_participants')
    const wanted: readonly Role[] = input.role === undefined ? roles : [input.role]
    const { limit, after, skip = 0 } = input
    return {
      page: await context.reader.members(head.id, wanted, { limit, after, skip }),
      total: wanted.reduce<number>((sum, role) => sum + head.counts[role], 0),
      revision: head.revision,
      account,
    }
  },
})
