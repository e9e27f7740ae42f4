import { type Static, Type } from 'typebox'
import type { Webhook } from '../delivery.ts'
import { workspaceOperation } from '../operation.ts'
import {
  demandOwn,
  demandSendable,
  fields,
  findWebhook,
  type ShownWebhook,
  shown,
  verifyToken,
  webhookId,
  webhooksMax,
} from '../webhook-input.ts'

const Input = Type.Object({
  webhook: webhookId,
  ...Type.Partial(Type.Object(fields)).properties,
  /** Switched off, nothing is sent and nothing is kept to be sent; switched on, it begins with what comes then. */
  enabled: Type.Optional(Type.Boolean()),
  verify_token: verifyToken,
  /** The dialect of the webhook, which must be known before it is asked for `verify_token`. */
  dialect: Type.Optional(Type.String({ maxLength: 64 })),
})
type Input = Static<typeof Input>

export const updateWebhook = workspaceOperation<Input, ShownWebhook>()({
  name: 'updateWebhook',
  summary: 'Change where a webhook sends and what, or switch it off or on.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async prepare(ports, input) {
    const { dialect = '', url, verify_token: token } = input
    if (token !== undefined && url !== undefined) await demandOwn(ports, dialect, url, token)
    return input
  },
  record: ({ verify_token: _, ...rest }) => rest,
  async change(context, { webhook: id, verify_token: _, dialect: _d, ...input }) {
    const { tx, workspace } = context
    const before = await findWebhook(tx, workspace, id)
    const changed: Webhook = { ...before, ...input }
    await demandSendable(context, changed)
    const isBack = changed.enabled && !before.enabled
    const webhook: Webhook = {
      ...changed,
      disabled_reason: input.enabled === undefined ? before.disabled_reason : null,
      ...(isBack ? { after: await tx.lastInFeed(workspace.id) } : {}),
    }
    if (isBack) {
      const others = await tx.webhooks(workspace.id, { limit: webhooksMax, after: null })
      if (!others.items.some(({ enabled }) => enabled)) await tx.fanTo(workspace.id, webhook.after)
    }
    await tx.setWebhook(webhook)
    return shown(webhook)
  },
  remembers: ({ webhook }) => ({ webhook, secret: null }),
})
