/** What is compared takes turns, so that the machine's moods are shared, and of what was seen the median counts. */

/** What was seen of one case, in each way. */
export interface Seen<C, W extends string, F> {
  readonly of: C
  readonly by: Readonly<Record<W, readonly F[]>>
}

/** Measures every case in every way, once in each round; each second round goes backwards. */
export async function inTurns<C, W extends string, F>(
  rounds: number,
  cases: readonly C[],
  ways: Readonly<Record<W, (one: C) => Promise<F>>>,
): Promise<readonly Seen<C, W, F>[]> {
  // The keys of a record are its type's, which Object.keys does not say.
  const names = Object.keys(ways) as W[]
  const seen = cases.map((of) => {
    const by = Object.fromEntries(names.map((name) => [name, [] as F[]])) as Record<W, F[]>
    return { of, by }
  })
  const turns = seen.flatMap(({ of, by }) => names.map((name) => ({ of, name, figures: by[name] })))
  for (let round = 0; round < rounds; round += 1) {
    for (const { of, name, figures } of round % 2 === 0 ? turns : [...turns].reverse()) {
      figures.push(await ways[name](of))
    }
  }
  return seen
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The median of each way. */
export function medians<W extends string>(
  by: Readonly<Record<W, readonly number[]>>,
): Readonly<Record<W, number>> {
  const pairs = Object.entries<readonly number[]>(by).map(([name, figures]) => [name, median(figures)])
  return Object.fromEntries(pairs) as Record<W, number>
}

/** Repeats a piece of work, so many at a time, for some seconds; answers how often per second. */
export async function repeat(
  concurrency: number,
  seconds: number,
  work: () => Promise<unknown>,
): Promise<number> {
  const began = performance.now()
  const end = began + seconds * 1000
  let done = 0
  const worker = async () => {
    while (performance.now() < end) {
      await work()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return done / ((performance.now() - began) / 1000)
}

/** How long a piece of work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
