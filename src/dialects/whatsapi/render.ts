/** From the core to the wire: the envelope, instances, groups, people (contract 1.1, 2.1). */
import type { Static } from 'typebox'
import { renderId } from '../../core/id.ts'
import {
  type Account,
  type Head,
  type Membership,
  type Person,
  presentCount,
  type Settings,
} from '../../core/model.ts'
import { type About, isoTime, type Reply } from '../dialect.ts'
import { lidJid, phoneJid, renderGroupJid, renderInstanceKey, renderJid } from './ids.ts'
import type * as shapes from './shapes.ts'

/** What Go writes for a time that is not known (contract 2.1). */
export const zeroTime = '0001-01-01T00:00:00Z'

/** The envelope of what was done. */
export function done(data: object | null, message: string, about: Pick<About, 'requestId'>): Reply {
  return { status: 200, body: { data, error: false, message, status: 200, request_id: about.requestId } }
}

/** Where an account keeps its webhook. */
export const webhookField = 'webhook_url'

/** An account as an instance (contract 1.4). */
export function renderInstance(account: Account): Static<typeof shapes.Instance> {
  const isRunning = account.status === 'running'
  return {
    instance_key: renderInstanceKey(account),
    account_id: renderId('acc_', account.id),
    name: account.name,
    network: account.network,
    profile: account.profile,
    jid: renderJid(account.person.user_id),
    connected: isRunning,
    logged_in: isRunning,
    webhook_url: account.metadata[webhookField] ?? '',
    created_at: isoTime(account.created_at),
  }
}

/** Somebody of whom no more is said than who he is. */
export function renderPerson({ user_id, name }: Omit<Person, 'id'>): Static<typeof shapes.Participant> {
  return {
    JID: renderJid(user_id),
    PhoneNumber: phoneJid(user_id),
    LID: lidJid(user_id),
    IsAdmin: false,
    IsSuperAdmin: false,
    DisplayName: name ?? '',
    Error: 0,
    AddRequest: null,
  }
}

/** Somebody who is in a group. */
export function renderParticipant({
  person,
  standing,
}: Pick<Membership, 'person' | 'standing'>): Static<typeof shapes.Participant> {
  const isOwner = standing === 'owner'
  return { ...renderPerson(person), IsAdmin: isOwner || standing === 'admin', IsSuperAdmin: isOwner }
}

const memberAddModes: Readonly<Record<Settings['member_add'], 'admin_add' | 'all_member_add'>> = {
  admins: 'admin_add',
  everyone: 'all_member_add',
}

/** A group with these participants (contract 2.1). What is not kept here has whatsmeow's empty value. */
export function renderGroup(
  head: Head,
  participants: readonly Static<typeof shapes.Participant>[],
): Static<typeof shapes.GroupInfo> {
  const { settings } = head
  const revision = String(head.revision)
  return {
    JID: renderGroupJid(head.id),
    OwnerJID: head.owner === null ? '' : renderJid(head.owner.user_id),
    OwnerPN: head.owner === null ? '' : phoneJid(head.owner.user_id),
    Name: head.name,
    NameSetAt: zeroTime,
    NameSetBy: '',
    NameSetByPN: '',
    Topic: head.description,
    TopicID: '',
    TopicSetAt: zeroTime,
    TopicSetBy: '',
    TopicSetByPN: '',
    TopicDeleted: false,
    IsLocked: settings.locked,
    IsAnnounce: settings.announce,
    AnnounceVersionID: revision,
    IsEphemeral: settings.ephemeral_seconds !== null,
    DisappearingTimer: settings.ephemeral_seconds ?? 0,
    IsIncognito: false,
    IsParent: false,
    DefaultMembershipApprovalMode: '',
    LinkedParentJID: head.community === null ? '' : renderGroupJid(head.community),
    IsDefaultSubGroup: false,
    IsJoinApprovalRequired: settings.join_approval,
    AddressingMode: 'pn',
    GroupCreated: isoTime(head.created_at),
    CreatorCountryCode: '',
    ParticipantVersionID: revision,
    ParticipantCount: presentCount(head.counts),
    Participants: [...participants],
    MemberAddMode: memberAddModes[settings.member_add],
    Suspended: head.suspension !== null,
  }
}
