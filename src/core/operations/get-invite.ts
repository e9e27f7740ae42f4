import { type Static, Type } from 'typebox'
import { demandFeature, isWithin, resolveActor } from '../access.ts'
import { fail } from '../failure.ts'
import { onAccount } from '../fields.ts'
import { endOf } from '../invites.ts'
import type { Head, Invite, Standing } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({ ...onAccount, code: Type.String({ maxLength: 128 }) })
type Input = Static<typeof Input>

/** What may be known before joining. */
export interface InviteView {
  readonly invite: Invite
  readonly head: Head
  readonly standing: Standing | null
  /** Why it admits nobody any more, or null. */
  readonly ended: 'revoked' | 'expired' | 'used_up' | null
}

export const getInvite = readOperation<Input, InviteView>()({
  name: 'getInvite',
  summary: 'Look at an invite and its group before joining.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const actor = await resolveActor(context, input.account)
    demandFeature(actor, 'getInvite')
    const found = await context.reader.invite(input.code)
    const head = found === null ? null : await context.reader.head(found.group)
    if (found === null || head === null || !isWithin(head, actor)) fail('invite_not_found')
    const { person } = actor.account
    const own = await context.reader.membership(head.id, person.id)
    const isMeant = found.invite.only_for === null || found.invite.only_for.id === person.id
    if (!isMeant || own?.standing === 'banned') fail('invite_not_found')
    return {
      invite: found.invite,
      head,
      standing: own?.standing ?? null,
      ended: endOf(found.invite, context.at),
    }
  },
})
