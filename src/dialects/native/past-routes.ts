/** The rows of the past of groups. */
import type { Static } from 'typebox'
import type { Different } from '../../core/difference.ts'
import { Failure } from '../../core/failure.ts'
import type { Account, Picture, Stay } from '../../core/model.ts'
import type { Moment } from '../../core/moment.ts'
import type { GroupDiff } from '../../core/operations/diff-group.ts'
import { isoTime, route } from '../dialect.ts'
import { on, one, wholeList } from './answers.ts'
import * as past from './past-shapes.ts'
import * as render from './render.ts'
import * as shapes from './shapes.ts'

/** A moment as callers write it: a number is a revision, everything else must be a time. */
function momentFrom(field: string, text: string): Moment {
  if (/^\d{1,15}$/.test(text)) return { revision: Number(text) }
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return { time: render.timeFrom(field, text) }
  throw new Failure(
    'invalid_input',
    `\`${field}\` must be a revision such as 12, or a time such as 2026-11-20T09:30:00Z.`,
  )
}

function demandNoRole(role: string | undefined): void {
  if (role === undefined) return
  throw new Failure(
    'invalid_input',
    'With `at` there is no `role`: leave it out, and choose from the answer.',
  )
}

/** Somebody who was in the group, in the shape of those who are. */
function member({ person, standing, since, until }: Stay, self: Account): Static<typeof shapes.Member> {
  return {
    id: person.user_id,
    name: person.name,
    role: standing,
    since: isoTime(since),
    until: until === null ? null : isoTime(until),
    expires_at: null,
    is_self: self.person.id === person.id,
  }
}

function stay(value: Stay): Static<typeof past.Stay> {
  const { person, standing, since, from_revision, until, to_revision } = value
  return {
    id: person.user_id,
    name: person.name,
    role: standing,
    since: isoTime(since),
    from_revision,
    until: until === null ? null : isoTime(until),
    to_revision,
  }
}

function pictureFacts(value: Picture | null) {
  if (value === null) return null
  const { etag, width, height, bytes } = value
  return { etag, width, height, bytes }
}

function pictures({ before, after }: NonNullable<Different['picture']>) {
  return {
    ...(before === undefined ? {} : { before: pictureFacts(before) }),
    after: pictureFacts(after),
  }
}

function suspensions({ before, after }: NonNullable<Different['suspension']>) {
  return {
    before: before === null ? null : render.suspension(before),
    after: after === null ? null : render.suspension(after),
  }
}

function changed({ picture, suspension, ...rest }: Different) {
  return {
    ...rest,
    ...(picture === undefined ? {} : { picture: pictures(picture) }),
    ...(suspension === undefined ? {} : { suspension: suspensions(suspension) }),
  }
}

function diff(value: GroupDiff) {
  const people = value.people.map(({ person, from, to }) => ({
    ...{ id: person.user_id, name: person.name, from, to },
  }))
  return { ...value, changed: changed(value.changed), people }
}

/** Who was in the group: the same address as who is in it, which describes both. */
export const pastParticipantsRow = route({
  method: 'GET',
  path: `${one}/participants`,
  operation: 'listPastParticipants',
  params: shapes.OnGroup,
  query: shapes.RoleQuery,
  reply: { status: 200, schema: shapes.Members },
  decode: ({ params, query }) => {
    demandNoRole(query.role)
    return { ...on(params), ...render.pageFrom('q', 1, query), at: momentFrom('at', query.at ?? '') }
  },
  encode: ({ page, account }) => ({
    status: 200,
    body: { ...render.pageTo('q', page, (value) => member(value, account)), total: null },
  }),
  listed: {
    ...wholeList(shapes.Member),
    lines: ({ page, account }) => page.items.map((value) => member(value, account)),
    // A time is asked for once: what it was then is the revision of all pages.
    next: (input, { page, revision }) =>
      page.next === null ? null : { ...input, at: { revision }, after: [...page.next] },
    revision: ({ revision }) => revision,
  },
})

export const pastRoutes = [
  route({
    method: 'GET',
    path: `${one}/participants/{person}/history`,
    operation: 'listParticipantHistory',
    params: past.OnPerson,
    query: past.Paging,
    reply: { status: 200, schema: shapes.Page(past.Stay) },
    decode: ({ params, query }) => ({
      ...on(params),
      person: params.person,
      ...render.pageFrom('h', 1, query),
    }),
    encode: (page) => ({ status: 200, body: render.pageTo('h', page, stay) }),
  }),
  route({
    method: 'GET',
    path: `${one}/diff`,
    operation: 'diffGroup',
    description: 'Made from the events between the two, at most 10,000 of them.',
    params: past.OnGroup,
    query: past.DiffQuery,
    reply: { status: 200, schema: past.GroupDiff },
    decode: ({ params, query }) => ({
      ...on(params),
      from: momentFrom('from', query.from ?? '0'),
      ...(query.to === undefined ? {} : { to: momentFrom('to', query.to) }),
    }),
    encode: (value) => ({ status: 200, body: diff(value) }),
  }),
] as const
