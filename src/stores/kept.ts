/**
 * What was read before, for a store that no other process writes to: who calls, how he sees a group, and pages of its people. It
 * is answered again until a transaction changes it.
 */
import type { GroupId } from '../core/model.ts'
import type { Reader } from '../core/store.ts'
import { keepPages, type Reading } from './kept-pages.ts'

/** What a transaction tells before it changes it. */
export interface Changing {
  /** Anything of a group. */
  readonly group: (group: GroupId) => void
  /** The people of a group, or what is known of their memberships. */
  readonly peopleOf: (group: GroupId) => void
  /** A person's name, which stands in his account and in the pages of every group that he is in. */
  readonly names: () => void
  /** A workspace, a key or an account that is there. */
  readonly callers: () => void
}

/** For stores that keep nothing between two readings. */
export const keepsNothing: Changing = {
  group: () => undefined,
  peopleOf: () => undefined,
  names: () => undefined,
  callers: () => undefined,
}

/** Those that nearly every request asks. */
type KeptReader = Pick<
  Reader,
  'members' | 'keyByHash' | 'workspace' | 'account' | 'head' | 'membership' | 'view'
>

/** Memberships kept at most: some 75 MB with two texts of each, and as much again that waits to be collected. */
const keptRowsMax = 50_000

/** Things of each kind that are kept at most, of a kilobyte or two. When there are more, it begins anew. */
const foundMax = 2000

/**
 * Keeps what is read. `isChanging` is whether a transaction is open. Then nothing is put away, because what is read may
 * be what it changes; and what it changes was dropped when it said so. So what is kept is what is committed.
 */
export function keepRead(
  read: KeptReader,
  isChanging: () => boolean,
  rowsMax = keptRowsMax,
): { readonly kept: KeptReader; readonly changing: Changing } {
  let changes = 0
  const reading: Reading = async (look, keep) => {
    const seen = isChanging() ? null : changes
    const found = await look()
    if (seen === changes) keep(found)
    return found
  }
  const pages = keepPages(read.members, reading, rowsMax)
  const callers = {
    keyByHash: keepFound(read.keyByHash, reading),
    workspace: keepFound(read.workspace, reading),
    account: keepFound(read.account, reading),
  }
  const groups = {
    head: keepFound(read.head, reading),
    membership: keepFound(read.membership, reading),
    view: keepFound(read.view, reading),
  }
  const forgetAll = (all: Readonly<Record<string, { readonly forget: () => void }>>) => {
    changes += 1
    for (const { forget } of Object.values(all)) forget()
  }
  const kept = {
    members: pages.members,
    keyByHash: callers.keyByHash.find,
    workspace: callers.workspace.find,
    account: callers.account.find,
    head: groups.head.find,
    membership: groups.membership.find,
    view: groups.view.find,
  }
  const changing = {
    group(group: GroupId) {
      changes += 1
      for (const { drop } of Object.values(groups)) drop(group)
    },
    peopleOf(group: GroupId) {
      changes += 1
      pages.drop(group)
    },
    names: () => forgetAll({ pages, ...callers, ...groups }),
    callers: () => forgetAll(callers),
  }
  return { kept, changing }
}

/** Keeps single things by what they are asked for with. What was not found is not kept. */
function keepFound<K extends number | string, A extends readonly number[], T extends object | null>(
  read: (of: K, ...rest: A) => Promise<T>,
  reading: Reading,
) {
  const kept = new Map<K, Map<string, T>>()
  let count = 0
  function forget(): void {
    kept.clear()
    count = 0
  }
  function keep(of: K, name: string, found: T): void {
    if (found === null) return
    if (count >= foundMax) forget()
    const known = kept.get(of) ?? new Map<string, T>()
    if (!known.has(name)) count += 1
    kept.set(of, known.set(name, found))
  }
  return {
    async find(of: K, ...rest: A): Promise<T> {
      const name = rest.join(' ')
      const known = kept.get(of)?.get(name)
      if (known !== undefined) return known
      return reading(
        () => read(of, ...rest),
        (found) => keep(of, name, found),
      )
    },
    drop(of: K): void {
      count -= kept.get(of)?.size ?? 0
      kept.delete(of)
    },
    forget,
  }
}
