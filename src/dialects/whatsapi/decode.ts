/** From the wire to the core's inputs, where a row needs more than one field's name changed. */
import type { Static } from 'typebox'
import { Failure, fail } from '../../core/failure.ts'
import { type Account, type AccountRef, type GroupId, isPresent } from '../../core/model.ts'
import type { Given, InputOf } from '../../core/operation.ts'
import type { operations } from '../../core/operations/index.ts'
import type { GroupView } from '../../core/views.ts'
import type { Look } from '../dialect.ts'
import { groupJid, parseGroupJid, parseInstanceKey, parseInviteCode } from './ids.ts'
import { webhookField } from './render.ts'
import type * as shapes from './shapes.ts'

type Inputs = typeof operations

/** The account of a path. */
export function onInstance(params: { readonly instance_key: string }): { account: AccountRef } {
  return { account: parseInstanceKey(params.instance_key) }
}

/** The account and the group of a path. */
export function onGroup(params: { readonly instance_key: string; readonly group_id: string }): {
  account: AccountRef
  group: GroupId
} {
  return { ...onInstance(params), group: parseGroupJid(params.group_id) }
}

/** One value of two spellings (contract 1.7). Two values are refused: only one of them could be followed. */
export function either<T extends string | number>(
  name: string,
  snake: T | undefined,
  camel: T | undefined,
): T | undefined {
  if (snake !== undefined && camel !== undefined && snake !== camel) {
    fail('invalid_input', `\`${name}\` stands there in two spellings with two values; send one of them.`)
  }
  return snake ?? camel
}

// ── Instances ──

type Creation = Omit<Static<typeof shapes.InstanceCreate>, 'strict_names'> & {
  readonly strict_names?: boolean | 'true' | 'false'
}

/** What stands where an instance's key does in addresses, and so would hide an instance of that key. */
const takenKeys: ReadonlySet<string> = new Set(['create', 'list'])

/** The network that instances are made on, and the profile of each network that has a usual one here. */
const usualNetwork = 'builtin'
const usualProfiles: ReadonlyMap<string, string> = new Map([[usualNetwork, 'whatsapp']])

/** What the page says of `name`: "max limit is 22 chars" (contract 1.2); today's limit is the profile's. */
const strictNameMax = 22

/** The key that the caller chose, or null when the server shall give one. */
function keyOf(given: Creation): string | null {
  const key = either('instance_key', given.instance_key, given.instanceKey) ?? ''
  return key === '' ? null : key
}

/** An address for deliveries; empty for none. */
function demandWebhook(url: string): string {
  const isWeb = url === '' || /^https?:$/.test(URL.parse(url)?.protocol ?? '')
  if (!isWeb) fail('invalid_input', '`webhook_url` must be an address that begins with http:// or https://.')
  return url
}

function webhookOf(given: Pick<Creation, 'webhook_url' | 'webhookUrl'>): string | undefined {
  const url = either('webhook_url', given.webhook_url, given.webhookUrl)
  return url === undefined ? undefined : demandWebhook(url)
}

/** Makes an instance (contract 1.4). */
export function decodeCreation(given: Creation): InputOf<Inputs['createAccount']> {
  const key = keyOf(given)
  if (key !== null && takenKeys.has(key)) {
    fail('invalid_input', `\`${key}\` stands for a call in addresses; choose another \`instance_key\`.`)
  }
  const webhook = webhookOf(given) ?? ''
  const network = given.network ?? usualNetwork
  const isStrict = String(given.strict_names) === 'true'
  return {
    network,
    profile: given.profile ?? usualProfiles.get(network) ?? null,
    name: given.name ?? key ?? 'WhatsApp',
    user_id: given.user_id ?? null,
    ...(key === null ? {} : { alias: key }),
    ...(isStrict ? { limits: { 'group.name': strictNameMax } } : {}),
    ...(webhook === '' ? {} : { metadata: { [webhookField]: webhook } }),
  }
}

/** The instance that the caller's key names, or null when there is none that he may see. */
async function instanceOf(given: Creation, look: Look): Promise<Account | null> {
  const key = keyOf(given)
  if (key === null) return null
  try {
    return (await look('getAccount', { account: parseInstanceKey(key) })).account
  } catch (error) {
    if (error instanceof Failure && error.code === 'account_not_found') return null
    throw error
  }
}

/** Whether to make an instance is to log in again the one that there is. */
export async function isLoggedOut(given: Creation, look: Look): Promise<boolean> {
  return (await instanceOf(given, look))?.status === 'disconnected'
}

/** Logs an instance in again. Whatever else was asked for and is not so would be left out in silence. */
export async function decodeLogin(
  given: Creation,
  look: Look,
): Promise<Given<InputOf<Inputs['loginAccount']>>> {
  const account = await instanceOf(given, look)
  if (account === null) return fail('account_not_found')
  const { network = account.network, profile = account.profile } = given
  const webhook = webhookOf(given) ?? ''
  const isSame =
    network === account.network &&
    profile === account.profile &&
    (webhook === '' || webhook === account.metadata[webhookField])
  if (!isSame) {
    fail(
      'already_exists',
      'The instance is there and logged out. Log it in with its `instance_key` alone, then change its webhook; its network and profile stay.',
    )
  }
  return { account: account.id }
}

