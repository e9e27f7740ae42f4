import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { lengthOf, lines, onGroup, within } from '../fields.ts'
import { type Account, type Message, type MessageId, presentCount } from '../model.ts'
import { groupOperation, headOf } from '../operation.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({ ...onGroup, text: Type.String() })
type Input = Static<typeof Input>

export const sendMessage = groupOperation<Input, { readonly message: Message; readonly account: Account }>()({
  name: 'sendMessage',
  summary: 'Send a text message to a group.',
  kind: 'group',
  scope: 'write',
  feature: 'sendMessage',
  on: 'existing',
  input: Input,
  decide(set, { text }) {
    demand('send_message', set.own?.standing ?? null, headOf(set).settings)
    if (lines('text', text).trim() === '') fail('invalid_input', '`text` must not be empty.')
    within(set, 'message.text', lengthOf(text), 'The length of `text`')
    const [people, needed] = [presentCount(headOf(set).counts), set.limit('message.people_min')]
    if (people < needed) {
      fail(
        'limit_exceeded',
        `The group has ${people} of the ${needed} people that a message needs (limit \`message.people_min\`); let somebody in first.`,
        { limit: 'message.people_min', min: needed, actual: people },
      )
    }
    return []
  },
  apply(set, { text }) {
    // The message before may be another server's, whose clock is ahead.
    const id = set.id(headOf(set).last_message?.id) as MessageId
    const message: Message = { id, sender: set.account.person, text, at: set.at }
    return {
      output: () => ({ message, account: set.account }),
      events: [{ type: 'message.sent', message }],
      // Whoever writes has read what came before.
      view: { ...set.view, read_to: message.id, marked_unread: false },
    }
  },
})
