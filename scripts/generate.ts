/** Writes every generated file; with --check it writes nothing and fails when one is out of date. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { documents } from '../src/app.ts'
import { asNativeDocument } from './generate/document.ts'
import { matrix } from './generate/matrix.ts'
import { sdkOperations } from './generate/operations.ts'
import { sdkSchema } from './generate/schema.ts'
import { readmeWithSettings } from './generate/settings.ts'

const root = join(import.meta.dirname, '..')

/** A file's text as it is now; null when there is none. */
function present(path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return null
  }
}

/** The files and the texts that they should have. */
async function wanted(): Promise<ReadonlyMap<string, string>> {
  const byDialect = documents()
  const native = asNativeDocument(byDialect.get('native'))
  const readme = present('README.md')
  const withSettings = readme === null ? null : readmeWithSettings(readme)
  return new Map([
    ...[...byDialect].map(([id, document]): [string, string] => [
      `openapi/${id}.json`,
      `${JSON.stringify(document, null, 2)}\n`,
    ]),
    ['sdk/src/schema.ts', await sdkSchema(native)],
    ['sdk/src/operations.ts', sdkOperations(native)],
    ['docs/matrix.md', matrix()],
    ...(withSettings === null ? [] : [['README.md', withSettings] as const]),
  ])
}

async function main(): Promise<number> {
  const isCheck = process.argv.includes('--check')
  const files = await wanted()
  // A checkout on Windows may have other line ends; that alone makes nothing stale.
  const stale = [...files].filter(([path, text]) => present(path)?.replaceAll('\r\n', '\n') !== text)
  if (isCheck) {
    for (const [path] of stale)
      console.error(`${path} is not up to date: run \`npm run generate\` and commit it.`)
    if (stale.length === 0) console.log(`${files.size} generated files are up to date.`)
    return stale.length === 0 ? 0 : 1
  }
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`Wrote ${path}.`)
  }
  if (stale.length === 0) console.log('Every generated file was up to date.')
  return 0
}

process.exitCode = await main()
