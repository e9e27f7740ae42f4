/** The rows of runs: who did what. */
import { type Static, Type } from 'typebox'
import { fail } from '../../core/failure.ts'
import type * as core from '../../core/model.ts'
import type { KeyId, RunId } from '../../core/model.ts'
import type { RunRecord } from '../../core/operations/get-run.ts'
import { operations } from '../../core/operations/index.ts'
import type { Run } from '../../core/store.ts'
import { isoTime, route } from '../dialect.ts'
import * as render from './render.ts'
import * as shapes from './run-shapes.ts'
import { Page } from './shapes.ts'

/** Fields of recorded inputs that hold an id of ours, and its kind. */
const idFields: Readonly<Record<string, keyof typeof render.prefixes>> = {
  account: 'account',
  accounts: 'account',
  bound_to: 'account',
  group: 'group',
  key: 'key',
  message: 'message',
  run: 'run',
  webhook: 'webhook',
  delivery: 'delivery',
}
const timeFields = new Set(['expires_at', 'muted_until', 'since', 'before', 'after'])

/** A recorded input as the wire spells it: ids and times are numbers inside, and texts outside. */
export function inputTo(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => inputTo(one, field))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inputTo(one, name)]))
  }
  if (typeof value !== 'number') return value
  const kind = Object.hasOwn(idFields, field) ? idFields[field] : undefined
  if (kind !== undefined) return render.idTo(kind, value)
  return timeFields.has(field) ? timeTo(value) : value
}

/** Beyond what a date can be, which an input may have named, it stays the number that it is. */
function timeTo(value: number): unknown {
  return Math.abs(value) <= 8.64e15 ? isoTime(value) : value
}

function run(value: Run): Static<typeof shapes.Run> {
  // The output was written by the operation; those that name people carry `outcomes`.
  const output = value.output as { readonly outcomes?: readonly core.Outcome[] } | null
  return {
    id: render.idTo('run', value.id),
    key: render.idTo('key', value.key),
    account: value.account === null ? null : render.idTo('account', value.account),
    group: value.group === null ? null : render.idTo('group', value.group),
    dialect: value.dialect,
    operation: value.operation,
    request_id: value.request_id,
    status: value.status,
    outcomes: (output?.outcomes ?? []).map(render.outcome),
    problem: value.failure === null ? null : { code: value.failure.code, detail: value.failure.detail },
    revision: value.revision,
    events: value.events,
    started_at: isoTime(value.started_at),
    ended_at: value.ended_at === null ? null : isoTime(value.ended_at),
  }
}

function record({ run: value, caused }: RunRecord): Static<typeof shapes.RunRecord> {
  return { ...run(value), input: inputTo(value.input), caused: caused.map((event) => ({ ...event })) }
}

function operationFrom(name: string): string {
  if (Object.hasOwn(operations, name)) return name
  return fail('invalid_input', `There is no operation \`${name}\`; the document at /docs names them all.`)
}

export const runRoutes = [
  route({
    method: 'GET',
    path: '/runs',
    operation: 'listRuns',
    description:
      'Where the filters fit few runs a page can hold fewer than asked for, or none, and still have a `next_cursor`.',
    params: Type.Object({}),
    query: shapes.RunsQuery,
    reply: { status: 200, schema: Page(shapes.Run) },
    decode: ({ query }) => ({
      ...render.pageFrom('r', 1, query),
      ...(query.key === undefined ? {} : { key: render.idFrom<KeyId>('key', query.key) }),
      ...(query.account === undefined ? {} : { account: render.accountFrom(query.account) }),
      ...(query.group === undefined ? {} : { group: render.idFrom<core.GroupId>('group', query.group) }),
      ...(query.operation === undefined ? {} : { operation: operationFrom(query.operation) }),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.since === undefined ? {} : { since: render.timeFrom('since', query.since) }),
      ...(query.before === undefined ? {} : { before: render.timeFrom('before', query.before) }),
    }),
    encode: (page) => ({ status: 200, body: render.pageTo('r', page, run) }),
  }),
  route({
    method: 'GET',
    path: '/runs/{run}',
    operation: 'getRun',
    params: Type.Object({
      run: Type.String({ description: '`run_…`, from the header Muster-Run of the answer.' }),
    }),
    reply: { status: 200, schema: shapes.RunRecord },
    decode: ({ params }) => ({ run: render.idFrom<RunId>('run', params.run) }),
    encode: (output) => ({ status: 200, body: record(output) }),
  }),
] as const
