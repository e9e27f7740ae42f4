/** From the wire to the core's inputs, where a row needs more than one field's name changed. */
import type { Static } from 'typebox'
import { Failure, fail } from '../../core/failure.ts'
import { lines } from '../../core/fields.ts'
import type { AccountId, AccountRef, GroupId, GroupRef } from '../../core/model.ts'
import type { Given, InputOf } from '../../core/operation.ts'
import type { operations } from '../../core/operations/index.ts'
import type { Look } from '../dialect.ts'
import { chosenChatId, parseGroupId, parsePersonId, parsePhone } from './ids.ts'
import { fields } from './render.ts'
import type * as shapes from './shapes.ts'

type Inputs = typeof operations

/** The account that acts for keys that are bound to none: it has this alias, and is made when it is first needed. */
export const brand = { alias: 'genuin', network: 'builtin', profile: 'genuin', name: 'Genuin' } as const

/** Who acts: the account that the key is bound to, else the workspace's own for this wire. */
export function actor({ account }: { readonly account: AccountId | null }): { account: AccountRef } {
  return { account: account ?? brand.alias }
}

/** Who acts, and on which group. */
export function onChat(request: {
  readonly account: AccountId | null
  readonly params: { readonly chat_id: string }
}): { account: AccountRef; group: GroupRef } {
  return { ...actor(request), group: parseGroupId(request.params.chat_id) }
}

// ── People ──

/** The id of somebody to add, by which the network knows him. */
function idOf({ user_id, phone_number }: Static<typeof shapes.Newcomer>): string {
  if (user_id !== undefined && phone_number === undefined) return parsePersonId(user_id)
  if (phone_number !== undefined && user_id === undefined) return parsePhone(phone_number)
  return fail('invalid_input', 'Name each person by `user_id` or by `phone_number`: {"user_id": "…"}.')
}

function newcomers(people: readonly Static<typeof shapes.Newcomer>[] = []): { id: string }[] {
  return people.map((person) => ({ id: idOf(person) }))
}

// ── What a group is told about ──

