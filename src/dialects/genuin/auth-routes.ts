/** The row that gives out tokens (contract 2.2, 1). */
import { isoTime, route } from '../dialect.ts'
import { brand } from './decode.ts'
import { parseApiKey } from './ids.ts'
import { done } from './render.ts'
import * as shapes from './shapes.ts'

/** A day: nothing about it is documented (contract 2.1), and a token ends with its key in any case. */
export const tokenMs = 24 * 60 * 60 * 1000

const tokenHeader = 'gn-access-token'

export const authRoutes = [
  route({
    method: 'POST',
    path: '/thirdparty/auth',
    operation: 'createToken',
    id: 'auth',
    summary: 'Get a token for a key and its secret; it lasts a day.',
    description:
      '`api_key` is the id of a key of this server and `api_secret` its secret. The token acts with the account that ' +
      'the key is bound to; for another key with the account whose alias is `genuin`, which the first admin key that ' +
      'asks makes.',
    params: shapes.NoParams,
    body: shapes.Auth,
    reply: { status: 200, schema: shapes.AuthReply },
    example: { api_key: 'key_00000000001', api_secret: 'muster_the-secret-of-that-key' },
    shownKey: ({ body }) => ({ key: parseApiKey(body.api_key), secret: body.api_secret }),
    decode: ({ account }) => ({
      name: 'Genuin token',
      lasts_ms: tokenMs,
      bound_to: account,
      acting_as: brand,
    }),
    encode({ key, secret }, { now }) {
      const end = key.expires_at ?? now + tokenMs
      const data = {
        [tokenHeader]: secret,
        expires_in: Math.max(0, Math.ceil((end - now) / 1000)),
        expires_at: isoTime(end),
      }
      return done('Authenticated successfully.', data, secret === null ? {} : { [tokenHeader]: secret })
    },
  }),
] as const
