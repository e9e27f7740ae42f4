// The whole check, in order. It stops at the first failure and exits with its code.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

type Step = { headline: string; run: () => number }

const root = join(import.meta.dirname, '..')
const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
  vitest: 'node_modules/vitest/vitest.mjs',
}

const steps: Step[] = [
  { headline: 'Format and lint', run: () => node(tools.biome, 'check', '--error-on-warnings', '.') },
  // The command line imports the SDK's types, so the SDK comes first.
  { headline: 'Types', run: () => node(tools.tsc, '-p', 'sdk') || node(tools.tsc, '--noEmit') },
  { headline: 'Import rules', run: importRules },
  { headline: 'Generated files', run: generatedFiles },
  { headline: 'Build', run: () => node(tools.tsc, '-p', 'tsconfig.build.json') },
  { headline: 'Tests', run: () => node(tools.vitest, 'run') },
]

function main(): number {
  for (const [index, step] of steps.entries()) {
    console.log(`\n── ${index + 1}/${steps.length} ${step.headline}`)
    const startedMs = performance.now()
    const code = step.run()
    if (code !== 0) {
      console.error(`\n✗ ${step.headline} failed.`)
      return code
    }
    console.log(`✓ ${step.headline} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`)
  }
  console.log('\n✓ Everything holds.')
  return 0
}

/** Runs a file with this Node, so that no other Node found on the path is used. */
function node(file: string, ...args: string[]): number {
  const result = spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' })
  if (result.error) throw result.error
  return result.status ?? 1
}

type Cruise = {
  modules: { source: string }[]
  summary: {
    violations: { from: string; to: string; rule: { name: string }; cycle?: { name: string }[] }[]
    ruleSetUsed: { forbidden: { name: string; comment: string }[] }
  }
}

function importRules(): number {
  const folders = ['src', 'test', 'scripts', 'bench', 'sdk/src'].filter((folder) =>
    existsSync(join(root, folder)),
  )
  const result = spawnSync(
    process.execPath,
    [tools.depcruise, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...folders],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  if (result.error) throw result.error
  if (!result.stdout.startsWith('{')) {
    console.error(result.stdout)
    return result.status || 1
  }

  // The shape is dependency-cruiser's own, of the version the lock file holds.
  const cruise = JSON.parse(result.stdout) as Cruise
  const read = cruise.modules.filter((module) => module.source.startsWith('src/')).length
  if (read === 0) {
    // With a TypeScript it does not know, it reads nothing and reports no violation.
    console.error(
      'dependency-cruiser read 0 modules of src, so no rule was checked: does it know this TypeScript?',
    )
    return 1
  }

  const { violations, ruleSetUsed } = cruise.summary
  for (const { rule, from, to, cycle } of violations) {
    const path = cycle ? cycle.map((module) => module.name) : [to]
    console.error(`${rule.name}: ${[from, ...path].join(' → ')}`)
  }
  for (const { name, comment } of ruleSetUsed.forbidden) {
    if (violations.some(({ rule }) => rule.name === name)) console.error(`  ${name}: ${comment}`)
  }
  console.log(`${read} modules of src read, ${violations.length} wrong imports.`)
  return violations.length > 0 ? 1 : 0
}

function generatedFiles(): number {
  const script = 'scripts/generate.ts'
  if (!existsSync(join(root, script))) {
    console.error(`${script} does not exist, so nothing tells whether the generated files are up to date.`)
    return 1
  }
  return node(script, '--check')
}

process.exitCode = main()
