import { type Static, Type } from 'typebox'
import { resolveActor } from '../access.ts'
import { onAccount, paging } from '../fields.ts'
import type { Account, Person } from '../model.ts'
import { readOperation } from '../operation.ts'

const Input = Type.Object({
  ...onAccount,
  limit: paging.limit,
  /** The user id after which to begin; null for the first page. */
  after: Type.Union([Type.String({ maxLength: 256 }), Type.Null()]),
})
type Input = Static<typeof Input>

export interface People {
  readonly people: readonly Person[]
  /** The user id to go on from, or null at the end. */
  readonly next: string | null
  readonly account: Account
}

export const listPeople = readOperation<Input, People>()({
  name: 'listPeople',
  summary: "List the people of the account's network whom the workspace knows, by their ids.",
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, { account: id, limit, after }) {
    const { account, profile } = await resolveActor(context, id)
    const wanted = { limit: limit + 1, after: after ?? '' }
    const found = await context.reader.people(context.workspace.id, profile.directory, wanted)
    const people = found.slice(0, limit)
    return { people, next: found.length > limit ? (people.at(-1)?.user_id ?? null) : null, account }
  },
})
