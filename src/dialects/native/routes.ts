/** The native table, part one: groups and what is in them. `administration.ts` holds the rest. */
import { Type } from 'typebox'
import { Failure, type FailureCode } from '../../core/failure.ts'
import type { GroupId, Outcome } from '../../core/model.ts'
import { presentCount } from '../../core/model.ts'
import { type About, type Reply, route, tagged } from '../dialect.ts'
import { problem } from './failures.ts'
import * as render from './render.ts'
import * as shapes from './shapes.ts'

const groups = '/accounts/{account}/groups'
const one = `${groups}/{group}`

const on = (params: { account: string; group: string }) => ({
  account: render.accountFrom(params.account),
  group: render.idFrom<GroupId>('group', params.group),
})
const by = (params: { account: string }) => ({ account: render.accountFrom(params.account) })

/** A write on a group shows the group's new revision as its ETag. */
function ok(body: unknown, about: About, status = 200): Reply {
  return { status, body, ...(about.revision === null ? {} : { headers: { etag: `"${about.revision}"` } }) }
}

const outcomesReply = (outcomes: readonly Outcome[], about: About) =>
  ok({ outcomes: outcomes.map(render.outcome) }, about)

/** What a refusal is called when the call names one person: then it is the whole call that failed. */
const refusals: Readonly<Record<string, FailureCode>> = {
  invalid_id: 'invalid_person',
  not_a_participant: 'participant_not_found',
  not_banned: 'ban_not_found',
  not_permitted: 'not_permitted',
  own_account: 'not_permitted',
}

const advice: Readonly<Record<string, string>> = {
  own_account: 'An account does not do this to itself; to go, use the call that leaves the group.',
  not_a_participant: 'That person is not in the group.',
  not_permitted: "The account's role does not allow this for a person of that role.",
  not_banned: 'That person is not banned.',
}

/** The answer of a call that names one person: what did not happen is a problem, never an "ok". */
function single([outcome]: readonly Outcome[], about: About): Reply {
  const reason = outcome?.reason ?? ''
  const isMissing =
    outcome?.outcome === 'unchanged' && (reason === 'not_a_participant' || reason === 'not_banned')
  if (outcome === undefined || outcome.outcome === 'refused' || isMissing) {
    return problem(
      new Failure(refusals[reason] ?? 'network_refused', advice[reason] ?? `Refused: ${reason}.`, { reason }),
      about,
    )
  }
  return ok(render.outcome(outcome), about)
}

const newcomers = (
  list: readonly (
    | string
    | { id: string; role?: 'owner' | 'admin' | 'member' | 'subscriber'; name?: string }
  )[],
) => list.map((entry) => (typeof entry === 'string' ? { id: entry } : entry))

