/** Muster's own dialect: everything the core can do, under /v1. */
import { bearer, defineDialect } from '../dialect.ts'
import { Account, CreatedKey, Key, Network, Workspace } from './administration-shapes.ts'
import { events } from './events.ts'
import { failureStatuses, Problem, problem } from './failures.ts'
import { GroupDiff, Stay } from './past-shapes.ts'
import { routes } from './routes.ts'
import { Run, RunRecord } from './run-shapes.ts'
import { FeedEvent, Group, GroupEvent, Invite, Member, Message, OutcomeWire, Picture } from './shapes.ts'
import * as webhooks from './webhook-shapes.ts'

const administration = { Account, Key, CreatedKey, Workspace, Run, RunRecord, Network }
const people = { Member, Stay, Invite, Outcome: OutcomeWire }
const groups = { Group, GroupDiff, Message, Picture, GroupEvent, FeedEvent }
const told = { Webhook: webhooks.Webhook, Delivery: webhooks.Delivery, Attempt: webhooks.Attempt }

export const native = defineDialect({
  id: 'native',
  title: 'Muster',
  description:
    'Manage group chats: groups, participants, roles, invites, join requests, bans, pictures and messages.',
  version: '1',
  prefix: '/v1',
  credentials: bearer,
  security: { bearer: { type: 'http', scheme: 'bearer', description: 'A key of this server.' } },
  routes,
  events,
  declined: [],
  absent: {},
  schemas: { ...administration, ...people, ...groups, ...told },
  failure: problem,
  failureSchema: Problem,
  failureMedia: 'application/problem+json',
  failureStatuses,
})
