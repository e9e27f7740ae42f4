import { type Static, Type } from 'typebox'
import { lookAt } from '../access.ts'
import { createComparing, type Difference } from '../difference.ts'
import { fail } from '../failure.ts'
import { onGroup } from '../fields.ts'
import type { GroupId } from '../model.ts'
import { Moment, revisionAt } from '../moment.ts'
import { readOperation } from '../operation.ts'
import type { Reader } from '../store.ts'

const Input = Type.Object({
  ...onGroup,
  from: Moment,
  /** The present when left out. */
  to: Type.Optional(Moment),
})
type Input = Static<typeof Input>

export interface GroupDiff extends Difference {
  /** The revisions that were compared. */
  readonly from: number
  readonly to: number
}

/** So many events, and so many standings in them, are gone through in one call. */
export const diffEventsMax = 10_000
export const diffStandingsMax = 50_000
/** Few, because one event may name 10,000 people. */
const eventsAtOnce = 100

const smaller = 'ask in smaller steps, each beginning where the one before ended.'

export const diffGroup = readOperation<Input, GroupDiff>()({
  name: 'diffGroup',
  summary:
    'Compare a group at two times or revisions: what differs, who stands otherwise, how much was said.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read(context, input) {
    const { head } = await lookAt(context, input, 'diffGroup', 'read_participants')
    const from = await revisionAt(context, head, 'from', input.from)
    const to = input.to === undefined ? head.revision : await revisionAt(context, head, 'to', input.to)
    if (from > to) {
      fail('invalid_input', `\`from\` (revision ${from}) is after \`to\` (revision ${to}); turn them round.`)
    }
    if (to - from > diffEventsMax) {
      const detail = `Between revision ${from} and ${to} are ${to - from} events; at most ${diffEventsMax} in one call: ${smaller}`
      fail('limit_exceeded', detail, { max: diffEventsMax, actual: to - from })
    }
    return { from, to, ...(await compare(context.reader, head.id, from, to)) }
  },
})

/** The difference that the events behind `from` up to `to` make, whatever came before them. */
async function compare(reader: Reader, group: GroupId, from: number, to: number): Promise<Difference> {
  const comparing = createComparing()
  for (let after = from; after < to; ) {
    const limit = Math.min(eventsAtOnce, to - after)
    const { items } = await reader.groupEvents(group, { limit, after: [after] })
    for (const event of items) comparing.add(event)
    if (comparing.standings() > diffStandingsMax) {
      const detail = `More than ${diffStandingsMax} standings changed between revision ${from} and ${to}: ${smaller}`
      fail('limit_exceeded', detail, { max: diffStandingsMax })
    }
    const last = items.at(-1)
    if (last === undefined) break
    after = last.revision
  }
  return comparing.result()
}
