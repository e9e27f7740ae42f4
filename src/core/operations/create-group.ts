import { type Static, Type } from 'typebox'
import type { Facts } from '../event.ts'
import { fail } from '../failure.ts'
import {
  alias,
  entries,
  groupAlias,
  groupId,
  inFuture,
  lengthOf,
  line,
  lines,
  metadata,
  onAccount,
  peoplePerCallMax,
  within,
  words,
} from '../fields.ts'
import { standingInvite } from '../invites.ts'
import { type Invite, type Message, type MessageId, type Outcome, Settings } from '../model.ts'
import { groupOperation, type WorkingSet } from '../operation.ts'
import { addsNobody, askable, eventFor, type Rule, refused, settle, unchanged } from '../people.ts'
import { demand, mayGrant } from '../permissions.ts'
import { type GroupView, viewAfter } from '../views.ts'
import { Newcomer } from './add-participants.ts'

const Input = Type.Object({
  ...onAccount,
  /** Made of the people's names when it is null. */
  name: Type.Union([Type.String(), Type.Null()]),
  description: Type.Optional(Type.String()),
  settings: Type.Optional(Type.Partial(Settings)),
  tags: Type.Optional(words),
  topics: Type.Optional(words),
  metadata: Type.Optional(metadata),
  /** An id of the caller's own, given once in a workspace; it names the group wherever its id does. */
  alias: Type.Optional(groupAlias),
  /** The group that holds the new one; only its owner and admins put groups into it. */
  community: Type.Optional(groupId),
  participants: Type.Array(Newcomer, { maxItems: peoplePerCallMax }),
  /** A first message, sent in the same transaction; empty sends none. */
  message: Type.Optional(Type.String()),
  /** Makes the group's standing invite along with it. */
  invite: Type.Optional(Type.Boolean()),
})
type Input = Static<typeof Input>

export interface CreatedGroup {
  readonly group: GroupView
  readonly outcomes: readonly Outcome[]
  readonly message: MessageId | null
  /** The standing invite, where it was wanted. */
  readonly invite: Invite | null
}

/** The name that a group without one gets: those of its first people. */
function nameOf(set: WorkingSet, input: Input): string {
  if (input.name !== null) return line('name', input.name)
  const people = [
    set.account.person,
    ...set.named.slice(0, 3).flatMap(({ person }) => (person === null ? [] : [person])),
  ]
  const names = people.map(({ name, user_id }) => name ?? user_id)
  return [...names.join(', ')].slice(0, set.limit('group.name')).join('')
}

function ruleFor(set: WorkingSet, { participants }: Input): Rule {
  let places = set.limit('group.participants') - 1
  return ({ person }, index) => {
    if (person.id === set.account.person.id) return unchanged('own_account')
    if (addsNobody(set)) return refused('adding_unsupported')
    if (places <= 0) return refused('group_full')
    places -= 1
    const newcomer = participants[index]
    return { to: newcomer?.role ?? 'member', outcome: 'added', expires_at: newcomer?.expires_at ?? null }
  }
}

function firstMessage(set: WorkingSet, input: Input): Message | null {
  if (input.message === undefined || input.message === '') return null
  return {
    id: set.id() as MessageId,
    sender: set.account.person,
    text: lines('message', input.message),
    at: set.at,
  }
}

function begin(set: WorkingSet, input: Input): Facts {
  return {
    type: 'group.created',
    network: set.account.network,
    profile: set.profile.id,
    capacity: set.limit('group.participants'),
    name: nameOf(set, input),
    description: lines('description', input.description ?? ''),
    settings: { ...set.profile.settings, ...input.settings },
    tags: [...new Set((input.tags ?? []).map((tag) => line('tags', tag)))],
    topics: [...new Set((input.topics ?? []).map((topic) => line('topics', topic)))],
    metadata: entries(input.metadata ?? {}),
    ...(input.alias === undefined ? {} : { alias: alias('a group', 'grp_', input.alias) }),
    ...(input.community === undefined ? {} : { community: input.community }),
    people: [{ person: set.account.person, from: null, to: 'owner' }],
  }
}

/** Refuses an alias that is taken, and a community that cannot hold the group. */
function demandPlace({ isAliasTaken, community }: WorkingSet, input: Input): void {
  if (isAliasTaken) {
    fail('already_exists', `There is a group with the id ${input.alias} already; use it, or choose another.`)
  }
  if (community === null) return
  demand('edit_settings', community.own.standing, community.head.settings)
  if (community.head.community !== null) {
    fail('invalid_input', 'A group that is in a community holds no groups itself; name the community.')
  }
}

export const createGroup = groupOperation<Input, CreatedGroup>()({
  name: 'createGroup',
  summary: 'Create a group with people; the account becomes its owner.',
  kind: 'group',
  scope: 'write',
  feature: 'createGroup',
  on: 'new',
  input: Input,
  names: (input) => input.participants,
  welcomes: true,
  counts: 'account.groups',
  decide(set, input) {
    begin(set, input)
    firstMessage(set, input)
    demandPlace(set, input)
    within(set, 'account.groups', set.counted + 1, 'The number of groups of the account')
    within(set, 'group.name', lengthOf(nameOf(set, input)), 'The length of `name`')
    within(set, 'group.description', lengthOf(input.description ?? ''), 'The length of `description`')
    within(set, 'participants.batch', input.participants.length, 'The number of people in one call')
    within(set, 'group.tags', input.tags?.length ?? 0, 'The number of tags')
    within(set, 'group.topics', input.topics?.length ?? 0, 'The number of topics')
    within(set, 'group.metadata', Object.keys(input.metadata ?? {}).length, 'The number of metadata entries')
    within(set, 'message.text', lengthOf(input.message ?? ''), 'The length of the message')
    for (const { expires_at } of input.participants) inFuture(set, expires_at)
    if (!input.participants.every(({ role }) => mayGrant('owner', role ?? 'member'))) {
      fail(
        'invalid_input',
        'A group has one owner, the account that creates it; hand the group over afterwards.',
      )
    }
    return askable(set, ruleFor(set, input))
  },
  apply(set, input, word) {
    const settled = settle(set, ruleFor(set, input), word)
    const message = firstMessage(set, input)
    const invite = input.invite === true ? standingInvite(set) : null
    const invited: Facts[] = invite === null ? [] : [{ type: 'invite.created', invite }]
    const sent: Facts[] = message === null ? [] : [{ type: 'message.sent', message }]
    return {
      output: (head) => ({
        group: viewAfter(set, head, 'owner'),
        outcomes: settled.outcomes,
        message: message?.id ?? null,
        invite,
      }),
      events: [
        begin(set, input),
        ...invited,
        ...eventFor(settled, (people) => ({
          type: 'participants.added',
          people,
          via: 'added',
          invite: null,
        })),
        ...sent,
      ],
    }
  },
})
