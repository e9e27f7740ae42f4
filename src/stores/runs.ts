/** The record of runs, and how one finds something in it. */
import type { Page } from '../core/cursor.ts'
import type { Reader, Run, RunFilter } from '../core/store.ts'
import type { Driver } from './driver.ts'
import { beyond, byId, pageOf, startOf } from './paging.ts'
import { type RunRow, toRun } from './rows.ts'
import { reads } from './statements.ts'

/** So many runs are looked through for one page of those that are wanted; the page's key says how far that was. */
const lookedThroughMax = 5000

/** Ids rise with the time at which a run began, but a burst borrows from the seconds to come. */
const slackMs = 60_000

function isWanted(row: RunRow, filter: RunFilter): boolean {
  const { key, account, operation, status, since, before } = filter
  return (
    (key === undefined || row.key_id === key) &&
    (account === undefined || row.account_id === account) &&
    (operation === undefined || row.operation === operation) &&
    (status === undefined || row.status === status) &&
    (since === undefined || row.started_at >= since) &&
    (before === undefined || row.started_at < before)
  )
}

/** Without these every run that is read is wanted. */
function isNarrow({ key, account, operation, status, since, before }: RunFilter): boolean {
  return [key, account, operation, status, since, before].some((wish) => wish !== undefined)
}

type RunListing = Parameters<Reader['runs']>[1]

async function runs(driver: Driver, workspace: number, page: RunListing): Promise<Page<Run>> {
  const { limit, filter = {} } = page
  let [from = beyond] = startOf(page, [beyond])
  const found: RunRow[] = []
  const atOnce = isNarrow(filter) ? 1000 : limit + 1
  for (let looked = 0; looked < lookedThroughMax; ) {
    const most = Math.min(atOnce, lookedThroughMax - looked)
    const rows =
      filter.group === undefined
        ? await driver.all(reads.runs, workspace, from, most)
        : await driver.all(reads.runsOfGroup, filter.group, workspace, from, most)
    found.push(...rows.filter((row) => isWanted(row, filter)))
    if (found.length > limit) return pageOf(found.slice(0, limit + 1), page, toRun, byId)
    const last = rows.at(-1)
    const isPast =
      last !== undefined && filter.since !== undefined && last.started_at < filter.since - slackMs
    if (last === undefined || rows.length < most || isPast) return { items: found.map(toRun), next: null }
    from = last.id
    looked += rows.length
  }
  return { items: found.map(toRun), next: [from] }
}

export function runReader(driver: Driver) {
  return {
    runs: (workspace, page) => runs(driver, workspace, page),
    async run(workspace, id) {
      const row = await driver.one(reads.run, id, workspace)
      return row === undefined ? null : toRun(row)
    },
  } satisfies Partial<Reader>
}
