/** The table of this dialect: what is served, and the vendor's call that is not, with the reason. */
import { type Method, tagged } from '../dialect.ts'
import { authRoutes } from './auth-routes.ts'
import { communityRoutes } from './community-routes.ts'
import { groupRoutes } from './group-routes.ts'

/** Every row, in the order of the contract. */
export const routes = [
  ...tagged('Authentication', authRoutes),
  ...tagged('Community', communityRoutes),
  ...tagged('Group', groupRoutes),
] as const

/** The call that this server does not have (contract 2.2, 6): 400 in the envelope, with the reason. */
export const declined: readonly {
  readonly method: Method
  readonly path: string
  readonly reason: string
}[] = [
  {
    method: 'POST',
    path: '/thirdparty/conversation/reply',
    reason:
      'Posting videos is outside group management, which is all that this server does. Texts are sent by the native API, POST /v1/accounts/{account}/groups/{group}/messages.',
  },
]
