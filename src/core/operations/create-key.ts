import { type Static, Type } from 'typebox'
import { hasScope } from '../access.ts'
import { fail } from '../failure.ts'
import { accountId, line } from '../fields.ts'
import { type Key, type KeyId, scopes } from '../model.ts'
import { workspaceOperation } from '../operation.ts'

const Input = Type.Object({
  name: Type.String({ maxLength: 256 }),
  scopes: Type.Array(Type.Enum([...scopes]), { minItems: 1, maxItems: scopes.length }),
  /** The one account that the key may act with; any account when null. */
  bound_to: Type.Union([accountId, Type.Null()]),
  expires_at: Type.Union([Type.Integer(), Type.Null()]),
})
type Input = Static<typeof Input>

export interface CreatedKey {
  readonly key: Key
  /** Shown this once; null in the answer to a repeated request. */
  readonly secret: string | null
}

export const createKey = workspaceOperation<Input, CreatedKey>()({
  name: 'createKey',
  summary: 'Make a key; its secret is shown this once.',
  kind: 'workspace',
  scope: 'admin',
  input: Input,
  async change({ tx, workspace, key: own, id, at, ports }, input) {
    // Nobody raises himself: a key makes no key that may do more.
    const beyond = input.scopes.find((scope) => !hasScope(own, scope))
    if (beyond !== undefined)
      fail('insufficient_scope', `A key cannot make one with the scope \`${beyond}\`, which it lacks.`)
    if (input.bound_to !== null && input.scopes.some((scope) => scope === 'admin' || scope === 'operator')) {
      fail('invalid_input', 'A key bound to one account can have the scopes `read` and `write` only.')
    }
    if (input.expires_at !== null && input.expires_at <= at)
      fail('invalid_input', '`expires_at` must be in the future.')
    if (input.bound_to !== null && (await tx.account(workspace.id, input.bound_to)) === null)
      fail('account_not_found')
    const { secret, hash } = ports.secret()
    const key: Key = {
      id: id() as KeyId,
      workspace: workspace.id,
      name: line('name', input.name),
      scopes: input.scopes,
      account: input.bound_to,
      parent: null,
      created_at: at,
      expires_at: input.expires_at,
      revoked_at: null,
    }
    await tx.addKey(key, hash)
    return { key, secret }
  },
  remembers: ({ key }) => ({ key, secret: null }),
})
