import { type Static, Type } from 'typebox'
import type { Change, Facts } from '../event.ts'
import { fail } from '../failure.ts'
import { inFuture, onGroup, peoplePerCallMax, personText, within, words } from '../fields.ts'
import { type Head, isPresent, type Outcome, presentCount, type Role } from '../model.ts'
import type { PersonWord } from '../network.ts'
import { groupOperation, headOf, type Named, type WorkingSet } from '../operation.ts'
import {
  addsNobody,
  askable,
  type NamedPerson,
  type Rule,
  refused,
  settle,
  unchanged,
  type Verdict,
} from '../people.ts'
import { demand, mayChangeRole, mayGrant, mayTouch } from '../permissions.ts'
import { type GroupView, viewAfter } from '../views.ts'
import { Newcomer } from './add-participants.ts'
import { demandInfo, difference, fieldsOf, infoInput, type Wanted } from './update-group.ts'

/** Who is to go; with `as` only when he is in the group in this way, or asks to be. */
const Leaver = Type.Object({
  id: personText,
  as: Type.Optional(Type.Enum(['member', 'subscriber'])),
})

const Input = Type.Object({
  ...onGroup,
  add: Type.Array(Newcomer, { maxItems: peoplePerCallMax }),
  remove: Type.Array(Leaver, { maxItems: peoplePerCallMax }),
  ...infoInput,
  /** Tags beside those that there are, or beside `tags`. */
  more_tags: Type.Optional(words),
  /** Entries to set; null takes one away, and all others stay. */
  metadata: Type.Optional(
    Type.Record(
      Type.String({ minLength: 1, maxLength: 64 }),
      Type.Union([Type.String({ maxLength: 1024 }), Type.Null()]),
      { maxProperties: 1000 },
    ),
  ),
})
type Input = Static<typeof Input>

export interface RevisedGroup {
  readonly group: GroupView
  /** One for each person named: first those to add, then those to remove. */
  readonly outcomes: readonly Outcome[]
  /** Whoever stands otherwise now, and how he stood before. */
  readonly people: readonly Change[]
  /** The fields in which the group changed; those of settings behind `settings.`. */
  readonly changed: readonly string[]
}

/** Said of whoever was in the group already and is in it with more rights now. */
const promoted = 'changed'

/** What the group shall be told about from now on. */
function wantedOf(head: Head, input: Input): Wanted {
  const { account: _a, group: _g, add: _n, remove: _l, more_tags: more, metadata: patch, ...info } = input
  const tags = more === undefined ? info.tags : [...new Set([...(info.tags ?? head.tags), ...more])]
  const merged = Object.entries({ ...head.metadata, ...patch }).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  )
  return {
    ...info,
    ...(tags === undefined ? {} : { tags }),
    ...(patch === undefined ? {} : { metadata: Object.fromEntries(merged) }),
  }
}

/** The people to add come first in the list of those named; this tells them apart. */
function isToAdd(input: Input, index: number): boolean {
  return index < input.add.length
}

/** Refuses ids that are none, and people who are both added and removed: only one of the two could be done. */
function demandPeople({ named }: WorkingSet, input: Input): void {
  const wrong = named.find(({ person }) => person === null)
  if (wrong !== undefined) fail('invalid_person', wrong.problem ?? undefined)
  const added = new Set(named.slice(0, input.add.length).map(({ person }) => person?.id))
  const both = named.slice(input.add.length).find(({ person }) => added.has(person?.id))
  if (both === undefined) return
  fail(
    'invalid_input',
    `${both.person?.user_id} is named both to be added and to be removed, and nothing was changed; name everybody once.`,
  )
}

/** In how many ways a person is asked to go: the same one may be named in several. */
function waysOut({ named }: WorkingSet, input: Input, { person }: NamedPerson): Set<string | undefined> {
  const ways = named.flatMap((other, index) =>
    other.person?.id === person.id ? [input.remove[index - input.add.length]?.as] : [],
  )
  return new Set(ways)
}

function verdictOnLeaver(set: WorkingSet, input: Input, named: NamedPerson): Verdict {
  const { standing, person } = named
  if (!isPresent(standing) && standing !== 'invited' && standing !== 'requested') {
    return unchanged('not_a_participant')
  }
  const ways = waysOut(set, input, named)
  const way = standing === 'subscriber' ? 'subscriber' : 'member'
  if (!ways.has(undefined) && !ways.has(way)) return unchanged(`not_a_${[...ways][0]}`)
  if (person.id === set.account.person.id) return refused('own_account')
  if (!mayTouch('remove', set.own?.standing ?? null, standing)) return refused('not_permitted')
  return { to: 'removed', outcome: 'removed' }
}

