/**
 * Pages of people that were read before, for a store that no other process writes to: they are answered again for as
 * long as nobody in the group has moved. The same page is the same object then, so that whoever made something of it
 * may keep that too.
 */
import type { Page } from '../core/cursor.ts'
import type { GroupId, Membership } from '../core/model.ts'
import type { Reader } from '../core/store.ts'

/** What a transaction tells before it changes it. */
export interface Changing {
  /** The people of a group, or what is known of their memberships. */
  readonly peopleOf: (group: GroupId) => void
  /** A person's name, which stands in the pages of every group that he is in. */
  readonly names: () => void
}

/** For stores that keep nothing between two readings. */
export const keepsNothing: Changing = { peopleOf: () => undefined, names: () => undefined }

export interface Kept extends Changing {
  /** Reads a page, or answers the one that was read before. */
  readonly members: Reader['members']
}

/** Memberships kept at most: some 20 MB, and as much again for what was made of them. */
export const keptRowsMax = 50_000

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

/**
 * Keeps pages of what is read, from the second time on. `isChanging` is whether a transaction is open. Then nothing is put
 * away, because what is read may be what it changes; and what it changes was dropped when it said so. So what is kept is
 * what is committed.
 */
export function keepPages(read: Reader['members'], isChanging: () => boolean, rowsMax = keptRowsMax): Kept {
  // The group that was used longest ago comes first.
  const groups = new Map<GroupId, KeptGroup>()
  let rows = 0
  let changes = 0
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
      const seen = isChanging() ? null : changes
      const fresh = await read(group, standings, page)
      // Another reader may have put it away meanwhile.
      if (seen === changes && !groups.get(group)?.pages.get(key)) put(group, key, fresh)
      return fresh
    },
    peopleOf(group) {
      changes += 1
      drop(group)
    },
    names() {
      changes += 1
      groups.clear()
      rows = 0
    },
  }
}
