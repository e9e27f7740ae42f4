/** The parts of the benchmark, by the names with which they are asked for. */
import type { Part } from '../part.ts'
import { adds } from './adds.ts'
import { bulk } from './bulk.ts'
import { groups } from './groups.ts'
import { large } from './large.ts'
import { lists } from './lists.ts'
import { nodes } from './nodes.ts'
import { pages } from './pages.ts'
import { sizes } from './sizes.ts'
import { spread } from './spread.ts'
import { streams } from './streams.ts'
import { webhooks } from './webhooks.ts'

export type { Part }
export const parts = {
  adds,
  spread,
  groups,
  bulk,
  pages,
  lists,
  sizes,
  webhooks,
  streams,
  nodes,
  large,
} as const satisfies Readonly<Record<string, Part>>
