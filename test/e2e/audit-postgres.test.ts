/** `muster audit verify` of a PostgreSQL: honest, with a run that was changed, and without a seal that there was. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { asOwner, databaseFor } from '../support/postgres.ts'
import { apisOf } from './api.ts'
import { startServer } from './server.ts'
import { terminal } from './terminal.ts'
import { headerOf, text } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-audit-postgres-'))
const url = await databaseFor(folder)
const server = await startServer({ env: { MUSTER_DATABASE_URL: url } })
afterAll(async () => {
  await server.stop()
})
const { json, done, fails } = terminal(folder, () => server)
const env = { MUSTER_DATABASE_URL: url }
const sql = (statement: string) =>
  asOwner(url, async (client) => {
    await client.query("set muster.workspace = '*'")
    return (await client.query(statement)).rowCount
  })

it('proves the record while the server runs, and names what was changed and what is missing', async () => {
  const api = (await apisOf(server.url, server.key)).of('native')
  const account = text((await api.ok('createAccount', {}, { json: { name: 'Anna' } })).body, 'id')
  const created = await api.ok('createGroup', { account }, { json: { name: 'Team' } })
  const on = { account, group: text(created.body, 'group.id') }
  const seen = async () => (await json(['audit', 'verify'], { env })) as object
  const isSealed = (runs: number) =>
    expect.poll(seen, { timeout: 50_000, interval: 200 }).toMatchObject({
      ...{ found: 0, findings: [], workspaces: [{ name: 'default', runs, waiting: 0 }] },
    })
  await isSealed(2)
  const sent = await api.ok('sendMessage', on, { json: { text: 'I owe you ten' } })
  await isSealed(3)
  await api.ok('sendMessage', on, { json: { text: 'Bye' } })
  await isSealed(4)
  const last = text(await seen(), 'workspaces.0.last')
  // The address may be named, as `muster move` takes it; it is not repeated, because it holds a password.
  const out = await done(['audit', 'verify', '--of', url, '--expect', last])
  expect(out).toContain('all are as they were sealed')
  expect(out).toContain(last)
  expect(out).not.toContain(url)
  await fails(['audit', 'verify', '--expect', 'f'.repeat(64)], 1, /no seal has the noted hash ffff/, { env })
  const nowhere = new URL(url)
  nowhere.pathname = '/muster_test_that_is_not_there'
  await fails(['audit', 'verify', '--of', nowhere.href], 1, 'cannot be used', { env })
  await fails(
    ['audit', 'verify', '--of', await databaseFor(join(folder, 'empty'))],
    1,
    'no database of Muster',
  )

  const changed = "update runs set input = replace(input, '$1', '$2') where input like '%$1%'"
  const swap = (from: string, to: string) => sql(changed.replaceAll('$1', from).replaceAll('$2', to))
  expect(await swap('I owe you ten', 'I owe you one')).toBe(1)
  const run = headerOf(sent, 'muster-run')
  const words = new RegExp(`workspace wsp_\\w+ \\(default\\), seal \\d+, ${run}: its record is not the one`)
  await fails(['audit', 'verify'], 1, words, { env })
  expect(await swap('I owe you one', 'I owe you ten')).toBe(1)
  await isSealed(4)
  expect(await sql('delete from seals where number = 2')).toBe(1)
  await fails(['audit', 'verify'], 1, /workspace wsp_\w+ \(default\), seal [23].*:/, { env })
})
