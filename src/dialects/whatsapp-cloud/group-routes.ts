/** The rows of groups and their links (contract 1.2: 1 to 8). */
import type { Page } from '../../core/cursor.ts'
import { isPresent } from '../../core/model.ts'
import type { GroupView } from '../../core/views.ts'
import { type About, type Reply, route } from '../dialect.ts'
import { changesOf, fieldsOf, onGroup, onPhone } from './decode.ts'
import { prefix, renderGroupId, renderInviteLink } from './ids.ts'
import { asked, groupCursor, paged } from './paging.ts'
import { done, product, receipt, renderInfo, renderListed } from './render.ts'
import * as shapes from './shapes.ts'

/** Where a group or a list stands, as the caller named it. */
export function addressOf(origin: string, version: string | undefined, ...parts: readonly string[]): string {
  const path = [...(version === undefined ? [] : [version]), ...parts.map(encodeURIComponent)]
  return `${origin}${prefix}/${path.join('/')}`
}

interface ListRequest {
  readonly params: { readonly version?: string; readonly phone_number_id: string }
  readonly query: { readonly limit?: number; readonly after?: string; readonly before?: string }
}

/** Groups in which the account is; those it has left are no active ones (contract 1.3: 2). */
function replyWithGroups(
  output: Page<GroupView>,
  about: About,
  { params, query }: ListRequest,
  render: (groups: readonly GroupView[]) => unknown,
): Reply {
  const address = addressOf(about.origin, params.version, params.phone_number_id, 'groups')
  const { items, paging } = paged(groupCursor, query, output, ({ head }) => [head.id], address)
  return {
    status: 200,
    body: { data: render(items.filter(({ own }) => isPresent(own.standing))), paging },
  }
}

/** The account's metadata that make its list of groups flat (contract 1.12), for clients that want that. */
const listField = 'whatsapp_cloud_list'
/** People who come along with each group of a flat list: more than three times the largest group of WhatsApp Cloud. */
const flatPeople = 32
/** People who come along with one group. */
const peopleMax = 1024

const listing = {
  method: 'GET',
  path: '/{phone_number_id}/groups',
  operation: 'listGroups',
  params: shapes.OnPhone,
  query: shapes.PageQuery,
  reply: { status: 200, schema: shapes.GroupList },
} as const

const noInput = { expires_at: null, uses_max: null, role: 'member', approval: false } as const

