/** The rows of what is in a group: pictures, messages, events. */
import { Type } from 'typebox'
import { route } from '../dialect.ts'
import { ok, on, one } from './answers.ts'
import * as render from './render.ts'
import * as shapes from './shapes.ts'

export const contentRoutes = [
  route({
    method: 'PUT',
    path: `${one}/picture`,
    operation: 'setPicture',
    params: shapes.OnGroup,
    bytes: 'image/jpeg',
    reply: { status: 200, schema: shapes.Picture },
    decode: ({ params, body }) => ({ ...on(params), bytes: body as Uint8Array }),
    encode: ({ picture }, about, { params }) =>
      ok(render.picture(picture, params.account, render.idFrom('group', params.group)), about),
  }),
  route({
    method: 'GET',
    path: `${one}/picture`,
    operation: 'getPicture',
    params: shapes.OnGroup,
    reply: { status: 200, schema: null, media: 'image/jpeg', description: 'The picture.' },
    decode: ({ params }) => on(params),
    encode: ({ bytes, picture }) => ({
      status: 200,
      body: bytes,
      headers: {
        'content-type': 'image/jpeg',
        etag: `"${picture.etag}"`,
        'cache-control': 'private, no-cache',
      },
    }),
  }),
  route({
    method: 'DELETE',
    path: `${one}/picture`,
    operation: 'removePicture',
    params: shapes.OnGroup,
    reply: {
      status: 200,
      schema: Type.Object({ removed: Type.Boolean({ description: 'False when there was none.' }) }),
    },
    decode: ({ params }) => on(params),
    encode: ({ removed }, about) => ok({ removed }, about),
  }),
  route({
    method: 'GET',
    path: `${one}/messages`,
    operation: 'listMessages',
    params: shapes.OnGroup,
    query: shapes.MessagesQuery,
    reply: { status: 200, schema: shapes.Page(shapes.Message) },
    decode: ({ params, query }) => ({
      ...on(params),
      ...render.pageFrom('m', 1, query),
      ...(query.before === undefined ? {} : { before: render.timeFrom('before', query.before) }),
      ...(query.after === undefined ? {} : { since: render.timeFrom('after', query.after) }),
      ...(query.sender === undefined ? {} : { sender: query.sender }),
    }),
    encode: ({ page }) => ({ status: 200, body: render.pageTo('m', page, render.message) }),
  }),
  route({
    method: 'POST',
    path: `${one}/messages`,
    operation: 'sendMessage',
    params: shapes.OnGroup,
    body: shapes.MessageInput,
    example: { text: 'Hello everybody' },
    reply: { status: 201, schema: shapes.Message },
    decode: ({ params, body }) => ({ ...on(params), text: body.text }),
    encode: ({ message }, about) => ok(render.message(message), about, 201),
  }),
  route({
    method: 'GET',
    path: `${one}/messages/{message}`,
    operation: 'getMessage',
    params: Type.Object({ ...shapes.OnGroup.properties, message: Type.String({ description: '`msg_…`.' }) }),
    reply: { status: 200, schema: shapes.Message },
    decode: ({ params }) => ({ ...on(params), message: render.idFrom('message', params.message) }),
    encode: ({ message }) => ({ status: 200, body: render.message(message) }),
  }),
  route({
    method: 'POST',
    path: `${one}/pins`,
    operation: 'pinMessage',
    params: shapes.OnGroup,
    body: shapes.PinInput,
    example: { message: 'msg_00000000000', expires_at: null },
    reply: { status: 201, schema: shapes.Pinned },
    decode: ({ params, body }) => ({
      ...on(params),
      message: render.idFrom('message', body.message),
      expires_at: body.expires_at == null ? null : render.timeFrom('expires_at', body.expires_at),
    }),
    encode: ({ pin, replaced }, about) =>
      ok({ pin: render.pin(pin), replaced: replaced.map((id) => render.idTo('message', id)) }, about, 201),
  }),
  route({
    method: 'DELETE',
    path: `${one}/pins/{message}`,
    operation: 'unpinMessage',
    params: Type.Object({ ...shapes.OnGroup.properties, message: Type.String({ description: '`msg_…`.' }) }),
    reply: {
      status: 200,
      schema: Type.Object({ unpinned: Type.Boolean({ description: 'False when it was not pinned.' }) }),
    },
    decode: ({ params }) => ({ ...on(params), message: render.idFrom('message', params.message) }),
    encode: ({ unpinned }, about) => ok({ unpinned }, about),
  }),
  route({
    method: 'GET',
    path: `${one}/events`,
    operation: 'listGroupEvents',
    params: shapes.OnGroup,
    query: shapes.EventsQuery,
    reply: {
      status: 200,
      schema: Type.Object({
        data: Type.Array(shapes.GroupEvent, { description: 'Oldest first.' }),
        next_after: Type.Union([Type.Integer(), Type.Null()], {
          description: 'The `after` of the next page; null at the end.',
        }),
      }),
    },
    decode: ({ params, query }) => ({ ...on(params), limit: query.limit ?? 100, after: [query.after ?? 0] }),
    encode: ({ items, next }) => ({
      status: 200,
      body: { data: items.map(render.event), next_after: next?.[0] ?? null },
    }),
  }),
] as const
