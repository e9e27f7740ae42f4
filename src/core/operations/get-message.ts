import { type Static, Type } from 'typebox'
import { lookAt, readableUntil } from '../access.ts'
import { fail } from '../failure.ts'
import { messageId, onGroup } from '../fields.ts'
import type { Account, Message } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onGroup, message: messageId })
type Input = Static<typeof Input>

export const getMessage = readOperation<Input, { readonly message: Message; readonly account: Account }>()({
  name: 'getMessage',
  summary: 'Get one message of a group.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const sight = await lookAt(context, input, 'getMessage', 'read_messages')
    const message = await context.reader.message(sight.head.id, input.message)
    if (message === null || message.at >= readableUntil(sight)) fail('message_not_found')
    return { message, account: sight.account }
  },
})
