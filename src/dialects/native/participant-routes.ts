/** The rows of the people in a group. */
import type { Static } from 'typebox'
import { route } from '../dialect.ts'
import { countsOf, newcomers, on, one, outcomesReply, single, wholeList } from './answers.ts'
import { pastParticipantsRow, pastRoutes } from './past-routes.ts'
import * as render from './render.ts'
import * as shapes from './shapes.ts'

export const participantRoutes = [
  route({
    method: 'GET',
    path: `${one}/participants`,
    operation: 'listParticipants',
    params: shapes.OnGroup,
    query: shapes.RoleQuery,
    reply: {
      status: 200,
      schema: shapes.Members,
    },
    when: async ({ query }) => query.at === undefined,
    decode: ({ params, query }) => ({
      ...on(params),
      ...render.pageFrom('p', 3, query),
      ...(query.role === undefined ? {} : { role: query.role }),
    }),
    encode: ({ page, total, account }) => ({
      status: 200,
      body: { ...render.pageTo('p', page, (membership) => render.member(membership, account)), total },
    }),
    madeOf: ({ page, total, account }) => [page, total, account.id],
    description:
      'With `Accept: application/x-ndjson` the whole list comes, one person on each line, and a last line says that it was whole. With `at` it is the list of one revision; without, each page within is a moment of its own, and the last line names the revisions before and after.',
    listed: {
      ...wholeList(shapes.Member),
      lines: ({ page, account }) => page.items.map((value) => render.member(value, account)),
      revision: ({ revision }) => revision,
      last: (input) => ({ ...input, limit: 1, after: null }),
    },
  }),
  pastParticipantsRow,
  route({
    method: 'POST',
    path: `${one}/participants`,
    operation: 'addParticipants',
    description:
      'The answer is 200 with one outcome for each person; read them: each can be refused on its own. With the content type `application/x-ndjson` the body is any number of people, one on each line: as many as one call may name are added at a time, each batch in a run of its own, and told as it is done; read while you send.',
    params: shapes.OnGroup,
    body: shapes.ParticipantsInput,
    example: { participants: ['anna', { id: 'ben', role: 'admin' }] },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({ ...on(params), participants: newcomers(body.participants) }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
    batched: {
      line: shapes.Newcomer,
      limit: 'participants.batch',
      // Each line was held to the schema of an item.
      body: (lines) => ({ participants: lines as Static<typeof shapes.Newcomer>[] }),
      demand: ({ params }, look) => look('getGroup', on(params)),
      counts: ({ outcomes }) => countsOf(outcomes),
    },
  }),
  route({
    method: 'POST',
    path: `${one}/participants/remove`,
    operation: 'removeParticipants',
    id: 'removeParticipants',
    params: shapes.OnGroup,
    body: shapes.PeopleInput,
    example: { participants: ['anna', 'ben'] },
    reply: { status: 200, schema: shapes.Outcomes },
    decode: ({ params, body }) => ({ ...on(params), participants: body.participants }),
    encode: ({ outcomes }, about) => outcomesReply(outcomes, about),
  }),
  route({
    method: 'GET',
    path: `${one}/participants/{person}`,
    operation: 'getParticipant',
    params: shapes.OnPerson,
    reply: { status: 200, schema: shapes.Member },
    decode: ({ params }) => ({ ...on(params), person: params.person }),
    encode: ({ membership, account }) => ({ status: 200, body: render.member(membership, account) }),
  }),
  route({
    method: 'PATCH',
    path: `${one}/participants/{person}`,
    operation: 'setRole',
    description: 'Promote, demote, or hand over the ownership with `owner`; then the account becomes admin.',
    params: shapes.OnPerson,
    body: shapes.RoleInput,
    example: { role: 'admin' },
    reply: { status: 200, schema: shapes.OutcomeWire },
    decode: ({ params, body: { role, expires_at } }) => ({
      ...on(params),
      participants: [params.person],
      role,
      ...(expires_at === undefined ? {} : { expires_at: render.timeOrNeverFrom('expires_at', expires_at) }),
    }),
    encode: ({ outcomes }, about) => single(outcomes, about),
  }),
  route({
    method: 'DELETE',
    path: `${one}/participants/{person}`,
    operation: 'removeParticipants',
    id: 'removeParticipant',
    summary: 'Remove one person from a group.',
    params: shapes.OnPerson,
    reply: { status: 200, schema: shapes.OutcomeWire },
    decode: ({ params }) => ({ ...on(params), participants: [params.person] }),
    encode: ({ outcomes }, about) => single(outcomes, about),
  }),
  ...pastRoutes,
] as const
