/** The rows of webhooks and what is delivered to them. */
import { Type } from 'typebox'
import type { Attempt, Delivery, Webhook } from '../../core/delivery.ts'
import { renderId } from '../../core/id.ts'
import type { AccountId, DeliveryId, WebhookId } from '../../core/model.ts'
import { isoTime, route } from '../dialect.ts'
import * as render from './render.ts'
import * as shapes from './shapes.ts'
import * as webhooks from './webhook-shapes.ts'

const nothing = Type.Object({})
const one = '/webhooks/{webhook}'

const on = (params: { webhook: string }) => ({
  webhook: render.idFrom<WebhookId>('webhook', params.webhook),
})
const onDelivery = (params: { webhook: string; delivery: string }) => ({
  ...on(params),
  delivery: render.idFrom<DeliveryId>('delivery', params.delivery),
})
const accountsFrom = (account: string | null | undefined) =>
  account == null ? [] : [render.idFrom<AccountId>('account', account)]

function webhook(value: Webhook) {
  const accounts = value.accounts.map((id) => render.idTo('account', id))
  const { url, dialect, events, description, ordered, enabled, disabled_reason } = value
  return {
    id: render.idTo('webhook', value.id),
    ...{ url, dialect, account: accounts[0] ?? null, accounts, events: [...events], description },
    ...{ ordered, enabled, disabled_reason },
    rotates_until: render.timeOrNull(value.previous_until),
    created_at: isoTime(value.created_at),
  }
}

function delivery(value: Delivery) {
  const { type, status, attempts } = value
  return {
    id: render.idTo('delivery', value.id),
    message_id: value.seq === null ? renderId('test_', value.id) : renderId('evt_', value.seq),
    webhook: render.idTo('webhook', value.webhook),
    cursor: value.seq === null ? null : render.feedTo(value.seq),
    type,
    group: value.group === null ? null : render.idTo('group', value.group),
    account: value.account === null ? null : render.idTo('account', value.account),
    ...{ status, attempts },
    created_at: isoTime(value.created_at),
    next_at: render.timeOrNull(value.next_at),
    ended_at: render.timeOrNull(value.ended_at),
  }
}

function attempt({ number, at, took_ms, status, answer, error }: Attempt) {
  return { number, at: isoTime(at), took_ms, status, answer, error }
}

