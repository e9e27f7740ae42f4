/** From the wire to the core's inputs, where a row needs more than one field's name changed. */
import type { Static } from 'typebox'
import { Failure, fail } from '../../core/failure.ts'
import type { AccountId, GroupId, Time } from '../../core/model.ts'
import type { InputOf } from '../../core/operation.ts'
import type { operations } from '../../core/operations/index.ts'
import { parseAccountId, parseChatId, profileByProvider, providerOf } from './ids.ts'
import type * as shapes from './shapes.ts'

type Inputs = typeof operations

/** The one inbox that an account has (contract 1.5). */
export const inboxId = 'primary'

/** The account of a path. */
export function onAccount(params: { readonly account_id: string }): { account: AccountId } {
  return { account: parseAccountId(params.account_id) }
}

/** The account and the group of a path. */
export function onChat(params: { readonly account_id: string; readonly chat_id: string }): {
  account: AccountId
  group: GroupId
} {
  return { account: parseAccountId(params.account_id), group: parseChatId(params.chat_id) }
}

/** The account of a path that names an inbox; another inbox than the one is not there. */
export function onInbox(params: { readonly account_id: string; readonly inbox_id: string }): {
  account: AccountId
} {
  if (params.inbox_id !== inboxId) fail('group_not_found', `There is one inbox here, \`${inboxId}\`.`)
  return onAccount(params)
}

/** A time of the wire: ISO 8601 (contract 1.1). */
export function parseTime(field: string, text: string): Time {
  const time = /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time))
    fail('invalid_input', `\`${field}\` must be a time in ISO 8601, such as 2026-11-20T12:00:00.000Z.`)
  return time
}

/** Connects an account of the built-in network (contract 1.4). */
export function decodeAuth(body: Static<typeof shapes.AuthStart>): InputOf<Inputs['createAccount']> {
  const { provider, credentials = {}, config = {}, account_id } = body
  if (account_id !== undefined) {
    fail(
      'unsupported_by_dialect',
      'Accounts of this server need no reconnecting; leave `account_id` out to connect another.',
    )
  }
  const usual = profileByProvider[provider]
  if (usual === null) {
    fail('unsupported_by_network', `This server has no groups of the provider \`${provider}\`.`)
  }
  const profile = config.profile ?? usual
  if (providerOf(profile) !== provider) {
    fail(
      'invalid_input',
      `The profile \`${profile}\` belongs to the provider \`${providerOf(profile)}\`, not \`${provider}\`.`,
    )
  }
  const user_id = credentials.user_id ?? config.user_id ?? null
  const name = credentials.name ?? config.name ?? credentials.username ?? user_id ?? `${provider} account`
  return { network: 'builtin', profile, name, user_id }
}

/** Changes an account's metadata; what this server does not have is refused, never left out in silence (contract 1.4). */
export function decodeAccountUpdate(
  account: AccountId,
  { metadata, ...others }: Static<typeof shapes.AccountUpdate>,
): InputOf<Inputs['updateAccount']> {
  const asked = (['proxy', 'account_scope_id', 'auto_proxy_country'] as const).filter(
    (field) => (others[field] ?? null) !== null,
  )
  if (asked.length > 0)
    fail('unsupported_by_dialect', `This server has no ${asked.join(', ')}; leave it out.`)
  return { account, ...(metadata === undefined ? {} : { metadata }) }
}

const unsupportedFilters = ['before', 'after', 'is_archived', 'is_unread'] as const

/** The chat list's filters. A filter that cannot be applied is refused: leaving it out would be a wrong list (contract 1.5). */
export function demandFilters(query: Static<typeof shapes.ChatsQuery>): { readonly type?: string } {
  const asked = unsupportedFilters.filter((field) => query[field] !== undefined)
  if (asked.length > 0)
    fail('invalid_input', `The filter ${asked.join(', ')} is not supported by this provider; leave it out.`)
  return query.type === undefined ? {} : { type: query.type }
}

/** Changes a chat: the name is the group's, everything else is how the account itself sees it (contract 1.5). */
export function decodeChatUpdate(
  on: { readonly account: AccountId; readonly group: GroupId },
  body: Static<typeof shapes.ChatUpdate>,
): InputOf<Inputs['updateGroup']> {
  const { name, pin_status, archive_status, label, muted_until, read_status } = body
  const view = {
    ...(pin_status === undefined ? {} : { pinned: pin_status }),
    ...(archive_status === undefined ? {} : { archived: archive_status }),
    ...(label === undefined ? {} : { label: label === '' ? null : label }),
    ...(muted_until === undefined
      ? {}
      : {
          muted_until: typeof muted_until === 'string' ? parseTime('muted_until', muted_until) : muted_until,
        }),
    ...(read_status === undefined ? {} : { read: read_status }),
  }
  return {
    ...on,
    ...(name === undefined ? {} : { name }),
    ...(Object.keys(view).length === 0 ? {} : { view }),
  }
}

/** Messages are text here; a file that would be left out is refused. */
function demandNoFiles(attachments: readonly unknown[] | undefined): void {
  if (attachments !== undefined && attachments.length > 0) {
    fail('unsupported_by_dialect', 'Messages are text on this server; send it without `attachments`.')
  }
}

/** LinkedIn's products without group messaging (contract 2.2). */
const linkedinWithoutGroups = ['recruiter', 'sales_navigator']

/** Starts a group (contract 1.5). */
export function decodeStart(
  account: AccountId,
  body: Static<typeof shapes.ChatStart>,
): InputOf<Inputs['createGroup']> {
  const people = body.users_ids ?? body.user_ids
  if (people === undefined)
    fail('invalid_input', '`users_ids` is missing: an array of the user ids to start a group with.')
  if (typeof people === 'string') {
    fail(
      'unsupported_by_dialect',
      'A string in `users_ids` starts a 1to1 chat, and this server manages groups: send an array.',
    )
  }
  demandNoFiles(body.attachments)
  const product = linkedinWithoutGroups.find((name) => body.specifics?.linkedin?.[name] !== undefined)
  if (product !== undefined) {
    throw new Failure(
      'unsupported_by_network',
      `Group messaging is not available on LinkedIn's ${product}; use classic.`,
    )
  }
  return { account, name: body.name ?? null, participants: people.map((id) => ({ id })), message: body.text }
}

/** Sends a message (contract 1.7). */
export function decodeMessage(
  on: { readonly account: AccountId; readonly group: GroupId },
  body: Static<typeof shapes.MessageSend>,
): InputOf<Inputs['sendMessage']> {
  demandNoFiles(body.attachments)
  if ((body.quote_id ?? null) !== null) {
    fail('unsupported_by_dialect', 'This server keeps no quotes; send the message without `quote_id`.')
  }
  return { ...on, text: body.text }
}
