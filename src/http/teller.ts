/**
 * Tells one reader what happens, as server-sent events. The operation is asked again whenever its workspace has
 * changed, and only once the socket has taken what was written before: a slow reader costs no memory, only his place.
 */
import { setImmediate, setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../core/failure.ts'
import type { WorkspaceId } from '../core/model.ts'
import type { Part, Route } from '../dialects/dialect.ts'
import type { FeedSignal } from '../events/feed.ts'
import {
  type Advice,
  type End,
  Outlet,
  type OutletLimits,
  type Listener as OutletListener,
  Over,
} from './outlet.ts'

export type { End }

export interface TellerLimits extends OutletLimits {
  readonly streamHeartbeatMs: number
  readonly streamPauseMs: number
}

/** What is told, and where it comes from. */
export interface Source {
  readonly stream: NonNullable<Route['stream']>
  readonly workspace: WorkspaceId
  readonly input: unknown
  /** Carries out the operation once; at the same version of the workspace another reader's look may serve. */
  readonly look: (input: unknown, version: number | null) => Promise<unknown>
  /** Fails when the key is no longer valid. */
  readonly demandLive: () => Promise<void>
  readonly feed: FeedSignal
  readonly accepting: () => boolean
}

/** To whom it is told. */
export interface Listener extends OutletListener {
  readonly limits: TellerLimits
}

/** The status line and headers of the answer. */
export interface Head {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

const advice: Advice = {
  stopping: 'go on in a moment, from the last id with Last-Event-ID.',
  stalled: 'go on from the last id with Last-Event-ID.',
}

/** Tells until it is over. It never fails. `first` is what the first look has found. */
export async function tell(source: Source, listener: Listener, head: Head, first: unknown): Promise<End> {
  const outlet = new Outlet(listener, source.accepting, advice)
  const end = await new Teller(source, listener, outlet).run(head, first).catch(endOf)
  if (end.failure !== null) {
    const { code, message: detail } = end.failure
    outlet.end(frame({ event: end.reason === 'dropped' ? 'dropped' : 'ending', data: { code, detail } }))
  }
  return end
}

function endOf(error: unknown): End {
  if (error instanceof Over) return error.end
  if (error instanceof Failure && error.code !== 'internal') return { reason: 'key', failure: error }
  return { reason: 'fault', failure: new Failure('internal', undefined, {}, error) }
}

function frame({ event, data, id }: Omit<Part, 'id'> & { readonly id?: string }): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Text goes to the socket in pieces of about this size: one write for each event would cost more than the event. */
const pieceLength = 64 * 1024
/** A reader whose filter leaves much out is told how far he is at most this often. */
const positionMs = 1000

/** How a look went. `cut`: the socket was full, so the rest is read again. `still`: there was nothing new. */
type Progress = 'cut' | 'full' | 'moved' | 'still'

class Teller {
  readonly #source: Source
  readonly #listener: Listener
  readonly #outlet: Outlet
  #input: unknown
  /** Up to where was looked. */
  #at: string | null = null
  /** The last place that the reader knows, and since when. */
  #told: string | null = null
  #toldAt = 0
  #beatAt: number

  constructor(source: Source, listener: Listener, outlet: Outlet) {
    this.#source = source
    this.#listener = listener
    this.#outlet = outlet
    this.#input = source.input
    this.#beatAt = Date.now() + listener.limits.streamHeartbeatMs
  }

  async run({ status, headers }: Head, first: unknown): Promise<never> {
    const { feed, workspace, look, demandLive } = this.#source
    const { out, limits, over } = this.#listener
    out.writeHead(status, headers)
    await this.#outlet.write('retry: 1000\n\n')
    let output = first
    // The first look was before this, so whatever has come since is looked for at once.
    let seen = -1
    for (;;) {
      const progress = await this.#tellAll(output)
      await this.#tellPlace()
      if (progress === 'still') await feed.changed(workspace, seen, this.#restMs(), over)
      else if (progress === 'moved')
        await wait(untilNextLook(limits), undefined, { signal: over }).catch(() => undefined)
      // Others have their turn in between, also while a long past is told.
      else await setImmediate()
      await this.#beat()
      await demandLive()
      seen = feed.version(workspace)
      output = await look(this.#input, seen)
    }
  }

  /** Writes what a look has found. */
  async #tellAll(output: unknown): Promise<Progress> {
    const { stream } = this.#source
    const before = this.#at
    // The row's functions were checked by the compiler against the operation that gave this.
    const isFull = stream.isFull(this.#input as never, output as never)
    const parts = framesOf(stream, output)
    let piece = ''
    for (const [index, part] of parts.entries()) {
      piece += part.text
      const isLast = index === parts.length - 1
      if (piece.length < pieceLength && !isLast) continue
      const wasFree = await this.#outlet.write(piece)
      piece = ''
      this.#told = part.id
      this.#toldAt = Date.now()
      this.#goOnFrom(part.id)
      if (!wasFree && !isLast) return 'cut'
    }
    this.#goOnFrom(stream.place(output as never))
    if (isFull) return 'full'
    return this.#at === before ? 'still' : 'moved'
  }

  #goOnFrom(place: string): void {
    if (place === this.#at) return
    this.#at = place
    this.#input = this.#source.stream.from(this.#input as never, place)
  }

  /** How long nothing is to be said: until the next sign of life, or until the reader may be told how far he is. */
  #restMs(): number {
    const placeAt = this.#at === this.#told ? this.#beatAt : this.#toldAt + positionMs
    return Math.max(0, Math.min(this.#beatAt, placeAt) - Date.now())
  }

  /** An id alone is kept by the reader and is no event for him. */
  async #tellPlace(): Promise<void> {
    if (this.#at === this.#told || Date.now() - this.#toldAt < positionMs) return
    await this.#outlet.write(`: position\nid: ${this.#at}\n\n`)
    this.#told = this.#at
    this.#toldAt = Date.now()
  }

  async #beat(): Promise<void> {
    this.#outlet.demandGoingOn()
    if (Date.now() < this.#beatAt) return
    await this.#outlet.write(':\n\n')
    this.#beatAt = Date.now() + this.#listener.limits.streamHeartbeatMs
  }
}

interface Framed {
  readonly id: string
  readonly text: string
}

const framed = new WeakMap<object, readonly Framed[]>()

/** What a look has found, as text; written once, however many readers share the look. */
function framesOf(stream: Source['stream'], output: unknown): readonly Framed[] {
  const known = framed.get(output as object)
  if (known !== undefined) return known
  const frames = stream.parts(output as never).map((part) => ({ id: part.id, text: frame(part) }))
  framed.set(output as object, frames)
  return frames
}

/** Readers look at the same moments, so that one look serves those who are at the same place. */
function untilNextLook({ streamPauseMs }: TellerLimits): number {
  return streamPauseMs - (Date.now() % streamPauseMs)
}
