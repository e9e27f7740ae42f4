/** The built program as somebody at a terminal uses it: every command, its exit code, and what it prints. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jpeg } from './pictures.ts'
import { type RunningServer, startServer } from './server.ts'
import { terminal } from './terminal.ts'
import { list, text, texts, whole } from './wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-cli-'))
let server: RunningServer
const { used, muster, done, json, fails } = terminal(folder, () => server)

let anna = ''
let ben = ''
let group = ''
const by = (account: string) => ['--account', account]

beforeAll(async () => {
  server = await startServer()
  anna = text(
    await json(['account', 'create', 'Anna', '--user-id', 'anna', '--metadata', 'team=one=1']),
    'id',
  )
  ben = text(await json(['account', 'create', 'Ben', '--user-id', 'ben']), 'id')
  group = text(await json(['group', 'create', 'Team', ...by(anna)]), 'group.id')
}, 60_000)

afterAll(async () => {
  await server.stop()
})

test('help and version', async () => {
  const manifest = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')
  expect((await done(['--version'])).trim()).toBe(text(JSON.parse(manifest), 'version'))
  expect(await done(['--help'])).toContain('Exit codes')
  expect(await done(['help', 'group'])).toContain('create')
  expect(await done(['serve', '--help'])).toMatch(/MUSTER_PORT .*8080/)
})

test.each([
  [[], 'Usage: muster'],
  [['group'], 'Usage: muster group'],
  [['nonsense'], "unknown command 'nonsense'"],
  [['group', 'get', '--account', 'a'], "missing required argument 'group'"],
  [['group', 'list'], "required option '--account"],
  [['group', 'list', '--account', 'a', '--nonsense'], "unknown option '--nonsense'"],
  [['group', 'list', '--account', 'a', '--limit', 'x'], 'must be a whole number'],
  [['group', 'get', '..', '--account', 'a'], 'must be an id'],
  [['group', 'update', 'g', '--account', 'a'], 'Name what is to be changed'],
  [['group', 'update', 'g', '--account', 'a', '--name', 'n', '--if-match', 'x'], 'must be a whole number'],
  [['group', 'leave', 'g', '--account', 'a', '--idempotency-key', 'two words'], 'without spaces'],
  [['participant', 'add', 'g', '--account', 'a'], 'Name at least one person'],
  [['participant', 'add', 'g', '--account', 'a', '--file', 'not-there'], 'not-there cannot be read'],
  [['participant', 'add', 'g', 'a', '--account', 'a', '--batch', '5'], 'there is none'],
  [['participant', 'add', 'g', '--account', 'a', '--file', '-', '--batch', '0'], 'from 1 to 10,000'],
  [['participant', 'add', 'g', '--account', 'a', '--file', '-', '--batch', '10001'], 'from 1 to 10,000'],
  [['participant', 'list', 'g', '--account', 'a', '--lines', '--limit', '2'], 'prints everybody'],
  [['account', 'create', 'x', '--metadata', 'nonsense'], 'name=value'],
  [['account', 'list', '--url', 'nonsense'], 'The address must be one such as'],
])('wrong usage is 2: %j', async (args, words) => {
  await fails(args, 2, words)
})

test('without a key it says where to put one', async () => {
  await fails(['account', 'list'], 2, 'MUSTER_KEY', { env: { MUSTER_KEY: '' } })
})

test('a server that is not there is 3', async () => {
  await fails(
    ['account', 'list', '--url', 'http://127.0.0.1:1'],
    3,
    /^unreachable: .*http:\/\/127\.0\.0\.1:1/,
  )
})

test.each([
  [['account', 'list', '--key', 'wrong'], 'invalid_credentials: '],
  [['account', 'get', 'acc_0'], 'account_not_found: '],
  [['run', 'get', 'run_0'], 'run_not_found: '],
  [['network', 'capabilities', 'nowhere'], 'network_not_found: '],
  [['network', 'capabilities', '--profile', 'nothing'], 'has no profile nothing'],
])('a refusal is 1, with its code and sentence: %j', async (args, words) => {
  await fails(args, 1, words)
})

test('accounts', async () => {
  expect(await json(['account', 'get', anna])).toMatchObject({ name: 'Anna', metadata: { team: 'one=1' } })
  expect(await done(['account', 'list'])).toContain(anna)
  const other = text(await json(['account', 'create', 'Other', '--max', 'group.name=3']), 'id')
  await done(['account', 'update', other, '--name', 'Changed'])
  expect(await json(['account', 'get', other])).toMatchObject({
    name: 'Changed',
    limits: { 'group.name': 3 },
  })
  expect(await json(['account', 'logout', other])).toMatchObject({ status: 'disconnected' })
  await fails(['group', 'list', '--account', other], 1, 'account_disconnected')
  expect(await json(['account', 'login', other])).toMatchObject({ status: 'running' })
  expect(await done(['account', 'people', other])).toContain('anna')
  await done(['account', 'delete', other])
  await fails(['account', 'get', other], 1, 'account_not_found')
})

test('groups', async () => {
  const made = await done([
    ...['group', 'create', 'Second', ...by(anna), '--description', 'About', '--tag', 'a', '--tag', 'b'],
    ...[
      '--announce',
      'on',
      '--member-add',
      'everyone',
      '--participant',
      'ben',
      '--participant',
      'x y',
      '--message',
      'Hi',
    ],
  ])
  expect(made).toMatch(/x y +refused +invalid_id/)
  const id = /grp_\w+/.exec(made)?.[0] ?? ''
  expect(await json(['group', 'get', id, ...by(anna)])).toMatchObject({
    description: 'About',
    tags: ['a', 'b'],
    settings: { announce: true, member_add: 'everyone' },
  })
  expect(await done(['group', 'list'], { env: { MUSTER_ACCOUNT: anna } })).toContain('Second')
  const page = await json(['group', 'list', ...by(anna), '--limit', '1'])
  const rest = await json([
    'group',
    'list',
    ...by(anna),
    '--limit',
    '1',
    '--cursor',
    text(page, 'next_cursor'),
  ])
  expect(new Set([...texts(page, 'data', 'id'), ...texts(rest, 'data', 'id')]).size).toBe(2)
  await done(['group', 'update', id, ...by(anna), '--name', 'Renamed', '--announce', 'off', '--pinned', 'on'])
  expect(await json(['group', 'get', id, ...by(anna)])).toMatchObject({
    name: 'Renamed',
    settings: { announce: false },
    view: { pinned: true },
  })
  await fails(
    ['group', 'update', id, ...by(anna), '--name', 'Late', '--if-match', '1'],
    1,
    'revision_mismatch',
  )
  await fails(['group', 'suspend', id, ...by(ben), '--reason', ' '], 1, 'invalid_input')
  expect(await done(['group', 'suspend', id, ...by(ben), '--reason', 'Spam'])).toContain('suspended')
  expect(await json(['group', 'get', id, ...by(anna)])).toMatchObject({ suspension: { reason: 'Spam' } })
  await fails(['group', 'update', id, ...by(anna), '--name', 'Late'], 1, 'group_suspended')
  expect(await done(['group', 'unsuspend', id, ...by(ben)])).toContain('goes on')
  expect(await json(['group', 'get', id, ...by(anna)])).toMatchObject({ suspension: null })
  expect(await done(['group', 'leave', id, ...by(ben), '--dry-run'])).toContain('nothing was changed')
  await done(['group', 'leave', id, ...by(ben)])
  expect(await json(['group', 'get', id, ...by(ben)])).toMatchObject({ read_only: true })
  await done(['group', 'forget', id, ...by(ben)])
  expect(await done(['group', 'list', ...by(ben)])).not.toContain(id)
  expect(await done(['group', 'history', id, ...by(anna)])).toContain('group.created')
  await done(['group', 'delete', id, ...by(anna)])
  await fails(['group', 'get', id, ...by(anna)], 1, 'group_not_found')
})

test('a group in a community, revised in one go and discovered from outside', async () => {
  const made = ['group', 'create', 'Rides', ...by(anna), '--community', group, '--alias', 'rides']
  expect(await json(made)).toMatchObject({ group: { alias: 'rides', community: group } })
  const revise = ['group', 'revise', 'rides', ...by(anna)]
  const people = ['--add', 'hans', '--add', 'ilse', '--remove', 'nobody']
  const told = await done([
    ...revise,
    ...people,
    '--name',
    'Slow rides',
    '--more-tag',
    'slow',
    '--discoverable',
    'on',
  ])
  expect(told).toContain('Slow rides')
  expect(told).toMatch(/hans +added.*\n.*ilse +added.*\n.*nobody +unchanged +not_a_participant/)
  await fails([...revise, '--remove', 'nobody'], 1, 'It succeeded for 0 of 1')
  await fails(revise, 2, 'Name what is to be changed')
  expect(await done(['group', 'discover', ...by(ben)])).toContain('Slow rides')
  await done(['group', 'delete', 'rides', ...by(anna)])
})

test('participants', async () => {
  const add = (...people: string[]) => ['participant', 'add', group, ...people, ...by(anna)]
  expect(await done(add('clara', 'x y'))).toMatch(/clara +added.*\n.*x y +refused/)
  await fails(add('x y', ' z z '), 1, 'It succeeded for 0 of 2')
  expect(await json(add('dry', '--dry-run'))).toMatchObject({ outcomes: [{ outcome: 'added' }] })
  await fails(['participant', 'get', group, 'dry', ...by(anna)], 1, 'participant_not_found')
  writeFileSync(join(folder, 'people.txt'), '\uFEFFdora\r\n\r\n  emil  \n')
  expect(
    texts(await json(add('--file', 'people.txt', '--role', 'admin')), 'outcomes', 'participant'),
  ).toEqual(['dora', 'emil'])
  expect(texts(await json(add('--file', '-'), { input: 'fritz\ngustav' }), 'outcomes', 'outcome')).toEqual([
    'added',
    'added',
  ])
  expect(await json(['participant', 'get', group, 'emil', ...by(anna)])).toMatchObject({ role: 'admin' })
  await done(['participant', 'demote', group, 'emil', ...by(anna)])
  await done(['participant', 'promote', group, 'clara', ...by(anna)])
  await done(['participant', 'set-role', group, 'fritz', 'subscriber', ...by(anna), '--expires-at', '2d'])
  const passing = add('for-a-day', '--expires-at', '1d')
  expect(texts(await json(passing), 'outcomes', 'outcome')).toEqual(['added'])
  const ends = ['fritz', 'for-a-day'].map((one) => json(['participant', 'get', group, one, ...by(anna)]))
  for (const shown of await Promise.all(ends)) expect(text(shown, 'expires_at')).toMatch(/^20/)
  await fails(['participant', 'set-role', group, 'fritz', 'king', ...by(anna)], 2, 'must be one of')
  const admins = await json(['participant', 'list', group, '--role', 'admin', ...by(anna)])
  expect(texts(admins, 'data', 'id').toSorted()).toEqual(['clara', 'dora'])
  const revision = String(whole(await json(['group', 'get', group, ...by(anna)]), 'revision'))
  await done(['participant', 'remove', group, 'emil', ...by(anna)])
  const past = await json(['participant', 'list', group, '--at', revision, '--all', ...by(anna)])
  expect(texts(past, 'data', 'id')).toContain('emil')
  const history = await done(['participant', 'history', group, 'emil', ...by(anna)])
  expect(history).toMatch(/admin .*\n.*member .*\n.*removed/)
  const diff = ['group', 'diff', group, '--from', revision, ...by(anna)]
  expect(await done(diff)).toMatch(/emil +– +member +removed/)
  expect(await json(diff)).toMatchObject({ people: [{ id: 'emil', from: 'member', to: 'removed' }] })
  expect(await done(['group', 'diff', group, '--from', '1h', '--to', revision, ...by(anna)])).toMatch(
    /name +–/,
  )
  await fails([...diff, '--to', 'never'], 2, 'must be a time or a span')
  await fails(['participant', 'remove', group, 'emil', ...by(anna)], 1, 'participant_not_found: ')
  expect(await done(['participant', 'remove', group, 'emil', 'gustav', ...by(anna)])).toMatch(
    /gustav +removed/,
  )
  await fails(['participant', 'remove', group, 'emil', 'gustav', ...by(anna)], 1, 'It succeeded for 0 of 2')
})

test('an idempotency key makes the second time harmless', async () => {
  const args = ['message', 'send', group, 'Once', ...by(anna), '--idempotency-key', 'cli-once']
  expect(text(await json(args), 'id')).toBe(text(await json(args), 'id'))
  await fails(
    ['message', 'send', group, 'Other', ...by(anna), '--idempotency-key', 'cli-once'],
    1,
    'idempotency_key_reused',
  )
})

test('more people than one call can name, and all pages of them', async () => {
  const crowd = text(await json(['group', 'create', 'Crowd', ...by(anna)]), 'group.id')
  const input = Array.from({ length: 10_500 }, (_, index) => `guest-${index}`).join('\n')
  const args = ['participant', 'add', crowd, '--file', '-', ...by(anna), '--idempotency-key', 'crowd']
  for (const _ of [1, 2]) expect(list(await json(args, { input }), 'outcomes')).toHaveLength(10_500)
  const all = await json(['participant', 'list', crowd, '--all', ...by(anna)])
  expect(new Set(texts(all, 'data', 'id')).size).toBe(10_501)
  expect(await done(['participant', 'list', crowd, '--all', ...by(anna)])).toContain('guest-10499')
  const first = await muster(['participant', 'list', crowd, '--limit', '2', ...by(anna)])
  expect(first.err).toMatch(/--cursor \S+, or --all/)
})

test('people from a file of JSON, in small calls, and the list as lines', async () => {
  const crowd = text(await json(['group', 'create', 'From a file', ...by(anna)]), 'group.id')
  const input = 'otto\n"paula"\n{"id":"quirin","role":"admin"}\nx y\n'
  const args = ['participant', 'add', crowd, 'first', '--file', '-', ...by(anna)]
  const tried = list(await json([...args, '--dry-run'], { input: 'otto\n' }), 'outcomes')
  expect(tried).toMatchObject([{ outcome: 'added' }, { outcome: 'added' }])
  const added = await muster([...args, '--batch', '2', '--role', 'subscriber', '--json'], { input })
  // Somebody was refused, and nobody reads a long list to find him.
  expect(added.code).toBe(1)
  expect(added.err).toMatch(/2 people so far.*\n4 people so far.*\n5 people so far, it succeeded for 4/)
  const outcomes = ['added', 'added', 'added', 'added', 'refused']
  expect(texts(JSON.parse(added.out), 'outcomes', 'outcome')).toEqual(outcomes)
  const lines = await done(['participant', 'list', crowd, '--lines', ...by(anna)])
  const people = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; role: string })
  expect(people.map(({ id, role }) => `${id} ${role}`).toSorted()).toEqual(
    ['anna owner', 'first subscriber', 'otto subscriber', 'paula subscriber', 'quirin admin'].toSorted(),
  )
  await fails(args, 2, 'Line 3 is neither an id nor JSON', { input: 'otto\n\n{"id":\nrest' })
  // A name in Latin-1 would become somebody whom nobody knows.
  await fails(args, 2, 'it is not text in UTF-8', { input: Buffer.from('k\xe4the', 'latin1') })
  // Whoever pipes it in may go on for ever, and the program ends all the same.
  await fails(args, 2, 'Line 1 is neither', { input: '{"id":\n', isOpen: true })
  const nobody = { input: 'otto\n{"id":"x","rol":"admin"}\n' }
  await fails(args, 1, /field that is not known: `rol`.*the people from 1 to 3/, nobody)
  await fails(['participant', 'list', 'grp_1', '--lines', ...by(anna)], 1, 'group_not_found')
  await fails(['participant', 'add', crowd, '--file', '-', ...by(anna)], 2, 'Name at least one person')
})

test('people from a file, as many in a call as the account may name', async () => {
  const account = text(await json(['account', 'create', 'Few', '--max', 'participants.batch=3']), 'id')
  const crowd = text(await json(['group', 'create', 'Few at once', ...by(account)]), 'group.id')
  const input = Array.from({ length: 8 }, (_, index) => `few-${index}`).join('\n')
  const args = ['participant', 'add', crowd, '--file', '-', ...by(account), '--idempotency-key', 'few']
  for (const _ of [1, 2]) {
    const { code, out, err } = await muster([...args, '--json'], { input })
    expect([code, err]).toEqual([0, expect.stringMatching(/3 people so far.*\n6 people so far.*\n8 people/)])
    expect(list(JSON.parse(out), 'outcomes')).toHaveLength(8)
  }
  expect(list(await json(['participant', 'list', crowd, ...by(account)]), 'data')).toHaveLength(9)
  await fails([...args, '--batch', '4'], 1, 'idempotency_key_reused', { input })
})

test('invites, requests and bans', async () => {
  const invite = ['invite', 'create', group, ...by(anna)]
  const open = text(await json([...invite, '--uses-max', '3', '--expires-at', '7d']), 'code')
  expect(await done(['invite', 'get', open, ...by(ben)])).toContain('Team')
  expect(await done(['invite', 'list', group, ...by(anna)])).toMatch(/0 of 3/)
  expect(await done(['invite', 'join', open, ...by(ben)])).toContain('is in')
  await done(['invite', 'revoke', group, open, ...by(anna)])
  const late = text(await json(['account', 'create', 'Late', '--user-id', 'late']), 'id')
  await fails(['invite', 'join', open, ...by(late)], 1, 'invite_ended')
  expect(await done(['invite', 'send', group, 'guest', ...by(anna)])).toMatch(/guest +invited/)
  const asking = text(await json([...invite, '--approval']), 'code')
  expect(await done(['invite', 'join', asking, ...by(late)])).toContain('must approve')
  expect(await done(['request', 'list', group, ...by(anna)])).toContain('late')
  expect(await done(['request', 'reject', group, 'late', ...by(anna)])).toMatch(/late +rejected/)
  await done(['invite', 'join', asking, ...by(late)])
  expect(await done(['request', 'approve', group, 'late', ...by(anna)])).toMatch(/late +approved/)
  expect(await done(['ban', 'add', group, 'late', ...by(anna), '--reason', 'spam'])).toMatch(/late +banned/)
  expect(await done(['ban', 'list', group, ...by(anna)])).toContain('late')
  const away = ['ban', 'add', group, 'for-a-while', ...by(anna), '--expires-at', '7d']
  expect(await done(away)).toMatch(/for-a-while +banned/)
  await fails(['invite', 'join', asking, ...by(late)], 1, 'banned: ')
  await done(['ban', 'remove', group, 'late', ...by(anna)])
  await fails(['ban', 'remove', group, 'late', ...by(anna)], 1, 'ban_not_found')
})

test('messages', async () => {
  const sent = text(await json(['message', 'send', group, 'two', 'words', ...by(anna)]), 'id')
  expect(await json(['message', 'get', group, sent, ...by(anna)])).toMatchObject({ text: 'two words' })
  const pin = ['message', 'pin', group, sent, ...by(anna), '--expires-at', '2999-01-01T00:00:00Z']
  expect(await json(pin)).toMatchObject({ pin: { message: sent } })
  expect(await json(['message', 'unpin', group, sent, ...by(anna)])).toEqual({ unpinned: true })
  await done(['message', 'send', group, '-', ...by(anna)], { input: 'line one\nline \u202etwo\n' })
  const shown = await done(['message', 'list', group, ...by(anna)])
  expect(shown).toContain('line one line two')
  expect(shown).not.toContain('\u202e')
  await fails(['message', 'send', group, '-', ...by(anna)], 1, 'invalid_input')
})

test('pictures', async () => {
  writeFileSync(join(folder, 'in.jpg'), await jpeg(400, 300))
  expect(await json(['picture', 'set', group, 'in.jpg', ...by(anna)])).toMatchObject({
    width: 400,
    height: 300,
  })
  await done(['picture', 'get', group, 'out.jpg', ...by(anna)])
  expect(readFileSync(join(folder, 'out.jpg')).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
  expect((await muster(['picture', 'get', group, ...by(anna)])).code).toBe(0)
  expect(await done(['picture', 'remove', group, ...by(anna)])).toContain('is gone')
  await fails(['picture', 'get', group, ...by(anna)], 1, 'picture_not_found')
  writeFileSync(join(folder, 'bad.jpg'), 'no picture')
  await fails(['picture', 'set', group, 'bad.jpg', ...by(anna)], 1, 'invalid_picture')
})

test('webhooks', async () => {
  const made = await json(['webhook', 'create', 'https://hook.invalid/', '--event', 'key.expired'])
  const hook = text(made, 'id')
  expect(text(made, 'secret')).toMatch(/^whsec_/)
  expect(await done(['webhook', 'list'])).toContain(hook)
  expect(await json(['webhook', 'get', hook])).toMatchObject({ events: ['key.expired'], ordered: false })
  const changed = await json(['webhook', 'update', hook, '--ordered', 'on', '--description', 'Second line'])
  expect(changed).toMatchObject({ ordered: true, description: 'Second line' })
  await fails(['webhook', 'update', hook], 2, 'Name what is to be changed')
  const rotated = await json(['webhook', 'rotate', hook, '--overlap-seconds', '60'])
  expect(text(rotated, 'secret')).not.toBe(text(made, 'secret'))
  const delivery = text(await json(['webhook', 'test', hook]), 'id')
  expect(await done(['webhook', 'deliveries', hook])).toContain(delivery)
  expect(await json(['webhook', 'delivery', hook, delivery])).toMatchObject({ type: 'webhook.test' })
  expect(await json(['webhook', 'replay', hook, delivery])).toMatchObject({ id: delivery })
  expect(await json(['webhook', 'replay', hook, '--since', '1h'])).toMatchObject({ cursor: null })
  await fails(['webhook', 'replay', hook], 2, 'Name a delivery')
  await done(['webhook', 'attempts', hook])
  await done(['webhook', 'delete', hook])
  await fails(['webhook', 'get', hook], 1, 'webhook_not_found')
})

test('keys, workspaces, runs and networks', async () => {
  const key = await json([
    'key',
    'create',
    'reader',
    '--scope',
    'read',
    '--account',
    anna,
    '--expires-at',
    '1h',
  ])
  const env = { MUSTER_KEY: text(key, 'key') }
  await done(['group', 'list', ...by(anna)], { env })
  await fails(['group', 'create', 'No', ...by(anna)], 1, 'insufficient_scope', { env })
  const token = await json(['key', 'token', '--seconds', '60', '--name', 'browser'], { env })
  expect(token).toMatchObject({ parent: text(key, 'id'), account: anna, scopes: ['read'] })
  await done(['group', 'list', ...by(anna)], { env: { MUSTER_KEY: text(token, 'key') } })
  expect(await done(['key', 'list'])).toContain('reader')
  await done(['key', 'revoke', text(key, 'id')])
  await fails(['group', 'list', ...by(anna)], 1, 'invalid_credentials', {
    env: { MUSTER_KEY: text(token, 'key') },
  })
  await fails(['group', 'list', ...by(anna)], 1, 'invalid_credentials', { env })
  const workspace = await json(['workspace', 'create', 'Second customer'])
  expect(await done(['workspace', 'list'])).toContain('Second customer')
  const own = { env: { MUSTER_KEY: text(workspace, 'admin_key.key') } }
  await done(
    [
      'workspace',
      'update',
      '--name',
      'Renamed',
      '--max',
      'whatsapp:group.name=22',
      '--max',
      'open:group.tags=1',
    ],
    own,
  )
  expect(await json(['workspace', 'get'], own)).toMatchObject({
    name: 'Renamed',
    limits: { whatsapp: { 'group.name': 22 }, open: { 'group.tags': 1 } },
  })
  expect(await json(['account', 'list'], own)).toEqual({ data: [], next_cursor: null })
  const history = await json(['group', 'history', group, '--limit', '1', ...by(anna)])
  const [run = ''] = texts(history, 'data', 'run')
  expect(await json(['run', 'get', run])).toMatchObject({ operation: 'createGroup', status: 'done' })
  expect(await done(['run', 'list', '--limit', '5'])).toContain('done')
  const failed = ['run', 'list', '--status', 'failed', '--account', anna, '--group', group, '--since', '1h']
  expect(texts(await json(failed), 'data', 'status')).not.toContain('done')
  const [first = ''] = texts(await json(['run', 'list', '--limit', '1']), 'data', 'key')
  expect(await done(['run', 'list', '--with-key', first, '--operation', 'createGroup'])).toContain(
    'createGroup',
  )
  expect(await done(['event', 'list', '--limit', '1', '--type', 'group.created'])).toContain('group.created')
  expect(await done(['network', 'list'])).toContain('builtin')
  expect(await done(['network', 'capabilities', '--profile', 'whatsapp'])).toContain('+15550100403')
})

test('the demo, twice', async () => {
  const first = await json(['demo'])
  expect(texts(first, 'sandbox', 'outcome').toSorted()).toEqual([
    ...['added', 'invited', 'refused', 'refused', 'refused', 'unconfirmed'],
  ])
  expect(list(first, 'refusals')).toHaveLength(3)
  const printed = await done(['demo'])
  const second = await json(['demo'])
  expect(printed).toContain('Try:')
  for (const part of ['accounts', 'groups']) expect(Object(second)[part]).toEqual(Object(first)[part])
  const accounts = await json(['account', 'list', '--all'])
  expect(texts(accounts, 'data', 'name').filter((name) => name.endsWith('(demo)'))).toHaveLength(13)
  const hiking = await json([
    'message',
    'list',
    text(first, 'groups.hiking'),
    ...by(text(first, 'accounts.anna')),
  ])
  expect(list(hiking, 'data')).toHaveLength(3)
  const old = await json([
    'group',
    'get',
    text(first, 'groups.old-project'),
    ...by(text(first, 'accounts.anna')),
  ])
  expect(old).toMatchObject({ read_only: true })
})

test('a backup taken while others write comes back whole', async () => {
  const busy = text(await json(['group', 'create', 'Busy', ...by(anna)]), 'group.id')
  let acknowledged = 0
  let isWriting = true
  const writing = (async () => {
    while (isWriting) {
      const response = await fetch(`${server.url}/v1/accounts/${anna}/groups/${busy}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ text: String(acknowledged) }),
      })
      expect(response.status).toBe(201)
      acknowledged += 1
    }
  })()
  while (acknowledged < 50) await new Promise((resolve) => setTimeout(resolve, 5))
  const before = acknowledged
  const file = join(folder, 'backup.db')
  const env = { MUSTER_DATA_DIR: server.dataDir }
  expect(await done(['backup', file], { env })).toContain(file)
  isWriting = false
  await writing
  expect(statSync(file).size).toBeGreaterThan(0)
  await fails(['backup', file], 1, 'exists already', { env })
  await fails(['backup', 'other.db'], 1, 'no database', { env: { MUSTER_DATA_DIR: join(folder, 'nothing') } })
  await fails(['backup', 'no-folder/b.db'], 1, 'The backup was not made: no such file or directory', { env })
  await fails(['restore', file], 1, 'has a database already', { env })

  const dataDir = join(folder, 'restored')
  await fails(['restore', 'bad.jpg'], 1, /damaged|not a database/, { env: { MUSTER_DATA_DIR: dataDir } })
  await done(['restore', file], { env: { MUSTER_DATA_DIR: dataDir } })
  const restored = await startServer({ dataDir })
  try {
    const there = { env: { MUSTER_URL: restored.url } }
    const messages = texts(await json(['message', 'list', busy, '--all', ...by(anna)], there), 'data', 'text')
    expect(messages.length).toBeGreaterThanOrEqual(before)
    expect(messages.toReversed()).toEqual(messages.map((_, index) => String(index)))
    const revision = whole(await json(['group', 'get', busy, ...by(anna)], there), 'revision')
    expect(revision).toBe(messages.length + 1)
    await done(['message', 'send', busy, 'It goes on', ...by(anna)], there)
  } finally {
    await restored.stop()
  }
})

test('serve says in one sentence why it does not start', async () => {
  const dataDir = join(folder, 'unused')
  await fails(['serve'], 2, 'MUSTER_PORT must be a whole number', {
    env: { MUSTER_PORT: 'x', MUSTER_DATA_DIR: dataDir },
  })
  expect(existsSync(dataDir)).toBe(false)
  const port = new URL(server.url).port
  await fails(['serve'], 1, `${port} is in use`, { env: { MUSTER_PORT: port, MUSTER_DATA_DIR: dataDir } })
})

test('every command was used, and none left a file behind', async () => {
  const subjects = [...(await done(['--help'])).matchAll(/^ {2}([a-z]+) /gm)].flatMap(([, word = '']) => word)
  const named = await Promise.all(
    subjects
      .filter((word) => !['serve', 'demo', 'backup', 'restore', 'audit', 'help'].includes(word))
      .map(async (word) => {
        const help = await done([word, '--help'])
        return [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+) /gm)].map(
          ([, verb]) => `${word} ${verb}`,
        )
      }),
  )
  const commands = named.flat().filter((name) => !name.endsWith(' help'))
  expect(commands.length).toBeGreaterThan(40)
  expect(commands.filter((name) => !used.has(name))).toEqual([])
  expect(readdirSync(folder).toSorted()).toEqual([
    ...['backup.db', 'bad.jpg', 'in.jpg', 'out.jpg', 'people.txt', 'restored', 'unused'],
  ])
})
