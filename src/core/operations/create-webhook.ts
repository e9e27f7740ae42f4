import { type Static, Type } from 'typebox'
import type { Webhook } from '../delivery.ts'
import { fail } from '../failure.ts'
import type { WebhookId } from '../model.ts'
import { workspaceOperation } from '../operation.ts'
import {
  demandOwn,
  demandSendable,
  fields,
  type ShownWebhook,
  secretFor,
  shown,
  tellerOf,
  verifyToken,
  webhooksMax,
} from '../webhook-input.ts'

const Input = Type.Object({
  ...fields,
  /** In whose words, and signed in whose way. */
  dialect: Type.String({ maxLength: 64 }),
  /** A new one is made when null. */
  secret: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
  verify_token: verifyToken,
})
type Input = Static<typeof Input>

export const createWebhook = workspaceOperation<Input, ShownWebhook>()({
  name: 'createWebhook',
  summary: 'Have what happens sent to an address, signed, from now on.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async prepare(ports, input) {
    const { dialect, url, verify_token: token } = input
    if (token !== undefined) await demandOwn(ports, dialect, url, token)
    return input
  },
  async change(context, input) {
    const { tx, workspace, id, at, ports } = context
    await demandSendable(context, input)
    const present = await tx.webhooks(workspace.id, { limit: webhooksMax, after: null })
    if (present.items.length >= webhooksMax) {
      fail('limit_exceeded', `A workspace has at most ${webhooksMax} webhooks; delete one first.`, {
        max: webhooksMax,
      })
    }
    const { url, dialect, accounts, events, description, ordered } = input
    const last = await tx.lastInFeed(workspace.id)
    // Nobody was told so far, so the feed was not read for that.
    if (!present.items.some(({ enabled }) => enabled)) await tx.fanTo(workspace.id, last)
    const webhook: Webhook = {
      ...{
        id: id() as WebhookId,
        workspace: workspace.id,
        url,
        dialect,
        accounts,
        events,
        description,
        ordered,
      },
      secret: secretFor(tellerOf(ports, dialect), input.secret),
      previous_secret: null,
      previous_until: null,
      enabled: true,
      disabled_reason: null,
      created_at: at,
      after: last,
    }
    await tx.addWebhook(webhook)
    return shown(webhook)
  },
  record: ({ secret, verify_token: _, ...rest }) => ({ ...rest, secret: secret === null ? null : 'given' }),
  remembers: ({ webhook }) => ({ webhook, secret: null }),
})
