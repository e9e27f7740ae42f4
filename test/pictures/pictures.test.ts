import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodePicture } from '../../src/pictures/index.ts'

const limits = { bytes: 5_242_880, side_min: 192, ratio: 1_000_000 }

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#3366cc' } })

const jpeg = (width: number, height: number) => plain(width, height).jpeg().toBuffer()

async function decoded(bytes: Uint8Array, under = limits) {
  const result = await decodePicture(bytes, under)
  if ('problem' in result) throw new Error(result.problem)
  return result
}

async function problemOf(bytes: Uint8Array, under = limits): Promise<string> {
  const result = await decodePicture(bytes, under)
  if (!('problem' in result)) throw new Error('the picture was accepted')
  return result.problem
}

describe('a picture that is accepted', () => {
  test('is a JPEG of the same size, with an etag', async () => {
    const result = await decoded(await jpeg(320, 200))
    expect(result).toMatchObject({ width: 320, height: 200, etag: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect([...result.bytes.slice(0, 3)]).toEqual([0xff, 0xd8, 0xff])
    const { width, height, format } = await sharp(result.bytes).metadata()
    expect({ width, height, format }).toEqual({ width: 320, height: 200, format: 'jpeg' })
  })

  test('comes out the same every time, and again as something with another etag only when it differs', async () => {
    const [one, same, other] = [await jpeg(200, 200), await jpeg(200, 200), await jpeg(200, 201)]
    expect(await decoded(one)).toEqual(await decoded(same))
    expect((await decoded(one)).etag).not.toBe((await decoded(other)).etag)
  })

  test('has lost where it was taken, what made it, and what was hidden behind it', async () => {
    const sent = await plain(300, 200)
      .withExif({
        IFD0: { Copyright: 'SECRET-OWNER', Make: 'SECRET-CAMERA' },
        IFD3: { GPSLatitude: '52/1 31/1 0/1' },
      })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>')
      .jpeg()
      .toBuffer()
    const withTail = Buffer.concat([sent, Buffer.from('<script>SECRET-TAIL</script>')])
    expect((await sharp(sent).metadata()).exif).toBeDefined()
    const { bytes } = await decoded(withTail)
    const { exif, xmp, icc, iptc, orientation } = await sharp(bytes).metadata()
    expect({ exif, xmp, icc, iptc, orientation }).toEqual({})
    expect(Buffer.from(bytes).includes('SECRET')).toBe(false)
  })

  test('is turned upright', async () => {
    const sideways = await plain(300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await decoded(sideways)).toMatchObject({ width: 200, height: 300 })
  })

  test('may be grey, of four inks, or progressive', async () => {
    const grey = await plain(200, 200).greyscale().jpeg().toBuffer()
    const inks = await plain(200, 200).toColourspace('cmyk').jpeg().toBuffer()
    const progressive = await plain(200, 200).jpeg({ progressive: true }).toBuffer()
    for (const sent of [grey, inks, progressive]) expect(await decoded(sent)).toMatchObject({ width: 200 })
  })

  test('is as small as the limit says', async () => {
    expect(await decoded(await jpeg(192, 192))).toMatchObject({ width: 192 })
    expect(await decoded(await jpeg(1, 1), { ...limits, side_min: 1 })).toMatchObject({ width: 1 })
  })
})

describe('a picture that is refused', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><rect width="300" height="300"/></svg>'

  test.each([
    ['PNG', () => plain(300, 300).png().toBuffer()],
    ['GIF', () => plain(300, 300).gif().toBuffer()],
    ['WebP', () => plain(300, 300).webp().toBuffer()],
    ['TIFF', () => plain(300, 300).tiff().toBuffer()],
    ['SVG', async () => Buffer.from(svg)],
    ['text', async () => Buffer.from('hello, this is no picture')],
    ['one byte', async () => Buffer.from([0xff])],
    ['two bytes of a JPEG', async () => Buffer.from([0xff, 0xd8])],
  ])('%s is told that it is not a JPEG', async (_, make) => {
    expect(await problemOf(await make())).toMatch(/not a JPEG/)
  })

  test('one of 0 bytes is told so', async () => {
    expect(await problemOf(new Uint8Array())).toMatch(/0 bytes/)
  })

  test.each([
    ['three bytes of a JPEG', Buffer.from([0xff, 0xd8, 0xff])],
    [
      'a JPEG’s first bytes before an SVG',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(svg)]),
    ],
    [
      'a JPEG’s first bytes before noise',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(5_000, 7)]),
    ],
  ])('%s are told that the header cannot be read', async (_, bytes) => {
    expect(await problemOf(bytes)).toMatch(/header|decode/)
  })

  test('a JPEG that is cut off is told so, wherever the cut is', async () => {
    const noise = Buffer.from(Array.from({ length: 256 * 256 * 3 }, (_, i) => (i * 2_654_435_761) % 251))
    const whole = await sharp(noise, { raw: { width: 256, height: 256, channels: 3 } })
      .jpeg()
      .toBuffer()
    for (const part of [0.1, 0.5, 0.9, 0.99]) {
      expect(await problemOf(whole.subarray(0, Math.floor(whole.length * part)))).toMatch(/cut off|header/)
    }
  })

  test('one with too many bytes is told both numbers, before anything is looked at', async () => {
    expect(await problemOf(Buffer.alloc(limits.bytes + 1))).toMatch(/5242881.*5242880/)
  })

  test('one that is too small is told the number', async () => {
    expect(await problemOf(await jpeg(191, 400))).toMatch(/191 × 400.*192/)
  })

  test('one of more pixels than are decoded is told both numbers, however few bytes it has', async () => {
    const bomb = await plain(6_000, 5_000).jpeg({ quality: 1 }).toBuffer()
    expect(bomb.length).toBeLessThan(500_000)
    expect(await problemOf(bomb)).toMatch(/6000 × 5000.*25000000/)
  })

  test('one that only claims a vast size is refused by its header', async () => {
    const claim = await jpeg(200, 200)
    const frame = claim.indexOf(Buffer.from([0xff, 0xc0]))
    claim.writeUInt16BE(65_000, frame + 5)
    claim.writeUInt16BE(64_000, frame + 7)
    expect(await problemOf(claim)).toMatch(/64000 × 65000/)
  })

  test('one that repeats a scan thousands of times is given up', async () => {
    const whole = await plain(2_000, 2_000).jpeg({ progressive: true }).toBuffer()
    const scan = whole.subarray(whole.lastIndexOf(Buffer.from([0xff, 0xda])), -2)
    const slow = Buffer.concat([whole.subarray(0, -2), ...Array(5_000).fill(scan), whole.subarray(-2)])
    expect(slow.length).toBeLessThan(limits.bytes)
    expect(await problemOf(slow)).toMatch(/does not decode/)
  })

  test('no bytes at all make it throw', async () => {
    const good = await jpeg(200, 200)
    for (let i = 0; i < 300; i += 1) {
      const broken = Buffer.from(good)
      for (let j = 0; j < 5; j += 1)
        broken[3 + ((i * 7_919 + j * 104_729) % (broken.length - 3))] = (i * 31 + j * 17) % 256
      const result = await decodePicture(broken, limits)
      expect('problem' in result ? result.problem : result.etag).not.toBe('')
    }
  })
})

test('other loaders stay closed to the whole process', async () => {
  const png = await plain(10, 10).png().toBuffer()
  await expect(sharp(png).metadata()).rejects.toThrow()
})
