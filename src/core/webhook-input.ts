/** What callers may ask of a webhook, checked in one place for making and for changing one. */
import { Type } from 'typebox'
import type { Delivery, Teller, Webhook } from './delivery.ts'
import { fail } from './failure.ts'
import { line } from './fields.ts'
import type { AccountId, DeliveryId, WebhookId } from './model.ts'
import type { ChangeContext, Ports } from './operation.ts'
import type { Reader } from './store.ts'

const id = <T>() => Type.Unsafe<T>(Type.Integer({ minimum: 0 }))
export const webhookId = id<WebhookId>()
export const deliveryId = id<DeliveryId>()

/** The longest address that browsers and proxies agree on. */
const urlMax = 2048

/** Webhooks of one workspace: each is looked at for every event. */
export const webhooksMax = 1000

export const fields = {
  url: Type.String({ minLength: 1, maxLength: urlMax }),
  /** Only what these accounts see; every account's when empty. */
  accounts: Type.Array(id<AccountId>(), { maxItems: 1000 }),
  /** Only these types, in the dialect's own names; all when empty. */
  events: Type.Array(Type.String({ maxLength: 128 }), { maxItems: 256 }),
  description: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
  ordered: Type.Boolean(),
}

/** A webhook as its maker sees it; the secret apart, because the record of the run keeps it out. */
export interface ShownWebhook {
  /** Without its secrets. */
  readonly webhook: Webhook
  /** Null in the answer to a repeated request. */
  readonly secret: string | null
}

export function shown(webhook: Webhook): ShownWebhook {
  return { webhook: { ...webhook, secret: '', previous_secret: null }, secret: webhook.secret }
}

/** A text by which an endpoint recognises the server, for dialects whose vendor asks endpoints before it sends. */
export const verifyToken = Type.Optional(Type.String({ maxLength: 256 }))

/** Refuses an endpoint that was to show that it is the caller's own, and did not. */
export async function demandOwn(ports: Ports, dialect: string, url: string, token: string): Promise<void> {
  const unsafe = ports.addressProblem(url)
  const problem = unsafe ?? (await ports.verifyEndpoint(dialect, url, token))
  if (problem !== null) fail('invalid_input', `\`url\`: ${problem}`)
}

export function tellerOf(ports: Ports, dialect: string): Teller {
  const teller = ports.tellers.get(dialect)
  if (teller === undefined) {
    const names = [...ports.tellers.keys()].join(', ')
    fail('invalid_input', `There are no webhooks in the dialect \`${dialect}\`; there are some in ${names}.`)
  }
  return teller
}

/** Refuses an address that nothing can be sent to, types that the dialect does not have, and unknown accounts. */
export async function demandSendable(
  { ports, tx, workspace }: ChangeContext,
  webhook: Pick<Webhook, 'url' | 'dialect' | 'events' | 'accounts' | 'description'>,
): Promise<void> {
  const problem = ports.addressProblem(webhook.url)
  if (problem !== null) fail('invalid_input', `\`url\`: ${problem}`)
  const { types } = tellerOf(ports, webhook.dialect)
  const unknown = webhook.events.find((type) => !Object.hasOwn(types, type))
  if (unknown !== undefined) {
    fail(
      'invalid_input',
      `There is no event type \`${unknown.slice(0, 64)}\`; there are ${Object.keys(types).join(', ')}.`,
    )
  }
  for (const account of webhook.accounts) {
    if ((await tx.account(workspace.id, account)) === null) fail('account_not_found')
  }
  if (webhook.description !== null) line('description', webhook.description)
}

/** The secret that the caller chose, if it can be used, else a new one. */
export function secretFor(teller: Teller, chosen: string | null): string {
  if (chosen === null) return teller.newSecret()
  const problem = teller.secretProblem(chosen)
  if (problem !== null) fail('invalid_input', `\`secret\`: ${problem}`)
  return chosen
}

export async function findWebhook(
  reader: Reader,
  { id: workspace }: ChangeContext['workspace'],
  webhook: WebhookId,
): Promise<Webhook> {
  const found = await reader.webhook(workspace, webhook)
  if (found === null) fail('webhook_not_found')
  return found
}

export async function findDelivery(
  reader: Reader,
  webhook: Webhook,
  delivery: DeliveryId,
): Promise<Delivery> {
  const found = await reader.delivery(webhook.id, delivery)
  if (found === null) fail('delivery_not_found')
  return found
}
