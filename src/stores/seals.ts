/** The chain over the runs, as it is kept. */
import { asId, type RunId, type WorkspaceId } from '../core/model.ts'
import type { Seal } from '../core/seal.ts'
import type { SealReader, SealTx } from '../core/store.ts'
import { type Driver, statement } from './driver.ts'
import { pageOf, startOf } from './paging.ts'
import { json, type RunRow, runFields, toRun } from './rows.ts'

interface SealRow {
  readonly workspace_id: number
  readonly number: number
  readonly at: number
  readonly runs: string
  readonly previous: string
  readonly hash: string
}

const fields = 'workspace_id, number, at, runs, previous, hash'

/** The statements on the chain. */
export const sealStatements = {
  workspaces: statement<[], { readonly workspace_id: number }>('select distinct workspace_id from unsealed'),
  unsealed: statement<[workspace: number, most: number], { readonly seq: number; readonly run_id: number }>(
    'select seq, run_id from unsealed where workspace_id = ? order by seq limit ?',
  ),
  unsealedRecords: statement<
    [workspace: number, after: number, most: number],
    { readonly seq: number; readonly run_id: number } & (RunRow | { readonly id: null })
  >(`
    select u.seq, u.run_id, ${runFields('r.')} from unsealed u
    left join runs r on r.id = u.run_id and r.workspace_id = u.workspace_id
    where u.workspace_id = ? and u.seq > ? order by u.seq limit ?`),
  last: statement<[workspace: number], SealRow>(
    `select ${fields} from seals where workspace_id = ? order by number desc limit 1`,
  ),
  page: statement<[workspace: number, after: number, limit: number], SealRow>(
    `select ${fields} from seals where workspace_id = ? and number > ? order by number limit ?`,
  ),
  add: statement<
    [workspace: number, number: number, at: number, runs: string, previous: string, hash: string]
  >(`insert into seals (${fields}) values (?, ?, ?, ?, ?, ?)`),
  unqueue: statement<[workspace: number, seq: number]>(
    'delete from unsealed where workspace_id = ? and seq <= ?',
  ),
}

function toSeal(row: SealRow): Seal {
  const { number, at, previous, hash } = row
  // The text was written by `addSeal` below.
  const runs = JSON.parse(row.runs) as Seal['runs']
  return { workspace: asId(row.workspace_id), number, at, runs, previous, hash }
}

export function sealReader(driver: Driver): SealReader {
  return {
    async unsealedWorkspaces() {
      const rows = await driver.all(sealStatements.workspaces)
      return rows.map((row) => asId<WorkspaceId>(row.workspace_id))
    },
    async unsealed(workspace, most) {
      const rows = await driver.all(sealStatements.unsealed, workspace, most)
      return rows.map(({ seq, run_id }) => ({ seq, run: asId<RunId>(run_id) }))
    },
    async unsealedRecords(workspace, after, most) {
      const rows = await driver.all(sealStatements.unsealedRecords, workspace, after, most)
      return rows.map((row) => ({
        seq: row.seq,
        run: asId<RunId>(row.run_id),
        record: row.id === null ? null : toRun(row),
      }))
    },
    async lastSeal(workspace) {
      const row = await driver.one(sealStatements.last, workspace)
      return row === undefined ? null : toSeal(row)
    },
    async seals(workspace, page) {
      const [after = 0] = startOf(page, [0])
      const rows = await driver.all(sealStatements.page, workspace, after, page.limit + 1)
      return pageOf(rows, page, toSeal, (row) => [row.number])
    },
  }
}

export function sealChanges(driver: Driver): SealTx {
  return {
    async addSeal({ workspace, number, at, runs, previous, hash }, seq) {
      await driver.run(sealStatements.add, workspace, number, at, json(runs), previous, hash)
      await driver.run(sealStatements.unqueue, workspace, seq)
    },
  }
}
