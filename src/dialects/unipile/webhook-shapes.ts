/** The schemas of webhook endpoints and of what is delivered to them (contract 1.9); as in shapes.ts, both SDKs parse every answer. */
import { Type } from 'typebox'
import { offsetPaging } from './paging.ts'
import { Chat, Message, Provider } from './shapes.ts'
import { type Occurring, occurring, triggers } from './triggers.ts'

const text = (description: string) => Type.String({ description })
const time = (description: string) => Type.String({ format: 'date-time', description })
const flag = (description: string) => Type.Boolean({ description })
const kind = <const T extends string>(name: T) =>
  Type.Literal(name, { description: 'What the answer is (contract 1.3).' })
const prefixed = (prefix: string, description: string) => Type.String({ pattern: `^${prefix}`, description })

// ── Requests ──

export const OnEndpoint = Type.Object({ endpoint_id: text("The endpoint's id, `we_…` (contract 1.9).") })

const names = Object.keys(occurring)
const never = Object.keys(triggers).filter((name) => !names.includes(name))
const description = Type.Union([Type.String({ maxLength: 255 }), Type.Null()], {
  description: 'What it is for; empty or null is none (contract 1.9).',
})
const endpointFields = {
  trigger_events: Type.Array(Type.String({ maxLength: 128 }), {
    minItems: 1,
    maxItems: 256,
    description: `What to tell. These occur here: ${names.join(', ')}. These are taken and never happen: ${never.join(', ')}. Any other is refused (contract 1.9).`,
  }),
  url: Type.String({
    minLength: 1,
    maxLength: 255,
    description:
      'Where to send: https or http. Only public addresses are reached, and those that the operator allows (contract 1.9).',
  }),
}
const account_ids = Type.Array(Type.String({ maxLength: 64 }), {
  maxItems: 1000,
  description: 'Only what these accounts see; empty or left out means every account (contract 1.9).',
})

/** Make an endpoint (contract 1.9). */
export const EndpointCreate = Type.Object({
  ...endpointFields,
  account_ids: Type.Optional(account_ids),
  description: Type.Optional(description),
})

/** Change an endpoint; what is left out stays (contract 1.9). */
export const EndpointUpdate = Type.Object({
  trigger_events: Type.Optional(endpointFields.trigger_events),
  url: Type.Optional(endpointFields.url),
  account_ids: Type.Optional(account_ids),
  description: Type.Optional(description),
  enabled: Type.Optional(
    flag(
      'Switched off, nothing is sent or kept to be sent; switched on, it begins with what comes then (contract 1.9).',
    ),
  ),
})

/** The endpoint list's query (contract 1.3). */
export const EndpointsQuery = Type.Object(offsetPaging)

/** The query of the list of attempts (contract 1.9). */
export const ConversationsQuery = Type.Object({
  ...offsetPaging,
  endpoint_id: text('Of which endpoint (contract 1.9).'),
  event_id: Type.Optional(text('Only attempts to deliver this event, `evt_…` (contract 1.9).')),
})

// ── Replies ──

/** An account that an endpoint is told of (contract 1.9). */
export const EndpointAccount = Type.Object({
  object: kind('WebhookEndpointAccountTarget'),
  id: prefixed('acc_', 'The account (contract 1.9).'),
  account_name: Type.Union([Type.String(), Type.Null()], {
    description: 'Its name; null when it was deleted (contract 1.9).',
  }),
  account_provider: Provider,
  status: Type.Enum(['active', 'deleted'], { description: 'Whether the account is there (contract 1.9).' }),
})

/** A webhook endpoint (contract 1.9). */
export const WebhookEndpoint = Type.Object({
  object: kind('WebhookEndpoint'),
  id: prefixed('we_', 'The id (contract 1.1).'),
  application_id: prefixed('app_', 'The workspace (contract 1.1).'),
  enabled: flag('Whether anything is sent to it (contract 1.9).'),
  description: Type.Union([Type.String(), Type.Null()], { description: 'What it is for (contract 1.9).' }),
  url: text('Where it is sent (contract 1.9).'),
  trigger_events: Type.Array(Type.String(), {
    description: 'What is told, as the client asked for it (contract 1.9).',
  }),
  secret: Type.String({
    maxLength: 36,
    description: 'Signs every delivery; always shown on this wire (contract 1.9).',
  }),
  account_ids: Type.Array(Type.String(), {
    description: 'Of which accounts it is told; empty for every one (contract 1.9).',
  }),
  account_targets: Type.Array(EndpointAccount, { description: 'The same accounts by name (contract 1.9).' }),
})

