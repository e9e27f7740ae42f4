/** What stands on the lines of answers that are lines of JSON, beside what the rows of the dialects put there. */
import { type TSchema, Type } from 'typebox'
import type { Dialect, Route } from '../dialects/dialect.ts'

/** Newline-delimited JSON: one value on each line. */
export const lineMedia = 'application/x-ndjson'

const counts = Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
  description: 'How many came to each outcome, such as `added`; what nobody came to is left out.',
})

const ListEnd = Type.Object(
  {
    done: Type.Literal(true),
    count: Type.Integer({ description: 'Lines before this one.' }),
    from_revision: Type.Integer({ description: "The group's revision before the first page was read." }),
    to_revision: Type.Integer({
      description: 'And after the last. When the two are the same, the list is exactly of this revision.',
    }),
  },
  { description: 'The last line of a list that is whole.' },
)

const UploadEnd = Type.Object(
  {
    done: Type.Literal(true),
    batches: Type.Integer({ description: 'Batches that were carried out.' }),
    lines: Type.Integer({ description: 'People in them.' }),
    counts,
  },
  { description: 'The last line when every line of the body was carried out.' },
)

const batchFields = {
  batch: Type.Integer({ description: 'From 1.' }),
  from_line: Type.Integer({
    description: 'Its first line of the body, from 1; empty lines are counted too.',
  }),
  to_line: Type.Integer({ description: 'Its last line of the body.' }),
  run: Type.String({ description: 'The run that carried it out: `run_…`.' }),
  revision: Type.Integer({ description: "The group's revision afterwards." }),
  replayed: Type.Boolean({
    description: 'It was done before, by a request with the same Idempotency-Key, and not again.',
  }),
  counts,
}

function failed(dialect: Dialect, more: Readonly<Record<string, TSchema>>, description: string) {
  return Type.Object({ error: dialect.failureSchema, ...more }, { description })
}

/** A line of a whole list. */
export function listLine(dialect: Dialect, line: TSchema): TSchema {
  const broken = failed(dialect, {}, 'The last line of a list that broke off.')
  return Type.Union([line, ListEnd, broken], { description: 'One line.' })
}

/** A line of the answer to a body of lines. */
export function batchLine(dialect: Dialect, row: Route): TSchema {
  // The row's own answer is an object; its fields stand beside those of the batch.
  const { properties } = Object(row.reply.schema) as {
    readonly properties: Readonly<Record<string, TSchema>>
  }
  const batch = Type.Object({ ...batchFields, ...properties }, { description: 'What became of one batch.' })
  const { done: _, ...before } = UploadEnd.properties
  const broken = failed(dialect, before, 'The last line when it broke off: why, and what was done before.')
  return Type.Union([batch, UploadEnd, broken], { description: 'One line.' })
}
