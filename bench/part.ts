/** What a part of the benchmark is: it measures on every store that it is given, and answers lines of Markdown. */
import type { Kind } from './stores.ts'

export interface Effort {
  /** How long each way is measured in each round. */
  readonly seconds: number
  readonly rounds: number
  /** A first look: everything is so small that it ends within seconds, and its figures mean little. */
  readonly isQuick: boolean
  /** For the part that fills a disk: how many memberships. */
  readonly memberships: number
}

export interface Bench extends Effort {
  readonly stores: readonly Kind[]
}

export interface Part {
  /** What it measures, as the headline of its table. */
  readonly title: string
  /** Left out unless it is named: it takes long, or much disk. */
  readonly isLong?: true
  readonly run: (bench: Bench) => Promise<readonly string[]>
}
