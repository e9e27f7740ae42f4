/** Promise 4, as far as it is about two people: whom one may remove and ban, and which roles one may give. */
import { afterAll, describe, expect, test } from 'vitest'
import { type Outcome, type Role, roles, standings } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import {
  type Actor,
  grants,
  mayChangeRole,
  mayGrant,
  mayTouch,
  roleChanges,
  targets,
} from '../../src/core/permissions.ts'
import { openWorld } from '../support/core.ts'
import { actors, openParty, others, userIds } from '../support/party.ts'

const world = await openWorld()
afterAll(() => world.close())
const { group, accountOf } = await openParty(world)
const dry = { dryRun: true }

const standingOf = (actor: Actor) => (actor === 'stranger' ? null : actor)
const yes = (letters: string, index: number) => letters[index] === 'y'

const letters: Readonly<Record<string, string>> = {
  removed: 'd',
  banned: 'd',
  changed: 'd',
  added: 'd',
  'unchanged not_a_participant': 'u',
  'unchanged already_banned': 'u',
  'unchanged has_this_role': 'u',
  'refused own_account': 'o',
  'refused not_permitted': 'r',
  'refused not_a_participant': '-',
}

/** One letter for what came of one person: (d)one, (u)nchanged, (o)wn account, (r)efused, (-) nobody there. */
function letterOf(outcomes: readonly Outcome[]): string {
  const [only] = outcomes
  if (only === undefined || outcomes.length > 1) throw new Error('one person was named')
  const text = only.reason === undefined ? only.outcome : `${only.outcome} ${only.reason}`
  return letters[text] ?? `?${text}`
}

/** Whom each role acts upon: another person than himself wherever there is one. */
const targetOf = (actor: Actor, target: Actor) =>
  actor === target && (actor === 'admin' || actor === 'owner') ? others[actor] : userIds[target]

/** For each acting role, what the table says of each standing in the order of `actors`, and what comes of it. */
const touching = {
  //       owner admin member subscriber invited requested banned left removed stranger
  remove: {
    owner: { cells: 'nyyyyynnnn', outcomes: 'oddddduuuu' },
    admin: { cells: 'nyyyyynnnn', outcomes: 'rddddduuuu' },
  },
  ban: {
    owner: { cells: 'nyyyyyyyyy', outcomes: 'oddddduddd' },
    admin: { cells: 'nyyyyyyyyy', outcomes: 'rddddduddd' },
  },
} as const

describe.each(['remove', 'ban'] as const)('whom one may %s', (action) => {
  test.each(['owner', 'admin'] as const)('as %s is what the table says', async (actor) => {
    const { cells, outcomes } = touching[action][actor]
    const on = { account: accountOf(actor).id, group }
    let came = ''
    for (const [index, target] of actors.entries()) {
      expect([target, mayTouch(action, actor, standingOf(target))]).toEqual([target, yes(cells, index)])
      const participants = [targetOf(actor, target)]
      const done =
        action === 'remove'
          ? await world.run(operations.removeParticipants, { ...on, participants }, dry)
          : await world.run(operations.banParticipants, { ...on, participants, reason: null }, dry)
      came += letterOf(done.outcomes)
    }
    expect(came).toBe(outcomes)
  })

  test('is nobody for everybody else', () => {
    expect(Object.keys(targets[action])).toEqual(['owner', 'admin'])
    for (const actor of actors) {
      if (actor === 'owner' || actor === 'admin') continue
      for (const target of actors) {
        expect(mayTouch(action, standingOf(actor), standingOf(target))).toBe(false)
      }
    }
  })
})

/** Acting role → present role of the other → for each new role in the order of `roles`: cells, and what comes of it. */
const changing: Readonly<
  Record<'owner' | 'admin', Readonly<Record<Role, { readonly cells: string; readonly outcomes: string }>>>
