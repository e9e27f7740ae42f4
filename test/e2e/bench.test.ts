/** The short version of `npm run bench`: its cheapest parts run on every store, and every figure of theirs is one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeAll } from '../../bench/closing.ts'
import { parts } from '../../bench/parts/index.ts'
import { embedded, type Kind, postgres } from '../../bench/stores.ts'

const effort = { isQuick: true, seconds: 0.2, rounds: 1, memberships: 10_000 } as const

describe('the benchmark', () => {
  let stores: readonly Kind[] = []
  beforeAll(async () => {
    stores = [embedded(), await postgres(process.env.MUSTER_TEST_DATABASE_URL)]
  })
  afterAll(closeAll)

  it.each(['adds', 'groups', 'lists'] as const)('measures %s on both stores', async (name) => {
    const lines = await parts[name].run({ ...effort, stores })
    const [head = [], , ...rows] = lines.filter((line) => line !== '').map(cellsOf)
    expect(rows.every((cells) => cells.length === head.length)).toBe(true)
    expect(new Set(rows.map(([store]) => store))).toEqual(new Set(['SQLite', 'PostgreSQL']))
    const figures = rows.flatMap((cells) => cells.slice(1))
    // A figure is a number above nothing; a dash would be one that could not be taken.
    expect(figures.filter((text) => text !== 'not served' && !(figureOf(text) > 0))).toEqual([])
  })
})

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}

function figureOf(text: string): number {
  return Number(text.replaceAll(',', ''))
}
