/** What every network must keep, whatever lives behind it. A new network joins the list and nothing else here. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { features, limitNames, type Network, type Profile } from '../../src/core/network.ts'
import { builtin } from '../../src/networks/builtin/index.ts'

const networks: readonly Network[] = [builtin({ wait: async () => undefined })]

const pairs = networks.flatMap((network) =>
  [...network.profiles.values()].map((profile) => ({
    name: `${network.id}/${profile.id}`,
    network,
    profile,
  })),
)

/** People whom the network accepts: accounts' own and sandbox people. */
function peopleOf(network: Network, profile: Profile): readonly string[] {
  const own = [1, 2, 3, 2 ** 40, Number.MAX_SAFE_INTEGER].map((unique) => network.ownUserId(profile, unique))
  return [...own, ...profile.sandbox.map(({ user_id }) => user_id)]
}

test.each(networks)('the network $id has profiles under their own ids, the default among them', (network) => {
  for (const [id, profile] of network.profiles) expect(profile.id).toBe(id)
  expect(network.profiles.has(network.defaultProfile)).toBe(true)
  expect(network.title).not.toBe('')
})

describe.each(pairs)('$name', ({ network, profile }) => {
  test('lists every feature, and says why where one is missing', () => {
    for (const feature of features) {
      const support = profile.capabilities.features[feature]
      const why = support === 'full' ? null : 'none' in support ? support.none : support.partial
      if (why !== null) expect(why).toMatch(/^.{20,}[.]$/)
    }
  })

  test('lists every limit as a number with its source', () => {
    for (const name of Object.keys(limitNames)) {
      expect(profile.capabilities.limits).toHaveProperty([name, 'max'], expect.any(Number))
      expect(profile.capabilities.limits).toHaveProperty([name, 'source'], expect.stringMatching(/.{10,}/))
    }
  })

  test('spells a canonical id as it is, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...peopleOf(network, profile))),
        (text) => {
          const first = network.person(text, profile)
          if ('user_id' in first) expect(network.person(first.user_id, profile)).toEqual(first)
          else expect(first.problem).toMatch(/^.{20,}[.]$/)
        },
      ),
    )
  })

  test.each(['', '\0', 'a\0b', '\ud800', 'a'.repeat(10_000), '\u202e', '.', '..', ' '])(
    'refuses %j as a person',
    (text) => {
      expect(network.person(text, profile)).toHaveProperty('problem')
    },
  )

  test('makes ids of its own that it accepts, one for each number', () => {
    const seen = new Set<string>()
    for (let unique = 1; unique <= 500; unique += 1) {
      const id = network.ownUserId(profile, unique * 4_096)
      expect(network.person(id, profile)).toEqual({ user_id: id })
      seen.add(id)
    }
    expect(seen.size).toBe(500)
  })

  test.each(features)('answers %s with one word for each person, in order', async (feature) => {
    const words = async (ids: readonly string[]) => {
      const answer = network.ask({ feature, profile, people: ids.map((user_id) => ({ user_id })) })
      return ('done' in answer ? answer.done : await answer.later()).people
    }
    const ids = peopleOf(network, profile)
    const said = await words(ids)
    expect(said).toHaveLength(ids.length)
    expect(await words([])).toEqual([])
    expect(await words([...ids].reverse())).toEqual([...said].reverse())
    expect(await words([...ids, ...ids])).toEqual([...said, ...said])
    for (const word of said) {
      expect(['done', 'invited', 'refused', 'unconfirmed']).toContain(word.word)
      if (word.word !== 'done') expect(word.reason).toMatch(/^[a-z]+(_[a-z]+)*$/)
    }
  })
})
