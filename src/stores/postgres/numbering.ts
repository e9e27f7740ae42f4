/**
 * The feed's numbers. Transactions commit in another order than they began, so an event gets its number a moment
 * after its commit: one call numbers what is committed in a workspace, in the order of its writing, and holds the
 * workspace's counter meanwhile. So a number is seen only when all smaller ones are, and no writer waits for another.
 */
import type { WorkspaceId } from '../../core/model.ts'
import { type Pool, send, show } from './connection.ts'

/**
 * So many events get their numbers by one call, which takes a hundred milliseconds. All at once could take longer than a
 * statement may, and would be undone and begun anew for ever.
 */
const numberedAtOnce = 5000

/**
 * What numbers are given by. Whose lock on the counter this waits for has committed his numbers when it goes on: each
 * of these statements sees what is committed when it begins. The order of writing is, within a group, the order of its
 * revisions. Each event is changed by its key: a plan for all at once may read all of the workspace's events for a few.
 */
export const numberFunction = {
  name: 'muster_number',
  head: 'function muster_number(of_workspace bigint) returns bigint language plpgsql',
  body: `
declare
  written bigint;
  fresh bigint := 0;
begin
  perform 1 from feeds where workspace_id = of_workspace for update;
  if not found then
    insert into feeds values (of_workspace) on conflict do nothing;
    perform 1 from feeds where workspace_id = of_workspace for update;
  end if;
  for written in
    select arrival from events where workspace_id = of_workspace and seq is null order by arrival limit ${numberedAtOnce}
  loop
    update events set seq = nextval('feed_numbers') where workspace_id = of_workspace and arrival = written;
    fresh := fresh + 1;
  end loop;
  if fresh > 0 then
    perform pg_notify('muster', of_workspace::text);
  end if;
  return fresh;
end `,
} as const

const numberEvents = { name: 'number_events', text: 'select muster_number($1)::int as fresh' }
const unnumbered = {
  name: 'unnumbered',
  text: 'select distinct workspace_id from events where seq is null',
}

export interface Numbering {
  /** Events were committed in these workspaces. */
  readonly committed: (workspaces: Iterable<WorkspaceId>) => void
  /** Waits until everything that this server committed in the workspace has its number. */
  readonly settled: (workspace: WorkspaceId) => Promise<void>
  /** Numbers what other servers left behind when they ended between a commit and its number. */
  readonly sweep: () => Promise<void>
  readonly close: () => Promise<void>
}

interface Rounds {
  /** The round under way, and the one behind it, for what was committed meanwhile. */
  now: Promise<void>
  next: Promise<void> | null
}

export function createNumbering(pool: Pool): Numbering {
  const byWorkspace = new Map<WorkspaceId, Rounds>()

  async function round(workspace: WorkspaceId): Promise<void> {
    // A round that fails leaves the events where the next round, or any server's sweep, finds them.
    const link = await pool.take().catch(() => null)
    if (link === null) return
    show(link, '*')
    let fresh: unknown = numberedAtOnce
    while (fresh === numberedAtOnce) {
      const numbered = await send(link, numberEvents, [workspace]).catch(() => null)
      fresh = numbered?.rows[0]?.fresh
    }
    pool.give(link)
  }

  function begin(workspace: WorkspaceId): Promise<void> {
    const known = byWorkspace.get(workspace)
    if (known === undefined) {
      const rounds: Rounds = { now: round(workspace), next: null }
      byWorkspace.set(workspace, rounds)
      void rounds.now.then(() => follow(workspace, rounds))
      return rounds.now
    }
    // What is committed now may have come too late for the round under way.
    known.next ??= known.now.then(() => round(workspace))
    return known.next
  }

  function follow(workspace: WorkspaceId, rounds: Rounds): void {
    if (rounds.next === null) {
      byWorkspace.delete(workspace)
      return
    }
    rounds.now = rounds.next
    rounds.next = null
    void rounds.now.then(() => follow(workspace, rounds))
  }

  return {
    committed(workspaces) {
      for (const workspace of workspaces) void begin(workspace)
    },
    async settled(workspace) {
      const rounds = byWorkspace.get(workspace)
      if (rounds !== undefined) await (rounds.next ?? rounds.now)
    },
    async sweep() {
      const link = await pool.take()
      try {
        show(link, '*')
        const { rows } = await send(link, unnumbered, [])
        for (const { workspace_id } of rows) void begin(workspace_id)
      } finally {
        pool.give(link)
      }
    },
    async close() {
      while (byWorkspace.size > 0) {
        await Promise.all([...byWorkspace.values()].map(({ now, next }) => next ?? now))
      }
    },
  }
}
