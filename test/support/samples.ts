/** An input for every operation of the catalogue that succeeds, so that tests can go through all of them. */
import type { Account, GroupId, KeyId, MessageId, RunId } from '../../src/core/model.ts'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { page, type World } from './core.ts'
import { openParty, others, userIds } from './party.ts'
import { jpeg } from './pictures.ts'

/** What the samples name. */
export interface Scene {
  /** The owner, who may do everything but join. */
  readonly owner: Account
  readonly stranger: Account
  /** Logged out. */
  readonly sleeper: Account
  readonly group: GroupId
  readonly message: MessageId
  readonly code: string
  readonly key: KeyId
  readonly run: RunId
}

export async function openScene(world: World): Promise<Scene> {
  const { group, message, code, accountOf } = await openParty(world)
  const owner = accountOf('owner')
  const { key } = await world.run(operations.createKey, {
    name: 'spare',
    scopes: ['read'],
    bound_to: null,
    expires_at: null,
  })
  const sent = await world.execute(operations.sendMessage, { account: owner.id, group, text: 'Second' })
  if (sent.run === null) throw new Error('a run is on record')
  const sleeper = await world.account('sleeper')
  await world.run(operations.logoutAccount, { account: sleeper.id })
  return { owner, stranger: accountOf('stranger'), sleeper, group, message, code, key: key.id, run: sent.run }
}

/** For each operation the input besides account and group, which those have that take them. */
export async function samplesOf(scene: Scene): Promise<Readonly<Record<OperationName, object>>> {
  const { code, message } = scene
  const account = { account: scene.owner.id }
  const on = { ...account, group: scene.group }
  const invite = { expires_at: null, uses_max: null, role: 'member', approval: false }
  return {
    addParticipants: { ...on, participants: [{ id: '+12025550120' }] },
    approveJoinRequests: { ...on, participants: [userIds.requested] },
    banParticipants: { ...on, participants: [others.member], reason: 'spam' },
    createAccount: { network: 'builtin', profile: 'open', name: 'New', user_id: 'new' },
    createGroup: { ...account, name: 'New', participants: [{ id: '+12025550121' }], message: 'Hello' },
    createInvite: { ...on, ...invite },
    createKey: { name: 'New', scopes: ['read'], bound_to: null, expires_at: null },
    createToken: { name: 'New', lasts_ms: 60_000, bound_to: null },
    createWorkspace: { name: 'New' },
    deleteAccount: account,
    deleteGroup: on,
    discoverGroups: { ...account, ...page },
    forgetGroup: on,
    getAccount: account,
    getCapabilities: { network: 'builtin' },
    getGroup: on,
    getInvite: { account: scene.stranger.id, code },
    getMessage: { ...on, message },
    getParticipant: { ...on, person: others.admin },
    getPicture: on,
    getRun: { run: scene.run },
    getWorkspace: {},
    inviteParticipants: { ...on, participants: ['+12025550122'] },
    joinGroup: { account: scene.stranger.id, code },
    leaveGroup: on,
    listAccounts: { ...page, order: 'created' },
    listBans: { ...on, ...page },
    listEvents: { limit: 10, after: 0 },
    listRuns: page,
    listGroupEvents: { ...on, ...page },
    listGroups: { ...account, ...page, order: 'created' },
    listInvites: { ...on, ...page },
    listJoinRequests: { ...on, ...page },
    listKeys: page,
    listMessages: { ...on, ...page },
    listNetworks: {},
    listParticipants: { ...on, ...page },
    listPeople: { ...account, ...page },
    listWorkspaces: page,
    loginAccount: { account: scene.sleeper.id },
    logoutAccount: account,
    rejectJoinRequests: { ...on, participants: [userIds.requested] },
    removeParticipants: { ...on, participants: [others.subscriber] },
    removePicture: on,
    reviseGroup: { ...on, add: [{ id: '+12025550123' }], remove: [{ id: others.subscriber }], name: 'Other' },
    revokeInvite: { ...on, code },
    revokeKey: { key: scene.key },
    sendMessage: { ...on, text: 'Third' },
    setPicture: { ...on, bytes: await jpeg(200, '#cc6633') },
    setRole: { ...on, participants: [others.member], role: 'admin' },
    unbanParticipants: { ...on, participants: [userIds.banned] },
    updateAccount: { ...account, name: 'Other' },
    updateGroup: { ...on, name: 'Other', view: { pinned: true } },
    updateWorkspace: { name: 'Other' },
  }
}

export const names = Object.keys(operations) as OperationName[]
/** Everything that writes. */
export const writes = names.filter((name) => operations[name].kind !== 'read')
/** Everything that writes to a group that is there. */
export const groupWrites = names.filter((name) => {
  const operation = operations[name]
  return operation.kind === 'group' && operation.on !== 'new'
})
