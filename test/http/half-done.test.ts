/** A fault in the middle of Genuin's PATCH, over HTTP: 500 "5158", and nothing of it was done. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../src/core/operations/index.ts'
import type { Tx } from '../../src/core/store.ts'
import { genuin } from '../../src/dialects/genuin/index.ts'
import type { HttpServer } from '../../src/http/index.ts'
import { openWorld } from '../support/core.ts'
import { tablesIn } from '../support/database.ts'
import { serveHere } from '../support/http.ts'

const world = await openWorld()
const chat = '0b1f4a5e-93c5-4a1c-8d51-2d0a5f0c7e11'
const member = 'b12f13af-ef5a-4906-b0a0-2995e106200d'
const newcomer = '5c0b4f6e-2d0c-4b6f-9a51-0d6c5e1f7a22'

/** The so many-th event of a transaction fails; 0 for none. */
let failing = 0
let http: HttpServer
let url: string

beforeAll(async () => {
  const { store } = world.env
  const broken = (tx: Tx): Tx => {
    let left = failing
    const append: Tx['append'] = (...all) => {
      left -= 1
      return left === 0 ? Promise.reject(new Error('the disk is gone')) : tx.append(...all)
    }
    return { ...tx, append }
  }
  const transaction: typeof store.transaction = (turn, work) =>
    store.transaction(turn, (tx) => work(broken(tx)))
  // Every caller's own view of the store breaks like the whole.
  const brokenStore: typeof store = { ...store, transaction, within: () => brokenStore }
  ;({ http, url } = await serveHere({ ...world.env, store: brokenStore }, [genuin]))
  const { account } = await world.run(operations.createAccount, {
    ...{ network: 'builtin', profile: 'genuin', alias: 'genuin', name: 'Genuin', user_id: null },
  })
  await world.run(operations.createGroup, {
    ...{ account: account.id, name: 'Team', alias: chat, participants: [{ id: member }] },
  })
})
afterAll(async () => {
  await http.close()
  await world.close()
})

async function patch(): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${url}/genuin/api/thirdparty/update_conversation/${chat}`, {
    method: 'PATCH',
    headers: { authorization: 'Bearer operator', 'content-type': 'application/json' },
    body: JSON.stringify({
      members_added: [{ user_id: newcomer }],
      members_removed: [member],
      name: 'Half',
    }),
  })
  return { status: response.status, body: await response.json() }
}

test('leaves nothing half done, wherever it happens, and the same request is done afterwards', async () => {
  for (failing of [1, 2, 3]) {
    const before = await tablesIn(world.directory)
    expect(await patch()).toMatchObject({
      status: 500,
      body: { code: '5158', message: 'Could not update the conversation.', data: {} },
    })
    expect(await tablesIn(world.directory)).toEqual(before)
  }
  failing = 0
  expect(await patch()).toMatchObject({
    status: 200,
    body: {
      data: { members_added: [{ member_id: newcomer }], members_removed: [member], name_updated: true },
    },
  })
})
