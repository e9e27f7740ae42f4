/** The rows of join requests and participants (contract 1.2: 9 to 13). */
import { standings } from '../../core/model.ts'
import { route } from '../dialect.ts'
import { askersOf, inputsOf, joinRequestIds, onGroup, peopleOf } from './decode.ts'
import { addressOf } from './group-routes.ts'
import { parseGroupId, renderJoinRequestId } from './ids.ts'
import {
  adding,
  approving,
  fatesOf,
  rejecting,
  removing,
  replyWithPeople,
  replyWithRequests,
} from './outcomes.ts'
import { asked, paged, requestCursor } from './paging.ts'
import { renderPerson, seconds } from './render.ts'
import * as shapes from './shapes.ts'

const partial = (schema: typeof shapes.JoinRequestsResult | typeof shapes.ParticipantsResult) =>
  ({
    status: 200,
    schema,
    partial: { status: 206, schema, description: 'Not all of it was done; `errors` holds 131201.' },
  }) as const

const deciding = {
  path: '/{group_id}/join_requests',
  params: shapes.OnGroup,
  body: shapes.JoinRequestsChange,
  forms: true,
  reply: partial(shapes.JoinRequestsResult),
  example: { messaging_product: 'whatsapp', join_requests: ['MTIwMjU1NTAxMjM'] },
  description: 'Tells of each request. It is an error as soon as nothing could be done for any of them.',
} as const

const changing = {
  path: '/{group_id}/participants',
  params: shapes.OnGroup,
  body: shapes.ParticipantsChange,
  forms: true,
  reply: partial(shapes.ParticipantsResult),
  example: { messaging_product: 'whatsapp', participants: [{ user: '+12025550123' }] },
  description: 'Tells of each person. It is an error as soon as nothing could be done for anybody.',
} as const

export const memberRoutes = [
  route({
    method: 'GET',
    path: '/{group_id}/join_requests',
    operation: 'listJoinRequests',
    id: 'listJoinRequests',
    params: shapes.OnGroup,
    query: shapes.PageQuery,
    reply: { status: 200, schema: shapes.JoinRequestList },
    decode: async ({ params, query }, look) => ({
      ...asked(requestCursor, query).page,
      ...(await onGroup(params, look)),
    }),
    encode(output, about, { params, query }) {
      const address = addressOf(about.origin, params.version, params.group_id, 'join_requests')
      const { items, paging } = paged(
        requestCursor,
        query,
        output,
        // The key of the core's lists of people: position of the standing, since when, who.
        ({ standing, since, person }) => [standings.indexOf(standing) + 1, since, person.id],
        address,
      )
      const data = items.map(({ person, since }) => ({
        join_request_id: renderJoinRequestId(person.user_id, parseGroupId(params.group_id)),
        ...renderPerson(person),
        creation_timestamp: seconds(since),
      }))
      return { status: 200, body: { data, paging } }
    },
  }),
  route({
    ...deciding,
    method: 'POST',
    operation: 'approveJoinRequests',
    id: 'approveJoinRequests',
    decode: async ({ params, body }, look) => {
      const on = await onGroup(params, look)
      return { ...on, participants: askersOf(body, on.group) }
    },
    encode: ({ outcomes }, about, { body }) => {
      const fates = fatesOf(approving, outcomes, joinRequestIds(body))
      return replyWithRequests(fates, approving, 'approved_join_requests', about)
    },
  }),
  route({
    ...deciding,
    method: 'DELETE',
    operation: 'rejectJoinRequests',
    id: 'rejectJoinRequests',
    decode: async ({ params, body }, look) => {
      const on = await onGroup(params, look)
      return { ...on, participants: askersOf(body, on.group) }
    },
    encode: ({ outcomes }, about, { body }) => {
      const fates = fatesOf(rejecting, outcomes, joinRequestIds(body))
      return replyWithRequests(fates, rejecting, 'rejected_join_requests', about)
    },
  }),
  route({
    ...changing,
    method: 'POST',
    operation: 'addParticipants',
    id: 'addParticipants',
    decode: async ({ params, body }, look) => ({
      participants: peopleOf(body).map((id) => ({ id })),
      ...(await onGroup(params, look)),
    }),
    encode: ({ outcomes }, about, { body }) =>
      replyWithPeople(fatesOf(adding, outcomes, inputsOf(body)), adding, 'added_participants', about),
  }),
  route({
    ...changing,
    method: 'DELETE',
    operation: 'removeParticipants',
    id: 'removeParticipants',
    decode: async ({ params, body }, look) => ({
      participants: peopleOf(body),
      ...(await onGroup(params, look)),
    }),
    encode: ({ outcomes }, about, { body }) =>
      replyWithPeople(fatesOf(removing, outcomes, inputsOf(body)), removing, 'removed_participants', about),
  }),
] as const
