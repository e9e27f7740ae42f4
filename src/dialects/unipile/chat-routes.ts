/** The rows of chats and inboxes (contract 1.5). */
import type { Static } from 'typebox'
import type { Page } from '../../core/cursor.ts'
import { fail } from '../../core/failure.ts'
import type { GroupView } from '../../core/views.ts'
import { type About, type Reply, route } from '../dialect.ts'
import {
  decodeChatUpdate,
  decodeStart,
  demandFilters,
  inboxId,
  onAccount,
  onChat,
  onInbox,
} from './decode.ts'
import { replyToStart } from './outcomes.ts'
import { chatCursor, cursorPage, nextCursor, type Wanted } from './paging.ts'
import { renderChat } from './render.ts'
import * as shapes from './shapes.ts'

type Query = Static<typeof shapes.ChatsQuery>

/** Every chat here is a group, so these lists are empty: an answer, not a filter left out. */
function asksForOthers({ type }: Query): boolean {
  return type === '1to1' || type === 'channel'
}

const empty = { status: 200, body: { data: [] } }

function wantedOf(query: Query): Wanted {
  return cursorPage(chatCursor, query, demandFilters(query))
}

function byActivity(query: Query) {
  const { limit, skip, after } = wantedOf(query)
  return { limit, skip, after, order: 'activity' as const }
}

function chatsReply({ items, next }: Page<GroupView>, about: About, query: Query): Reply {
  const data = items.map((group) => renderChat(group, about.now))
  return { status: 200, body: { data, ...nextCursor(chatCursor, wantedOf(query), next) } }
}

const startExample = {
  text: 'Welcome',
  users_ids: ['17841400000000002', '17841400000000003'],
  name: 'Launch team',
}

export const chatRoutes = [
  route({
    method: 'GET',
    path: '/{account_id}/chats',
    operation: 'listGroups',
    id: 'getChatsList',
    summary: 'List chats, newest last message first; those that were left too.',
    params: shapes.OnAccount,
    query: shapes.ChatsQuery,
    reply: { status: 200, schema: shapes.Chats },
    when: async ({ query }) => !asksForOthers(query),
    decode: ({ params, query }) => ({ ...onAccount(params), ...byActivity(query) }),
    encode: (output, about, { query }) => chatsReply(output, about, query),
  }),
  route({
    method: 'GET',
    path: '/{account_id}/chats',
    operation: 'getAccount',
    id: 'getChatsList',
    summary: 'List chats that are no groups: there are none.',
    params: shapes.OnAccount,
    query: shapes.ChatsQuery,
    reply: { status: 200, schema: shapes.Chats },
    decode({ params, query }) {
      demandFilters(query)
      return onAccount(params)
    },
    encode: () => empty,
  }),
  route({
    method: 'GET',
    path: '/{account_id}/inboxes',
    operation: 'getAccount',
    id: 'getInboxesList',
    summary: 'List inboxes: there is one.',
    params: shapes.OnAccount,
    query: shapes.PageQuery,
    reply: { status: 200, schema: shapes.Inboxes },
    decode({ params, query }) {
      // The list has one page, so no cursor can be of it.
      if (query.cursor !== undefined) fail('invalid_cursor')
      return onAccount(params)
    },
    encode: (_output, _about, { query }) => {
      const isFirst = (query.offset ?? 0) === 0
      const inbox = { object: 'Inbox', id: inboxId, description: 'Group chats', disabled: false }
      return { status: 200, body: { data: isFirst ? [inbox] : [] } }
    },
  }),
  route({
    method: 'GET',
    path: '/{account_id}/inboxes/{inbox_id}/chats',
    operation: 'listGroups',
    id: 'getInboxChatsList',
    summary: 'List the chats of the inbox, as the list of all chats.',
    params: shapes.OnInbox,
    query: shapes.ChatsQuery,
    reply: { status: 200, schema: shapes.Chats },
    when: async ({ query }) => !asksForOthers(query),
    decode: ({ params, query }) => ({ ...onInbox(params), ...byActivity(query) }),
    encode: (output, about, { query }) => chatsReply(output, about, query),
  }),
  route({
    method: 'GET',
    path: '/{account_id}/inboxes/{inbox_id}/chats',
    operation: 'getAccount',
    id: 'getInboxChatsList',
    summary: 'List chats of the inbox that are no groups: there are none.',
    params: shapes.OnInbox,
    query: shapes.ChatsQuery,
    reply: { status: 200, schema: shapes.Chats },
    decode({ params, query }) {
      demandFilters(query)
      return onInbox(params)
    },
    encode: () => empty,
  }),
  route({
    method: 'GET',
    path: '/{account_id}/users/{user_id}/chat',
    operation: 'getAccount',
    id: 'getUserChat',
    summary: 'Find the 1to1 chat with a user: there is none, since every chat here is a group.',
    params: shapes.OnUser,
    reply: { status: 200, schema: shapes.ChatLookup },
    decode: ({ params }) => onAccount(params),
    encode: () => ({ status: 200, body: { object: 'ChatLookup', data: [] } }),
  }),
  route({
    method: 'GET',
    path: '/{account_id}/chats/{chat_id}',
    operation: 'getGroup',
    id: 'getChat',
    params: shapes.OnChat,
    reply: { status: 200, schema: shapes.Chat },
    decode: ({ params }) => onChat(params),
    encode: (output, about) => ({ status: 200, body: renderChat(output, about.now) }),
  }),
  route({
    method: 'PATCH',
    path: '/{account_id}/chats/{chat_id}',
    operation: 'updateGroup',
    id: 'updateChat',
    summary: 'Rename a group, or change how the account itself sees it.',
    params: shapes.OnChat,
    body: shapes.ChatUpdate,
    bodyOptional: true,
    reply: { status: 200, schema: shapes.Chat },
    example: { name: 'Updated Chat Name' },
    decode: ({ params, body }) => decodeChatUpdate(onChat(params), body),
    encode: ({ group }, about) => ({ status: 200, body: renderChat(group, about.now) }),
  }),
  route({
    method: 'DELETE',
    path: '/{account_id}/chats/{chat_id}',
    operation: 'forgetGroup',
    id: 'deleteChat',
    summary: "Take a chat out of the account's list; the account leaves the group first. Others keep it.",
    params: shapes.OnChat,
    reply: { status: 204, schema: null },
    decode: ({ params }) => onChat(params),
    encode: () => ({ status: 204 }),
  }),
  route({
    method: 'POST',
    path: '/{account_id}/chats/send',
    operation: 'createGroup',
    id: 'startChat',
    summary: 'Start a group with people, and send it a first message.',
    description:
      'It answers 200 as soon as one of the people is in the group; `outcomes`, a field of ours, tells of each. ' +
      'When nobody is, it answers 422 with the `chat_id` of the group, which exists all the same.',
    params: shapes.OnAccount,
    body: shapes.ChatStart,
    reply: { status: 200, schema: shapes.ChatStarted },
    example: startExample,
    decode: ({ params, body }) => decodeStart(onAccount(params).account, body),
    encode: (output, about) => replyToStart(output, about),
  }),
  route({
    method: 'POST',
    path: '/{account_id}/inboxes/{inbox_id}/chats/send',
    operation: 'createGroup',
    id: 'startChatFromInbox',
    summary: 'Start a group from the inbox, as without one.',
    params: shapes.OnInbox,
    body: shapes.ChatStart,
    reply: { status: 200, schema: shapes.ChatStarted },
    example: startExample,
    decode: ({ params, body }) => decodeStart(onInbox(params).account, body),
    encode: (output, about) => replyToStart(output, about),
  }),
] as const
