/** Random requests made from the documents: whatever comes in, the server answers as documented and stays well. */
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { pathOf, successProblem } from './api.ts'
import { valuesOf } from './arbitrary.ts'
import { type Document, documentsOf, failureProblem, type Row } from './documents.ts'
import { startServer } from './server.ts'
import { send } from './wire.ts'
import { firstWorld, valuesFor } from './world.ts'

const server = await startServer()
const documents = await documentsOf(server.url)
const world = await firstWorld(server)

afterAll(async () => {
  expect(
    server
      .logs()
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line))
      .slice(0, 3),
  ).toEqual([])
  expect(await server.stop()).toBe(0)
})

// Calls that end the account, its group or a key would leave nothing to be tried on.
const ending = new Set([
  'deleteAccount',
  'deleteGroup',
  'leaveGroup',
  'forgetGroup',
  'revokeKey',
  'logoutAccount',
])

interface Target {
  readonly document: Document
  readonly row: Row
}

const targets: readonly Target[] = documents.flatMap((document) =>
  document.rows.filter((row) => !ending.has(row.operation)).map((row) => ({ document, row })),
)
const ids = Object.values(world.values)

/** A value as a query has it; an object may have a `toString` that is none. */
function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** A request for a row: path, query, headers and body, each mostly as it should be. */
function requests({ document, row }: Target) {
  const params = [...row.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const path = Object.fromEntries(
    params.map((name) => [
      name,
      fc.oneof(
        { weight: 9, arbitrary: fc.constant(valuesFor(world, row.dialect)[name] ?? '') },
        // A lone surrogate cannot be written in a path at all.
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }) },
      ),
    ]),
  )
  const query = Object.fromEntries(
    Object.entries(row.query).map(([name, schema]) => [
      name,
      valuesOf(schema, ids).map((value) => textOf(value).toWellFormed()),
    ]),
  )
  const body =
    row.body?.media === 'application/json' ? valuesOf(row.body.schema, ids) : fc.constant(undefined)
  return fc.record({
    target: fc.constant({ document, row }),
    path: fc.record(path),
    query: fc.record(query, { requiredKeys: [] }),
    body,
    idempotencyKey: fc.option(fc.constantFrom('k1', 'k2', 'k3', 'k4')),
    dryRun: fc.boolean(),
  })
}

it('answers every request as documented, and never with a fault of its own', async () => {
  const answered = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(...targets.map(requests)),
      async ({ target, path, query, body, idempotencyKey, dryRun }) => {
        const { document, row } = target
        const pairs = Object.entries({
          ...query,
          ...(dryRun && row.scope !== 'read' ? { dry_run: 'true' } : {}),
        })
        const search = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
        const reply = await send(server.url, {
          method: row.method,
          path: `${pathOf(row.path, path)}?${search}`,
          headers: {
            ...document.credentials(world.adminKey),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        answered.set(reply.status, (answered.get(reply.status) ?? 0) + 1)
        const isDone = reply.status === row.success.status || reply.status === row.partial?.status
        const wrong = isDone ? successProblem(document, row, reply) : failureProblem(document, reply, row)
        if (wrong !== null)
          throw new Error(`${row.method} ${row.path}: ${wrong}\n${reply.bytes.toString().slice(0, 500)}`)
        if (reply.status >= 500 && reply.status !== 501)
          throw new Error(`${row.method} ${row.path}: ${reply.status}`)
      },
    ),
    { numRuns: 1_000_000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  )
  // Requests that only failed, or never failed, would show nothing.
  expect(answered.get(200) ?? 0).toBeGreaterThan(100)
  expect(answered.get(400) ?? 0).toBeGreaterThan(100)
})
