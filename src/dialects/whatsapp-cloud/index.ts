/** Meta's WhatsApp Cloud API as a wire dialect: its clients work with the base URL `http://host:port/whatsapp-cloud`. */
import { bearer, type Dialect, defineDialect, type Headers } from '../dialect.ts'
import { events } from './events.ts'
import { failureStatuses, renderFailure } from './failures.ts'
import { prefix } from './ids.ts'
import { routes } from './routes.ts'
import * as shapes from './shapes.ts'

const noLeaving = 'The business does not leave its groups (contract 1.2).'
const noSuspending =
  'Meta suspends groups, and a business only learns of it (contract 1.7); the native API does it here.'
const noBans = 'The Cloud API has no bans (contract 1.2).'
const noInvites = 'The Cloud API knows one link of a group (contract 1.3: 6 to 8).'
const noJoining = 'The Cloud API does not join groups (contract 1.2).'
const noMessages = 'The Cloud API sends messages and does not read them (contract 1.2).'
const noPicture =
  'The Cloud API sets the picture along with the other settings and does not show it (contract 1.3: 4).'
const noAccounts = "Business phone numbers are the native API's accounts (contract 1.2)."
const noKeys = "Access tokens are the native API's keys (contract 1.1)."
const noWorkspaces = "Business accounts are the native API's workspaces."
const noNetworks = 'The Cloud API does not tell what a network can do.'
const noRuns =
  'The Cloud API has no endpoint for the status of a request (contract 1.10); the native API shows runs.'
const noFeed = 'What happened comes by webhooks (contract 1.6).'
const noParticipants = 'The Cloud API shows people in the info of a group (contract 1.2).'

const noPast = 'The Cloud API shows groups as they are now (contract 1.2).'
const noWebhooks =
  'Graph subscribes and unsubscribes an app, and no more (contract 1.6): the native API shows what was delivered.'

/** The key in the header, or in the address as Graph takes it (contract 1.1). */
function credentials(headers: Headers, query: Readonly<Record<string, unknown>> = {}): string | null {
  const { access_token: token } = query
  return bearer(headers) ?? (typeof token === 'string' && token !== '' ? token : null)
}

// Every answer has its name in the document.
const { Receipt, GroupCreated, GroupInfo, GroupList, InviteLink, LinkDeleted, JoinRequestList } = shapes
const { JoinRequestsResult, ParticipantsResult, MessageSent, InnerError, Person } = shapes

/** The dialect. */
export const whatsappCloud: Dialect = defineDialect({
  id: 'whatsapp-cloud',
  title: 'WhatsApp Cloud API',
  description:
    "Meta's Groups API of the WhatsApp Cloud API, for its clients as they are, with the base URL " +
    '`http://host:port/whatsapp-cloud` in place of `https://graph.facebook.com`. What a call did is known when it is ' +
    'answered: 200 means all of it, 206 some of it, and an error none of it. Webhooks tell it again, with the same ' +
    '`request_id`.',
  version: '23.0',
  prefix,
  credentials,
  security: {
    bearer: { type: 'http', scheme: 'bearer', description: 'A key of this server.' },
    access_token: {
      type: 'apiKey',
      in: 'query',
      name: 'access_token',
      description: 'The same in the address.',
    },
  },
  routes,
  declined: [],
  events,
  absent: {
    forgetGroup: noLeaving,
    leaveGroup: noLeaving,
    suspendGroup: noSuspending,
    unsuspendGroup: noSuspending,
    banParticipants: noBans,
    unbanParticipants: noBans,
    listBans: noBans,
    listInvites: noInvites,
    inviteParticipants: noInvites,
    getInvite: noJoining,
    joinGroup: noJoining,
    getMessage: noMessages,
    listMessages: noMessages,
    getPicture: noPicture,
    removePicture: noPicture,
    setPicture: noPicture,
    createAccount: noAccounts,
    deleteAccount: noAccounts,
    getAccount: noAccounts,
    listAccounts: noAccounts,
    updateAccount: noAccounts,
    loginAccount: noAccounts,
    logoutAccount: noAccounts,
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
    getRun: noRuns,
    listRuns: noRuns,
    listEvents: noFeed,
    listGroupEvents: noFeed,
    getParticipant: noParticipants,
    listParticipants: noParticipants,
    listPeople: noParticipants,
    listPastParticipants: noPast,
    listParticipantHistory: noPast,
    diffGroup: noPast,
    getWebhook: noWebhooks,
    rotateWebhookSecret: noWebhooks,
    testWebhook: noWebhooks,
    listDeliveries: noWebhooks,
    getDelivery: noWebhooks,
    listAttempts: noWebhooks,
    replayDelivery: noWebhooks,
    replayDeliveries: noWebhooks,
    discoverGroups: 'The API lists the groups of the own number only (contract 1.2).',
    reviseGroup: 'People, subject and picture have calls of their own (contract 1.2).',
    setRole: 'The business is the only admin (contract 1.2).',
  },
  failure: renderFailure,
  schemas: {
    ...{ Receipt, GroupCreated, GroupInfo, GroupList, InviteLink, LinkDeleted, JoinRequestList },
    ...{ JoinRequestsResult, ParticipantsResult, MessageSent, InnerError, Person },
  },
  failureSchema: shapes.FailureReply,
  failureMedia: 'application/json',
  failureStatuses,
})
