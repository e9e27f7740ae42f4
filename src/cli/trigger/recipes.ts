/** What causes each event: the calls that a program would make, so that the event is a real one. */
import type { Scene } from './scene.ts'

/** How to cause an event. */
export interface Recipe {
  /** What happens, for the list. */
  readonly how: string
  /** Does it; answers the id of the group, account or key that the event is about. */
  readonly cause: (scene: Scene) => Promise<string>
}

/** People who are nobody's account. */
const people = ['trigger-anna', 'trigger-ben']
const [person = ''] = people

/** An end that is as near as an end may be. */
const soon = () => new Date(Date.now() + 1000).toISOString()

/** 16 × 16 pixels of one colour. */
const jpeg =
  '/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AJQCxH//2Q=='

/** A recipe in the group of the scene, which the event is about. */
function inGroup(
  how: string,
  cause: (scene: Scene, on: { readonly account: string; readonly group: string }) => Promise<unknown>,
): Recipe {
  return {
    how,
    async cause(scene) {
      const on = await scene.on()
      await cause(scene, on)
      return on.group
    },
  }
}

/** A recipe on the account of the scene. */
function onAccount(how: string, cause: (scene: Scene, account: string) => Promise<unknown>): Recipe {
  return {
    how,
    async cause(scene) {
      const { id } = await scene.owner()
      await cause(scene, id)
      return id
    },
  }
}

const groupRecipes: Readonly<Record<string, Recipe>> = {
  'group.created': inGroup('A group is made.', async () => undefined),
  'group.updated': inGroup('A group gets another description.', ({ muster }, on) =>
    muster.updateGroup({ ...on, description: 'A sample of an update.' }),
  ),
  'group.deleted': inGroup('A group is deleted.', async (scene, on) => {
    await scene.muster.deleteGroup(on)
    scene.isGone(on.group)
  }),
  'group.suspended': inGroup('A group is suspended.', ({ muster }, on) =>
    muster.suspendGroup({ ...on, reason: 'A sample of a suspension.' }),
  ),
  'group.unsuspended': inGroup('A group is suspended and goes on.', async ({ muster }, on) => {
    await muster.suspendGroup(on)
    await muster.unsuspendGroup(on)
  }),
  'picture.changed': inGroup('A group gets a picture.', ({ muster }, on) =>
    muster.setPicture({ ...on, picture: Buffer.from(jpeg, 'base64') }),
  ),
  'message.sent': inGroup('A message is sent.', ({ muster }, on) =>
    muster.sendMessage({ ...on, text: 'A sample message.' }),
  ),
  'message.pinned': inGroup('A message is pinned.', async ({ muster }, on) => {
    const { id } = await muster.sendMessage({ ...on, text: 'A sample of a pin.' })
    await muster.pinMessage({ ...on, message: id })
  }),
  'message.unpinned': inGroup('A message is pinned and unpinned.', async ({ muster }, on) => {
    const { id } = await muster.sendMessage({ ...on, text: 'A sample of a pin.' })
    await muster.pinMessage({ ...on, message: id })
    await muster.unpinMessage({ ...on, message: id })
  }),
}

const peopleRecipes: Readonly<Record<string, Recipe>> = {
  'participants.added': inGroup('Two people are added.', ({ muster }, on) =>
    muster.addParticipants({ ...on, participants: people }),
  ),
  'participants.removed': inGroup('Somebody is removed.', async ({ muster }, on) => {
    await muster.addParticipants({ ...on, participants: [person] })
    await muster.removeParticipants({ ...on, participants: [person] })
  }),
  'participants.removed:expired': inGroup("Somebody's time ends after a second.", ({ muster }, on) =>
    muster.addParticipants({ ...on, participants: [{ id: person, expires_at: soon() }] }),
  ),
  'participants.left': inGroup('An account joins and leaves.', async (scene, { group }) => {
    const { account, code } = await scene.guest(false)
    await scene.muster.joinGroup({ account, code })
    await scene.muster.leaveGroup({ account, group })
  }),
  'participants.invited': inGroup('Somebody gets a personal invite.', ({ muster }, on) =>
    muster.inviteParticipants({ ...on, participants: [person] }),
  ),
  'role.changed': inGroup('Somebody becomes an admin.', async ({ muster }, on) => {
    await muster.addParticipants({ ...on, participants: [person] })
    await muster.setRole({ ...on, person, role: 'admin' })
  }),
}

const entryRecipes: Readonly<Record<string, Recipe>> = {
  'join_request.created': inGroup('An account asks to be let in.', async (scene) => {
    const { account, code } = await scene.guest(true)
    await scene.muster.joinGroup({ account, code })
  }),
  'join_request.rejected': inGroup('An account asks and is turned away.', async (scene, on) => {
    const { account, code, person: asker } = await scene.guest(true)
    await scene.muster.joinGroup({ account, code })
    await scene.muster.rejectJoinRequests({ ...on, participants: [asker] })
  }),
  'ban.added': inGroup('Somebody is banned.', ({ muster }, on) =>
    muster.banParticipants({ ...on, participants: [person], reason: 'A sample of a ban.' }),
  ),
  'ban.removed': inGroup('A ban is lifted.', async ({ muster }, on) => {
    await muster.banParticipants({ ...on, participants: [person] })
    await muster.unbanParticipants({ ...on, person })
  }),
  'ban.removed:expired': inGroup('A ban ends after a second.', ({ muster }, on) =>
    muster.banParticipants({ ...on, participants: [person], expires_at: soon() }),
  ),
  'invite.created': inGroup('An invite is made.', ({ muster }, on) => muster.createInvite(on)),
  'invite.revoked': inGroup('An invite is revoked.', async ({ muster }, on) => {
    const { code } = await muster.createInvite(on)
    await muster.revokeInvite({ ...on, code })
  }),
  'invite.expired': inGroup('An invite ends after a second.', ({ muster }, on) =>
    muster.createInvite({ ...on, expires_at: soon() }),
  ),
}

const workspaceRecipes: Readonly<Record<string, Recipe>> = {
  'run.refused': inGroup('Somebody is removed who is not there.', ({ muster }, on) =>
    muster.removeParticipants({ ...on, participants: [person] }),
  ),
  'account.created': onAccount('An account is connected.', async () => undefined),
  'account.disconnected': onAccount('An account is logged out.', ({ muster }, account) =>
    muster.logoutAccount({ account }),
  ),
  'account.connected': onAccount('An account is logged out and in again.', async ({ muster }, account) => {
    await muster.logoutAccount({ account })
    await muster.loginAccount({ account })
  }),
  'account.deleted': onAccount('An account is deleted.', async (scene, account) => {
    await scene.muster.deleteAccount({ account })
    scene.isGone(account)
  }),
  'key.expired': {
    how: 'A key ends after a second.',
    async cause({ muster }) {
      const { id } = await muster.createKey({
        name: 'muster trigger key.expired',
        scopes: ['read'],
        expires_at: soon(),
      })
      return id
    },
  },
}

/** By the type of the event; where there are two ways, the second has a word behind a colon. */
export const recipes: Readonly<Record<string, Recipe>> = {
  ...groupRecipes,
  ...peopleRecipes,
  ...entryRecipes,
  ...workspaceRecipes,
}

/** Types that this command does not cause, each with the reason. */
export const withoutRecipe: Readonly<Record<string, string>> = {
  'webhook.disabled':
    'Only an endpoint causes it, by answering a delivery with 410; point a webhook at one that does.',
}
