/** `muster listen`: prints events as they come, and delivers them to an address under development. */
import { follow } from 'muster-sdk'
import type { Context } from '../command.ts'
import { type Exit, exits, Told, wordsOf } from '../told.ts'
import { lineOf } from './line.ts'

/** What the command takes. */
export interface ListenOptions {
  readonly group?: string
  readonly type?: string
  readonly after?: string
  readonly forward?: string
  readonly secret?: string
}

/** Aborted when the person at the terminal has had enough. */
function untilTold(): AbortSignal {
  const ending = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort())
  return ending.signal
}

/** Follows until it is told to end. Events go to standard output, everything else to standard error. */
export async function listen(context: Context, options: ListenOptions): Promise<Exit> {
  const { print, warn, isJson, muster } = context
  const { forward, secret, ...from } = options
  if (secret !== undefined && forward === undefined)
    throw new Told(exits.usage, '--secret signs what --forward delivers; name an address with --forward.')
  const forwarding = forward === undefined ? null : await forwardingTo(forward, secret, warn)
  const signal = untilTold()
  let isBegun = false
  const onPosition = (cursor: string) => {
    if (!isBegun) warn(`Listening from ${cursor} on; Ctrl-C ends it.`)
    isBegun = true
  }
  const onRetry = (error: unknown, waitMs: number) =>
    warn(`${wordsOf(error)} Trying again in ${(waitMs / 1000).toFixed(1)} s.`)
  for await (const event of follow(muster, from, { signal, onPosition, onRetry })) {
    print(isJson ? JSON.stringify(event) : lineOf(event))
    await forwarding?.deliver(event, signal)
  }
  return exits.ok
}

async function forwardingTo(address: string, given: string | undefined, warn: (text: string) => void) {
  // It brings the whole server with it, which plain listening does not need.
  const { forwardTo } = await import('./forward.ts')
  const forwarding = forwardTo(address, given, warn)
  warn(`Delivering to ${address}, signed with the secret ${forwarding.secret}`)
  return forwarding
}
