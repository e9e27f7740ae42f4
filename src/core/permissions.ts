/**
 * Who may do what to whom, as data. `test/core/permissions.test.ts` tries every cell on a running core.
 * The rules follow WhatsApp's (owner = super admin), the strictest common ground of the networks.
 */
import { Failure } from './failure.ts'
import type { Role, Settings, Standing } from './model.ts'

/** `unless_announce` and the like: yes, but a setting of the group can take it from those who are not admins. */
export type Cell = 'yes' | 'no' | 'unless_announce' | 'unless_locked' | 'if_everyone_adds'

export type Action =
  | 'read'
  | 'read_participants'
  | 'read_messages'
  | 'send_message'
  | 'edit_info'
  | 'edit_settings'
  | 'add'
  | 'remove'
  | 'ban'
  | 'set_role'
  | 'manage_invites'
  | 'manage_join_requests'
  | 'manage_bans'
  | 'join'
  | 'leave'
  | 'delete'

/** Whoever has no standing is `stranger`: for him the group does not exist, except by an invite. */
export type Actor = Standing | 'stranger'

type Row = Readonly<Record<Actor, Cell>>

const nobody: Row = {
  owner: 'no',
  admin: 'no',
  member: 'no',
  subscriber: 'no',
  invited: 'no',
  requested: 'no',
  banned: 'no',
  left: 'no',
  removed: 'no',
  stranger: 'no',
}
const admins: Row = { ...nobody, owner: 'yes', admin: 'yes' }
const present: Row = { ...admins, member: 'yes', subscriber: 'yes' }

/** What each standing may do at all. */
export const permissions: Readonly<Record<Action, Row>> = {
  read: { ...present, invited: 'yes', requested: 'yes', left: 'yes', removed: 'yes' },
  read_participants: present,
  // Whoever left or was removed still reads what was said until then (Unipile's pages on leaving).
  read_messages: { ...present, left: 'yes', removed: 'yes' },
  send_message: { ...admins, member: 'unless_announce' },
  edit_info: { ...admins, member: 'unless_locked' },
  edit_settings: admins,
  add: { ...admins, member: 'if_everyone_adds' },
  remove: admins,
  ban: admins,
  set_role: admins,
  manage_invites: admins,
  manage_join_requests: admins,
  manage_bans: admins,
  // A ban beats every invite.
  join: { ...nobody, invited: 'yes', requested: 'yes', left: 'yes', removed: 'yes', stranger: 'yes' },
  leave: present,
  delete: { ...nobody, owner: 'yes' },
}

/** Which standings of the other person each acting role may touch. Everybody missing here may touch nobody. */
export const targets: Readonly<Record<'remove' | 'ban', Readonly<Record<'owner' | 'admin', Row>>>> = {
  remove: {
    owner: { ...nobody, admin: 'yes', member: 'yes', subscriber: 'yes', invited: 'yes', requested: 'yes' },
    admin: { ...nobody, admin: 'yes', member: 'yes', subscriber: 'yes', invited: 'yes', requested: 'yes' },
  },
  ban: {
    owner: {
      ...nobody,
      admin: 'yes',
      member: 'yes',
      subscriber: 'yes',
      invited: 'yes',
      requested: 'yes',
      left: 'yes',
      removed: 'yes',
      stranger: 'yes',
      banned: 'yes',
    },
    admin: {
      ...nobody,
      admin: 'yes',
      member: 'yes',
      subscriber: 'yes',
      invited: 'yes',
      requested: 'yes',
      left: 'yes',
      removed: 'yes',
      stranger: 'yes',
      banned: 'yes',
    },
  },
}

/**
 * Which role an acting role may give to a person who has another role: acting → present role → new role.
 * Only an owner makes an owner (and becomes admin himself); nobody but himself touches an owner.
 */
export const roleChanges: Readonly<
  Record<'owner' | 'admin', Readonly<Record<Role, Readonly<Record<Role, Cell>>>>>
