/** Tables in Markdown, and how figures are written in them. */

/** A table, line by line, with an empty one behind it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

/** A figure that could not be taken is a dash. */
function orDash(value: number, write: (value: number) => string): string {
  return Number.isFinite(value) ? write(value) : '-'
}

/** What is small keeps two digits that count, so that no figure above nothing is written as nothing. */
const small = (value: number) => String(Number(value.toPrecision(2)))

export const whole = (value: number) =>
  orDash(value, (value) => (value < 10 ? small(value) : Math.round(value).toLocaleString('en-US')))
export const ratio = (value: number) =>
  orDash(value, (value) => (value < 0.1 ? small(value) : value.toFixed(value < 10 ? 2 : 0)))
export const milliseconds = (value: number) => orDash(value, (value) => value.toFixed(value < 10 ? 3 : 1))
export const mebibytes = (bytes: number) => whole(bytes / 1024 / 1024)
