/** How things look on a terminal. */
import Table from 'cli-table3'
import picocolors from 'picocolors'

// picocolors alone would also colour pipes of build servers.
const { NO_COLOR = '', TERM } = process.env
const isColoured = process.stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb'

/** Colours for a terminal that wants them, plain text otherwise. */
export const colours = picocolors.createColors(isColoured)

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
}
const plain = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
const widestCell = 72

/** Texts come from strangers: what would move the cursor or change colours is taken out. */
export function clean(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
}

/** A value in a table's cell. */
export function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (value === true) return 'yes'
  if (value === false) return 'no'
  const text = clean(typeof value === 'object' ? inline(value) : String(value))
  return text.length > widestCell ? `${text.slice(0, widestCell - 1)}…` : text
}

function inline(value: object): string {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object')
    ? value.join(', ')
    : JSON.stringify(value)
}

/** Rows under their headings. */
export function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const drawn = new Table({ chars: noLines, style: plain, head: head.map((word) => colours.bold(word)) })
  drawn.push(...rows.map((row) => row.map(cell)))
  return withoutTrailingSpace(drawn.toString())
}

/** The fields of one thing, one below the other; those of a thing within it are named with a dot. */
export function details(thing: Readonly<Record<string, unknown>>): string {
  const drawn = new Table({ chars: noLines, style: plain })
  for (const [name, value] of fieldsOf(thing)) drawn.push([colours.dim(name), value])
  return withoutTrailingSpace(drawn.toString())
}

function fieldsOf(thing: object): readonly (readonly [string, string])[] {
  return Object.entries(thing).flatMap(([name, value]): readonly (readonly [string, string])[] => {
    const isThing =
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    if (isThing) return fieldsOf(value).map(([inner, text]) => [`${name}.${inner}`, text])
    return [[name, typeof value === 'string' && value !== '' ? clean(value) : whole(value)]]
  })
}

/** Not cut off: here there is room for it. */
function whole(value: unknown): string {
  return typeof value === 'object' && value !== null ? clean(inline(value)) || '–' : cell(value)
}

function withoutTrailingSpace(text: string): string {
  return text.replaceAll(/ +$/gm, '')
}

/** JSON as programs and people can read it. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2)
}
