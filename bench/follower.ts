/**
 * A consumer in a process of its own, to be killed: it follows the feed and keeps a replica of who is in which group,
 * with the cursor, in one file that is replaced as a whole. `follower.ts <url> <key> <file> <stream|poll>`.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { createMuster, type FeedEvent, follow } from 'muster-sdk'
import { openStream } from '../test/e2e/sse.ts'

/** How people stand to a group, as the events have said. */
export interface GroupReplica {
  revision: number
  readonly people: Record<string, string>
}

/** What a consumer keeps. */
export interface Replica {
  cursor: string
  events: number
  /** Revisions that were skipped, and that came again. */
  gaps: number
  repeats: number
  readonly groups: Record<string, GroupReplica>
}

/** The replica in a file; an empty one when there is none yet. */
export function readReplica(file: string): Replica {
  if (!existsSync(file)) return { cursor: 'start', events: 0, gaps: 0, repeats: 0, groups: {} }
  // The file is written by this module alone.
  return JSON.parse(readFileSync(file, 'utf8')) as Replica
}

interface Changed {
  readonly id: string
  readonly to: string | null
}

/** Takes an event in. */
function apply(replica: Replica, { cursor, group, revision, facts }: FeedEvent): void {
  replica.cursor = cursor
  replica.events += 1
  if (group === null || revision === null) return
  const known = replica.groups[group] ?? { revision: 0, people: {} }
  replica.groups[group] = known
  if (revision > known.revision + 1) replica.gaps += revision - known.revision - 1
  if (revision <= known.revision) {
    replica.repeats += 1
    return
  }
  known.revision = revision
  for (const { id, to } of (facts.people ?? []) as readonly Changed[]) {
    if (to === null) delete known.people[id]
    else known.people[id] = to
  }
}

async function main(url: string, key: string, file: string, way: string): Promise<void> {
  const replica = readReplica(file)
  let isSaving = false
  // What has come together is kept together: one file for a piece of the stream, not one for each event.
  const save = () => {
    if (isSaving) return
    isSaving = true
    setImmediate(() => {
      isSaving = false
      writeFileSync(`${file}.new`, JSON.stringify(replica))
      renameSync(`${file}.new`, file)
    })
  }
  const take = (event: FeedEvent) => {
    apply(replica, event)
    save()
  }
  process.stdout.write('begun\n')
  if (way === 'poll') {
    const onPosition = (cursor: string) => {
      replica.cursor = cursor
      save()
    }
    for await (const event of follow(
      createMuster({ url, key, retries: 0 }),
      { after: replica.cursor },
      { onPosition },
    ))
      take(event)
  }
  for (;;) {
    try {
      for await (const { id, event, data } of await openStream(url, { key, lastEventId: replica.cursor })) {
        if (id === undefined) continue
        if (event === undefined || data === undefined) {
          replica.cursor = id
          save()
        } else take(JSON.parse(data) as FeedEvent)
      }
    } catch {
      // The server is gone for a moment; the cursor says where to go on.
    }
    await wait(50)
  }
}

if (process.argv[1] === import.meta.filename) {
  const [url = '', key = '', file = '', way = ''] = process.argv.slice(2)
  await main(url, key, file, way)
}
