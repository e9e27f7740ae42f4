/** The table of this dialect: what is served, and the vendor's calls that are not, each with the reason. */
import { type Method, tagged } from '../dialect.ts'
import { accountRoutes } from './account-routes.ts'
import { chatRoutes } from './chat-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** Every row, in the order of the contract. */
export const routes = [
  ...tagged('Accounts', accountRoutes),
  ...tagged('Messaging', chatRoutes),
  ...tagged('Messaging', memberRoutes),
  ...tagged('Webhooks', webhookRoutes),
] as const

type Declined = readonly { readonly method: Method; readonly path: string; readonly reason: string }[]

function decline(reason: string, calls: readonly (readonly [Method, string])[]): Declined {
  return calls.map(([method, path]) => ({ method, path, reason }))
}

const message = '/{account_id}/chats/{chat_id}/messages/{message_id}'

/** Calls of v2 that this server does not have (contract 1.4 to 1.9): 501 with the reason. */
export const declined: Declined = [
  ...decline(
    'Accounts are connected at once by POST /auth/intent: there is no hosted page and no checkpoint.',
    [
      ['POST', '/auth/link'],
      ['POST', '/auth/checkpoint'],
    ],
  ),
  ...decline(
    'This server manages groups: it keeps no profiles and no relations. Participants come with their user.',
    [
      ['GET', '/{account_id}/users/{user_id}'],
      ['GET', '/{account_id}/users/{user_id}/relations'],
    ],
  ),
  ...decline('This server manages groups: it shows nobody as typing or online.', [
    ['POST', '/{account_id}/chats/{chat_id}/composing'],
    ['POST', '/{account_id}/presence'],
  ]),
  ...decline('A message that was sent stays as it is on this server.', [
    ['DELETE', message],
    ['POST', `${message}/modify`],
  ]),
  ...decline('This server keeps no forwards, reactions or files of messages.', [
    ['POST', `${message}/forward`],
    ['GET', `${message}/reactions`],
    ['POST', `${message}/reactions`],
    ['DELETE', `${message}/reactions`],
    ['GET', `${message}/attachments/{attachment_id}`],
  ]),
  ...decline(
    'This server keeps no receipts for single messages; PATCH the chat with `read_status` to mark all as read.',
    [['POST', `${message}/read`]],
  ),
  ...decline('There are no scopes here: a key of the native API can be bound to one account.', [
    ['GET', '/scopes'],
    ['POST', '/scopes'],
    ['GET', '/scopes/{scope_id}'],
    ['PATCH', '/scopes/{scope_id}'],
    ['DELETE', '/scopes/{scope_id}'],
  ]),
  ...decline('Keys are made and revoked by the native API, POST /v1/keys.', [
    ['GET', '/api-keys'],
    ['POST', '/api-keys'],
    ['GET', '/api-keys/{key_id}'],
    ['DELETE', '/api-keys/{key_id}'],
  ]),
]
