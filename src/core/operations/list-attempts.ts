import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import type { Attempt, Delivery, Webhook } from '../delivery.ts'
import { paging } from '../fields.ts'
import { readOperation } from '../operation.ts'
import { findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({ webhook: webhookId, ...paging })
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
  async read({ reader, workspace }, { webhook: asked, ...page }) {
    const webhook = await findWebhook(reader, workspace, asked)
    const { items, next } = await reader.attempts(webhook.id, page)
    const found = await Promise.all(
      items.map(async (attempt) => ({
        attempt,
        delivery: await reader.delivery(webhook.id, attempt.delivery),
      })),
    )
    return { webhook, page: { items: found, next } }
  },
})
