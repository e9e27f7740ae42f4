/** What holds for the SQLite store beyond the contract: plans, durability, locks, files, and failures of the disk. */
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { asId, type WorkspaceId } from '../../src/core/model.ts'
import {
  createDriver,
  createWriter,
  migrate,
  prepareWriter,
  withoutPeeking,
} from '../../src/stores/connection.ts'
import { deliveryStatements } from '../../src/stores/delivery-statements.ts'
import { migrations } from '../../src/stores/migrations/index.ts'
import { createReader } from '../../src/stores/queries.ts'
import { sealStatements } from '../../src/stores/seals.ts'
import { createSharing } from '../../src/stores/sharing.ts'
import { backupSqlite, openSqlite, restoreSqlite } from '../../src/stores/sqlite.ts'
import { reads, writes } from '../../src/stores/statements.ts'
import { begin, created, Group, personOf, withDirectory } from './world.ts'

/** A database of our own, set up as the store does, so that its inside can be looked at. */
async function withDatabase<T>(use: (connection: Database.Database) => Promise<T>): Promise<T> {
  return withDirectory(async (directory) => {
    const connection = new Database(join(directory, 'muster.db'))
    prepareWriter(connection)
    migrate(connection)
    try {
      return await use(connection)
    } finally {
      connection.close()
    }
  })
}

function planOf(connection: Database.Database, sql: string): readonly string[] {
  const query = connection.prepare(`explain query plan ${withoutPeeking(sql)}`)
  const values = Array.from({ length: sql.split('?').length - 1 }, () => 1)
  return query.all(...values).map((row) => String((row as { detail: unknown }).detail))
}

test('no statement but the one that sorts by activity scans a table or sorts rows', () =>
  withDatabase(async (connection) => {
    const all = {
      ...reads,
      ...writes,
      ...prefixed('delivery', deliveryStatements),
      ...prefixed('seal', sealStatements),
    }
    for (const [name, { sql }] of Object.entries(all)) {
      const costly = planOf(connection, sql).filter((line) => /\bSCAN\b|TEMP B-TREE/.test(line))
      const refused = costly.filter((line) => !isAllowed(name, line))
      expect(refused, `${name}: ${planOf(connection, sql).join(' | ')}`).toEqual([])
    }
  }))

/** The same statements under other names, so that none hides one of another file. */
function prefixed<T>(prefix: string, statements: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(statements).map(([name, one]) => [`${prefix} ${name}`, one]))
}

/** Parts of a plan that cost no more than the rows they answer. */
function isAllowed(name: string, line: string): boolean {
  // The rows of an inner select, which is bounded itself.
  if (/SCAN (found|every|page|CONSTANT ROW)/.test(line)) return true
  // A list that the caller gives.
  if (/SCAN json_each VIRTUAL TABLE/.test(line)) return true
  // This table holds what waits to be sealed and nothing else, and that is not much.
  if (name === 'seal workspaces') return /SCAN unsealed USING COVERING INDEX/.test(line)
  // This index holds open runs and nothing else, in the order that is asked for.
  if (line === 'SCAN runs USING INDEX runs_open') return true
  return name === 'groupsByActivity' && line.includes('TEMP B-TREE FOR ORDER BY')
}

test('a page of people is read from one index, from its key to its last standing', () =>
  withDatabase(async (connection) => {
    const [line] = planOf(connection, reads.members.sql)
    expect(line).toContain('USING COVERING INDEX memberships_page')
    expect(line).toContain('(group_id=? AND (standing,since,person_id)>(?,?,?) AND standing<?)')
  }))

test('the next of a group is found among what waits, however much was delivered', () =>
  withDatabase(async (connection) => {
    for (const { sql } of [deliveryStatements.releaseNext, deliveryStatements.isBusy]) {
      const reading = planOf(connection, sql).filter((line) => line.includes('group_id=?'))
      expect(reading.length).toBeGreaterThan(0)
      for (const line of reading) expect(line).toContain('USING COVERING INDEX deliveries_waiting')
    }
  }))

