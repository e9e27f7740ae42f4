/** The native wire's schemas of runs. The names stay. */
import { Type } from 'typebox'
import { causedMax } from '../../core/operations/get-run.ts'
import { nullable, OutcomeWire, Paging, time } from './shapes.ts'

const statuses = ['open', 'done', 'failed'] as const

export const RunsQuery = Type.Object({
  ...Paging.properties,
  key: Type.Optional(Type.String({ maxLength: 64, description: 'Only runs with this key: `key_…`.' })),
  account: Type.Optional(
    Type.String({
      maxLength: 128,
      description: 'Only runs of this account: `acc_…`, or the id of your own.',
    }),
  ),
  group: Type.Optional(Type.String({ maxLength: 64, description: 'Only runs on this group: `grp_…`.' })),
  operation: Type.Optional(
    Type.String({ maxLength: 64, description: 'Only runs of this operation, such as `addParticipants`.' }),
  ),
  status: Type.Optional(Type.Enum([...statuses], { description: 'Only runs that are this.' })),
  since: Type.Optional(time('Only runs that began then or later.')),
  before: Type.Optional(time('Only runs that began before.')),
})

const fields = {
  id: Type.String({ description: '`run_…`.' }),
  key: Type.String({ description: 'With which key.' }),
  account: nullable(Type.String({ description: 'With which account.' })),
  group: nullable(Type.String({ description: 'On which group.' })),
  dialect: Type.String({ description: 'Through which API.' }),
  operation: Type.String({ description: 'What.' }),
  request_id: Type.String({ description: 'The request.' }),
  status: Type.Enum([...statuses], { description: '`open`: the network has not answered yet.' }),
  outcomes: Type.Array(OutcomeWire, { description: 'What became of each person named.' }),
  problem: nullable(
    Type.Object({ code: Type.String(), detail: Type.String() }, { description: 'Why it failed.' }),
  ),
  revision: nullable(Type.Integer({ description: "The group's revision afterwards." })),
  events: Type.Integer({ description: 'How many events it caused; of a group the last up to `revision`.' }),
  started_at: time('When it began.'),
  ended_at: nullable(time('When it ended.')),
}

export const Run = Type.Object(fields, { description: 'One carrying-out of an operation, on record.' })

export const RunRecord = Type.Object(
  {
    ...fields,
    input: Type.Unknown({
      description:
        'What was asked, in the fields of the operation; without the bytes of pictures and without secrets.',
    }),
    caused: Type.Array(
      Type.Object({
        revision: Type.Integer({ description: 'Its place among the events of the group.' }),
        type: Type.String({ description: 'What happened.' }),
      }),
      { description: `The events of the group that it caused, oldest first, up to ${causedMax}.` },
    ),
  },
  { description: 'A run with what was asked and what it caused.' },
)
