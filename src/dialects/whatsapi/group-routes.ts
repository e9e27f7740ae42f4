/** The rows of groups (contract 1.2: 1 to 12 and 18). */
import type { Page } from '../../core/cursor.ts'
import { isPresent, type Role } from '../../core/model.ts'
import type { Joined } from '../../core/operations/join-group.ts'
import type { GroupView } from '../../core/views.ts'
import { type About, type Reply, route } from '../dialect.ts'
import { decodeGroup, demandCode, demandPresent, demandSwitch, onGroup, onInstance } from './decode.ts'
import { renderGroupJid, renderInviteLink } from './ids.ts'
import { replyToCreate } from './outcomes.ts'
import { groupCursor, nextCursor, pageOf, peopleMax } from './paging.ts'
import { pictureFrom } from './picture.ts'
import { done, renderGroup, renderParticipant } from './render.ts'
import * as shapes from './shapes.ts'

function renderView({ head, people = [] }: GroupView) {
  return renderGroup(head, people.map(renderParticipant))
}

/** Groups in which the account has one of these roles; those it has left are in no list of WhatsApp's. */
function replyWithGroups(
  { items, next }: Page<GroupView>,
  isWanted: (standing: Role) => boolean,
  about: About,
): Reply {
  const groups = items.filter(({ own }) => isPresent(own.standing) && isWanted(own.standing)).map(renderView)
  const more = nextCursor(groupCursor, next)
  const message = next === null ? 'The groups.' : 'Groups; there are more: send `next_cursor` as `cursor`.'
  return done({ groups, ...more }, message, about)
}

const adminRoles: ReadonlySet<Role> = new Set(['owner', 'admin'])

const joined: Readonly<Record<Joined['outcome'], string>> = {
  added: 'The instance is in the group.',
  unchanged: 'Nothing has changed: the instance is in the group already, or its request waits for an admin.',
  requested: 'The instance asked to be let in; an admin must approve.',
}

const list = '/instances/{instance_key}/groups'
const one = `${list}/{group_id}`

const setAnnounce = {
  method: 'PUT',
  operation: 'updateGroup',
  reply: { status: 200, schema: shapes.Nothing },
  encode: (_output: unknown, about: About) => done(null, 'Who may send was set.', about),
} as const
const setLock = {
  ...setAnnounce,
  encode: (_output: unknown, about: About) => done(null, 'Who may change the group was set.', about),
} as const

// The smallest picture that decodes, for documents and tests; WhatsApp's profile wants 192 pixels.
const onePixel =
  '/9j/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////' +
  '2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////' +
  'wAARCAABAAEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAA' +
  'AAAAAAAAAAAAA//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AJgEG//Z'

