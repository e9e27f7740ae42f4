/** A body of any number of lines: added batch by batch, told as it is done, and never half of a batch. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, apisOf } from './api.ts'
import {
  answerOf,
  type Line,
  linesOf,
  listAll,
  media,
  open,
  responseOf,
  textOf,
  untilGoingOn,
  upload,
  type Where,
} from './lines.ts'
import { type RunningServer, startServer } from './server.ts'
import { list, text, texts, whole } from './wire.ts'

type Here = { readonly account: string; readonly group: string }

let server: RunningServer
let api: Api
let where: Where
/** An account whose batches are of ten, so that few lines are many batches. */
let tens: string

beforeAll(async () => {
  server = await startServer()
  api = (await apisOf(server.url, server.key)).of('native')
  where = { url: server.url, key: server.key, api }
  tens = await accountOf({ 'participants.batch': 10 })
})
afterAll(async () => {
  const faults = server.logs().split('\n')
  expect(faults.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  expect(await server.stop()).toBe(0)
})

async function accountOf(limits: Readonly<Record<string, number>>): Promise<string> {
  return text((await api.ok('createAccount', {}, { json: { name: 'Lines', limits } })).body, 'id')
}

async function groupOf(account: string): Promise<Here> {
  const created = await api.ok('createGroup', { account }, { json: { name: 'Lines' } })
  return { account, group: text(created.body, 'group.id') }
}

const people = (count: number, name = 'p') => Array.from({ length: count }, (_, index) => `${name}${index}`)

/** The ids of everybody whom the lists tell, without the account itself. */
async function present(here: Here): Promise<readonly unknown[]> {
  const { lines } = await listAll(where, here)
  return lines.filter(({ id, is_self }) => id !== undefined && is_self === false).map(({ id }) => id)
}

/** The last line, which says how it ended. */
const last = ({ lines }: { readonly lines: readonly Line[] }) => lines.at(-1)
const batchesOf = ({ lines }: { readonly lines: readonly Line[] }) => lines.slice(0, -1)

test('25,000 lines are three batches, each with a run and an event, and one outcome for each person', async () => {
  const here = await groupOf(await accountOf({}))
  await api.ok('banParticipants', here, { json: { participants: ['troll'] } })
  const all: unknown[] = people(25_000)
  all[5] = { id: 'boss', role: 'admin', name: 'Boss', expires_at: '2040-01-01T00:00:00Z' }
  all[6] = 'troll'
  all[7] = 'p0'
  all[12_000] = 'p1'
  all[24_999] = 'not an id'
  const answer = await upload(where, here, [textOf(all)])
  expect([answer.status, answer.type]).toEqual([200, media])
  expect(batchesOf(answer).map(({ outcomes: _, run: __, ...line }) => line)).toEqual([
    batchLine(1, 1, 10_000, 3, { added: 9_998, refused: 1, unchanged: 1 }),
    batchLine(2, 10_001, 20_000, 4, { added: 9_999, unchanged: 1 }),
    batchLine(3, 20_001, 25_000, 5, { added: 4_999, refused: 1 }),
  ])
  const counts = { added: 24_996, refused: 2, unchanged: 2 }
  expect(last(answer)).toEqual({ done: true, batches: 3, lines: 25_000, counts })
  const outcomes = batchesOf(answer).flatMap((line) => list(line, 'outcomes')) as readonly Line[]
  const asked = all.map((one) => (typeof one === 'string' ? one : 'boss'))
  expect(outcomes.map(({ participant }) => participant)).toEqual(asked)
  const odd = outcomes.filter(({ outcome }) => outcome !== 'added')
  expect(odd.map(({ participant, reason }) => `${participant}: ${reason}`)).toEqual([
    'troll: banned',
    'p0: named_twice',
    'p1: already_participant',
    'not an id: invalid_id',
  ])
  expect((await present(here)).toSorted()).toEqual(
    outcomes.flatMap((one) => (one.outcome === 'added' ? [one.participant] : [])).toSorted(),
  )
  const boss = await api.ok('getParticipant', { ...here, person: 'boss' })
  expect(boss.body).toMatchObject({ name: 'Boss', role: 'admin', expires_at: '2040-01-01T00:00:00.000Z' })
  for (const line of batchesOf(answer)) {
    const { body } = await api.ok('getRun', { run: text(line, 'run') })
    expect(body).toMatchObject({ operation: 'addParticipants', status: 'done', revision: line.revision })
  }
})

function batchLine(batch: number, from_line: number, to_line: number, revision: number, counts: object) {
  return { batch, from_line, to_line, revision, replayed: false, counts }
}

test('characters split anywhere, CRLF, empty lines and no last line break', async () => {
  const here = await groupOf(tens)
  const bytes = Buffer.from('\uFEFF"ärger"\r\n\r\n  \n"日本"\n{"id":"😀-smile", "name": "Ünal"}\r\n\n"last"')
  const answer = await upload(
    where,
    here,
    [...bytes].map((byte) => Uint8Array.of(byte)),
  )
  expect(batchesOf(answer).map(({ from_line, to_line }) => [from_line, to_line])).toEqual([[1, 7]])
  expect(texts(answer.lines[0], 'outcomes', 'participant')).toEqual(['ärger', '日本', '😀-smile', 'last'])
  expect(last(answer)).toEqual({ done: true, batches: 1, lines: 4, counts: { added: 4 } })
  expect((await present(here)).toSorted()).toEqual(['last', 'ärger', '日本', '😀-smile'].toSorted())
})

const wrong: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['no JSON', 'anna\n', 'invalid_json'],
  ['half of a line', '{"id":"an', 'invalid_json'],
  ['two values', '"anna" "ben"\n', 'invalid_json'],
  ['no UTF-8', Uint8Array.of(34, 0xc3, 0x28, 34, 10), 'invalid_json'],
  ['a number', '5\n', 'invalid_input'],
  ['null', 'null\n', 'invalid_input'],
  ['a list', '["anna"]\n', 'invalid_input'],
  ['an object without an id', '{"role":"admin"}\n', 'invalid_input'],
  ['a field that is not known', '{"id":"anna","rank":1}\n', 'invalid_input'],
  ['a prototype', '{"id":"anna","__proto__":{"role":"admin"}}\n', 'invalid_input'],
  ['a role that is none', '{"id":"anna","role":"king"}\n', 'invalid_input'],
  ['an id that is empty', '""\n', 'invalid_input'],
  ['a time that is none', '{"id":"anna","expires_at":"tomorrow"}\n', 'invalid_input'],
  ['a line that is too long', `"${'x'.repeat(20_000)}"\n`, 'too_large'],
  ['a line without an end', `"${'x'.repeat(200_000)}`, 'too_large'],
]

