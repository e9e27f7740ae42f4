/** What a stretch of a group's events comes to: how it was before them, and how it was after. */
import { isAlike } from './canonical.ts'
import { type Event, effectsOf, type Info } from './event.ts'
import type { Person, PersonId, Picture, Settings, Standing, Suspension } from './model.ts'

/** Before and after; null before the group began. */
export interface Was<T> {
  readonly before: T | null
  readonly after: T
}

/** What of a group is different; what is alike at both ends is left out, whatever happened in between. */
export interface Different {
  readonly name?: Was<string>
  readonly description?: Was<string>
  readonly tags?: Was<readonly string[]>
  readonly topics?: Was<readonly string[]>
  readonly metadata?: Was<Readonly<Record<string, string>>>
  /** Only the settings that differ. */
  readonly settings?: Was<Partial<Settings>>
  /** `before` is left out where an old event does not tell it. */
  readonly picture?: { readonly before?: Picture | null; readonly after: Picture | null }
  /** Null is a group that goes on as usual. */
  readonly suspension?: Was<Suspension>
}

/** How a person stood before and after; null is somebody whom the group did not know. */
export interface Moved {
  readonly person: Person
  readonly from: Standing | null
  readonly to: Standing | null
}

export interface Difference {
  readonly changed: Different
  readonly people: readonly Moved[]
  /** Messages that were sent. */
  readonly messages: number
  /** Invites that were made. */
  readonly invites: number
}

const infoFields = ['name', 'description', 'tags', 'topics', 'metadata'] as const

/** Takes events in their order, and keeps of them only what the difference is made of. */
export interface Comparing {
  readonly add: (event: Event) => void
  /** How many standings were looked at so far. */
  readonly standings: () => number
  readonly result: () => Difference
}

interface Ends {
  /** What was before the first event that touched the field; undefined where no event tells. */
  before: unknown
  after: unknown
}

/** The changes of an event, each with what was before. */
function touched({ facts, at }: Event): readonly (readonly [string, Ends])[] {
  switch (facts.type) {
    case 'group.created':
      return [
        ['picture', { before: null, after: null }],
        ...infoFields.map((field) => [field, { before: null, after: facts[field] }] as const),
        ...Object.entries(facts.settings).map(
          ([name, after]) => [`settings.${name}`, { before: null, after }] as const,
        ),
      ]
    case 'group.updated':
      return [...touchedInfo(facts.changed, facts.before), ...touchedSettings(facts.changed, facts.before)]
    case 'picture.changed':
      return [['picture', { before: facts.before, after: facts.picture }]]
    case 'group.suspended':
      return [['suspension', { before: null, after: { at, reason: facts.reason } }]]
    case 'group.unsuspended':
      return [['suspension', { before: facts.before, after: null }]]
    default:
      return []
  }
}

function touchedInfo(changed: Info, before: Info): readonly (readonly [string, Ends])[] {
  const fields = infoFields.filter((field) => changed[field] !== undefined)
  return fields.map((field) => [field, { before: before[field], after: changed[field] }] as const)
}

function touchedSettings(changed: Info, before: Info): readonly (readonly [string, Ends])[] {
  const was: Readonly<Record<string, unknown>> = before.settings ?? {}
  return Object.entries(changed.settings ?? {}).map(
    ([name, after]) => [`settings.${name}`, { before: was[name], after }] as const,
  )
}

/** Compares the two ends of a stretch of events. */
export function createComparing(): Comparing {
  const fields = new Map<string, Ends>()
  const people = new Map<PersonId, Moved>()
  let standings = 0
  let messages = 0
  let invites = 0
  return {
    add(event) {
      const { facts } = event
      for (const [field, ends] of touched(event)) {
        const earlier = fields.get(field)
        if (earlier === undefined) fields.set(field, { ...ends })
        else earlier.after = ends.after
      }
      for (const { person, from, to } of effectsOf(facts).people ?? []) {
        standings += 1
        const first = people.get(person.id)
        people.set(person.id, { person, from: first === undefined ? from : first.from, to })
      }
      if (facts.type === 'message.sent') messages += 1
      if (facts.type === 'invite.created') invites += 1
    },
    standings: () => standings,
    result: () => ({
      changed: differentOf(fields),
      people: [...people.values()].filter(({ from, to }) => from !== to),
      messages,
      invites,
    }),
  }
}

function differentOf(fields: ReadonlyMap<string, Ends>): Different {
  const differ = [...fields].filter(
    ([, { before, after }]) => before === undefined || !isAlike(before, after),
  )
  const plain = differ.filter(([field]) => !field.startsWith('settings.'))
  const settings = differ.filter(([field]) => field.startsWith('settings.'))
  const side = (end: 'before' | 'after') =>
    Object.fromEntries(settings.map(([field, ends]) => [field.slice('settings.'.length), ends[end]]))
  // No group is without a name, so null says that it began in between.
  const isBeginning = fields.get('name')?.before === null
  return {
    ...Object.fromEntries(
      plain.map(([field, { before, after }]) => [
        field,
        before === undefined ? { after } : { before, after },
      ]),
    ),
    ...(settings.length === 0
      ? {}
      : { settings: { before: isBeginning ? null : side('before'), after: side('after') } }),
  }
}
