/** An input for every operation of the catalogue that succeeds, so that tests can go through all of them. */
import type {
  Account,
  DeliveryId,
  GroupId,
  KeyId,
  MessageId,
  RunId,
  WebhookId,
} from '../../src/core/model.ts'
import { type OperationName, operations } from '../../src/core/operations/index.ts'
import { page, type World } from './core.ts'
import { openParty, others, userIds } from './party.ts'
import { jpeg } from './pictures.ts'

const anyWebhook = {
  url: 'https://example.com/hook',
  dialect: 'native',
  accounts: [],
  events: [],
  description: null,
  ordered: false,
  secret: null,
}

/** What the samples name. */
export interface Scene {
  /** The owner, who may do everything but join. */
  readonly owner: Account
  readonly stranger: Account
  /** Logged out. */
  readonly sleeper: Account
  readonly group: GroupId
  /** Another one, which is suspended. */
  readonly frozen: GroupId
  readonly message: MessageId
  readonly code: string
  readonly key: KeyId
  readonly run: RunId
  readonly webhook: WebhookId
  readonly delivery: DeliveryId
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
  await world.run(operations.pinMessage, { account: owner.id, group, message, expires_at: null })
  const frozen = await world.group(owner)
  await world.run(operations.suspendGroup, { account: owner.id, group: frozen })
  const sleeper = await world.account('sleeper')
  await world.run(operations.logoutAccount, { account: sleeper.id })
  const { webhook } = await world.run(operations.createWebhook, anyWebhook)
  const { delivery } = await world.run(operations.testWebhook, { webhook: webhook.id })
  // What is sent again is due at another time than it was.
  world.pass(1)
  return {
    ...{ owner, stranger: accountOf('stranger'), sleeper, group, frozen, message, code },
    ...{ key: key.id, run: sent.run, webhook: webhook.id, delivery: delivery.id },
  }
}

/** For each operation the input besides account and group, which those have that take them. */
export async function samplesOf(scene: Scene): Promise<Readonly<Record<OperationName, object>>> {
  const { code, message } = scene
  const account = { account: scene.owner.id }
  const on = { ...account, group: scene.group }
  const webhook = { webhook: scene.webhook }
  const invite = { expires_at: null, uses_max: null, role: 'member', approval: false }
  return {
    addParticipants: { ...on, participants: [{ id: '+12025550120' }] },
    approveJoinRequests: { ...on, participants: [userIds.requested] },
    banParticipants: { ...on, participants: [others.member], reason: 'spam' },
    createAccount: { network: 'builtin', profile: 'open', name: 'New', user_id: 'new' },
    createGroup: { ...account, name: 'New', participants: [{ id: '+12025550121' }], message: 'Hello' },
    createInvite: { ...on, ...invite },
    createKey: { name: 'New', scopes: ['read'], bound_to: null, expires_at: null },
    createWebhook: anyWebhook,
    createWorkspace: { name: 'New' },
    deleteAccount: account,
    deleteGroup: on,
    deleteWebhook: webhook,
    createToken: { name: 'New', lasts_ms: 60_000, bound_to: null },
    discoverGroups: { ...account, ...page },
    forgetGroup: on,
    getAccount: account,
    getCapabilities: { network: 'builtin' },
    getDelivery: { ...webhook, delivery: scene.delivery },
    getGroup: on,
    getInvite: { account: scene.stranger.id, code },
    getMessage: { ...on, message },
    getParticipant: { ...on, person: others.admin },
    getPicture: on,
    getRun: { run: scene.run },
    getWebhook: webhook,
    getWorkspace: {},
    inviteParticipants: { ...on, participants: ['+12025550122'] },
    joinGroup: { account: scene.stranger.id, code },
    leaveGroup: on,
    listAccounts: { ...page, order: 'created' },
    listAttempts: { ...webhook, ...page },
    listBans: { ...on, ...page },
    listDeliveries: { ...webhook, ...page },
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
    listPastParticipants: { ...on, ...page, at: { revision: 1 } },
    listParticipantHistory: { ...on, ...page, person: others.admin },
    diffGroup: { ...on, from: { revision: 1 } },
    listPeople: { ...account, ...page },
    listWebhooks: page,
    listWorkspaces: page,
    loginAccount: { account: scene.sleeper.id },
    logoutAccount: account,
    pinMessage: { ...on, message, expires_at: null },
    rejectJoinRequests: { ...on, participants: [userIds.requested] },
    removeParticipants: { ...on, participants: [others.subscriber] },
    removePicture: on,
    replayDeliveries: { ...webhook, since: 0 },
    replayDelivery: { ...webhook, delivery: scene.delivery },
    reviseGroup: { ...on, add: [{ id: '+12025550123' }], remove: [{ id: others.subscriber }], name: 'Other' },
    revokeInvite: { ...on, code },
    revokeKey: { key: scene.key },
    rotateWebhookSecret: { ...webhook, secret: null, overlap_s: 60 },
    sendMessage: { ...on, text: 'Third' },
    setPicture: { ...on, bytes: await jpeg(200, '#cc6633') },
    setRole: { ...on, participants: [others.member], role: 'admin' },
    suspendGroup: { ...on, reason: 'Spam' },
    testWebhook: webhook,
    unbanParticipants: { ...on, participants: [userIds.banned] },
    unpinMessage: { ...on, message },
    unsuspendGroup: { ...account, group: scene.frozen },
    updateAccount: { ...account, name: 'Other' },
    updateGroup: { ...on, name: 'Other', view: { pinned: true } },
    updateWebhook: { ...webhook, description: 'Other' },
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
