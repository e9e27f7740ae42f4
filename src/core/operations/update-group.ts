import { type Static, Type } from 'typebox'
import type { Info } from '../event.ts'
import { entries, lengthOf, line, lines, metadata, onGroup, within, words } from '../fields.ts'
import { type Head, type Picture, Settings, type View } from '../model.ts'
import { groupOperation, headOf, type WorkingSet } from '../operation.ts'
import { demand } from '../permissions.ts'
import { type GroupView, viewAfter } from '../views.ts'
import { preparePicture } from './set-picture.ts'

/** How the account sees the group; private, so it needs no role and moves no revision. */
const OwnView = Type.Object({
  pinned: Type.Optional(Type.Boolean()),
  archived: Type.Optional(Type.Boolean()),
  label: Type.Optional(Type.Union([Type.String({ maxLength: 256 }), Type.Null()])),
  muted_until: Type.Optional(Type.Union([Type.Integer(), Type.Boolean()])),
  /** True marks everything as read, false marks the group as unread. */
  read: Type.Optional(Type.Boolean()),
})

/** What a group is told about; fields that are left out stay. */
export const infoInput = {
  name: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  settings: Type.Optional(Type.Partial(Settings)),
  tags: Type.Optional(words),
  topics: Type.Optional(words),
}

const Input = Type.Object({
  ...onGroup,
  ...infoInput,
  metadata: Type.Optional(metadata),
  view: Type.Optional(OwnView),
  /** A picture along with the rest; what decoding found is put there by `prepare`. */
  picture: Type.Optional(
    Type.Object({ bytes: Type.Unsafe<Uint8Array>({}), decoded: Type.Optional(Type.Unsafe<Picture>({})) }),
  ),
})
type Input = Static<typeof Input>
/** What shall be so from now on. */
export type Wanted = Omit<Input, 'account' | 'group' | 'view'>

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What of the input differs from the group as it is, and how that was before. */
export function difference(
  head: Head,
  input: Wanted,
): {
  readonly changed: Info
  readonly before: Info
} {
  const wanted: Info = {
    ...(input.name === undefined ? {} : { name: line('name', input.name) }),
    ...(input.description === undefined ? {} : { description: lines('description', input.description) }),
    ...(input.tags === undefined ? {} : { tags: [...new Set(input.tags.map((tag) => line('tags', tag)))] }),
    ...(input.topics === undefined
      ? {}
      : { topics: [...new Set(input.topics.map((topic) => line('topics', topic)))] }),
    ...(input.metadata === undefined ? {} : { metadata: entries(input.metadata) }),
  }
  const changed = Object.entries(wanted).filter(([key, value]) => !same(head[key as keyof Head], value))
  const settings = Object.entries(input.settings ?? {}).filter(
    ([key, value]) => value !== undefined && head.settings[key as keyof Settings] !== value,
  )
  const pick = (from: object, keys: readonly string[]) =>
    Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)))
  const settingsBefore = pick(
    head.settings,
    settings.map(([key]) => key),
  )
  return {
    changed: {
      ...Object.fromEntries(changed),
      ...(settings.length === 0 ? {} : { settings: Object.fromEntries(settings) }),
    },
    before: {
      ...pick(
        head,
        changed.map(([key]) => key),
      ),
      ...(settings.length === 0 ? {} : { settings: settingsBefore }),
    },
  }
}

/** The names of the fields in which a group changes; those of settings behind `settings.`. */
export function fieldsOf(changed: Info): readonly string[] {
  return [
    ...Object.keys(changed).filter((key) => key !== 'settings'),
    ...Object.keys(changed.settings ?? {}).map((key) => `settings.${key}`),
  ]
}

/** Refuses what the account may not change, and what is longer or more than the limits allow. */
export function demandInfo(set: WorkingSet, input: Wanted): void {
  const head = headOf(set)
  const actor = set.own?.standing ?? null
  const { settings, tags, topics, metadata: labels, name, description } = input
  const isInfo = name !== undefined || description !== undefined || input.picture !== undefined
  if (isInfo) demand('edit_info', actor, head.settings)
  if (settings ?? tags ?? topics ?? labels) demand('edit_settings', actor, head.settings)
  demand('read', actor, head.settings)
  within(set, 'group.name', lengthOf(name === undefined ? '' : line('name', name)), 'The length of `name`')
  within(
    set,
    'group.description',
    lengthOf(lines('description', description ?? '')),
    'The length of `description`',
  )
  within(set, 'group.tags', tags?.length ?? 0, 'The number of tags')
  within(set, 'group.topics', topics?.length ?? 0, 'The number of topics')
  within(set, 'group.metadata', Object.keys(labels ?? {}).length, 'The number of metadata entries')
}

function nextView(set: WorkingSet, head: Head, input: Input): View | undefined {
  if (input.view === undefined) return undefined
  const { read, ...rest } = input.view
  const seen =
    read === undefined
      ? {}
      : read
        ? { read_to: head.last_message?.id ?? set.view.read_to, marked_unread: false }
        : { marked_unread: true }
  return { ...set.view, ...withoutUndefined(rest), ...seen }
}

/** The picture, when it is another than the group has. */
function newPicture(
  head: Head,
  { picture }: Input,
): { readonly bytes: Uint8Array; readonly decoded: Picture } | null {
  if (picture?.decoded === undefined || head.picture?.etag === picture.decoded.etag) return null
  return { bytes: picture.bytes, decoded: picture.decoded }
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}

export const updateGroup = groupOperation<
  Input,
  { readonly group: GroupView; readonly changed: readonly string[] }
>()({
  name: 'updateGroup',
  summary:
    'Change name, description, settings, tags, topics or metadata; and how the account itself sees the group.',
  kind: 'group',
  scope: 'write',
  feature: 'updateGroup',
  on: 'existing',
  needsUnread: true,
  whileSuspended: ({ account: _account, group: _group, view: _view, ...changes }) =>
    Object.values(changes).every((change) => change === undefined),
  input: Input,
  async prepare(ports, input, limit) {
    if (input.picture === undefined) return input
    return { ...input, picture: await preparePicture(ports, input.picture.bytes, limit) }
  },
  record: ({ picture, ...rest }) => (picture === undefined ? rest : { ...rest, picture: picture.decoded }),
  decide(set, input) {
    demandInfo(set, input)
    if (input.picture !== undefined) {
      demand('edit_info', set.own?.standing ?? null, headOf(set).settings)
    }
    if (typeof input.view?.label === 'string') lines('view.label', input.view.label)
    return []
  },
  apply(set, input) {
    const head = headOf(set)
    const { changed, before } = difference(head, input)
    const picture = newPicture(head, input)
    const shown = fieldsOf(changed)
    const fields = picture === null ? shown : [...shown, 'picture']
    const view = nextView(set, head, input)
    const seen =
      view === undefined ? set : { ...set, view, unread: input.view?.read === true ? 0 : set.unread }
    return {
      output: (after) => ({ group: viewAfter(seen, after), changed: fields }),
      events: [
        ...(shown.length === 0 ? [] : [{ type: 'group.updated', changed, before } as const]),
        ...(picture === null
          ? []
          : [{ type: 'picture.changed', picture: picture.decoded, before: head.picture } as const]),
      ],
      ...(picture === null ? {} : { picture: picture.bytes }),
      ...(view === undefined ? {} : { view }),
    }
  },
})
