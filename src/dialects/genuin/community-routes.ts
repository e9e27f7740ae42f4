/** The rows of communities (contract 2.2: 2 and 3). */
import { route } from '../dialect.ts'
import { actor, decodeCommunity, decodeUsers } from './decode.ts'
import { replyToCommunity, replyToUsers } from './outcomes.ts'
import * as shapes from './shapes.ts'

const someone = { user_id: 'b12f13af-ef5a-4906-b0a0-2995e106200d' }

export const communityRoutes = [
  route({
    method: 'POST',
    path: '/thirdparty/community/create',
    operation: 'createGroup',
    id: 'createCommunity',
    summary: 'Make a community: a group that holds groups; the account owns it.',
    params: shapes.NoParams,
    body: shapes.CommunityCreate,
    reply: { status: 200, schema: shapes.CommunityReply },
    example: {
      handle: 'cyclists',
      name: 'Cyclists',
      description: 'Everybody on two wheels #bikes',
      type: 1,
      actions: [{ action_id: 3, access_type_id: 5 }],
      users: [someone],
    },
    decode: (request) => decodeCommunity(actor(request), request.body),
    encode: (output) => replyToCommunity(output),
  }),
  route({
    method: 'POST',
    path: '/thirdparty/community/add_users',
    operation: 'reviseGroup',
    id: 'addUsers',
    summary: 'Add people to a community.',
    params: shapes.NoParams,
    body: shapes.AddUsers,
    reply: { status: 200, schema: shapes.UsersReply },
    example: { communities: ['6d757374-6572-8200-8000-000000000001'], users: [someone] },
    decode: (request, look) => decodeUsers(actor(request), request.body, look),
    encode: (output) => replyToUsers(output),
  }),
] as const
