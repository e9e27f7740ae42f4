/**
 * What a call did not do. Events tell what changed; whoever waits for the outcome of a call by events must also learn
 * that nothing did, so this is a notice in the feed, written in the transaction of the run.
 */
import type { Notice, NoticeFacts } from './event.ts'
import type { Account } from './model.ts'
import type { Run, Tx } from './store.ts'

/** Puts into the feed that a run on a group was refused, or did nothing for anybody whom it named. */
export async function noticeRefusal(
  tx: Tx,
  run: Run,
  account: Account,
  code: string | null,
): Promise<Notice> {
  const facts: NoticeFacts = { type: 'run.refused', operation: run.operation, in_group: run.group, code }
  const notice: Notice = {
    workspace: run.workspace,
    group: null,
    revision: null,
    at: run.ended_at ?? run.started_at,
    actor: account.person,
    account: account.id,
    run: run.id,
    facts,
  }
  await tx.addNotice(notice)
  return notice
}

/** The same for a run that failed as a whole. Where there is no such account, there is nobody to tell. */
export async function noticeFailure(tx: Tx, run: Run): Promise<readonly Notice[]> {
  if (run.account === null || run.failure === null) return []
  const account = await tx.account(run.workspace, run.account)
  return account === null ? [] : [await noticeRefusal(tx, run, account, run.failure.code)]
}
