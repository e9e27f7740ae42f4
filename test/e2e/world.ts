/** A workspace with something of everything in it, and a valid value for each path parameter of each dialect. */
import { type Api, type Apis, apisOf } from './api.ts'
import { jpeg } from './pictures.ts'
import type { RunningServer } from './server.ts'
import { headerOf, type Reply, text, texts } from './wire.ts'

/** Path parameter → a value that exists. */
export type Values = Readonly<Record<string, string>>

export interface World {
  readonly apis: Apis
  readonly adminKey: string
  /** Reads, and nothing else. */
  readonly readKey: string
  /** Reads and writes groups, and does not manage accounts. */
  readonly writeKey: string
  readonly values: Values
  /** Values of one dialect alone, where another has a parameter of the same name. */
  readonly own: Readonly<Record<string, Values>>
  /** Everything of the workspace that a caller can see, for comparison. */
  readonly snapshot: () => Promise<unknown>
}

/** What the other workspace calls its things; no answer to a stranger may show it. */
export const secretName = 'classified-name'

/** Fills the first workspace of the server. */
export async function firstWorld(server: RunningServer): Promise<World> {
  return worldOf(await apisOf(server.url, server.key), server.key, 'open-name')
}

/** Makes a second workspace and fills it. */
export async function foreignWorld(server: RunningServer): Promise<World> {
  const { of } = await apisOf(server.url, server.key)
  const made = await of('native').ok('createWorkspace', {}, { json: { name: secretName } })
  const key = text(made.body, 'admin_key.key')
  return worldOf(await apisOf(server.url, key), key, secretName)
}

async function worldOf(apis: Apis, adminKey: string, name: string): Promise<World> {
  const api = apis.of('native')
  const owner = await accountOf(api, { name, user_id: 'owner' })
  const guest = await accountOf(api, { name: `${name} guest`, user_id: 'guest' })
  const asker = await accountOf(api, { name: `${name} asker`, user_id: 'asker' })
  await accountOf(api, { name: `${name} vendor`, profile: 'whatsapp' })
  const participants = ['anna', 'ben', { id: 'carl', role: 'admin' }]
  const input = { name, description: name, participants, message: name, metadata: { name } }
  const created = await api.ok('createGroup', { account: owner }, { json: input })
  const group = text(created.body, 'group.id')
  const on = { account: owner, group }
  await api.ok('banParticipants', on, { json: { participants: ['troll'], reason: name } })
  await api.ok('setPicture', on, { bytes: await jpeg(200, 200) })
  const open = text((await api.ok('createInvite', on, { json: {} })).body, 'code')
  await api.ok('joinGroup', { account: guest, code: open })
  const asking = text((await api.ok('createInvite', on, { json: { approval: true } })).body, 'code')
  await api.ok('joinGroup', { account: asker, code: asking })
  // A name that no network will ever have: what is sent there goes nowhere.
  const hook = { url: 'https://hook.invalid/', description: name, events: ['key.expired'] }
  const webhook = text((await api.ok('createWebhook', {}, { json: hook })).body, 'id')
  const delivery = text((await api.ok('testWebhook', { webhook })).body, 'id')
  return {
    apis,
    adminKey,
    readKey: await keyOf(api, ['read']),
    writeKey: await keyOf(api, ['write']),
    values: {
      ...{ account: owner, group, code: open, person: 'anna', network: 'builtin' },
      message: text(created.body, 'message'),
      run: headerOf(created, 'muster-run'),
      key: text((await api.ok('createKey', {}, { json: { name, scopes: ['read'] } })).body, 'id'),
      ...{ webhook, delivery },
      ...(await unipileValues(apis, owner)),
      ...(await whatsapiValues(apis, owner, open)),
    },
    own: { genuin: await genuinValues(apis) },
    snapshot: () => snapshotOf(api),
  }
}

/** A value for each path parameter of a dialect. */
export function valuesFor({ values, own }: World, dialect: string): Values {
  return { ...values, ...own[dialect] }
}

async function accountOf(api: Api, json: object): Promise<string> {
  return text((await api.ok('createAccount', {}, { json })).body, 'id')
}

