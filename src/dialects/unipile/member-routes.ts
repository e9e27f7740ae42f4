/** The rows of participants and messages (contract 1.6, 1.7). */
import type { Static } from 'typebox'
import { route } from '../dialect.ts'
import { decodeMessage, onAccount, onChat, parseTime } from './decode.ts'
import { isOwnId, parseChatId, parseMessageId, renderMessageId } from './ids.ts'
import { replyToAdd, replyToRemove } from './outcomes.ts'
import { cursorPage, messageCursor, nextCursor, participantCursor, type Wanted } from './paging.ts'
import { renderMessage, renderParticipant } from './render.ts'
import * as shapes from './shapes.ts'

/** The page of messages, with its filters as the caller wrote them. */
function messagesWanted({ before, after, user_id, ...page }: Static<typeof shapes.MessagesQuery>): Wanted {
  return cursorPage(messageCursor, page, {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(user_id === undefined ? {} : { user_id }),
  })
}

const memberPath = '/{account_id}/chats/{chat_id}/participants'
const messagePath = '/{account_id}/chats/{chat_id}/messages'

export const memberRoutes = [
  route({
    method: 'GET',
    path: memberPath,
    operation: 'listParticipants',
    id: 'getParticipantsList',
    summary: 'List the participants of a group: owner, admins, members, each longest first.',
    params: shapes.OnChat,
    query: shapes.PageQuery,
    reply: { status: 200, schema: shapes.Participants },
    decode({ params, query }) {
      const { limit, skip, after } = cursorPage(participantCursor, query, {})
      return { ...onChat(params), limit, skip, after }
    },
    madeOf: ({ page, total, account }, { query }) => [page, total, account.id, JSON.stringify(query)],
    encode({ page, total, account }, _about, { query }) {
      const data = page.items.map((membership) => renderParticipant(account, membership))
      const next = nextCursor(participantCursor, cursorPage(participantCursor, query, {}), page.next)
      return { status: 200, body: { data, total_count: total, ...next } }
    },
  }),
  route({
    method: 'POST',
    path: memberPath,
    operation: 'addParticipants',
    id: 'addParticipant',
    summary: 'Add one user to a group.',
    description:
      '`ParticipantAdded` says that the user is in the group now. Everything else is an error: 409 when in it ' +
      'already, 403 when refused, 422 when an invite was sent instead, 504 when it is not certain.',
    params: shapes.OnChat,
    body: shapes.ParticipantAdd,
    reply: { status: 200, schema: shapes.ParticipantAdded },
    example: { user_id: '17841400000000002' },
    decode: ({ params, body }) => ({ ...onChat(params), participants: [{ id: body.user_id }] }),
    encode: ({ outcomes }, about) => replyToAdd(outcomes, about),
  }),
  route({
    method: 'DELETE',
    path: `${memberPath}/{user_id}`,
    operation: 'removeParticipants',
    id: 'removeParticipant',
    summary: "Remove one user from a group; with the account's own user id, leave it.",
    params: shapes.OnMember,
    reply: { status: 200, schema: shapes.ParticipantRemoved },
    when: async ({ params }, look) =>
      !isOwnId((await look('getAccount', onAccount(params))).account, params.user_id),
    decode: ({ params }) => ({ ...onChat(params), participants: [params.user_id] }),
    encode: ({ outcomes }, about) => replyToRemove(outcomes, about),
  }),
  route({
    method: 'DELETE',
    path: `${memberPath}/{user_id}`,
    operation: 'leaveGroup',
    id: 'removeParticipant',
    summary: "Leave a group: remove the account's own user id.",
    params: shapes.OnMember,
    reply: { status: 200, schema: shapes.ParticipantRemoved },
    decode: ({ params }) => onChat(params),
    encode: () => ({ status: 200, body: { object: 'ParticipantRemoved' } }),
  }),
  route({
    method: 'GET',
    path: messagePath,
    operation: 'listMessages',
    id: 'getMessagesList',
    summary: 'List messages, newest first; after leaving, those until then.',
    params: shapes.OnChat,
    query: shapes.MessagesQuery,
    reply: { status: 200, schema: shapes.Messages },
    decode({ params, query }) {
      const { limit, skip, after: key, filters } = messagesWanted(query)
      const { before, after, user_id } = filters
      return {
        ...onChat(params),
        limit,
        skip,
        after: key,
        ...(before === undefined ? {} : { before: parseTime('before', before) }),
        ...(after === undefined ? {} : { since: parseTime('after', after) }),
        ...(user_id === undefined ? {} : { sender: user_id }),
      }
    },
    encode({ page, account }, _about, { params, query }) {
      const group = parseChatId(params.chat_id)
      const data = page.items.map((message) => renderMessage(account, group, message))
      return { status: 200, body: { data, ...nextCursor(messageCursor, messagesWanted(query), page.next) } }
    },
  }),
  route({
    method: 'POST',
    path: `${messagePath}/send`,
    operation: 'sendMessage',
    id: 'sendMessage',
    params: shapes.OnChat,
    body: shapes.MessageSend,
    reply: { status: 200, schema: shapes.MessageSent },
    example: { text: 'Hello' },
    decode: ({ params, body }) => decodeMessage(onChat(params), body),
    encode: ({ message }) => ({
      status: 200,
      body: { object: 'MessageSent', message_id: renderMessageId(message.id) },
    }),
  }),
  route({
    method: 'GET',
    path: `${messagePath}/{message_id}`,
    operation: 'getMessage',
    id: 'getMessage',
    params: shapes.OnMessage,
    reply: { status: 200, schema: shapes.Message },
    decode: ({ params }) => ({ ...onChat(params), message: parseMessageId(params.message_id) }),
    encode: ({ message, account }, _about, { params }) => ({
      status: 200,
      body: renderMessage(account, parseChatId(params.chat_id), message),
    }),
  }),
] as const