/** Changes the webhook and leaves the rest of the metadata as it is (contract 1.4). */
export async function decodeWebhook(
  on: { readonly account: AccountRef },
  body: Static<typeof shapes.WebhookChange>,
  look: Look,
): Promise<Given<InputOf<Inputs['updateAccount']>>> {
  const url = webhookOf(body)
  if (url === undefined) fail('invalid_input', '`webhook_url` is missing; send an empty text for none.')
  const { account } = await look('getAccount', on)
  const { [webhookField]: _before, ...others } = account.metadata
  return { account: account.id, metadata: url === '' ? others : { ...others, [webhookField]: url } }
}

// ── Groups ──

/** Creates a group (contract 1.2, 3). */
export function decodeGroup(
  on: { readonly account: AccountRef },
  body: Static<typeof shapes.GroupCreate>,
): Given<InputOf<Inputs['createGroup']>> {
  const name = either('group_name', body.group_name, body.groupName) ?? null
  return { ...on, name, participants: (body.participants ?? []).map((id) => ({ id })) }
}

/** The people of a body, or of the address where there is no body; at least one (contract 1.7). */
export function demandPeople(
  body: Static<typeof shapes.ParticipantsUpdate>,
  query: Static<typeof shapes.RemoveQuery> = {},
): string[] {
  const inAddress = [query.participants ?? []].flat().flatMap((text) => text.split(','))
  const people = body.participants ?? inAddress.map((text) => text.trim()).filter((text) => text !== '')
  if (people.length === 0) {
    fail(
      'invalid_input',
      '`participants` is missing: a JSON body with an array of phone numbers or JIDs; with DELETE also ?participants=… with commas between.',
    )
  }
  return people
}

/**
 * A switch that published SDKs cannot send: they declare it in a path that has no place for it (contract 1.3).
 * Without a value nothing is done, because false would lift a restriction that the caller may have wanted.
 */
export function demandSwitch(
  name: 'announce' | 'locked',
  path: 'announce' | 'lock',
  values: readonly (boolean | 'true' | 'false' | undefined)[],
): boolean {
  const said = [...new Set(values.filter((value) => value !== undefined).map(String))]
  if (said.length === 1) return said[0] === 'true'
  const forms = `PUT …/${path}?${name}=true, a JSON body {"${name}":true}, a form field ${name}=true, or PUT …/${path}/true`
  return fail(
    'invalid_input',
    said.length === 0
      ? `\`${name}\` is missing, and nothing was changed. Send true or false in one of these forms: ${forms}.`
      : `\`${name}\` is said twice, with both values; send it once: ${forms}.`,
  )
}

/** Refuses a group in which the account is not, as WhatsApp does (contract 2.3: 403). */
export function demandPresent<T extends Pick<GroupView, 'own'>>(group: T): T {
  if (!isPresent(group.own.standing)) fail('not_a_participant')
  return group
}

// ── Messages and invites ──

/** Sends a text to a group; people are written to elsewhere (contract 1.5). */
export function decodeText(
  on: { readonly account: AccountRef },
  { to, text }: Static<typeof shapes.TextSend>,
): Given<InputOf<Inputs['sendMessage']>> {
  const group = groupJid(to.trim())
  if (group === null) {
    throw new Failure(
      'unsupported_by_dialect',
      'This server manages groups and sends texts to groups only: `to` must be a group JID, such as 1203…@g.us.',
    )
  }
  return { ...on, group, text }
}

const minuteMs = 60_000

/** Invites one person to the group that the code leads to (contract 1.5). */
export async function decodeInvite(
  on: { readonly account: AccountRef },
  body: Static<typeof shapes.InviteSend>,
  look: Look,
): Promise<Given<InputOf<Inputs['inviteParticipants']>>> {
  const code = parseInviteCode(either('invite_code', body.invite_code, body.inviteCode) ?? '')
  const to = body.to?.trim() ?? ''
  if (code === '') fail('invalid_input', '`invite_code` is missing: it tells which group the invite is for.')
  if (to === '') fail('invalid_input', '`to` is missing: the phone number or JID of whom to invite.')
  const minutes = either('expiry_minutes', body.expiry_minutes, body.expiryMinutes) ?? 0
  const { head, ended } = await look('getInvite', { ...on, code: demandCode(code) })
  if (ended !== null) fail('invite_ended', `The invite has ended (${ended}); ask for the group's code anew.`)
  const ends = minutes === 0 ? {} : { lasts_ms: minutes * minuteMs }
  return { ...on, group: head.id, participants: [to], ...ends }
}

/** A code that could be one; whatever is longer is none of ours. */
export function demandCode(text: string): string {
  const code = parseInviteCode(text)
  if (code === '' || code.length > 128) fail('invite_not_found')
  return code
}
