import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commands, subjects } from './index.ts'

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

const file = new URL('../../../openapi/native.json', import.meta.url)
const document = JSON.parse(readFileSync(file, 'utf8')) as Document
// A stream is followed by `muster listen`, which is no row of the table.
const ids = Object.values(document.paths)
  .flatMap((methods) => Object.values(methods))
  .filter(({ responses }) => !Object.hasOwn(responses['200']?.content ?? {}, 'text/event-stream'))
  .map(({ operationId }) => operationId)

test.each(ids)('the operation %s has a command', (id) => {
  expect(
    commands.filter((row) => row.operations.some((one) => one === id)).map((row) => row.name),
  ).not.toEqual([])
})

test('no two commands have the same name, and each has a known subject and a verb', () => {
  const names = commands.map((row) => row.name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) {
    const [subject = '', ...verbs] = name.split(' ')
    expect(Object.keys(subjects)).toContain(subject)
    expect(verbs).toHaveLength(1)
  }
})

test('no option of a command hides one of the program', () => {
  const own = new Set([
    'url',
    'key',
    'json',
    'debug',
    'version',
    'help',
    'dryRun',
    'idempotencyKey',
    'ifMatch',
  ])
  for (const row of commands)
    expect(Object.keys(row.options ?? {}).filter((name) => own.has(name))).toEqual([])
})
