/** Muster's own dialect: everything the core can do, under /v1. */
import { bearer, defineDialect } from '../dialect.ts'
import { Account, CreatedKey, Key, Network, Run, Workspace } from './administration-shapes.ts'
import { events } from './events.ts'
import { failureStatuses, Problem, problem } from './failures.ts'
import { routes } from './routes.ts'
import { Group, GroupEvent, Invite, Member, Message, OutcomeWire, Picture } from './shapes.ts'

const administration = { Account, Key, CreatedKey, Workspace, Run, Network }
const groups = { Group, Message, Member, Invite, Picture, GroupEvent, Outcome: OutcomeWire }

export const native = defineDialect({
  id: 'native',
  title: 'Muster',
  description:
    'Manage group chats: groups, participants, roles, invites, join requests, bans, pictures and messages.',
  version: '1',
  prefix: '/v1',
  credentials: bearer,
  security: { bearer: { type: 'http', scheme: 'bearer', description: 'A key of this server.' } },
  events,
  routes,
  declined: [],
  absent: {},
  schemas: { ...administration, ...groups },
  failure: problem,
  failureSchema: Problem,
  failureMedia: 'application/problem+json',
  failureStatuses,
})