/** Places that become free, as far as they do: before the network has spoken, all that are asked for. */
function placesFreed(set: WorkingSet, input: Input, word?: (userId: string) => PersonWord): number {
  const goes = (named: Named, index: number) => {
    const { person } = named
    if (isToAdd(input, index) || person === null || named.repeated || !isPresent(named.standing)) return false
    const isGranted = 'to' in verdictOnLeaver(set, input, { ...named, person })
    return isGranted && (word === undefined || word(person.user_id).word === 'done')
  }
  return set.named.filter(goes).length
}

/** A subscriber who is added as more than that gets the role; everybody else who is in stays as he is. */
function verdictOnPresent(set: WorkingSet, { expires_at }: Named, standing: Role, role: Role): Verdict {
  if (standing !== 'subscriber' || role === 'subscriber') return unchanged('already_participant')
  if (!mayChangeRole(set.own?.standing ?? null, standing, role)) return refused('not_permitted')
  // What he was given an end for still ends then.
  return { to: role, outcome: promoted, expires_at }
}

function ruleFor(set: WorkingSet, input: Input, word?: (userId: string) => PersonWord): Rule {
  const head = headOf(set)
  let places = head.capacity - presentCount(head.counts) + placesFreed(set, input, word)
  return (named, index) => {
    if (!isToAdd(input, index)) return verdictOnLeaver(set, input, named)
    const { standing } = named
    const role = input.add[index]?.role ?? 'member'
    if (isPresent(standing)) return verdictOnPresent(set, named, standing, role)
    if (standing === 'banned') return refused('banned')
    if (addsNobody(set)) return refused('adding_unsupported')
    if (places <= 0) return refused('group_full')
    places -= 1
    return { to: role, outcome: 'added', expires_at: input.add[index]?.expires_at ?? null }
  }
}

/** One event for each kind of change, those who go first, so that the group is never fuller than it may be. */
function peopleEvents(people: readonly Change[]): readonly Facts[] {
  const gone = people.filter(({ to }) => !isPresent(to))
  const come = people.filter(({ from, to }) => isPresent(to) && !isPresent(from))
  const raised = people.filter(({ from, to }) => isPresent(to) && isPresent(from))
  return [
    ...(gone.length === 0 ? [] : [{ type: 'participants.removed', people: gone } as const]),
    ...(come.length === 0
      ? []
      : [{ type: 'participants.added', people: come, via: 'added', invite: null } as const]),
    ...(raised.length === 0 ? [] : [{ type: 'role.changed', people: raised, cause: 'set' } as const]),
  ]
}

export const reviseGroup = groupOperation<Input, RevisedGroup>()({
  name: 'reviseGroup',
  summary:
    'Add people, remove others, and change what the group is told about: all of it at once or nothing.',
  kind: 'group',
  scope: 'write',
  feature: 'reviseGroup',
  on: 'existing',
  needsUnread: true,
  input: Input,
  names: (input) => [...input.add, ...input.remove.map(({ id }) => ({ id }))],
  welcomes: true,
  decide(set, input) {
    const head = headOf(set)
    const actor = set.own?.standing ?? null
    demandInfo(set, wantedOf(head, input))
    if (input.add.length > 0) demand('add', actor, head.settings)
    if (input.remove.length > 0) demand('remove', actor, head.settings)
    within(set, 'participants.batch', set.named.length, 'The number of people in one call')
    for (const role of new Set(input.add.map((newcomer) => newcomer.role ?? 'member'))) {
      if (!mayGrant(actor, role)) {
        fail('not_permitted', `A participant with the role \`${actor}\` may not add people as \`${role}\`.`, {
          role,
        })
      }
    }
    for (const { expires_at } of input.add) inFuture(set, expires_at)
    demandPeople(set, input)
    difference(head, wantedOf(head, input))
    return askable(set, ruleFor(set, input))
  },
  apply(set, input, word) {
    const head = headOf(set)
    const { outcomes, people, invites } = settle(set, ruleFor(set, input, word), word)
    const { changed, before } = difference(head, wantedOf(head, input))
    const fields = fieldsOf(changed)
    const told: readonly Facts[] = fields.length === 0 ? [] : [{ type: 'group.updated', changed, before }]
    return {
      output: (after) => ({ group: viewAfter(set, after), outcomes, people, changed: fields }),
      events: [...peopleEvents(people), ...invites, ...told],
    }
  },
})
