/** What was started is stopped and what was written is removed, however the benchmark ends. */

const open = new Set<() => Promise<void>>()

/** Remembers how something is stopped, until that was done; answers the same as a function that does it once. */
export function untilTheEnd(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | null = null
  const once = () => {
    open.delete(once)
    stopped ??= stop()
    return stopped
  }
  open.add(once)
  return once
}

/** Stops what is left, the last first: what was started later may need what was started before. */
export async function closeAll(): Promise<void> {
  for (const stop of [...open].reverse()) {
    await stop().catch((error: unknown) => console.error(error))
  }
}

/** Closes everything when the benchmark is interrupted. */
export function closeOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void closeAll().finally(() => process.exit(1)))
  }
}
