/**
 * The profiles of the built-in network, as data. Every limit says where its number comes from: a contract page and
 * its section (`whatsapp-cloud.md 1.9`), another page, or `Muster:` and our own reason where no vendor gives one.
 */
import { peoplePerCallMax } from '../../core/fields.ts'
import type { Settings } from '../../core/model.ts'
import type { Feature, Limit, LimitName, Profile, Support } from '../../core/network.ts'
import { sandboxPeople } from './sandbox.ts'

type Features = Readonly<Record<Feature, Support>>
type Limits = Readonly<Record<LimitName, Limit>>

/** One answer for every feature. Spelled out, so that a new feature does not compile before it is thought about. */
const every = (support: Support): Features => ({
  createGroup: support,
  getGroup: support,
  listGroups: support,
  discoverGroups: support,
  updateGroup: support,
  deleteGroup: support,
  suspendGroup: support,
  unsuspendGroup: support,
  forgetGroup: support,
  leaveGroup: support,
  listParticipants: support,
  getParticipant: support,
  addParticipants: support,
  removeParticipants: support,
  reviseGroup: support,
  setRole: support,
  createInvite: support,
  listInvites: support,
  inviteParticipants: support,
  revokeInvite: support,
  getInvite: support,
  joinGroup: support,
  listJoinRequests: support,
  approveJoinRequests: support,
  rejectJoinRequests: support,
  banParticipants: support,
  unbanParticipants: support,
  listBans: support,
  setPicture: support,
  getPicture: support,
  removePicture: support,
  sendMessage: support,
  pinMessage: support,
  unpinMessage: support,
  listMessages: support,
  getMessage: support,
  listGroupEvents: support,
  listPastParticipants: support,
  listParticipantHistory: support,
  diffGroup: support,
})

/** The groups live here, so what is asked is so, whatever the vendor's own interface leaves out. */
const full = every('full')

const openLimits: Limits = {
  'account.groups': {
    max: 100_000,
    source: 'Muster: they are counted whenever one more is wanted, and so many are counted in milliseconds.',
  },
  'group.participants': {
    max: 1_000_000,
    source: 'Muster: the largest group that we measure; what a call costs does not depend on it.',
  },
  'group.name': { max: 256, source: 'Muster: a title of one line that every list can show.' },
  'group.description': {
    max: 4_096,
    source: 'Muster: twice what WhatsApp takes; it travels with the group.',
  },
  'group.tags': { max: 100, source: 'Muster: they travel with the group whenever it is read.' },
  'group.topics': { max: 100, source: 'Muster: they travel with the group whenever it is read.' },
  'group.metadata': { max: 50, source: 'Muster: 50 entries of 1,024 characters are 50 kB for each group.' },
  'group.invites': {
    max: 1_000,
    source: 'Muster: enough for personal invites, and few enough to be counted in every call that makes one.',
  },
  'group.pins': { max: 10, source: 'Muster: what a reader sees at a glance; they travel with the group.' },
  'participants.batch': {
    max: peoplePerCallMax,
    source: 'Muster: what one transaction carries within a second.',
  },
  'message.text': {
    max: 65_536,
    source: 'Muster: far above any vendor whose number we know, far below the largest request.',
  },
  'message.people_min': { max: 1, source: 'Muster: whoever is alone may take notes.' },
  'picture.bytes': {
    max: 5_242_880,
    source: 'Muster: the same 5 MB as WhatsApp Cloud (whatsapp-cloud.md 1.9).',
  },
  'picture.side_min': { max: 1, source: 'Muster: any picture that decodes.' },
  'picture.ratio': { max: 1_000_000, source: 'Muster: a picture of any shape that decodes.' },
}

const whatsappLimits: Limits = {
  ...openLimits,
  'account.groups': {
    max: 10_000,
    source: 'Muster: the number of WhatsApp Cloud; for the app none is given.',
  },
  'group.participants': {
    max: 1_024,
    source:
      'WhatsApp to the press, 2022 (citizen.co.za, "WhatsApp allows more friends to groups"); the contract pages give none.',
  },
  'group.name': {
    max: 100,
    source: 'Muster: what the app takes today; whatsapi.md 1.2 (2022) still says 22.',
  },
  'group.description': { max: 2_048, source: 'whatsapp-cloud.md 1.9, for the same network.' },
  'participants.batch': {
    max: 1_024,
    source: 'Muster: a whole group in one call; no contract page gives a number.',
  },
  'picture.side_min': { max: 192, source: 'whatsapp-cloud.md 1.9, for the same network.' },
  'group.pins': { max: 3, source: 'whatsapp-cloud.md 1.9, for the same network.' },
}

