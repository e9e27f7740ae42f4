/**
 * The rows of an app's subscription, as Graph has them for every product: one callback for one object. Here the app is
 * the business account, and the callback is the oldest webhook of this dialect, which the native API shows too.
 */
import type { Static } from 'typebox'
import type { Webhook } from '../../core/delivery.ts'
import { fail } from '../../core/failure.ts'
import { webhooksMax } from '../../core/webhook-input.ts'
import { type Look, type Reply, route } from '../dialect.ts'
import { parseBusinessId } from './ids.ts'
import * as shapes from './subscription-shapes.ts'

const dialect = 'whatsapp-cloud'
const path = '/{app_id}/subscriptions'

/** The app is the business account of the key; another one is not there. */
async function demandApp({ app_id }: Static<typeof shapes.OnApp>, look: Look): Promise<void> {
  const { workspace } = await look('getWorkspace', {})
  if (parseBusinessId(app_id) !== workspace.id) fail('workspace_not_found')
}

async function subscription(look: Look): Promise<Webhook | null> {
  const { items } = await look('listWebhooks', { limit: webhooksMax, after: null })
  return items.find((webhook) => webhook.dialect === dialect) ?? null
}

async function present(look: Look): Promise<Webhook> {
  return (
    (await subscription(look)) ?? fail('webhook_not_found', 'The app has no subscription; make one by POST.')
  )
}

/** The fields as a list, or as Graph's clients write them: with commas between, or a list in a text. */
function fieldsOf({ fields }: Static<typeof shapes.Subscribe>): string[] {
  const names = typeof fields === 'string' ? fields.replaceAll(/[[\]"\s]/g, '').split(',') : fields
  return names.filter((name) => name !== '')
}

const asked = (body: Static<typeof shapes.Subscribe>) => ({
  url: body.callback_url,
  events: fieldsOf(body),
  verify_token: body.verify_token,
})

function done(secret: string | null): Reply {
  return { status: 200, body: { success: true, ...(secret === null ? {} : { app_secret: secret }) } }
}

const subscribing = {
  method: 'POST',
  path,
  id: 'subscribeApp',
  summary: "Have the app's webhooks sent to an address, which is asked for its challenge first.",
  params: shapes.OnApp,
  body: shapes.Subscribe,
  forms: true,
  reply: { status: 200, schema: shapes.Subscribed },
  example: {
    object: 'whatsapp_business_account',
    callback_url: 'https://example.com/hook',
    fields: ['group_participants_update'],
    verify_token: 'my-token',
  },
} as const

export const subscriptionRoutes = [
  route({
    ...subscribing,
    operation: 'updateWebhook',
    when: async ({ params }, look) => {
      await demandApp(params, look)
      return (await subscription(look)) !== null
    },
    decode: async ({ body }, look) => ({
      webhook: (await present(look)).id,
      dialect,
      ...asked(body),
      enabled: true,
    }),
    encode: ({ secret }) => done(secret),
  }),
  route({
    ...subscribing,
    operation: 'createWebhook',
    decode: ({ body }) => ({
      ...asked(body),
      dialect,
      accounts: [],
      description: null,
      ordered: false,
      secret: body.app_secret ?? null,
    }),
    encode: ({ secret }) => done(secret),
  }),
  route({
    method: 'GET',
    path,
    operation: 'listWebhooks',
    id: 'listSubscriptions',
    summary: "Show the app's subscription.",
    params: shapes.OnApp,
    reply: { status: 200, schema: shapes.Subscriptions },
    decode: async ({ params }, look) => {
      await demandApp(params, look)
      return { limit: webhooksMax, after: null }
    },
    encode: ({ items }) => {
      const webhook = items.find((one) => one.dialect === dialect)
      return { status: 200, body: { data: webhook === undefined ? [] : [render(webhook)] } }
    },
  }),
  route({
    method: 'DELETE',
    path,
    operation: 'deleteWebhook',
    id: 'unsubscribeApp',
    summary: "End the app's subscription.",
    params: shapes.OnApp,
    reply: { status: 200, schema: shapes.Subscribed },
    decode: async ({ params }, look) => {
      await demandApp(params, look)
      return { webhook: (await present(look)).id }
    },
    encode: () => done(null),
  }),
] as const

function render({ url, events, enabled }: Webhook): Static<typeof shapes.Subscription> {
  const names = events.length === 0 ? shapes.fieldNames : events
  return {
    object: 'whatsapp_business_account',
    callback_url: url,
    active: enabled,
    fields: names.map((name) => ({ name, version: 'v23.0' })),
  }
}
