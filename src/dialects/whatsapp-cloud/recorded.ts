/**
 * What the record of a run holds, for webhooks: whom it named, and what became of each. A record is what an operation
 * was given and answered, as JSON; here it is read again, and what is not there is not told.
 */
import { fromRecord } from '../../core/failure.ts'
import type { Outcome } from '../../core/model.ts'
import type { Run } from '../../core/store.ts'
import { detailsOf, graphErrorOf } from './failures.ts'
import { type Fate, fatesOf, type Wording } from './outcomes.ts'

/** What stands at a place of a record; undefined when there is no such place. */
function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => {
    return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, name)
      ? Reflect.get(inner, name)
      : undefined
  }, value)
}

/** A text of the record. */
export function textIn(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** Whether the record says yes at a place. */
export function isTrueIn(value: unknown, ...path: readonly string[]): boolean {
  return at(value, ...path) === true
}

/** Whether the record has something at a place. */
export function isIn(value: unknown, ...path: readonly string[]): boolean {
  return at(value, ...path) !== undefined
}

/** The people whom the run named, in the caller's words. */
function inputsOf({ input }: Run): readonly string[] {
  const named = at(input, 'participants')
  if (!Array.isArray(named)) return []
  return named.flatMap((each) => (typeof each === 'string' ? [each] : (textIn(each, 'id') ?? [])))
}

/** What became of each person; null when the run has no such record. */
function outcomesOf({ output }: Run): readonly Outcome[] | null {
  const outcomes = at(output, 'outcomes')
  // The operation wrote its outcomes, so they have their type.
  return Array.isArray(outcomes) ? (outcomes as readonly Outcome[]) : null
}

/** The fate of each person whom a run named: all alike when the run failed. Null when nothing is known of them. */
export function fatesIn(run: Run | null, wording: Wording): readonly Fate[] | null {
  if (run === null) return null
  const inputs = inputsOf(run)
  if (run.failure === null) {
    const outcomes = outcomesOf(run)
    // Operations that name people in another way than one list have no such answer to be matched with it.
    return outcomes?.length === inputs.length ? fatesOf(wording, outcomes, inputs) : null
  }
  const failure = fromRecord(run.failure)
  const [error, details] = [graphErrorOf(failure), detailsOf(failure)]
  return inputs.map((input) => ({ input, participant: input, error, details }))
}
