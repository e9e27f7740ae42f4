/** The past of groups: who was in one when, and what is over by now. */
import { asId, type GroupId, type PersonId } from '../core/model.ts'
import type { Reader } from '../core/store.ts'
import type { Driver } from './driver.ts'
import { pageOf, startOf } from './paging.ts'
import { toKey, toStay } from './rows.ts'
import { reads } from './statements.ts'

/**
 * The last revision of a group that is not after a time. Revisions rise with time, so halving the range finds it in
 * as many look-ups as the number of revisions has bits.
 */
async function revisionAt(driver: Driver, group: number, at: number): Promise<number> {
  let low = 0
  let high = (await driver.one(reads.lastRevision, group))?.revision ?? 0
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const event = await driver.one(reads.timeOfRevision, group, middle)
    if (event !== undefined && event.at <= at) low = middle
    else high = middle - 1
  }
  return low
}

export function historyReader(driver: Driver) {
  return {
    async membersAt(group, revision, page) {
      const [after = 0] = startOf(page, [0])
      const most = page.limit + 1
      const present = await driver.all(reads.presentAt, group, after, revision, most)
      const past = await driver.all(reads.pastAt, group, after, revision, revision, most)
      // Whoever goes between the two reads is in both of them; at one revision he stands once.
      const both = [...present, ...past].sort((a, b) => a.person_id - b.person_id)
      const rows = both.filter((row, index) => row.person_id !== both[index - 1]?.person_id).slice(0, most)
      return pageOf(rows, page, toStay, (row) => [row.person_id])
    },
    async stays(group, person, page) {
      const [after = 0] = startOf(page, [0])
      const past = await driver.all(reads.pastStays, group, person, after, page.limit + 1)
      const present = await driver.all(reads.presentStay, group, person, after)
      const rows = [...past, ...present].slice(0, page.limit + 1)
      return pageOf(rows, page, toStay, (row) => [row.from_revision])
    },
    revisionAt: (group, at) => revisionAt(driver, group, at),
    async dueMemberships(at, most) {
      const rows = await driver.all(reads.dueMemberships, at, most)
      return rows.map((row) => ({
        group: asId<GroupId>(row.group_id),
        person: asId<PersonId>(row.person_id),
      }))
    },
    async dueInvites(at, most) {
      const rows = await driver.all(reads.dueInvites, at, most)
      return rows.map((row) => ({ group: asId<GroupId>(row.group_id), code: row.code }))
    },
    async duePins(at, most) {
      return (await driver.all(reads.duePins, at, most)).map(({ id }) => asId<GroupId>(id))
    },
    async dueKeys(at, most) {
      return (await driver.all(reads.dueKeys, at, most)).map(toKey)
    },
  } satisfies Partial<Reader>
}
