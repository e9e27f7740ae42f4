/** What the demo makes, as data. People and places are made up; phone numbers are those kept free for fiction. */
import type { Input, Schemas } from 'muster-sdk'

export interface AccountPlan {
  readonly name: string
  readonly profile: string
  readonly user_id: string
}

/** Accounts by the name that the plan calls them by; at least one of every profile. */
export const accounts = {
  anna: { name: 'Anna (demo)', profile: 'open', user_id: 'demo-anna' },
  ben: { name: 'Ben (demo)', profile: 'open', user_id: 'demo-ben' },
  clara: { name: 'Clara (demo)', profile: 'open', user_id: 'demo-clara' },
  dora: { name: 'Dora (demo)', profile: 'open', user_id: 'demo-dora' },
  support: { name: 'Support on WhatsApp (demo)', profile: 'whatsapp', user_id: '+12025550101' },
  sales: { name: 'Sales on WhatsApp (demo)', profile: 'whatsapp', user_id: '+12025550102' },
  shop: { name: 'Shop on WhatsApp Cloud (demo)', profile: 'whatsapp-cloud', user_id: '+12025550103' },
  studio: { name: 'Studio on Instagram (demo)', profile: 'instagram', user_id: 'demo.studio' },
  alumni: { name: 'Alumni office on LinkedIn (demo)', profile: 'linkedin', user_id: 'ACoADemoAlumni' },
  recruiter: {
    name: 'Recruiter on LinkedIn (demo)',
    profile: 'linkedin-recruiter',
    user_id: 'ACoADemoRecruiter',
  },
  navigator: {
    name: 'Sales Navigator on LinkedIn (demo)',
    profile: 'linkedin-sales-navigator',
    user_id: 'ACoADemoNavigator',
  },
  company: {
    name: 'Company page on LinkedIn (demo)',
    profile: 'linkedin-company-page',
    user_id: 'ACoADemoCompany',
  },
  fans: {
    name: 'Fan team on Genuin (demo)',
    profile: 'genuin',
    user_id: 'd3300000-0000-4000-8000-000000000001',
  },
} as const satisfies Record<string, AccountPlan>

export type Who = keyof typeof accounts

/** Accounts that can be connected but have no groups: they show what a refusal looks like. */
export const withoutGroups: readonly Who[] = ['recruiter', 'navigator', 'company']

type Newcomers = NonNullable<Input<'createGroup'>['participants']>

/** What happens in a group after it was made, in this order; each part may be left out. */
export interface GroupPlan {
  /** Finds the group again when the demo runs a second time. */
  readonly slug: string
  readonly owner: Who
  readonly name: string
  readonly description: string
  readonly tags?: readonly string[]
  readonly settings?: Partial<Schemas['Group']['settings']>
  readonly participants: Newcomers
  /** People added later in a single call. */
  readonly crowd?: number
  /** Everybody of the profile who always behaves in one way. */
  readonly sandbox?: boolean
  readonly messages: readonly (readonly [Who, string])[]
  /** An invite that needs an admin's word, used by this account, which then waits. */
  readonly asks?: Who
  /** An open invite, used by this account. */
  readonly joins?: Who
  readonly banned?: string
  /** Accounts that leave in the end. */
  readonly leaves?: readonly Who[]
}

export const groups: readonly GroupPlan[] = [
  {
    slug: 'hiking',
    owner: 'anna',
    name: 'Hiking club',
    description: 'Every second Sunday, whatever the weather.',
    tags: ['outdoors'],
    participants: [{ id: 'demo-ben', role: 'admin' }, 'demo-clara', { id: 'demo-emil', name: 'Emil' }],
    messages: [
      ['anna', 'Sunday, 8:00, at the station?'],
      ['ben', 'I bring the map.'],
      ['clara', 'And I bring cake.'],
    ],
  },
  {
    slug: 'news',
    owner: 'anna',
    name: 'News of the house',
    description: 'Only admins write here.',
    settings: { announce: true },
    participants: [{ id: 'demo-ben', role: 'admin' }, 'demo-clara', { id: 'demo-fritz', role: 'subscriber' }],
    messages: [
      ['anna', 'The lift is being repaired on Tuesday.'],
      ['ben', 'It works again.'],
    ],
  },
  {
    slug: 'town-hall',
    owner: 'anna',
    name: 'Town hall',
    description: '10,000 people, added in a single call.',
    participants: [{ id: 'demo-ben', role: 'admin' }],
    crowd: 10_000,
    messages: [['ben', 'Welcome, all ten thousand of you.']],
  },
  {
    slug: 'books',
    owner: 'ben',
    name: 'Book circle',
    description: 'Whoever wants to join asks, and an admin decides.',
    settings: { join_approval: true },
    tags: ['reading'],
    participants: ['demo-anna'],
    messages: [['ben', 'This month: a novel of fewer than 200 pages.']],
    asks: 'dora',
  },
  {
    slug: 'football',
    owner: 'clara',
    name: 'Football on Fridays',
    description: 'Anybody with the code may join.',
    participants: ['demo-anna', 'demo-spammer'],
    messages: [
      ['clara', 'Who is in?'],
      ['anna', 'Me!'],
    ],
    joins: 'ben',
    banned: 'demo-spammer',
  },
  {
    slug: 'old-project',
    owner: 'ben',
    name: 'Old project',
    description: 'Anna has left it: she can read what was said until then, and change nothing.',
    participants: [{ id: 'demo-anna', role: 'admin' }],
    messages: [
      ['anna', 'That was the last release. Thank you all!'],
      ['ben', 'Good luck with the next one.'],
    ],
    leaves: ['anna'],
  },
  {
    slug: 'orders',
    owner: 'support',
    name: 'Order 4711',
    description: 'Some of these people cannot simply be added: see the outcomes.',
    participants: ['+12025550102', '+12025550111'],
    sandbox: true,
    messages: [
      ['support', 'Your parcel is on its way.'],
      ['sales', 'Thank you for your order.'],
    ],
  },
  {
    slug: 'suppliers',
    owner: 'sales',
    name: 'Suppliers',
    description: 'Prices and dates.',
    settings: { locked: true },
    participants: [{ id: '+12025550101', role: 'admin' }, '+12025550112', '+12025550113'],
    messages: [['sales', 'Please send your prices by Friday.']],
  },
  {
    slug: 'repairs',
    owner: 'shop',
    name: 'Repair of a bicycle',
    description: 'WhatsApp Cloud: eight people beside the business.',
    participants: ['+12025550114', '+12025550115'],
    messages: [['shop', 'It is ready to be fetched.']],
  },
  {
    slug: 'creators',
    owner: 'studio',
    name: 'Creators',
    description: 'Ideas for the next reel.',
    participants: ['demo.mia', 'demo.noah'],
    messages: [['studio', 'Ideas, please!']],
  },
  {
    slug: 'alumni',
    owner: 'alumni',
    name: 'Class of 2016',
    description: 'Ten years later.',
    participants: ['ACoADemoIda', 'ACoADemoJan'],
    messages: [['alumni', 'We meet in June.']],
  },
  {
    slug: 'fans',
    owner: 'fans',
    name: 'Fan loop',
    description: 'First to know.',
    tags: ['music'],
    participants: [{ id: 'd3300000-0000-4000-8000-000000000002', role: 'admin' }, '+12025550116'],
    messages: [['fans', 'The tour begins in May.']],
  },
]
