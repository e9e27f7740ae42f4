/** One text for one value, whatever the order in which its fields were written. */

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const names = Object.keys(fields).toSorted()
  return Object.fromEntries(names.map((name) => [name, sorted(fields[name])]))
}

/** JSON without space whose fields stand in the order of their names, so that every store gives the same text. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value))
}

/** Whether two values would be written alike. */
export function isAlike(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}
