import { type Static, Type } from 'typebox'
import type { Delivery } from '../delivery.ts'
import { fail } from '../failure.ts'
import { inTurn } from '../fan-out.ts'
import { workspaceOperation } from '../operation.ts'
import { deliveryId, findDelivery, findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({ webhook: webhookId, delivery: deliveryId })
type Input = Static<typeof Input>

export const replayDelivery = workspaceOperation<Input, { readonly delivery: Delivery }>()({
  name: 'replayDelivery',
  summary: 'Send one delivery again, with the same id and body; the schedule begins anew.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace, at }, input) {
    const webhook = await findWebhook(tx, workspace, input.webhook)
    if (!webhook.enabled) fail('invalid_input', 'The webhook is switched off; switch it on first.')
    const before = await findDelivery(tx, webhook, input.delivery)
    // What waits for another of its group keeps its turn.
    if (before.status === 'waiting') return { delivery: before }
    const again: Delivery = { ...before, status: 'pending', attempts: 0, next_at: at, ended_at: null }
    const [delivery = again] = before.status === 'pending' ? [again] : await inTurn(tx, [webhook], [again])
    await tx.setDelivery(delivery)
    return { delivery }
  },
})
