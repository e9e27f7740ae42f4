/** Statements on webhooks, deliveries and attempts. */
import { statement } from './driver.ts'
import { type AccountRow, accountFields } from './rows.ts'

export interface WebhookRow {
  readonly id: number
  readonly workspace_id: number
  readonly url: string
  readonly dialect: string
  readonly accounts: string
  readonly events: string
  readonly description: string | null
  readonly ordered: number
  readonly secret: string
  readonly previous_secret: string | null
  readonly previous_until: number | null
  readonly enabled: number
  readonly disabled_reason: string | null
  readonly created_at: number
  readonly after: number
}

export interface DeliveryRow {
  readonly webhook_id: number
  readonly id: number
  readonly workspace_id: number
  readonly seq: number
  readonly part: number
  readonly group_id: number | null
  readonly account_id: number
  readonly type: string
  readonly status: string
  readonly attempts: number
  readonly created_at: number
  readonly next_at: number | null
  readonly ended_at: number | null
  readonly body: string | null
}

export interface AttemptRow {
  readonly webhook_id: number
  readonly id: number
  readonly delivery_id: number
  readonly number: number
  readonly at: number
  readonly took_ms: number
  readonly status: number | null
  readonly answer: string | null
  readonly error: string | null
}

const webhookFields = `
  id, workspace_id, url, dialect, accounts, events, description, ordered, secret, previous_secret, previous_until,
  enabled, disabled_reason, created_at, after`

const deliveryFields = `
  webhook_id, id, workspace_id, seq, part, group_id, account_id, type, status, attempts, created_at, next_at,
  ended_at, body`

const attemptFields = 'webhook_id, id, delivery_id, number, at, took_ms, status, answer, error'

type Nullable = number | null
type NewDelivery = readonly [
  webhook: number,
  id: number,
  workspace: number,
  seq: number,
  part: number,
  group: Nullable,
  account: number,
  type: string,
  status: string,
  attempts: number,
  createdAt: number,
  nextAt: Nullable,
  endedAt: Nullable,
  body: string | null,
]
type Old = [webhook: number, again: number, status: string, before: number, most: number]

const addDelivery = `insert into deliveries (${deliveryFields}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (webhook_id, seq, account_id, part)`

// The oldest, found by the index on status; ids rise with time.
const old = `select id from deliveries where webhook_id = ? and status = ? and id < ? order by id limit ?`

