/**
 * Ids on this wire (contract 1.4). Accounts and workspaces have digits only, groups never: the two stand in the same
 * place of an address. All are bijections on the core's integers, so no table is looked up. Whatever is no id of ours
 * becomes 0, which the core never gives: so it is not found, like any id that does not exist.
 */
import { parseDigits, renderDigits, renderId, wireDigits } from '../../core/id.ts'
import {
  type AccountId,
  asId,
  type GroupId,
  type MessageId,
  type RunId,
  type WorkspaceId,
} from '../../core/model.ts'

/** Where this dialect stands; links in answers begin with it. */
export const prefix = '/whatsapp-cloud'

/** An account: what Meta calls the id of a business phone number. */
export function renderPhoneNumberId(id: AccountId): string {
  return renderDigits(wireDigits.phone_number, id)
}
export function parsePhoneNumberId(text: string): AccountId {
  return asId(parseDigits(wireDigits.phone_number, text) ?? 0)
}

/** A workspace: what Meta calls a WhatsApp Business Account. */
export function renderBusinessId(id: WorkspaceId): string {
  return renderDigits(wireDigits.business_account, id)
}
export function parseBusinessId(text: string): WorkspaceId {
  return asId(parseDigits(wireDigits.business_account, text) ?? 0)
}

/** The receipt of a call is its run, spelled as the native API spells it: `GET /v1/runs/{request_id}` tells more. */
export function renderRequestId(run: number): string {
  return renderId('run_', run)
}

/** A group, spelled as on the other wires of WhatsApp; sixteen digits behind 1203 hold every id of ours. */
export function renderGroupId(id: GroupId): string {
  return `1203${String(id).padStart(16, '0')}@g.us`
}
export function parseGroupId(text: string): GroupId {
  const id = Number(/^1203(\d{16})@g\.us$/.exec(text)?.[1] ?? 0)
  return asId(Number.isSafeInteger(id) ? id : 0)
}

type MessageKind = 'message' | 'run'
const tags: Readonly<Record<MessageKind, string>> = { message: 'm', run: 'r' }

/** A message; or a run, for what has an id of a message on this wire and is none here: pinning, and failing to send. */
export function renderMessageId(kind: MessageKind, id: MessageId | RunId): string {
  return `wamid.${Buffer.from(`${tags[kind]}:${String(id).padStart(16, '0')}`).toString('base64url')}`
}
export function parseMessageId(text: string): MessageId {
  const inside = Buffer.from(text.replace(/^wamid\./, ''), 'base64url').toString()
  const id = asId<MessageId>(Number(/^m:(\d{16})$/.exec(inside)?.[1] ?? 0))
  return Number.isSafeInteger(id) && renderMessageId('message', id) === text ? id : asId(0)
}

/** A request to join: who asks, and where; whoever asks again has the same id, as on WhatsApp (contract 1.4). */
export function renderJoinRequestId(userId: string, group: GroupId): string {
  return Buffer.from(`${userId}:${renderGroupId(group)}`).toString('base64url')
}

/** Who is behind a request to join this group; null for a text that is none of them. */
export function parseJoinRequestId(text: string, group: GroupId): string | null {
  const inside = Buffer.from(text, 'base64url').toString()
  const end = `:${renderGroupId(group)}`
  const userId = inside.endsWith(end) ? inside.slice(0, -end.length) : ''
  return userId !== '' && renderJoinRequestId(userId, group) === text ? userId : null
}

const phone = /^\+(\d{5,20})$/
const lid = /^(\d{5,20})@lid$/

/** How a person is called: his number in digits, or his id on a network without numbers; nothing for a hidden one. */
export function renderWaId(userId: string): { readonly wa_id?: string } {
  if (lid.test(userId)) return {}
  return { wa_id: phone.exec(userId)?.[1] ?? userId }
}

/**
 * The id that Meta gives to a person for one business (contract 1.4). Ours is made of his number, behind a country
 * that there is not: `ZZ` for a number, `ZL` for a hidden id. On a network without numbers it is his id.
 */
export function renderUserId(userId: string): string {
  const [digits, hidden] = [phone.exec(userId)?.[1], lid.exec(userId)?.[1]]
  if (digits !== undefined) return `ZZ.${digits}`
  return hidden === undefined ? userId : `ZL.${hidden}`
}

/** A person's id as a caller of this wire writes it, in a spelling that networks know; other texts stay as they are. */
export function parsePerson(text: string): string {
  const [, kind, digits] = /^Z([ZL])\.(\d{5,20})$/.exec(text) ?? []
  if (kind === undefined || digits === undefined) return text
  return kind === 'Z' ? `+${digits}` : `${digits}@lid`
}

/** An invite's code spelled as WhatsApp's links are (contract 1.3). Only this server knows it; the link leads nowhere. */
export function renderInviteLink(code: string): string {
  return `https://chat.whatsapp.com/${code}`
}
