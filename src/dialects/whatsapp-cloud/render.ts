/** From the core to the wire: groups, people, receipts (contract 1.3). */
import type { Static } from 'typebox'
import { type Head, type Membership, type Person, presentCount, type Time } from '../../core/model.ts'
import type { GroupView } from '../../core/views.ts'
import type { About, Reply } from '../dialect.ts'
import { renderGroupId, renderRequestId, renderUserId, renderWaId } from './ids.ts'
import type * as shapes from './shapes.ts'

export const product = { messaging_product: 'whatsapp' } as const

/** A time in seconds since 1970. */
export function seconds(time: Time): number {
  return Math.floor(time / 1000)
}

/** The receipt of a call: its run. */
export function receipt({ run }: Pick<About, 'run'>): { readonly request_id?: string } {
  return run === null ? {} : { request_id: renderRequestId(run) }
}

/** What was done, with the receipt. */
export function done(about: Pick<About, 'run'>, more: object = {}): Reply {
  return { status: 200, body: { ...product, success: true, ...receipt(about), ...more } }
}

/** Somebody, as answers and webhooks name him. */
export function renderPerson({
  user_id,
  name,
}: Pick<Person, 'user_id' | 'name'>): Static<typeof shapes.Person> {
  return {
    ...renderWaId(user_id),
    user_id: renderUserId(user_id),
    ...(name === null ? {} : { username: name }),
  }
}

type Mode = 'auto_approve' | 'approval_required'

export function renderMode({ join_approval }: Pick<Head['settings'], 'join_approval'>): Mode {
  return join_approval ? 'approval_required' : 'auto_approve'
}

/** People beside the business, which is the account that looks. */
function others({ people = [], own }: GroupView): readonly Membership[] {
  return people.filter(({ person }) => person.id !== own.person.id)
}

/** Everything that can be shown of a group (contract 1.3: 3). */
export function renderInfo(view: GroupView): Static<typeof shapes.GroupInfo> {
  const { head } = view
  return {
    ...product,
    id: renderGroupId(head.id),
    subject: head.name,
    description: head.description,
    suspended: head.suspension !== null,
    creation_timestamp: seconds(head.created_at),
    participants: others(view).map(({ person }) => renderPerson(person)),
    total_participant_count: Math.max(0, presentCount(head.counts) - 1),
    join_approval_mode: renderMode(head.settings),
  }
}

/** A group in the list (contract 1.3: 2). */
export function renderListed({ head }: GroupView) {
  return { id: renderGroupId(head.id), subject: head.name, created_at: String(seconds(head.created_at)) }
}