> = {
  owner: {
    owner: { owner: 'yes', admin: 'no', member: 'no', subscriber: 'no' },
    admin: { owner: 'yes', admin: 'yes', member: 'yes', subscriber: 'yes' },
    member: { owner: 'yes', admin: 'yes', member: 'yes', subscriber: 'yes' },
    subscriber: { owner: 'yes', admin: 'yes', member: 'yes', subscriber: 'yes' },
  },
  admin: {
    owner: { owner: 'no', admin: 'no', member: 'no', subscriber: 'no' },
    admin: { owner: 'no', admin: 'yes', member: 'yes', subscriber: 'yes' },
    member: { owner: 'no', admin: 'yes', member: 'yes', subscriber: 'yes' },
    subscriber: { owner: 'no', admin: 'yes', member: 'yes', subscriber: 'yes' },
  },
}

/** Which role each acting role may give to a person whom he adds or invites. Nobody gives more than he has. */
export const grants: Readonly<Record<'owner' | 'admin' | 'member', Readonly<Record<Role, Cell>>>> = {
  owner: { owner: 'no', admin: 'yes', member: 'yes', subscriber: 'yes' },
  admin: { owner: 'no', admin: 'yes', member: 'yes', subscriber: 'yes' },
  member: { owner: 'no', admin: 'no', member: 'yes', subscriber: 'yes' },
}

function open(cell: Cell, settings: Settings): boolean {
  switch (cell) {
    case 'yes':
      return true
    case 'no':
      return false
    case 'unless_announce':
      return !settings.announce
    case 'unless_locked':
      return !settings.locked
    case 'if_everyone_adds':
      return settings.member_add === 'everyone'
  }
}

/** Whether somebody may do something at all in a group with these settings. */
export function may(action: Action, actor: Standing | null, settings: Settings): boolean {
  return open(permissions[action][actor ?? 'stranger'], settings)
}

/** Whether somebody may remove or ban a person of this standing. */
export function mayTouch(action: 'remove' | 'ban', actor: Standing | null, target: Standing | null): boolean {
  if (actor !== 'owner' && actor !== 'admin') return false
  return targets[action][actor][target ?? 'stranger'] === 'yes'
}

/** Whether somebody may change the role of another person from one to another. */
export function mayChangeRole(actor: Standing | null, from: Role, to: Role): boolean {
  if (actor !== 'owner' && actor !== 'admin') return false
  return roleChanges[actor][from][to] === 'yes'
}

/** Whether somebody may let people in with this role. */
export function mayGrant(actor: Standing | null, role: Role): boolean {
  if (actor !== 'owner' && actor !== 'admin' && actor !== 'member') return false
  return grants[actor][role] === 'yes'
}

const why: Readonly<Record<Cell, string>> = {
  yes: '',
  no: '',
  unless_announce: 'The group is set to `announce`: only admins and the owner send messages.',
  unless_locked: 'The group is `locked`: only admins and the owner change its name, description and picture.',
  if_everyone_adds: "The group's setting `member_add` is `admins`: only admins and the owner add people.",
}

/** Refuses, with the reason, whoever may not do this. */
export function demand(action: Action, actor: Standing | null, settings: Settings): void {
  if (may(action, actor, settings)) return
  if (actor === 'banned') throw new Failure('banned', 'The account is banned from this group.')
  const inside = permissions.read_participants[actor ?? 'stranger'] === 'yes'
  if (!inside && action !== 'join') {
    throw new Failure(
      'not_a_participant',
      `The account is not in this group (${actor ?? 'never was'}); join it first.`,
    )
  }
  const cell = permissions[action][actor ?? 'stranger']
  const sentence = why[cell] || `A participant with the role \`${actor}\` may not do this (${action}).`
  throw new Failure('not_permitted', `${sentence} Ask an admin of the group.`, { action, role: actor })
}
