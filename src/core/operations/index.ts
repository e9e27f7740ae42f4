/** The catalogue: everything that can be done. A dialect has each of these in its table, or in `absent`. */
import { addParticipants } from './add-participants.ts'
import { approveJoinRequests } from './approve-join-requests.ts'
import { banParticipants } from './ban-participants.ts'
import { createAccount } from './create-account.ts'
import { createGroup } from './create-group.ts'
import { createInvite } from './create-invite.ts'
import { createKey } from './create-key.ts'
import { createToken } from './create-token.ts'
import { createWebhook } from './create-webhook.ts'
import { createWorkspace } from './create-workspace.ts'
import { deleteAccount } from './delete-account.ts'
import { deleteGroup } from './delete-group.ts'
import { deleteWebhook } from './delete-webhook.ts'
import { diffGroup } from './diff-group.ts'
import { discoverGroups } from './discover-groups.ts'
import { forgetGroup } from './forget-group.ts'
import { getAccount } from './get-account.ts'
import { getCapabilities } from './get-capabilities.ts'
import { getDelivery } from './get-delivery.ts'
import { getGroup } from './get-group.ts'
import { getInvite } from './get-invite.ts'
import { getMessage } from './get-message.ts'
import { getParticipant } from './get-participant.ts'
import { getPicture } from './get-picture.ts'
import { getRun } from './get-run.ts'
import { getWebhook } from './get-webhook.ts'
import { getWorkspace } from './get-workspace.ts'
import { inviteParticipants } from './invite-participants.ts'
import { joinGroup } from './join-group.ts'
import { leaveGroup } from './leave-group.ts'
import { listAccounts } from './list-accounts.ts'
import { listAttempts } from './list-attempts.ts'
import { listBans } from './list-bans.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listEvents } from './list-events.ts'
import { listGroupEvents } from './list-group-events.ts'
import { listGroups } from './list-groups.ts'
import { listInvites } from './list-invites.ts'
import { listJoinRequests } from './list-join-requests.ts'
import { listKeys } from './list-keys.ts'
import { listMessages } from './list-messages.ts'
import { listNetworks } from './list-networks.ts'
import { listParticipantHistory } from './list-participant-history.ts'
import { listParticipants } from './list-participants.ts'
import { listPastParticipants } from './list-past-participants.ts'
import { listPeople } from './list-people.ts'
import { listRuns } from './list-runs.ts'
import { listWebhooks } from './list-webhooks.ts'
import { listWorkspaces } from './list-workspaces.ts'
import { loginAccount } from './login-account.ts'
import { logoutAccount } from './logout-account.ts'
import { pinMessage } from './pin-message.ts'
import { rejectJoinRequests } from './reject-join-requests.ts'
import { removeParticipants } from './remove-participants.ts'
import { removePicture } from './remove-picture.ts'
import { replayDeliveries } from './replay-deliveries.ts'
import { replayDelivery } from './replay-delivery.ts'
import { reviseGroup } from './revise-group.ts'
import { revokeInvite } from './revoke-invite.ts'
import { revokeKey } from './revoke-key.ts'
import { rotateWebhookSecret } from './rotate-webhook-secret.ts'
import { sendMessage } from './send-message.ts'
import { setPicture } from './set-picture.ts'
import { setRole } from './set-role.ts'
import { suspendGroup } from './suspend-group.ts'
import { testWebhook } from './test-webhook.ts'
import { unbanParticipants } from './unban-participants.ts'
import { unpinMessage } from './unpin-message.ts'
import { unsuspendGroup } from './unsuspend-group.ts'
import { updateAccount } from './update-account.ts'
import { updateGroup } from './update-group.ts'
import { updateWebhook } from './update-webhook.ts'
import { updateWorkspace } from './update-workspace.ts'

export const operations = {
  addParticipants,
  approveJoinRequests,
  banParticipants,
  createAccount,
  createGroup,
  createInvite,
  createKey,
  createToken,
  createWebhook,
  createWorkspace,
  deleteAccount,
  deleteGroup,
  deleteWebhook,
  diffGroup,
  discoverGroups,
  forgetGroup,
  getAccount,
  getCapabilities,
  getDelivery,
  getGroup,
  getInvite,
  getMessage,
  getParticipant,
  getPicture,
  getRun,
  getWebhook,
  getWorkspace,
  inviteParticipants,
  joinGroup,
  leaveGroup,
  listAccounts,
  listAttempts,
  listBans,
  listDeliveries,
  listEvents,
  listGroupEvents,
  listGroups,
  listInvites,
  listJoinRequests,
  listKeys,
  listMessages,
  listNetworks,
  listParticipantHistory,
  listParticipants,
  listPastParticipants,
  listPeople,
  listRuns,
  listWebhooks,
  listWorkspaces,
  loginAccount,
  logoutAccount,
  pinMessage,
  rejectJoinRequests,
  removeParticipants,
  removePicture,
  replayDeliveries,
  replayDelivery,
  reviseGroup,
  revokeInvite,
  revokeKey,
  rotateWebhookSecret,
  sendMessage,
  setPicture,
  setRole,
  suspendGroup,
  testWebhook,
  unbanParticipants,
  unpinMessage,
  unsuspendGroup,
  updateAccount,
  updateGroup,
  updateWebhook,
  updateWorkspace,
} as const

export type OperationName = keyof typeof operations
