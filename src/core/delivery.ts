/**
 * Webhooks and what is delivered to them. The event in the feed is the promise: it is kept in the transaction of the
 * change. A delivery is written from it for each webhook that wants it, together with how far the feed was read for
 * that, so a crash at any moment neither loses nor doubles one.
 */
import type { Listing, Page } from './cursor.ts'
import type { Happening } from './event.ts'
import type { Account, AccountId, DeliveryId, GroupId, Time, WebhookId, WorkspaceId } from './model.ts'

/** Somewhere to send what happens in a workspace. */
export interface Webhook {
  readonly id: WebhookId
  readonly workspace: WorkspaceId
  readonly url: string
  /** In whose words, and signed in whose way. */
  readonly dialect: string
  /** Only what these accounts see; every account's when empty. */
  readonly accounts: readonly AccountId[]
  /** Only these types, in the dialect's own names; all when empty. */
  readonly events: readonly string[]
  readonly description: string | null
  /** One group's events are sent one after the other, in their order. */
  readonly ordered: boolean
  /** Signs every delivery. It is kept as it is, because signing needs it. */
  readonly secret: string
  /** The secret before, which signs too until `previous_until`. */
  readonly previous_secret: string | null
  readonly previous_until: Time | null
  readonly enabled: boolean
  /** Why the server switched it off; null when a caller did, or nobody. */
  readonly disabled_reason: string | null
  readonly created_at: Time
  /** The number in the feed behind which it begins. */
  readonly after: number
}

/**
 * `waiting`: an earlier delivery of the same group must end first. `pending`: is to be sent at `next_at`.
 * `delivered`: answered with a 2xx. `dead`: the schedule is over, or the endpoint said that it is gone.
 */
export const deliveryStatuses = ['waiting', 'pending', 'delivered', 'dead'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** One thing to send to one webhook. */
export interface Delivery {
  readonly id: DeliveryId
  readonly webhook: WebhookId
  readonly workspace: WorkspaceId
  /** The event's number in the feed; null for a test. */
  readonly seq: number | null
  /** Which of the several things that a dialect may say for one event, from 0. */
  readonly part: number
  readonly group: GroupId | null
  /** Whose view of it is sent, where the dialect has one for each account. */
  readonly account: AccountId | null
  /** Its type in the dialect's own names. */
  readonly type: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly created_at: Time
  /** When it is sent next; null when it is not. */
  readonly next_at: Time | null
  readonly ended_at: Time | null
  /** The body as it was first sent: every attempt sends the same. Null before the first. */
  readonly body: string | null
}

/** One try to deliver. */
export interface Attempt {
  /** Rises with time. */
  readonly id: number
  readonly delivery: DeliveryId
  readonly webhook: WebhookId
  /** From 1. */
  readonly number: number
  readonly at: Time
  /** How long it took, in milliseconds. */
  readonly took_ms: number
  /** The HTTP status; null when no answer came. */
  readonly status: number | null
  /** The beginning of the answer's body. */
  readonly answer: string | null
  /** Why no answer came; null when one did. */
  readonly error: string | null
}

/** What is kept of webhooks, to be read. */
export interface DeliveryReader {
  readonly webhook: (workspace: WorkspaceId, id: WebhookId) => Promise<Webhook | null>
  /** Oldest first. Key: id. */
  readonly webhooks: (workspace: WorkspaceId, page: Listing) => Promise<Page<Webhook>>
  /** Those that are switched on, of every workspace. Key: id. */
  readonly enabledWebhooks: (page: Listing) => Promise<Page<Webhook>>
  /** Newest first, of one status where given. Key: id. */
  readonly deliveries: (
    webhook: WebhookId,
    page: Listing & { readonly status?: DeliveryStatus },
  ) => Promise<Page<Delivery>>
  readonly delivery: (webhook: WebhookId, id: DeliveryId) => Promise<Delivery | null>
  /** What one webhook was told of one event: the delivery of one part, in one account's view. */
  readonly deliveryTold: (
    webhook: WebhookId,
    told: { readonly seq: number; readonly part: number; readonly account: AccountId | null },
  ) => Promise<Delivery | null>
  /** Pending ones whose time has come, the longest due first. */
  readonly dueDeliveries: (webhook: WebhookId, at: Time, most: number) => Promise<readonly Delivery[]>
  /** When the next pending one is due; null when none is. */
  readonly nextDue: (webhook: WebhookId) => Promise<Time | null>
  /** Attempts of a webhook, or of one delivery. Newest first. Key: id. */
  readonly attempts: (
    webhook: WebhookId,
    page: Listing & { readonly delivery?: DeliveryId; readonly skip?: number },
  ) => Promise<Page<Attempt>>
  /** How far the workspace's feed was read to write deliveries. */
  readonly fannedTo: (workspace: WorkspaceId) => Promise<number>
  /** The workspace's accounts whose person was in the group after the event with this revision. */
  readonly accountsIn: (
    workspace: WorkspaceId,
    group: GroupId,
    revision: number,
  ) => Promise<readonly Account[]>
}

/** What can be written of webhooks. */
export interface DeliveryTx {
  readonly addWebhook: (webhook: Webhook) => Promise<void>
  readonly setWebhook: (webhook: Webhook) => Promise<void>
  /** Its deliveries and attempts go with it. */
  readonly deleteWebhook: (id: WebhookId) => Promise<void>
  /** Keeps those that are new; with `again`, those that are there are sent once more. */
  readonly addDeliveries: (deliveries: readonly Delivery[], again: boolean) => Promise<void>
  readonly setDelivery: (delivery: Delivery) => Promise<void>
  /**
   * Of the deliveries of a webhook and group that wait for their turn, the one of the earliest event becomes pending
   * at this time; none while another is pending.
   */
  readonly releaseNext: (webhook: WebhookId, group: GroupId, at: Time) => Promise<void>
  /** Whether a delivery of this webhook and group has not ended. */
  readonly isBusy: (webhook: WebhookId, group: GroupId) => Promise<boolean>
  readonly addAttempt: (attempt: Attempt) => Promise<void>
  readonly fanTo: (workspace: WorkspaceId, seq: number) => Promise<void>
  /** Forgets deliveries of one status with a lower id, and their attempts; answers how many. */
  readonly forgetDeliveries: (
    webhook: WebhookId,
    status: DeliveryStatus,
    before: number,
    most: number,
  ) => Promise<number>
}

/** What the core must know of a dialect that tells events to webhooks. */
export interface Teller {
  /** Everything that it may tell, by its own names, with what each means. */
  readonly types: Readonly<Record<string, string>>
  /** Each account that sees the event is told on its own. */
  readonly perAccount: boolean
  /** What is told for an event, by its own names and in their order: one delivery for each. */
  readonly typesOf: (event: Happening) => readonly string[]
  readonly newSecret: () => string
  /** What is wrong with a secret that a caller chose; null when nothing is. */
  readonly secretProblem: (secret: string) => string | null
}
