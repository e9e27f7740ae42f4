/** The rows of messages to a group and of pins (contract 1.2: 14, 15). */

import { fail } from '../../core/failure.ts'
import type { MessageId, RunId } from '../../core/model.ts'
import { asId } from '../../core/model.ts'
import { type Reply, route } from '../dialect.ts'
import { groupOf, onPhone, pinOf, textOf } from './decode.ts'
import { renderGroupId, renderMessageId } from './ids.ts'
import { product } from './render.ts'
import * as shapes from './shapes.ts'

const dayMs = 24 * 60 * 60 * 1000

const sending = {
  method: 'POST',
  path: '/{phone_number_id}/messages',
  params: shapes.OnPhone,
  body: shapes.MessageSend,
  forms: true,
  reply: { status: 200, schema: shapes.MessageSent },
  example: {
    messaging_product: 'whatsapp',
    recipient_type: 'group',
    to: '12030000000000000001@g.us',
    type: 'text',
    text: { body: 'Hello' },
  },
} as const

function accepted(to: string, group: Parameters<typeof renderGroupId>[0], id: string): Reply {
  const contacts = [{ input: to, wa_id: renderGroupId(group) }]
  return { status: 200, body: { ...product, contacts, messages: [{ id }] } }
}

/** Pinning is a message on this wire and none here: so its id is that of the run. A dry run has none. */
function pinId(run: number | null, message: MessageId): string {
  return run === null ? renderMessageId('message', message) : renderMessageId('run', asId<RunId>(run))
}

export const messageRoutes = [
  route({
    ...sending,
    operation: 'sendMessage',
    id: 'sendGroupMessage',
    summary: 'Send a text to a group, or pin or unpin a message.',
    description:
      'With `type: pin` the message of `pin.message_id` is pinned for `expiration_days`, or unpinned. A fourth pin ' +
      'takes the place of the oldest.',
    when: async ({ body }) => body.type !== 'pin',
    decode: ({ params, body }) => ({ ...onPhone(params), group: groupOf(body), text: textOf(body) }),
    encode: ({ message }, _about, { body }) =>
      accepted(body.to, groupOf(body), renderMessageId('message', message.id)),
  }),
  route({
    ...sending,
    operation: 'unpinMessage',
    id: 'unpinGroupMessage',
    when: async ({ body }) => pinOf(body).type === 'unpin',
    decode: ({ params, body }) => ({
      ...onPhone(params),
      group: groupOf(body),
      message: pinOf(body).message,
    }),
    encode: (_output, about, { body }) =>
      accepted(body.to, groupOf(body), pinId(about.run, pinOf(body).message)),
  }),
  route({
    ...sending,
    operation: 'pinMessage',
    id: 'pinGroupMessage',
    decode: ({ params, body }) => {
      const { message, days } = pinOf(body)
      if (days === null) return fail('invalid_input', '`pin.expiration_days` is missing: 1 to 30.')
      return { ...onPhone(params), group: groupOf(body), message, lasts_ms: days * dayMs }
    },
    encode: (_output, about, { body }) =>
      accepted(body.to, groupOf(body), pinId(about.run, pinOf(body).message)),
  }),
] as const
