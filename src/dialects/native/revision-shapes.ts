/** The native wire's schemas of revising a group in one go, of groups to discover, and of suspending. The names stay. */
import { Type } from 'typebox'
import { standings } from '../../core/model.ts'
import {
  Counts,
  Group,
  ids,
  infoInput,
  Name,
  Newcomers,
  nullable,
  OutcomeWire,
  strict,
  Words,
} from './shapes.ts'

export const DiscoveredGroup = Type.Object(
  {
    id: Type.String({ description: '`grp_…`.' }),
    alias: Group.properties.alias,
    community: Group.properties.community,
    network: Group.properties.network,
    profile: Group.properties.profile,
    name: Group.properties.name,
    description: Group.properties.description,
    tags: Group.properties.tags,
    topics: Group.properties.topics,
    counts: Type.Object(
      { participants: Counts.properties.participants, subscriber: Counts.properties.subscriber },
      { description: 'How many people are in it.' },
    ),
    capacity: Group.properties.capacity,
    standing: nullable(
      Type.Enum([...standings], { description: 'How the account stands to the group already.' }),
    ),
    created_at: Group.properties.created_at,
  },
  { description: 'What may be known of a discoverable group from outside.' },
)

export const RevisionInput = Type.Object(
  {
    add: Type.Optional(Newcomers(0)),
    remove: Type.Optional(
      Type.Array(
        Type.Union([
          ids,
          Type.Object(
            {
              id: ids,
              as: Type.Optional(
                Type.Enum(['member', 'subscriber'], {
                  description:
                    'Only when he is that: `subscriber`, or `member` for every other role and for open invites and requests.',
                }),
              ),
            },
            strict,
          ),
        ]),
        { maxItems: 10_000, description: 'People who shall go; nobody who is also in `add`.' },
      ),
    ),
    name: Type.Optional(Name),
    description: infoInput.description,
    settings: infoInput.settings,
    tags: infoInput.tags,
    more_tags: Type.Optional(Words('Tags beside those that there are, or beside `tags`.')),
    topics: infoInput.topics,
    metadata: Type.Optional(
      Type.Record(
        Type.String({ minLength: 1, maxLength: 64 }),
        Type.Union([Type.String({ maxLength: 1024 }), Type.Null()]),
        { description: 'Entries to set; null takes one away, and all others stay.' },
      ),
    ),
  },
  { ...strict, minProperties: 1 },
)
export const RevisedGroup = Type.Object({
  group: Group,
  outcomes: Type.Array(OutcomeWire, {
    description: 'One for each person named: first those of `add`, then those of `remove`.',
  }),
  changed: Type.Array(Type.String(), {
    description: 'The fields in which the group changed, such as `name` or `settings.announce`.',
  }),
})

export const SuspensionInput = Type.Object(
  {
    reason: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description: 'Why, in one line; everybody who may read the group sees it.',
      }),
    ),
  },
  strict,
)
