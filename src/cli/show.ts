/** Prints replies: as JSON for programs, as tables for people. */
import { type CallOptions, pages, type Schemas } from 'muster-sdk'
import type { Context } from './command.ts'
import { flag, id, whole } from './field.ts'
import { colours, details, json, table } from './output.ts'
import { type Exit, exits } from './told.ts'

type Thing = Readonly<Record<string, unknown>>
type Outcome = Schemas['Outcome']

/** Options of every list. */
export const paging = {
  limit: whole('Rows of a page, 1 to 1,000; 100 when left out.'),
  cursor: id('Where the page before said that the next begins.', 'cursor'),
  all: flag('All pages.'),
}

/** What a command has been given of `paging`. */
export interface Paged {
  readonly limit: number | undefined
  readonly cursor: string | undefined
  readonly all: boolean | undefined
}

/** Headings, and what stands under each for one item. */
export type Columns<T> = Readonly<Record<string, (item: T) => unknown>>

/** A reply with one thing in it. */
export function showOne({ isJson, print, call }: Context, reply: Thing, done?: string): Exit {
  if (isJson) print(json(reply))
  else
    print(
      done === undefined
        ? details(reply)
        : `${done}${call.dryRun === true ? ' (dry run: nothing was changed)' : ''}`,
    )
  return exits.ok
}

interface Page<T> {
  readonly data: readonly T[]
  readonly next_cursor?: string | null
  readonly next_after?: number | null
}

function showRows<T>(context: Context, items: readonly T[], columns: Columns<T>): void {
  const rows = items.map((item) => Object.values(columns).map((value) => value(item)))
  context.print(rows.length === 0 ? colours.dim('There are none.') : table(Object.keys(columns), rows))
}

/** People read page by page what a program wants as a whole. */
const rowsAtOnce = 1000

/** A list: one page, or all of them. `input` carries what narrows the list, and the paging. */
export async function showList<I extends object, T>(
  context: Context,
  list: (input: I, options?: CallOptions) => Promise<Page<T>>,
  input: NoInfer<I>,
  all: boolean | undefined,
  columns: Columns<T>,
): Promise<Exit> {
  if (all === true) return showAll(context, list, { ...input, limit: rowsAtOnce }, columns)
  const page = await list(input)
  if (context.isJson) {
    context.print(json(page))
    return exits.ok
  }
  showRows(context, page.data, columns)
  const next = page.next_cursor == null ? null : `--cursor ${page.next_cursor}`
  const rest = next ?? (page.next_after == null ? null : `--after ${page.next_after}`)
  if (rest !== null) context.warn(`There are more: ${rest}, or --all.`)
  return exits.ok
}

async function showAll<I extends object, T>(
  context: Context,
  list: (input: I, options?: CallOptions) => Promise<Page<T>>,
  input: NoInfer<I>,
  columns: Columns<T>,
): Promise<Exit> {
  const items: T[] = []
  let isFirst = true
  for await (const item of pages(list, input)) {
    items.push(item)
    if (context.isJson || items.length < rowsAtOnce) continue
    showRows(context, items.splice(0), columns)
    isFirst = false
  }
  if (context.isJson) context.print(json({ data: items, next_cursor: null }))
  else if (items.length > 0 || isFirst) showRows(context, items, columns)
  return exits.ok
}

/** Reasons with which `unchanged` means that there was nobody to do it to. */
const missing = new Set(['not_a_participant', 'not_banned'])

function hasSucceeded({ outcome, reason = '' }: Outcome): boolean {
  return (
    outcome !== 'refused' && outcome !== 'unconfirmed' && !(outcome === 'unchanged' && missing.has(reason))
  )
}

const outcomeColumns: Columns<Outcome> = {
  participant: (one) => one.participant,
  outcome: (one) => one.outcome,
  reason: (one) => (one.retryable === true ? `${one.reason ?? ''} (can succeed later)` : one.reason),
  invite: (one) => one.invite?.code,
}

/** What became of each person. It is a failure when nobody got what was asked for. */
export function showOutcomes(context: Context, reply: { readonly outcomes: readonly Outcome[] }): Exit {
  const { outcomes } = reply
  if (context.isJson) context.print(json(reply))
  else if (outcomes.length > 0) showRows(context, outcomes, outcomeColumns)
  const succeeded = outcomes.filter(hasSucceeded).length
  if (succeeded === outcomes.length) return exits.ok
  context.warn(`It succeeded for ${succeeded} of ${outcomes.length}; the reason is beside each.`)
  return succeeded === 0 ? exits.refused : exits.ok
}

/**
 * What became of each of very many people, shown part by part, with a word on how far it is. It is a failure when somebody
 * did not get what was asked for: nobody reads a million lines to find him.
 */
export async function showOutcomesOf(
  context: Context,
  parts: AsyncIterable<{ readonly outcomes: readonly Outcome[] }>,
): Promise<Exit> {
  const { isJson, print, warn } = context
  let all = 0
  let succeeded = 0
  const tell = () => warn(`${all} people so far, it succeeded for ${succeeded}.`)
  // One document, however many parts there are.
  if (isJson) print('{ "outcomes": [')
  try {
    for await (const { outcomes } of parts) {
      if (isJson)
        print(
          outcomes.map((one, index) => `${all + index === 0 ? '' : ','}${JSON.stringify(one)}`).join('\n'),
        )
      else showRows(context, outcomes, outcomeColumns)
      all += outcomes.length
      succeeded += outcomes.filter(hasSucceeded).length
      tell()
    }
  } finally {
    if (isJson) print('] }')
  }
  if (succeeded === all) return exits.ok
  warn(`It succeeded for ${succeeded} of ${all}; the reason is beside each.`)
  return exits.refused
}