test.each(wrong)('%s on the first lines is a 4xx, and nothing is done', async (_what, line, code) => {
  const here = await groupOf(tens)
  const { status, type, lines } = await upload(where, here, [textOf(people(2)), line, textOf(['behind'])])
  expect([status, type]).toEqual([code === 'too_large' ? 413 : 400, 'application/problem+json'])
  expect(lines).toMatchObject([{ code, facts: { line: 3 } }])
  expect(await present(here)).toEqual([])
})

test.each(wrong)('%s later on ends it behind the batches before', async (_what, line, code) => {
  const here = await groupOf(tens)
  const answer = await upload(where, here, [textOf(people(23)), line, textOf(['behind'])])
  expect([answer.status, answer.lines.length]).toEqual([200, 3])
  const done = { batches: 2, lines: 20, counts: { added: 20 } }
  expect(last(answer)).toMatchObject({ error: { code, facts: { line: 24 } }, ...done })
  expect((await present(here)).toSorted()).toEqual(people(20).toSorted())
})

test('a batch that is refused as a whole is named, and ends it', async () => {
  const here = await groupOf(tens)
  const past = { id: 'late', expires_at: '2001-01-01T00:00:00Z' }
  const first = await upload(where, here, [textOf(['anna', past])])
  const facts = { batch: 1, from_line: 1, to_line: 2 }
  expect([first.status, first.lines]).toMatchObject([400, [{ code: 'invalid_input', facts }]])
  const later = await upload(where, here, [textOf([...people(10), 'anna', past])])
  expect(last(later)).toMatchObject({
    error: { facts: { batch: 2, from_line: 11, to_line: 12 } },
    batches: 1,
  })
  expect((await present(here)).toSorted()).toEqual(people(10).toSorted())
})