const cloudLimits: Limits = {
  ...whatsappLimits,
  'account.groups': { max: 10_000, source: 'whatsapp-cloud.md 1.9: groups per business number.' },
  'group.participants': {
    max: 9,
    source: 'whatsapp-cloud.md 1.9: 8 participants, the business not counted; the business is the ninth.',
  },
  'group.name': { max: 128, source: 'whatsapp-cloud.md 1.9: subject.' },
  'group.description': { max: 2_048, source: 'whatsapp-cloud.md 1.9: description.' },
  'participants.batch': { max: 8, source: 'whatsapp-cloud.md 1.9: participants per call.' },
  'message.text': {
    max: 4_096,
    source: 'docs.360dialog.com, "Send Text Messages", of the Cloud API; the contract page gives none.',
  },
  'picture.bytes': { max: 5_242_880, source: 'whatsapp-cloud.md 1.3 (update settings) and 1.9: 5 MB.' },
  'picture.side_min': { max: 192, source: 'whatsapp-cloud.md 1.3 (update settings) and 1.9: 192 px.' },
  'picture.ratio': { max: 100, source: 'whatsapp-cloud.md 1.3 (update settings) and 1.9: square.' },
  'group.pins': { max: 3, source: 'whatsapp-cloud.md 1.9: pins.' },
  'message.people_min': {
    max: 2,
    source: 'whatsapp-cloud.md 1.5: a group with a single member cannot be messaged (131020).',
  },
}

const instagramLimits: Limits = {
  ...openLimits,
  'account.groups': { max: 10_000, source: 'Muster: as for WhatsApp; unipile.md gives none.' },
  'group.participants': {
    max: 250,
    source: 'Muster: the size commonly reported of Instagram; unipile.md gives none.',
  },
  'group.name': { max: 100, source: 'Muster: as for WhatsApp; unipile.md gives none.' },
  'group.description': { max: 2_048, source: 'Muster: as for WhatsApp; unipile.md gives none.' },
  'participants.batch': {
    max: 250,
    source:
      'Muster: a whole group in one call; on the wire of Unipile a call names one person (unipile.md 4).',
  },
  'message.text': {
    max: 1_000,
    source: 'developers.chatwoot.com, "Supported message type", of Instagram; unipile.md gives none.',
  },
}

const linkedinLimits: Limits = {
  ...openLimits,
  'account.groups': { max: 10_000, source: 'Muster: as for WhatsApp; unipile.md gives none.' },
  'group.participants': {
    max: 50,
    source: 'LinkedIn Help a554447, "Add or remove participants in a group chat"; unipile.md gives none.',
  },
  'group.name': { max: 100, source: 'Muster: as for WhatsApp; unipile.md gives none.' },
  'group.description': { max: 2_048, source: 'Muster: as for WhatsApp; unipile.md gives none.' },
  'participants.batch': {
    max: 50,
    source:
      'Muster: a whole group in one call; on the wire of Unipile a call names one person (unipile.md 4).',
  },
  'message.text': { max: 8_000, source: 'Muster: a long letter; unipile.md gives none.' },
}

const genuinLimits: Limits = {
  ...openLimits,
  'account.groups': { max: 10_000, source: 'Muster: as for WhatsApp; genuin.md gives none.' },
  'group.participants': { max: 10_000, source: 'Muster: a large community; genuin.md gives none.' },
  'group.name': { max: 128, source: 'Muster: as a subject of WhatsApp Cloud; genuin.md gives none.' },
  'group.description': { max: 2_048, source: 'Muster: as for WhatsApp; genuin.md gives none.' },
  'participants.batch': {
    max: 1_000,
    source: 'Muster: a tenth of the largest group in one call; genuin.md gives none.',
  },
}

/** Groups of organisations: admins run them. */
const runByAdmins: Settings = {
  announce: false,
  locked: true,
  join_approval: false,
  member_add: 'admins',
  discoverable: false,
  ephemeral_seconds: null,
  last_admin: 'promote',
}

