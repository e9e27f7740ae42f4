/**
 * Ids on this wire (contract 1.6). A group's JID is a bijection on the core's integers, so no table is looked up.
 * Whatever is no id of ours becomes 0, which the core never gives: so it is not found, like any id that does not
 * exist.
 */
import { parseId, renderId } from '../../core/id.ts'
import { type Account, type AccountId, type AccountRef, asId, type GroupId } from '../../core/model.ts'

/** How accounts are named that were made without a key of the caller's own; no such key begins with it. */
const accountPrefix = 'acc_'

/** The key of an instance: the one that the caller chose, or the account's own id. */
export function renderInstanceKey(account: Pick<Account, 'id' | 'alias'>): string {
  return account.alias ?? renderId(accountPrefix, account.id)
}

/** The account behind an instance's key. */
export function parseInstanceKey(text: string): AccountRef {
  if (!text.startsWith(accountPrefix)) return text
  return asId<AccountId>(parseId(accountPrefix, text) ?? 0)
}

/** WhatsApp's group ids begin with 1203 and end in @g.us; sixteen digits hold every id of ours. */
export function renderGroupJid(id: GroupId): string {
  return `1203${String(id).padStart(16, '0')}@g.us`
}

/** The group behind a JID with or without its server; null for a text that is no group's JID at all. */
export function groupJid(text: string): GroupId | null {
  const digits = /^1203(\d{16})(?:@g\.us)?$/.exec(text)?.[1]
  if (digits === undefined) return /@g\.us$/.test(text) ? asId<GroupId>(0) : null
  const id = Number(digits)
  return asId<GroupId>(Number.isSafeInteger(id) ? id : 0)
}

/** The group of a path, or one that does not exist. */
export function parseGroupJid(text: string): GroupId {
  return groupJid(text) ?? asId<GroupId>(0)
}

const number = /^\+(\d{5,20})$/
const lid = /^\d+@lid$/

/** A person's JID: a phone number at WhatsApp's server; a LID, and every id of another network, as it is. */
export function renderJid(userId: string): string {
  const digits = number.exec(userId)?.[1]
  return digits === undefined ? userId : `${digits}@s.whatsapp.net`
}

/** The JID where it holds a phone number, else the empty text, which is whatsmeow's empty JID (contract 2.1). */
export function phoneJid(userId: string): string {
  return number.test(userId) ? renderJid(userId) : ''
}

/** The JID where it is a hidden id, else the empty text. */
export function lidJid(userId: string): string {
  return lid.test(userId) ? userId : ''
}

const linkStart = 'https://chat.whatsapp.com/'

/** An invite's code spelled as WhatsApp's links are. Only this server knows the code; the link leads nowhere. */
export function renderInviteLink(code: string): string {
  return linkStart + code
}

/** The code of a link, or the text itself where it is no link (contract 1.2: 4 takes links, 5 takes codes). */
export function parseInviteCode(text: string): string {
  return (
    /^(?:https?:\/\/)?chat\.whatsapp\.com\/(?:invite\/)?([^/?#\s]*)/i.exec(text.trim())?.[1] ?? text.trim()
  )
}
