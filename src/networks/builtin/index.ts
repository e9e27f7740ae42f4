/**
 * The built-in network: the groups live in our own store, so what is asked is so. Only sandbox people behave
 * otherwise, and only when somebody wants them in a group.
 */
import { assert } from '../../core/failure.ts'
import type { Answer, Ask, Network, PersonWord, Profile, SandboxPerson, Words } from '../../core/network.ts'
import { profiles } from './capabilities.ts'
import { type Directory, directories, spell } from './person.ts'
import { isWanted } from './sandbox.ts'

const done: PersonWord = { word: 'done' }

function directoryOf(profile: Profile): Directory {
  const directory = directories.get(profile.directory)
  assert(directory !== undefined, 'a profile whose directory nobody knows how to spell')
  return directory
}

/** The sandbox person behind each person asked about, in the same order; undefined for everybody else. */
function sandboxOf({ feature, profile, people }: Ask): readonly (SandboxPerson | undefined)[] {
  const byId = new Map(profile.sandbox.map((person) => [person.user_id, person]))
  return people.map((person) => (isWanted(feature, person) ? byId.get(person.user_id) : undefined))
}

function answer(ask: Ask, wait: (ms: number) => Promise<void>): Answer {
  const sandbox = sandboxOf(ask)
  const words: Words = { people: sandbox.map((person) => person?.word ?? done) }
  const longest = sandbox.reduce((ms, person) => Math.max(ms, person?.after_ms ?? 0), 0)
  if (longest === 0) return { done: words }
  // A wait that is broken off only ends sooner: what these people say does not depend on it.
  return {
    later: async () => {
      await wait(longest).catch(() => undefined)
      return words
    },
  }
}

/** The built-in network. `wait` is how it takes its time over people who answer slowly or not at all. */
export function builtin(options: { readonly wait: (ms: number) => Promise<void> }): Network {
  return {
    id: 'builtin',
    title: 'Built in: groups live in the store of this server',
    profiles: new Map(profiles.map((profile) => [profile.id, profile])),
    defaultProfile: 'open',
    person: (text, profile) => spell(directoryOf(profile), text),
    ownUserId: (profile, unique) => directoryOf(profile).own(unique),
    ask: (ask) => answer(ask, options.wait),
  }
}
