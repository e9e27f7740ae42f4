/** The table of this dialect: every row with the version in front, as Meta documents it, and without. */
import { type Route, tagged } from '../dialect.ts'
import { groupRoutes } from './group-routes.ts'
import { memberRoutes } from './member-routes.ts'
import { messageRoutes } from './message-routes.ts'
import { subscriptionRoutes } from './subscription-routes.ts'

/** The rows with and without a version (contract 1.1); documents show those with it. */
function versioned<const R extends readonly Route[]>(rows: R): readonly R[number][] {
  return [
    ...rows.map((row) => ({ ...row, path: `/{version}${row.path}` })),
    ...rows.map((row) => ({ ...row, unlisted: true })),
  ]
}

export const routes = versioned([
  ...tagged('Groups', groupRoutes),
  ...tagged('Join requests and participants', memberRoutes),
  ...tagged('Messages', messageRoutes),
  ...tagged('Webhooks', subscriptionRoutes),
] as const)