test('no statement is planned anew for a new argument', () =>
  withDatabase(async (connection) => {
    for (const { sql } of Object.values(reads)) {
      // Only a question mark behind a plus is hidden from the planner.
      expect(withoutPeeking(sql).match(/(?<!\+)\?/)).toBeNull()
      expect(() => connection.prepare(withoutPeeking(sql))).not.toThrow()
    }
  }))

test('commits wait for the disk, and rows refer only to rows that exist', () =>
  withDatabase(async (connection) => {
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(connection.pragma('synchronous', { simple: true })).toBe(2)
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1)
  }))

test('files and directory belong to their owner alone', () =>
  withDirectory(async (parent) => {
    const directory = join(parent, 'data')
    const store = await openSqlite({ directory })
    await begin(store)
    await store.backup(join(parent, 'backup'))
    const mode = (file: string) => (statSync(file).mode & 0o777).toString(8)
    expect(mode(directory)).toBe('700')
    expect(readdirSync(directory).toSorted()).toEqual([
      'muster.db',
      'muster.db-shm',
      'muster.db-wal',
      'muster.lock',
    ])
    for (const file of readdirSync(directory))
      expect([file, mode(join(directory, file))]).toEqual([file, '600'])
    expect(mode(join(parent, 'backup'))).toBe('600')
    await store.close()
  }))

test('a database from before groups could be suspended is opened, and none of its groups is', () =>
  withDirectory(async (parent) => {
    const directory = join(parent, 'data')
    const before = await openSqlite({ directory })
    const world = await begin(before)
    const group = new Group(world)
    await before.transaction(null, (tx) => group.append(tx, created(world.me, 'Old'), 10))
    await before.close()
    const connection = new Database(join(directory, 'muster.db'))
    connection.exec('alter table groups drop column suspension; pragma user_version = 4')
    connection.close()
    const store = await openSqlite({ directory })
    expect(await store.read.head(group.id)).toEqual({ ...group.now, suspension: null })
    await store.transaction(group.id, (tx) => group.append(tx, { type: 'group.suspended', reason: null }, 20))
    expect(await store.read.head(group.id)).toMatchObject({ suspension: { at: 20, reason: null } })
    await store.close()
  }))

test('a database of a newer program is refused with a sentence, and left as it is', () =>
  withDirectory(async (parent) => {
    const directory = join(parent, 'data')
    await (await openSqlite({ directory })).close()
    const file = join(directory, 'muster.db')
    const connection = new Database(file)
    connection.pragma(`user_version = ${migrations.length + 1}`)
    connection.close()
    const known = migrations.length
    const sentence = new RegExp(
      `newer Muster \\(schema ${known + 1}, this one knows ${known}\\); start that version`,
    )
    await expect(openSqlite({ directory })).rejects.toThrow(sentence)
    await expect(backupSqlite(directory, join(parent, 'backup'))).rejects.toThrow(sentence)
    await expect(restoreSqlite(file, join(parent, 'other'))).rejects.toThrow(sentence)
    expect(readdirSync(parent).toSorted()).toEqual(['data', 'other'])
    expect(readdirSync(join(parent, 'other'))).toEqual([])
  }))

test('what is no database of Muster is refused, to open and to restore', () =>
  withDirectory(async (parent) => {
    const foreign = join(parent, 'foreign')
    mkdirSync(foreign)
    const connection = new Database(join(foreign, 'muster.db'))
    connection.exec('create table things (id integer)')
    connection.close()
    await expect(openSqlite({ directory: foreign })).rejects.toThrow('is not a database of Muster')
    await expect(restoreSqlite(join(foreign, 'muster.db'), join(parent, 'a'))).rejects.toThrow(
      'not a database of Muster',
    )
    writeFileSync(join(parent, 'text'), 'x'.repeat(10_000))
    await expect(restoreSqlite(join(parent, 'text'), join(parent, 'b'))).rejects.toThrow(
      'damaged or not a database',
    )
    expect(readdirSync(join(parent, 'b'))).toEqual([])
  }))

