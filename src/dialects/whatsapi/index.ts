/** WhatsAPI as a wire dialect: its SDKs work with the base URL `http://host:port/whatsapi/api`. */
import { type Dialect, defineDialect, type Headers, header } from '../dialect.ts'
import { failureStatuses, renderFailure } from './failures.ts'
import { declined, routes } from './routes.ts'
import * as shapes from './shapes.ts'

const noRequests = 'WhatsAPI has no requests to join (contract 1.2).'
const noBans = 'WhatsAPI has no bans (contract 1.2).'
const noMessages = 'WhatsAPI sends messages and does not read them (contract 1.5).'
const noWebhooks =
  'An instance names an address for webhooks, whose form the vendor does not tell (contract 1.4): use the native API.'
const noKeys = "WhatsAPI has no call for keys (contract 1.1); they are the native API's."
const noWorkspaces = 'WhatsAPI has no tenants; a key belongs to one.'
const noPast = 'WhatsAPI shows groups as they are, not as they were.'
const noNetworks = 'WhatsAPI does not tell what a network can do.'
const noSuspending = 'WhatsAPI shows that a group is suspended and cannot bring it about (contract 1.2, 2.1).'
const noInvites = 'WhatsAPI knows one standing invite of a group and cannot revoke it (contract 1.2).'

/** The key as it is, or behind the prefix that an SDK may be set to send (contract 1.1). */
function credentials(headers: Headers): string | null {
  return /^ *(?:\S+ +)?(\S+) *$/.exec(header(headers, 'authorization') ?? '')?.[1] ?? null
}

// Every answer has its name in the document.
const { Nothing, GroupReply, GroupsReply, ParticipantsReply, ResultsReply, InviteReply, JoinReply } = shapes
const { PictureReply, MessageReply, InstanceReply, InstancesReply, QrCodeReply, ContactsReply } = shapes
const { GroupInfo, Participant, ParticipantResult, AddRequest, Instance, FailureReply } = shapes
const schemas = {
  ...{ Nothing, GroupReply, GroupsReply, ParticipantsReply, ResultsReply, InviteReply, JoinReply },
  ...{ PictureReply, MessageReply, InstanceReply, InstancesReply, QrCodeReply, ContactsReply },
  ...{ GroupInfo, Participant, ParticipantResult, AddRequest, Instance },
}

/** The dialect. */
export const whatsapi: Dialect = defineDialect({
  id: 'whatsapi',
  title: 'WhatsAPI',
  description:
    "WazapIO's WhatsAPI: groups and instances, for its SDKs as they are, with the base URL " +
    '`http://host:port/whatsapi/api`. `data` is an object or null everywhere. A 200 means that it is so: a call that ' +
    'did nothing for anybody is an error here.',
  version: '2.0',
  prefix: '/whatsapi/api',
  credentials,
  security: {
    ApiKeyAuth: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: 'The key as it is, or behind a prefix such as `Bearer`.',
    },
  },
  routes,
  declined,
  absent: {
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
    approveJoinRequests: noRequests,
    rejectJoinRequests: noRequests,
    listJoinRequests: noRequests,
    banParticipants: noBans,
    unbanParticipants: noBans,
    listBans: noBans,
    getMessage: noMessages,
    listMessages: noMessages,
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
    suspendGroup: noSuspending,
    unsuspendGroup: noSuspending,
    listInvites: noInvites,
    revokeInvite: noInvites,
    discoverGroups: 'WhatsAPI lists the groups in which an instance is and no others (contract 1.2).',
    reviseGroup: 'WhatsAPI changes one thing of a group in each call (contract 1.2).',
    deleteGroup: 'WhatsAPI leaves groups and does not delete them (contract 1.2).',
    forgetGroup: 'A group that was left is in no list of WhatsAPI any more (contract 2.2).',
    getParticipant: 'WhatsAPI lists participants and does not get one (contract 1.2).',
    getPicture: 'WhatsAPI sets the picture of a group and does not show it (contract 1.2).',
    removePicture: 'WhatsAPI sets the picture of a group and does not remove it (contract 1.2).',
    getRun: 'WhatsAPI answers at once and keeps no record to ask for.',
    listEvents: 'The API has no feed to ask; changes come by webhooks (contract 1.4).',
    listRuns: 'The API keeps no record of calls.',
    pinMessage: 'WhatsAPI pins no messages (contract 1.5).',
    unpinMessage: 'WhatsAPI pins no messages (contract 1.5).',
    listGroupEvents:
      'WhatsAPI shows changes of a group by webhooks only, whose form it does not tell (contract 1.4).',
    listPastParticipants: noPast,
    listParticipantHistory: noPast,
    diffGroup: noPast,
  },
  failure: renderFailure,
  schemas,
  failureSchema: FailureReply,
  failureMedia: 'application/json',
  failureStatuses,
})
