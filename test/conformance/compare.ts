/** How the expected answer of a pair is compared: what it leaves out is not looked at, and `<…>` stands for a kind of value. */

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<string>': (value) => typeof value === 'string' && value !== '',
  '<any>': (value) => typeof value === 'string',
  '<boolean>': (value) => typeof value === 'boolean',
  '<integer>': (value) => Number.isInteger(value),
  '<object>': (value) => typeof value === 'object' && value !== null,
  '<date>': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  '<absent>': (value) => value === undefined,
}

/** Everything in which the actual value is not the expected one, by place. */
export function differences(expected: unknown, actual: unknown, place: string): readonly string[] {
  const wrong = [`${place}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`]
  if (typeof expected === 'string' && expected in kinds) return kinds[expected]?.(actual) ? [] : wrong
  if (typeof expected === 'string' && expected.startsWith('<~')) {
    return typeof actual === 'string' && new RegExp(expected.slice(2, -1)).test(actual) ? [] : wrong
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return wrong
    return expected.flatMap((item, index) => differences(item, actual[index], `${place}[${index}]`))
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null) return wrong
    if (Object.keys(expected).length === 0 && Object.keys(actual).length > 0) return wrong
    const fields: Readonly<Record<string, unknown>> = { ...actual }
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, fields[key], `${place}.${key}`),
    )
  }
  return expected === actual ? [] : wrong
}
