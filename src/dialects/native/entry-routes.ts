/** The rows of who may come in: invites, join requests, bans. */
import { Type } from 'typebox'
import { presentCount } from '../../core/model.ts'
import { route } from '../dialect.ts'
import { by, ok, on, one, outcomesReply, single } from './answers.ts'
import * as render from './render.ts'
import * as shapes from './shapes.ts'

export const entryRoutes = [
  route({
    method: 'GET',
    path: `${one}/invites`,
    operation: 'listInvites',
    params: shapes.OnGroup,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(shapes.Invite) },
    decode: ({ params, query }) => ({ ...on(params), ...render.pageFrom('i', 2, query) }),
    encode: (page, { now }) => ({
      status: 200,
      body: render.pageTo('i', page, (invite) => render.invite(invite, now)),
    }),
  }),
  route({
    method: 'POST',
    path: `${one}/invites`,
    operation: 'createInvite',
    params: shapes.OnGroup,
    body: shapes.InviteInput,
    example: { uses_max: 10, approval: false },
    reply: { status: 201, schema: shapes.Invite },
    decode: ({ params, body }) => ({
      ...on(params),
      expires_at: body.expires_at == null ? null : render.timeFrom('expires_at', body.expires_at),
      uses_max: body.uses_max ?? null,
      role: body.role ?? 'member',
      approval: body.approval ?? false,
      reuse: body.reuse ?? false,
    }),
    encode: ({ invite }, about) => ok(render.invite(invite, about.now), about, 201),
  }),
  route({
    method: 'DELETE',
    path: `${one}/invites/{code}`,
    operation: 'revokeInvite',
    params: Type.Object({
      ...shapes.OnGroup.properties,
      code: Type.String({ maxLength: 128, description: 'The code.' }),
    }),
    reply: { status: 200, schema: Type.Object({ revoked: Type.Literal(true) }) },
    decode: ({ params }) => ({ ...on(params), code: params.code }),
    encode: (_output, about) => ok({ revoked: true }, about),
  }),
  route({
    method: 'POST',
    path: `${one}/invites/send`,
    operation: 'inviteParticipants',
    params: shapes.OnGroup,
    body: shapes.SendInvitesInput,
    example: { participants: ['anna'] },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({
      ...on(params),
      participants: body.participants,
      ...(body.expires_at === undefined
        ? {}
        : { expires_at: body.expires_at === null ? null : render.timeFrom('expires_at', body.expires_at) }),
    }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
  }),
  route({
    method: 'GET',
    path: '/accounts/{account}/invites/{code}',
    operation: 'getInvite',
    params: Type.Object({
      account: shapes.accountParam,
      code: Type.String({ maxLength: 128, description: 'The code.' }),
    }),
    reply: { status: 200, schema: shapes.InviteView },
    decode: ({ params }) => ({ ...by(params), code: params.code }),
    encode: ({ invite, head, standing }, { now }) => ({
      status: 200,
      body: {
        invite: render.invite(invite, now),
        group: {
          id: render.idTo('group', head.id),
          name: head.name,
          description: head.description,
          participants: presentCount(head.counts),
          capacity: head.capacity,
        },
        standing,
      },
    }),
  }),
  route({
    method: 'POST',
    path: '/accounts/{account}/invites/{code}/join',
    operation: 'joinGroup',
    params: Type.Object({
      account: shapes.accountParam,
      code: Type.String({ maxLength: 128, description: 'The code.' }),
    }),
    reply: { status: 200, schema: shapes.Joined },
    decode: ({ params }) => ({ ...by(params), code: params.code }),
    encode: ({ outcome, group }, about, { params }) =>
      ok({ outcome, group: render.group(group, params.account) }, about),
  }),
  route({
    method: 'GET',
    path: `${one}/join-requests`,
    operation: 'listJoinRequests',
    params: shapes.OnGroup,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(shapes.Member) },
    decode: ({ params, query }) => ({ ...on(params), ...render.pageFrom('j', 3, query) }),
    encode: (page) => ({
      status: 200,
      body: render.pageTo('j', page, (membership) => render.member(membership, null)),
    }),
  }),
  route({
    method: 'POST',
    path: `${one}/join-requests/approve`,
    operation: 'approveJoinRequests',
    params: shapes.OnGroup,
    body: shapes.PeopleInput,
    example: { participants: ['anna'] },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({ ...on(params), participants: body.participants }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
  }),
  route({
    method: 'POST',
    path: `${one}/join-requests/reject`,
    operation: 'rejectJoinRequests',
    params: shapes.OnGroup,
    body: shapes.PeopleInput,
    example: { participants: ['anna'] },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({ ...on(params), participants: body.participants }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
  }),
  route({
    method: 'GET',
    path: `${one}/bans`,
    operation: 'listBans',
    params: shapes.OnGroup,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(shapes.Member) },
    decode: ({ params, query }) => ({ ...on(params), ...render.pageFrom('b', 3, query) }),
    encode: (page) => ({
      status: 200,
      body: render.pageTo('b', page, (membership) => render.member(membership, null)),
    }),
  }),
  route({
    method: 'POST',
    path: `${one}/bans`,
    operation: 'banParticipants',
    params: shapes.OnGroup,
    body: shapes.BansInput,
    example: { participants: ['troll'], reason: 'spam' },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({
      ...on(params),
      participants: body.participants,
      reason: body.reason ?? null,
      ...render.endFrom(body.expires_at),
    }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
  }),
  route({
    method: 'DELETE',
    path: `${one}/bans/{person}`,
    operation: 'unbanParticipants',
    params: shapes.OnPerson,
    reply: { status: 200, schema: shapes.OutcomeWire },
    decode: ({ params }) => ({ ...on(params), participants: [params.person] }),
    encode: ({ outcomes }, about) => single(outcomes, about),
  }),
] as const
