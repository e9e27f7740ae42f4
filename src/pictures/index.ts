/**
 * The one place that opens a picture. What strangers send is decoded and encoded anew, so that nothing of the file
 * they made is ever served: no place where it was taken, no program hidden behind the last pixel.
 */
import { createHash } from 'node:crypto'
import sharp from 'sharp'

/** A picture that may be kept and served; `etag` changes when a byte of it does. */
export interface DecodedPicture {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  readonly etag: string
}

/**
 * A decoded pixel takes three bytes and more while the picture is turned upright, so this is about 100 MB for the
 * largest one. Cameras of phones make 12 megapixels as a rule; a group's picture is shown at a few hundred pixels.
 */
const pixelsMax = 25_000_000

/** Far more than the largest picture takes; a file made to be slow is given up. */
const secondsMax = 10

const quality = 85

// A loader that is blocked cannot be attacked. Only the one for JPEG in memory is needed.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer'] })
// One thread for each picture leaves the others to requests, and no picture comes twice, so a cache holds waste.
sharp.concurrency(1)
sharp.cache(false)

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

async function sizeOf(
  bytes: Uint8Array,
): Promise<{ readonly width: number; readonly height: number } | null> {
  try {
    // Only the header is read here, so a claim of any size may be looked at.
    return await sharp(bytes, { limitInputPixels: false }).metadata()
  } catch {
    return null
  }
}

async function encode(bytes: Uint8Array): Promise<DecodedPicture | null> {
  try {
    const { data, info } = await sharp(bytes, {
      limitInputPixels: pixelsMax,
      failOn: 'error',
      autoOrient: true,
    })
      .timeout({ seconds: secondsMax })
      .jpeg({ quality })
      .toBuffer({ resolveWithObject: true })
    const etag = createHash('sha256').update(data).digest('hex')
    return { bytes: new Uint8Array(data), width: info.width, height: info.height, etag }
  } catch {
    // Whatever the decoder says is about its own insides, and may quote the file; a caller needs neither.
    return null
  }
}

/** What a profile demands of a picture. */
export interface PictureLimits {
  readonly bytes: number
  readonly side_min: number
  /** The longer side in percent of the shorter, at most. */
  readonly ratio: number
}

/** Why a picture cannot be used, and which limit is in the way, if one is. */
export interface PictureProblem {
  readonly problem: string
  readonly limit?: 'picture.bytes' | 'picture.side_min' | 'picture.ratio'
}

/** What is wrong with the sides of a picture, or null. */
function problemOfSides(width: number, height: number, limits: PictureLimits): PictureProblem | null {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)]
  if (shorter < limits.side_min) {
    const demand = `the shorter side must have at least ${limits.side_min} (limit \`picture.side_min\`).`
    return { problem: `The picture is ${width} × ${height} pixels; ${demand}`, limit: 'picture.side_min' }
  }
  if (longer * 100 > shorter * limits.ratio) {
    const demand = `the longer side may have ${limits.ratio} percent of the shorter (limit \`picture.ratio\`).`
    return { problem: `The picture is ${width} × ${height} pixels; ${demand}`, limit: 'picture.ratio' }
  }
  return null
}

/** Decodes a JPEG, turns it upright, drops its metadata, encodes it anew; or says what is wrong with it. */
export async function decodePicture(
  bytes: Uint8Array,
  limits: PictureLimits,
): Promise<DecodedPicture | PictureProblem> {
  if (bytes.length === 0) return { problem: 'The picture is empty (0 bytes); send a JPEG.' }
  if (bytes.length > limits.bytes) {
    return {
      problem: `The picture has ${bytes.length} bytes; at most ${limits.bytes} here (limit \`picture.bytes\`).`,
      limit: 'picture.bytes',
    }
  }
  if (!isJpeg(bytes)) {
    return {
      problem:
        'The picture is not a JPEG, which begins with the bytes FF D8 FF; convert it and send it again.',
    }
  }
  const size = await sizeOf(bytes)
  if (size === null)
    return { problem: 'The header of the JPEG cannot be read; send the whole, undamaged file.' }
  const { width, height } = size
  if (width * height > pixelsMax) {
    return {
      problem: `The picture is ${width} × ${height} pixels; at most ${pixelsMax} pixels in all are decoded.`,
    }
  }
  const wrong = problemOfSides(width, height, limits)
  if (wrong !== null) return wrong
  const picture = await encode(bytes)
  return (
    picture ?? {
      problem: 'The JPEG is damaged or cut off and does not decode; send the whole, undamaged file.',
    }
  )
}
