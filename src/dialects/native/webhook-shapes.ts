/** The native wire's schemas of webhooks and what is delivered to them. The names stay. */
import { Type } from 'typebox'
import { deliveryStatuses } from '../../core/delivery.ts'
import { nullable, Paging, strict, time } from './shapes.ts'

export const OnWebhook = Type.Object({ webhook: Type.String({ description: '`whk_…`.' }) })
export const OnDelivery = Type.Object({
  ...OnWebhook.properties,
  delivery: Type.String({ description: '`dlv_…`.' }),
})

const events = Type.Array(Type.String({ maxLength: 128 }), {
  maxItems: 256,
  description: "Only these types, in the dialect's own names; all when empty or left out.",
})
const description = nullable(Type.String({ maxLength: 256, description: 'What it is for.' }))
const url = Type.String({
  minLength: 1,
  maxLength: 2048,
  description:
    'Where to send: https or http. Only public addresses are reached, and those that the operator allows (MUSTER_OUTBOUND_ALLOW).',
})
const account = nullable(
  Type.String({
    description: "Only what this account sees: `acc_…`. Every account's when null or left out.",
  }),
)
const ordered = Type.Boolean({
  description: "One group's events are sent one after the other, in their order; false when left out.",
})
const secretInput = Type.Optional(
  Type.String({
    maxLength: 256,
    description: 'Signs every delivery; made up when left out. Native: `whsec_` and base64.',
  }),
)

export const WebhookInput = Type.Object(
  {
    url,
    dialect: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'In whose words, and signed in whose way; `native` when left out.',
      }),
    ),
    account: Type.Optional(account),
    events: Type.Optional(events),
    description: Type.Optional(description),
    ordered: Type.Optional(ordered),
    secret: secretInput,
    verify_token: Type.Optional(
      Type.String({
        maxLength: 256,
        description:
          'The endpoint is asked first, as the vendor of the dialect does, and shown this; for `whatsapp-cloud` by GET with `hub.challenge`. Not asked when left out.',
      }),
    ),
  },
  strict,
)
export const WebhookPatch = Type.Object(
  {
    url: Type.Optional(url),
    account: Type.Optional(account),
    events: Type.Optional(events),
    description: Type.Optional(description),
    ordered: Type.Optional(ordered),
    enabled: Type.Optional(
      Type.Boolean({
        description:
          'Switched off, nothing is sent, and what happens then is not kept for it. Switched on again, it sends what had been waiting and goes on with what happens from then; see replay for what came in between.',
      }),
    ),
  },
  { ...strict, minProperties: 1 },
)
const webhookFields = {
  id: Type.String({ description: '`whk_…`.' }),
  url: Type.String({ description: 'Where it sends.' }),
  dialect: Type.String({ description: 'In whose words.' }),
  account: nullable(
    Type.String({ description: 'Only what this account sees; the first where there are several.' }),
  ),
  accounts: Type.Array(Type.String(), { description: 'Only what these accounts see; all when empty.' }),
  events: Type.Array(Type.String(), { description: 'Only these types; all when empty.' }),
  description,
  ordered: Type.Boolean({ description: "One group's events come one after the other." }),
  enabled: Type.Boolean({ description: 'Whether it sends.' }),
  disabled_reason: nullable(Type.String({ description: 'Why the server switched it off.' })),
  rotates_until: nullable(time('Until then the secret before signs too.')),
  created_at: time('When it was made.'),
}
export const Webhook = Type.Object(webhookFields, { description: 'Somewhere to send what happens.' })
export const WebhookWithSecret = Type.Object(
  {
    ...webhookFields,
    secret: nullable(
      Type.String({
        description: 'Signs every delivery. Shown this once; null in the answer to a repeated request.',
      }),
    ),
  },
  { description: 'A webhook with its new secret.' },
)
export const SecretInput = Type.Object(
  {
    secret: secretInput,
    overlap_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 604_800,
        description: 'How long the secret before signs too; a day when left out.',
      }),
    ),
  },
  strict,
)
export const ReplayInput = Type.Object(
  {
    since: Type.Optional(time('From events of this time on.')),
    cursor: Type.Optional(
      Type.String({
        maxLength: 64,
        description: 'From behind this place in the feed on; goes on where an answer said.',
      }),
    ),
  },
  { ...strict, minProperties: 1 },
)
export const Replayed = Type.Object({
  replayed: Type.Integer({ description: 'Deliveries that are sent again, or for the first time.' }),
  cursor: nullable(Type.String({ description: 'Where to go on with the next call; null at the end.' })),
})
export const DeliveriesQuery = Type.Object({
  ...Paging.properties,
  status: Type.Optional(
    Type.Enum([...deliveryStatuses], {
      description: 'Only those of one status: `dead` is the list of what was given up.',
    }),
  ),
})
const deliveryFields = {
  id: Type.String({ description: '`dlv_…`.' }),
  message_id: Type.String({
    description: 'The header webhook-id: the same for every attempt, so that a receiver knows what he has.',
  }),
  webhook: Type.String({ description: '`whk_…`.' }),
  cursor: nullable(Type.String({ description: "The event's place in the feed; null for a test." })),
  type: Type.String({ description: "Its type in the dialect's own names." }),
  group: nullable(Type.String({ description: '`grp_…`.' })),
  account: nullable(Type.String({ description: 'Whose view of it is sent.' })),
  status: Type.Enum([...deliveryStatuses], {
    description:
      '`waiting`: an earlier one of the group comes first. `pending`: is sent at `next_at`. `delivered`. `dead`: given up.',
  }),
  attempts: Type.Integer({ description: 'How often it was tried since it was made or replayed.' }),
  created_at: time('When it was made.'),
  next_at: nullable(time('When it is sent next.')),
  ended_at: nullable(time('When it was delivered or given up.')),
}
export const Delivery = Type.Object(deliveryFields, { description: 'One thing to send to one webhook.' })
export const Attempt = Type.Object(
  {
    number: Type.Integer({ description: 'From 1.' }),
    at: time('When it was sent.'),
    took_ms: Type.Integer({ description: 'How long it took, in milliseconds.' }),
    status: nullable(Type.Integer({ description: 'The HTTP status; null when no answer came.' })),
    answer: nullable(Type.String({ description: "The first 1,024 characters of the answer's body." })),
    error: nullable(Type.String({ description: 'Why no answer came.' })),
  },
  { description: 'One try to deliver.' },
)
export const DeliveryWithAttempts = Type.Object(
  {
    ...deliveryFields,
    body: nullable(Type.String({ description: 'What is sent, as it was first sent; null before.' })),
    tries: Type.Array(Attempt, { description: 'Newest first, up to a hundred.' }),
  },
  { description: 'A delivery with what was sent and what came back.' },
)
export const WebhookAttempt = Type.Object(
  { delivery: Type.String({ description: '`dlv_…`.' }), ...Attempt.properties },
  { description: 'One try to deliver to a webhook.' },
)
