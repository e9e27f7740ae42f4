/** The table of commands that call the API. */
import type { CommandRow } from '../command.ts'
import { accountCommands } from './account.ts'
import { administrationCommands } from './administration.ts'
import { contentCommands } from './content.ts'
import { entryCommands } from './entry.ts'
import { groupCommands } from './group.ts'
import { participantCommands } from './participant.ts'
import { pastCommands } from './past.ts'
import { webhookCommands } from './webhook.ts'

/** What the first word of a command is about, in the order of the help. */
export const subjects: Readonly<Record<string, string>> = {
  account: 'Accounts: logins on a network, which act in groups.',
  group: 'Groups.',
  participant: 'People in a group.',
  invite: 'Invites: codes that admit.',
  request: 'Requests to join.',
  ban: 'Bans.',
  message: 'Messages.',
  picture: "A group's picture.",
  key: 'Keys of the server.',
  workspace: 'Workspaces: tenants that see nothing of each other.',
  event: "What happened in the workspace's groups.",
  webhook: 'Webhooks: what happens, sent to an address.',
  run: 'Records of what was done.',
  network: 'Networks and what they can do.',
}

/** Every command that calls the API, with the operations behind it. */
export const commands: readonly CommandRow[] = [
  ...accountCommands,
  ...groupCommands,
  ...participantCommands,
  ...pastCommands,
  ...entryCommands,
  ...contentCommands,
  ...webhookCommands,
  ...administrationCommands,
]
