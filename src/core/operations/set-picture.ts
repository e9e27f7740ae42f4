import { type Static, Type } from 'typebox'
import { fail } from '../failure.ts'
import { onGroup } from '../fields.ts'
import type { Picture } from '../model.ts'
import { groupOperation, headOf } from '../operation.ts'
import { demand } from '../permissions.ts'

const Input = Type.Object({
  ...onGroup,
  /** A JPEG, as it was sent. */
  bytes: Type.Unsafe<Uint8Array>({}),
  /** What decoding found; put there by `prepare`. */
  decoded: Type.Optional(Type.Unsafe<Picture>({})),
})
type Input = Static<typeof Input>

export const setPicture = groupOperation<Input, { readonly picture: Picture }>()({
  name: 'setPicture',
  summary: "Set a group's picture: a JPEG, decoded and encoded anew, without its metadata.",
  kind: 'group',
  scope: 'write',
  feature: 'setPicture',
  on: 'existing',
  input: Input,
  async prepare(ports, input, limit) {
    const limits = { bytes: limit('picture.bytes'), side_min: limit('picture.side_min') }
    const made = await ports.picture(input.bytes, limits)
    if ('problem' in made) fail('invalid_picture', made.problem)
    const { bytes, width, height, etag } = made
    return { ...input, bytes, decoded: { etag, width, height, bytes: bytes.length } }
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
