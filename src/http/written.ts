/**
 * What was written out before, kept for as long as what it tells of. A store answers a page that has not changed with the
 * same object, and then its text need not be made again.
 */

/** All that something is made of. What was made is kept no longer than the first. */
export type Parts = readonly [object, ...unknown[]]

interface Written {
  readonly by: object
  readonly parts: Parts
  readonly text: unknown
}

/** How many texts are kept of one thing: for so many accounts and dialects. The one kept longest goes first. */
const textsMax = 4

const written = new WeakMap<object, Written[]>()

/** What was made of these very parts before; each maker (`by`) makes one type. */
export function writtenBefore<T>(by: object, parts: Parts | null): T | null {
  const found = parts === null ? undefined : written.get(parts[0])?.find((one) => isOf(one, by, parts))
  return found === undefined ? null : (found.text as T)
}

/**
 * Keeps what was made, as `pack` makes it ready to be sent again, and answers it. Only what is asked for a second time
 * is kept, since most pages of a large store are read once.
 */
export function keepWritten<T>(by: object, parts: Parts | null, text: T, pack: (text: T) => T): T {
  if (parts === null) return text
  const known = written.get(parts[0])
  if (known === undefined) {
    written.set(parts[0], [])
    return text
  }
  const packed = pack(text)
  if (known.length >= textsMax) known.shift()
  known.push({ by, parts, text: packed })
  return packed
}

function isOf(one: Written, by: object, parts: Parts): boolean {
  return (
    one.by === by &&
    one.parts.length === parts.length &&
    one.parts.every((part, index) => part === parts[index])
  )
}
