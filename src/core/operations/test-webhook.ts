import { type Static, Type } from 'typebox'
import type { Delivery } from '../delivery.ts'
import { fail } from '../failure.ts'
import type { DeliveryId } from '../model.ts'
import { workspaceOperation } from '../operation.ts'
import { findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({ webhook: webhookId })
type Input = Static<typeof Input>

/** The type of what a test sends, in every dialect. */
export const testType = 'webhook.test'

export const testWebhook = workspaceOperation<Input, { readonly delivery: Delivery }>()({
  name: 'testWebhook',
  summary: 'Send a sample to a webhook, signed as everything else; see the delivery for what came back.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace, id, at }, { webhook: asked }) {
    const webhook = await findWebhook(tx, workspace, asked)
    if (!webhook.enabled) fail('invalid_input', 'The webhook is switched off; switch it on first.')
    const own = { id: id() as DeliveryId, webhook: webhook.id, workspace: workspace.id }
    const what = { seq: null, part: 0, group: null, account: null, type: testType }
    const body = JSON.stringify({ type: testType, at: new Date(at).toISOString(), facts: {} })
    const state = {
      status: 'pending',
      attempts: 0,
      created_at: at,
      next_at: at,
      ended_at: null,
      body,
    } as const
    const delivery: Delivery = { ...own, ...what, ...state }
    await tx.addDeliveries([delivery], false)
    return { delivery }
  },
})
