/** The wire's schemas of an app's subscription; Graph has them for every product, and so they are not in the contract. */
import { Type } from 'typebox'
import { events } from './events.ts'

/** The fields that webhooks of this dialect have (contract 1.6). */
export const fieldNames: readonly string[] = Object.keys(events.types)

export const OnApp = Type.Object({
  version: Type.Optional(
    Type.String({ pattern: '^v\\d{1,3}(\\.\\d{1,3})?$', description: 'Any version (contract 1.1).' }),
  ),
  app_id: Type.String({
    pattern: '^\\d{1,20}$',
    description: 'The `business_account_id` of the key: here the app is the business account.',
  }),
})
const object = Type.Literal('whatsapp_business_account', { description: 'What is followed (contract 1.6).' })

export const Subscribe = Type.Object({
  object,
  callback_url: Type.String({ minLength: 1, maxLength: 2048, description: 'Where to send.' }),
  fields: Type.Union([Type.Array(Type.String(), { maxItems: 64 }), Type.String({ maxLength: 1024 })], {
    description: `Which fields, as a list or with commas between: ${fieldNames.join(', ')} (contract 1.6).`,
  }),
  verify_token: Type.String({
    maxLength: 256,
    description: 'Shown to the address when it is asked (contract 1.6).',
  }),
  app_secret: Type.Optional(
    Type.String({
      maxLength: 128,
      description: 'Signs every delivery; made up when left out. A field of ours.',
    }),
  ),
})
export const Subscribed = Type.Object({
  success: Type.Literal(true, { description: 'It is done.' }),
  app_secret: Type.Optional(
    Type.String({
      description: 'Signs every delivery (contract 1.6). A field of ours: Meta shows it in the app.',
    }),
  ),
})
export const Subscription = Type.Object({
  object,
  callback_url: Type.String({ description: 'Where is sent.' }),
  active: Type.Boolean({ description: 'Whether anything is sent.' }),
  fields: Type.Array(Type.Object({ name: Type.String(), version: Type.String() }), {
    description: 'Which fields.',
  }),
})
export const Subscriptions = Type.Object({
  data: Type.Array(Subscription, { description: 'One, or none.' }),
})