test('the group is full in the middle: whoever found no place is told', async () => {
  const here = await groupOf(await accountOf({ 'participants.batch': 10, 'group.participants': 16 }))
  const answer = await upload(where, here, [textOf(people(30))])
  expect(batchesOf(answer).map(({ counts }) => counts)).toEqual([
    { added: 10 },
    { added: 5, refused: 5 },
    { refused: 10 },
  ])
  expect(last(answer)).toEqual({ done: true, batches: 3, lines: 30, counts: { added: 15, refused: 15 } })
  expect(await present(here)).toHaveLength(15)
})

test('a batch is told when it is done, while the rest is still to be sent', async () => {
  const here = await groupOf(tens)
  const going = open(where, 'addParticipants', here, { headers: { 'content-type': media } })
  going.write(textOf(people(10)))
  const coming = await responseOf(going)
  const lines = linesOf(coming)
  expect((await lines.next()).value).toMatchObject({ batch: 1, counts: { added: 10 } })
  expect(await present(here)).toHaveLength(10)
  going.end(textOf(people(3, 'q')))
  expect((await lines.next()).value).toMatchObject({ batch: 2, counts: { added: 3 } })
  expect((await lines.next()).value).toMatchObject({ done: true, lines: 13 })
})

test('an upload that broke is repeated: everybody once, and no event twice', async () => {
  const here = await groupOf(tens)
  const headers = { 'content-type': media, 'idempotency-key': 'upload' }
  const going = open(where, 'addParticipants', here, { headers })
  going.write(textOf(people(25)))
  const lines = linesOf(await responseOf(going))
  await lines.next()
  await lines.next()
  going.destroy()
  await untilGoingOn(server.url, 0)
  // What stood in the batch that was not whole was not done.
  expect((await present(here)).toSorted()).toEqual(people(20).toSorted())
  const again = await upload(where, here, [textOf(people(35))], headers)
  expect(batchesOf(again).map(({ replayed }) => replayed)).toEqual([true, true, false, false])
  expect(last(again)).toMatchObject({ done: true, lines: 35, counts: { added: 35 } })
  expect((await present(here)).toSorted()).toEqual(people(35).toSorted())
  const { body } = await api.ok('listGroupEvents', here)
  expect(texts(body, 'data', 'type')).toEqual(['group.created', ...Array(4).fill('participants.added')])
  const third = await upload(where, here, [textOf(people(35))], headers)
  expect(batchesOf(third).map(({ replayed }) => replayed)).toEqual([true, true, true, true])
  const other = [...people(12), 'other', ...people(35).slice(13)]
  const changed = await upload(where, here, [textOf(other)], headers)
  expect(changed.lines).toMatchObject([
    { batch: 1, replayed: true },
    { error: { code: 'idempotency_key_reused', facts: { batch: 2 } }, batches: 1 },
  ])
  expect(await present(here)).not.toContain('other')
  expect(whole((await api.ok('getGroup', here)).body, 'revision')).toBe(5)
})