> = {
  //                       owner admin member subscriber
  owner: {
    owner: { cells: 'ynnn', outcomes: 'uooo' },
    admin: { cells: 'yyyy', outcomes: 'dudd' },
    member: { cells: 'yyyy', outcomes: 'ddud' },
    subscriber: { cells: 'yyyy', outcomes: 'dddu' },
  },
  admin: {
    owner: { cells: 'nnnn', outcomes: 'urrr' },
    admin: { cells: 'nyyy', outcomes: 'rudd' },
    member: { cells: 'nyyy', outcomes: 'rdud' },
    subscriber: { cells: 'nyyy', outcomes: 'rddu' },
  },
}

describe('which roles one may give to people in the group', () => {
  test.each(['owner', 'admin'] as const)('as %s is what the table says', async (actor) => {
    for (const from of roles) {
      const { cells, outcomes } = changing[actor][from]
      let came = ''
      for (const [index, role] of roles.entries()) {
        expect([from, role, mayChangeRole(actor, from, role)]).toEqual([from, role, yes(cells, index)])
        const input = { account: accountOf(actor).id, group, participants: [others[from]], role }
        came += letterOf((await world.run(operations.setRole, input, dry)).outcomes)
      }
      expect([from, came]).toEqual([from, outcomes])
    }
  })

  test('is none for everybody else, and none for oneself', async () => {
    expect(Object.keys(roleChanges)).toEqual(['owner', 'admin'])
    for (const actor of actors) {
      if (actor === 'owner' || actor === 'admin') continue
      for (const from of roles) {
        for (const to of roles) expect(mayChangeRole(standingOf(actor), from, to)).toBe(false)
      }
    }
    for (const role of ['owner', 'member', 'subscriber'] as const) {
      const input = { account: accountOf('admin').id, group, participants: [userIds.admin], role }
      expect(letterOf((await world.run(operations.setRole, input, dry)).outcomes)).toBe('o')
    }
  })

  test('is for nobody who is not in the group', async () => {
    for (const target of actors) {
      if (roles.some((role) => role === target)) continue
      const participants = [userIds[target]]
      const input = { account: accountOf('owner').id, group, participants, role: 'admin' } as const
      expect([target, letterOf((await world.run(operations.setRole, input, dry)).outcomes)]).toEqual([
        target,
        '-',
      ])
    }
  })
})

/** For each acting role, whether he lets people in with each role in the order of `roles`. */
const granting = {
  //       owner admin member subscriber
  owner: 'nyyy',
  admin: 'nyyy',
  member: 'nnyy',
} as const

describe('with which roles one may let people in', () => {
  test.each(['owner', 'admin', 'member'] as const)('as %s is what the table says', async (actor) => {
    for (const [index, role] of roles.entries()) {
      const allowed = yes(granting[actor], index)
      expect([role, mayGrant(actor, role)]).toEqual([role, allowed])
      const on = { account: accountOf(actor).id, group }
      const added = await world.attempt(
        operations.addParticipants,
        { ...on, participants: [{ id: '+12025550120', role }] },
        dry,
      )
      expect([role, added.code]).toEqual([role, allowed ? null : 'not_permitted'])
      if (added.code === null) expect(letterOf(added.output.outcomes)).toBe('d')
      const wish = { expires_at: null, uses_max: null, approval: false, role }
      const made = await world.attempt(operations.createInvite, { ...on, ...wish }, dry)
      expect([role, made.code]).toEqual([role, allowed && actor !== 'member' ? null : 'not_permitted'])
    }
  })

  test('is none for everybody else', () => {
    expect(Object.keys(grants)).toEqual(['owner', 'admin', 'member'])
    for (const actor of [...standings.slice(3), null]) {
      for (const role of roles) expect(mayGrant(actor, role)).toBe(false)
    }
  })

  test('is not owner for the people of a new group', async () => {
    const account = accountOf('owner').id
    const participants = [{ id: '+12025550120', role: 'owner' as const }]
    expect(await world.codeOf(operations.createGroup, { account, name: 'Two', participants })).toBe(
      'invalid_input',
    )
  })
})
