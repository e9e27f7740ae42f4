/** The chain over the runs: what was sealed is proven, and whatever is changed afterwards is named. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { auditSqlite } from '../../src/audit.ts'
import { makeSeal, recordText, runsPerSeal, sealWhatEnded } from '../../src/core/audit.ts'
import { renderId } from '../../src/core/id.ts'
import { asId, type RunId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { Seal } from '../../src/core/seal.ts'
import { sha256 } from '../../src/secrets.ts'
import { nothing, openWorld, page, type World } from '../support/core.ts'

const world = await openWorld()
const parent = mkdtempSync(join(tmpdir(), 'muster-audit-'))
afterAll(() => {
  for (const folder of [parent, world.directory]) rmSync(folder, { recursive: true })
})

const seal = (of: World = world) => sealWhatEnded({ ...of.env, rest: async () => undefined })

async function sealsOf(of: World = world): Promise<readonly Seal[]> {
  return (await of.env.store.read.seals(of.call.workspace.id, page)).items
}

// Three seals with several runs each; one run was refused, and one waits in the queue at the end.
const owner = await world.account('owner')
await seal()
const group = await world.group(owner, { anna: 'member' })
const on = { account: owner.id, group }
const sent = await world.execute(operations.sendMessage, { ...on, text: 'Hello' })
await world.attempt(operations.removeParticipants, {
  account: nothing.account,
  group,
  participants: ['anna'],
})
await seal()
await world.run(operations.createWorkspace, { name: 'Second' })
await world.run(operations.sendMessage, { ...on, text: 'Bye' })
await world.run(operations.leaveGroup, on)
await seal()
const seals = await sealsOf()
await world.run(operations.updateAccount, { account: owner.id, name: 'Waits' })
const workspace = world.call.workspace.id
const where = `workspace ${renderId('wsp_', workspace)} (First)`
const middle = sent.run ?? asId<RunId>(0)
const named = (run: number) => renderId('run_', run)
await world.env.store.close()

/** What a check finds in a copy that somebody has changed. */
async function findingsAfter(change: (database: Database.Database) => void, noted: readonly string[] = []) {
  const directory = mkdtempSync(join(parent, 'copy-'))
  cpSync(world.directory, directory, { recursive: true })
  const database = new Database(join(directory, 'muster.db'))
  database.pragma('foreign_keys = off')
  change(database)
  database.close()
  return auditSqlite(directory, noted)
}

const set = (what: string, run: number) => (database: Database.Database) => {
  expect(database.prepare(`update runs set ${what} where id = ?`).run(run).changes).toBe(1)
}
const setSeal = (what: string, number: number) => (database: Database.Database) => {
  expect(database.prepare(`update seals set ${what} where number = ?`).run(number).changes).toBe(1)
}

function sealAt(index: number): Seal {
  const found = seals[index]
  if (found === undefined) throw new Error(`no seal ${index}`)
  return found
}

test('a chain that nobody touched is as it was sealed, and says how much that is', async () => {
  const report = await findingsAfter(() => undefined, [sealAt(1).hash, sealAt(2).hash])
  expect(report.findings).toEqual([])
  expect(seals.map(({ number, runs }) => [number, runs.length])).toEqual([
    [1, 1],
    [2, 3],
    [3, 3],
  ])
  expect(report).toMatchObject({ found: 0 })
  expect(report.workspaces.map(({ seals, runs, waiting, last }) => [seals, runs, waiting, last])).toEqual([
    [3, 7, 1, sealAt(2).hash],
    [0, 0, 0, null],
  ])
})

