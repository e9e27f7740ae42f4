/** What every store must keep of the chain over the runs, and how runs are found, written against `Store` alone. */
import { describe, expect, test } from 'vitest'
import { asId, type RunId } from '../../src/core/model.ts'
import type { Seal } from '../../src/core/seal.ts'
import { kinds } from './kinds.ts'
import { begin, everyPage, runOf, withDirectory } from './world.ts'

describe.each(kinds)('the store $name', (kind) => {
  test('keeps runs that ended in a queue, in the order of their commits, until they are sealed', () =>
    withDirectory(async (directory) => {
      const store = await kind.open(directory)
      const world = await begin(store)
      const other = await begin(store)
      const { id: workspace } = world.workspace
      const runs = [
        runOf(world),
        runOf(world),
        runOf(world, { status: 'open', ended_at: null }),
        runOf(world),
      ]
      const [first, second, open, fourth] = runs
      if (!first || !second || !open || !fourth) throw new Error('four runs')
      expect(await store.read.unsealedWorkspaces()).toEqual([])
      // Not in the order of their ids, and one that is open in between.
      for (const run of [second, open, first]) await store.transaction(null, (tx) => tx.addRun(run))
      await store.transaction(null, (tx) => tx.addRun(runOf(other)))
      await store.transaction(null, (tx) => tx.finishRun({ ...open, status: 'failed', ended_at: 30 }))
      await store.rehearse(null, (tx) => tx.addRun(fourth))
      const queue = await store.read.unsealed(workspace, 10)
      expect(queue.map(({ run }) => run)).toEqual([second.id, first.id, open.id])
      expect((await store.read.unsealedWorkspaces()).toSorted()).toEqual(
        [workspace, other.workspace.id].toSorted(),
      )
      expect(await store.read.unsealed(workspace, 2)).toEqual(queue.slice(0, 2))
      const records = await store.read.unsealedRecords(workspace, 0, 2)
      expect(records).toEqual([
        { ...queue[0], record: second },
        { ...queue[1], record: first },
      ])
      const rest = await store.read.unsealedRecords(workspace, queue[1]?.seq ?? 0, 10)
      expect(rest).toEqual([{ ...queue[2], record: { ...open, status: 'failed', ended_at: 30 } }])
      expect(await store.read.unsealedRecords(workspace, queue[2]?.seq ?? 0, 10)).toEqual([])
      expect(await store.read.lastSeal(workspace)).toBeNull()

      const sealOf = (number: number, run: RunId): Seal => ({
        ...{ workspace, number, at: 50 + number, runs: [{ run, hash: `hash ${run}` }] },
        ...{ previous: number === 1 ? '' : `seal ${number - 1}`, hash: `seal ${number}` },
      })
      const seals = queue.map(({ run }, index) => sealOf(index + 1, run))
      for (const [index, seal] of seals.entries()) {
        const seq = queue[index]?.seq ?? 0
        await store.rehearse(null, (tx) => tx.addSeal(seal, seq))
        await store.transaction(null, (tx) => tx.addSeal(seal, seq))
        expect(await store.read.lastSeal(workspace)).toEqual(seal)
        expect(await store.read.unsealed(workspace, 10)).toEqual(queue.slice(index + 1))
      }
      await expect(store.transaction(null, (tx) => tx.addSeal(sealOf(3, first.id), 0))).rejects.toThrow()
      const { items, sizes } = await everyPage((after) => store.read.seals(workspace, { limit: 2, after }))
      expect(items).toEqual(seals)
      expect(sizes).toEqual([2, 1])
      expect(await store.read.unsealedWorkspaces()).toEqual([other.workspace.id])
      expect((await store.read.seals(other.workspace.id, { limit: 9, after: null })).items).toEqual([])
      await store.close()
    }))

  test('finds few runs among many without looking through all of them in one call', () =>
    withDirectory(async (directory) => {
      const store = await kind.open(directory)
      const world = await begin(store)
      const sought = runOf(world, { operation: 'sought', started_at: 100_000 })
      const many = Array.from({ length: 5_200 }, () => runOf(world, { started_at: 200_000 }))
      await store.transaction(null, async (tx) => {
        for (const run of [sought, ...many]) await tx.addRun(run)
      })
      const { id } = world.workspace
      const filter = { operation: 'sought' }
      const first = await store.read.runs(id, { limit: 10, after: null, filter })
      expect(first.items).toEqual([])
      expect(first.next).not.toBeNull()
      const second = await store.read.runs(id, { limit: 10, after: first.next, filter })
      expect(second).toEqual({ items: [sought], next: null })
      const late = { ...filter, since: 300_000 }
      expect(await store.read.runs(id, { limit: 10, after: null, filter: late })).toEqual({
        items: [],
        next: null,
      })
      const plain = await everyPage((after) => store.read.runs(id, { limit: 1000, after }))
      expect(plain.items.map((run) => run.id)).toEqual([...many.toReversed(), sought].map((run) => run.id))
      expect((await store.read.runs(asId(1), { limit: 10, after: null })).items).toEqual([])
      await store.close()
    }))
})
