import { type Static, Type } from 'typebox'
import type { EventType } from '../event.ts'
import { fail } from '../failure.ts'
import { runId } from '../fields.ts'
import { readOperation } from '../operation.ts'
import type { Reader, Run } from '../store.ts'

const Input = Type.Object({ run: runId })
type Input = Static<typeof Input>

/** An event of a group by its place there, which is enough to read it. */
export interface Caused {
  readonly revision: number
  readonly type: EventType
}

export interface RunRecord {
  readonly run: Run
  /** The events of its group that it caused, oldest first, at most `causedMax` of them. */
  readonly caused: readonly Caused[]
}

/** A call that invites 10,000 people causes 10,001 events; whoever wants all of them reads the group's. */
export const causedMax = 1000

export const getRun = readOperation<Input, RunRecord>()({
  name: 'getRun',
  summary: 'Get a run: who did what, what came of it, and which events of its group it caused.',
  kind: 'read',
  scope: 'read',
  input: Input,
  async read({ reader, workspace, key }, { run: id }) {
    const run = await reader.run(workspace.id, id)
    if (run === null || (key.account !== null && run.account !== key.account)) fail('run_not_found')
    return { run, caused: await causedBy(reader, run) }
  },
})

/** A run's events are the last of its group up to the revision that it left behind. */
async function causedBy(reader: Reader, { id, group, revision, events }: Run): Promise<readonly Caused[]> {
  if (group === null || revision === null || events === 0) return []
  const limit = Math.min(events, causedMax)
  const { items } = await reader.groupEvents(group, { limit, after: [revision - events] })
  return items.flatMap((event) =>
    event.run === id ? [{ revision: event.revision, type: event.facts.type }] : [],
  )
}
