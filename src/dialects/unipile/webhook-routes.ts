/** The rows of webhook endpoints and of the attempts to deliver to them (contract 1.9). */
import type { Static } from 'typebox'
import type { Webhook } from '../../core/delivery.ts'
import { Failure, type FailureCode, fail } from '../../core/failure.ts'
import type { Account, AccountId, WebhookId } from '../../core/model.ts'
import type { Attempts } from '../../core/operations/list-attempts.ts'
import { webhooksMax } from '../../core/webhook-input.ts'
import { isoTime, type Look, type Reply, route } from '../dialect.ts'
import {
  parseAccountId,
  parseEndpointId,
  parseEventId,
  providerOf,
  renderAccountId,
  renderApplicationId,
  renderConversationId,
  renderEndpointId,
  renderEventId,
} from './ids.ts'
import { offsetPage } from './paging.ts'
import { NoParams, Success } from './shapes.ts'
import { occurring } from './triggers.ts'
import * as shapes from './webhook-shapes.ts'

const dialect = 'unipile'
const endpoints = '/webhooks/endpoints'
const endpoint = `${endpoints}/{endpoint_id}`

/** What was looked for, or null where there is nothing of that kind. */
async function found<T>(looking: Promise<T>, code: FailureCode): Promise<T | null> {
  try {
    return await looking
  } catch (error) {
    if (error instanceof Failure && error.code === code) return null
    throw error
  }
}

async function webhookOf(webhook: WebhookId, look: Look): Promise<Webhook | null> {
  return (await found(look('getWebhook', { webhook }), 'webhook_not_found'))?.webhook ?? null
}

/**
 * The endpoint of a path. A webhook of another dialect is none: its events have other names and another signature.
 * One that is not there is left to the operation, which may remember the request from when it was.
 */
async function onEndpoint(id: string, look: Look): Promise<{ webhook: WebhookId }> {
  const webhook = parseEndpointId(id)
  const present = await webhookOf(webhook, look)
  if (present !== null && present.dialect !== dialect) fail('webhook_not_found')
  return { webhook }
}

const described = (description: string | null) => (description === '' ? null : description)

async function renderTarget(id: AccountId, look: Look): Promise<Static<typeof shapes.EndpointAccount>> {
  const account: Account | null =
    (await found(look('getAccount', { account: id }), 'account_not_found'))?.account ?? null
  return {
    object: 'WebhookEndpointAccountTarget',
    id: renderAccountId(id),
    account_name: account?.name ?? null,
    // Nothing is known of a deleted account; `mock` is what has no other provider.
    account_provider: account === null ? 'mock' : providerOf(account.profile),
    status: account === null ? 'deleted' : 'active',
  }
}

/** An endpoint (contract 1.9). A webhook for everything, which the native API can make, shows what occurs. */
async function renderEndpoint(webhook: Webhook, look: Look): Promise<Static<typeof shapes.WebhookEndpoint>> {
  // A repeated request is answered from the record, which holds no secret: then it is the present one.
  const secret = webhook.secret || ((await webhookOf(webhook.id, look))?.secret ?? '')
  return {
    object: 'WebhookEndpoint',
    id: renderEndpointId(webhook.id),
    application_id: renderApplicationId(webhook.workspace),
    enabled: webhook.enabled,
    description: webhook.description,
    url: webhook.url,
    trigger_events: webhook.events.length === 0 ? Object.keys(occurring) : [...webhook.events],
    secret,
    account_ids: webhook.accounts.map(renderAccountId),
    account_targets: await Promise.all(webhook.accounts.map((id) => renderTarget(id, look))),
  }
}

async function endpointReply({ webhook }: { readonly webhook: Webhook }, look: Look): Promise<Reply> {
  return { status: 200, body: await renderEndpoint(webhook, look) }
}

type Tried = Attempts['page']['items'][number]

/** An attempt (contract 1.9); none for a test of the native API, which is no event of v2. */
function renderConversation(
  { id, url }: Webhook,
  { attempt, delivery }: Tried,
): readonly Static<typeof shapes.WebhookConversation>[] {
  if (delivery === null || delivery.seq === null || delivery.account === null) return []
  const { seq, account, part, type } = delivery
  return [
    {
      object: 'WebhookConversation',
      id: renderConversationId(attempt.id),
      endpoint_id: renderEndpointId(id),
      event_id: renderEventId({ seq, account, part }),
      event_type: type,
      first_attempt: attempt.number === 1,
      created_at: isoTime(attempt.at),
      http_status: attempt.status,
      endpoint_url: url,
      response_body: attempt.answer,
    },
  ]
}

