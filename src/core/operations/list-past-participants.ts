import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onGroup, paging } from '../fields.ts'
import type { Account, Stay } from '../model.ts'
import { Moment, revisionAt } from '../moment.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, ...paging, at: Moment })
type Input = Static<typeof Input>

export interface PastParticipants {
  readonly page: Page<Stay>
  /** The revision that the moment was. */
  readonly revision: number
  /** The account that looks, so that a dialect can tell who is "self". */
  readonly account: Account
}

export const listPastParticipants = readOperation<Input, PastParticipants>()({
  name: 'listPastParticipants',
  summary: 'List the people who were in a group at a time or a revision, in the order of their ids.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head, account } = await lookAt(context, input, 'listPastParticipants', 'read_participants')
    const revision = await revisionAt(context, head, 'at', input.at)
    const { limit, after } = input
    return { page: await context.reader.membersAt(head.id, revision, { limit, after }), revision, account }
  },
})
