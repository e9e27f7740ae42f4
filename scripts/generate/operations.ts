/** The SDK's table of operations: what the types say, as data for the one function that carries out a call. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { DocumentedOperation, NativeDocument } from './document.ts'

const biome = join(import.meta.dirname, '..', '..', 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
const json = 'application/json'

interface Entry {
  readonly id: string
  readonly operation: DocumentedOperation
  readonly method: string
  readonly path: string
}

/** An answer that goes on is no method that answers once; `follow` of the SDK is what there is instead. */
function isStream({ responses }: DocumentedOperation): boolean {
  return Object.values(responses).some(({ content }) => Object.hasOwn(content ?? {}, 'text/event-stream'))
}

function entriesOf(document: NativeDocument): readonly Entry[] {
  return Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        id: operation.operationId,
        operation,
        method: method.toUpperCase(),
        path,
      })),
    )
    .filter(({ operation }) => !isStream(operation))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Options of a call beside its input; they have names of their own in the SDK. */
const callOptions = new Set(['dry_run'])

function dataOf({ operation, method, path }: Entry) {
  const names = (place: string) =>
    operation.parameters.filter((one) => one.in === place).map((one) => one.name)
  const headers = names('header')
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'))?.[1]
  return {
    method,
    path,
    pathNames: names('path'),
    queryNames: names('query').filter((name) => !callOptions.has(name)),
    bodyMedia: Object.keys(operation.requestBody?.content ?? {})[0] ?? null,
    replyMedia: Object.keys(success?.content ?? {})[0] ?? json,
    isWrite: headers.includes('Idempotency-Key'),
    takesIfMatch: headers.includes('If-Match'),
  }
}

function methodOf({ id, operation, method, path }: Entry): string {
  const lines = [operation.summary, operation.description, `\`${method} ${path}\``].filter(
    (line) => line !== undefined,
  )
  return `/**\n${lines.map((line) => ` * ${line}`).join('\n *\n')}\n */\nreadonly ${id}: Method<'${id}'>`
}

/** Text as the linter wants it, so that the generated file passes the same check as the others. */
function formatted(text: string, path: string): string {
  const result = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
    input: text,
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`Biome could not format ${path}: ${result.stderr}`)
  return result.stdout
}

/** The text of sdk/src/operations.ts. */
export function sdkOperations(document: NativeDocument): string {
  const entries = entriesOf(document)
  const text = `// Generated from openapi/native.json by \`npm run generate\`; do not edit.
import type { Method } from './method.ts'

/** Every operation: how it goes over the wire. */
export const operations = {
${entries.map((entry) => `${entry.id}: ${JSON.stringify(dataOf(entry))},`).join('\n')}
} as const

/** The name of an operation, as in the OpenAPI document. */
export type OperationId = keyof typeof operations

/** One method for each operation. */
export interface Methods {
${entries.map(methodOf).join('\n')}
}
`
  return formatted(text, 'sdk/src/operations.ts')
}
