import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { inFuture, messageId, onGroup, within } from '../fields.ts'
import type { MessageId, Pin, Time } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  message: messageId,
  /** When the pin ends by itself; never when null or left out. */
  expires_at: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  /** How long it lasts, in place of `expires_at`, for callers that do not know the time of the server. */
  lasts_ms: Type.Optional(Type.Integer({ minimum: 1 })),
})
type Input = Static<typeof Input>

function endOf(set: WorkingSet, { expires_at = null, lasts_ms }: Input): Time | null {
  return lasts_ms === undefined ? expires_at : set.at + lasts_ms
}

/** The pins that give way, the oldest first; a message that is pinned again only takes its own place. */
function replaced(set: WorkingSet, { message }: Input): readonly MessageId[] {
  const others = headOf(set).pins.filter((pin) => pin.message !== message)
  const beyond = others.length + 1 - set.limit('group.pins')
  return others.slice(0, Math.max(0, beyond)).map((pin) => pin.message)
}

export const pinMessage = groupOperation<
  Input,
  { readonly pin: Pin; readonly replaced: readonly MessageId[] }
>()({
  name: 'pinMessage',
  summary: 'Pin a message at the top of its group; beyond the limit the oldest pin gives way.',
  kind: 'group',
  scope: 'write',
  feature: 'pinMessage',
  on: 'existing',
  quotes: ({ message }) => message,
  input: Input,
  decide(set, input) {
    demand('edit_info', set.own?.standing ?? null, headOf(set).settings)
    if (set.message === null) fail('message_not_found')
    inFuture(set, endOf(set, input))
    within(set, 'group.pins', 1, 'The number of pinned messages')
    return []
  },
  apply(set, input) {
    const { message } = input
    const pin: Pin = { message, at: set.at, by: set.account.person, expires_at: endOf(set, input) }
    const gone = replaced(set, input)
    return {
      output: () => ({ pin, replaced: gone }),
      events: [{ type: 'message.pinned', pin, replaced: gone }],
    }
  },
})