// The condition of the index on what waits is an `or`, because SQLite sees from one half of it that the whole holds.
export const deliveryStatements = {
  webhook: statement<[id: number, workspace: number], WebhookRow>(
    `select ${webhookFields} from webhooks where id = ? and workspace_id = ?`,
  ),
  webhooks: statement<[workspace: number, after: number, limit: number], WebhookRow>(
    `select ${webhookFields} from webhooks where workspace_id = ? and id > ? order by id limit ?`,
  ),
  enabledWebhooks: statement<[after: number, limit: number], WebhookRow>(
    `select ${webhookFields} from webhooks where enabled = 1 and id > ? order by id limit ?`,
  ),
  deliveries: statement<[webhook: number, before: number, limit: number], DeliveryRow>(
    `select ${deliveryFields} from deliveries where webhook_id = ? and id < ? order by id desc limit ?`,
  ),
  deliveriesOf: statement<[webhook: number, status: string, before: number, limit: number], DeliveryRow>(`
    select ${deliveryFields} from deliveries
    where webhook_id = ? and status = ? and id < ? order by id desc limit ?`),
  delivery: statement<[webhook: number, id: number], DeliveryRow>(
    `select ${deliveryFields} from deliveries where webhook_id = ? and id = ?`,
  ),
  deliveryTold: statement<[webhook: number, seq: number, account: number, part: number], DeliveryRow>(`
    select ${deliveryFields} from deliveries
    where webhook_id = ? and seq = ? and account_id = ? and part = ?`),
  dueDeliveries: statement<[webhook: number, at: number, most: number], DeliveryRow>(`
    select ${deliveryFields} from deliveries
    where webhook_id = ? and status = 'pending' and next_at <= ? order by next_at, id limit ?`),
  nextDue: statement<[webhook: number], { readonly next_at: Nullable }>(
    `select min(next_at) as next_at from deliveries where webhook_id = ? and status = 'pending'`,
  ),
  isBusy: statement<[webhook: number, group: number], { readonly id: number }>(`
    select id from deliveries
    where webhook_id = ? and group_id = ? and (status = 'waiting' or status = 'pending') limit 1`),
  attempts: statement<[webhook: number, before: number, limit: number, skip: number], AttemptRow>(`
    select ${attemptFields} from attempts where webhook_id = ? and id < ? order by id desc limit ? offset ?`),
  attemptsOf: statement<
    [webhook: number, delivery: number, before: number, limit: number, skip: number],
    AttemptRow
  >(`
    select ${attemptFields} from attempts
    where webhook_id = ? and delivery_id = ? and id < ? order by id desc limit ? offset ?`),
  fannedTo: statement<[workspace: number], { readonly fanned_to: number }>(
    'select fanned_to from workspaces where id = ?',
  ),
  // A workspace has fewer accounts than a group may have people, so its accounts are gone through.
  accountsIn: statement<
    [workspace: number, group: number, from: number, past: number, since: number, until: number],
    AccountRow
  >(`
    select ${accountFields} from accounts a join people p on p.id = a.person_id
    where a.workspace_id = ? and a.deleted_at is null and (
      exists (
        select 1 from memberships m
        where m.group_id = ? and m.person_id = a.person_id and m.revision <= ? and m.standing <= 4)
      or exists (
        select 1 from history h
        where h.group_id = ? and h.person_id = a.person_id and h.from_revision <= ? and h.to_revision > ?
          and h.standing <= 4))
    order by a.id`),
  addWebhook: statement<
    [
      id: number,
      workspace: number,
      url: string,
      dialect: string,
      accounts: string,
      events: string,
      description: string | null,
      ordered: number,
      secret: string,
      previousSecret: string | null,
      previousUntil: Nullable,
      enabled: number,
      disabledReason: string | null,
      createdAt: number,
      after: number,
    ]
  >(`
    insert into webhooks (${webhookFields}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
  setWebhook: statement<
    [
      url: string,
      accounts: string,
      events: string,
      description: string | null,
      ordered: number,
      secret: string,
      previousSecret: string | null,
      previousUntil: Nullable,
      enabled: number,
      disabledReason: string | null,
      after: number,
      id: number,
    ]
  >(`
    update webhooks set url = ?, accounts = ?, events = ?, description = ?, ordered = ?, secret = ?,
      previous_secret = ?, previous_until = ?, enabled = ?, disabled_reason = ?, after = ? where id = ?`),
  deleteAttempts: statement<[webhook: number]>('delete from attempts where webhook_id = ?'),
  deleteDeliveries: statement<[webhook: number]>('delete from deliveries where webhook_id = ?'),
  deleteWebhook: statement<[webhook: number]>('delete from webhooks where id = ?'),
  addDelivery: statement<NewDelivery>(`${addDelivery} do nothing`),
  // What is under way or waits already is left alone.
  repeatDelivery: statement<NewDelivery>(`${addDelivery} do update
    set status = excluded.status, attempts = 0, next_at = excluded.next_at, ended_at = null
    where deliveries.status in ('delivered', 'dead')`),
  setDelivery: statement<
    [
      status: string,
      attempts: number,
      nextAt: Nullable,
      endedAt: Nullable,
      body: string | null,
      webhook: number,
      id: number,
    ]
  >(`
    update deliveries set status = ?, attempts = ?, next_at = ?, ended_at = ?, body = ?
    where webhook_id = ? and id = ?`),
  // By the event and not by the id: a replay writes deliveries of events that are older than what waits already.
  releaseNext: statement<
    [at: number, webhook: number, again: number, group: number, other: number, same: number]
  >(`
    update deliveries set status = 'pending', next_at = ? where webhook_id = ? and id = (
      select id from deliveries
      where webhook_id = ? and group_id = ? and status = 'waiting' order by seq, account_id, part limit 1)
      and not exists (
        select 1 from deliveries where webhook_id = ? and group_id = ? and status = 'pending')`),
  addAttempt: statement<
    [
      webhook: number,
      id: number,
      delivery: number,
      number: number,
      at: number,
      tookMs: number,
      status: Nullable,
      answer: string | null,
      error: string | null,
      again: number,
    ]
  >(`
    insert into attempts (${attemptFields}) select ?, ?, ?, ?, ?, ?, ?, ?, ? where exists (
      select 1 from webhooks where id = ?)`),
  fanTo: statement<[seq: number, workspace: number]>('update workspaces set fanned_to = ? where id = ?'),
  forgetAttempts: statement<Old>(`
    delete from attempts where webhook_id = ? and delivery_id in (${old})`),
  forgetDeliveries: statement<Old>(`
    delete from deliveries where webhook_id = ? and id in (${old})`),
}
