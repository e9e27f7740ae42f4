/** Arguments and options of commands as data; what they are read as is their type. */
import { InvalidArgumentError } from 'commander'

/** One argument or option. */
export interface Field<T> {
  readonly meaning: string
  /** What stands for the value in the help; null for an option without a value. */
  readonly placeholder: string | null
  readonly isRequired: boolean
  /** It may be given several times; as an argument it takes all that follow. */
  readonly isMany: boolean
  /** The setting of the environment that takes its place. */
  readonly env: string | null
  /** From the text, and from what was read of earlier ones where many are allowed. */
  readonly read: (text: string, earlier: unknown) => T
}

export type Fields = Readonly<Record<string, Field<unknown>>>

/** What a command's fields are read as. */
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

function single<T>(
  meaning: string,
  placeholder: string | null,
  read: (text: string) => T,
): Field<T | undefined> {
  return { meaning, placeholder, isRequired: false, isMany: false, env: null, read }
}

function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  // As a part of a path, every URL resolves these two away.
  if (text === '.' || text === '..') throw new InvalidArgumentError('It must be an id or a name.')
  return text
}

/** Any text, also an empty one. */
export const text = (meaning: string, placeholder = 'text') => single(meaning, placeholder, (value) => value)

/** An id or a name: never empty. */
export const id = (meaning: string, placeholder = 'id') => single(meaning, placeholder, notEmpty)

/** An option without a value. */
export const flag = (meaning: string) => single(meaning, null, () => true as boolean)

interface Whole {
  readonly least?: number
  readonly most?: number
  readonly placeholder?: string
}

/** A whole number, where it matters between these two. */
export function whole(
  meaning: string,
  { least = 0, most = 1e15, placeholder = 'n' }: Whole = {},
): Field<number | undefined> {
  const range = most === 1e15 ? '' : ` from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
  return single(meaning, placeholder, (value) => {
    const number = Number(value)
    if (!/^\d{1,15}$/.test(value) || number < least || number > most)
      throw new InvalidArgumentError(`It must be a whole number${range}.`)
    return number
  })
}

/** One of some words. */
export function choice<const T extends string>(values: readonly T[], meaning: string): Field<T | undefined> {
  return single(meaning, values.join('|'), (value) => {
    const found = values.find((known) => known === value)
    if (found === undefined) throw new InvalidArgumentError(`It must be one of ${values.join(', ')}.`)
    return found
  })
}

/** `on` or `off`, for what stays as it is when left out. */
export function onOff(meaning: string): Field<boolean | undefined> {
  return {
    ...choice(['on', 'off'], meaning),
    read: (value) => choice(['on', 'off'], meaning).read(value, null) === 'on',
  }
}

const spanMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A time, or a span from now. */
export function time(meaning: string): Field<string | undefined> {
  return single(
    `${meaning} A time such as 2026-12-24T18:00:00Z, or a span from now such as 30m, 12h or 7d.`,
    'time',
    (value) => {
      const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(value) ?? []
      const at = count === '' ? Date.parse(value) : Date.now() + Number(count) * (spanMs[unit] ?? 0)
      if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a time or a span.')
      return new Date(at).toISOString()
    },
  )
}

/** A time that is over, or a span before now. */
export function past(meaning: string): Field<string | undefined> {
  return single(`${meaning} A time, or a span before now such as 30m, 12h or 7d.`, 'time', timeBefore)
}

function timeBefore(value: string): string {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(value) ?? []
  const at = count === '' ? Date.parse(value) : Date.now() - Number(count) * (spanMs[unit] ?? 0)
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a time or a span.')
  return new Date(at).toISOString()
}

/** A moment in the past: a group's revision, a time, or a span before now. */
export function moment(meaning: string): Field<string | undefined> {
  return single(
    `${meaning} A revision, a time such as 2026-11-20T09:30:00Z, or a span before now such as 30m, 12h or 7d.`,
    'moment',
    (value) => (/^\d{1,15}$/.test(value) ? value : timeBefore(value)),
  )
}

/** Many texts: as an option it is repeated. */
export function many(meaning: string, placeholder = 'id'): Field<readonly string[] | undefined> {
  return {
    ...single(meaning, placeholder, notEmpty),
    isMany: true,
    read: (value, earlier) => [
      ...(Array.isArray(earlier) ? (earlier as readonly string[]) : []),
      notEmpty(value),
    ],
  }
}

/** Many `name=value`, the last of the same name holds. */
export function pairs<T>(
  meaning: string,
  placeholder: string,
  read: (value: string) => T,
): Field<Readonly<Record<string, T>> | undefined> {
  return {
    ...single(meaning, placeholder, () => ({})),
    isMany: true,
    read: (value, earlier) => {
      const at = value.indexOf('=')
      if (at < 1) throw new InvalidArgumentError(`It must be written as ${placeholder}.`)
      return {
        ...(earlier as Readonly<Record<string, T>> | undefined),
        [value.slice(0, at)]: read(value.slice(at + 1)),
      }
    },
  }
}

/** The same field, but it must be given. */
export function required<T>(field: Field<T>): Field<Exclude<T, undefined>> {
  // Nothing is read as undefined: a field that is left out is not read, and that is what is refused here.
  return { ...field, isRequired: true } as Field<Exclude<T, undefined>>
}

/** The same field, which a setting of the environment may take the place of. */
export function orEnv<T>(field: Field<T>, env: string): Field<T> {
  return { ...field, env }
}
