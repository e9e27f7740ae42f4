import { Type } from 'typebox'
import { lookAt } from '../access.ts'
import { fail } from '../failure.ts'
import { onGroup } from '../fields.ts'
import type { Picture } from '../model.ts'
import { type OnGroup, readOperation } from '../operation.ts'

export const getPicture = readOperation<OnGroup, { readonly picture: Picture; readonly bytes: Uint8Array }>()(
  {
    name: 'getPicture',
    summary: "Get a group's picture as a JPEG.",
    kind: 'read',
    scope: 'read',
    input: Type.Object(onGroup),
    async read(context, input) {
      const { head } = await lookAt(context, input, 'getPicture', 'read')
      const bytes = head.picture === null ? null : await context.reader.picture(head.id)
      if (head.picture === null || bytes === null) fail('picture_not_found')
      return { picture: head.picture, bytes }
    },
  },
)
