// Generated from openapi/native.json by `npm run generate`; do not edit.
import type { Method } from './method.ts'

/** Every operation: how it goes over the wire. */
export const operations = {
  addParticipants: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/participants',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  approveJoinRequests: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/join-requests/approve',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  banParticipants: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/bans',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  createAccount: {
    method: 'POST',
    path: '/v1/accounts',
    pathNames: [],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  createGroup: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups',
    pathNames: ['account'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  createInvite: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/invites',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  createKey: {
    method: 'POST',
    path: '/v1/keys',
    pathNames: [],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  createToken: {
    method: 'POST',
    path: '/v1/keys/tokens',
    pathNames: [],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  createWebhook: {
    method: 'POST',
    path: '/v1/webhooks',
    pathNames: [],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  createWorkspace: {
    method: 'POST',
    path: '/v1/workspaces',
    pathNames: [],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  deleteAccount: {
    method: 'DELETE',
    path: '/v1/accounts/{account}',
    pathNames: ['account'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  deleteGroup: {
    method: 'DELETE',
    path: '/v1/accounts/{account}/groups/{group}',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/v1/webhooks/{webhook}',
    pathNames: ['webhook'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  diffGroup: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/diff',
    pathNames: ['account', 'group'],
    queryNames: ['from', 'to'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  discoverGroups: {
    method: 'GET',
    path: '/v1/accounts/{account}/discoverable-groups',
    pathNames: ['account'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  forgetGroup: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/forget',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  getAccount: {
    method: 'GET',
    path: '/v1/accounts/{account}',
    pathNames: ['account'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getCapabilities: {
    method: 'GET',
    path: '/v1/networks/{network}/capabilities',
    pathNames: ['network'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getDelivery: {
    method: 'GET',
    path: '/v1/webhooks/{webhook}/deliveries/{delivery}',
    pathNames: ['webhook', 'delivery'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getGroup: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getInvite: {
    method: 'GET',
    path: '/v1/accounts/{account}/invites/{code}',
    pathNames: ['account', 'code'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getMessage: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/messages/{message}',
    pathNames: ['account', 'group', 'message'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getParticipant: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/participants/{person}',
    pathNames: ['account', 'group', 'person'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getPicture: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/picture',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'image/jpeg',
    isWrite: false,
    takesIfMatch: false,
  },
  getRun: {
    method: 'GET',
    path: '/v1/runs/{run}',
    pathNames: ['run'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getWebhook: {
    method: 'GET',
    path: '/v1/webhooks/{webhook}',
    pathNames: ['webhook'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  getWorkspace: {
    method: 'GET',
    path: '/v1/workspace',
    pathNames: [],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  inviteParticipants: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/invites/send',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  joinGroup: {
    method: 'POST',
    path: '/v1/accounts/{account}/invites/{code}/join',
    pathNames: ['account', 'code'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  leaveGroup: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/leave',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  listAccounts: {
    method: 'GET',
    path: '/v1/accounts',
    pathNames: [],
    queryNames: ['limit', 'cursor', 'group'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listAttempts: {
    method: 'GET',
    path: '/v1/webhooks/{webhook}/attempts',
    pathNames: ['webhook'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listBans: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/bans',
    pathNames: ['account', 'group'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listDeliveries: {
    method: 'GET',
    path: '/v1/webhooks/{webhook}/deliveries',
    pathNames: ['webhook'],
    queryNames: ['limit', 'cursor', 'status'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listEvents: {
    method: 'GET',
    path: '/v1/events',
    pathNames: [],
    queryNames: ['limit', 'after', 'group', 'type', 'wait'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listGroupEvents: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/events',
    pathNames: ['account', 'group'],
    queryNames: ['limit', 'after'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listGroups: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups',
    pathNames: ['account'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listInvites: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/invites',
    pathNames: ['account', 'group'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listJoinRequests: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/join-requests',
    pathNames: ['account', 'group'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listKeys: {
    method: 'GET',
    path: '/v1/keys',
    pathNames: [],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listMessages: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/messages',
    pathNames: ['account', 'group'],
    queryNames: ['limit', 'cursor', 'before', 'after', 'sender'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listNetworks: {
    method: 'GET',
    path: '/v1/networks',
    pathNames: [],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listParticipantHistory: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/participants/{person}/history',
    pathNames: ['account', 'group', 'person'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listParticipants: {
    method: 'GET',
    path: '/v1/accounts/{account}/groups/{group}/participants',
    pathNames: ['account', 'group'],
    queryNames: ['limit', 'cursor', 'at', 'role'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listPeople: {
    method: 'GET',
    path: '/v1/accounts/{account}/people',
    pathNames: ['account'],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listRuns: {
    method: 'GET',
    path: '/v1/runs',
    pathNames: [],
    queryNames: ['limit', 'cursor', 'key', 'account', 'group', 'operation', 'status', 'since', 'before'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listWebhooks: {
    method: 'GET',
    path: '/v1/webhooks',
    pathNames: [],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  listWorkspaces: {
    method: 'GET',
    path: '/v1/workspaces',
    pathNames: [],
    queryNames: ['limit', 'cursor'],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: false,
    takesIfMatch: false,
  },
  loginAccount: {
    method: 'POST',
    path: '/v1/accounts/{account}/login',
    pathNames: ['account'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  logoutAccount: {
    method: 'POST',
    path: '/v1/accounts/{account}/logout',
    pathNames: ['account'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  pinMessage: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/pins',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  rejectJoinRequests: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/join-requests/reject',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  removeParticipant: {
    method: 'DELETE',
    path: '/v1/accounts/{account}/groups/{group}/participants/{person}',
    pathNames: ['account', 'group', 'person'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  removeParticipants: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/participants/remove',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  removePicture: {
    method: 'DELETE',
    path: '/v1/accounts/{account}/groups/{group}/picture',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  replayDeliveries: {
    method: 'POST',
    path: '/v1/webhooks/{webhook}/replay',
    pathNames: ['webhook'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  replayDelivery: {
    method: 'POST',
    path: '/v1/webhooks/{webhook}/deliveries/{delivery}/replay',
    pathNames: ['webhook', 'delivery'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  reviseGroup: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/revise',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  revokeInvite: {
    method: 'DELETE',
    path: '/v1/accounts/{account}/groups/{group}/invites/{code}',
    pathNames: ['account', 'group', 'code'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  revokeKey: {
    method: 'DELETE',
    path: '/v1/keys/{key}',
    pathNames: ['key'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/v1/webhooks/{webhook}/rotate',
    pathNames: ['webhook'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  sendMessage: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/messages',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  setPicture: {
    method: 'PUT',
    path: '/v1/accounts/{account}/groups/{group}/picture',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'image/jpeg',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  setRole: {
    method: 'PATCH',
    path: '/v1/accounts/{account}/groups/{group}/participants/{person}',
    pathNames: ['account', 'group', 'person'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  suspendGroup: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/suspend',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  testWebhook: {
    method: 'POST',
    path: '/v1/webhooks/{webhook}/test',
    pathNames: ['webhook'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  unbanParticipants: {
    method: 'DELETE',
    path: '/v1/accounts/{account}/groups/{group}/bans/{person}',
    pathNames: ['account', 'group', 'person'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  unpinMessage: {
    method: 'DELETE',
    path: '/v1/accounts/{account}/groups/{group}/pins/{message}',
    pathNames: ['account', 'group', 'message'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  unsuspendGroup: {
    method: 'POST',
    path: '/v1/accounts/{account}/groups/{group}/unsuspend',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: null,
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  updateAccount: {
    method: 'PATCH',
    path: '/v1/accounts/{account}',
    pathNames: ['account'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  updateGroup: {
    method: 'PATCH',
    path: '/v1/accounts/{account}/groups/{group}',
    pathNames: ['account', 'group'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: true,
  },
  updateWebhook: {
    method: 'PATCH',
    path: '/v1/webhooks/{webhook}',
    pathNames: ['webhook'],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
  updateWorkspace: {
    method: 'PATCH',
    path: '/v1/workspace',
    pathNames: [],
    queryNames: [],
    bodyMedia: 'application/json',
    replyMedia: 'application/json',
    isWrite: true,
    takesIfMatch: false,
  },
} as const

/** The name of an operation, as in the OpenAPI document. */
export type OperationId = keyof typeof operations

/** One method for each operation. */
export interface Methods {
  /**
   * Add people to a group; one outcome for each.
   *
   * The answer is 200 with one outcome for each person; read them: each can be refused on its own. With the content type `application/x-ndjson` the body is any number of people, one on each line: as many as one call may name are added at a time, each batch in a run of its own, and told as it is done; read while you send.
   *
   * `POST /v1/accounts/{account}/groups/{group}/participants`
   */
  readonly addParticipants: Method<'addParticipants'>
  /**
   * Let people in who asked; one outcome for each.
   *
   * `POST /v1/accounts/{account}/groups/{group}/join-requests/approve`
   */
  readonly approveJoinRequests: Method<'approveJoinRequests'>
  /**
   * Ban people, in the group or not: they are removed and no invite admits them; one outcome for each.
   *
   * `POST /v1/accounts/{account}/groups/{group}/bans`
   */
  readonly banParticipants: Method<'banParticipants'>
  /**
   * Connect an account, the actor of every group operation.
   *
   * `POST /v1/accounts`
   */
  readonly createAccount: Method<'createAccount'>
  /**
   * Create a group with people; the account becomes its owner.
   *
   * `POST /v1/accounts/{account}/groups`
   */
  readonly createGroup: Method<'createGroup'>
  /**
   * Make an invite code, with an end, a number of uses, a role, and approval where wanted.
   *
   * `POST /v1/accounts/{account}/groups/{group}/invites`
   */
  readonly createInvite: Method<'createInvite'>
  /**
   * Make a key; its secret is shown this once.
   *
   * `POST /v1/keys`
   */
  readonly createKey: Method<'createKey'>
  /**
   * Make a token of the key that asks: a key for a while, which ends with it at the latest.
   *
   * A key for a while, to hand out instead of the key itself. It may do what the key may (for one account: read and write), and ends when the key is revoked.
   *
   * `POST /v1/keys/tokens`
   */
  readonly createToken: Method<'createToken'>
  /**
   * Have what happens sent to an address, signed, from now on.
   *
   * It begins with what happens from now on. Keep the secret: it is shown this once.
   *
   * `POST /v1/webhooks`
   */
  readonly createWebhook: Method<'createWebhook'>
  /**
   * Make a workspace, a tenant of its own, with its first admin key.
   *
   * `POST /v1/workspaces`
   */
  readonly createWorkspace: Method<'createWorkspace'>
  /**
   * Disconnect an account for good. Its groups and what it did there stay.
   *
   * `DELETE /v1/accounts/{account}`
   */
  readonly deleteAccount: Method<'deleteAccount'>
  /**
   * End a group for everybody. Only its owner may.
   *
   * `DELETE /v1/accounts/{account}/groups/{group}`
   */
  readonly deleteGroup: Method<'deleteGroup'>
  /**
   * Delete a webhook with its deliveries.
   *
   * `DELETE /v1/webhooks/{webhook}`
   */
  readonly deleteWebhook: Method<'deleteWebhook'>
  /**
   * Compare a group at two times or revisions: what differs, who stands otherwise, how much was said.
   *
   * Made from the events between the two, at most 10,000 of them.
   *
   * `GET /v1/accounts/{account}/groups/{group}/diff`
   */
  readonly diffGroup: Method<'diffGroup'>
  /**
   * List the groups that may be discovered, whether or not the account is in them.
   *
   * Groups of the account’s network in this workspace whose setting `discoverable` is on, newest first, but not those that banned it. To get in, one needs an invite or somebody who adds.
   *
   * `GET /v1/accounts/{account}/discoverable-groups`
   */
  readonly discoverGroups: Method<'discoverGroups'>
  /**
   * Take a group and its messages out of the account's list; leaves it first. Others keep the group.
   *
   * `POST /v1/accounts/{account}/groups/{group}/forget`
   */
  readonly forgetGroup: Method<'forgetGroup'>
  /**
   * Get an account.
   *
   * `GET /v1/accounts/{account}`
   */
  readonly getAccount: Method<'getAccount'>
  /**
   * What a network can do with each profile, its limits with their sources, and its sandbox people.
   *
   * `GET /v1/networks/{network}/capabilities`
   */
  readonly getCapabilities: Method<'getCapabilities'>
  /**
   * Get one delivery with what was sent and what came back each time.
   *
   * `GET /v1/webhooks/{webhook}/deliveries/{delivery}`
   */
  readonly getDelivery: Method<'getDelivery'>
  /**
   * Get a group as the account sees it.
   *
   * `GET /v1/accounts/{account}/groups/{group}`
   */
  readonly getGroup: Method<'getGroup'>
  /**
   * Look at an invite and its group before joining.
   *
   * `GET /v1/accounts/{account}/invites/{code}`
   */
  readonly getInvite: Method<'getInvite'>
  /**
   * Get one message of a group.
   *
   * `GET /v1/accounts/{account}/groups/{group}/messages/{message}`
   */
  readonly getMessage: Method<'getMessage'>
  /**
   * Get one participant of a group.
   *
   * `GET /v1/accounts/{account}/groups/{group}/participants/{person}`
   */
  readonly getParticipant: Method<'getParticipant'>
  /**
   * Get a group's picture as a JPEG.
   *
   * `GET /v1/accounts/{account}/groups/{group}/picture`
   */
  readonly getPicture: Method<'getPicture'>
  /**
   * Get a run: who did what, what came of it, and which events of its group it caused.
   *
   * `GET /v1/runs/{run}`
   */
  readonly getRun: Method<'getRun'>
  /**
   * Get one webhook.
   *
   * `GET /v1/webhooks/{webhook}`
   */
  readonly getWebhook: Method<'getWebhook'>
  /**
   * Get the key's own workspace.
   *
   * `GET /v1/workspace`
   */
  readonly getWorkspace: Method<'getWorkspace'>
  /**
   * Send people a personal invite, which only they can use, and once; one outcome for each.
   *
   * `POST /v1/accounts/{account}/groups/{group}/invites/send`
   */
  readonly inviteParticipants: Method<'inviteParticipants'>
  /**
   * Join a group by an invite code, or ask to be let in where approval is needed.
   *
   * `POST /v1/accounts/{account}/invites/{code}/join`
   */
  readonly joinGroup: Method<'joinGroup'>
  /**
   * Leave a group. It stays in the list, read-only, with the messages until then.
   *
   * `POST /v1/accounts/{account}/groups/{group}/leave`
   */
  readonly leaveGroup: Method<'leaveGroup'>
  /**
   * List the accounts of the workspace; a key bound to one account sees only that.
   *
   * `GET /v1/accounts`
   */
  readonly listAccounts: Method<'listAccounts'>
  /**
   * List the attempts to deliver to a webhook, newest first, with what came back.
   *
   * `GET /v1/webhooks/{webhook}/attempts`
   */
  readonly listAttempts: Method<'listAttempts'>
  /**
   * List who is banned, longest first.
   *
   * `GET /v1/accounts/{account}/groups/{group}/bans`
   */
  readonly listBans: Method<'listBans'>
  /**
   * List what was sent to a webhook, or waits to be, newest first.
   *
   * `GET /v1/webhooks/{webhook}/deliveries`
   */
  readonly listDeliveries: Method<'listDeliveries'>
  /**
   * List what happened in the workspace's groups, in order, from a cursor on.
   *
   * In the order of their commits, without gaps or repeats: keep `cursor` and go on from there, also after a day. With `wait` the answer comes as soon as there is an event.
   *
   * `GET /v1/events`
   */
  readonly listEvents: Method<'listEvents'>
  /**
   * List a group's events from a revision on, oldest first.
   *
   * `GET /v1/accounts/{account}/groups/{group}/events`
   */
  readonly listGroupEvents: Method<'listGroupEvents'>
  /**
   * List the account's groups, those it has left too.
   *
   * Newest first. Groups that the account has left stay in the list, with `read_only`.
   *
   * `GET /v1/accounts/{account}/groups`
   */
  readonly listGroups: Method<'listGroups'>
  /**
   * List a group's invites, newest first, those that ended too.
   *
   * `GET /v1/accounts/{account}/groups/{group}/invites`
   */
  readonly listInvites: Method<'listInvites'>
  /**
   * List who asks to be let in, longest first.
   *
   * `GET /v1/accounts/{account}/groups/{group}/join-requests`
   */
  readonly listJoinRequests: Method<'listJoinRequests'>
  /**
   * List the keys of the workspace, revoked ones too; never their secrets.
   *
   * `GET /v1/keys`
   */
  readonly listKeys: Method<'listKeys'>
  /**
   * List the messages of a group, newest first; after leaving, those until then.
   *
   * `GET /v1/accounts/{account}/groups/{group}/messages`
   */
  readonly listMessages: Method<'listMessages'>
  /**
   * List the networks of this server and their profiles.
   *
   * `GET /v1/networks`
   */
  readonly listNetworks: Method<'listNetworks'>
  /**
   * List how a person stood to a group and from when to when, oldest first; people who left too.
   *
   * `GET /v1/accounts/{account}/groups/{group}/participants/{person}/history`
   */
  readonly listParticipantHistory: Method<'listParticipantHistory'>
  /**
   * List the people in a group: owner, admins, members, subscribers, each longest first.
   *
   * With `Accept: application/x-ndjson` the whole list comes, one person on each line, and a last line says that it was whole. With `at` it is the list of one revision; without, each page within is a moment of its own, and the last line names the revisions before and after.
   *
   * `GET /v1/accounts/{account}/groups/{group}/participants`
   */
  readonly listParticipants: Method<'listParticipants'>
  /**
   * List the people of the account's network whom the workspace knows, by their ids.
   *
   * People of the same network, by their ids. `cursor` is the id after which to begin.
   *
   * `GET /v1/accounts/{account}/people`
   */
  readonly listPeople: Method<'listPeople'>
  /**
   * List the runs of the workspace, newest first: who did what, and what came of it; refused ones too.
   *
   * Where the filters fit few runs a page can hold fewer than asked for, or none, and still have a `next_cursor`.
   *
   * `GET /v1/runs`
   */
  readonly listRuns: Method<'listRuns'>
  /**
   * List the webhooks of the workspace, oldest first.
   *
   * `GET /v1/webhooks`
   */
  readonly listWebhooks: Method<'listWebhooks'>
  /**
   * List the workspaces of the server.
   *
   * `GET /v1/workspaces`
   */
  readonly listWorkspaces: Method<'listWorkspaces'>
  /**
   * Log an account in again. Doing it twice is harmless.
   *
   * `POST /v1/accounts/{account}/login`
   */
  readonly loginAccount: Method<'loginAccount'>
  /**
   * Log an account out: it stays, and acts no more until it is logged in again.
   *
   * `POST /v1/accounts/{account}/logout`
   */
  readonly logoutAccount: Method<'logoutAccount'>
  /**
   * Pin a message at the top of its group; beyond the limit the oldest pin gives way.
   *
   * `POST /v1/accounts/{account}/groups/{group}/pins`
   */
  readonly pinMessage: Method<'pinMessage'>
  /**
   * Turn people away who asked to be let in; one outcome for each. They may ask again.
   *
   * `POST /v1/accounts/{account}/groups/{group}/join-requests/reject`
   */
  readonly rejectJoinRequests: Method<'rejectJoinRequests'>
  /**
   * Remove one person from a group.
   *
   * `DELETE /v1/accounts/{account}/groups/{group}/participants/{person}`
   */
  readonly removeParticipant: Method<'removeParticipant'>
  /**
   * Remove people from a group; one outcome for each. To go oneself, leave.
   *
   * `POST /v1/accounts/{account}/groups/{group}/participants/remove`
   */
  readonly removeParticipants: Method<'removeParticipants'>
  /**
   * Remove a group's picture. Doing it twice is harmless.
   *
   * `DELETE /v1/accounts/{account}/groups/{group}/picture`
   */
  readonly removePicture: Method<'removePicture'>
  /**
   * Send everything since a time again: what was delivered, what was given up, and what never was to be sent.
   *
   * Up to 2,000 events of the feed for each call; go on with `cursor` until it is null.
   *
   * `POST /v1/webhooks/{webhook}/replay`
   */
  readonly replayDeliveries: Method<'replayDeliveries'>
  /**
   * Send one delivery again, with the same id and body; the schedule begins anew.
   *
   * `POST /v1/webhooks/{webhook}/deliveries/{delivery}/replay`
   */
  readonly replayDelivery: Method<'replayDelivery'>
  /**
   * Add people, remove others, and change what the group is told about: all of it at once or nothing.
   *
   * Everything in one transaction and one run. The answer is 200 with one outcome for each person; an id that is none, or a person who is both added and removed, refuses the whole call. A subscriber who is added as more than that gets the role.
   *
   * `POST /v1/accounts/{account}/groups/{group}/revise`
   */
  readonly reviseGroup: Method<'reviseGroup'>
  /**
   * End an invite at once, or all standing ones. Doing it twice is harmless.
   *
   * `DELETE /v1/accounts/{account}/groups/{group}/invites/{code}`
   */
  readonly revokeInvite: Method<'revokeInvite'>
  /**
   * End a key at once. Doing it twice is harmless.
   *
   * `DELETE /v1/keys/{key}`
   */
  readonly revokeKey: Method<'revokeKey'>
  /**
   * Give a webhook a new secret; for a while both sign.
   *
   * `POST /v1/webhooks/{webhook}/rotate`
   */
  readonly rotateWebhookSecret: Method<'rotateWebhookSecret'>
  /**
   * Send a text message to a group.
   *
   * `POST /v1/accounts/{account}/groups/{group}/messages`
   */
  readonly sendMessage: Method<'sendMessage'>
  /**
   * Set a group's picture: a JPEG, decoded and encoded anew, without its metadata.
   *
   * `PUT /v1/accounts/{account}/groups/{group}/picture`
   */
  readonly setPicture: Method<'setPicture'>
  /**
   * Promote, demote, or hand over the ownership; one outcome for each person.
   *
   * Promote, demote, or hand over the ownership with `owner`; then the account becomes admin.
   *
   * `PATCH /v1/accounts/{account}/groups/{group}/participants/{person}`
   */
  readonly setRole: Method<'setRole'>
  /**
   * Freeze a group: until it is unsuspended it can be read, left and deleted, what is over ends, and nothing else changes.
   *
   * For whoever runs the workspace: it takes a key with the scope `admin`, and an account that sees the group, whatever its role. A group that is suspended already stays as it is.
   *
   * `POST /v1/accounts/{account}/groups/{group}/suspend`
   */
  readonly suspendGroup: Method<'suspendGroup'>
  /**
   * Send a sample to a webhook, signed as everything else; see the delivery for what came back.
   *
   * The answer comes before it is sent; get the delivery to see what came back.
   *
   * `POST /v1/webhooks/{webhook}/test`
   */
  readonly testWebhook: Method<'testWebhook'>
  /**
   * Lift bans; the people are not put back into the group.
   *
   * `DELETE /v1/accounts/{account}/groups/{group}/bans/{person}`
   */
  readonly unbanParticipants: Method<'unbanParticipants'>
  /**
   * Take a message from the top of its group. Doing it twice is harmless.
   *
   * `DELETE /v1/accounts/{account}/groups/{group}/pins/{message}`
   */
  readonly unpinMessage: Method<'unpinMessage'>
  /**
   * Let a suspended group go on.
   *
   * A group that goes on as usual stays as it is.
   *
   * `POST /v1/accounts/{account}/groups/{group}/unsuspend`
   */
  readonly unsuspendGroup: Method<'unsuspendGroup'>
  /**
   * Change an account's name, metadata or limits.
   *
   * `PATCH /v1/accounts/{account}`
   */
  readonly updateAccount: Method<'updateAccount'>
  /**
   * Change name, description, settings, tags, topics or metadata; and how the account itself sees the group.
   *
   * Fields left out stay as they are. `view` is private to the account and moves no revision.
   *
   * `PATCH /v1/accounts/{account}/groups/{group}`
   */
  readonly updateGroup: Method<'updateGroup'>
  /**
   * Change where a webhook sends and what, or switch it off or on.
   *
   * `PATCH /v1/webhooks/{webhook}`
   */
  readonly updateWebhook: Method<'updateWebhook'>
  /**
   * Change the workspace's name, or its own limits in place of a profile's.
   *
   * `PATCH /v1/workspace`
   */
  readonly updateWorkspace: Method<'updateWorkspace'>
}
