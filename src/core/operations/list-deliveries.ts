import { type Static, Type } from 'typebox'
import type { Page } from '../cursor.ts'
import { type Delivery, deliveryStatuses } from '../delivery.ts'
import { paging } from '../fields.ts'
import { readOperation } from '../operation.ts'
import { findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({
  webhook: webhookId,
  ...paging,
  /** Only those of one status: `dead` is the list of what was given up. */
  status: Type.Optional(Type.Enum([...deliveryStatuses])),
})
type Input = Static<typeof Input>

export const listDeliveries = readOperation<Input, Page<Delivery>>()({
  name: 'listDeliveries',
  summary: 'List what was sent to a webhook, or waits to be, newest first.',
  kind: 'read',
  scope: 'admin',
  input: Input,
  async read({ reader, workspace }, { webhook, ...page }) {
    return reader.deliveries((await findWebhook(reader, workspace, webhook)).id, page)
  },
})
