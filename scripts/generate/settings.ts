/** The table of settings in README.md, between its two markers. */
import { settings } from '../../src/config.ts'

const begin = '<!-- settings -->'
const end = '<!-- /settings -->'

function table(): string {
  const rows = Object.values(settings).map(
    ({ name, meaning, fallback }) =>
      `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${meaning} |`,
  )
  return ['| Setting | Default | Meaning |', '|---|---|---|', ...rows].join('\n')
}

/** The README with the present settings; null when it has not both markers. */
export function readmeWithSettings(readme: string): string | null {
  const text = readme.replaceAll('\r\n', '\n')
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from === -1 || to < from) return null
  return `${text.slice(0, from + begin.length)}\n${table()}\n${text.slice(to)}`
}
