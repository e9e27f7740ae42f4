/** `muster audit verify`: whether the record of runs is what it was when it was sealed. */
import { resolve } from 'node:path'
import type { AuditReport } from '../app.ts'
import { clean, json, table } from './output.ts'
import { type Exit, exits } from './told.ts'

interface Wish {
  /** A data directory, or the address of a PostgreSQL. */
  readonly place: string
  /** Hashes that were noted elsewhere. */
  readonly expect: readonly string[]
  readonly isJson: boolean
}

/** Checks the chain, prints what was checked and what was found, and answers the exit code. */
export async function verifyAudit({ place, expect, isJson }: Wish): Promise<Exit> {
  const { auditPostgres, auditSqlite, isAddress } = await import('../app.ts')
  const isPostgres = isAddress(place)
  const report = await (isPostgres ? auditPostgres(place, expect) : auditSqlite(place, expect))
  // The address holds a password, so it is not repeated.
  const where = isPostgres ? 'the PostgreSQL' : resolve(place)
  if (isJson) process.stdout.write(`${json(report)}\n`)
  else process.stdout.write(`${textOf(report, where)}\n`)
  if (report.found === 0) return exits.ok
  const more = report.found > report.findings.length ? ` The first ${report.findings.length} are shown.` : ''
  const found = report.found === 1 ? 'One thing is' : `${report.found} things are`
  process.stderr.write(
    [
      `${found} not as sealed, the first of them first.${more}`,
      ...report.findings.map((finding) => `  ${clean(finding)}`),
      `Keep ${isPostgres ? 'this database' : 'this data directory'} as it is, and compare it with a backup from before.`,
      '',
    ].join('\n'),
  )
  return exits.refused
}

function textOf({ workspaces, found }: AuditReport, where: string): string {
  const rows = workspaces.map(({ id, name, seals, runs, waiting, last }) => [
    ...[id, name, seals, runs, waiting, last],
  ])
  const runs = workspaces.reduce((sum, one) => sum + one.runs, 0)
  const seals = workspaces.reduce((sum, one) => sum + one.seals, 0)
  const noted = workspaces.some(({ last }) => last !== null)
  return [
    table(['workspace', 'name', 'seals', 'runs', 'waiting', 'last hash'], rows),
    '',
    `${runs} runs in ${seals} seals of ${where} were checked${found === 0 ? ': all are as they were sealed' : ''}.`,
    ...(noted ? ['Note the last hashes elsewhere, and check them later with --expect <hash>.'] : []),
  ].join('\n')
}
