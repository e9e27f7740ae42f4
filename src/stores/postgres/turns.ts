/**
 * Whose turn it is. Whoever changes a group has a lock on its row until he ends, and whoever does something outside of
 * groups has one on the workspace's, so that servers come one after the other.
 */
import type { GroupId } from '../../core/model.ts'
import { statement } from '../driver.ts'
import { type Link, rowsOf, send } from './connection.ts'
import { spell } from './spelling.ts'
import { Again } from './trouble.ts'

export const lockGroup = statement<[group: number], { readonly id: number }>(
  'select id from groups where id = ? for no key update',
)
export const lockFreeGroup = statement<[group: number], { readonly id: number }>(
  'select id from groups where id = ? for no key update skip locked',
)
export const findGroup = statement<[group: number], { readonly id: number }>(
  'select id from groups where id = ?',
)
const lockWorkspace = statement<[workspace: number], { readonly id: number }>(
  'select id from workspaces where id = ? for no key update',
)
const lockServer = statement<[], { readonly id: number }>('select id from muster for no key update')
const lockFreeGroups = {
  name: 'lock_free_groups',
  text: 'select id from groups where id = any($1::bigint[]) for no key update skip locked',
}
const findGroups = { name: 'find_groups', text: 'select id from groups where id = any($1::bigint[])' }

/** Somebody else has the turn of a group that a work needs besides its own, and it shares a transaction. */
export class Elsewhere extends Again {}

/**
 * Takes the turn of a group, and waits for it; without one, the turn of all that a workspace, or the server, does
 * outside of groups.
 */
export function takeTurn(link: Link, turn: GroupId | null): Promise<unknown> {
  if (turn !== null) return send(link, spell(lockGroup), [turn])
  if (link.scope === null || link.scope === '*') return send(link, spell(lockServer), [])
  return send(link, spell(lockWorkspace), [link.scope])
}

/**
 * Takes the turns of several groups, and waits for none of them; answers those that somebody else has. Who waits for
 * no turn while he has others stands in no circle of such who wait for each other, whatever the order.
 */
export async function takeFreeTurns(
  link: Link,
  groups: readonly GroupId[],
): Promise<ReadonlySet<GroupId | null>> {
  const taken = await send(link, lockFreeGroups, [groups])
  if (taken.rowCount === groups.length) return new Set()
  const held = new Set(rowsOf<{ readonly id: GroupId }>(taken).map(({ id }) => id))
  // A group that is not there has no turn, and whoever asks for it is told so.
  const found = rowsOf<{ readonly id: GroupId }>(await send(link, findGroups, [groups]))
  return new Set(found.flatMap(({ id }) => (held.has(id) ? [] : [id])))
}
