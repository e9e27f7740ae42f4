/**
 * What happened with the people whom a call names. The lists of the answers hold those for whom something really
 * changed; whoever could not be added or removed stands in `not_done`, a field of ours, with the reason.
 */
import type { Static } from 'typebox'
import { isPresent, type Outcome } from '../../core/model.ts'
import type { CreatedGroup } from '../../core/operations/create-group.ts'
import type { RevisedGroup } from '../../core/operations/revise-group.ts'
import type { Reply } from '../dialect.ts'
import { renderGroupId, renderPersonId } from './ids.ts'
import { done, fields, renderGroup, renderMember, renderPerson } from './render.ts'
import type * as shapes from './shapes.ts'

function isNotDone(outcome: Outcome['outcome']): outcome is 'refused' | 'invited' | 'unconfirmed' {
  return outcome === 'refused' || outcome === 'invited' || outcome === 'unconfirmed'
}

/** The people for whom it was not done; no field when there are none. */
function notDone(outcomes: readonly Outcome[]): { readonly not_done?: Static<typeof shapes.NotDone>[] } {
  const rows = outcomes.flatMap(({ participant, outcome, reason = outcome, retryable = false }) =>
    isNotDone(outcome) ? [{ member_id: renderPersonId(participant), outcome, reason, retryable }] : [],
  )
  return rows.length === 0 ? {} : { not_done: rows }
}

/** Roles of collaborators; a subscriber is none (contract 2.1). */
const isMember = (standing: unknown) => standing === 'owner' || standing === 'admin' || standing === 'member'

/** The answer to changing a group (contract 2.2, 5). */
export function replyToUpdate({ people, changed, outcomes }: RevisedGroup): Reply {
  const idsOf = (chosen: RevisedGroup['people']) => chosen.map(({ person }) => renderPersonId(person.user_id))
  const gone = people.filter(({ to }) => !isPresent(to))
  const data: Static<typeof shapes.ConversationReply>['data'] = {
    members_added: people
      .filter(({ from, to }) => isMember(to) && !isMember(from))
      .map(({ person, to }) => renderMember(person, to)),
    members_removed: idsOf(gone.filter(({ from }) => isMember(from) || from === 'invited')),
    subscribers_added: idsOf(people.filter(({ from, to }) => to === 'subscriber' && from !== 'subscriber')),
    subscribers_removed: idsOf(gone.filter(({ from }) => from === 'subscriber')),
    requester_removed: idsOf(people.filter(({ from }) => from === 'requested')),
    name_updated: changed.includes('name'),
    description_updated: changed.includes('description'),
    // The display picture is the only entry of the metadata that this call changes.
    dp_updated: changed.includes('metadata'),
    topics_updated: changed.includes('topics'),
    settings_updated: changed.some((field) => field.startsWith('settings.')),
    ...notDone(outcomes),
  }
  return done('Conversation updated successfully.', data)
}

/** The answer to adding people to a community (contract 2.2, 3). */
export function replyToUsers({ people, outcomes }: RevisedGroup): Reply {
  const members_added = people.filter(({ to }) => isMember(to)).map(({ person }) => renderPerson(person))
  return done('XXXX-[Members Added]', { members_added, ...notDone(outcomes) })
}

/** The answer to making a group (contract 2.2, 4). It exists whatever became of the people. */
export function replyToGroup({ group: { head }, outcomes }: CreatedGroup, community_id: string): Reply {
  const chat_id = renderGroupId(head)
  const settings = { discoverable: head.settings.discoverable }
  const data: Static<typeof shapes.GroupReply>['data'] = {
    ...{ chat_id, type: 4, community_id, settings },
    group: renderGroup(head),
    ...notDone(outcomes),
  }
  return done('Group has been created successfully.', data)
}

/** The answer to making a community (contract 2.2, 2). */
export function replyToCommunity({ group: { head, own }, outcomes }: CreatedGroup): Reply {
  const data: Static<typeof shapes.CommunityReply>['data'] = {
    ...{ community_id: renderGroupId(head), handle: head.alias ?? '' },
    ...{ name: head.name, description: head.description, share_url: '' },
    ...{ dp: head.metadata[fields.dp] ?? '', banner: head.metadata[fields.banner] ?? '' },
    ...{ color_code: '', text_color_code: '' },
    leader: { ...renderPerson(own.person), brand: null },
    ...notDone(outcomes),
  }
  return done('XXXX-[Community has been created successfully.]', data)
}
