import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { messageId, onGroup } from '../fields.ts'
import { groupOperation, headOf } from '../operation.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({ ...onGroup, message: messageId })
type Input = Static<typeof Input>

export const unpinMessage = groupOperation<Input, { readonly unpinned: boolean }>()({
  name: 'unpinMessage',
  summary: 'Take a message from the top of its group. Doing it twice is harmless.',
  kind: 'group',
  scope: 'write',
  feature: 'unpinMessage',
  on: 'existing',
  quotes: ({ message }) => message,
  input: Input,
  decide(set) {
    demand('edit_info', set.own?.standing ?? null, headOf(set).settings)
    if (set.message === null) fail('message_not_found')
    return []
  },
  apply(set, { message }) {
    const isPinned = headOf(set).pins.some((pin) => pin.message === message)
    return {
      output: () => ({ unpinned: isPinned }),
      events: isPinned ? [{ type: 'message.unpinned', message }] : [],
    }
  },
})