const many = <const T extends string, I extends ReturnType<typeof Type.Object>>(name: T, item: I) =>
  Type.Object({
    object: kind(name),
    data: Type.Array(item),
    has_more: flag('Whether a higher offset finds more (contract 1.3).'),
  })

export const WebhookEndpoints = many('WebhookEndpoints', WebhookEndpoint)

/** One attempt to deliver (contract 1.9). */
export const WebhookConversation = Type.Object({
  object: kind('WebhookConversation'),
  id: prefixed('wc_', 'The id of the attempt (contract 1.1).'),
  endpoint_id: prefixed('we_', 'To which endpoint (contract 1.9).'),
  event_id: prefixed('evt_', 'The `id` of the body that was sent (contract 1.9).'),
  event_type: text('Its type (contract 1.9).'),
  first_attempt: flag('Whether it was the first try to deliver this event (contract 1.9).'),
  created_at: time('When it was tried (contract 1.9).'),
  http_status: Type.Union([Type.Integer(), Type.Null()], {
    description: 'What the endpoint answered; null when no answer came (contract 1.9).',
  }),
  endpoint_url: text('Where the endpoint sends now (contract 1.9).'),
  response_body: Type.Union([Type.String(), Type.Null()], {
    description: 'The beginning of what came back; null when no answer came (contract 1.9).',
  }),
})
export const WebhookConversations = many('WebhookConversations', WebhookConversation)

// ── What is delivered ──

const user_id = text('Whom it is about (contract 1.7).')
const user_ids = Type.Optional(
  Type.Array(Type.String(), {
    description: 'All whom it is about, where one message tells of several. A field of ours.',
  }),
)

/** What a change of a group says, by its `event_type` (contract 1.7). */
export const EventMetadata = Type.Union([
  Type.Object({ title: text('The new name: type 1 (contract 1.7).') }),
  Type.Object({ description: text('The new description: type 2 (contract 1.7).') }),
  Type.Object({
    user_id,
    user_ids,
    link: Type.Optional(text('The code of the invite that was used: type 3 (contract 1.7).')),
  }),
  Type.Object({
    user_id,
    user_ids,
    user_name: Type.Optional(text('The name, where it is known: type 4 (contract 1.7).')),
    reason: Type.Enum(['left', 'kicked', 'unknown'], {
      description: 'Type 4; `unknown` when the time of the person was over (contract 1.7).',
    }),
  }),
  Type.Object({
    message_id: text('The message: type 5 (contract 1.7).'),
    is_pin: flag('Whether it is pinned now: type 5 (contract 1.7).'),
    duration: Type.Optional(
      Type.Integer({
        description: 'For how many seconds, where the pin ends by itself: type 5 (contract 1.7).',
      }),
    ),
  }),
  Type.Object({
    user_id,
    user_ids,
    reason: Type.Enum(['promoted', 'demoted', 'unknown'], {
      description: 'Type 7: to a stronger role, or a weaker (contract 1.7).',
    }),
  }),
])

const { text: _text, is_event: _isEvent, ...said } = Message.properties
const event_type = Type.Enum([1, 2, 3, 4, 5, 6, 7], {
  description:
    '1 name, 2 description, 3 somebody added, 4 somebody gone, 5 a pin, 6 settings, 7 another role (contract 1.7).',
})

/** A change of a group as a message, whose id is no message's (contract 1.7). */
export const EventMessage = Type.Object({
  ...said,
  is_event: Type.Literal(true, { description: 'It is a change of the group (contract 1.7).' }),
  event_type,
  event_metadata: Type.Optional(EventMetadata),
})

/** What happened to an account (contract 1.9). */
export const AccountNotice = Type.Object({
  timestamp: time('When (contract 1.9).'),
  reason: Type.Optional(
    Type.Enum(['unipile', 'proxy', 'provider'], {
      description: 'Why it was disconnected; here always by a call, `unipile` (contract 1.9).',
    }),
  ),
})

/** What is left of a chat that ended (contract 1.9). */
export const DeletedChat = Type.Object({ id: text("The chat's id (contract 1.9).") })

/** The body of every delivery (contract 1.9). */
export const Delivered = Type.Object({
  id: prefixed('evt_', 'The same for every attempt, and for nothing else (contract 1.9).'),
  created_at: time('When it happened (contract 1.9).'),
  account_id: prefixed('acc_', 'Who sees it so (contract 1.9).'),
  type: Type.Enum(Object.keys(occurring) as Occurring[], { description: 'What happened (contract 1.9).' }),
  payload: Type.Union([Message, EventMessage, Chat, DeletedChat, AccountNotice], {
    description:
      '`message.new`: a Message or an EventMessage. `chat.update`: the Chat as it is now. `chat.delete`: its id. `account.…`: when, and why (contract 1.9).',
  }),
})
