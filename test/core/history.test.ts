/** Groups as they were: who was in one when, how one person stood to it, and what differs between two moments. */
import { afterAll, describe, expect, test } from 'vitest'
import { createComparing } from '../../src/core/difference.ts'
import type { Event } from '../../src/core/event.ts'
import type { Moment } from '../../src/core/moment.ts'
import { diffEventsMax, diffStandingsMax } from '../../src/core/operations/diff-group.ts'
import { operations } from '../../src/core/operations/index.ts'
import type { PastParticipants } from '../../src/core/operations/list-past-participants.ts'
import { openWorld, page } from '../support/core.ts'
import { jpeg } from '../support/pictures.ts'

const world = await openWorld()
afterAll(() => world.close())

// A group that is made with people has two revisions at once; then each step has one, and a time of its own.
const start = world.clock.at
const owner = await world.account('+12025550101', 'whatsapp')
const group = await world.group(owner, { '+12025550102': 'admin', '+12025550103': 'member' })
const on = { account: owner.id, group }
const step = async (work: () => Promise<unknown>) => {
  world.pass(1000)
  await work()
}
const [two, three, four] = ['+12025550102', '+12025550103', '+12025550104']
await step(() => world.run(operations.addParticipants, { ...on, participants: [{ id: four, name: 'Four' }] }))
await step(() => world.run(operations.removeParticipants, { ...on, participants: [three] }))
await step(() => world.run(operations.setRole, { ...on, participants: [four], role: 'admin' }))
await step(() => world.run(operations.addParticipants, { ...on, participants: [{ id: three }] }))
await step(() => world.run(operations.updateGroup, { ...on, name: 'Other', settings: { announce: true } }))
await step(async () => world.run(operations.setPicture, { ...on, bytes: await jpeg(200) }))
await step(() => world.run(operations.sendMessage, { ...on, text: 'Hello' }))
await step(() => world.invite(owner, group))
await step(() => world.run(operations.updateGroup, { ...on, name: 'Group', tags: ['a'] }))
await step(() => world.run(operations.removePicture, on))
const last = 12
const timeOf = (revision: number) => start + (revision - 2) * 1000

const at = async (moment: Moment) => {
  const { page: found } = await world.run(operations.listPastParticipants, { ...on, ...page, at: moment })
  return found.items.map(({ person, standing }) => `${person.user_id.slice(-1)} ${standing}`)
}

describe('who was in the group', () => {
  test('at each revision, and at the time of it', async () => {
    const expected = [
      [],
      ['1 owner'],
      ['1 owner', '2 admin', '3 member'],
      ['1 owner', '2 admin', '3 member', '4 member'],
      ['1 owner', '2 admin', '4 member'],
      ['1 owner', '2 admin', '4 admin'],
      ['1 owner', '2 admin', '3 member', '4 admin'],
    ]
    for (const [revision, people] of expected.entries()) {
      expect(await at({ revision })).toEqual(people)
      if (revision < 2) continue
      expect(await at({ time: timeOf(revision) })).toEqual(people)
      expect(await at({ time: timeOf(revision + 1) - 1 })).toEqual(people)
    }
    expect(await at({ time: start - 1 })).toEqual([])
    expect(await at({ revision: last })).toEqual(expected.at(-1))
    expect(await at({ time: world.clock.at })).toEqual(expected.at(-1))
  })

  test('page by page', async () => {
    const input = { ...on, limit: 1, at: { revision: 4 } }
    const found: string[] = []
    let after: number[] | null = null
    do {
      const one: PastParticipants = await world.run(operations.listPastParticipants, { ...input, after })
      found.push(...one.page.items.map(({ person }) => person.user_id))
      after = one.page.next === null ? null : [...one.page.next]
    } while (after !== null)
    expect(found).toEqual([owner.person.user_id, two, four])
  })

  test.each([
    [{ revision: last + 1 }, 'the group is at revision 12'],
    [{ time: Number.MAX_SAFE_INTEGER }, 'still to come'],
  ])('not at what is still to come: %j', async (moment, words) => {
    const attempt = await world.attempt(operations.listPastParticipants, { ...on, ...page, at: moment })
    expect(attempt.code).toBe('invalid_input')
    expect(attempt.code === null ? '' : attempt.failure.message).toContain(words)
  })

  test.each([{ revision: -1 }, { revision: 1.5 }, {}, { revision: 1, time: 1 }, { time: '1' }])(
    'not at %j, which is no moment',
    async (moment) => {
      const input = { ...on, ...page, at: moment }
      expect(await world.codeOf(operations.listPastParticipants, input)).toBe('invalid_input')
    },
  )
})

describe("a person's history", () => {
  const of = (person: string, more: object = {}) =>
    world.run(operations.listParticipantHistory, { ...on, ...page, person, ...more })

  test('every standing with its beginning and its end, whatever spelling of the id', async () => {
    const stays = [
      { standing: 'member', from_revision: 2, since: start, to_revision: 4, until: start + 2000 },
      { standing: 'removed', from_revision: 4, since: start + 2000, to_revision: 6, until: start + 4000 },
      { standing: 'member', from_revision: 6, since: start + 4000, to_revision: null, until: null },
    ]
    for (const spelling of [three, '12025550103', '+1 (202) 555-0103', '12025550103@s.whatsapp.net']) {
      expect((await of(spelling)).items).toMatchObject(stays)
    }
    const first = await of(three, { limit: 2 })
    expect(first.items).toMatchObject(stays.slice(0, 2))
    const rest = await of(three, { limit: 2, after: [...(first.next ?? [])] })
    expect(rest.items).toMatchObject(stays.slice(2))
    expect(rest.next).toBeNull()
  })

  test.each([
    ['+12025550199', 'participant_not_found'],
    ['nonsense', 'invalid_person'],
    ['', 'invalid_input'],
  ])('of %s: %s', async (person, code) => {
    expect(await world.codeOf(operations.listParticipantHistory, { ...on, ...page, person })).toBe(code)
  })

  test('of somebody who is in another group only', async () => {
    const other = await world.group(owner, { '+12025550105': 'member' })
    const person = '+12025550105'
    expect(await world.codeOf(operations.listParticipantHistory, { ...on, ...page, person })).toBe(
      'participant_not_found',
    )
    const there = { ...on, group: other, ...page, person }
    expect((await world.run(operations.listParticipantHistory, there)).items).toHaveLength(1)
  })
})

