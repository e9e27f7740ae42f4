import { type Static, Type } from 'typebox'
import { eventTypes } from '../event.ts'
import { Failure, fail } from '../failure.ts'
import { groupId, paging } from '../fields.ts'
import { readOperation } from '../operation.ts'
import type { Fed } from '../store.ts'

const Input = Type.Object({
  limit: paging.limit,
  /** The number after which to begin: 0 for the very first, null for what comes from now on. */
  after: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  /** Only events of this group. */
  group: Type.Optional(groupId),
  /** Only events of these types. */
  types: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 64 })),
})
type Input = Static<typeof Input>

export interface Feed {
  readonly events: readonly Fed[]
  /** Where to go on: behind the last event that was looked at, also one that the filter left out. */
  readonly after: number
}

/** So many events are looked through in one call, so that a filter that fits few costs no more than one that fits all. */
const lookedThroughMax = 5000

export const listEvents = readOperation<Input, Feed>()({
  name: 'listEvents',
  summary: "List what happened in the workspace's groups, in order, from a cursor on.",
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, { limit, after, group, types }) {
    if (key.account !== null) {
      throw new Failure(
        'insufficient_scope',
        'The feed is of the whole workspace; a key bound to one account does not read it.',
      )
    }
    const unknown = types?.find((type) => !Object.hasOwn(eventTypes, type))
    if (unknown !== undefined) {
      fail(
        'invalid_input',
        `There is no event type \`${unknown}\`; there are ${Object.keys(eventTypes).join(', ')}.`,
      )
    }
    let from = after ?? (await reader.lastInFeed(workspace.id))
    const isWanted = ({ event }: Fed) =>
      (group === undefined || event.group === group) && (types?.includes(event.facts.type) ?? true)
    const events: Fed[] = []
    for (let looked = 0; looked < lookedThroughMax && events.length < limit; ) {
      const wanted = Math.min(limit, lookedThroughMax - looked)
      const found = await reader.feed(workspace.id, { after: from, limit: wanted })
      for (const fed of found) {
        if (events.length === limit) break
        if (isWanted(fed)) events.push(fed)
        from = fed.seq
      }
      looked += found.length
      if (found.length < wanted) break
    }
    return { events, after: from }
  },
})
