/** Webhooks, what is delivered to them, and how that went, as they are kept. */
import {
  type Attempt,
  type Delivery,
  type DeliveryReader,
  type DeliveryStatus,
  type DeliveryTx,
  deliveryStatuses,
  type Webhook,
} from '../core/delivery.ts'
import { assert } from '../core/failure.ts'
import { asId } from '../core/model.ts'
import {
  type AttemptRow,
  type DeliveryRow,
  deliveryStatements as statements,
  type WebhookRow,
} from './delivery-statements.ts'
import type { Driver } from './driver.ts'
import { beyond, byId, pageOf, startOf } from './paging.ts'
import { json, toAccount } from './rows.ts'

function toWebhook(row: WebhookRow): Webhook {
  const { url, dialect, description, secret, previous_secret, previous_until, disabled_reason } = row
  return {
    id: asId(row.id),
    workspace: asId(row.workspace_id),
    url,
    dialect,
    // Both texts were written by `addWebhook` below.
    accounts: JSON.parse(row.accounts) as Webhook['accounts'],
    events: JSON.parse(row.events) as Webhook['events'],
    description,
    ordered: row.ordered === 1,
    secret,
    previous_secret,
    previous_until,
    enabled: row.enabled === 1,
    disabled_reason,
    created_at: row.created_at,
    after: row.after,
  }
}

function statusOf(text: string): DeliveryStatus {
  const status = deliveryStatuses.find((known) => known === text)
  assert(status !== undefined, 'a status that no list has')
  return status
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: asId(row.id),
    webhook: asId(row.webhook_id),
    workspace: asId(row.workspace_id),
    seq: row.seq < 0 ? null : row.seq,
    part: row.part,
    group: row.group_id === null ? null : asId(row.group_id),
    account: row.account_id === 0 ? null : asId(row.account_id),
    type: row.type,
    status: statusOf(row.status),
    attempts: row.attempts,
    created_at: row.created_at,
    next_at: row.next_at,
    ended_at: row.ended_at,
    body: row.body,
  }
}

function toAttempt(row: AttemptRow): Attempt {
  const { id, number, at, took_ms, status, answer, error } = row
  return {
    ...{ id, number, at, took_ms, status, answer, error },
    delivery: asId(row.delivery_id),
    webhook: asId(row.webhook_id),
  }
}

export function deliveryReader(driver: Driver): DeliveryReader {
  return {
    async webhook(workspace, id) {
      const row = await driver.one(statements.webhook, id, workspace)
      return row === undefined ? null : toWebhook(row)
    },
    async webhooks(workspace, page) {
      const [after = 0] = startOf(page, [0])
      const rows = await driver.all(statements.webhooks, workspace, after, page.limit + 1)
      return pageOf(rows, page, toWebhook, byId)
    },
    async enabledWebhooks(page) {
      const [after = 0] = startOf(page, [0])
      const rows = await driver.all(statements.enabledWebhooks, after, page.limit + 1)
      return pageOf(rows, page, toWebhook, byId)
    },
    async deliveries(webhook, page) {
      const [before = beyond] = startOf(page, [beyond])
      const rows =
        page.status === undefined
          ? await driver.all(statements.deliveries, webhook, before, page.limit + 1)
          : await driver.all(statements.deliveriesOf, webhook, page.status, before, page.limit + 1)
      return pageOf(rows, page, toDelivery, byId)
    },
    async delivery(webhook, id) {
      const row = await driver.one(statements.delivery, webhook, id)
      return row === undefined ? null : toDelivery(row)
    },
    async deliveryTold(webhook, { seq, part, account }) {
      const row = await driver.one(statements.deliveryTold, webhook, seq, account ?? 0, part)
      return row === undefined ? null : toDelivery(row)
    },
    async dueDeliveries(webhook, at, most) {
      return (await driver.all(statements.dueDeliveries, webhook, at, most)).map(toDelivery)
    },
    async nextDue(webhook) {
      return (await driver.one(statements.nextDue, webhook))?.next_at ?? null
    },
    async attempts(webhook, page) {
      const [before = beyond] = startOf(page, [beyond])
      const { delivery, limit, skip = 0 } = page
      const rows =
        delivery === undefined
          ? await driver.all(statements.attempts, webhook, before, limit + 1, skip)
          : await driver.all(statements.attemptsOf, webhook, delivery, before, limit + 1, skip)
      return pageOf(rows, page, toAttempt, byId)
    },
    async fannedTo(workspace) {
      return (await driver.one(statements.fannedTo, workspace))?.fanned_to ?? 0
    },
    async accountsIn(workspace, group, revision) {
      const then = [group, revision, group, revision, revision] as const
      return (await driver.all(statements.accountsIn, workspace, ...then)).map(toAccount)
    },
  }
}

