import { expect, test } from 'vitest'
import type { Feature, Profile, Words } from '../../src/core/network.ts'
import { profiles } from '../../src/networks/builtin/capabilities.ts'
import { builtin } from '../../src/networks/builtin/index.ts'

/** A network, and the waits that it asked for. */
function observed() {
  const waits: number[] = []
  const network = builtin({
    wait: async (ms) => {
      waits.push(ms)
    },
  })
  return { network, waits }
}

function idOf(profile: Profile, code: string): string {
  const person = profile.sandbox.find(({ user_id }) => user_id.endsWith(code))
  if (person === undefined) throw new Error(`${profile.id} has no sandbox person ${code}`)
  return person.user_id
}

async function wordsOf(profile: Profile, userIds: readonly string[], feature: Feature = 'addParticipants') {
  const { network, waits } = observed()
  const answer = network.ask({
    feature,
    profile,
    people: userIds.map((user_id) => ({ user_id, role: 'member' })),
  })
  const words: Words = 'done' in answer ? answer.done : await answer.later()
  return { words: words.people, isLater: 'later' in answer, waits }
}

const vendors = profiles.filter(({ sandbox }) => sandbox.length > 0)

test('vendor profiles with groups have the six sandbox people; open has none', () => {
  expect(vendors.map(({ id, sandbox }) => [id, sandbox.length])).toEqual([
    ['whatsapp', 6],
    ['whatsapp-cloud', 6],
    ['whatsapp-cloud-strict', 6],
    ['instagram', 6],
    ['linkedin', 6],
    ['genuin', 6],
  ])
})

test.each(vendors)('sandbox ids of $id are spelled as the network spells them', (profile) => {
  const { network } = observed()
  for (const { user_id } of profile.sandbox) expect(network.person(user_id, profile)).toEqual({ user_id })
})

test.each(vendors)('in $id each sandbox person behaves in his one way', async (profile) => {
  const expected = [
    ['403', { word: 'invited', reason: 'privacy' }, false],
    ['404', { word: 'refused', reason: 'not_on_network', retryable: false }, false],
    ['408', { word: 'refused', reason: 'recently_left', retryable: true }, false],
    ['419', { word: 'refused', reason: 'group_full', retryable: false }, false],
    ['202', { word: 'done' }, true],
    ['504', { word: 'unconfirmed', reason: 'no_answer' }, true],
  ] as const
  for (const [code, word, isLater] of expected) {
    const one = await wordsOf(profile, [idOf(profile, code)])
    expect(one).toEqual({ words: [word], isLater, waits: isLater ? [2_000] : [] })
  }
})

test.each(vendors)(
  'in $id slow people make the whole call wait once, and everybody keeps his place',
  async (profile) => {
    const { network } = observed()
    const other = network.ownUserId(profile, 1)
    const people = [other, idOf(profile, '504'), idOf(profile, '403'), idOf(profile, '202'), other]
    const { words, isLater, waits } = await wordsOf(profile, people, 'createGroup')
    expect(words.map(({ word }) => word)).toEqual(['done', 'unconfirmed', 'invited', 'done', 'done'])
    expect(isLater).toBe(true)
    expect(waits).toEqual([2_000])
  },
)

test.each(vendors)('in $id sandbox people are like everybody in every other call', async (profile) => {
  const ids = profile.sandbox.map(({ user_id }) => user_id)
  for (const feature of [
    'removeParticipants',
    'setRole',
    'banParticipants',
    'approveJoinRequests',
  ] as const) {
    const { words, isLater } = await wordsOf(profile, ids, feature)
    expect(new Set(words.map(({ word }) => word))).toEqual(new Set(['done']))
    expect(isLater).toBe(false)
  }
})

test('a sandbox person of one network is like everybody on another', async () => {
  const open = profiles.find(({ id }) => id === 'open')
  if (open === undefined) throw new Error('no open profile')
  expect(await wordsOf(open, ['+15550100403', '+15550100504'])).toEqual({
    words: [{ word: 'done' }, { word: 'done' }],
    isLater: false,
    waits: [],
  })
})

test.each(profiles)('in $id whoever is no sandbox person is added at once', async (profile) => {
  const { network } = observed()
  const ids = [1, 2, 3].map((unique) => network.ownUserId(profile, unique))
  for (const feature of ['addParticipants', 'createGroup', 'sendMessage'] as const) {
    const done = { word: 'done' }
    expect(await wordsOf(profile, ids, feature)).toEqual({
      words: [done, done, done],
      isLater: false,
      waits: [],
    })
  }
})

test('a wait that breaks off ends the answer, not the process', async () => {
  const network = builtin({ wait: () => Promise.reject(new Error('shutting down')) })
  const profile = network.profiles.get('whatsapp')
  if (profile === undefined) throw new Error('no whatsapp profile')
  const answer = network.ask({ feature: 'addParticipants', profile, people: [{ user_id: '+15550100504' }] })
  expect('later' in answer && (await answer.later())).toEqual({
    people: [{ word: 'unconfirmed', reason: 'no_answer' }],
  })
})