async function keyOf(api: Api, scopes: readonly string[]): Promise<string> {
  return text((await api.ok('createKey', {}, { json: { name: scopes.join(), scopes } })).body, 'key')
}

async function unipileValues(apis: Apis, account: string): Promise<Values> {
  const api = apis.of('unipile')
  const on = { account_id: account }
  const chat = text((await api.ok('getChatsList', on)).body, 'data.0.id')
  const inbox = text((await api.ok('getInboxesList', on)).body, 'data.0.id')
  const messages = await api.ok('getMessagesList', { ...on, chat_id: chat })
  const message = text(messages.body, 'data.0.id')
  // For events that never happen here, so that nothing is sent to anybody.
  const json = { url: 'https://example.com/hook', trigger_events: ['email.new'] }
  const endpoint = text((await api.ok('createWebhookEndpoint', {}, { json })).body, 'id')
  return {
    ...on,
    chat_id: chat,
    inbox_id: inbox,
    message_id: message,
    user_id: 'anna',
    endpoint_id: endpoint,
  }
}

async function whatsapiValues(apis: Apis, account: string, code: string): Promise<Values> {
  const on = { instance_key: account }
  const groups = await apis.of('whatsapi').ok('getAllGroups', on)
  const group = { group_id: text(groups.body, 'data.groups.0.JID') }
  const invite = { invite_code: code, invite_link: `https://chat.whatsapp.com/${code}` }
  const { body } = await apis.of('native').ok('getAccount', { account })
  // The two wires of WhatsApp call a group the same.
  const cloud = {
    version: 'v23.0',
    phone_number_id: text(body, 'phone_number_id'),
    app_id: text(body, 'business_account_id'),
  }
  return { ...on, ...group, ...invite, ...cloud, announce: 'true', locked: 'true' }
}

async function genuinValues(apis: Apis): Promise<Values> {
  // Keys that are bound to no account act with this one on that wire.
  const own = { name: 'Genuin', profile: 'genuin', alias: 'genuin' }
  await accountOf(apis.of('native'), own)
  const api = apis.of('genuin')
  const actions = [{ action_id: 3, access_type_id: 5 }]
  const made = await api.ok(
    'createCommunity',
    {},
    { json: { handle: 'club', name: 'Club', type: 1, actions } },
  )
  const community_id = text(made.body, 'data.community_id')
  const group = await api.ok('createGroup', {}, { json: { type: 4, community_id } })
  const api_key = text((await apis.of('native').ok('listKeys')).body, 'data.0.id')
  return { community_id, chat_id: text(group.body, 'data.chat_id'), api_key }
}

async function snapshotOf(api: Api): Promise<unknown> {
  const accounts = await api.ok('listAccounts', {}, { query: { limit: 1000 } })
  const groups = await Promise.all(
    texts(accounts.body, 'data', 'id').map((account) => groupsOf(api, account)),
  )
  const [workspace, workspaces, keys, webhooks] = await Promise.all([
    api.ok('getWorkspace'),
    // Only an operator's key sees these.
    api.ok('listWorkspaces').catch(() => null),
    api.ok('listKeys', {}, { query: { limit: 1000 } }),
    api.ok('listWebhooks', {}, { query: { limit: 1000 } }),
  ])
  return {
    ...{ accounts: accounts.body, groups, workspace: workspace.body, workspaces: workspaces?.body },
    ...{ keys: keys.body, webhooks: webhooks.body },
  }
}

/** What a list shows; that it is refused is the same each time, but for the id of the request. */
function seen(list: Promise<Reply>): Promise<unknown> {
  return list.then(
    ({ body }) => body,
    () => 'refused',
  )
}

const parts = ['listParticipants', 'listBans', 'listJoinRequests', 'listInvites', 'listMessages'] as const

async function groupsOf(api: Api, account: string): Promise<unknown> {
  const groups = await api.ok('listGroups', { account }, { query: { limit: 1000 } })
  const inside = texts(groups.body, 'data', 'id').map(async (group) => {
    const lists = parts.map((part) => seen(api.ok(part, { account, group })))
    return Promise.all(lists)
  })
  return [groups.body, await Promise.all(inside)]
}
