import { type Static, Type } from 'typebox'
import type { Attempt, Delivery } from '../delivery.ts'
import { readOperation } from '../operation.ts'
import { deliveryId, findDelivery, findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({ webhook: webhookId, delivery: deliveryId })
type Input = Static<typeof Input>

export interface DeliveryWithAttempts {
  readonly delivery: Delivery
  /** Newest first, up to a hundred. */
  readonly attempts: readonly Attempt[]
}

export const getDelivery = readOperation<Input, DeliveryWithAttempts>()({
  name: 'getDelivery',
  summary: 'Get one delivery with what was sent and what came back each time.',
  kind: 'read',
  scope: 'admin',
  input: Input,
  async read({ reader, workspace }, input) {
    const webhook = await findWebhook(reader, workspace, input.webhook)
    const delivery = await findDelivery(reader, webhook, input.delivery)
    const { items } = await reader.attempts(webhook.id, { limit: 100, after: null, delivery: delivery.id })
    return { delivery, attempts: items }
  },
})
