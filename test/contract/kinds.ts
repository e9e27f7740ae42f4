/** The stores that keep the contract. A new one is added here and nowhere else. */
import type { Store } from '../../src/core/store.ts'
import { backupSqlite, openSqlite, restoreSqlite } from '../../src/stores/sqlite.ts'

export interface Kind {
  readonly name: string
  /** Opens the store that lives at this place, or makes it. */
  readonly open: (place: string) => Promise<Store>
  /** Copies from outside of the server that uses the place. */
  readonly backup: (place: string, file: string) => Promise<void>
  readonly restore: (file: string, place: string) => Promise<void>
}

export const kinds: readonly Kind[] = [
  {
    name: 'sqlite',
    open: (directory) => openSqlite({ directory }),
    backup: backupSqlite,
    restore: restoreSqlite,
  },
]