describe('the first thing that was tampered with is named', () => {
  const record = `${where}, seal 2, ${named(middle)}: its record is not the one that was sealed.`

  test.each([
    ["input = json_set(input, '$.text', 'Other')", record],
    ["output = '{}'", record],
    ["status = 'failed'", record],
    ['key_id = key_id + 1', record],
    ['ended_at = ended_at + 1', record],
    ['operation = ?1 || operation', record],
    [
      `input = '{"half'`,
      `${where}, seal 2, ${named(middle)}: its record cannot be read (Unterminated string in JSON at position 6`,
    ],
  ])('a run with %s', async (what, sentence) => {
    const { findings, found } = await findingsAfter((database) => {
      const change = set(what.replace('?1', "'x'"), middle)
      change(database)
    })
    expect(findings[0]).toContain(sentence.replace(/\.$/, ''))
    expect(found).toBe(what.includes('half') ? 2 : 1)
  })

  test('a run that was deleted', async () => {
    const { findings } = await findingsAfter((database) => {
      database.prepare('delete from runs where id = ?').run(middle)
    })
    expect(findings).toEqual([`${where}, seal 2, ${named(middle)}: its record is missing.`])
  })

  test('a run that was put in', async () => {
    const { findings } = await findingsAfter((database) => {
      const columns = database
        .prepare<[], { name: string }>("select name from pragma_table_info('runs')")
        .all()
      const others = columns.map(({ name }) => name).filter((name) => name !== 'id')
      database.exec(
        `insert into runs (id, ${others}) select id + 1, ${others} from runs where id = ${middle}`,
      )
    })
    expect(findings).toEqual([
      `${where}, ${named(middle + 1)}: it ended, is in no seal, and does not wait for one: it was put in, or its seal is gone.`,
    ])
  })

  test('a run that was taken from the queue before it was sealed', async () => {
    const { findings } = await findingsAfter((database) => {
      database.exec('delete from unsealed')
    })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toContain('it ended, is in no seal')
  })

  test('a run that waits and was deleted, and one that waits and was sealed already', async () => {
    const { findings } = await findingsAfter((database) => {
      database.exec(`insert into unsealed (workspace_id, run_id) values (${workspace}, ${middle})`)
      database.exec(`insert into unsealed (workspace_id, run_id) values (${workspace}, 5)`)
    })
    expect(findings).toEqual([
      `${where}, ${named(middle)}: it is sealed and waits to be sealed again.`,
      `${where}, ${named(5)}: it waits to be sealed and is missing.`,
    ])
  })

  const content = `${where}, seal 2: its content does not have its hash.`

  test.each(['at = at + 1', `runs = replace(runs, '"hash":"', '"hash":"0')`, "runs = '{}'", "hash = 'ff'"])(
    'a seal with %s',
    async (what) => {
      const { findings } = await findingsAfter(setSeal(what, 2))
      expect(findings[0]).toBe(content)
    },
  )

  test('a seal that is no JSON any more', async () => {
    const { findings } = await findingsAfter(setSeal("runs = '['", 2))
    expect(findings[0]).toContain(`${where}, seal 2: it cannot be read`)
  })

  test('a seal that was changed and given a hash that fits it: the next one follows another', async () => {
    const { findings } = await findingsAfter((database) => {
      const { runs } = sealAt(1)
      const made = makeSeal(sha256, workspace, sealAt(0), runs.slice(1), sealAt(1).at)
      database.exec(`delete from runs where id = ${runs[0]?.run}`)
      const change = database.prepare('update seals set runs = ?, hash = ? where number = 2')
      change.run(JSON.stringify(made.runs), made.hash)
    })
    expect(findings).toEqual([
      `${where}, seal 3: it was made to follow another seal 2 than the one that is kept.`,
    ])
  })

  test.each([
    [1, `${where}, seal 2: the seal before it, 1, is missing.`],
    [2, `${where}, seal 3: the seal before it, 2, is missing.`],
  ])('seal %i that was deleted', async (number, sentence) => {
    const { findings } = await findingsAfter((database) => {
      database.prepare('delete from seals where number = ?').run(number)
    })
    expect(findings[0]).toBe(sentence)
  })

  test('a first seal that names one before it', async () => {
    const { findings } = await findingsAfter(setSeal("previous = 'ff'", 1))
    expect(findings[0]).toBe(`${where}, seal 1: it names a seal before it, and there is none.`)
  })

  test('an end that was cut off with its runs: only a noted hash tells', async () => {
    const cut = (database: Database.Database) => {
      database.exec('delete from seals where number = 3; delete from unsealed')
      const kept = [...sealAt(0).runs, ...sealAt(1).runs].map(({ run }) => run)
      database.exec(`delete from runs where id not in (${kept})`)
    }
    expect((await findingsAfter(cut, [sealAt(1).hash])).findings).toEqual([])
    const { hash } = sealAt(2)
    expect((await findingsAfter(cut, [hash])).findings).toEqual([
      `no seal has the noted hash ${hash}: the chain that it was the end of was cut off or written anew.`,
    ])
  })

  test('a run that is sealed twice', async () => {
    const { findings } = await findingsAfter((database) => {
      const last = sealAt(2)
      const made = makeSeal(sha256, workspace, sealAt(1), [...last.runs, ...sealAt(0).runs], last.at)
      const change = database.prepare('update seals set runs = ?, hash = ? where number = 3')
      change.run(JSON.stringify(made.runs), made.hash)
    })
    expect(findings).toEqual([`${where}, ${named(sealAt(0).runs[0]?.run ?? 0)}: it is sealed twice.`])
  })
})

