/**
 * Pages of people that were read before. The same page is the same object as long as it is kept, so that whoever made
 * something of it may keep that too.
 */
import type { Page } from '../core/cursor.ts'
import type { GroupId, Membership } from '../core/model.ts'
import type { Reader } from '../core/store.ts'

/** Reads, and keeps what was read unless something was changed meanwhile. */
export type Reading = <T>(read: () => Promise<T>, keep: (found: T) => void) => Promise<T>

/** What a page takes beside its rows, counted in rows. */
const rowsOfPage = 8

/**
 * A group makes room for others only when so many pages were read since one of its own was. Whoever goes through more
 * groups than there is room for would otherwise find none of them kept, and pay for the keeping each time.
 */
const idleAfter = 1000

interface KeptGroup {
  /** By what was asked for; null for a page that was read once. */
  readonly pages: Map<string, Page<Membership> | null>
  rows: number
  /** When a page of it was asked for last, as a count of readings. */
  usedAt: number
}

interface KeptPages {
  /** Reads a page, or answers the one that was read before. */
  readonly members: Reader['members']
  readonly drop: (group: GroupId) => void
  readonly forget: () => void
}

/** Keeps pages from the second time on that they are read. */
export function keepPages(read: Reader['members'], reading: Reading, rowsMax: number): KeptPages {
  // The group that was used longest ago comes first.
  const groups = new Map<GroupId, KeptGroup>()
  let rows = 0
  let readings = 0

  function drop(group: GroupId): void {
    rows -= groups.get(group)?.rows ?? 0
    groups.delete(group)
  }

  function makeRoom(size: number): boolean {
    for (const [group, { usedAt }] of groups) {
      if (rows + size <= rowsMax || readings - usedAt < idleAfter) break
      drop(group)
    }
    return rows + size <= rowsMax
  }

  function put(group: GroupId, key: string, page: Page<Membership>): void {
    const isKnown = groups.get(group)?.pages.has(key) ?? false
    const size = isKnown ? page.items.length : rowsOfPage
    if (!makeRoom(size)) return
    const found = groups.get(group) ?? { pages: new Map(), rows: 0, usedAt: readings }
    found.pages.set(key, isKnown ? page : null)
    found.rows += size
    rows += size
    groups.set(group, found)
  }

  /** The page, if it is kept. */
  function find(group: GroupId, key: string): Page<Membership> | null {
    const found = groups.get(group)
    if (found === undefined) return null
    found.usedAt = readings
    groups.delete(group)
    groups.set(group, found)
    return found.pages.get(key) ?? null
  }

  return {
    async members(group, standings, page) {
      readings += 1
      const key = `${standings.join()} ${page.limit} ${page.skip ?? 0} ${page.after?.join() ?? ''}`
      const known = find(group, key)
      if (known !== null) return known
      return reading(
        () => read(group, standings, page),
        (fresh) => {
          // Another reader may have put it away meanwhile.
          if (!groups.get(group)?.pages.get(key)) put(group, key, fresh)
        },
      )
    },
    drop,
    forget() {
      groups.clear()
      rows = 0
    },
  }
}
