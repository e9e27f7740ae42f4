/** The stores that keep the contract. A new one is added here and nowhere else. */
import type { Store } from '../../src/core/store.ts'
import { backupPostgres, restorePostgres } from '../../src/stores/moving/index.ts'
import { openPostgres } from '../../src/stores/postgres/index.ts'
import { backupSqlite, openSqlite, restoreSqlite } from '../../src/stores/sqlite.ts'
import { databaseFor, databaseOf, databaseUrl } from '../support/postgres.ts'

export interface Kind {
  readonly name: string
  /** Opens the store that lives at this place, or makes it. */
  readonly open: (place: string) => Promise<Store>
  /** Copies from outside of the server that uses the place. */
  readonly backup: (place: string, file: string) => Promise<void>
  readonly restore: (file: string, place: string) => Promise<void>
  /** One server at a time has a place; else several may. */
  readonly isAlone: boolean
}

export const kinds: readonly Kind[] = [
  {
    name: 'sqlite',
    open: (directory) => openSqlite({ directory }),
    backup: backupSqlite,
    restore: restoreSqlite,
    isAlone: true,
  },
  {
    name: 'postgres',
    open: async (place) => openPostgres({ url: await databaseFor(place) }),
    backup: async (place, file) => backupPostgres(databaseUrl(databaseOf(place)), file),
    restore: async (file, place) => restorePostgres(file, await databaseFor(place)),
    isAlone: false,
  },
]
