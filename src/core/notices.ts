/** What notices tell: facts of things that belong to a workspace and to none of its groups. */
import type { AccountFacts } from './event.ts'
import type { Account } from './model.ts'

/** An account as its notices show it: what it was when it happened, also after it is gone. */
export function accountFacts({ id, name, network, profile, person }: Account): AccountFacts {
  return { account: id, name, network, profile, user_id: person.user_id }
}
