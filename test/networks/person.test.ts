import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtin } from '../../src/networks/builtin/index.ts'
import { directories, spell } from '../../src/networks/builtin/person.ts'

function spelled(directory: string, text: string): string | null {
  const found = directories.get(directory)
  if (found === undefined) throw new Error(`no directory ${directory}`)
  const answer = spell(found, text)
  return 'user_id' in answer ? answer.user_id : null
}

const table: Readonly<Record<string, readonly (readonly [text: string, canonical: string | null])[]>> = {
  whatsapp: [
    ['+4917012345678', '+4917012345678'],
    ['4917012345678', '+4917012345678'],
    ['004917012345678', '+4917012345678'],
    ['+49 170 123-456-78', '+4917012345678'],
    ['+49 (170) 1234.5678', '+4917012345678'],
    ['+49 (0)170 12345678', '+4917012345678'],
    ['+49\u2011170\u00a012345678', '+4917012345678'],
    ['\u202a+4917012345678\u202c', '+4917012345678'],
    ['4917012345678@s.whatsapp.net', '+4917012345678'],
    ['+4917012345678@c.us', '+4917012345678'],
    ['4917012345678@C.US', '+4917012345678'],
    ['4917012345678:12@s.whatsapp.net', '+4917012345678'],
    ['4917012345678.0:12@s.whatsapp.net', '+4917012345678'],
    ['5215512345678@s.whatsapp.net', '+525512345678'],
    ['+52 55 1234 5678', '+525512345678'],
    ['123456789012345@lid', '123456789012345@lid'],
    ['123456789012345:7@LID', '123456789012345@lid'],
    ['+15550100403', '+15550100403'],
    ['+9990000000000000007', '+9990000000000000007'],
    ['9990000000000000007@s.whatsapp.net', '+9990000000000000007'],
    ['+999000000007', null],
    ['0170 12345678', null],
    ['+49', null],
    ['+491', null],
    ['12345', null],
    ['123@s.whatsapp.net', null],
    ['120363043211234567@g.us', null],
    ['4917012345678@example.com', null],
    ['+4917012345678\n', null],
    ['+49170123\u000045678', null],
    ['+49170\ud8001234567', null],
    ['+1 202 555 0123 ext. 4', null],
    ['alice', null],
    ['', null],
    ['+', null],
    ['@lid', null],
    [`+${'1'.repeat(400)}`, null],
  ],
  instagram: [
    ['17841400000000001', '17841400000000001'],
    ['Jane.Doe_1', 'jane.doe_1'],
    ['@Jane.Doe_1', 'jane.doe_1'],
    ['@@jane', null],
    ['.jane', null],
    ['jane doe', null],
    ['jané', null],
    ['j'.repeat(31), null],
    ['..', null],
    ['', null],
    ['@', null],
  ],
  linkedin: [
    ['ACoA1B2C3D4E5F6g7Hi8J9K1L2m3NOpqRSTUvWxYZ', 'ACoA1B2C3D4E5F6g7Hi8J9K1L2m3NOpqRSTUvWxYZ'],
    ['acoa1b2c', 'acoa1b2c'],
    ['334455667788@s.whatsapp.net', '334455667788@s.whatsapp.net'],
    ['Jane@Example.com', 'Jane@Example.com'],
    ['e\u0301', 'é'],
    ['a b', null],
    ['a\u200bb', null],
    ['a\u0000', null],
    ['\udc00', null],
    ['.', null],
    ['..', null],
    ['x'.repeat(128), 'x'.repeat(128)],
    ['x'.repeat(129), null],
    ['', null],
  ],
  genuin: [
    ['B12F13AF-EF5A-4906-B0A0-2995E106200D', 'b12f13af-ef5a-4906-b0a0-2995e106200d'],
    ['+91 95333 33315', '+919533333315'],
    ['9533333315', null],
    ['b12f13afef5a4906b0a02995e106200d', null],
    ['b12f13af-ef5a-4906-b0a0-2995e106200d ', null],
    ['alice', null],
    ['', null],
  ],
  open: [
    ['alice', 'alice'],
    ['Alice', 'Alice'],
    ['Alice@Example.COM', 'alice@example.com'],
    ['+49 170 12345678', '+4917012345678'],
    ['4917012345678@s.whatsapp.net', '+4917012345678'],
    ['123456789012345:3@lid', '123456789012345@lid'],
    ['4917012345678', '4917012345678'],
    ['+nobody', '+nobody'],
    ['+49', '+49'],
    ['e\u0301', 'é'],
    ['👩', '👩'],
    ['👩'.repeat(128), '👩'.repeat(128)],
    ['👩'.repeat(129), null],
    ['a/b?c#d%20', 'a/b?c#d%20'],
    ['a b', null],
    ['a\u0085b', null],
    ['a\u202eb', null],
    ['a\u0000b', null],
    ['\ud800', null],
    ['.', null],
    ['..', null],
    ['', null],
  ],
}

