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

export const whole = (value: number) => orDash(value, (value) => Math.round(value).toLocaleString('en-US'))
export const ratio = (value: number) => orDash(value, (value) => value.toFixed(value < 10 ? 2 : 0))
export const milliseconds = (value: number) => orDash(value, (value) => value.toFixed(value < 10 ? 3 : 1))
export const mebibytes = (bytes: number) => whole(bytes / 1024 / 1024)
