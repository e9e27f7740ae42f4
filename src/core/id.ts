/**
 * Ids: integers below 2^53 that rise with time: 41 bits of milliseconds since 2026, 5 bits of node, 7 bits of
 * sequence. A burst borrows from the milliseconds to come, so an id is never given twice and never waits.
 */
import { assert } from './failure.ts'

const epoch = Date.UTC(2026, 0, 1)
const nodes = 32
const perMillisecond = 128
const stride = nodes * perMillisecond

/**
 * Makes ids. `node` is the server's number among those on one store, asked for each id, because it may be lost.
 * `floor` is the highest id known from before, so that a clock set back does no harm. An id can be asked for that is
 * higher than another server's.
 */
export function createIds(
  now: () => number,
  node: number | (() => number) = 0,
  floor = 0,
): (above?: number) => number {
  const number = typeof node === 'number' ? () => node : node
  let tick = Math.floor(floor / stride) * perMillisecond + (floor % perMillisecond)
  return (above = 0) => {
    const own = number()
    assert(Number.isInteger(own) && own >= 0 && own < nodes, 'a node number from 0 to 31')
    tick = Math.max(tick + 1, (now() - epoch) * perMillisecond)
    // Within one millisecond the node's number decides, so an id above another is of a later one.
    if (above > 0 && idOf(tick, own) <= above) tick = (Math.floor(above / stride) + 1) * perMillisecond
    return idOf(tick, own)
  }
}

/** The lowest id that could be given at a time; what was made before it has a lower one. */
export function firstIdAt(time: number): number {
  return Math.max(0, time - epoch) * stride
}

/** The number of the server that made an id. */
export function nodeOf(id: number): number {
  return Math.floor(id / perMillisecond) % nodes
}

/** When an id was made, in milliseconds since 1970; a burst is up to a second ahead. */
export function timeOf(id: number): number {
  return Math.floor(id / stride) + epoch
}

function idOf(tick: number, node: number): number {
  const milliseconds = Math.floor(tick / perMillisecond)
  return milliseconds * stride + node * perMillisecond + (tick % perMillisecond)
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 11

/** An id as eleven characters of base 32 (Crockford's alphabet), behind a prefix that tells its kind. */
export function renderId(prefix: string, id: number): string {
  let rest = id
  let text = ''
  for (let i = 0; i < length; i += 1) {
    text = alphabet[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return prefix + text
}

/** The id behind a text that `renderId` made with this prefix, or null. */
export function parseId(prefix: string, text: string): number | null {
  if (!text.startsWith(prefix) || text.length !== prefix.length + length) return null
  let id = 0
  for (const character of text.slice(prefix.length)) {
    const digit = alphabet.indexOf(character)
    if (digit < 0) return null
    id = id * 32 + digit
  }
  return Number.isSafeInteger(id) && id > 0 ? id : null
}

const digitCount = 16

/** The first digit of ids that are digits only, so that two kinds are never taken for each other. */
export const wireDigits = { phone_number: '1', business_account: '2' } as const

/** An id as digits only, for wires whose clients take nothing else; sixteen of them hold every id. */
export function renderDigits(prefix: string, id: number): string {
  return prefix + String(id).padStart(digitCount, '0')
}

/** The id behind a text that `renderDigits` made with this prefix, or null. */
export function parseDigits(prefix: string, text: string): number | null {
  if (!text.startsWith(prefix) || !/^\d+$/.test(text) || text.length !== prefix.length + digitCount)
    return null
  const id = Number(text.slice(prefix.length))
  return Number.isSafeInteger(id) && id > 0 ? id : null
}