test('If-Match is held to before the first batch', async () => {
  const here = await groupOf(tens)
  const stale = await upload(where, here, [textOf(people(25))], { 'if-match': '"7"' })
  expect([stale.status, stale.lines]).toMatchObject([412, [{ code: 'revision_mismatch' }]])
  expect(await present(here)).toEqual([])
  const fresh = await upload(where, here, [textOf(people(25))], { 'if-match': '"1"' })
  expect(last(fresh)).toMatchObject({ done: true, counts: { added: 25 } })
})

test('what is wrong with the request is a problem as ever', async () => {
  const here = await groupOf(tens)
  const read = await api.ok('createKey', {}, { json: { name: 'read', scopes: ['read'] } })
  const told = async (answer: ReturnType<typeof upload>) => {
    const { status, lines } = await answer
    return [status, lines[0]?.code]
  }
  const body = [textOf(people(15))]
  expect(await told(upload(where, here, []))).toEqual([400, 'invalid_input'])
  expect(await told(upload(where, here, ['\n \r\n']))).toEqual([400, 'invalid_input'])
  expect(await told(upload(where, here, body, {}, '?dry_run=true'))).toEqual([400, 'invalid_input'])
  expect(await told(upload({ ...where, key: 'wrong' }, here, body))).toEqual([401, 'invalid_credentials'])
  const reader = { ...where, key: text(read.body, 'key') }
  expect(await told(upload(reader, here, body))).toEqual([403, 'insufficient_scope'])
  expect(await told(upload(where, { ...here, group: 'grp_1' }, body))).toEqual([404, 'group_not_found'])
  expect(await told(upload(where, { ...here, account: 'acc_1' }, body))).toEqual([404, 'account_not_found'])
  expect(await told(upload(where, here, body, { 'idempotency-key': 'a b' }))).toEqual([400, 'invalid_input'])
  expect(await present(here)).toEqual([])
  const elsewhere = { headers: { 'content-type': media }, bytes: Buffer.from('"anna"\n') }
  await api.refused(415, 'banParticipants', here, elsewhere)
})

test('a key that is revoked meanwhile adds nobody more', async () => {
  const here = await groupOf(tens)
  const made = await api.ok('createKey', {}, { json: { name: 'short', scopes: ['write'] } })
  const own = { ...where, key: text(made.body, 'key') }
  const going = open(own, 'addParticipants', here, { headers: { 'content-type': media } })
  going.write(textOf(people(10)))
  const coming = await responseOf(going)
  await api.ok('revokeKey', { key: text(made.body, 'id') })
  going.end(textOf(people(10, 'q')))
  const answer = await answerOf(api, 'addParticipants', coming)
  expect(last(answer)).toMatchObject({ error: { code: 'invalid_credentials' }, batches: 1, lines: 10 })
  expect(await present(here)).toHaveLength(10)
})

test('a server that stops says so between two batches, and what was told is kept', async () => {
  let other = await startServer()
  const native = (await apisOf(other.url, other.key)).of('native')
  const json = { name: 'Lines', limits: { 'participants.batch': 10 } }
  const account = text((await native.ok('createAccount', {}, { json })).body, 'id')
  const made = await native.ok('createGroup', { account }, { json: { name: 'Lines' } })
  const here = { account, group: text(made.body, 'group.id') }
  const there = { url: other.url, key: other.key, api: native }
  const going = open(there, 'addParticipants', here, { headers: { 'content-type': media } })
  going.write(textOf(people(13)))
  const coming = await responseOf(going)
  const ended = other.stop()
  const answer = await answerOf(native, 'addParticipants', coming)
  expect(answer.lines).toMatchObject([
    { batch: 1, counts: { added: 10 } },
    { error: { code: 'overloaded', status: 503 }, batches: 1, lines: 10 },
  ])
  expect(await ended).toBe(0)
  other = await startServer({ dataDir: other.dataDir })
  const { lines } = await listAll({ ...there, url: other.url }, here)
  expect(last({ lines })).toMatchObject({ done: true, count: 11 })
  expect(await other.stop()).toBe(0)
})
