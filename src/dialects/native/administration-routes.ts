/** The rows of accounts, keys, workspaces, the feed and networks. */
import { Type } from 'typebox'
import type { AccountId, GroupId, KeyId } from '../../core/model.ts'
import { route, tagged } from '../dialect.ts'
import * as administration from './administration-shapes.ts'
import * as render from './render.ts'
import { runRoutes } from './run-routes.ts'
import * as shapes from './shapes.ts'

const nothing = Type.Object({})

const accountRows = [
  route({
    method: 'POST',
    path: '/accounts',
    operation: 'createAccount',
    params: nothing,
    body: administration.AccountInput,
    example: { name: 'Support', profile: 'open', user_id: 'support' },
    reply: { status: 201, schema: administration.Account },
    decode: ({ body }) => ({
      ...body,
      network: body.network ?? 'builtin',
      profile: body.profile ?? null,
      user_id: body.user_id ?? null,
    }),
    encode: ({ account }) => ({ status: 201, body: render.account(account) }),
  }),
  route({
    method: 'GET',
    path: '/accounts',
    operation: 'listAccounts',
    params: nothing,
    query: administration.AccountsQuery,
    reply: { status: 200, schema: shapes.Page(administration.Account) },
    decode: ({ query }) => ({
      ...render.pageFrom('a', 1, query),
      order: 'created' as const,
      ...(query.group === undefined ? {} : { group: render.idFrom<GroupId>('group', query.group) }),
    }),
    encode: (page) => ({ status: 200, body: render.pageTo('a', page, render.account) }),
  }),
  route({
    method: 'GET',
    path: '/accounts/{account}',
    operation: 'getAccount',
    params: shapes.OnAccount,
    reply: { status: 200, schema: administration.Account },
    decode: ({ params }) => ({ account: render.accountFrom(params.account) }),
    encode: ({ account }) => ({ status: 200, body: render.account(account) }),
  }),
  route({
    method: 'PATCH',
    path: '/accounts/{account}',
    operation: 'updateAccount',
    params: shapes.OnAccount,
    body: administration.AccountPatch,
    example: { name: 'Support, second line' },
    reply: { status: 200, schema: administration.Account },
    decode: ({ params, body }) => ({ account: render.accountFrom(params.account), ...body }),
    encode: ({ account }) => ({ status: 200, body: render.account(account) }),
  }),
  route({
    method: 'DELETE',
    path: '/accounts/{account}',
    operation: 'deleteAccount',
    params: shapes.OnAccount,
    reply: { status: 200, schema: shapes.Deleted },
    decode: ({ params }) => ({ account: render.accountFrom(params.account) }),
    encode: () => ({ status: 200, body: { deleted: true } }),
  }),
  route({
    method: 'POST',
    path: '/accounts/{account}/logout',
    operation: 'logoutAccount',
    params: shapes.OnAccount,
    reply: { status: 200, schema: administration.Account },
    decode: ({ params }) => ({ account: render.accountFrom(params.account) }),
    encode: ({ account }) => ({ status: 200, body: render.account(account) }),
  }),
  route({
    method: 'POST',
    path: '/accounts/{account}/login',
    operation: 'loginAccount',
    params: shapes.OnAccount,
    reply: { status: 200, schema: administration.Account },
    decode: ({ params }) => ({ account: render.accountFrom(params.account) }),
    encode: ({ account }) => ({ status: 200, body: render.account(account) }),
  }),
  route({
    method: 'GET',
    path: '/accounts/{account}/people',
    operation: 'listPeople',
    description: 'People of the same network, by their ids. `cursor` is the id after which to begin.',
    params: shapes.OnAccount,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(shapes.Person) },
    decode: ({ params, query }) => ({
      account: render.accountFrom(params.account),
      limit: query.limit ?? 100,
      after: query.cursor ?? null,
    }),
    encode: ({ people, next }) => ({
      status: 200,
      body: { data: people.map(({ user_id, name }) => ({ id: user_id, name })), next_cursor: next },
    }),
  }),
] as const