const groupRows = [
  route({
    method: 'POST',
    path: groups,
    operation: 'createGroup',
    params: shapes.OnAccount,
    body: shapes.GroupInput,
    example: { name: 'Team', participants: ['anna', { id: 'ben', role: 'admin' }] },
    reply: { status: 201, schema: shapes.CreatedGroup },
    decode: ({ params, body }) => {
      const { name, participants, ...rest } = body
      return { ...by(params), ...rest, name: name ?? null, participants: newcomers(participants ?? []) }
    },
    encode: ({ group, outcomes, message }, about, { params }) => ({
      ...ok(
        {
          group: render.group(group, params.account),
          outcomes: outcomes.map(render.outcome),
          message: message === null ? null : render.idTo('message', message),
        },
        about,
        201,
      ),
    }),
  }),
  route({
    method: 'GET',
    path: groups,
    operation: 'listGroups',
    description: 'Newest first. Groups that the account has left stay in the list, with `read_only`.',
    params: shapes.OnAccount,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(shapes.Group) },
    decode: ({ params, query }) => ({
      ...by(params),
      ...render.pageFrom('g', 1, query),
      order: 'created' as const,
    }),
    encode: (page, _about, { params }) => ({
      status: 200,
      body: render.pageTo('g', page, (view) => render.group(view, params.account)),
    }),
  }),
  route({
    method: 'GET',
    path: one,
    operation: 'getGroup',
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.Group },
    decode: ({ params }) => on(params),
    encode: (view, _about, { params }) => ({
      status: 200,
      body: render.group(view, params.account),
      headers: { etag: `"${view.head.revision}"` },
    }),
  }),
  route({
    method: 'PATCH',
    path: one,
    operation: 'updateGroup',
    description: 'Fields left out stay as they are. `view` is private to the account and moves no revision.',
    params: shapes.OnGroup,
    body: shapes.GroupPatch,
    example: { name: 'New name', settings: { announce: true } },
    reply: { status: 200, schema: shapes.Group },
    decode: ({ params, body }) => {
      const { view, ...rest } = body
      if (view === undefined) return { ...on(params), ...rest }
      const { muted_until, ...seen } = view
      const muted =
        typeof muted_until === 'string' ? render.timeFrom('view.muted_until', muted_until) : muted_until
      return {
        ...on(params),
        ...rest,
        view: { ...seen, ...(muted === undefined ? {} : { muted_until: muted }) },
      }
    },
    encode: ({ group }, about, { params }) => ok(render.group(group, params.account), about),
  }),
  route({
    method: 'DELETE',
    path: one,
    operation: 'deleteGroup',
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.Deleted },
    decode: ({ params }) => on(params),
    encode: () => ({ status: 200, body: { deleted: true } }),
  }),
  route({
    method: 'POST',
    path: `${one}/leave`,
    operation: 'leaveGroup',
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.LeftGroup },
    decode: ({ params }) => on(params),
    encode: ({ group, successor }, about, { params }) =>
      ok({ group: render.group(group, params.account), successor }, about),
  }),
  route({
    method: 'POST',
    path: `${one}/forget`,
    operation: 'forgetGroup',
    params: shapes.OnGroup,
    reply: { status: 200, schema: Type.Object({ forgotten: Type.Literal(true) }) },
    decode: ({ params }) => on(params),
    encode: () => ({ status: 200, body: { forgotten: true } }),
  }),
] as const

