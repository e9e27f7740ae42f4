/** The two servers as the bench sees them: the same four things, each in the words of its own HTTP API. */

import { type Answer, type Connection, openConnection } from '../../connection.ts'
import { call, key, type Running } from '../../load.ts'
import { type Ejabberd, host, service } from './ejabberd.ts'

/** What a server knows a room by. */
export type Room = string

export interface Side {
  readonly name: 'ejabberd' | 'Muster'
  readonly pid: number
  readonly connect: () => Promise<Connection>
  readonly create: (connection: Connection, name: string) => Promise<Room>
  readonly add: (connection: Connection, room: Room, person: string) => Promise<void>
  /** Reads the whole list and answers its texts: one, or one for each page. */
  readonly list: (connection: Connection, room: Room) => Promise<readonly string[]>
  /** How many members the texts name, the one who made the room left out. */
  readonly count: (texts: readonly string[]) => number
}

function must(holds: boolean, asked: string, answer: Answer): void {
  if (!holds) throw new Error(`${asked}: ${answer.status} ${answer.text.slice(0, 300)}`)
}

export function ejabberdSide({ url, process }: Ejabberd): Side {
  const done = (asked: string, answer: Answer) =>
    must(answer.status === 200 && answer.text.trim() === '0', asked, answer)
  return {
    name: 'ejabberd',
    pid: process.pid ?? 0,
    connect: () => openConnection(url),
    create: async (connection, name) => {
      done('create_room', await connection.send('POST', '/create_room', { name, service, host }))
      return name
    },
    add: async (connection, name, person) => {
      const member = { name, service, jid: `${person}@${host}`, affiliation: 'member' }
      done('set_room_affiliation', await connection.send('POST', '/set_room_affiliation', member))
    },
    list: async (connection, name) => {
      const answer = await connection.send('POST', '/get_room_affiliations', { name, service })
      must(answer.status === 200, 'get_room_affiliations', answer)
      return [answer.text]
    },
    // The API's answer is a list with one object for each.
    count: (texts) => texts.reduce((sum, text) => sum + (JSON.parse(text) as unknown[]).length, 0),
  }
}

export interface MusterSide extends Side {
  /** All in one call, which ejabberd's API does not have. */
  readonly addAll: (connection: Connection, room: Room, people: readonly string[]) => Promise<void>
}

/** A room is the address of its participants. */
export async function musterSide({ url, process }: Running): Promise<MusterSide> {
  const account = await call<{ id: string }>(url, 'POST', '/v1/accounts', { name: 'Bench' })
  const groups = `/v1/accounts/${account.id}/groups`
  const addAll: MusterSide['addAll'] = async (connection, room, people) => {
    const answer = await connection.send('POST', room, { participants: people })
    const added = answer.text.split('"outcome":"added"').length - 1
    must(answer.status === 200 && added === people.length, 'add participants', answer)
  }
  return {
    name: 'Muster',
    pid: process.pid ?? 0,
    connect: () => openConnection(url, { authorization: `Bearer ${key}` }),
    create: async (connection, name) => {
      const answer = await connection.send('POST', groups, { name })
      const id = /"id":"(grp_[0-9a-z]+)"/.exec(answer.text)?.[1]
      must(answer.status < 300 && id !== undefined, 'create a group', answer)
      return `${groups}/${id}/participants`
    },
    add: (connection, room, person) => addAll(connection, room, [person]),
    addAll,
    list: async (connection, room) => {
      const texts: string[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const answer = await connection.send('GET', `${room}?limit=1000${cursor && `&cursor=${cursor}`}`)
        must(answer.status === 200, 'list participants', answer)
        texts.push(answer.text)
        cursor = /"next_cursor":"([^"]+)"/.exec(answer.text.slice(-200))?.[1]
      }
      return texts
    },
    // Each page is an object with its rows in `data`.
    count: (texts) =>
      texts.reduce((sum, text) => sum + (JSON.parse(text) as { data: unknown[] }).data.length, -1),
  }
}
