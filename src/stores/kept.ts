/**
 * What was read before, for a store that no other process writes to: who calls, and pages of people. It is answered again
 * until a transaction changes it.
 */
import type { GroupId } from '../core/model.ts'
import type { Reader } from '../core/store.ts'
import { keepPages, type Reading } from './kept-pages.ts'

/** What a transaction tells before it changes it. */
export interface Changing {
  /** The people of a group, or what is known of their memberships. */
  readonly peopleOf: (group: GroupId) => void
  /** A person's name, which stands in his account and in the pages of every group that he is in. */
  readonly names: () => void
  /** A workspace, a key or an account that is there. */
  readonly callers: () => void
}

/** For stores that keep nothing between two readings. */
export const keepsNothing: Changing = {
  peopleOf: () => undefined,
  names: () => undefined,
  callers: () => undefined,
}

type KeptReader = Pick<Reader, 'members' | 'keyByHash' | 'workspace' | 'account'>

/** Memberships kept at most: some 20 MB, and as much again for what was made of them. */
const keptRowsMax = 50_000

/** Keys, workspaces and accounts kept at most, each less than a kilobyte. When there are more, it begins anew. */
const callersMax = 2000

/**
 * Keeps what is read. `isChanging` is whether a transaction is open. Then nothing is put away, because what is read may
 * be what it changes; and what it changes was dropped when it said so. So what is kept is what is committed.
 */
export function keepRead(
  read: KeptReader,
  isChanging: () => boolean,
  rowsMax = keptRowsMax,
): KeptReader & Changing {
  let changes = 0
  const reading: Reading = async (look, keep) => {
    const seen = isChanging() ? null : changes
    const found = await look()
    if (seen === changes) keep(found)
    return found
  }
  const pages = keepPages(read.members, reading, rowsMax)
  const [keys, workspaces, accounts] = [
    keepFound(read.keyByHash, reading),
    keepFound(read.workspace, reading),
    keepFound(read.account, reading),
  ]
  const forgetCallers = () => {
    for (const { forget } of [keys, workspaces, accounts]) forget()
  }
  return {
    members: pages.members,
    keyByHash: keys.find,
    workspace: workspaces.find,
    account: accounts.find,
    peopleOf(group) {
      changes += 1
      pages.drop(group)
    },
    names() {
      changes += 1
      pages.forget()
      forgetCallers()
    },
    callers() {
      changes += 1
      forgetCallers()
    },
  }
}

/** Keeps single things by what they are asked for with. What was not found is not kept. */
function keepFound<A extends readonly (number | string)[], T extends object>(
  read: (...of: A) => Promise<T | null>,
  reading: Reading,
) {
  const kept = new Map<string, T>()
  return {
    async find(...of: A): Promise<T | null> {
      const name = of.join(' ')
      return (
        kept.get(name) ??
        reading(
          () => read(...of),
          (found) => {
            if (found === null) return
            if (kept.size >= callersMax) kept.clear()
            kept.set(name, found)
          },
        )
      )
    },
    forget: () => kept.clear(),
  }
}
