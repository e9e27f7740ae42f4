import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { onGroup } from '../fields.ts'
import type { Picture } from '../model.ts'
import type { LimitName } from '../network.ts'
import { groupOperation, headOf, type Ports } from '../operation.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  /** A JPEG, as it was sent. */
  bytes: Type.Unsafe<Uint8Array>({}),
  /** What decoding found; put there by `prepare`. */
  decoded: Type.Optional(Type.Unsafe<Picture>({})),
})
type Input = Static<typeof Input>

interface Prepared {
  readonly bytes: Uint8Array
  readonly decoded: Picture
}

/** What a caller sent as a picture, decoded and encoded anew; a picture that cannot be used is refused. */
export async function preparePicture(
  ports: Ports,
  sent: Uint8Array,
  limit: (name: LimitName) => number,
): Promise<Prepared> {
  const limits = {
    bytes: limit('picture.bytes'),
    side_min: limit('picture.side_min'),
    ratio: limit('picture.ratio'),
  }
  const made = await ports.picture(sent, limits)
  if ('problem' in made) {
    fail('invalid_picture', made.problem, made.limit === undefined ? {} : { limit: made.limit })
  }
  const { bytes, width, height, etag } = made
  return { bytes, decoded: { etag, width, height, bytes: bytes.length } }
}

export const setPicture = groupOperation<Input, { readonly picture: Picture }>()({
  name: 'setPicture',
  summary: "Set a group's picture: a JPEG, decoded and encoded anew, without its metadata.",
  kind: 'group',
  scope: 'write',
  feature: 'setPicture',
  on: 'existing',
  input: Input,
  async prepare(ports, input, limit) {
    return { ...input, ...(await preparePicture(ports, input.bytes, limit)) }
  },
  record: ({ account, group, decoded }) => ({ account, group, picture: decoded }),
  decide(set) {
    demand('edit_info', set.own?.standing ?? null, headOf(set).settings)
    return []
  },
  apply(set, { bytes, decoded }) {
    if (decoded === undefined) fail('invalid_picture')
    const before = headOf(set).picture
    const isSame = before?.etag === decoded.etag
    return {
      output: () => ({ picture: decoded }),
      events: isSame ? [] : [{ type: 'picture.changed', picture: decoded, before }],
      ...(isSame ? {} : { picture: bytes }),
    }
  },
})