describe('sealing', () => {
  test('takes so many runs at once and no more, each once and in order, of each workspace', async () => {
    const busy = await openWorld()
    const account = await busy.account('busy')
    const other = await busy.run(operations.createWorkspace, { name: 'Other' })
    await busy.as(other.workspace, other.key).account('there')
    await Promise.all(
      Array.from({ length: runsPerSeal + 50 }, () =>
        busy.run(operations.loginAccount, { account: account.id }),
      ),
    )
    const queue = await busy.env.store.read.unsealed(busy.call.workspace.id, 5000)
    let rests = 0
    const rest = async () => {
      rests += 1
    }
    expect(await sealWhatEnded({ ...busy.env, rest })).toBe(runsPerSeal + 1)
    expect(rests).toBeGreaterThan(10)
    expect(await sealWhatEnded({ ...busy.env, rest })).toBe(queue.length - runsPerSeal)
    expect(await sealWhatEnded({ ...busy.env, rest })).toBe(0)
    const made = await sealsOf(busy)
    expect(made.map(({ runs }) => runs.length)).toEqual([runsPerSeal, queue.length - runsPerSeal])
    expect(made.flatMap(({ runs }) => runs.map(({ run }) => run))).toEqual(queue.map(({ run }) => run))
    expect((await auditSqlite(busy.directory, [])).found).toBe(0)
    await busy.close()
  })

  test('goes on when a run is gone before it was sealed, and the check names it', async () => {
    const torn = await openWorld()
    const account = await torn.account('torn')
    const { run } = await torn.execute(operations.loginAccount, { account: account.id })
    const database = new Database(join(torn.directory, 'muster.db'))
    database.prepare('delete from runs where id = ?').run(run)
    database.close()
    expect(await seal(torn)).toBe(2)
    expect((await auditSqlite(torn.directory, [])).findings).toEqual([
      `workspace ${renderId('wsp_', torn.call.workspace.id)} (First), seal 1, ${named(run ?? 0)}: its record is missing.`,
    ])
    await torn.close()
  })

  test('the text of a record is the same whatever the order of its fields', () => {
    const run = {
      ...{ id: asId<RunId>(1), workspace, key: world.call.key.id, account: null, group: null, dialect: 'd' },
      ...{ operation: 'o', request_id: 'r', input: { b: 1, a: { d: 2, c: [3] } }, status: 'done' as const },
      ...{ output: null, failure: null, revision: null, events: 0, started_at: 1, ended_at: 2 },
    }
    const { input: _, ...rest } = run
    const other = { input: { a: { c: [3], d: 2 }, b: 1 }, ...rest }
    expect(recordText(other)).toBe(recordText(run))
    expect(recordText({ ...other, input: { a: { c: [3], d: 2 }, b: 2 } })).not.toBe(recordText(run))
    expect(recordText({ ...run, later: 'field' } as typeof run)).toBe(recordText(run))
  })
})

test('a folder without a database is refused in a sentence', async () => {
  await expect(auditSqlite(join(parent, 'nothing'), [])).rejects.toThrow('There is no database in')
})