export const groupRoutes = [
  route({
    method: 'GET',
    path: list,
    operation: 'listGroups',
    id: 'getAllGroups',
    summary: 'List the groups in which the instance is, newest first, with their participants.',
    params: shapes.OnInstance,
    query: shapes.GroupsQuery,
    reply: { status: 200, schema: shapes.GroupsReply },
    decode: ({ params, query }) => ({
      ...onInstance(params),
      ...pageOf(groupCursor, query),
      order: 'created' as const,
      people: query.include_participants === 'false' ? 0 : peopleMax,
    }),
    encode: (output, about) => replyWithGroups(output, () => true, about),
  }),
  route({
    method: 'GET',
    path: `${list}/admin`,
    operation: 'listGroups',
    id: 'getAdminGroups',
    summary: 'List the groups in which the instance is admin or owner.',
    params: shapes.OnInstance,
    query: shapes.PageQuery,
    reply: { status: 200, schema: shapes.GroupsReply },
    decode: ({ params, query }) => ({
      ...onInstance(params),
      ...pageOf(groupCursor, query),
      order: 'created' as const,
      people: peopleMax,
    }),
    encode: (output, about) => replyWithGroups(output, (role) => adminRoles.has(role), about),
  }),
  route({
    method: 'POST',
    path: `${list}/create`,
    operation: 'createGroup',
    id: 'createGroup',
    description:
      'The group exists whatever became of the people: whoever could not be added is among the participants with ' +
      'an `Error`, and with an `AddRequest` where he got an invite instead.',
    params: shapes.OnInstance,
    body: shapes.GroupCreate,
    reply: { status: 200, schema: shapes.GroupReply },
    example: { group_name: 'Launch team', participants: ['12025550123@s.whatsapp.net'] },
    decode: ({ params, body }) => decodeGroup(onInstance(params), body),
    encode: replyToCreate,
  }),
  route({
    method: 'GET',
    path: `${list}/invite-info`,
    operation: 'getInvite',
    id: 'getGroupFromInviteLink',
    summary: 'Look at the group behind an invite before joining; its participants are not shown.',
    params: shapes.OnInstance,
    query: shapes.InviteInfoQuery,
    reply: { status: 200, schema: shapes.GroupReply },
    decode: ({ params, query }) => ({ ...onInstance(params), code: demandCode(query.invite_link) }),
    encode({ head, ended }, about) {
      const message = ended === null ? 'The group.' : `The group; the invite has ended (${ended}).`
      return done(renderGroup(head, []), message, about)
    },
  }),
  route({
    method: 'GET',
    path: `${list}/join`,
    operation: 'joinGroup',
    id: 'joinGroupWithLink',
    description:
      'A GET that changes something: it needs the key in the header like every call, and doing it twice is harmless.',
    params: shapes.OnInstance,
    query: shapes.JoinQuery,
    reply: { status: 200, schema: shapes.JoinReply },
    decode: ({ params, query }) => ({ ...onInstance(params), code: demandCode(query.invite_code) }),
    encode: ({ outcome, group }, about) =>
      done({ group_id: renderGroupJid(group.head.id), outcome }, joined[outcome], about),
  }),
  route({
    method: 'GET',
    path: one,
    operation: 'getGroup',
    id: 'getGroup',
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.GroupReply },
    decode: ({ params }) => ({ ...onGroup(params), people: peopleMax }),
    encode: (output, about) => done(renderView(demandPresent(output)), 'The group.', about),
  }),
  route({
    method: 'DELETE',
    path: one,
    operation: 'leaveGroup',
    id: 'leaveGroup',
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.Nothing },
    decode: ({ params }) => onGroup(params),
    encode: (_output, about) => done(null, 'The instance has left the group.', about),
  }),
  route({
    ...setAnnounce,
    path: `${one}/announce`,
    id: 'setGroupAnnounce',
    summary: 'Set whether only admins send.',
    description:
      'Published SDKs cannot send `announce` (they declare it in a path without a place for it), so a call without ' +
      'it is refused and changes nothing. It may stand in the query, in a JSON body, in a form, or behind the path.',
    params: shapes.OnGroup,
    query: shapes.AnnounceQuery,
    body: shapes.AnnounceUpdate,
    bodyOptional: true,
    forms: true,
    example: { announce: true },
    decode: ({ params, query, body }) => ({
      ...onGroup(params),
      settings: { announce: demandSwitch('announce', 'announce', [query.announce, body.announce]) },
    }),
  }),
  route({
    ...setAnnounce,
    path: `${one}/announce/{announce}`,
    id: 'setGroupAnnounceByPath',
    summary: 'Set whether only admins send, with the value in the path.',
    params: shapes.OnAnnounce,
    decode: ({ params }) => ({ ...onGroup(params), settings: { announce: params.announce === 'true' } }),
  }),
  route({
    ...setLock,
    path: `${one}/lock`,
    id: 'setGroupLocked',
    summary: 'Set whether only admins change name, description and picture.',
    description:
      'Published SDKs cannot send `locked` (they declare it in a path without a place for it), so a call without ' +
      'it is refused and changes nothing. It may stand in the query, in a JSON body, in a form, or behind the path.',
    params: shapes.OnGroup,
    query: shapes.LockQuery,
    body: shapes.LockUpdate,
    bodyOptional: true,
    forms: true,
    example: { locked: true },
    decode: ({ params, query, body }) => ({
      ...onGroup(params),
      settings: { locked: demandSwitch('locked', 'lock', [query.locked, body.locked]) },
    }),
  }),
  route({
    ...setLock,
    path: `${one}/lock/{locked}`,
    id: 'setGroupLockedByPath',
    summary: 'Set whether only admins change name, description and picture, with the value in the path.',
    params: shapes.OnLock,
    decode: ({ params }) => ({ ...onGroup(params), settings: { locked: params.locked === 'true' } }),
  }),
  route({
    method: 'PUT',
    path: `${one}/description`,
    operation: 'updateGroup',
    id: 'setGroupDescription',
    summary: "Set the group's description.",
    params: shapes.OnGroup,
    body: shapes.DescriptionUpdate,
    reply: { status: 200, schema: shapes.Nothing },
    example: { description: 'What the group is for' },
    decode: ({ params, body }) => ({ ...onGroup(params), description: body.description }),
    encode: (_output, about) => done(null, 'The description was set.', about),
  }),
  route({
    method: 'PUT',
    path: `${one}/name`,
    operation: 'updateGroup',
    id: 'setGroupName',
    summary: "Set the group's name.",
    description:
      'A name that is too long is refused with the limit: 100 on WhatsApp, 22 with `strict_names`.',
    params: shapes.OnGroup,
    body: shapes.NameUpdate,
    reply: { status: 200, schema: shapes.Nothing },
    example: { name: 'Launched' },
    decode: ({ params, body }) => ({ ...onGroup(params), name: body.name }),
    encode: (_output, about) => done(null, 'The name was set.', about),
  }),
  route({
    method: 'PUT',
    path: `${one}/profile-pic`,
    operation: 'setPicture',
    id: 'setGroupPicture',
    params: shapes.OnGroup,
    body: shapes.PictureUpdate,
    bodyOptional: true,
    forms: true,
    fileField: 'file',
    reply: { status: 200, schema: shapes.PictureReply },
    example: { file: onePixel },
    decode: ({ params, body }) => ({ ...onGroup(params), bytes: pictureFrom(body.file) }),
    encode: ({ picture }, about) => done({ picture_id: picture.etag }, 'The picture was set.', about),
  }),
  route({
    method: 'GET',
    path: `${one}/invite-code`,
    operation: 'createInvite',
    id: 'getGroupInviteCode',
    summary: "Get the group's standing invite; it is made when there is none.",
    params: shapes.OnGroup,
    reply: { status: 200, schema: shapes.InviteReply },
    decode: ({ params }) => ({
      ...onGroup(params),
      expires_at: null,
      uses_max: null,
      role: 'member' as const,
      approval: false,
      reuse: true,
    }),
    encode: ({ invite: { code } }, about) =>
      done({ invite_code: code, invite_link: renderInviteLink(code) }, 'The invite.', about),
  }),
] as const
