/** From the core to the wire: the envelope, people, groups and communities (contract 2.1, 2.2). */
import type { Static } from 'typebox'
import type { Head, Person, Standing } from '../../core/model.ts'
import type { Reply } from '../dialect.ts'
import { phoneOf, renderGroupId, renderPersonId } from './ids.ts'
import type * as shapes from './shapes.ts'

/** The entries of a group's metadata that this wire keeps, visible on every other wire. */
export const fields = {
  dp: 'genuin.dp',
  banner: 'genuin.banner',
  type: 'genuin.type',
  actions: 'genuin.actions',
  categories: 'genuin.categories',
  template: 'genuin.template_id',
  byAi: 'genuin.is_ai_generated',
  dpByAi: 'genuin.is_ai_generated_dp',
  bannerByAi: 'genuin.is_ai_generated_banner',
  /** Each field of the video behind it. */
  video: 'genuin.video.',
} as const

/** The envelope of what was done. */
export function done(message: string, data: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers, body: { code: 200, message, data } }
}

/** The one avatar whose name the contract shows; people have no pictures here. */
const avatar = 'sloth'

/** Somebody of whom no more is said than who he is. */
export function renderPerson({ user_id, name }: Person): Static<typeof shapes.CommunityMember> {
  return {
    member_id: renderPersonId(user_id),
    name,
    bio: null,
    nickname: null,
    phone: phoneOf(user_id),
    is_brand_system_user: false,
    is_avatar: true,
    profile_image: avatar,
    profile_image_s: '',
    profile_image_m: '',
    profile_image_l: '',
  }
}

/** Somebody in a group. Who is known by a phone number only has not registered (contract 2.2, numbers). */
export function renderMember(person: Person, standing: Standing | null): Static<typeof shapes.Member> {
  const status = phoneOf(person.user_id) === '' ? 1 : 2
  return { ...renderPerson(person), status, role: standing === 'owner' ? 1 : 2 }
}

/** A group as the answer to making one shows it (contract 2.2, 6: `group`). */
export function renderGroup(head: Head): Static<typeof shapes.Group> {
  const { owner, admin, member, subscriber } = head.counts
  return {
    group_id: renderGroupId(head),
    group_name: head.name,
    group_description: head.description,
    color_code: '',
    text_color_code: '',
    dp: head.metadata[fields.dp] ?? '',
    dp_s: '',
    dp_m: '',
    dp_l: '',
    no_of_views: 0,
    no_of_videos: 0,
    no_of_members: owner + admin + member,
    no_of_subscribers: subscriber,
  }
}
