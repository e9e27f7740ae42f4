/** Fields that several commands share. */

import { InvalidArgumentError } from 'commander'
import { choice, id, many, onOff, orEnv, pairs, required, text, whole } from '../field.ts'

/** Roles in a group, from the strongest. */
export const roles = ['owner', 'admin', 'member', 'subscriber'] as const

/** The account that acts. */
export const acting = {
  account: required(orEnv(id('The account that acts: acc_….', 'account'), 'MUSTER_ACCOUNT')),
}

export const group = required(id('The group: grp_….', 'group'))
export const person = required(id('The person, by any id that the network knows.', 'person'))
export const people = required(many('People, by any id that the network knows.', 'person'))
export const code = required(id('The code of the invite.', 'code'))

/** A number that takes a limit's place. */
export function number(value: string): number {
  if (!/^\d{1,10}$/.test(value)) throw new InvalidArgumentError('The number must be a whole one.')
  return Number(value)
}

export const metadata = pairs('An own entry; can be repeated.', 'name=value', (value) => value)
export const max = pairs(
  "A limit in place of the profile's, such as group.name=22; can be repeated.",
  'limit=n',
  number,
)

/** What a group is told about, when it is made and later. */
export const about = {
  description: text('What the group is about.'),
  tag: many('A tag; can be repeated.', 'word'),
  topic: many('A topic; can be repeated.', 'word'),
  metadata,
  announce: onOff('Only admins and the owner send messages.'),
  locked: onOff('Only admins and the owner change name, description and picture.'),
  joinApproval: onOff('Whoever joins by an invite waits for an admin.'),
  memberAdd: choice(['everyone', 'admins'], 'Who adds people.'),
  discoverable: onOff('The group may be shown to people who are not in it.'),
  ephemeralSeconds: whole('Messages are meant to vanish after so many seconds; 0 for never.'),
  lastAdmin: choice(['promote', 'refuse'], 'When the last admin leaves: promote somebody, or refuse.'),
}

interface About {
  readonly description: string | undefined
  readonly tag: readonly string[] | undefined
  readonly topic: readonly string[] | undefined
  readonly metadata: Readonly<Record<string, string>> | undefined
  readonly announce: boolean | undefined
  readonly locked: boolean | undefined
  readonly joinApproval: boolean | undefined
  readonly memberAdd: 'everyone' | 'admins' | undefined
  readonly discoverable: boolean | undefined
  readonly ephemeralSeconds: number | undefined
  readonly lastAdmin: 'promote' | 'refuse' | undefined
}

/** Without the fields that are undefined; undefined when nothing is left. */
export function given<T extends object>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } | undefined {
  const left = Object.entries(fields).filter(([, value]) => value !== undefined)
  // Only what is undefined was taken away, and the type says so.
  return left.length === 0
    ? undefined
    : (Object.fromEntries(left) as { [K in keyof T]?: Exclude<T[K], undefined> })
}

/** `about` as the API takes it. */
export function aboutOf(fields: About) {
  const { announce, locked, discoverable, ephemeralSeconds } = fields
  return {
    description: fields.description,
    tags: fields.tag === undefined ? undefined : [...fields.tag],
    topics: fields.topic === undefined ? undefined : [...fields.topic],
    metadata: fields.metadata === undefined ? undefined : { ...fields.metadata },
    settings: given({
      announce,
      locked,
      discoverable,
      join_approval: fields.joinApproval,
      member_add: fields.memberAdd,
      ephemeral_seconds: ephemeralSeconds === 0 ? null : ephemeralSeconds,
      last_admin: fields.lastAdmin,
    }),
  }
}