/** Groups of friends: everybody edits and adds, until an admin decides otherwise. */
const runByEveryone: Settings = { ...runByAdmins, locked: false, member_add: 'everyone' }

const withoutGroups = every({
  none: "Unipile's LinkedIn page says that group messaging is not available on Recruiter, Sales Navigator and Company pages; use an account of the profile `linkedin`.",
})

const linkedinWithoutGroups = {
  directory: 'linkedin',
  capabilities: { features: withoutGroups, limits: linkedinLimits },
  settings: runByEveryone,
  readmits: true,
  sandbox: [],
} as const satisfies Partial<Profile>

// Area code 555 is given to nobody, and no exchange begins with 0: nobody can ever have these numbers.
const whatsappSandbox = sandboxPeople((code) => `+15550100${code}`)

/** Both kinds of WhatsApp Cloud accounts: the documents contradict each other about adding (whatsapp-cloud.md 1.12). */
const cloud = {
  directory: 'whatsapp',
  capabilities: { features: full, limits: cloudLimits },
  // The business is the only admin, and auto_approve is the default: whatsapp-cloud.md 1.2 and 1.3.
  settings: runByAdmins,
  // Removed by the business means that the link does not admit any more: whatsapp-cloud.md 1.3 (participants).
  readmits: false,
  sandbox: whatsappSandbox,
} as const satisfies Partial<Profile>

const byLinkOnly: Support = {
  none: "Meta's guide says that people cannot be added to a group: send them its invite link, or use an account of the profile `whatsapp-cloud`.",
}

/** The profiles, the default one first. */
export const profiles: readonly Profile[] = [
  {
    id: 'open',
    title: 'Open: the rules of no vendor, groups of up to a million',
    directory: 'open',
    capabilities: { features: full, limits: openLimits },
    settings: runByAdmins,
    readmits: true,
    sandbox: [],
  },
  {
    id: 'whatsapp',
    title: 'WhatsApp',
    directory: 'whatsapp',
    capabilities: { features: full, limits: whatsappLimits },
    // memberAddMode all_member_add, restrict off: whatsapi.md 2.1, whatsapp-web.md 5.2.
    settings: runByEveryone,
    readmits: true,
    sandbox: whatsappSandbox,
  },
  { id: 'whatsapp-cloud', title: 'WhatsApp Cloud API', ...cloud },
  {
    id: 'whatsapp-cloud-strict',
    title: 'WhatsApp Cloud API, strict: people come in by the invite link only',
    ...cloud,
    capabilities: { features: { ...full, addParticipants: byLinkOnly }, limits: cloudLimits },
  },
  {
    id: 'instagram',
    title: 'Instagram',
    directory: 'instagram',
    capabilities: { features: full, limits: instagramLimits },
    // Adding needs the "Add other members" permission, which members have: unipile.md 2.1.
    settings: runByEveryone,
    readmits: true,
    sandbox: sandboxPeople((code) => `80000000000000${code}`),
  },
  {
    id: 'linkedin',
    title: 'LinkedIn',
    directory: 'linkedin',
    capabilities: { features: full, limits: linkedinLimits },
    // As for Instagram: unipile.md 2.1; LinkedIn Help a554447 says the same of adding and of the name.
    settings: runByEveryone,
    readmits: true,
    sandbox: sandboxPeople((code) => `ACoAMusterSandbox${code}`),
  },
  { id: 'linkedin-recruiter', title: 'LinkedIn Recruiter', ...linkedinWithoutGroups },
  { id: 'linkedin-sales-navigator', title: 'LinkedIn Sales Navigator', ...linkedinWithoutGroups },
  { id: 'linkedin-company-page', title: 'LinkedIn Company page', ...linkedinWithoutGroups },
  {
    id: 'genuin',
    title: 'Genuin',
    directory: 'genuin',
    capabilities: { features: full, limits: genuinLimits },
    // Muster: genuin.md names only `discoverable`, whose sample is false (2.2); the rest is the careful choice.
    settings: runByAdmins,
    readmits: true,
    sandbox: sandboxPeople((code) => `00000000-0000-4000-8000-000000000${code}`),
  },
]
