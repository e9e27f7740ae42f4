/** Muster's own dialect: everything the core can do, under /v1. */
import { bearer, defineDialect } from '../dialect.ts'
import { administrationRoutes } from './administration.ts'
import { failureStatuses, Problem, problem } from './failures.ts'
import { groupRoutes } from './routes.ts'
import * as shapes from './shapes.ts'

const {
  Account,
  Key,
  CreatedKey,
  Workspace,
  Group,
  Message,
  Member,
  Invite,
  Picture,
  GroupEvent,
  Run,
  Network,
} = shapes
const schemas = {
  ...{
    Account,
    Key,
    CreatedKey,
    Workspace,
    Group,
    Message,
    Member,
    Invite,
    Picture,
    GroupEvent,
    Run,
    Network,
  },
  Outcome: shapes.OutcomeWire,
}

export const native = defineDialect({
  id: 'native',
  title: 'Muster',
  description:
    'Manage group chats: groups, participants, roles, invites, join requests, bans, pictures and messages.',
  version: '1',
  prefix: '/v1',
  credentials: bearer,
  security: { bearer: { type: 'http', scheme: 'bearer', description: 'A key of this server.' } },
  routes: [...groupRoutes, ...administrationRoutes],
  declined: [],
  absent: {},
  schemas,
  failure: problem,
  failureSchema: Problem,
  failureMedia: 'application/problem+json',
  failureStatuses,
})
