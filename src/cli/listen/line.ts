/** An event of the feed on one line. */
import type { FeedEvent } from 'muster-sdk'
import { clean, colours } from '../output.ts'

interface Changed {
  readonly id: string
  readonly to: string | null
}

/** More people than this are counted instead of named. */
const namedAtMost = 5

function people(value: unknown): string {
  // The people of an event are documented by its type; whatever else stands there is not shown.
  const changes = Array.isArray(value) ? (value as readonly Changed[]) : []
  if (changes.length > namedAtMost) return `${changes.length.toLocaleString('en')} people`
  return changes.map(({ id, to }) => `${id} → ${to ?? 'nothing'}`).join(', ')
}

/** What else a person at a terminal wants to see of it. */
function details({ facts }: FeedEvent): string {
  const shown = ['name', 'code', 'account', 'key'].flatMap((name) => {
    const value = facts[name]
    return typeof value === 'string' && value !== '' ? [`${name} ${value}`] : []
  })
  return [people(facts.people), ...shown].filter((text) => text !== '').join(', ')
}

/** Cursor, time, type, group, who did it, and to whom. */
export function lineOf(event: FeedEvent): string {
  const { cursor, at, type, group, actor } = event
  const words = [type, group ?? '–', actor === null ? '' : `by ${actor}`, details(event)]
  const line = words.filter((word) => word !== '').map(clean)
  return [colours.dim(`${cursor}  ${at}`), ...line].join('  ')
}