const keyRows = [
  route({
    method: 'POST',
    path: '/keys',
    operation: 'createKey',
    params: nothing,
    body: administration.KeyInput,
    example: { name: 'website', scopes: ['write'] },
    reply: { status: 201, schema: administration.CreatedKey },
    decode: ({ body }) => ({
      name: body.name,
      scopes: body.scopes,
      bound_to: body.account == null ? null : render.idFrom<AccountId>('account', body.account),
      expires_at: body.expires_at == null ? null : render.timeFrom('expires_at', body.expires_at),
    }),
    encode: ({ key, secret }) => ({ status: 201, body: { ...render.key(key), key: secret } }),
  }),
  route({
    method: 'POST',
    path: '/keys/tokens',
    operation: 'createToken',
    description:
      'A key for a while, to hand out instead of the key itself. It may do what the key may (for one account: read ' +
      'and write), and ends when the key is revoked.',
    params: nothing,
    body: administration.TokenInput,
    bodyOptional: true,
    example: { name: 'a browser', seconds: 3600 },
    reply: { status: 201, schema: administration.CreatedKey },
    decode: ({ body: { name = 'token', seconds = 3600, account = null } }) => ({
      name,
      lasts_ms: seconds * 1000,
      bound_to: account === null ? null : render.idFrom<AccountId>('account', account),
    }),
    encode: ({ key, secret }) => ({ status: 201, body: { ...render.key(key), key: secret } }),
  }),
  route({
    method: 'GET',
    path: '/keys',
    operation: 'listKeys',
    params: nothing,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(administration.Key) },
    decode: ({ query }) => render.pageFrom('k', 1, query),
    encode: (page) => ({ status: 200, body: render.pageTo('k', page, render.key) }),
  }),
  route({
    method: 'DELETE',
    path: '/keys/{key}',
    operation: 'revokeKey',
    params: Type.Object({ key: Type.String({ description: '`key_…`.' }) }),
    reply: { status: 200, schema: Type.Object({ revoked: Type.Literal(true) }) },
    decode: ({ params }) => ({ key: render.idFrom<KeyId>('key', params.key) }),
    encode: () => ({ status: 200, body: { revoked: true } }),
  }),
] as const

const workspaceRows = [
  route({
    method: 'POST',
    path: '/workspaces',
    operation: 'createWorkspace',
    params: nothing,
    body: administration.WorkspaceInput,
    example: { name: 'Second customer' },
    reply: { status: 201, schema: administration.CreatedWorkspace },
    decode: ({ body }) => body,
    encode: ({ workspace, key, secret }) => ({
      status: 201,
      body: { ...render.workspace(workspace), admin_key: { ...render.key(key), key: secret } },
    }),
  }),
  route({
    method: 'GET',
    path: '/workspaces',
    operation: 'listWorkspaces',
    params: nothing,
    query: shapes.Paging,
    reply: { status: 200, schema: shapes.Page(administration.Workspace) },
    decode: ({ query }) => render.pageFrom('w', 1, query),
    encode: (page) => ({ status: 200, body: render.pageTo('w', page, render.workspace) }),
  }),
  route({
    method: 'GET',
    path: '/workspace',
    operation: 'getWorkspace',
    params: nothing,
    reply: { status: 200, schema: administration.Workspace },
    decode: () => ({}),
    encode: ({ workspace }) => ({ status: 200, body: render.workspace(workspace) }),
  }),
  route({
    method: 'PATCH',
    path: '/workspace',
    operation: 'updateWorkspace',
    params: nothing,
    body: administration.WorkspacePatch,
    example: { limits: { whatsapp: { 'group.name': 22 } } },
    reply: { status: 200, schema: administration.Workspace },
    decode: ({ body }) => body,
    encode: ({ workspace }) => ({ status: 200, body: render.workspace(workspace) }),
  }),
] as const

/** What the feed is asked for, by the words of its queries. */
const feedFilter = ({ group, type }: { group?: string; type?: string }) => ({
  ...(group === undefined ? {} : { group: render.idFrom<GroupId>('group', group) }),
  ...(type === undefined ? {} : { types: type.split(',') }),
})

/** Events that a stream reads at a time. A reader who stalls keeps none of them: they are read again. */
const streamedAtOnce = 200