export function deliveryChanges(driver: Driver): DeliveryTx {
  return {
    async addWebhook(webhook) {
      const { id, workspace, url, dialect, accounts, events, description, ordered, secret } = webhook
      const is = [id, workspace, url, dialect, json(accounts), json(events), description] as const
      const signs = [secret, webhook.previous_secret, webhook.previous_until] as const
      const runs = [webhook.enabled ? 1 : 0, webhook.disabled_reason, webhook.created_at] as const
      await driver.run(statements.addWebhook, ...is, ordered ? 1 : 0, ...signs, ...runs, webhook.after)
    },
    async setWebhook(webhook) {
      const { id, url, accounts, events, description, ordered, secret } = webhook
      const is = [url, json(accounts), json(events), description, ordered ? 1 : 0] as const
      const signs = [secret, webhook.previous_secret, webhook.previous_until] as const
      const runs = [webhook.enabled ? 1 : 0, webhook.disabled_reason, webhook.after] as const
      const changed = await driver.run(statements.setWebhook, ...is, ...signs, ...runs, id)
      assert(changed === 1, 'an unknown webhook is changed')
    },
    async deleteWebhook(id) {
      await driver.run(statements.deleteAttempts, id)
      await driver.run(statements.deleteDeliveries, id)
      await driver.run(statements.deleteWebhook, id)
    },
    async addDeliveries(deliveries, again) {
      await driver.runs(
        again ? statements.repeatDelivery : statements.addDelivery,
        deliveries.map((delivery) => {
          const { id, webhook, workspace, seq, part, group, account, type, status, attempts } = delivery
          const { created_at, next_at, ended_at, body } = delivery
          const what = [webhook, id, workspace, seq ?? -id, part, group, account ?? 0, type] as const
          return [...what, status, attempts, created_at, next_at, ended_at, body] as const
        }),
      )
    },
    async setDelivery({ webhook, id, status, attempts, next_at, ended_at, body }) {
      const now = [status, attempts, next_at, ended_at, body] as const
      // A webhook that was deleted meanwhile took its deliveries with it.
      await driver.run(statements.setDelivery, ...now, webhook, id)
    },
    async releaseNext(webhook, group, at) {
      await driver.run(statements.releaseNext, at, webhook, webhook, group, webhook, group)
    },
    async isBusy(webhook, group) {
      return (await driver.one(statements.isBusy, webhook, group)) !== undefined
    },
    async addAttempt({ id, delivery, webhook, number, at, took_ms, status, answer, error }) {
      const which = [webhook, id, delivery, number, at, took_ms] as const
      await driver.run(statements.addAttempt, ...which, status, answer, error, webhook)
    },
    async fanTo(workspace, seq) {
      await driver.run(statements.fanTo, seq, workspace)
    },
    async forgetDeliveries(webhook, status, before, most) {
      const old = [webhook, webhook, status, before, most] as const
      await driver.run(statements.forgetAttempts, ...old)
      return driver.run(statements.forgetDeliveries, ...old)
    },
  }
}
