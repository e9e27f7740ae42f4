/** `muster participant history`, `muster group diff`: groups as they were. */
import type { Output, Schemas } from 'muster-sdk'
import { type Context, command } from '../command.ts'
import { moment } from '../field.ts'
import { json, table } from '../output.ts'
import { type Columns, paging, showList } from '../show.ts'
import { exits } from '../told.ts'
import { acting, group, person } from './fields.ts'

const stayColumns: Columns<Schemas['Stay']> = {
  role: (one) => one.role,
  since: (one) => one.since,
  until: (one) => one.until,
  'from revision': (one) => one.from_revision,
  'to revision': (one) => one.to_revision,
}

type Diff = Output<'diffGroup'>

function changesOf({ changed }: Diff): readonly (readonly unknown[])[] {
  const { settings, ...rest } = changed
  const plain = Object.entries(rest).map(([field, ends]) => [field, ends?.before, ends?.after])
  const before: Readonly<Record<string, unknown>> = settings?.before ?? {}
  const single = Object.entries(settings?.after ?? {}).map(([name, after]) => [
    ...[`settings.${name}`, before[name], after],
  ])
  return [...plain, ...single]
}

function diffText(diff: Diff): string {
  const changes = changesOf(diff)
  const people = diff.people.map(({ id, name, from, to }) => [id, name, from, to])
  const counts = `Revision ${diff.from} to ${diff.to}: ${diff.messages} messages sent, ${diff.invites} invites made.`
  return [
    counts,
    ...(changes.length === 0 ? [] : ['', table(['field', 'before', 'after'], changes)]),
    ...(people.length === 0 ? [] : ['', table(['person', 'name', 'before', 'after'], people)]),
  ].join('\n')
}

function showDiff({ isJson, print }: Context, diff: Diff) {
  print(isJson ? json(diff) : diffText(diff))
  return exits.ok
}

export const pastCommands = [
  command({
    name: 'participant history',
    operations: ['listParticipantHistory'],
    summary: 'Show how a person stood to a group, from when to when; people who left too.',
    arguments: { group, person },
    options: { ...acting, ...paging },
    run: (context, { all, ...input }) =>
      showList(context, context.muster.listParticipantHistory, input, all, stayColumns),
  }),
  command({
    name: 'group diff',
    operations: ['diffGroup'],
    summary: 'Compare a group at two moments: what differs, who stands otherwise, how much was said.',
    arguments: { group },
    options: {
      ...acting,
      from: moment('Where to begin; before the group began when left out.'),
      to: moment('Where to end; now when left out.'),
    },
    run: async (context, input) => showDiff(context, await context.muster.diffGroup(input)),
  }),
]
