/** The native wire's schemas of the past of groups. The names stay. */
import { Type } from 'typebox'
import { Settings, standings } from '../../core/model.ts'
import { Metadata, nullable, OnGroup, OnPerson, Paging, Suspension, time } from './shapes.ts'

export { OnGroup, OnPerson, Paging }

const moment = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    description: `${description} A revision, or a time in ISO 8601.`,
  })

const standing = (description: string) => nullable(Type.Enum([...standings], { description }))

export const Stay = Type.Object(
  {
    id: Type.String({ description: "The person's id in the network's canonical spelling." }),
    name: nullable(Type.String({ description: 'How people call him, where known.' })),
    role: Type.Enum([...standings], { description: 'His role or standing.' }),
    since: time('When it began.'),
    from_revision: Type.Integer({ description: 'The event that began it; it names who did it.' }),
    until: nullable(time('When it ended; null while it lasts.')),
    to_revision: nullable(Type.Integer({ description: 'The event that ended it; null while it lasts.' })),
  },
  { description: 'How a person stood to a group, from when to when.' },
)

export const DiffQuery = Type.Object({
  from: Type.Optional(moment('Where to begin; 0, before the group began, when left out.')),
  to: Type.Optional(moment('Where to end; now when left out.')),
})

const was = <T extends Parameters<typeof nullable>[0]>(schema: T, description: string) =>
  Type.Optional(Type.Object({ before: nullable(schema), after: nullable(schema) }, { description }))

const text = Type.String()
const words = Type.Array(Type.String())
const picture = nullable(
  Type.Object({ etag: Type.String(), width: Type.Integer(), height: Type.Integer(), bytes: Type.Integer() }),
)

export const GroupDiff = Type.Object(
  {
    from: Type.Integer({ description: 'The revision that was compared from.' }),
    to: Type.Integer({ description: 'The revision that was compared to.' }),
    changed: Type.Object(
      {
        name: was(text, 'The name.'),
        description: was(text, 'The description.'),
        tags: was(words, 'The tags.'),
        topics: was(words, 'The topics.'),
        metadata: was(Metadata, 'The own entries.'),
        settings: was(Type.Partial(Settings), 'The settings that differ.'),
        picture: Type.Optional(
          Type.Object(
            { before: Type.Optional(picture), after: picture },
            {
              description: 'The picture; null is none. `before` is left out where it is not known any more.',
            },
          ),
        ),
        suspension: was(Suspension, 'The suspension; null is a group that goes on as usual.'),
      },
      { description: 'What differs; `before` is null when the group had not begun.' },
    ),
    people: Type.Array(
      Type.Object({
        id: Type.String({ description: "The person's id in the network's canonical spelling." }),
        name: nullable(Type.String({ description: 'How people call him, where known.' })),
        from: standing('His standing before; null when the group did not know him.'),
        to: standing('His standing after; null when the group does not know him any more.'),
      }),
      { description: 'Everybody whose standing differs, in the order in which they moved.' },
    ),
    messages: Type.Integer({ description: 'Messages sent in between.' }),
    invites: Type.Integer({ description: 'Invites made in between.' }),
  },
  { description: 'A group at two moments.' },
)
