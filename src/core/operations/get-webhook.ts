import { type Static, Type } from 'typebox'
import type { Webhook } from '../delivery.ts'
import { readOperation } from '../operation.ts'
import { findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({ webhook: webhookId })
type Input = Static<typeof Input>

export const getWebhook = readOperation<Input, { readonly webhook: Webhook }>()({
  name: 'getWebhook',
  summary: 'Get one webhook.',
  kind: 'read',
  scope: 'admin',
  input: Input,
  read: async ({ reader, workspace }, { webhook }) => ({
    webhook: await findWebhook(reader, workspace, webhook),
  }),
})
