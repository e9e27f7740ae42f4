/** One group in which somebody stands in every way that there is, for tests that try each of them. */
import { type Account, type GroupId, type MessageId, type Role, standings } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Actor } from '../../src/core/permissions.ts'
import type { World } from './core.ts'
import { jpeg } from './pictures.ts'

export const actors: readonly Actor[] = [...standings, 'stranger']

// A network is needed on which somebody can be invited: the people whom nobody can add are sandbox people.
export const userIds: Readonly<Record<Actor, string>> = {
  owner: '+12025550101',
  admin: '+12025550102',
  member: '+12025550103',
  subscriber: '+12025550104',
  invited: '+15550100403',
  requested: '+12025550106',
  banned: '+12025550107',
  left: '+12025550108',
  removed: '+12025550109',
  stranger: '+12025550110',
}

/** A second person of each role, whom the first can act upon. */
export const others: Readonly<Record<Role, string>> = {
  owner: userIds.owner,
  admin: '+12025550112',
  member: '+12025550113',
  subscriber: '+12025550114',
}

export interface Party {
  readonly group: GroupId
  readonly message: MessageId
  /** An invite that admits anybody, and the one by which somebody asked to be let in. */
  readonly code: string
  readonly approvalCode: string
  readonly accountOf: (actor: Actor) => Account
}

export async function openParty(world: World): Promise<Party> {
  const accounts = new Map<Actor, Account>()
  for (const actor of actors) accounts.set(actor, await world.account(userIds[actor], 'whatsapp'))
  const accountOf = (actor: Actor) => {
    const account = accounts.get(actor)
    if (account === undefined) throw new Error(`nobody is ${actor}`)
    return account
  }
  const owner = accountOf('owner')
  const group = await world.group(owner, {
    [userIds.admin]: 'admin',
    [userIds.member]: 'member',
    [userIds.subscriber]: 'subscriber',
    [userIds.left]: 'member',
    [userIds.removed]: 'member',
    [others.admin]: 'admin',
    [others.member]: 'member',
    [others.subscriber]: 'subscriber',
  })
  const on = { account: owner.id, group }
  await world.run(operations.addParticipants, { ...on, participants: [{ id: userIds.invited }] })
  const approvalCode = await world.invite(owner, group, { approval: true })
  await world.join(accountOf('requested'), approvalCode)
  await world.run(operations.banParticipants, { ...on, participants: [userIds.banned], reason: null })
  const { message } = await world.run(operations.sendMessage, { ...on, text: 'First' })
  await world.run(operations.setPicture, { ...on, bytes: await jpeg(200) })
  await world.run(operations.leaveGroup, { account: accountOf('left').id, group })
  await world.run(operations.removeParticipants, { ...on, participants: [userIds.removed] })
  const code = await world.invite(owner, group)
  return { group, message: message.id, code, approvalCode, accountOf }
}
