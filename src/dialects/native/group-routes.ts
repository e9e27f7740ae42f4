/** The rows of groups themselves. */
import { Type } from 'typebox'
import type { GroupId } from '../../core/model.ts'
import { route } from '../dialect.ts'
import { by, groups, newcomers, ok, on, one } from './answers.ts'
import * as render from './render.ts'
import * as revision from './revision-shapes.ts'
import * as shapes from './shapes.ts'

export const groupRoutes = [
  route({
    method: 'POST',
    path: groups,
    operation: 'createGroup',
    params: shapes.OnAccount,
    body: shapes.GroupInput,
    example: { name: 'Team', participants: ['anna', { id: 'ben', role: 'admin' }] },
    reply: { status: 201, schema: shapes.CreatedGroup },
    decode: ({ params, body }) => {
      const { name, participants, community, ...rest } = body
      return {
        ...by(params),
        ...rest,
        ...(community === undefined ? {} : { community: render.idFrom<GroupId>('group', community) }),
        name: name ?? null,
        participants: newcomers(participants ?? []),
      }
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
    path: '/accounts/{account}/discoverable-groups',
    operation: 'discoverGroups',
    description:
      'Groups of the account’s network in this workspace whose setting `discoverable` is on, newest first, but not ' +
      'those that banned it. To get in, one needs an invite or somebody who adds.',
    params: shapes.OnAccount,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(revision.DiscoveredGroup) },
    decode: ({ params, query }) => ({ ...by(params), ...render.pageFrom('d', 1, query) }),
    encode: (page) => ({ status: 200, body: render.pageTo('d', page, render.discovered) }),
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
    method: 'POST',
    path: `${one}/revise`,
    operation: 'reviseGroup',
    description:
      'Everything in one transaction and one run. The answer is 200 with one outcome for each person; an id that is ' +
      'none, or a person who is both added and removed, refuses the whole call. A subscriber who is added as more ' +
      'than that gets the role.',
    params: shapes.OnGroup,
    body: revision.RevisionInput,
    example: { add: ['anna'], remove: ['ben'], name: 'New name', more_tags: ['news'] },
    reply: { status: 200, schema: revision.RevisedGroup },
    decode: ({ params, body: { add = [], remove = [], ...rest } }) => ({
      ...on(params),
      ...rest,
      add: newcomers(add),
      remove: remove.map((entry) => (typeof entry === 'string' ? { id: entry } : entry)),
    }),
    encode: ({ group, outcomes, changed }, about, { params }) =>
      ok(
        {
          group: render.group(group, params.account),
          outcomes: outcomes.map(render.outcome),
          changed: [...changed],
        },
        about,
      ),
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
    path: `${one}/suspend`,
    operation: 'suspendGroup',
    description:
      'For whoever runs the workspace: it takes a key with the scope `admin`, and an account that sees the group, ' +
      'whatever its role. A group that is suspended already stays as it is.',
    params: shapes.OnGroup,
    body: revision.SuspensionInput,
    bodyOptional: true,
    example: { reason: 'Spam' },
    reply: { status: 200, schema: shapes.Group },
    decode: ({ params, body }) => ({ ...on(params), ...body }),
    encode: ({ group }, about, { params }) => ok(render.group(group, params.account), about),
  }),
  route({
    method: 'POST',
    path: `${one}/unsuspend`,
    operation: 'unsuspendGroup',
    description: 'A group that goes on as usual stays as it is.',
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.Group },
    decode: ({ params }) => on(params),
    encode: ({ group }, about, { params }) => ok(render.group(group, params.account), about),
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
