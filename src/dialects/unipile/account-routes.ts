/** The rows of accounts and sign-in (contract 1.4). */
import type { Static } from 'typebox'
import type { Account } from '../../core/model.ts'
import { type Look, route } from '../dialect.ts'
import { decodeAccountUpdate, decodeAuth, onAccount } from './decode.ts'
import { parseAccountId, profilesOf, providerOf } from './ids.ts'
import { offsetPage } from './paging.ts'
import { renderAccount } from './render.ts'
import * as shapes from './shapes.ts'

type Query = Static<typeof shapes.AccountsQuery>

/** The filters that the core's list does not have. No account has a scope here. */
function isWanted(account: Account, { status, provider, account_scope_id }: Query): boolean {
  return (
    (status === undefined || status === account.status) &&
    (provider === undefined || provider === providerOf(account.profile)) &&
    (account_scope_id === undefined || account_scope_id === 'none')
  )
}

/** Whether `search` is the id of an account that the caller may see. */
async function isKnownId(search: string | undefined, look: Look): Promise<boolean> {
  const account = parseAccountId(search ?? '')
  if (account === 0) return false
  return look('getAccount', { account }).then(
    () => true,
    () => false,
  )
}

export const accountRoutes = [
  route({
    method: 'GET',
    path: '/accounts',
    operation: 'listAccounts',
    id: 'listAccounts',
    summary: 'List accounts by name; `search` finds a part of the name, or an id.',
    params: shapes.NoParams,
    query: shapes.AccountsQuery,
    reply: { status: 200, schema: shapes.Accounts },
    when: async ({ query }, look) => !(await isKnownId(query.search, look)),
    decode: ({ query }) => ({
      ...offsetPage(query),
      after: null,
      order: 'name' as const,
      ...(query.provider === undefined ? {} : { profiles: someProfiles(query.provider) }),
      ...(query.search === undefined ? {} : { search: query.search }),
    }),
    encode: ({ items, next }, _about, { query }) => {
      const data = items.filter((account) => isWanted(account, query)).map(renderAccount)
      return { status: 200, body: { object: 'Accounts', data, has_more: next !== null } }
    },
  }),
  route({
    method: 'GET',
    path: '/accounts',
    operation: 'getAccount',
    id: 'listAccounts',
    summary: 'List the one account whose id is `search`.',
    params: shapes.NoParams,
    query: shapes.AccountsQuery,
    reply: { status: 200, schema: shapes.Accounts },
    decode: ({ query }) => ({ account: parseAccountId(query.search ?? '') }),
    encode: ({ account }, _about, { query }) => {
      const isThere = isWanted(account, query) && offsetPage(query).skip === 0
      return {
        status: 200,
        body: { object: 'Accounts', data: isThere ? [renderAccount(account)] : [], has_more: false },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/accounts/{account_id}',
    operation: 'getAccount',
    id: 'getAccount',
    params: shapes.OnAccount,
    reply: { status: 200, schema: shapes.Account },
    decode: ({ params }) => onAccount(params),
    encode: ({ account }) => ({ status: 200, body: renderAccount(account) }),
  }),
  route({
    method: 'PATCH',
    path: '/accounts/{account_id}',
    operation: 'updateAccount',
    id: 'updateAccount',
    summary: "Change an account's metadata.",
    params: shapes.OnAccount,
    body: shapes.AccountUpdate,
    reply: { status: 200, schema: shapes.Account },
    example: { metadata: { team: 'sales' } },
    decode: ({ params, body }) => decodeAccountUpdate(onAccount(params).account, body),
    encode: ({ account }) => ({ status: 200, body: renderAccount(account) }),
  }),
  route({
    method: 'DELETE',
    path: '/accounts/{account_id}',
    operation: 'deleteAccount',
    id: 'removeAccount',
    params: shapes.OnAccount,
    reply: { status: 200, schema: shapes.Success },
    decode: ({ params }) => onAccount(params),
    encode: () => ({ status: 200, body: { success: true } }),
  }),
  route({
    method: 'POST',
    path: '/auth/intent',
    operation: 'createAccount',
    id: 'startAuthIntent',
    summary:
      'Connect an account of the built-in network. It answers the account at once: there is nothing to scan or confirm.',
    params: shapes.NoParams,
    body: shapes.AuthStart,
    reply: { status: 200, schema: shapes.Account },
    example: { provider: 'mock', credentials: {}, config: { name: 'Support' } },
    decode: ({ body }) => decodeAuth(body),
    encode: ({ account }) => ({ status: 200, body: renderAccount(account) }),
  }),
] as const

/** A provider without profiles here has no accounts either; the core's list wants at least one name. */
function someProfiles(provider: Static<typeof shapes.Provider>): string[] {
  const profiles = profilesOf(provider)
  return profiles.length === 0 ? [provider] : [...profiles]
}