describe('what differs', () => {
  const diff = (from: Moment, to?: Moment) =>
    world.run(operations.diffGroup, { ...on, from, ...(to === undefined ? {} : { to }) })
  const people = (moved: Awaited<ReturnType<typeof diff>>['people']) =>
    moved.map(({ person, from, to }) => `${person.user_id.slice(-1)} ${from} ${to}`)

  test('between one moment and itself: nothing', async () => {
    for (const revision of [0, 1, 5, last]) {
      expect(await diff({ revision }, { revision })).toEqual({
        ...{ from: revision, to: revision, changed: {}, people: [], messages: 0, invites: 0 },
      })
    }
  })

  test('only the ends count: a name that came back, a person who came back', async () => {
    const { changed, people: moved, messages, invites, from, to } = await diff({ revision: 2 })
    expect([from, to, messages, invites]).toEqual([2, last, 1, 1])
    expect(changed).toEqual({
      tags: { before: [], after: ['a'] },
      settings: { before: { announce: false }, after: { announce: true } },
    })
    expect(people(moved)).toEqual(['4 null admin'])
    expect(moved[0]?.person.name).toBe('Four')
  })

  test('by times as by revisions', async () => {
    const byRevision = await diff({ revision: 4 }, { revision: 8 })
    expect(await diff({ time: start + 2000 }, { time: start + 6999 })).toEqual(byRevision)
    expect(people(byRevision.people)).toEqual(['4 member admin', '3 removed member'])
    expect(byRevision.changed).toEqual({
      name: { before: 'Group', after: 'Other' },
      settings: { before: { announce: false }, after: { announce: true } },
      picture: { before: null, after: await pictureAt(8) },
    })
  })

  const pictureAt = async (revision: number) => {
    const event = (await world.events(group)).find((one) => one.revision === revision)
    return event?.facts.type === 'picture.changed' ? event.facts.picture : undefined
  }

  test('the picture before is known where it was only removed', async () => {
    const { changed } = await diff({ revision: 11 })
    expect(changed).toEqual({ picture: { before: await pictureAt(8), after: null } })
    expect(await pictureAt(8)).not.toBeNull()
  })

  test('from before the beginning everything is new', async () => {
    const { changed, people: moved } = await diff({ time: start - 1 }, { revision: 2 })
    expect(changed.name).toEqual({ before: null, after: 'Group' })
    expect(changed.settings).toMatchObject({ before: null, after: { announce: false, locked: false } })
    expect(changed.picture).toBeUndefined()
    expect(people(moved)).toEqual(['1 null owner', '2 null admin', '3 null member'])
  })

  test('an old event that does not tell the picture before leaves it out', () => {
    const comparing = createComparing()
    const [event] = [{ facts: { type: 'picture.changed', picture: null } }] as unknown as readonly Event[]
    if (event !== undefined) comparing.add(event)
    expect(comparing.result().changed).toEqual({ picture: { after: null } })
  })

  test.each([
    [{ revision: 5 }, { revision: 4 }, 'is after'],
    [{ revision: 1 }, { revision: last + 1 }, 'the group is at revision 12'],
    [{ time: Number.MAX_SAFE_INTEGER }, { revision: 1 }, 'still to come'],
  ])('not from %j to %j', async (from, to, words) => {
    const attempt = await world.attempt(operations.diffGroup, { ...on, from, to })
    expect(attempt.code).toBe('invalid_input')
    expect(attempt.code === null ? '' : attempt.failure.message).toContain(words)
  })
})

test('a difference of too many events, or too many standings, is to be asked for in smaller steps', async () => {
  const open = await world.account('busy')
  const busy = await world.group(open)
  const here = { account: open.id, group: busy }
  const participants = Array.from({ length: 9_000 }, (_, n) => ({ id: `guest-${n}` }))
  for (let n = 0; n < 4; n += 1) {
    await world.run(operations.addParticipants, { ...here, participants })
    await world.run(operations.removeParticipants, {
      ...here,
      participants: participants.map(({ id }) => id),
    })
  }
  const many = await world.attempt(operations.diffGroup, { ...here, from: { revision: 1 } })
  expect(many.code).toBe('limit_exceeded')
  expect(many.code === null ? '' : many.failure.message).toContain(`${diffStandingsMax} standings`)
  const some = await world.run(operations.diffGroup, { ...here, from: { revision: 1 }, to: { revision: 4 } })
  expect(some.people).toHaveLength(9_000)
  for (let n = 0; n < diffEventsMax; n += 500) {
    await Promise.all(
      Array.from({ length: 500 }, () => world.run(operations.sendMessage, { ...here, text: 'Hello' })),
    )
  }
  const head = await world.head(busy)
  const after = { revision: head.revision - diffEventsMax }
  expect((await world.run(operations.diffGroup, { ...here, from: after })).messages).toBe(diffEventsMax)
  const over = await world.attempt(operations.diffGroup, { ...here, from: { revision: after.revision - 1 } })
  expect(over.code).toBe('limit_exceeded')
  expect(over.code === null ? '' : over.failure.message).toContain('in smaller steps')
})
