/** Genuin's third-party API as a wire dialect: its calls work with the base URL `http://host:port/genuin`. */
import { bearer, type Dialect, defineDialect } from '../dialect.ts'
import { failureStatuses, renderFailure } from './failures.ts'
import { declined, routes } from './routes.ts'
import * as shapes from './shapes.ts'

const undocumented =
  'Genuin documents six calls, and none that gets, lists or deletes anything (contract 2.1).'
const noAccounts = 'Genuin has no accounts: the key is the brand that acts (contract 2.1).'
const noInvites = 'Genuin documents no invites (contract 2.1).'
const noRequests = 'Genuin documents no call for requests to join (contract 2.1).'
const noBans = 'Genuin documents no bans (contract 2.1).'
const noPicture = 'Genuin names a display picture and does not upload it here (contract 2.2).'
const noMessages = 'Genuin posts videos, not texts (contract 2.2, 6).'
const noWebhooks = 'Genuin documents no webhooks (contract 2.1).'
const noKeys =
  "Genuin gives out tokens and does not manage keys (contract 2.2, 1); they are the native API's."
const noWorkspaces = 'Genuin has no tenants; a key belongs to one.'
const noNetworks = 'Genuin does not tell what a network can do.'
const noRecord = 'Genuin answers at once and keeps no record to ask for.'
const inOneCall = 'Genuin changes a group by one call, update_conversation (contract 2.2, 5).'

// Every answer has its name in the document.
const { AuthReply, ConversationReply, GroupReply, CommunityReply, UsersReply, FailureReply } = shapes
const { Newcomer, Member, CommunityMember, NotDone, Group } = shapes
const schemas = {
  ...{ AuthReply, ConversationReply, GroupReply, CommunityReply, UsersReply },
  ...{ Newcomer, Member, CommunityMember, NotDone, Group },
}

/** The dialect. */
export const genuin: Dialect = defineDialect({
  id: 'genuin',
  title: 'Genuin',
  description:
    "Genuin's third-party API for communities and groups, with the base URL `http://host:port/genuin`. First get a " +
    'token by `auth`. A 200 means that it is so: people for whom it could not be done are in `not_done`.',
  version: '1.0.0',
  prefix: '/genuin/api',
  credentials: bearer,
  security: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      description: 'The `gn-access-token` that auth gave, or a key.',
    },
  },
  routes,
  declined,
  absent: {
    addParticipants: inOneCall,
    removeParticipants: inOneCall,
    updateGroup: inOneCall,
    setRole: 'Genuin documents no call that changes a role (contract 2.1).',
    getGroup: undocumented,
    listGroups: undocumented,
    discoverGroups: undocumented,
    deleteGroup: undocumented,
    suspendGroup: undocumented,
    unsuspendGroup: undocumented,
    forgetGroup: undocumented,
    leaveGroup: undocumented,
    listParticipants: undocumented,
    getParticipant: undocumented,
    listPeople: undocumented,
    createAccount: noAccounts,
    deleteAccount: noAccounts,
    getAccount: noAccounts,
    listAccounts: noAccounts,
    loginAccount: noAccounts,
    logoutAccount: noAccounts,
    updateAccount: noAccounts,
    createInvite: noInvites,
    getInvite: noInvites,
    inviteParticipants: noInvites,
    joinGroup: noInvites,
    listInvites: noInvites,
    revokeInvite: noInvites,
    approveJoinRequests: noRequests,
    listJoinRequests: noRequests,
    rejectJoinRequests: noRequests,
    banParticipants: noBans,
    listBans: noBans,
    unbanParticipants: noBans,
    getPicture: noPicture,
    removePicture: noPicture,
    setPicture: noPicture,
    getMessage: noMessages,
    pinMessage: noMessages,
    unpinMessage: noMessages,
    listMessages: noMessages,
    sendMessage: noMessages,
    createKey: noKeys,
    listKeys: noKeys,
    revokeKey: noKeys,
    createWorkspace: noWorkspaces,
    getWorkspace: noWorkspaces,
    listWorkspaces: noWorkspaces,
    updateWorkspace: noWorkspaces,
    getCapabilities: noNetworks,
    listNetworks: noNetworks,
    getRun: noRecord,
    listEvents: noRecord,
    listGroupEvents: noRecord,
    listRuns: noRecord,
    listPastParticipants: noRecord,
    listParticipantHistory: noRecord,
    diffGroup: noRecord,
    createWebhook: noWebhooks,
    listWebhooks: noWebhooks,
    getWebhook: noWebhooks,
    updateWebhook: noWebhooks,
    deleteWebhook: noWebhooks,
    rotateWebhookSecret: noWebhooks,
    testWebhook: noWebhooks,
    listDeliveries: noWebhooks,
    getDelivery: noWebhooks,
    listAttempts: noWebhooks,
    replayDelivery: noWebhooks,
    replayDeliveries: noWebhooks,
  },
  failure: renderFailure,
  schemas,
  failureSchema: FailureReply,
  failureMedia: 'application/json',
  failureStatuses,
})
