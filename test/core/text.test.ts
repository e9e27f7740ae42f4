/** Text that enters is text: no control characters, no halves of characters, and nothing empty where a name is. */
import { afterAll, describe, expect, test } from 'vitest'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld, page } from '../support/core.ts'

const world = await openWorld()
afterAll(() => world.close())

const ann = await world.account('ann')
const group = await world.group(ann)
const on = { account: ann.id, group }

const evil = {
  'a NUL': 'a\u0000b',
  'a bell': 'a\u0007b',
  'an escape': 'a\u001bb',
  'a delete': 'a\u007fb',
  'the first half of a character': 'a\ud83e',
  'the second half of a character': '\udda6b',
} as const
const breaking = {
  'a line feed': 'a\nb',
  'a carriage return': 'a\rb',
  'a tab': 'a\tb',
  'a line separator': 'a\u2028b',
} as const

const account = { network: 'builtin', profile: 'open', user_id: null }
const key = { scopes: ['read'], bound_to: null, expires_at: null }
const newGroup = { account: ann.id, name: 'New', participants: [] }
const invited = (name: string) => [{ id: 'newcomer', name }]

/** Every place for one line of text. */
const lines = {
  'the name of a new group': (text: string) =>
    world.codeOf(operations.createGroup, { ...newGroup, name: text }),
  'the name of a group': (text: string) => world.codeOf(operations.updateGroup, { ...on, name: text }),
  'a tag': (text: string) => world.codeOf(operations.updateGroup, { ...on, tags: ['fine', text] }),
  'a tag of a new group': (text: string) =>
    world.codeOf(operations.createGroup, { ...newGroup, tags: [text] }),
  'a topic': (text: string) => world.codeOf(operations.updateGroup, { ...on, topics: [text] }),
  'a topic of a new group': (text: string) =>
    world.codeOf(operations.createGroup, { ...newGroup, topics: [text] }),
  'the name of an account': (text: string) =>
    world.codeOf(operations.createAccount, { ...account, name: text }),
  'the new name of an account': (text: string) =>
    world.codeOf(operations.updateAccount, { account: ann.id, name: text }),
  'the name of a key': (text: string) => world.codeOf(operations.createKey, { ...key, name: text }),
  'the name of a workspace': (text: string) => world.codeOf(operations.createWorkspace, { name: text }),
  'the new name of a workspace': (text: string) => world.codeOf(operations.updateWorkspace, { name: text }),
} as const

/** Every place for several lines. */
const paragraphs = {
  'the description of a new group': (text: string) =>
    world.codeOf(operations.createGroup, { ...newGroup, description: text }),
  'the description of a group': (text: string) =>
    world.codeOf(operations.updateGroup, { ...on, description: text }),
  'the first message of a new group': (text: string) =>
    world.codeOf(operations.createGroup, { ...newGroup, message: text }),
  'a message': (text: string) => world.codeOf(operations.sendMessage, { ...on, text }),
  'the reason of a ban': (text: string) =>
    world.codeOf(operations.banParticipants, { ...on, participants: ['spammer'], reason: text }),
} as const

const named = {
  'the name of somebody new': (name: string) =>
    world.codeOf(operations.addParticipants, { ...on, participants: invited(name) }),
  'the name of somebody new in a new group': (name: string) =>
    world.codeOf(operations.createGroup, { ...newGroup, participants: invited(name) }),
} as const

describe.each(Object.entries({ ...lines, ...paragraphs, ...named }))('%s', (_, enter) => {
  test.each(Object.entries(evil))('is refused with %s', async (_what, text) => {
    expect(await enter(text)).toBe('invalid_input')
  })
})

describe.each(Object.entries({ ...lines, ...named }))('%s', (_, enter) => {
  test.each(Object.entries(breaking))('is refused with %s', async (_what, text) => {
    expect(await enter(text)).toBe('invalid_input')
  })
})

describe.each(Object.entries(lines))('%s', (_, enter) => {
  test.each(['', ' ', '\t\n', '\u00a0'])('is refused when it is nothing but %j', async (text) => {
    expect(await enter(text)).toBe('invalid_input')
  })
})

describe.each(Object.entries(paragraphs))('%s', (_, enter) => {
  test('may have lines and tabs', async () => {
    expect(await enter('one\r\n\ttwo\n')).toBeNull()
  })
})

test('a message that shows nothing is refused', async () => {
  for (const text of ['', ' \n\t']) expect(await paragraphs['a message'](text)).toBe('invalid_input')
})

test('names are kept without the space around them, and otherwise as they are', async () => {
  const name = '  Füchse 🦊 & Otter 🦦\u200d  '
  const { group: made } = await world.run(operations.createGroup, {
    account: ann.id,
    name,
    tags: [' one ', 'one', 'two'],
    description: '  kept \n',
    participants: [],
  })
  expect(made.head).toMatchObject({ name: name.trim(), tags: ['one', 'two'], description: '  kept \n' })
  const { changed } = await world.run(operations.updateGroup, {
    account: ann.id,
    group: made.head.id,
    name: ` ${name} `,
  })
  expect(changed).toEqual([])
})

test('a group without a name is called after its first people, as far as the limit goes', async () => {
  const short = await world.account('shorty', 'open', { 'group.name': 12 })
  const people = [{ id: 'x1', name: 'Xenia 🦊' }, { id: 'x2' }]
  const input = { account: short.id, name: null, participants: people }
  const { group: made } = await world.run(operations.createGroup, input)
  expect(made.head.name).toBe('shorty, Xeni')
  const listed = await world.run(operations.listParticipants, {
    account: short.id,
    group: made.head.id,
    ...page,
  })
  expect(listed.page.items.map(({ person }) => person.name)).toEqual(['shorty', 'Xenia 🦊', null])
})

test('what an update does not change is no event', async () => {
  const input = { ...on, name: 'Same', tags: ['a'], settings: { announce: true } }
  const first = await world.run(operations.updateGroup, input)
  expect([...first.changed].sort()).toEqual(['name', 'settings.announce', 'tags'])
  const { revision } = await world.head(group)
  expect((await world.run(operations.updateGroup, input)).changed).toEqual([])
  expect((await world.head(group)).revision).toBe(revision)
  const facts = (await world.events(group)).at(-1)?.facts
  expect(facts).toEqual({
    type: 'group.updated',
    changed: { name: 'Same', tags: ['a'], settings: { announce: true } },
    before: { name: 'Group', tags: [], settings: { announce: false } },
  })
})

test('a person keeps the name that he was first met with', async () => {
  const add = (name: string) =>
    world.run(operations.addParticipants, { ...on, participants: [{ id: 'twice', name }] })
  const remove = () => world.run(operations.removeParticipants, { ...on, participants: ['twice'] })
  await add('First')
  await remove()
  await add('Second')
  const { membership } = await world.run(operations.getParticipant, { ...on, person: 'twice' })
  expect(membership.person.name).toBe('First')
})