export const groupRoutes = [
  route({
    method: 'POST',
    path: '/{phone_number_id}/groups',
    operation: 'createGroup',
    id: 'createGroup',
    summary: 'Create a group, with its link.',
    description:
      'People come in by the link; the webhook `group_lifecycle_update` tells id and link as well.',
    params: shapes.OnPhone,
    body: shapes.GroupCreate,
    forms: true,
    reply: { status: 200, schema: shapes.GroupCreated },
    example: { messaging_product: 'whatsapp', subject: 'Launch team', join_approval_mode: 'auto_approve' },
    decode: ({ params, body }) => ({
      ...onPhone(params),
      name: body.subject,
      description: body.description ?? '',
      ...(body.join_approval_mode === undefined
        ? {}
        : { settings: { join_approval: body.join_approval_mode === 'approval_required' } }),
      participants: [],
      invite: true,
    }),
    encode({ group, invite }, about) {
      const id = renderGroupId(group.head.id)
      const link = invite === null ? {} : { invite_link: renderInviteLink(invite.code) }
      return done(about, { id, group_id: id, ...link })
    },
  }),
  route({
    ...listing,
    id: 'listGroups',
    summary: 'List the groups in which the account is, newest first.',
    description: `\`data\` holds \`groups\`. For accounts with the metadata \`${listField}: flat\` it is the list itself.`,
    when: async ({ params }, look) => {
      const { account } = await look('getAccount', onPhone(params))
      return account.metadata[listField] !== 'flat'
    },
    decode: ({ params, query }) => ({
      ...onPhone(params),
      ...asked(groupCursor, query).page,
      order: 'created' as const,
    }),
    encode: (output, about, request) =>
      replyWithGroups(output, about, request, (groups) => ({ groups: groups.map(renderListed) })),
  }),
  route({
    ...listing,
    id: 'listGroupsFlat',
    decode: ({ params, query }) => ({
      ...onPhone(params),
      ...asked(groupCursor, query).page,
      order: 'created' as const,
      people: flatPeople,
    }),
    encode: (output, about, request) =>
      replyWithGroups(output, about, request, (groups) =>
        groups.map((view) => ({ ...renderListed(view), ...renderInfo(view) })),
      ),
  }),
  route({
    method: 'GET',
    path: '/{group_id}',
    operation: 'getGroup',
    id: 'getGroup',
    summary: 'Get a group with the fields asked for.',
    params: shapes.OnGroup,
    query: shapes.InfoQuery,
    reply: { status: 200, schema: shapes.GroupInfo },
    decode: async ({ params, query }, look) => ({
      people: fieldsOf(query).has('participants') ? peopleMax : 0,
      ...(await onGroup(params, look)),
    }),
    encode(view, _about, { query }) {
      const wanted = fieldsOf(query)
      const always = new Set(['id', 'messaging_product'])
      const shown = Object.entries(renderInfo(view)).filter(([name]) => always.has(name) || wanted.has(name))
      return { status: 200, body: Object.fromEntries(shown) }
    },
  }),
  route({
    method: 'POST',
    path: '/{group_id}',
    operation: 'updateGroup',
    id: 'updateGroup',
    summary: 'Change subject, description, picture or approval; all of it or nothing.',
    params: shapes.OnGroup,
    body: shapes.GroupUpdate,
    forms: true,
    reply: { status: 200, schema: shapes.Receipt },
    example: { messaging_product: 'whatsapp', subject: 'Launched' },
    decode: async ({ params, body }, look) => ({ ...changesOf(body), ...(await onGroup(params, look)) }),
    encode: (_output, about) => done(about),
  }),
  route({
    method: 'DELETE',
    path: '/{group_id}',
    operation: 'deleteGroup',
    id: 'deleteGroup',
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.Receipt },
    decode: ({ params }, look) => onGroup(params, look),
    encode: (_output, about) => done(about),
  }),
  route({
    method: 'GET',
    path: '/{group_id}/invite_link',
    operation: 'createInvite',
    id: 'getInviteLink',
    summary: "Get the group's link; it is made when there is none.",
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.InviteLink },
    decode: async ({ params }, look) => ({ ...(await onGroup(params, look)), ...noInput, reuse: true }),
    encode: ({ invite }) => ({
      status: 200,
      body: { ...product, invite_link: renderInviteLink(invite.code) },
    }),
  }),
  route({
    method: 'POST',
    path: '/{group_id}/invite_link',
    operation: 'createInvite',
    id: 'resetInviteLink',
    summary: 'Make a new link; earlier ones stop working at once.',
    params: shapes.OnGroup,
    body: shapes.Bare,
    bodyOptional: true,
    forms: true,
    reply: { status: 200, schema: shapes.InviteLink },
    example: { messaging_product: 'whatsapp' },
    decode: async ({ params }, look) => ({ ...(await onGroup(params, look)), ...noInput, replace: true }),
    encode: ({ invite }) => ({
      status: 200,
      body: { ...product, invite_link: renderInviteLink(invite.code) },
    }),
  }),
  route({
    method: 'DELETE',
    path: '/{group_id}/invite_link',
    operation: 'revokeInvite',
    id: 'deleteInviteLink',
    summary: "End the group's link; the next call that gets it makes a new one.",
    params: shapes.OnGroup,
    body: shapes.Bare,
    bodyOptional: true,
    forms: true,
    reply: { status: 200, schema: shapes.LinkDeleted },
    example: { messaging_product: 'whatsapp' },
    decode: async ({ params }, look) => ({ ...(await onGroup(params, look)), code: null }),
    encode: (_output, about) => ({ status: 200, body: { ...product, success: 'true', ...receipt(about) } }),
  }),
] as const
