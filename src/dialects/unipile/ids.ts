/**
 * Ids and providers on this wire. Each id is a bijection on the core's integers, so no table is looked up, and
 * chat ids have the form of the provider's own, because clients tell providers apart by it. Whatever is no id of
 * ours becomes 0, which the core never gives: so it is not found, like any id that does not exist.
 */
import { parseId, renderId } from '../../core/id.ts'
import {
  type Account,
  type AccountId,
  asId,
  type GroupId,
  type MessageId,
  type WebhookId,
  type WorkspaceId,
} from '../../core/model.ts'

/** The eight providers that v2 knows; both SDKs refuse any other (contract 1.4, 1.5). */
export const providers = [
  'mock',
  'whatsapp',
  'linkedin',
  'google',
  'outlook',
  'imap',
  'telegram',
  'instagram',
] as const
export type Provider = (typeof providers)[number]

/** Which provider each profile shows as. A profile that is missing here shows as `mock`, which is free (contract 1.5). */
const providerByProfile: ReadonlyMap<string, Provider> = new Map([
  ['open', 'mock'],
  ['genuin', 'mock'],
  ['whatsapp', 'whatsapp'],
  ['whatsapp-cloud', 'whatsapp'],
  ['whatsapp-cloud-strict', 'whatsapp'],
  ['instagram', 'instagram'],
  ['linkedin', 'linkedin'],
  ['linkedin-recruiter', 'linkedin'],
  ['linkedin-sales-navigator', 'linkedin'],
  ['linkedin-company-page', 'linkedin'],
])

/** The provider that accounts and groups of this profile show. */
export function providerOf(profile: string): Provider {
  return providerByProfile.get(profile) ?? 'mock'
}

/** The profiles that show as this provider, for the filter of the account list. */
export function profilesOf(provider: Provider): readonly string[] {
  return [...providerByProfile].flatMap(([profile, shown]) => (shown === provider ? [profile] : []))
}

/** Which profile an account gets that is connected with this provider; the others have no group network here. */
export const profileByProvider: Readonly<Record<Provider, string | null>> = {
  mock: 'open',
  whatsapp: 'whatsapp',
  instagram: 'instagram',
  linkedin: 'linkedin',
  google: null,
  outlook: null,
  imap: null,
  telegram: null,
}

/** An account id: `acc_…`, the prefix that the Python SDK checks (contract 1.1). */
export function renderAccountId(id: AccountId): string {
  return renderId('acc_', id)
}

/** The account behind a text, or one that does not exist. */
export function parseAccountId(text: string): AccountId {
  return asId<AccountId>(parseId('acc_', text) ?? 0)
}

/** The application of v2 is the workspace here: `app_…` (contract 1.1). */
export function renderApplicationId(id: WorkspaceId): string {
  return renderId('app_', id)
}

/** A webhook endpoint's id: `we_…` (contract 1.1). */
export function renderEndpointId(id: WebhookId): string {
  return renderId('we_', id)
}

/** The webhook behind a text, or one that does not exist. */
export function parseEndpointId(text: string): WebhookId {
  return asId<WebhookId>(parseId('we_', text) ?? 0)
}

/** The id of one attempt to deliver: `wc_…` (contract 1.1). */
export function renderConversationId(id: number): string {
  return renderId('wc_', id)
}

/** One thing that is told: of which event in the feed, in whose view, and which part of what is said of it. */
export interface Told {
  readonly seq: number
  readonly account: AccountId
  readonly part: number
}

/**
 * The id of a thing that is told: `evt_…` (contract 1.1). One event of the core is told in several parts and to each
 * account on its own, so all three are in it: a client that remembers ids to see nothing twice would else drop them.
 */
export function renderEventId({ seq, account, part }: Told): string {
  // A part is counted from 0, and 0 is no id.
  return `evt_${renderId('', seq)}${renderId('', account)}${renderId('', part + 1)}`
}

/** What is told by this id; an id that is none of ours is of something that does not exist. */
export function parseEventId(text: string): Told {
  const [seq, account, part] =
    /^evt_(.{11})(.{11})(.{11})$/
      .exec(text)
      ?.slice(1)
      .map((id) => parseId('', id)) ?? []
  if (seq == null || account == null || part == null) return { seq: 0, account: asId<AccountId>(0), part: 0 }
  return { seq, account: asId<AccountId>(account), part: part - 1 }
}

/**
 * The id of a change of a group, which is a message on this wire. It is the same for every account, as a message's
 * is, and no message has it: theirs are digits.
 */
export function renderNoteId(group: GroupId, revision: number, part: number): string {
  return `${renderId('event_', group)}-${revision}-${part}`
}

