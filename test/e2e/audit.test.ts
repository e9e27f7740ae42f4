/** `muster audit verify`, as an operator uses it: on a running server, on a stopped one, and after somebody was there. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, it } from 'vitest'
import { apisOf } from './api.ts'
import { type RunningServer, startServer } from './server.ts'
import { terminal } from './terminal.ts'
import { headerOf, text, whole } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-audit-'))
let server: RunningServer = await startServer()
afterAll(async () => {
  await server.stop()
})
const { json, done, fails } = terminal(folder, () => server)
const env = { MUSTER_DATA_DIR: server.dataDir }

it('proves the record while the server runs, after it stopped, and names what was changed', async () => {
  const api = (await apisOf(server.url, server.key)).of('native')
  const account = text((await api.ok('createAccount', {}, { json: { name: 'Anna' } })).body, 'id')
  const created = await api.ok('createGroup', { account }, { json: { name: 'Team' } })
  const on = { account, group: text(created.body, 'group.id') }
  const sent = await api.ok('sendMessage', on, { json: { text: 'I owe you ten' } })
  await api.refused(404, 'getGroup', { account, group: 'grp_0' })
  const seen = async () => (await json(['audit', 'verify'], { env })) as object
  await expect.poll(seen, { timeout: 50_000, interval: 200 }).toMatchObject({
    ...{ found: 0, findings: [], workspaces: [{ name: 'default', runs: 3, waiting: 0 }] },
  })
  const noted = text(await seen(), 'workspaces.0.last')
  expect(noted).toMatch(/^[0-9a-f]{64}$/)
  // What is written last is sealed when the server stops.
  await api.ok('sendMessage', on, { json: { text: 'Bye' } })
  expect(await server.stop()).toBe(0)
  const stopped = await seen()
  expect(stopped).toMatchObject({ found: 0, workspaces: [{ runs: 4, waiting: 0 }] })
  const last = text(stopped, 'workspaces.0.last')
  const out = await done(['audit', 'verify', '--expect', noted, '--expect', last.toUpperCase()], { env })
  expect(out).toContain('all are as they were sealed')
  expect(out).toContain(last)
  await fails(['audit', 'verify', '--expect', 'f'.repeat(64)], 1, /no seal has the noted hash ffff/, { env })
  await fails(['audit', 'verify', '--expect', 'short'], 2, '64 hexadecimal digits', { env })
  await fails(['audit', 'verify'], 1, 'no database', { env: { MUSTER_DATA_DIR: join(folder, 'nothing') } })

  const database = new Database(join(server.dataDir, 'muster.db'))
  const change = database.prepare(
    "update runs set input = replace(input, 'I owe you ten', 'I owe you one') where input like '%I owe you ten%'",
  )
  expect(change.run().changes).toBe(1)
  database.close()
  const run = headerOf(sent, 'muster-run')
  const words = new RegExp(`workspace wsp_\\w+ \\(default\\), seal \\d+, ${run}: its record is not the one`)
  await fails(['audit', 'verify', '--expect', last], 1, words, { env })
  // A server that starts on it goes on with the chain; what was changed stays named.
  server = await startServer({ dataDir: server.dataDir })
  const again = (await apisOf(server.url, server.key)).of('native')
  await again.ok('sendMessage', on, { json: { text: 'Here I am again' } })
  await fails(['audit', 'verify'], 1, words, { env })
  expect(whole(await again.ok('getGroup', on).then(({ body }) => body), 'revision')).toBe(4)
})
