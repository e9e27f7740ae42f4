/** A moment in a group's past: after one of its revisions, or at a time. */
import { type Static, Type } from 'typebox'
import { fail } from './failure.ts'
import type { Head } from './model.ts'
import type { ReadContext } from './operation.ts'

export const Moment = Type.Union([
  Type.Object({ revision: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
  Type.Object({ time: Type.Integer() }, { additionalProperties: false }),
])
export type Moment = Static<typeof Moment>

/** The group's revision at a moment; 0 before it began. What is still to come is refused: it is not known yet. */
export async function revisionAt(
  { reader, at }: Pick<ReadContext, 'reader' | 'at'>,
  head: Head,
  field: string,
  moment: Moment,
): Promise<number> {
  if ('revision' in moment) {
    if (moment.revision > head.revision) {
      fail(
        'invalid_input',
        `\`${field}\` is revision ${moment.revision}, and the group is at revision ${head.revision}; name one up to that.`,
      )
    }
    return moment.revision
  }
  if (moment.time > at) {
    fail('invalid_input', `\`${field}\` is still to come; name a time up to now, or a revision.`)
  }
  return reader.revisionAt(head.id, moment.time)
}
