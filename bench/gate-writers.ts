/** Writers for the gates of consumers: few groups and few people, so that everybody comes and goes all the time. */
import { setTimeout as wait } from 'node:timers/promises'
import { at, list, send, text, whole } from '../test/e2e/wire.ts'
import type { Replica } from './follower.ts'
import { type Caller, get } from './gate-check.ts'

/** What is written to. */
export interface Stage {
  /** Where the server is now; another after a restart. */
  caller: Caller
  readonly account: string
  readonly groups: readonly string[]
}

export interface Writers {
  readonly acknowledged: () => number
  readonly stop: () => Promise<void>
}

const groupsCount = 8
const people = Array.from({ length: 40 }, (_, index) => `person-${index}`)
const any = <T>(values: readonly T[]) => values[Math.floor(Math.random() * values.length)] as T

async function post(
  { url, key }: Caller,
  method: string,
  path: string,
  json: unknown,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  return send(url, { method, path, headers, body: JSON.stringify(json) })
}

/** An account and the groups that are written to. */
export async function setStage(caller: Caller): Promise<Stage> {
  const made = await post(caller, 'POST', '/v1/accounts', { name: 'Writer' })
  const account = text(made.body, 'id')
  const groups: string[] = []
  while (groups.length < groupsCount) {
    const { body } = await post(caller, 'POST', `/v1/accounts/${account}/groups`, { name: 'Written' })
    groups.push(text(body, 'group.id'))
  }
  return { caller, account, groups }
}

/** A write that changes who stands how to a group, mostly. */
function nextWrite({ account, groups }: Stage): readonly [method: string, path: string, json: unknown] {
  const group = `/v1/accounts/${account}/groups/${any(groups)}`
  const participants = [any(people), any(people)]
  switch (any(['add', 'add', 'add', 'remove', 'role', 'ban', 'unban', 'message'] as const)) {
    case 'add':
      return ['POST', `${group}/participants`, { participants }]
    case 'remove':
      return ['POST', `${group}/participants/remove`, { participants }]
    case 'role':
      return ['PATCH', `${group}/participants/${any(people)}`, { role: any(['admin', 'member']) }]
    case 'ban':
      return ['POST', `${group}/bans`, { participants: participants.slice(1) }]
    case 'unban':
      return ['DELETE', `${group}/bans/${any(people)}`, {}]
    case 'message':
      return ['POST', `${group}/messages`, { text: 'Still here' }]
  }
}

/** So many writers at once. While the server is gone they wait; what is refused by a rule is as good as done. */
export function startWriters(stage: Stage, count: number): Writers {
  let acknowledged = 0
  let isStopped = false
  const writer = async () => {
    while (!isStopped) {
      const [method, path, json] = nextWrite(stage)
      const reply = await post(stage.caller, method, path, json).catch(() => null)
      if (reply === null) await wait(20)
      else if ((reply.status >= 500 && reply.status !== 503) || at(reply.body, 'code') === 'route_not_found')
        throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
      else acknowledged += 1
    }
  }
  const writing = Promise.all(Array.from({ length: count }, writer))
  return {
    acknowledged: () => acknowledged,
    stop: async () => {
      isStopped = true
      await writing
    },
  }
}

/** What of a replica is not as the server shows it. All of it is zero when nothing was lost. */
export interface Differences {
  /** People who stand otherwise to a group than the replica has it. */
  people: number
  /** Groups whose revision the replica has not reached, or has passed. */
  revisions: number
  gaps: number
  repeats: number
}

const standing = new Set(['owner', 'admin', 'member', 'subscriber', 'banned'])

async function standings(caller: Caller, path: string, place: string): Promise<readonly [string, string][]> {
  const rows = list(await get(caller, `${path}/${place}?limit=1000`), 'data')
  return rows.map((row): [string, string] => [text(row, 'id'), text(row, 'role')])
}

/** Compares a replica with the server's own lists. */
export async function compare({ caller, account, groups }: Stage, replica: Replica): Promise<Differences> {
  const differences = { people: 0, revisions: 0, gaps: replica.gaps, repeats: replica.repeats }
  for (const group of groups) {
    const path = `/v1/accounts/${account}/groups/${group}`
    const known = replica.groups[group] ?? { revision: 0, people: {} }
    if (whole(await get(caller, path), 'revision') !== known.revision) differences.revisions += 1
    const shown = new Map([
      ...(await standings(caller, path, 'participants')),
      ...(await standings(caller, path, 'bans')),
    ])
    const kept = new Map(Object.entries(known.people).filter(([, how]) => standing.has(how)))
    for (const id of new Set([...shown.keys(), ...kept.keys()]))
      if (shown.get(id) !== kept.get(id)) differences.people += 1
  }
  return differences
}