test('a disk that is full fails its callers, keeps what was there, and is used again when it has room', () =>
  withDatabase(async (connection) => {
    const writer = createWriter(connection)
    const sharing = createSharing(writer)
    const reader = createReader(createDriver(connection, writer.isOpen, connection))
    const name = 'x'.repeat(20_000)
    const add = (id: WorkspaceId, length: number) =>
      sharing.add(true, (tx) =>
        tx.addWorkspace({ id, name: name.slice(0, length), created_at: 1, limits: {} }),
      )
    await add(asId(1), 10)
    const pages = connection.pragma('page_count', { simple: true })
    connection.pragma(`max_page_count = ${Number(pages) + 8}`)
    const ids = Array.from({ length: 10 }, (_, n) => asId<WorkspaceId>(n + 2))
    const results = await Promise.allSettled(ids.map((id) => add(id, 20_000)))
    expect(results.some(({ status }) => status === 'rejected')).toBe(true)
    for (const [index, { status }] of results.entries()) {
      const kept = await reader.workspace(ids[index] ?? asId(0))
      expect(kept !== null).toBe(status === 'fulfilled')
    }
    expect((await reader.workspace(asId(1)))?.name).toBe('xxxxxxxxxx')
    connection.pragma('max_page_count = 1000000')
    await add(asId(99), 20_000)
    expect((await reader.workspace(asId(99)))?.name).toBe(name)
  }))

test('a commit that fails fails every caller of its batch, and the next batch goes on', () =>
  withDatabase(async (connection) => {
    const writer = createWriter(connection)
    let broken = true
    const sharing = createSharing({
      ...writer,
      commit() {
        if (broken) throw new Error('no space')
        writer.commit()
      },
    })
    const reader = createReader(createDriver(connection, writer.isOpen, connection))
    const add = (id: number) =>
      sharing.add(true, (tx) => tx.addWorkspace({ id: asId(id), name: 'w', created_at: 1, limits: {} }))
    const refused = sharing.add(true, () => Promise.reject(new Error('by what a neighbour wrote')))
    const results = await Promise.allSettled([add(1), add(2), refused])
    const kept = { message: 'The store could not keep the changes; nothing of them was kept.' }
    expect(results.map((result) => result.status === 'rejected' && result.reason)).toMatchObject([
      kept,
      kept,
      kept,
    ])
    broken = false
    await add(3)
    const { items } = await reader.workspaces({ limit: 10, after: null })
    expect(items.map(({ id }) => id)).toEqual([3])
  }))

