/** The rows of groups (contract 2.2: 4 and 5). */
import { route } from '../dialect.ts'
import { actor, decodeGroup, decodeUpdate, onChat } from './decode.ts'
import { replyToGroup, replyToUpdate } from './outcomes.ts'
import * as shapes from './shapes.ts'

export const groupRoutes = [
  route({
    method: 'POST',
    path: '/thirdparty/group/create',
    operation: 'createGroup',
    id: 'createGroup',
    summary: 'Make a group in a community, with an id of the client’s own.',
    description:
      'The group exists whatever became of its people; who could not be added is in `not_done`. The video and the ' +
      'fields about it are kept as metadata, and nothing is made of them.',
    params: shapes.NoParams,
    body: shapes.GroupCreate,
    reply: { status: 200, schema: shapes.GroupReply },
    example: {
      type: 4,
      community_id: '6d757374-6572-8200-8000-000000000001',
      chat_id: '0b1f4a5e-93c5-4a1c-8d51-2d0a5f0c7e11',
      group: {
        name: 'Sunday rides',
        description: 'Slow ones #rides',
        topics: [1, 2],
        members: [{ phone_number: '+919533333315' }],
      },
      settings: { discoverable: true },
    },
    decode: (request, look) => decodeGroup(actor(request), request.body, look),
    encode: (output, _about, { body }) => replyToGroup(output, body.community_id.toLowerCase()),
  }),
  route({
    method: 'PATCH',
    path: '/thirdparty/update_conversation/{chat_id}',
    operation: 'reviseGroup',
    id: 'updateConversation',
    summary: 'Add and remove people and change what the group is told about, all at once or not at all.',
    description:
      'Send only what shall change. Additions are objects, removals are bare ids. Nobody may be both added and ' +
      'removed. The answer lists the people and the fields in which something really changed.',
    params: shapes.OnChat,
    body: shapes.ConversationUpdate,
    reply: { status: 200, schema: shapes.ConversationReply },
    example: {
      members_added: [{ user_id: 'b12f13af-ef5a-4906-b0a0-2995e106200d' }],
      members_removed: ['5c0b4f6e-2d0c-4b6f-9a51-0d6c5e1f7a22'],
      subscribers_removed: ['7a1e9d3c-4b8f-4f0e-8c62-1e7d6f2a8b33'],
      name: 'new name',
      description: 'new description #abc #xyz',
      tags: 'abc,xyz',
      dp: '1.png',
      topics: [1, 2],
      settings: { discoverable: false },
    },
    decode: (request) => decodeUpdate(onChat(request), request.body),
    encode: (output) => replyToUpdate(output),
  }),
] as const
