/** Bodies and values that a schema refuses, made from the schema, so that no field is forgotten. */
import type { Check, Schema } from './documents.ts'

type Fields = Readonly<Record<string, unknown>>

/** One value of each JSON type; whatever a schema takes, most of these are wrong. */
const ofEachType: readonly unknown[] = [null, true, 12.5, -1, '', 'word', [], [7], {}, { a: 1 }]

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

function schemasIn(value: unknown): readonly Schema[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** Values for a place, each wrong at that place or at one deeper inside. */
export function wrongValues(schema: Schema): readonly unknown[] {
  const inside = Object.entries(fieldsOf(schema.properties)).flatMap(([name, inner]) =>
    wrongValues(fieldsOf(inner)).map((value) => ({ [name]: value })),
  )
  const items = isFields(schema.items) ? wrongValues(schema.items).map((value) => [value]) : []
  const records = Object.values(fieldsOf(schema.patternProperties)).flatMap((inner) =>
    wrongValues(fieldsOf(inner)).map((value) => ({ key: value })),
  )
  const others = schemasIn(schema.anyOf).flatMap(wrongValues)
  return [...ofEachType, ...tooLong(schema), ...inside, ...items, ...records, ...others]
}

function tooLong(schema: Schema): readonly unknown[] {
  const { maxLength, maxItems, maximum } = schema
  return [
    ...(typeof maxLength === 'number' ? ['x'.repeat(maxLength + 1)] : []),
    ...(typeof maxItems === 'number'
      ? [Array.from({ length: maxItems + 1 }, (_, index) => `p${index}`)]
      : []),
    ...(typeof maximum === 'number' ? [maximum + 1, 1e300] : []),
  ]
}

export interface Case {
  readonly what: string
  readonly body: unknown
}

/** The example with each field of the schema in turn replaced by what the schema refuses. */
export function wrongBodies(schema: Schema, example: unknown, check: Check): readonly Case[] {
  const base = fieldsOf(example)
  const cases = Object.entries(fieldsOf(schema.properties)).flatMap(([name, inner]) =>
    wrongValues(fieldsOf(inner)).map((value) => ({
      what: `${name}: ${shortly(value)}`,
      body: { ...base, [name]: value },
    })),
  )
  return cases.filter(({ body }) => check(body) !== null)
}

/** The example without each of the fields that the schema demands. */
export function incompleteBodies(schema: Schema, example: unknown): readonly Case[] {
  const base = fieldsOf(example)
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  return required.map((name) => ({
    what: `without ${name}`,
    body: Object.fromEntries(Object.entries(base).filter(([field]) => field !== name)),
  }))
}

/** People who are named wrongly in a list are refused one by one, and the call goes on. */
const peopleLists: ReadonlySet<string> = new Set(['participants', 'users_ids', 'user_ids'])

/** Each text of the schema, also inside of objects, lists and maps, replaced by this one. */
export function bodiesWithText(schema: Schema, example: unknown, hostile: string): readonly Case[] {
  const base = fieldsOf(example)
  const named = Object.entries(fieldsOf(schema.properties)).filter(([name]) => !peopleLists.has(name))
  return named.flatMap(([name, inner]): Case[] => {
    const property = fieldsOf(inner)
    const what = `${name}: ${shortly(hostile)}`
    if (isText(fieldsOf(property.items))) return [{ what, body: { ...base, [name]: [hostile] } }]
    const [values] = Object.values(fieldsOf(property.patternProperties))
    if (values !== undefined) {
      const isNumber = fieldsOf(values).type === 'integer'
      const maps = isText(fieldsOf(values))
        ? [{ [hostile]: 'value' }, { key: hostile }]
        : // Names that every object has are no names of a limit.
          [hostile, 'constructor', 'toString'].flatMap((key) => (isNumber ? [{ [key]: 1 }] : []))
      return maps.map((map) => ({ what, body: { ...base, [name]: map } }))
    }
    if (isText(property)) return [{ what, body: { ...base, [name]: hostile } }]
    return bodiesWithText(property, base[name], hostile).map((inside) => ({
      what: `${name}.${inside.what}`,
      body: { ...base, [name]: inside.body },
    }))
  })
}

function isText(schema: Schema): boolean {
  return schema.type === 'string' || schemasIn(schema.anyOf).some(isText)
}

export function shortly(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing'
  return written.length > 60 ? `${written.slice(0, 60)}… (${written.length})` : written
}

/** Query values that no schema of this kind takes. */
export function wrongQuery(name: string, schema: Schema): readonly string[] {
  if (name === 'cursor')
    return ['x', 'a~b', '%00', 'p1_2', 'g', 'm-1', 'c0_1_1', 'c1_1_1~x', 'zzzzzzzzzzzz_1', '9'.repeat(300)]
  if (Array.isArray(schema.enum)) return ['no-such-value', '']
  switch (schema.type) {
    case 'integer': {
      const { minimum, maximum } = schema
      const below = typeof minimum === 'number' ? [String(minimum - 1)] : []
      const above = typeof maximum === 'number' ? [String(maximum + 1), '1e9'] : []
      return ['abc', '1.5', 'NaN', '1e400', '%00', ...below, ...above]
    }
    case 'boolean':
      return ['maybe', '2', 'null']
    default:
      return schema.format === 'date-time' ? ['yesterday', '2026-13-40T00:00:00Z', '0'] : []
  }
}