describe.each(Object.entries(table))('a person of the directory %s', (directory, rows) => {
  test.each(rows)('%j is %j', (text, canonical) => {
    expect(spelled(directory, text)).toBe(canonical)
  })
})

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max })

/** Texts that look like ids of some kind, so that the random ones are not all refused. */
const texts = fc.oneof(
  fc.string({ maxLength: 140 }),
  fc.string({ unit: 'binary', maxLength: 140 }),
  digits(1, 22),
  digits(4, 20).map((number) => `+${number}`),
  fc
    .tuple(fc.constantFrom('49', '390', '44', '7', '1', '5215', '549', '540', '381', '910'), digits(5, 14))
    .map(([country, rest]) => `+${country}${rest}`),
  fc
    .tuple(
      digits(5, 20),
      fc.constantFrom('@s.whatsapp.net', '@c.us', '@lid', ':3@lid', '.0:1@s.whatsapp.net'),
    )
    .map(([user, server]) => user + server),
  fc.emailAddress(),
  fc
    .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.domain())
    .map(([user, host]) => `${user}@${host}`),
  fc.uuid().map((id) => id.toUpperCase()),
)

describe.each([...directories])('the directory %s', (_, directory) => {
  test('answers its own answers unchanged', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const first = spell(directory, text)
        if ('user_id' in first) expect(spell(directory, first.user_id)).toEqual(first)
        else expect(first.problem).toMatch(/[.]$/)
      }),
      { numRuns: 3_000 },
    )
  })

  test('answers with text that can be kept, sent and seen', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const answer = spell(directory, text)
        if (!('user_id' in answer)) return
        expect(answer.user_id).toBe(answer.user_id.normalize('NFC'))
        expect(answer.user_id.isWellFormed()).toBe(true)
        expect(answer.user_id).not.toMatch(/[\p{Cc}\p{Z}]/u)
        expect([...answer.user_id].length).toBeLessThanOrEqual(128)
      }),
      { numRuns: 3_000 },
    )
  })

  test('accepts, unchanged and all different, the ids that it makes', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (one, other) => {
        const own = directory.own(one)
        expect(spell(directory, own)).toEqual({ user_id: own })
        expect(own === directory.own(other)).toBe(one === other)
      }),
    )
    for (const edge of [0, 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      expect(spell(directory, directory.own(edge))).toEqual({ user_id: directory.own(edge) })
    }
  })
})

describe('all spellings of a WhatsApp person', () => {
  const ways = [
    '+1 202 555 0123',
    '12025550123',
    '001 (202) 555-0123',
    '12025550123:4@s.whatsapp.net',
    '12025550123@c.us',
  ]

  test.each(['whatsapp', 'whatsapp-cloud'])('are one person in the profile %s', (id) => {
    const network = builtin({ wait: async () => undefined })
    const profile = network.profiles.get(id)
    if (profile === undefined) throw new Error(id)
    for (const way of ways) expect(network.person(way, profile)).toEqual({ user_id: '+12025550123' })
  })
})
