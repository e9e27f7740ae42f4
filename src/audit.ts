/** Checks the chain over the runs of a database, and says what it found in words and ids that people know. */
import { type Chain, type Finding, verifyAudit } from './core/audit.ts'
import { renderId } from './core/id.ts'
import type { Reader } from './core/store.ts'
import { sha256 } from './secrets.ts'
import { readPostgres } from './stores/postgres/snapshot.ts'
import { readSqlite } from './stores/snapshots.ts'

/** What was found, ready to be shown. */
export interface AuditReport {
  /** What is not as it was sealed, the first of all first; at most `findingsShown` of them. */
  readonly findings: readonly string[]
  /** How many there are in all. */
  readonly found: number
  readonly workspaces: readonly {
    readonly id: string
    readonly name: string
    readonly seals: number
    readonly runs: number
    readonly waiting: number
    /** The hash of the last seal, to be noted elsewhere; null when there is none. */
    readonly last: string | null
  }[]
}

/** Where everything is wrong, more lines help nobody. */
const findingsShown = 100

function sentenceOf({ workspace, seal, run, what }: Finding): string {
  const where = [
    ...(workspace === null ? [] : [`workspace ${renderId('wsp_', workspace.id)} (${workspace.name})`]),
    ...(seal === null ? [] : [`seal ${seal}`]),
    ...(run === null ? [] : [renderId('run_', run)]),
  ]
  return where.length === 0 ? `${what}.` : `${where.join(', ')}: ${what}.`
}

function shownOf({ workspace, seals, runs, waiting, last }: Chain): AuditReport['workspaces'][number] {
  const { id, name } = workspace
  return { id: renderId('wsp_', id), name, seals, runs, waiting, last: last === '' ? null : last }
}

/** Goes through every workspace that the reader shows. */
async function audit(reader: Reader, noted: readonly string[]): Promise<AuditReport> {
  const findings: string[] = []
  const workspaces: AuditReport['workspaces'][number][] = []
  let found = 0
  await verifyAudit(reader, sha256, noted, {
    found(finding) {
      found += 1
      if (findings.length < findingsShown) findings.push(sentenceOf(finding))
    },
    checked: (chain) => workspaces.push(shownOf(chain)),
  })
  return { findings, found, workspaces }
}

/** Checks a data directory, at one moment. A server may be running on it; nothing is written. */
export function auditSqlite(directory: string, noted: readonly string[]): Promise<AuditReport> {
  return readSqlite(directory, (reader) => audit(reader, noted))
}

/** Checks a PostgreSQL, at one moment. Servers may be running on it; nothing is written. */
export function auditPostgres(url: string, noted: readonly string[]): Promise<AuditReport> {
  return readPostgres(url, (reader) => audit(reader, noted))
}