/** One way to write a chat id. `parse` answers null for every text that `render` does not make. */
interface ChatIdForm {
  readonly render: (id: number) => string
  readonly parse: (text: string) => number | null
}

function safe(digits: string | undefined): number | null {
  const id = Number(digits ?? 0)
  return Number.isSafeInteger(id) && id > 0 ? id : null
}

/** Digits only, without leading zeros, as Instagram's thread ids are. */
const decimal: ChatIdForm = {
  render: (id) => String(id),
  parse: (text) => (/^[1-9]\d{0,15}$/.test(text) ? safe(text) : null),
}

/** WhatsApp's group ids begin with 1203 and end in @g.us; sixteen digits hold every id of ours. */
const groupJid: ChatIdForm = {
  render: (id) => `1203${String(id).padStart(16, '0')}@g.us`,
  parse: (text) => safe(/^1203(\d{16})@g\.us$/.exec(text)?.[1]),
}

function prefixed(prefix: string): ChatIdForm {
  return { render: (id) => renderId(prefix, id), parse: (text) => parseId(prefix, text) }
}

const chatForms: Readonly<Record<Provider, ChatIdForm>> = {
  mock: prefixed('chat_'),
  whatsapp: groupJid,
  instagram: decimal,
  // LinkedIn's thread ids begin with `2-`.
  linkedin: prefixed('2-'),
  google: prefixed('chat_'),
  outlook: prefixed('chat_'),
  imap: prefixed('chat_'),
  telegram: prefixed('chat_'),
}
const allForms = [...new Set(Object.values(chatForms))]

/** A chat id in the provider's form. */
export function renderChatId(provider: Provider, id: GroupId): string {
  return chatForms[provider].render(id)
}

/** The group behind a chat id of any provider's form, or one that does not exist. */
export function parseChatId(text: string): GroupId {
  const found = allForms.map((form) => form.parse(text)).find((id) => id !== null)
  return asId<GroupId>(found ?? 0)
}

/** A message id: digits, on every provider. */
export function renderMessageId(id: MessageId): string {
  return decimal.render(id)
}

/** The message behind a text, or one that does not exist. */
export function parseMessageId(text: string): MessageId {
  return asId<MessageId>(decimal.parse(text) ?? 0)
}

/** How people's ids look: as the network spells them, or as WhatsApp's JIDs with the phone number apart. */
interface UserIdForm {
  readonly render: (userId: string) => string
  readonly phone: (userId: string) => string | null
  /** The text that is the same for every spelling of one id; null when this form has no other spellings. */
  readonly plain: (text: string) => string | null
}

const asSpelled: UserIdForm = { render: (userId) => userId, phone: () => null, plain: () => null }

const number = /^\+?(\d{5,20})$/
const spelledNumber = /^\+?(\d[\d ().-]*)(?::\d+)?(?:@(?:s\.whatsapp\.net|c\.us))?$/

const userJid: UserIdForm = {
  render(userId) {
    const digits = number.exec(userId)?.[1]
    return digits === undefined ? userId : `${digits}@s.whatsapp.net`
  },
  phone(userId) {
    const digits = number.exec(userId.replace(/@s\.whatsapp\.net$/, ''))?.[1]
    return digits === undefined ? null : `+${digits}`
  },
  plain: (text) => spelledNumber.exec(text)?.[1]?.replace(/\D/g, '') ?? null,
}

const userForms: Readonly<Record<Provider, UserIdForm>> = {
  mock: asSpelled,
  whatsapp: userJid,
  instagram: asSpelled,
  linkedin: asSpelled,
  google: asSpelled,
  outlook: asSpelled,
  imap: asSpelled,
  telegram: asSpelled,
}

/** A person's id as this wire shows it; on WhatsApp `<digits>@s.whatsapp.net`, and a LID unchanged (contract 2.2). */
export function renderUserId(provider: Provider, userId: string): string {
  return userForms[provider].render(userId)
}

/** The person's phone number in E.164 where the id holds one, for `public_identifier` (contract 1.6). */
export function phoneOf(provider: Provider, userId: string): string | null {
  return userForms[provider].phone(userId)
}

/** Whether a user id in a path means the account itself: as shown, as kept, in another spelling, or `me`. */
export function isOwnId(account: Pick<Account, 'profile' | 'person'>, text: string): boolean {
  const provider = providerOf(account.profile)
  const own = account.person.user_id
  if (text === 'me' || text === own || text === renderUserId(provider, own)) return true
  const plain = userForms[provider].plain(text)
  return plain !== null && plain === userForms[provider].plain(own)
}
