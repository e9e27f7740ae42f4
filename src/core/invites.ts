/** Invites: whom one still admits, and the personal ones that are made when a person cannot simply be added. */
import { fail } from './failure.ts'
import type { Invite, Person, PersonId, Time } from './model.ts'
import type { WorkingSet } from './operation.ts'

/** How long a personal invite admits: three days, as WhatsApp's add request does (contracts/whatsapi.md, 2.3). */
export const personalInviteMs = 3 * 24 * 60 * 60 * 1000

/** Why an invite admits nobody any more, or null. */
export function endOf(invite: Invite, at: Time): 'revoked' | 'expired' | 'used_up' | null {
  if (invite.revoked_at !== null) return 'revoked'
  if (invite.expires_at !== null && invite.expires_at <= at) return 'expired'
  if (invite.uses_max !== null && invite.uses >= invite.uses_max) return 'used_up'
  return null
}

const sentences = {
  revoked: 'The invite was revoked.',
  expired: 'The invite has expired.',
  used_up: 'The invite was used as often as it may be.',
}

/** Refuses a person whom the invite does not admit. */
export function demandAdmission(invite: Invite, person: PersonId, at: Time): void {
  const end = endOf(invite, at)
  if (end !== null) fail('invite_ended', `${sentences[end]} Ask for a new one.`, { reason: end })
  if (invite.only_for !== null && invite.only_for.id !== person) fail('invite_not_found')
}

/** An invite for anybody that never ends by itself: the group's link. */
export function standingInvite(set: WorkingSet): Invite {
  return {
    code: set.code(),
    created_by: set.account.person,
    created_at: set.at,
    expires_at: null,
    uses_max: null,
    uses: 0,
    role: 'member',
    approval: false,
    only_for: null,
    revoked_at: null,
  }
}

/** An invite for one person who must accept himself. */
export function personalInvite(set: WorkingSet, person: Person, expires_at: Time | null): Invite {
  return {
    code: set.code(),
    created_by: set.account.person,
    created_at: set.at,
    expires_at,
    uses_max: 1,
    uses: 0,
    role: 'member',
    approval: false,
    only_for: person,
    revoked_at: null,
  }
}
