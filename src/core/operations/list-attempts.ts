import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import type { Attempt, Delivery, Webhook } from '../delivery.ts'
import { accountId, paging, skip } from '../fields.ts'
import { readOperation } from '../operation.ts'
import { findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({
  webhook: webhookId,
  ...paging,
  skip,
  /** Only of what was told of one event: which of the dialect's several things, and in whose view. */
  told: Type.Optional(
    Type.Object({
      seq: Type.Integer({ minimum: 0 }),
      part: Type.Integer({ minimum: 0 }),
      account: Type.Union([accountId, Type.Null()]),
    }),
  ),
})
type Input = Static<typeof Input>

export interface Attempts {
  readonly webhook: Webhook
  /** Each with what it tried to deliver, which is null when that was forgotten meanwhile. */
  readonly page: Page<{ readonly attempt: Attempt; readonly delivery: Delivery | null }>
}

export const listAttempts = readOperation<Input, Attempts>()({
  name: 'listAttempts',
  summary: 'List the attempts to deliver to a webhook, newest first, with what came back.',
  kind: 'read',
  scope: 'admin',
  input: Input,
  async read({ reader, workspace }, { webhook: asked, told, ...page }) {
    const webhook = await findWebhook(reader, workspace, asked)
    const only = told === undefined ? undefined : await reader.deliveryTold(webhook.id, told)
    if (only === null) return { webhook, page: { items: [], next: null } }
    const of = only === undefined ? {} : { delivery: only.id }
    const { items, next } = await reader.attempts(webhook.id, { ...page, ...of })
    const found = await Promise.all(
      items.map(async (attempt) => ({
        attempt,
        delivery: await reader.delivery(webhook.id, attempt.delivery),
      })),
    )
    return { webhook, page: { items: found, next } }
  },
})
