/** Rows of webhooks and their deliveries, as the statements give them. */

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
