/** What notices tell of an account. */
import type { AccountFacts } from './event.ts'
import type { Account } from './model.ts'

export function accountFacts({ id, name, network, profile, person }: Account): AccountFacts {
  return { account: id, name, network, profile, user_id: person.user_id }
}