export const webhookRoutes = [
  route({
    method: 'POST',
    path: endpoints,
    operation: 'createWebhook',
    id: 'createWebhookEndpoint',
    summary: 'Have events sent to an address, signed, from now on.',
    params: NoParams,
    body: shapes.EndpointCreate,
    reply: { status: 200, schema: shapes.WebhookEndpoint },
    example: { url: 'https://example.com/hook', trigger_events: ['message.new', 'chat.update'] },
    decode: ({ body }) => ({
      dialect,
      url: body.url,
      events: body.trigger_events,
      accounts: (body.account_ids ?? []).map(parseAccountId),
      description: described(body.description ?? null),
      ordered: false,
      secret: null,
    }),
    encode: (output, _about, _request, look) => endpointReply(output, look),
  }),
  route({
    method: 'GET',
    path: endpoints,
    operation: 'listWebhooks',
    id: 'listWebhookEndpoints',
    summary: 'List the endpoints of this dialect, oldest first.',
    params: NoParams,
    query: shapes.EndpointsQuery,
    reply: { status: 200, schema: shapes.WebhookEndpoints },
    // All that a workspace can have, so that those of other dialects leave no gap in a page.
    decode({ query }) {
      offsetPage(query)
      return { limit: webhooksMax, after: null }
    },
    async encode({ items }, _about, { query }, look) {
      const { limit, skip } = offsetPage(query)
      const own = items.filter((webhook) => webhook.dialect === dialect)
      const shown = own.slice(skip, skip + limit)
      const data = await Promise.all(shown.map((webhook) => renderEndpoint(webhook, look)))
      return {
        status: 200,
        body: { object: 'WebhookEndpoints', data, has_more: own.length > skip + limit },
      }
    },
  }),
  route({
    method: 'GET',
    path: endpoint,
    operation: 'getWebhook',
    id: 'getWebhookEndpoint',
    params: shapes.OnEndpoint,
    reply: { status: 200, schema: shapes.WebhookEndpoint },
    decode: ({ params }, look) => onEndpoint(params.endpoint_id, look),
    encode: (output, _about, _request, look) => endpointReply(output, look),
  }),
  route({
    method: 'PATCH',
    path: endpoint,
    operation: 'updateWebhook',
    id: 'updateWebhookEndpoint',
    summary: 'Change where an endpoint sends and what, or switch it off or on.',
    params: shapes.OnEndpoint,
    body: shapes.EndpointUpdate,
    bodyOptional: true,
    reply: { status: 200, schema: shapes.WebhookEndpoint },
    example: { enabled: false },
    decode: async ({ params, body: { url, trigger_events, account_ids, description, enabled } }, look) => ({
      ...(await onEndpoint(params.endpoint_id, look)),
      ...(url === undefined ? {} : { url }),
      ...(trigger_events === undefined ? {} : { events: trigger_events }),
      ...(account_ids === undefined ? {} : { accounts: account_ids.map(parseAccountId) }),
      ...(description === undefined ? {} : { description: described(description) }),
      ...(enabled === undefined ? {} : { enabled }),
    }),
    encode: (output, _about, _request, look) => endpointReply(output, look),
  }),
  route({
    method: 'DELETE',
    path: endpoint,
    operation: 'deleteWebhook',
    id: 'deleteWebhookEndpoint',
    params: shapes.OnEndpoint,
    reply: { status: 200, schema: Success },
    decode: ({ params }, look) => onEndpoint(params.endpoint_id, look),
    encode: () => ({ status: 200, body: { success: true } }),
  }),
  route({
    method: 'GET',
    path: '/webhooks/conversations',
    operation: 'listAttempts',
    id: 'listWebhookConversations',
    summary: 'List the attempts to deliver to an endpoint, newest first, or those of one event.',
    params: NoParams,
    query: shapes.ConversationsQuery,
    reply: { status: 200, schema: shapes.WebhookConversations },
    decode: async ({ query }, look) => ({
      ...(await onEndpoint(query.endpoint_id, look)),
      ...offsetPage(query),
      after: null,
      ...(query.event_id === undefined ? {} : { told: parseEventId(query.event_id) }),
    }),
    encode({ webhook, page }) {
      const data = page.items.flatMap((tried) => renderConversation(webhook, tried))
      return {
        status: 200,
        body: { object: 'WebhookConversations', data, has_more: page.next !== null },
      }
    },
  }),
] as const
