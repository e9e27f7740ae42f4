/** One text for one value, whatever the order in which its fields were written. */

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]))
}

/** JSON without space whose fields stand in the order of their names, so that every store gives the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value))
}

/** Whether two values would be written alike. */
export function isAlike(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}