test('work stands apart only where something must be undone, and what failed before it wrote costs the batch nothing', () =>
  withDatabase(async (connection) => {
    const writer = createWriter(connection)
    const steps: string[] = []
    const noting = Object.fromEntries(
      (['begin', 'save', 'release', 'undo', 'rollback', 'commit'] as const).map((step) => [
        step,
        () => {
          steps.push(step)
          writer[step]()
        },
      ]),
    )
    const sharing = createSharing({ ...writer, ...noting })
    const reader = createReader(createDriver(connection, writer.isOpen, connection))
    const other = { id: asId<WorkspaceId>(1000), name: 'w', created_at: 1, limits: {} }
    await sharing.add(true, (tx) => tx.addWorkspace(other))
    const add = (kept: boolean, id: number, fails = false) =>
      sharing.add(kept, async (tx) => {
        if (fails && id === 0) throw new Error('refused')
        await tx.addWorkspace({ id: asId(id), name: 'w', created_at: 1, limits: {} })
        if (fails) throw new Error('refused')
      })
    const batch = async (...works: readonly Promise<void>[]) => {
      steps.length = 0
      const results = await Promise.allSettled(works)
      const { items } = await reader.workspaces({ limit: 100, after: null })
      return { told: results.map(({ status }) => status), ids: items.map(({ id }) => id), steps: [...steps] }
    }
    const [fulfilled, rejected] = ['fulfilled', 'rejected'] as const
    expect(await batch(add(true, 1), add(true, 0, true), add(true, 2))).toEqual({
      told: [fulfilled, rejected, fulfilled],
      ids: [1, 2, 1000],
      steps: ['begin', 'commit'],
    })
    expect(await batch(add(true, 3), add(false, 4), add(true, 5))).toEqual({
      told: [fulfilled, fulfilled, fulfilled],
      ids: [1, 2, 3, 5, 1000],
      steps: ['begin', 'save', 'undo', 'commit'],
    })
    expect(await batch(add(true, 6), add(true, 7, true), add(true, 8, true), add(true, 9))).toEqual({
      told: [fulfilled, rejected, rejected, fulfilled],
      ids: [1, 2, 3, 5, 6, 9, 1000],
      steps: [
        ...['begin', 'rollback', 'begin', 'save', 'release'],
        ...['save', 'undo', 'save', 'release', 'commit'],
      ],
    })
  }))

test('a batch ends at its bounds, and each batch is one commit', () =>
  withDatabase(async (connection) => {
    const writer = createWriter(connection)
    const sizes: number[] = []
    let size = 0
    const counting = {
      ...writer,
      tx() {
        size += 1
        return writer.tx()
      },
      commit() {
        sizes.push(size)
        size = 0
        writer.commit()
      },
    }
    const byNumber = createSharing(counting, { works: 4, milliseconds: 1000 })
    await Promise.all(Array.from({ length: 10 }, () => byNumber.add(true, async () => undefined)))
    expect(sizes).toEqual([4, 4, 2])
    sizes.length = 0
    const byTime = createSharing(counting, { works: 100, milliseconds: 0 })
    await Promise.all(Array.from({ length: 3 }, () => byTime.add(true, async () => undefined)))
    expect(sizes).toEqual([1, 1, 1])
  }))

test('a killed server loses nothing that it acknowledged, and its lock ends with it', () =>
  withDirectory(async (directory) => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('sqlite-child.ts', import.meta.url)), directory],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const ended = new Promise((resolve) => child.once('exit', resolve))
    let output = ''
    for await (const chunk of child.stdout) {
      output += String(chunk)
      if (output.length > 20_000 && !child.killed) {
        await expect(openSqlite({ directory })).rejects.toThrow('Another server uses')
        child.kill('SIGKILL')
      }
    }
    await ended
    const [first = '', ...lines] = output.split('\n')
    // The last line may be half a line.
    const acknowledged = lines.slice(0, -1)
    const store = await openSqlite({ directory })
    const workspace = asId<WorkspaceId>(Number(first.split(' ')[1]))
    const found = await store.read.named(workspace, 'phones', acknowledged, null)
    expect(acknowledged.length).toBeGreaterThan(1000)
    expect(found.filter(({ person }) => person === null)).toEqual([])
    await store.close()
  }))

test('a stranger in the group is refused by the database itself', () =>
  withDirectory(async (directory) => {
    const store = await openSqlite({ directory })
    const { workspace } = await begin(store)
    const unknown = { ...personOf(), id: asId<ReturnType<typeof personOf>['id']>(5) }
    const account = {
      id: asId<never>(6),
      workspace: workspace.id,
      network: 'n',
      profile: 'p',
      alias: null,
      name: 'a',
    }
    const rest = { status: 'running', metadata: {}, limits: {}, created_at: 1 } as const
    await expect(
      store.transaction(null, (tx) => tx.addAccount({ ...account, ...rest, person: unknown })),
    ).rejects.toThrow('FOREIGN KEY')
    await store.close()
  }))