/** The #tags in a description, without their marks (contract 2.2). */
export function hashtagsIn(description: string): string[] {
  const found = description.matchAll(/(?<![\p{L}\p{N}_#&])#([\p{L}\p{N}_]{1,64})(?![\p{L}\p{N}_])/gu)
  return [...new Set([...found].map(([, tag = '']) => tag))]
}

/** Tags with commas between; a mark before one is left out. */
export function tagsIn(text: string): string[] {
  const tags = text.split(',').map((tag) => tag.trim().replace(/^#/, ''))
  return [...new Set(tags.filter((tag) => tag !== ''))]
}

/** Deeper than anything that a client means to keep. */
const depthMax = 8

/** Refuses values that are nested too deep, and text in them that is none: as JSON it could not be told any more. */
function demandPlain(value: unknown, left = depthMax): void {
  if (typeof value === 'string') lines('metadata', value)
  if (typeof value !== 'object' || value === null) return
  if (left === 0) fail('invalid_input', 'A value that is only kept is nested too deep; send less of it.')
  for (const [name, inner] of Object.entries(value)) {
    lines('metadata', name)
    demandPlain(inner, left - 1)
  }
}

/** A value as text: metadata holds nothing else. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  demandPlain(value)
  return JSON.stringify(value)
}

/** Values that are kept with the group as they are; those that are not there or empty leave no entry. */
function keptOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return Object.fromEntries(given.map(([name, value]) => [name, textOf(value)]))
}

/** The fields of a video, each as an entry of its own. */
function videoOf(video: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(video).map(([name, value]) => [`${fields.video}${name}`, value]))
}

interface Words {
  readonly description?: string
  readonly tags?: string
}

/** Tags of a new group: those that are said, and those in its description. */
function allTags({ description = '', tags = '' }: Words): { readonly tags: string[] } {
  return { tags: [...new Set([...tagsIn(tags), ...hashtagsIn(description)])] }
}

/** Tags of a group that there is: those of a description come beside what there are, or beside those that are said. */
function newTags({ description = '', tags }: Words): {
  readonly tags?: string[]
  readonly more_tags?: string[]
} {
  const more = hashtagsIn(description)
  return {
    ...(tags === undefined ? {} : { tags: tagsIn(tags) }),
    ...(more.length === 0 ? {} : { more_tags: more }),
  }
}

// ── Calls ──

/** Changes a group, all at once (contract 2.2, 5). */
export function decodeUpdate(
  on: { readonly account: AccountRef; readonly group: GroupRef },
  body: Static<typeof shapes.ConversationUpdate>,
): Given<InputOf<Inputs['reviseGroup']>> {
  const { members_added, members_removed = [], subscribers_removed = [] } = body
  const { name, description, dp, topics, settings } = body
  const leaver = (as: 'member' | 'subscriber') => (id: string) => ({ id: parsePersonId(id), as })
  return {
    ...on,
    add: newcomers(members_added),
    remove: [...members_removed.map(leaver('member')), ...subscribers_removed.map(leaver('subscriber'))],
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...newTags(body),
    ...(dp === undefined ? {} : { metadata: { [fields.dp]: dp === '' ? null : dp } }),
    ...(topics === undefined ? {} : { topics: topics.map(String) }),
    ...(settings?.discoverable === undefined ? {} : { settings: { discoverable: settings.discoverable } }),
  }
}

/** The community behind an id, as far as the account may see it. */
async function communityBehind(account: AccountRef, text: string, look: Look): Promise<GroupId> {
  try {
    return (await look('getGroup', { account, group: parseGroupId(text) })).head.id
  } catch (error) {
    if (error instanceof Failure && error.code === 'group_not_found') return fail('community_not_found')
    throw error
  }
}

/** Makes a group in a community (contract 2.2, 4). */
export async function decodeGroup(
  by: { readonly account: AccountRef },
  body: Static<typeof shapes.GroupCreate>,
  look: Look,
): Promise<Given<InputOf<Inputs['createGroup']>>> {
  const { chat_id, group = {}, settings, recorded_video, actions, template_id, is_ai_generated } = body
  const alias = chat_id === undefined ? {} : { alias: chosenChatId(chat_id) }
  const kept = {
    ...{ [fields.dp]: group.dp, [fields.actions]: actions, [fields.template]: template_id },
    ...{ [fields.byAi]: is_ai_generated, ...videoOf(recorded_video) },
  }
  return {
    ...by,
    ...alias,
    community: await communityBehind(by.account, body.community_id, look),
    name: group.name ?? null,
    description: group.description ?? '',
    ...allTags(group),
    topics: (group.topics ?? []).map(String),
    ...(settings?.discoverable === undefined ? {} : { settings: { discoverable: settings.discoverable } }),
    metadata: keptOf(kept),
    participants: newcomers(group.members),
  }
}

/** Makes a community: a group that holds groups (contract 2.2, 2). */
export function decodeCommunity(
  by: { readonly account: AccountRef },
  body: Static<typeof shapes.CommunityCreate>,
): Given<InputOf<Inputs['createGroup']>> {
  const kept = {
    ...{ [fields.dp]: body.dp, [fields.banner]: body.banner, [fields.type]: body.type },
    ...{ [fields.actions]: body.actions, [fields.categories]: body.categories },
    ...{ [fields.byAi]: body.is_ai_generated, [fields.dpByAi]: body.is_ai_generated_dp },
    ...{ [fields.bannerByAi]: body.is_ai_generated_banner },
  }
  return {
    ...by,
    alias: body.handle.toLowerCase(),
    name: body.name,
    description: body.description ?? '',
    ...allTags(body),
    metadata: keptOf(kept),
    participants: newcomers(body.users),
  }
}

/** The one community of a call: a run is about one group, and done or not done as a whole. */
function demandCommunity({ communities, onboarding_communities }: Static<typeof shapes.AddUsers>): string {
  const named = [communities ?? onboarding_communities ?? []].flat()
  const [first] = named
  if (first === undefined || named.length > 1) {
    fail('invalid_input', '`communities` must hold one community in each call: its `community_id`.')
  }
  return typeof first === 'string' ? first : first.community_id
}

/** Adds people to a community (contract 2.2, 3). */
export async function decodeUsers(
  by: { readonly account: AccountRef },
  body: Static<typeof shapes.AddUsers>,
  look: Look,
): Promise<Given<InputOf<Inputs['reviseGroup']>>> {
  const add = newcomers(body.users)
  return { ...by, group: await communityBehind(by.account, demandCommunity(body), look), add, remove: [] }
}
