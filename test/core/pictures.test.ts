/** The picture of a group: set, shown, replaced, removed; refused by the network's limits. */
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import type { GroupId } from '../../src/core/model.ts'
import { operations } from '../../src/core/operations/index.ts'
import { openWorld } from '../support/core.ts'
import { bytesIn } from '../support/database.ts'
import { jpeg } from '../support/pictures.ts'

const world = await openWorld()
afterAll(() => world.close())

const ann = await world.account('+12025550001', 'whatsapp')
const set = (group: GroupId, bytes: Uint8Array) =>
  world.attempt(operations.setPicture, { account: ann.id, group, bytes })
const remove = (group: GroupId) => world.run(operations.removePicture, { account: ann.id, group })
const get = (group: GroupId) => world.attempt(operations.getPicture, { account: ann.id, group })

test('a picture is shown as it was encoded anew, until it is removed', async () => {
  const group = await world.group(ann)
  expect((await get(group)).code).toBe('picture_not_found')
  const made = await set(group, await jpeg(200))
  if (made.code !== null) throw new Error(made.code)
  const { picture } = made.output
  const shown = await get(group)
  if (shown.code !== null) throw new Error(shown.code)
  expect(shown.output.picture).toEqual(picture)
  expect(await sharp(shown.output.bytes).metadata()).toMatchObject({
    width: 200,
    height: 200,
    format: 'jpeg',
  })
  expect(shown.output.bytes.length).toBe(picture.bytes)
  expect((await world.head(group)).picture).toEqual(picture)
  expect(await remove(group)).toEqual({ removed: true })
  expect((await get(group)).code).toBe('picture_not_found')
  const { revision } = await world.head(group)
  expect(await remove(group)).toEqual({ removed: false })
  expect((await world.head(group)).revision).toBe(revision)
})

test('the same picture again is no event; another one is', async () => {
  const group = await world.group(ann)
  await set(group, await jpeg(200))
  const { revision, picture } = await world.head(group)
  await set(group, await jpeg(200))
  expect((await world.head(group)).revision).toBe(revision)
  await set(group, await jpeg(200, '#ff0000'))
  const after = await world.head(group)
  expect(after.revision).toBe(revision + 1)
  expect(after.picture?.etag).not.toBe(picture?.etag)
})

test('what is no picture, or too small for the network, is refused and changes nothing', async () => {
  const group = await world.group(ann)
  const text = new TextEncoder().encode('no picture at all')
  for (const bytes of [text, new Uint8Array(), await jpeg(191), (await jpeg(200)).slice(0, 300)]) {
    expect((await set(group, bytes)).code).toBe('invalid_picture')
  }
  expect((await set(group, await jpeg(192))).code).toBeNull()
  expect((await world.head(group)).revision).toBe(2)
})

test('a limit of bytes is the one of the account, and is met exactly', async () => {
  const bytes = await jpeg(200)
  const exact = await world.account('+12025550002', 'whatsapp', { 'picture.bytes': bytes.length })
  const under = await world.account('+12025550003', 'whatsapp', { 'picture.bytes': bytes.length - 1 })
  for (const [account, code] of [
    [exact, null],
    [under, 'invalid_picture'],
  ] as const) {
    const group = await world.group(account)
    expect(await world.codeOf(operations.setPicture, { account: account.id, group, bytes })).toBe(code)
  }
})

test('the record of the run keeps none of the bytes that were sent', async () => {
  const group = await world.group(ann)
  const secret = 'taken at home, 52.5 north'
  const made = sharp({ create: { width: 200, height: 200, channels: 3, background: '#00ff00' } })
  const bytes = new Uint8Array(
    await made
      .withExif({ IFD0: { Copyright: secret } })
      .jpeg()
      .toBuffer(),
  )
  expect(Buffer.from(bytes).includes(secret)).toBe(true)
  expect((await set(group, bytes)).code).toBeNull()
  expect(bytesIn(world.directory).includes(secret)).toBe(false)
})
