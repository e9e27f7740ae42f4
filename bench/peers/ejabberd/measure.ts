/** Times pieces of work, and lets the machine come to rest between the turns of the two servers. */
import { execFile } from 'node:child_process'
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Connection } from '../../connection.ts'
import { cpuSecondsOf } from '../../processor.ts'
import { median } from '../../turns.ts'
import type { Side } from './sides.ts'

const run = promisify(execFile)
/** How long it is waited for a server to be calm, and the part of a core that counts as calm. */
const calmWithinMs = 5000
const calmMs = 200
const calmSeconds = 0.025

export interface Took {
  readonly seconds: number
  /** Processor time that the server took for it, which is steady where the machine is not. */
  readonly cpuSeconds: number
  /** Of each piece, in milliseconds, in the order in which they were begun. */
  readonly each: readonly number[]
}

/** Does pieces 0 to count - 1, as many at a time as there are connections. */
export async function timed(
  side: Side,
  connections: number,
  count: number,
  piece: (connection: Connection, index: number) => Promise<unknown>,
): Promise<Took> {
  const open = await Promise.all(Array.from({ length: connections }, () => side.connect()))
  const each: number[] = []
  let next = 0
  const before = cpuSecondsOf(side.pid)
  const began = performance.now()
  await Promise.all(
    open.map(async (connection) => {
      for (let index = next++; index < count; index = next++) {
        const at = performance.now()
        await piece(connection, index)
        each[index] = performance.now() - at
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const cpuSeconds = cpuSecondsOf(side.pid) - before
  for (const connection of open) connection.close()
  return { seconds, cpuSeconds, each }
}

/**
 * What a server still does after its last answer, and what it left for the disk, must not be paid by the other one's
 * turn: ejabberd answers first and writes afterwards.
 */
export async function settle(sides: readonly Side[]): Promise<void> {
  await run('sync', ['-f', tmpdir()])
  for (const began = performance.now(); performance.now() - began < calmWithinMs; ) {
    const before = sides.map(({ pid }) => cpuSecondsOf(pid))
    await wait(calmMs)
    if (sides.every(({ pid }, index) => cpuSecondsOf(pid) - (before[index] ?? 0) <= calmSeconds)) return
  }
}

const filesystemInMemory = 0x01021994

/** Milliseconds of one write of 4 KiB with its sync, where both servers keep their data: no durable write is faster. */
export function syncMs(): number {
  if (statfsSync(tmpdir()).type === filesystemInMemory) {
    throw new Error(
      `${tmpdir()} is in memory, where nothing can be durable: set TMPDIR to a folder on a disk.`,
    )
  }
  const file = join(tmpdir(), `muster-bench-sync-${process.pid}`)
  const descriptor = openSync(file, 'w')
  const page = Buffer.alloc(4096, 1)
  const each = Array.from({ length: 200 }, () => {
    const at = performance.now()
    writeSync(descriptor, page)
    fsyncSync(descriptor)
    return performance.now() - at
  })
  closeSync(descriptor)
  rmSync(file)
  return median(each)
}
