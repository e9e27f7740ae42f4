/** Unipile v2 as a wire dialect: programs written for it work with the base URL `http://host:port/unipile`. */
import { bearer, type Dialect, defineDialect, header } from '../dialect.ts'
import { events } from './events.ts'
import { failureStatuses, renderFailure } from './failures.ts'
import { declined, routes } from './routes.ts'
import * as shapes from './shapes.ts'
import * as webhooks from './webhook-shapes.ts'

const noInvites = 'v2 has no invites (contract 1.6, 4).'
const noRequests = 'v2 has no requests to join (contract 1.6, 4).'
const noBans = 'v2 has no bans.'
const noSuspending =
  'v2 shows a chat that takes no messages as `is_readonly` and has no call that makes it so (contract 1.5).'
const noPicture = 'v2 shows a picture by address and cannot change it (contract 1.5).'
const noRotation =
  "v2 has no call that changes an endpoint's secret (contract 1.9); rotate it by the native API."
const noTest = 'v2 has no call that sends a sample (contract 1.9).'
const noDeliveries = 'v2 lists the attempts to deliver, and not what waits or was given up (contract 1.9).'
const noReplay = 'v2 has no call that sends something again (contract 1.9); the native API has.'
const noKeys = "Keys are the native API's; v2's api-keys belong to its scopes, which are not here."
const noWorkspaces = 'v2 has no tenants; the application of a key is its workspace.'
const noPast = 'v2 shows groups as they are, not as they were.'
const noNetworks = 'v2 does not tell what its providers can do.'

// Every answer has its name in the document.
const { Provider, Account, Accounts, Success, Inbox, Inboxes, User, GroupParticipant, Participants } = shapes
const { ParticipantAdded, ParticipantRemoved, MessagePreview, Chat, Chats, ChatStarted, ChatLookup } = shapes
const { Outcome, Message, Messages, MessageSent, ErrorBody } = shapes
const { WebhookEndpoint, WebhookEndpoints, WebhookConversation, WebhookConversations } = webhooks
const { EventMetadata, EventMessage, AccountNotice, DeletedChat, Delivered } = webhooks
const schemas = {
  ...{ Provider, Account, Accounts, Success, Inbox, Inboxes, User, GroupParticipant, Participants },
  ...{ ParticipantAdded, ParticipantRemoved, MessagePreview, Chat, Chats, ChatStarted, ChatLookup },
  ...{ Outcome, Message, Messages, MessageSent },
  ...{ WebhookEndpoint, WebhookEndpoints, WebhookConversation, WebhookConversations },
  ...{ EventMetadata, EventMessage, AccountNotice, DeletedChat, Delivered },
}

/** The dialect. */
export const unipile: Dialect = defineDialect({
  id: 'unipile',
  title: 'Unipile v2',
  description:
    "Unipile's API version 2 for accounts, group chats, participants, messages and webhooks. Both official SDKs work with the " +
    'base URL `http://host:port/unipile`. A 200 means that it is so: what could not be done is an error here.',
  version: '2.0.0',
  prefix: '/unipile/v2',
  credentials: (headers) => header(headers, 'x-api-key') ?? bearer(headers),
  security: {
    apiKey: { type: 'apiKey', in: 'header', name: 'X-API-KEY' },
    bearer: { type: 'http', scheme: 'bearer' },
  },
  events,
  routes,
  declined,
  absent: {
    rotateWebhookSecret: noRotation,
    testWebhook: noTest,
    listDeliveries: noDeliveries,
    getDelivery: noDeliveries,
    replayDelivery: noReplay,
    replayDeliveries: noReplay,
    approveJoinRequests: noRequests,
    rejectJoinRequests: noRequests,
    listJoinRequests: noRequests,
    banParticipants: noBans,
    unbanParticipants: noBans,
    listBans: noBans,
    suspendGroup: noSuspending,
    unsuspendGroup: noSuspending,
    createInvite: noInvites,
    getInvite: noInvites,
    listInvites: noInvites,
    revokeInvite: noInvites,
    joinGroup: noInvites,
    inviteParticipants: noInvites,
    listPeople:
      'v2 shows users with the participants of a chat; its relations are those of the vendor (contract 1.8).',
    loginAccount:
      'v2 connects an account anew by its auth calls (contract 1.4); log it in by the native API.',
    logoutAccount: 'v2 has no call that logs out (contract 1.4).',
    setPicture: noPicture,
    getPicture: noPicture,
    removePicture: noPicture,
    createKey: noKeys,
    createToken: noKeys,
    listKeys: noKeys,
    revokeKey: noKeys,
    createWorkspace: noWorkspaces,
    getWorkspace: noWorkspaces,
    listWorkspaces: noWorkspaces,
    updateWorkspace: noWorkspaces,
    getCapabilities: noNetworks,
    listNetworks: noNetworks,
    discoverGroups: 'v2 lists the chats of an account and no others (contract 1.5).',
    reviseGroup:
      'v2 changes one thing in each call: PATCH the chat, add or remove a participant (contract 1.5, 1.6).',
    deleteGroup:
      'Deleting a chat of v2 takes it out of the own list only (contract 1.5): that is forgetGroup.',
    getParticipant: 'v2 lists participants and does not get one (contract 1.6).',
    listEvents: 'v2 has no feed to ask; changes come by webhooks (contract 1.9).',
    listRuns: 'v2 answers at once and keeps no record to ask for.',
    getRun: 'v2 answers at once and keeps no record to ask for.',
    listGroupEvents: 'v2 shows changes of a group as messages and by webhooks only (contract 1.7).',
    listPastParticipants: noPast,
    listParticipantHistory: noPast,
    diffGroup: noPast,
    pinMessage: 'v2 pins chats and no messages (contract 1.5).',
    unpinMessage: 'v2 pins chats and no messages (contract 1.5).',
    setRole: 'v2 does not promote or demote (contract 1.6).',
  },
  failure: renderFailure,
  schemas,
  failureSchema: ErrorBody,
  failureMedia: 'application/json',
  failureStatuses,
})
