import { type Static, Type } from 'typebox'
import { workspaceOperation } from '../operation.ts'
import { findWebhook, webhookId } from '../webhook-input.ts'

const Input = Type.Object({ webhook: webhookId })
type Input = Static<typeof Input>

export const deleteWebhook = workspaceOperation<Input, Readonly<Record<string, never>>>()({
  name: 'deleteWebhook',
  summary: 'Delete a webhook with its deliveries.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace }, { webhook }) {
    await tx.deleteWebhook((await findWebhook(tx, workspace, webhook)).id)
    return {}
  },
})