const feedRows = [
  route({
    method: 'GET',
    path: '/events',
    operation: 'listEvents',
    description:
      'In the order of their commits, without gaps or repeats: keep `cursor` and go on from there, also after a day. ' +
      'With `wait` the answer comes as soon as there is an event.',
    params: nothing,
    query: administration.FeedQuery,
    reply: {
      status: 200,
      schema: Type.Object({
        data: Type.Array(shapes.FeedEvent, { description: 'Oldest first.' }),
        cursor: Type.String({ description: 'Where to go on, also when there is nothing yet.' }),
      }),
    },
    poll: {
      waitMs: ({ query }) => (query.wait ?? 0) * 1000,
      isEmpty: ({ events }) => events.length === 0,
      again: (input, { after }) => ({ ...input, after }),
    },
    decode: ({ query: { limit = 100, after, ...filter } }) => ({
      limit,
      after: render.feedFrom(after),
      ...feedFilter(filter),
    }),
    encode: ({ events, after }) => ({
      status: 200,
      body: {
        data: events.map(render.feedEvent),
        cursor: render.feedTo(after),
      },
    }),
  }),
  route({
    method: 'GET',
    path: '/events/stream',
    operation: 'listEvents',
    id: 'streamEvents',
    summary: "Follow what happens in the workspace's groups, as server-sent events.",
    description:
      'The same events as `GET /v1/events`, in the same order, as they come: `id` is the cursor, `event` the type, ' +
      '`data` the event as JSON. A connection that breaks loses nothing: the next one goes on behind the header ' +
      'Last-Event-ID, which browsers send by themselves. Of a filtered stream an `id` alone tells now and then how far ' +
      'it has come. A comment every 15 seconds says that it lives. Whoever takes nothing for 30 seconds is dropped ' +
      '(`event: dropped`); when the server stops or the key ends, `event: ending` says so. The `data` of both has ' +
      '`code` and `detail`.',
    params: nothing,
    query: administration.StreamQuery,
    reply: {
      status: 200,
      schema: Type.String({
        description: 'Events, as the WHATWG standard on server-sent events writes them.',
      }),
      media: 'text/event-stream',
      description: 'It goes on until one side ends it.',
    },
    stream: {
      parts: ({ events }) =>
        events.map((fed) => {
          const data = render.feedEvent(fed)
          return { id: data.cursor, event: data.type, data }
        }),
      place: ({ after }) => render.feedTo(after),
      from: (input, place) => ({ ...input, after: render.feedFrom(place) }),
      isFull: ({ limit }, { events }) => events.length === limit,
    },
    decode: ({ query: { after = 'now', ...filter } }) => ({
      limit: streamedAtOnce,
      after: render.feedFrom(after),
      ...feedFilter(filter),
    }),
    // A proxy that collects an answer before passing it on would hold a stream for ever.
    encode: () => ({ status: 200, headers: { 'x-accel-buffering': 'no' } }),
  }),
] as const

const otherRows = [
  route({
    method: 'GET',
    path: '/networks',
    operation: 'listNetworks',
    params: nothing,
    reply: {
      status: 200,
      schema: Type.Object({ data: Type.Array(administration.Network, { description: 'All of them.' }) }),
    },
    decode: () => ({}),
    encode: ({ networks }) => ({ status: 200, body: { data: networks.map(render.network) } }),
  }),
  route({
    method: 'GET',
    path: '/networks/{network}/capabilities',
    operation: 'getCapabilities',
    params: Type.Object({
      network: Type.String({ description: 'The name of a network, such as `builtin`.' }),
    }),
    reply: { status: 200, schema: administration.CapabilitiesWire },
    decode: ({ params }) => ({ network: params.network }),
    encode: ({ network }) => ({ status: 200, body: render.capabilities(network) }),
  }),
] as const

export const administrationRoutes = [
  ...tagged('Accounts', accountRows),
  ...tagged('Keys', keyRows),
  ...tagged('Workspaces', workspaceRows),
  ...tagged('Events, runs, networks', [...feedRows, ...runRoutes, ...otherRows] as const),
] as const
