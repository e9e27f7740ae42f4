#!/usr/bin/env node
// This file must also run on an old Node, because it is what finds the right one.
// better-sqlite3 crashes an older Node before it can print anything.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { fail, isNode24, runWithNode24 } from './node24.js'

const thisFile = fileURLToPath(import.meta.url)
const program = join(dirname(dirname(thisFile)), 'dist', 'cli', 'main.js')

if (!existsSync(program)) {
  fail('Muster is not built yet: run `npm run build` first.')
} else if (isNode24) {
  // The program reports its own failures; one that escapes it ends the process with its stack.
  void import(pathToFileURL(program).href)
} else {
  runWithNode24([thisFile].concat(process.argv.slice(2)))
}
