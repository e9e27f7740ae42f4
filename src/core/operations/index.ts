/** The catalogue: everything that can be done. A dialect has each of these in its table, or in `absent`. */
import { addParticipants } from './add-participants.ts'
import { approveJoinRequests } from './approve-join-requests.ts'
import { banParticipants } from './ban-participants.ts'
import { createAccount } from './create-account.ts'
import { createGroup } from './create-group.ts'
import { createInvite } from './create-invite.ts'
import { createKey } from './create-key.ts'
import { createToken } from './create-token.ts'
import { createWorkspace } from './create-workspace.ts'
import { deleteAccount } from './delete-account.ts'
import { deleteGroup } from './delete-group.ts'
import { discoverGroups } from './discover-groups.ts'
import { forgetGroup } from './forget-group.ts'
import { getAccount } from './get-account.ts'
import { getCapabilities } from './get-capabilities.ts'
import { getGroup } from './get-group.ts'
import { getInvite } from './get-invite.ts'
import { getMessage } from './get-message.ts'
import { getParticipant } from './get-participant.ts'
import { getPicture } from './get-picture.ts'
import { getRun } from './get-run.ts'
import { getWorkspace } from './get-workspace.ts'
import { inviteParticipants } from './invite-participants.ts'
import { joinGroup } from './join-group.ts'
import { leaveGroup } from './leave-group.ts'
import { listAccounts } from './list-accounts.ts'
import { listBans } from './list-bans.ts'
import { listEvents } from './list-events.ts'
import { listGroupEvents } from './list-group-events.ts'
import { listGroups } from './list-groups.ts'
import { listInvites } from './list-invites.ts'
import { listJoinRequests } from './list-join-requests.ts'
import { listKeys } from './list-keys.ts'
import { listMessages } from './list-messages.ts'
import { listNetworks } from './list-networks.ts'
import { listParticipants } from './list-participants.ts'
import { listPeople } from './list-people.ts'
import { listRuns } from './list-runs.ts'
import { listWorkspaces } from './list-workspaces.ts'
import { loginAccount } from './login-account.ts'
import { logoutAccount } from './logout-account.ts'
import { rejectJoinRequests } from './reject-join-requests.ts'
import { removeParticipants } from './remove-participants.ts'
import { removePicture } from './remove-picture.ts'
import { reviseGroup } from './revise-group.ts'
import { revokeInvite } from './revoke-invite.ts'
import { revokeKey } from './revoke-key.ts'
import { sendMessage } from './send-message.ts'
import { setPicture } from './set-picture.ts'
import { setRole } from './set-role.ts'
import { unbanParticipants } from './unban-participants.ts'
import { updateAccount } from './update-account.ts'
import { updateGroup } from './update-group.ts'
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
  createWorkspace,
  deleteAccount,
  deleteGroup,
  discoverGroups,
  forgetGroup,
  getAccount,
  getCapabilities,
  getGroup,
  getInvite,
  getMessage,
  getParticipant,
  getPicture,
  getRun,
  getWorkspace,
  inviteParticipants,
  joinGroup,
  leaveGroup,
  listAccounts,
  listBans,
  listEvents,
  listGroupEvents,
  listGroups,
  listInvites,
  listJoinRequests,
  listKeys,
  listMessages,
  listNetworks,
  listParticipants,
  listPeople,
  listRuns,
  listWorkspaces,
  loginAccount,
  logoutAccount,
  rejectJoinRequests,
  removeParticipants,
  removePicture,
  reviseGroup,
  revokeInvite,
  revokeKey,
  sendMessage,
  setPicture,
  setRole,
  unbanParticipants,
  updateAccount,
  updateGroup,
  updateWorkspace,
} as const

export type OperationName = keyof typeof operations