const participantRows = [
  route({
    method: 'GET',
    path: `${one}/participants`,
    operation: 'listParticipants',
    params: shapes.OnGroup,
    query: shapes.RoleQuery,
    reply: {
      status: 200,
      schema: shapes.Page(shapes.Member, {
        total: Type.Integer({ description: 'People in the group, or with the role asked for.' }),
      }),
    },
    decode: ({ params, query }) => ({
      ...on(params),
      ...render.pageFrom('p', 3, query),
      ...(query.role === undefined ? {} : { role: query.role }),
    }),
    encode: ({ page, total, account }) => ({
      status: 200,
      body: { ...render.pageTo('p', page, (membership) => render.member(membership, account)), total },
    }),
  }),
  route({
    method: 'POST',
    path: `${one}/participants`,
    operation: 'addParticipants',
    description:
      'The answer is 200 with one outcome for each person; read them: each can be refused on its own.',
    params: shapes.OnGroup,
    body: shapes.ParticipantsInput,
    example: { participants: ['anna', { id: 'ben', role: 'admin' }] },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({ ...on(params), participants: newcomers(body.participants) }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
  }),
  route({
    method: 'POST',
    path: `${one}/participants/remove`,
    operation: 'removeParticipants',
    id: 'removeParticipants',
    params: shapes.OnGroup,
    body: shapes.PeopleInput,
    example: { participants: ['anna', 'ben'] },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({ ...on(params), participants: body.participants }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
  }),
  route({
    method: 'GET',
    path: `${one}/participants/{person}`,
    operation: 'getParticipant',
    params: shapes.OnPerson,
    reply: { status: 200, schema: shapes.Member },
    decode: ({ params }) => ({ ...on(params), person: params.person }),
    encode: ({ membership, account }) => ({ status: 200, body: render.member(membership, account) }),
  }),
  route({
    method: 'PATCH',
    path: `${one}/participants/{person}`,
    operation: 'setRole',
    description: 'Promote, demote, or hand over the ownership with `owner`; then the account becomes admin.',
    params: shapes.OnPerson,
    body: shapes.RoleInput,
    example: { role: 'admin' },
    reply: { status: 200, schema: shapes.OutcomeWire },
    decode: ({ params, body }) => ({ ...on(params), participants: [params.person], role: body.role }),
    encode: ({ outcomes }, about) => single(outcomes, about),
  }),
  route({
    method: 'DELETE',
    path: `${one}/participants/{person}`,
    operation: 'removeParticipants',
    id: 'removeParticipant',
    summary: 'Remove one person from a group.',
    params: shapes.OnPerson,
    reply: { status: 200, schema: shapes.OutcomeWire },
    decode: ({ params }) => ({ ...on(params), participants: [params.person] }),
    encode: ({ outcomes }, about) => single(outcomes, about),
  }),
] as const

const entryRows = [
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

const contentRows = [
  route({
    method: 'PUT',
    path: `${one}/picture`,
    operation: 'setPicture',
    params: shapes.OnGroup,
    bytes: 'image/jpeg',
    reply: { status: 200, schema: shapes.Picture },
    decode: ({ params, body }) => ({ ...on(params), bytes: body as Uint8Array }),
    encode: ({ picture }, about, { params }) =>
      ok(render.picture(picture, params.account, render.idFrom('group', params.group)), about),
  }),
  route({
    method: 'GET',
    path: `${one}/picture`,
    operation: 'getPicture',
    params: shapes.OnGroup,
    reply: { status: 200, schema: null, media: 'image/jpeg', description: 'The picture.' },
    decode: ({ params }) => on(params),
    encode: ({ bytes, picture }) => ({
      status: 200,
      body: bytes,
      headers: {
        'content-type': 'image/jpeg',
        etag: `"${picture.etag}"`,
        'cache-control': 'private, no-cache',
      },
    }),
  }),
  route({
    method: 'DELETE',
    path: `${one}/picture`,
    operation: 'removePicture',
    params: shapes.OnGroup,
    reply: {
      status: 200,
      schema: Type.Object({ removed: Type.Boolean({ description: 'False when there was none.' }) }),
    },
    decode: ({ params }) => on(params),
    encode: ({ removed }, about) => ok({ removed }, about),
  }),
  route({
    method: 'GET',
    path: `${one}/messages`,
    operation: 'listMessages',
    params: shapes.OnGroup,
    query: shapes.MessagesQuery,
    reply: { status: 200, schema: shapes.Page(shapes.Message) },
    decode: ({ params, query }) => ({
      ...on(params),
      ...render.pageFrom('m', 1, query),
      ...(query.before === undefined ? {} : { before: render.timeFrom('before', query.before) }),
      ...(query.after === undefined ? {} : { since: render.timeFrom('after', query.after) }),
      ...(query.sender === undefined ? {} : { sender: query.sender }),
    }),
    encode: ({ page }) => ({ status: 200, body: render.pageTo('m', page, render.message) }),
  }),
  route({
    method: 'POST',
    path: `${one}/messages`,
    operation: 'sendMessage',
    params: shapes.OnGroup,
    body: shapes.MessageInput,
    example: { text: 'Hello everybody' },
    reply: { status: 201, schema: shapes.Message },
    decode: ({ params, body }) => ({ ...on(params), text: body.text }),
    encode: ({ message }, about) => ok(render.message(message), about, 201),
  }),
  route({
    method: 'GET',
    path: `${one}/messages/{message}`,
    operation: 'getMessage',
    params: Type.Object({ ...shapes.OnGroup.properties, message: Type.String({ description: '`msg_…`.' }) }),
    reply: { status: 200, schema: shapes.Message },
    decode: ({ params }) => ({ ...on(params), message: render.idFrom('message', params.message) }),
    encode: ({ message }) => ({ status: 200, body: render.message(message) }),
  }),
  route({
    method: 'GET',
    path: `${one}/events`,
    operation: 'listGroupEvents',
    params: shapes.OnGroup,
    query: shapes.EventsQuery,
    reply: {
      status: 200,
      schema: Type.Object({
        data: Type.Array(shapes.GroupEvent, { description: 'Oldest first.' }),
        next_after: Type.Union([Type.Integer(), Type.Null()], {
          description: 'The `after` of the next page; null at the end.',
        }),
      }),
    },
    decode: ({ params, query }) => ({ ...on(params), limit: query.limit ?? 100, after: [query.after ?? 0] }),
    encode: ({ items, next }) => ({
      status: 200,
      body: { data: items.map(render.event), next_after: next?.[0] ?? null },
    }),
  }),
] as const

export const groupRoutes = [
  ...tagged('Groups', groupRows),
  ...tagged('Participants', participantRows),
  ...tagged('Invites, join requests, bans', entryRows),
  ...tagged('Pictures, messages, events', contentRows),
] as const
