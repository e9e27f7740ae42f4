/** The rows of participants (contract 1.2: 13 to 17), and those of messages and invites (contract 1.5). */
import { fail } from '../../core/failure.ts'
import { presentCount } from '../../core/model.ts'
import { isoTime, route } from '../dialect.ts'
import { decodeInvite, decodeText, demandPeople, demandPresent, onGroup, onInstance } from './decode.ts'
import { replyWithResults } from './outcomes.ts'
import { nextCursor, pageOf, participantCursor, peopleMax } from './paging.ts'
import { done, renderParticipant } from './render.ts'
import * as shapes from './shapes.ts'

const people = '/instances/{instance_key}/groups/{group_id}/participants'
const send = '/instances/{instance_key}/send'

const results = { status: 200, schema: shapes.ResultsReply } as const
const example = { participants: ['12025550123@s.whatsapp.net'] } as const
const eachOne =
  '`participants` tells of each person. The call is an error as soon as it did nothing for anybody; then too ' +
  '`data` tells of each.'

const listing = {
  method: 'GET',
  path: people,
  id: 'getAllParticipants',
  summary: 'List the people in a group: owner, admins, members, each longest first.',
  params: shapes.OnGroup,
  query: shapes.PageQuery,
  reply: { status: 200, schema: shapes.ParticipantsReply },
} as const

export const memberRoutes = [
  route({
    ...listing,
    operation: 'listParticipants',
    description: `Without \`limit\` and \`cursor\` the answer holds up to ${peopleMax} people, a whole group of WhatsApp.`,
    when: async ({ query }) => query.limit !== undefined || query.cursor !== undefined,
    decode: ({ params, query }) => ({ ...onGroup(params), ...pageOf(participantCursor, query) }),
    encode({ page, total }, about) {
      const participants = page.items.map(renderParticipant)
      const data = { participants, total, ...nextCursor(participantCursor, page.next) }
      return done(data, 'The participants.', about)
    },
  }),
  route({
    ...listing,
    // Carried along with its group, a whole group of WhatsApp fits into one answer; a page is shorter.
    operation: 'getGroup',
    decode: ({ params }) => ({ ...onGroup(params), people: peopleMax }),
    encode(output, about) {
      const { head, people: found = fail('not_a_participant') } = demandPresent(output)
      const participants = found.map(renderParticipant)
      const total = presentCount(head.counts)
      const message =
        total > participants.length
          ? `The first ${participants.length} of ${total} participants; send \`limit\` to get them by pages.`
          : 'The participants.'
      return done({ participants, total }, message, about)
    },
  }),
  route({
    method: 'POST',
    path: `${people}/add`,
    operation: 'addParticipants',
    id: 'addParticipant',
    description: eachOne,
    params: shapes.OnGroup,
    body: shapes.ParticipantsUpdate,
    reply: results,
    example,
    decode: ({ params, body }) => ({
      ...onGroup(params),
      participants: demandPeople(body).map((id) => ({ id })),
    }),
    encode: ({ outcomes }, about) => replyWithResults('added', outcomes, about),
  }),
  route({
    method: 'DELETE',
    path: `${people}/remove`,
    operation: 'removeParticipants',
    id: 'removeParticipant',
    description: eachOne,
    params: shapes.OnGroup,
    query: shapes.RemoveQuery,
    body: shapes.ParticipantsUpdate,
    bodyOptional: true,
    reply: results,
    example,
    decode: ({ params, query, body }) => ({ ...onGroup(params), participants: demandPeople(body, query) }),
    encode: ({ outcomes }, about) => replyWithResults('removed', outcomes, about),
  }),
  route({
    method: 'PUT',
    path: `${people}/promote`,
    operation: 'setRole',
    id: 'promoteParticipant',
    summary: 'Make people admins.',
    description: eachOne,
    params: shapes.OnGroup,
    body: shapes.ParticipantsUpdate,
    reply: results,
    example,
    decode: ({ params, body }) => ({
      ...onGroup(params),
      participants: demandPeople(body),
      role: 'admin' as const,
    }),
    encode: ({ outcomes }, about) => replyWithResults('promoted', outcomes, about, { isAdmin: true }),
  }),
  route({
    method: 'PUT',
    path: `${people}/demote`,
    operation: 'setRole',
    id: 'demoteParticipant',
    summary: 'Make admins members again.',
    description: eachOne,
    params: shapes.OnGroup,
    body: shapes.ParticipantsUpdate,
    reply: results,
    example,
    decode: ({ params, body }) => ({
      ...onGroup(params),
      participants: demandPeople(body),
      role: 'member' as const,
    }),
    encode: ({ outcomes }, about) => replyWithResults('demoted', outcomes, about),
  }),
] as const

export const sendRoutes = [
  route({
    method: 'POST',
    path: `${send}/text`,
    operation: 'sendMessage',
    id: 'sendTextMessage',
    params: shapes.OnInstance,
    body: shapes.TextSend,
    reply: { status: 200, schema: shapes.MessageReply },
    example: { to: '12030000000000000001@g.us', text: 'Hello' },
    decode: ({ params, body }) => decodeText(onInstance(params), body),
    encode: ({ message }, about, { body }) => {
      const jid = `${body.to.trim().replace(/@g\.us$/, '')}@g.us`
      const data = { message_id: String(message.id), to: jid, timestamp: isoTime(message.at) }
      return done(data, 'The text was sent.', about)
    },
  }),
  route({
    method: 'POST',
    path: `${send}/group-invite`,
    operation: 'inviteParticipants',
    id: 'sendGroupInvite',
    summary: 'Make a personal invite for somebody who could not be added; `invite_code` tells the group.',
    params: shapes.OnInstance,
    body: shapes.InviteSend,
    reply: results,
    example: { to: '12025550123@s.whatsapp.net', invite_code: 'CODE', caption: '', expiry_minutes: 60 },
    decode: ({ params, body }, look) => decodeInvite(onInstance(params), body, look),
    encode({ outcomes }, about, { body }) {
      const remark = (body.caption ?? '') === '' ? '' : ' The caption was not kept.'
      return replyWithResults('invited', outcomes, about, { remark })
    },
  }),
] as const
