import { type Static, Type } from 'typebox'
import { lookAt, readableUntil } from '../access.ts'
import type { Page } from '../cursor.ts'
import { onGroup, paging, personText, skip } from '../fields.ts'
import type { Account, Message, PersonId } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({
  ...onGroup,
  ...paging,
  skip,
  /** Only messages sent before or after this time, both exclusive. */
  before: Type.Optional(Type.Integer()),
  since: Type.Optional(Type.Integer()),
  /** Only messages of this person. */
  sender: Type.Optional(personText),
})
type Input = Static<typeof Input>

export interface Messages {
  readonly page: Page<Message>
  /** The account that looks, so that a dialect can tell who is "self". */
  readonly account: Account
}

export const listMessages = readOperation<Input, Messages>()({
  name: 'listMessages',
  summary: 'List the messages of a group, newest first; after leaving, those until then.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const sight = await lookAt(context, input, 'listMessages', 'read_messages')
    const { head, account, network, profile } = sight
    let sender: PersonId | undefined
    if (input.sender !== undefined) {
      const spelling = network.person(input.sender, profile)
      const found =
        'user_id' in spelling
          ? await context.reader.named(context.workspace.id, profile.directory, [spelling.user_id], null)
          : []
      sender = found[0]?.person?.id
      if (sender === undefined) return { page: { items: [], next: null }, account }
    }
    const { limit, after, skip = 0, since } = input
    const before = Math.min(input.before ?? Number.POSITIVE_INFINITY, readableUntil(sight))
    const page = await context.reader.messages(head.id, {
      limit,
      after,
      skip,
      ...(Number.isFinite(before) ? { before } : {}),
      ...(since === undefined ? {} : { since }),
      ...(sender === undefined ? {} : { sender }),
    })
    return { page, account }
  },
})
