/** The rows of instances (contract 1.4). An instance is an account. */
import type { Account } from '../../core/model.ts'
import { type About, type Reply, route } from '../dialect.ts'
import { decodeCreation, decodeLogin, decodeWebhook, isLoggedOut, onInstance } from './decode.ts'
import { renderInstanceKey, renderJid } from './ids.ts'
import { contactCursor, contactPage, instanceCursor, nextCursor, pageOf } from './paging.ts'
import { done, renderInstance } from './render.ts'
import * as shapes from './shapes.ts'

const created = ({ account }: { readonly account: Account }, about: About): Reply =>
  done(renderInstance(account), 'The instance was made and is connected; nothing has to be scanned.', about)
const loggedIn = ({ account }: { readonly account: Account }, about: About): Reply =>
  done(renderInstance(account), 'The instance was there, and is logged in again.', about)

const inBody = {
  method: 'POST',
  path: '/instances/create',
  id: 'createInstance',
  params: shapes.NoParams,
  body: shapes.InstanceCreate,
  bodyOptional: true,
  reply: { status: 200, schema: shapes.InstanceReply },
  example: { instance_key: 'shop-1', webhook_url: '' },
} as const

const inAddress = {
  method: 'GET',
  path: '/instances/create',
  id: 'createInstanceByGet',
  params: shapes.NoParams,
  query: shapes.InstanceCreateQuery,
  reply: { status: 200, schema: shapes.InstanceReply },
} as const

const onOne = '/instances/{instance_key}'

export const instanceRoutes = [
  route({
    ...inBody,
    operation: 'createAccount',
    summary: 'Make an instance, or log in again the one that has this key.',
    description:
      'The key may be chosen; it is given by the server when empty. A key that is taken by an instance which is ' +
      'logged in is refused.',
    when: async ({ body }, look) => !(await isLoggedOut(body, look)),
    decode: ({ body }) => decodeCreation(body),
    encode: created,
  }),
  route({
    ...inBody,
    operation: 'loginAccount',
    decode: ({ body }, look) => decodeLogin(body, look),
    encode: loggedIn,
  }),
  route({
    ...inAddress,
    operation: 'createAccount',
    summary: 'Make an instance as POST does; the form of November 2022.',
    description: 'A GET that changes something: it needs the key in the header like every call.',
    when: async ({ query }, look) => !(await isLoggedOut(query, look)),
    decode: ({ query }) => decodeCreation(query),
    encode: created,
  }),
  route({
    ...inAddress,
    operation: 'loginAccount',
    decode: ({ query }, look) => decodeLogin(query, look),
    encode: loggedIn,
  }),
  route({
    method: 'GET',
    path: '/instances/list',
    operation: 'listAccounts',
    id: 'listInstances',
    summary: 'List instances, oldest first, with their login status.',
    params: shapes.NoParams,
    query: shapes.PageQuery,
    reply: { status: 200, schema: shapes.InstancesReply },
    decode: ({ query }) => ({ ...pageOf(instanceCursor, query), order: 'created' as const }),
    encode: ({ items, next }, about) =>
      done(
        { instances: items.map(renderInstance), ...nextCursor(instanceCursor, next) },
        'The instances.',
        about,
      ),
  }),
  route({
    method: 'GET',
    path: onOne,
    operation: 'getAccount',
    id: 'getInstance',
    summary: 'Get an instance with its connection status.',
    params: shapes.OnInstance,
    reply: { status: 200, schema: shapes.InstanceReply },
    decode: ({ params }) => onInstance(params),
    encode: ({ account }, about) => done(renderInstance(account), 'The instance.', about),
  }),
  route({
    method: 'GET',
    path: `${onOne}/qrcode`,
    operation: 'getAccount',
    id: 'getQrCode',
    summary: 'Ask for a QR code: there is none, since nothing has to be scanned.',
    params: shapes.OnInstance,
    reply: { status: 200, schema: shapes.QrCodeReply },
    decode: ({ params }) => onInstance(params),
    encode({ account }, about) {
      const connected = account.status === 'running'
      const data = { instance_key: renderInstanceKey(account), connected, qrcode: null }
      const message = connected
        ? 'The instance is connected; it needs no QR code.'
        : 'The instance is logged out. It needs no QR code: create it again with the same key to log it in.'
      return done(data, message, about)
    },
  }),
  route({
    method: 'DELETE',
    path: `${onOne}/logout`,
    operation: 'logoutAccount',
    id: 'logoutInstance',
    params: shapes.OnInstance,
    reply: { status: 200, schema: shapes.InstanceReply },
    decode: ({ params }) => onInstance(params),
    encode: ({ account }, about) =>
      done(
        renderInstance(account),
        'The instance is logged out. Create it again with the same key to log it in.',
        about,
      ),
  }),
  route({
    method: 'DELETE',
    path: `${onOne}/delete`,
    operation: 'deleteAccount',
    id: 'deleteInstance',
    params: shapes.OnInstance,
    reply: { status: 200, schema: shapes.Nothing },
    decode: ({ params }) => onInstance(params),
    encode: (_output, about) => done(null, 'The instance was deleted; its groups stay.', about),
  }),
  route({
    method: 'GET',
    path: `${onOne}/contacts`,
    operation: 'listPeople',
    id: 'getContacts',
    summary: "List the people of the instance's network whom this workspace knows.",
    params: shapes.OnInstance,
    query: shapes.PageQuery,
    reply: { status: 200, schema: shapes.ContactsReply },
    decode: ({ params, query }) => ({ ...onInstance(params), ...contactPage(query) }),
    encode({ people, next }, about) {
      const contacts = people.map(({ user_id, name }) => ({ jid: renderJid(user_id), name: name ?? '' }))
      return done({ contacts, ...contactCursor(next) }, 'The contacts.', about)
    },
  }),
  route({
    method: 'PUT',
    path: `${onOne}/webhook`,
    operation: 'updateAccount',
    id: 'changeWebhookUrl',
    summary: 'Change the address for deliveries.',
    params: shapes.OnInstance,
    body: shapes.WebhookChange,
    reply: { status: 200, schema: shapes.InstanceReply },
    example: { webhook_url: 'https://example.com/hook' },
    decode: ({ params, body }, look) => decodeWebhook(onInstance(params), body, look),
    encode: ({ account }, about) => done(renderInstance(account), 'The webhook was changed.', about),
  }),
] as const
