/** Values for fast-check from JSON schemas: mostly what the schema takes, sometimes anything at all. */
import fc from 'fast-check'
import type { Schema } from './documents.ts'

type Fields = Readonly<Record<string, unknown>>

/** Texts that have broken programs before. */
const hostileTexts = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    '💥',
    '../..',
    '__proto__',
    'constructor',
    'null',
    "' or 1=1 --",
    '%00',
    '\u202e',
  ],
  ...[
    '+12025550123',
    '12025550123@s.whatsapp.net',
    'a@b.c',
    '9'.repeat(30),
    'x'.repeat(300),
    '1e400',
    '-0',
    'NaN',
  ],
  ...['2026-11-20T00:00:00Z', '9999-12-31T23:59:59.999Z', '+275760-09-13T00:00:00Z', '2026-02-30T00:00:00Z'],
]

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...hostileTexts))
const numbers = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(0, -0, -1, 2 ** 53, 1e308),
)
const anything: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue({ maxDepth: 3 }), texts, numbers)

/** Values of a schema; `known` are ids that exist, so that some calls get far. */
export function valuesOf(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: fitting(schema, known) }, { weight: 1, arbitrary: anything })
}

function fitting(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  if (Array.isArray(schema.anyOf)) {
    return fc.oneof(...schema.anyOf.map((inner: unknown) => valuesOf(fields(inner), known)))
  }
  switch (schema.type) {
    case 'string':
      return fc.oneof(texts, fc.constantFrom(...known))
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 100 }), numbers)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valuesOf(fields(schema.items), known), { maxLength: 5 })
    case 'object':
      return objects(schema, known)
    default:
      return anything
  }
}

function objects(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  const [values] = Object.values(fields(schema.patternProperties))
  if (values !== undefined) return fc.dictionary(texts, valuesOf(fields(values), known), { maxKeys: 4 })
  const properties = Object.entries(fields(schema.properties))
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  const model = Object.fromEntries(properties.map(([name, inner]) => [name, valuesOf(fields(inner), known)]))
  return fc.record(model, { requiredKeys: required.filter((name) => name in model) })
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