export const webhookRoutes = [
  route({
    method: 'POST',
    path: '/webhooks',
    operation: 'createWebhook',
    description: 'It begins with what happens from now on. Keep the secret: it is shown this once.',
    params: nothing,
    body: webhooks.WebhookInput,
    example: { url: 'https://example.com/hook', events: ['participants.added'] },
    reply: { status: 201, schema: webhooks.WebhookWithSecret },
    decode: ({ body }) => ({
      url: body.url,
      dialect: body.dialect ?? 'native',
      accounts: accountsFrom(body.account),
      events: body.events ?? [],
      description: body.description ?? null,
      ordered: body.ordered ?? false,
      secret: body.secret ?? null,
      ...(body.verify_token === undefined ? {} : { verify_token: body.verify_token }),
    }),
    encode: (output) => ({ status: 201, body: { ...webhook(output.webhook), secret: output.secret } }),
  }),
  route({
    method: 'GET',
    path: '/webhooks',
    operation: 'listWebhooks',
    params: nothing,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(webhooks.Webhook) },
    decode: ({ query }) => render.pageFrom('h', 1, query),
    encode: (page) => ({ status: 200, body: render.pageTo('h', page, webhook) }),
  }),
  route({
    method: 'GET',
    path: one,
    operation: 'getWebhook',
    params: webhooks.OnWebhook,
    reply: { status: 200, schema: webhooks.Webhook },
    decode: ({ params }) => on(params),
    encode: (output) => ({ status: 200, body: webhook(output.webhook) }),
  }),
  route({
    method: 'PATCH',
    path: one,
    operation: 'updateWebhook',
    params: webhooks.OnWebhook,
    body: webhooks.WebhookPatch,
    example: { description: 'The second line', enabled: true },
    reply: { status: 200, schema: webhooks.Webhook },
    decode: ({ params, body: { account, ...body } }) => ({
      ...on(params),
      ...body,
      ...(account === undefined ? {} : { accounts: accountsFrom(account) }),
    }),
    encode: (output) => ({ status: 200, body: webhook(output.webhook) }),
  }),
  route({
    method: 'DELETE',
    path: one,
    operation: 'deleteWebhook',
    params: webhooks.OnWebhook,
    reply: { status: 200, schema: shapes.Deleted },
    decode: ({ params }) => on(params),
    encode: () => ({ status: 200, body: { deleted: true } }),
  }),
  route({
    method: 'POST',
    path: `${one}/rotate`,
    operation: 'rotateWebhookSecret',
    params: webhooks.OnWebhook,
    body: webhooks.SecretInput,
    bodyOptional: true,
    example: { overlap_seconds: 3600 },
    reply: { status: 200, schema: webhooks.WebhookWithSecret },
    decode: ({ params, body }) => ({
      ...on(params),
      secret: body.secret ?? null,
      overlap_s: body.overlap_seconds ?? 86_400,
    }),
    encode: (output) => ({ status: 200, body: { ...webhook(output.webhook), secret: output.secret } }),
  }),
  route({
    method: 'POST',
    path: `${one}/test`,
    operation: 'testWebhook',
    description: 'The answer comes before it is sent; get the delivery to see what came back.',
    params: webhooks.OnWebhook,
    reply: { status: 202, schema: webhooks.Delivery },
    decode: ({ params }) => on(params),
    encode: (output) => ({ status: 202, body: delivery(output.delivery) }),
  }),
  route({
    method: 'GET',
    path: `${one}/deliveries`,
    operation: 'listDeliveries',
    params: webhooks.OnWebhook,
    query: webhooks.DeliveriesQuery,
    reply: { status: 200, schema: shapes.Page(webhooks.Delivery) },
    decode: ({ params, query }) => ({
      ...on(params),
      ...render.pageFrom('d', 1, query),
      ...(query.status === undefined ? {} : { status: query.status }),
    }),
    encode: (page) => ({ status: 200, body: render.pageTo('d', page, delivery) }),
  }),
  route({
    method: 'GET',
    path: `${one}/deliveries/{delivery}`,
    operation: 'getDelivery',
    params: webhooks.OnDelivery,
    reply: { status: 200, schema: webhooks.DeliveryWithAttempts },
    decode: ({ params }) => onDelivery(params),
    encode: (output) => ({
      status: 200,
      body: {
        ...delivery(output.delivery),
        body: output.delivery.body,
        tries: output.attempts.map(attempt),
      },
    }),
  }),
  route({
    method: 'POST',
    path: `${one}/deliveries/{delivery}/replay`,
    operation: 'replayDelivery',
    params: webhooks.OnDelivery,
    reply: { status: 202, schema: webhooks.Delivery },
    decode: ({ params }) => onDelivery(params),
    encode: (output) => ({ status: 202, body: delivery(output.delivery) }),
  }),
  route({
    method: 'POST',
    path: `${one}/replay`,
    operation: 'replayDeliveries',
    description: 'Up to 2,000 events of the feed for each call; go on with `cursor` until it is null.',
    params: webhooks.OnWebhook,
    body: webhooks.ReplayInput,
    example: { since: '2026-01-01T00:00:00.000Z' },
    reply: { status: 202, schema: webhooks.Replayed },
    decode: ({ params, body: { since, cursor } }) => ({
      ...on(params),
      ...(since === undefined ? {} : { since: render.timeFrom('since', since) }),
      ...(cursor === undefined ? {} : { after: render.placeFrom(cursor) }),
    }),
    encode: ({ count, after }) => ({
      status: 202,
      body: { replayed: count, cursor: after === null ? null : render.feedTo(after) },
    }),
  }),
  route({
    method: 'GET',
    path: `${one}/attempts`,
    operation: 'listAttempts',
    params: webhooks.OnWebhook,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(webhooks.WebhookAttempt) },
    decode: ({ params, query }) => ({ ...on(params), ...render.pageFrom('t', 1, query) }),
    encode: ({ page }) => ({
      status: 200,
      body: render.pageTo('t', page, (tried) => ({
        delivery: render.idTo('delivery', tried.attempt.delivery),
        ...attempt(tried.attempt),
      })),
    }),
  }),
] as const
