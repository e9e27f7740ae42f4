/** The picture in the forms in which it can come (contract 1.3: 4, and 1.12). A text is never taken for a path. */
import { fail } from '../../core/failure.ts'

const forms =
  'Send the JPEG as multipart/form-data in the part `file` or `profile_picture_file`, or in JSON with ' +
  '`profile_picture_file` as base64 or as a data URL.'

function fromText(text: string): Uint8Array {
  const body = text.replace(/^data:[^,]{0,100};base64,/i, '').replaceAll(/\s/g, '')
  const bytes = /^[A-Za-z0-9+/_-]+={0,2}$/.test(body) ? Buffer.from(body, 'base64') : Buffer.alloc(0)
  // A path can look like base64; only a JPEG begins like one.
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) fail('invalid_picture', `The text holds no JPEG. ${forms}`)
  return bytes
}

/** The bytes of the picture; null when the request holds none. Two pictures are refused: only one can be set. */
export function pictureFrom(...parts: readonly unknown[]): Uint8Array | null {
  const [sent, another] = parts.filter((part) => part !== undefined)
  if (sent === undefined) return null
  if (another !== undefined) fail('invalid_picture', `The picture stands there twice. ${forms}`)
  if (typeof sent === 'string') return fromText(sent)
  return sent instanceof Uint8Array ? sent : fail('invalid_picture', `That is no picture. ${forms}`)
}
