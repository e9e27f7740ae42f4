/** The picture in all forms in which it can be found (contract 1.3). A text is never taken for a path. */
import { fail } from '../../core/failure.ts'

const forms =
  'Send the JPEG as multipart/form-data in the field `file`, as the body with content-type image/jpeg, or in JSON ' +
  'with `file` as base64, as a data URL, or as a Buffer `{"type":"Buffer","data":[…]}`, also in `{"value":…}`.'

/** Ends the call with the reason and the forms that work. */
function refuse(reason: string): never {
  return fail('invalid_picture', `${reason} ${forms}`)
}

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255
}

/** A Buffer as Node writes it in JSON. */
function fromBuffer(value: unknown): Uint8Array | null {
  if (!isFields(value) || value.type !== 'Buffer' || !Array.isArray(value.data)) return null
  return value.data.every(isByte) ? Uint8Array.from(value.data) : null
}

const dataUrl = /^data:[^,]{0,100};base64,/i

function fromText(text: string): Uint8Array {
  const body = text.replace(dataUrl, '').replaceAll(/\s/g, '')
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(body))
    refuse('The text in `file` is no base64; paths are never opened.')
  const bytes = Buffer.from(body, 'base64')
  // A path can look like base64; only a JPEG begins like one.
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    refuse('The text in `file` holds no JPEG; paths are never opened.')
  return bytes
}

/** The picture's bytes, from what stands in `file`. */
export function pictureFrom(file: unknown): Uint8Array {
  if (file instanceof Uint8Array) return file.length > 0 ? file : refuse('The file is empty.')
  if (typeof file === 'string') return fromText(file)
  const bytes = fromBuffer(file) ?? (isFields(file) ? fromBuffer(file.value) : null)
  if (bytes !== null) return bytes
  return refuse(file === undefined ? '`file` is missing.' : 'What stands in `file` holds no picture.')
}
