/** The native table: everything the core can do, under the headings of its document. */
import { tagged } from '../dialect.ts'
import { administrationRoutes } from './administration-routes.ts'
import { contentRoutes } from './content-routes.ts'
import { entryRoutes } from './entry-routes.ts'
import { groupRoutes } from './group-routes.ts'
import { participantRoutes } from './participant-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

export const routes = [
  ...tagged('Groups', groupRoutes),
  ...tagged('Participants', participantRoutes),
  ...tagged('Invites, join requests, bans', entryRoutes),
  ...tagged('Pictures, messages, events', contentRoutes),
  ...tagged('Webhooks', webhookRoutes),
  ...administrationRoutes,
] as const
