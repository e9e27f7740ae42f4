import { type Static, Type } from 'typebox'
import type { Webhook } from '../delivery.ts'
import { workspaceOperation } from '../operation.ts'
import { findWebhook, type ShownWebhook, secretFor, shown, tellerOf, webhookId } from '../webhook-input.ts'

const Input = Type.Object({
  webhook: webhookId,
  /** A new one is made when null. */
  secret: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
  /** How long the secret before signs too, in seconds, so that the receiver can change over. */
  overlap_s: Type.Integer({ minimum: 0, maximum: 7 * 24 * 60 * 60 }),
})
type Input = Static<typeof Input>

export const rotateWebhookSecret = workspaceOperation<Input, ShownWebhook>()({
  name: 'rotateWebhookSecret',
  summary: 'Give a webhook a new secret; for a while both sign.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace, ports, at }, { webhook: id, secret, overlap_s }) {
    const before = await findWebhook(tx, workspace, id)
    const webhook: Webhook = {
      ...before,
      secret: secretFor(tellerOf(ports, before.dialect), secret),
      previous_secret: overlap_s === 0 ? null : before.secret,
      previous_until: overlap_s === 0 ? null : at + overlap_s * 1000,
    }
    await tx.setWebhook(webhook)
    return shown(webhook)
  },
  record: ({ secret, ...rest }) => ({ ...rest, secret: secret === null ? null : 'given' }),
  remembers: ({ webhook }) => ({ webhook, secret: null }),
})
